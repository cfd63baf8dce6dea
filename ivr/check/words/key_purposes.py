"""What the keys that mean the same everywhere are said to be for, in the languages whose words for it are known.

Each list is of patterns. It is added to as texts are met that say it in other words.
"""

from collections.abc import Mapping
from typing import Final

from ivr.call.keys import AGAIN, BACK, EMERGENCY, HASH, PACE, PERSON, Key

Meanings = Mapping[Key, tuple[str, ...]]
"""For each key that has a meaning of its own, the words that tell it."""

_ROLES_EN: Final = (
    r"(?:(?:case[ -]?|key[ -]?|link[ -]?)?workers?|caretakers?|carers?|helpers?|supporters?|listeners?|mentors?"
    r"|counsell?ors?|councillors?|managers?|supervisors?|assistants?|administrators?|co-?ordinators?|secretar(?:y|ies)"
    r"|clerks?|cashiers?|tellers?|specialists?|experts?|consultants?|engineers?|technicians?|electricians?|plumbers?"
    r"|surveyors?|inspectors?|solicitors?|lawyers?|advocates?|mediators?|interpreters?|registrars?|librarians?|teachers?"
    r"|tutors?|chaplains?|midwi(?:fe|ves)|pharmacists?|vets?|dentists?|therapists?|physio\w*|paramedics?|clinicians?"
    r"|matrons?|wardens?|guards?|porters?|rangers?|crew|controllers?|sergeants?|constables?|detectives?|voice|desk"
    r"|helpdesk|counter|office)(?=\s*(?:$|[,.;:]|(?:at|now|who|to|on|straight|instead|here|in|of|for|about|any)\b))",
    r"members? of|one of us|(?:reach|contact|through to|be with|ask) us",
)
"""Who answers a telephone, where it is no part of another name: “carer’s allowance” is nobody.

A line has other names for them, too: those that its `transfer` says count with these.
"""

NAMELESS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        r"people",
        r"connect(?:ed)?",
        r"transfer(?:red)?",
        r"hold",
        r"stay on the line",
        r"help",
        r"assistance",
        r"(?:any|some)thing else",
        r"(?:all |any )?other (?:enquir|quer|reason|matter|call|thing)\w*",
        r"not sure",
        r"unsure",
        r"stuck",
    ),
    "cy": (r"cymorth", r"help", r"rhywbeth arall", r"unrhyw beth arall", r"ddim yn siŵr"),
    "pl": (r"połącz\w*", r"pomoc\w*", r"w inn\w+ spraw\w+", r"inne spraw\w+", r"nie wiesz"),
}
"""Words that tell well enough what key 0 is for, and name nobody: “for help with tickets” offers tickets."""

KEY_PURPOSES: Final[Mapping[str, Meanings]] = {
    "en": {
        PERSON: (
            r"persons?",
            r"some(?:one|body)",
            r"humans?",
            r"operators?",
            r"advis[eo]rs?",
            r"agents?",
            r"representatives?",
            r"reception(?:ists?)?",
            r"staff",
            r"colleagues?",
            r"officers?",
            r"nurses?",
            r"doctors?",
            r"volunteers?",
            r"attendants?",
            r"(?:call[ -])?handlers?",
            r"teams?",
            r"switchboard",
            r"control room",
            *_ROLES_EN,
            r"speak",
            r"talk",
            r"put (?:\w+ )?through",
            *NAMELESS["en"],
        ),
        EMERGENCY: (
            r"emergenc\w+",
            r"danger\w*",
            r"999",
            r"112",
            r"urgent\w*",
            r"unsafe",
            r"not safe",
            r"life",
        ),
        PACE: (
            r"slow\w*",
            r"fast\w*",
            r"quick\w*",
            r"speed\w*",
            r"pace",
            r"paused?",
            r"pauses",
            r"too much at once",
        ),
        AGAIN: (
            r"again",
            r"repeat\w*",
            r"once more",
            r"one more time",
            r"replay\w*",
            r"missed",
            r"re-?hear",
            r"hear (?:this|that|these|those|it|the (?:choices|options|menu)\b)",
        ),
        BACK: (
            r"back",
            r"previous",
            r"return",
            r"earlier",
            r"step before",
            r"last (?:menu|step|question|choice)",
            r"change",
            r"correct\w*",
            r"mistake\w*",
            r"wrong",
            r"not right",
            r"undo",
            r"slip",
            r"by accident|accidentally",
            r"before this(?: one| menu)?",
            r"(?:leave|exit) (?:this|the) menu",
        ),
        HASH: (
            r"finish\w*",
            r"done",
            r"end(?:ed)?",
            r"complet\w+",
            r"stop\w*",
            r"skip\w*",
            r"ready",
            r"confirm\w*",
            r"submit",
            r"enter\w*",
            r"go on",
            r"carry on",
            r"continue",
            r"save",
            r"nothing to say",
            r"without",
            r"send",
        ),
    },
    "cy": {
        PERSON: (
            r"berson",
            r"person",
            r"rhywun",
            r"siarad",
            r"aelod",
            r"swyddog\w*",
            r"gweithredwr",
            r"weithredwr",
            r"g?ynghorydd",
            r"cynghorydd",
            r"dderbynfa",
            r"staff",
            r"th?îm",
            *NAMELESS["cy"],
        ),
        EMERGENCY: (r"[aA]rgyfwng", r"[bf]rys", r"[pbm]h?erygl", r"999"),
        PACE: (r"araf\w*", r"[cg]yflym\w*", r"gyflymder", r"seibi\w+"),
        AGAIN: (r"eto", r"ailadrodd\w*", r"unwaith eto", r"drachefn", r"ail-?glywed"),
        BACK: (
            r"yn ôl",
            r"nôl",
            r"[dn]dychwelyd",
            r"ddychwelyd",
            r"blaenorol",
            r"newid",
            r"cywiro",
            r"gywiro",
            r"anghywir",
        ),
        HASH: (
            r"[gn]?orffen\w*",
            r"diwedd\w*",
            r"ddiwedd\w*",
            r"stopio",
            r"hepgor",
            r"sgipio",
            r"parhau",
            r"barhau",
            r"anfon",
            r"cadarnhau",
            r"gadarnhau",
            r"barod",
            r"ymlaen",
        ),
    },
    "pl": {
        PERSON: (
            r"osob\w+",
            r"człowiek\w*",
            r"kimś",
            r"ktoś",
            r"kogoś",
            r"konsultant\w*",
            r"doradc\w+",
            r"pracowni\w+",
            r"operator\w*",
            r"funkcjonariusz\w*",
            r"policjant\w*",
            r"recepcj\w+",
            r"zespoł\w*",
            r"rozmaw\w*",
            r"porozmawia\w*",
            *NAMELESS["pl"],
        ),
        EMERGENCY: (r"zagroż\w+", r"nagł\w+", r"niebezpiecz\w+", r"999", r"112", r"piln\w+", r"alarm\w*"),
        PACE: (r"woln\w+", r"szybc\w+", r"szybk\w+", r"temp\w+", r"przerw\w+"),
        AGAIN: (r"ponown\w+", r"jeszcze raz", r"powtó\w+", r"od nowa"),
        BACK: (
            r"wróc\w+",
            r"wraca\w*",
            r"wstecz",
            r"powr\w+",
            r"cofn\w+",
            r"poprzedn\w+",
            r"zmieni\w*",
            r"popraw\w*",
            r"błąd\w*",
            r"pomył\w+",
        ),
        HASH: (
            r"zakończ\w*",
            r"skończ\w*",
            r"koniec",
            r"pomin\w+",
            r"zatrzym\w*",
            r"przerwa\w+",
            r"dalej",
            r"wysła\w+",
            r"potwierd\w+",
            r"gotow\w+",
            r"zatwierd\w+",
        ),
    },
}
"""By the first part of a language's code. Another language is one entry more."""
