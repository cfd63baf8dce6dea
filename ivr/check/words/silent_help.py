"""How a text speaks of getting help in silence: by 55, or by saying nothing; by language."""

import re
from collections.abc import Mapping
from typing import Final

from ivr.check.words.patterns import Patterns


class SilentHelp(Patterns):
    """Patterns. `silence`: keeping silent. `harmless`: what silence does on any line. `promise`: what makes it
    harmful all the same. `signals`: a sentence that promises an answer to a cough, or to a tap. `denial`: it does
    not work here. `coming`: help is already coming, or finds the caller.

    `double_five`: the words for 55, besides the figures.
    """

    silence: re.Pattern[str]
    harmless: re.Pattern[str]
    promise: re.Pattern[str]
    signals: re.Pattern[str]
    denial: re.Pattern[str]
    coming: re.Pattern[str]
    double_five: re.Pattern[str]


SILENT_HELP: Final[Mapping[str, SilentHelp]] = {
    "en": SilentHelp(
        silence=r"\b(?:stay|staying|remain|remaining|keep|keeping|you\s+are|you['’]re|(?:please|just|you\s+(?:can|may|must|have\s+to)|or)\s+be)"
        r"\s+(?:completely\s+|totally\s+)?(?:silent|quiet)\b(?!\s+(?:ways?|times?|hours?|rooms?|spaces?|places?|areas?|and\s+calm))"
        r"|\b(?:say|saying)\s+nothing\b|\bsilent\s+(?:solution|call|help)\b|(?<!we\s)(?<!they\s)(?<!who\s)(?<!staff\s)"
        r"\bdo(?:\s+not|n['’]t)\s+(?:say\s+anything|talk|speak\b(?!\s+(?:(?:much|any|good)\s+)?(?-i:[A-Z])))\b",
        harmless=r"\b(?:again|repeat\w*|choices?|options?|through|connect\w*|transfer\w*|keep|kept|message|think|pause\w*|"
        r"keypad|keys|beep|text|relay|end\s+th(?:e|is)\s+call|have\s+to)\b",
        denial=r"(?:\bnot|\bnever|\bcannot|n['’]t)\s+(?:\w+\s+)?(?:work|reach|help|do|bring|call|connect|send|tell|alert|get|press"
        r"|dial|key|use)\b|\bhas\s+no\s+effect\b|\bdoes\s+nothing\b",
        promise=r"\b(?:send|sends|sent|police\s+will|help\s+(?:is|will|comes)|find\s+you|trace\w*|locate\w*|know\s+(?:that\s+)?you)\b",
        signals=r"^(?=.*\b(?:send|sends|sent|(?:police|officers?|help|someone|somebody|they|we)\s+will\s+"
        r"(?:come|be\s+sent|help|understand|know|find|hear\s+that))\b)"
        r".*\b(?:cough\w*|tap(?:ping)?\s+(?:the|any|your|a|on)\b|mak(?:e|ing)\s+(?:a|any|some)\s+(?:noise|sound)"
        r"|leav(?:e|ing)\s+(?:the|this)\s+(?:line|call|phone)\s+open)",
        coming=r"\b(?:help|police|officers?|someone|somebody)\s+(?:is|are)\s+(?:now\s+)?on\s+(?:its|the|their)\s+way\b"
        r"|\b(?:we|police|officers)\s+(?:can|will)\s+(?:trace|locate|find|see\s+where|know\s+where)"
        r"\s+(?:you(?!\s+(?:an?|the|some\w*|your|help|another|more|out)\b)|your\s+(?:call|phone)|(?:the|this)\s+call|where)\b"
        r"|\b(?:this|your|every|each|all)\s+calls?\s+(?:is|are|will\s+be|can\s+be)\s+(?:\w+\s+)?(?:traced|located|tracked)\b",
        double_five=r"\b(?:five[\s,-]+five|double[\s-]+five|fifty[\s-]five)\b|\b5\s+(?:key\s+)?twice\b|\bfive\s+twice\b",
    ),
    "cy": SilentHelp(
        silence=r"\b(?:aros|arhoswch|cadw|cadwch)\s+(?:yn\s+)?(?:dawel|ddistaw|fud)\b|\bdweud\s+dim\b|\bpeidiwch\s+â\s+siarad\b",
        harmless=r"\b(?:eto|ailadrodd\w*|dewis\w*|cadw|neges|meddwl|allweddi|bysellfwrdd|bîp|trosglwydd\w*)\b",
        denial=r"\b(?:nid|nad)\s+(?:yw|ydy)\b|\bddim\s+yn\b|\bpeidiwch\s+â\s+phwyso\b",
        promise=r"\b(?:anfon\w*\s+(?:help|cymorth|yr\s+heddlu)|dod\s+o\s+hyd\s+i\s+chi)\b",
        signals=r"^(?=.*\b(?:anfon\w*|daw|gwybod)\b).*\b(?:peswch\w*|pesychwch|tapiwch|gwnewch\s+s[ŵw]n)\b",
        coming=r"\b(?:help|cymorth)\s+ar\s+(?:y\s+ffordd|ei\s+ffordd)\b|\bdod\s+o\s+hyd\s+i\s+chi\b",
        double_five=r"\bpump[\s,-]+pump\b",
    ),
    "pl": SilentHelp(
        silence=r"\b(?:zachowaj\w*|zachować)\s+(?:ciszę|milczenie)\b|\bmilcz\w*\b|\bnic\s+nie\s+mów\w*\b|\bnie\s+(?:mów\w*|odzywaj\w*)\b",
        harmless=r"\b(?:ponown\w*|jeszcze\s+raz|powtórz\w*|wyb[oió]r\w*|połącz\w*|zachow\w*\s+wiadomo\w*|klawiatur\w*|sygnał\w*)\b",
        denial=r"\bnie\s+(?:działa|łączy|pomaga|wzywa|dociera|naciskaj|wybieraj)\w*",
        promise=r"\b(?:wyśle\w*|przyśle\w*|przyjedzie\w*|znajdzie\w*|namierz\w*)\b",
        signals=r"^(?=.*\b(?:wyśle\w*|przyśle\w*|przyjedzie\w*)\b).*\b(?:zakaszl\w*|kaszl\w*|stukn\w*|postuka\w*)\b",
        coming=r"\bpomoc\s+(?:już\s+)?jest\s+(?:już\s+)?w\s+drodze\b|\bnamierzymy\b|\bodnajdziemy\s+(?:cię|panią|pana|państwa)\b",
        double_five=r"\b(?:pięć[\s,-]+pięć|pięćdziesiąt\s+pięć)\b",
    ),
}
"""By the first part of a language's code. Another language is one entry more."""

FIFTY_FIVE: Final = re.compile(
    r"(?<![\w£$€.,:/+-])(?<!\d\s)(?<!aged )(?<!over )(?<!under )(?<!age )"
    r"(?<!number )(?<!route )(?<!bus )(?:55|5[\s,]+5)(?![\w%:/-]|[\s,.]?\d)"
    r"(?!\s+(?:minut|sekund|second|hour|year|day|week|people|person|p\b|pence|pound|mile|metre|digit|per\b|or\s+over"
    r"|and\s+over|[A-Z][a-z]+\s+(?:Street|Road|Lane|Avenue|Way|Close|Drive|Place|Square)))"
)
"""55 in figures, where it is no age, price, time, address or part of a longer number."""
