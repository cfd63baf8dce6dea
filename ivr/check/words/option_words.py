"""Words that choices begin with, in English: what fits after “To …”, what after “For …”, and what fits any menu."""

import re
from typing import Final

from ivr.check.words import words_in

LEFT_OVER: Final = re.compile(
    r"^(?:(?:all|any|every|some)\s?(?:thing|one|body|where|other)?\b(?:\W+(?:other|else)\b)?"
    r"|other\b|another\b|none\b|nothing\b|go (?:on|back|straight)\b|carry on\b|continue\b|skip\b|hear\b|listen\b"
    r"|keep\b|delete\b|stop\b|start (?:again|over)\b|repeat\b|end\b|hang up\b|yes\b|no\b|the main menu\b|return\b)"
    r"|\b(?:anything|something) else\b",
    re.IGNORECASE,
)
"""Choices about the call itself, or for whoever found nothing: they may be built unlike the others."""

CONTEXT: Final = re.compile(
    LEFT_OVER.pattern
    + r"|\b(?:it|this|that|these|those|them|one|again|here)\b|^(?:agree|confirm|change|correct|send)\b",
    re.IGNORECASE,
)
"""Choices that mean something only in their menu, so that they lead elsewhere in another."""

_NO_ACTION: Final = re.compile(
    r"^(?:the|a|an|our|your|my|his|her|their|all|any|new|other)\s"
    r"|^(?!(?:string|spring|during)\b)[a-z]{3,}ing\b(?!-)",
    re.IGNORECASE,
)
_ENDS_IN_ING: Final = frozenset(
    {"bring", "ring", "sing", "ping", "fling", "wring", "swing", "sting", "cling"}
)

_ACTIONS: Final = words_in(
    "report speak talk pay leave hear ask make book cancel tell arrange apply renew register find get give join "
    "send discuss enquire inquire update check submit add choose reach reschedule rearrange"
)
_SUBJECT_AFTER: Final = re.compile(
    r"^(?:report|book|check|update|request|order|change|claim|query|complaint|pay|talk|ask)"
    r"(?:s|es)?(?:\s+(?:and|or)\b|\s+of\b|,|$)",
    re.IGNORECASE,
)


def not_after_to(words: str) -> bool:
    """Whether “To” and these words make no sentence.

    >>> not_after_to("the housing team"), not_after_to("reporting a crime"), not_after_to("ring us")
    (True, True, False)
    """
    first = words.split(maxsplit=1)[0].casefold() if words.split() else ""
    return first not in _ENDS_IN_ING and _NO_ACTION.search(words.strip()) is not None


def not_after_for(words: str) -> bool:
    """Whether “For” and these words make no sentence.

    >>> not_after_for("report a fault"), not_after_for("reports"), not_after_for("pay and benefits")
    (True, False, False)
    """
    first, _, rest = words.strip().partition(" ")
    if first.casefold() not in _ACTIONS or _SUBJECT_AFTER.search(words.strip()):
        return False
    return (
        re.match(r"(?:a|an|the|to|us|your|my|our|for|about|with|somebody|someone|by|on)\b", rest) is not None
    )
