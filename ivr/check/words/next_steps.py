"""Words that tell a caller what happens next, in the languages whose words for it are known: patterns."""

from collections.abc import Mapping
from typing import Final

NEXT_STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        r"put\w* (?:\w+ )?through",
        r"connect\w*",
        r"transfer\w*",
        r"wait\w*",
        r"queue\w*",
        r"hold",
        r"next (?:free|available|person|advis[eo]r|officer)",
        r"take (?:your|the|this) call|pick (?:\w+ ){0,2}up|join (?:the|this|your) call",
        r"reply|replies|respond\w*|response",
        r"answer\w*",
        r"(?:get|be|come|stay) (?:back )?(?:to|in touch)",
        r"(?:will|can|may|would|should|'ll|’ll|won't|won’t|not|nobody will|no one will) (?:\w+ )?"
        r"(?:contact|call|ring|phone|write|text|e-?mail|visit|come|see|look|listen|read|check|decide|let|tell|send|keep|act|"
        r"hear|receive|get|need|show|be)",
        r"(?:on|by|until|from|before|next|every) (?:\w+ )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|morning"
        r"|afternoon|evening|noon|post)s?",
        r"(?:we|they)(?: are|['’]re) (?:back|here|there) (?:again|at|on|from|until|in)",
        r"expect (?:an?|the|your|us|to)|follows?|noted|on its way|(?:gone|went|goes) through",
        r"(?:pass|hand|switch)(?:ing)? you (?:on|over|to|back)",
        r"(?:working )?days?",
        r"hours?|minutes?|weeks?|tomorrow|today|shortly|soon",
        r"(?:is|are|was|has been|have been|have) (?:now )?(?:\w+ )?"
        r"(?:kept|saved|sent|received|recorded|deleted|removed|cancelled|booked|passed on|with us|stored|finished|"
        r"erased|wiped|thrown away)",
        r"(?:keep|hold|stor|sav)\w*ing (?:\w+ )?(?:to |on )?(?:it|what|your|this|them)",
        r"(?:have|got|received) your",
        r"(?:have|has) (?:now )?(?:deleted|removed|cancelled|saved|sent|received|recorded)",
        r"(?:listen|look|check|deal|read)\w* (?:to|at|with|it)",
        r"find (?:you )?(?:some(?:one|body)|a person|an? \w+ (?:who|to talk|to speak|to help))",
        r"take (?:you )?(?:about |around |up to )?(?:a (?:little|short|long|few)|an? (?:while|moment)|some time|time)",
        r"until (?:\w+ )?(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|mid\w+"
        r"|\w+day\b)|o['’]clock",
        r"end(?:ing)? (?:this|the|your) call|hang up",
        r"opens? (?:at|again|on|from|every)|(?:is|are) open",
        r"can (?:also )?(?:\w+ )?(?:leave|find|report|apply|ask|use|pay|book|go|try|do)",
        r"(?:ring|call|phone|try) (?:us |this line |the line )?(?:back|again|later)",
        r"(?:ring|call|dial|phone) (?!999\b|112\b|nine[ ,]+nine)"
        r"(?:\d+|oh|zero|one|two|three|four|five|six|seven|eight|nine)",
        r"go to \S+",
        r"reference number",
        r"nothing (?:\w+ ){0,4}(?:to do|you need|needed)",
        r"what happens next",
    ),
    "cy": (
        r"trosglwyddo\w*|drosglwyddo",
        r"cysylltu|gysylltu",
        r"a(?:ros|rhos|hos)\w*|disgwyl\w*|rhydd|ar ôl (?:\d|un|dau|tri|pedwar|pump|chwech|saith|wyth|naw|deg)",
        r"ciw",
        r"ateb\w*",
        r"ffonio|ffonio'n ôl|ffoniwch",
        r"diwrnod\w*|ddiwrnod\w*|awr|oriau|munud\w*|funud\w*|wythnos\w*|yfory|heddiw|buan",
        r"(?:wedi|ei) (?:\w+ )?(?:gadw|chadw|anfon|hanfon|dileu|dderbyn|derbyn)",
        r"(?:yn |ar )?agor(?:ed)?",
        r"gwrando|wrando",
        r"cyfeirnod|gyfeirnod",
        r"eto",
    ),
    "pl": (
        r"połącz\w*|przełącz\w*|łącz\w*",
        r"czeka\w*|oczeki\w*|zaczeka\w*|poczeka\w*",
        r"kolej\w+",
        r"odpowie\w*|odpis\w+",
        r"skontaktuj\w*|oddzwon\w*|zadzwoni\w*|zadzwoń",
        r"dni|dzień|dnia|godzin\w*|minut\w*|tygod\w*|jutro|dzisiaj|dziś|wkrótce|niebawem",
        r"(?:została|został|zostało|jest|są) (?:\w+ )?\w+(?:ana|any|ane|ięta|ięte|ona|one|ony)",
        r"otwier\w*|otwart\w*|czynn[aeiy]\w*",
        r"odsłucha\w*|wysłucha\w*",
        r"numer referencyjny|numer sprawy",
        r"rozłącz\w*|zakończ\w*",
        r"ponownie|jeszcze raz",
    ),
}
"""By the first part of a language's code. Another language is one entry more."""
