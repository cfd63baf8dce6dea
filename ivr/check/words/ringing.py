"""Words that tell a caller to ring a number, in the languages whose words for it are known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class RingingWords:
    """How a language tells somebody to ring, as patterns.

    `ring`: the verb, as it is said to the caller. `not_theirs`: words right before it that make it somebody else's
    ringing, or a noun; `callers` right behind it show that it is the caller who is rung. `given`: words by which a
    number is only read out. `others`: words of a sentence whose number is not one to ring.
    """

    ring: str
    not_theirs: str
    callers: str
    given: str
    others: str


RINGING: Final[Mapping[str, RingingWords]] = {
    "en": RingingWords(
        r"(?:call|ring|phone|dial|telephone|redial|contact|give (?:\w+ ){1,4}an? (?:call|ring|bell)|"
        r"(?:speak|talk) (?:to|with)|get (?:in touch|hold of)|try(?=\s*$))",
        r"(?:we|they|he|she|it|who|that|which|officers?|advis[eo]rs?|nurses?|doctors?|staff|team|some(?:one|body)|"
        r"i|will|'ll|’ll|would|this|your|the|a|an|each|every|any|our|their|last|next|missed|phone|emergency|free|"
        r"not|don't|don’t|never)",
        r"you",
        r"(?:number|line)s?\s+(?:is|are)|reach(?:ed)?|available|on\s*$|at\s*$",
        r"from|text\w*|sms|minicom|whatsapp|relay|fax|e-?mail|reference|account|order|case|post\s?code",
    ),
    "cy": RingingWords(
        r"(?:ffoniwch|ffonio|galwch|deialwch|deialu|cysylltwch(?:\s+â)?)",
        r"(?:byddwn|bydd|eich|y|yr|peidiwch|â)",
        r"chi",
        r"rhif\s+(?:yw|ydy)|ar\s*$",
        r"oddi\s+wrth|testun|tecst\w*|sms|relay|e-?bost|cyfeirnod",
    ),
    "pl": RingingWords(
        r"(?:zadzwoń|zadzwonić|dzwoń|dzwonić|proszę\s+dzwonić|wybierz|wybrać|skontaktuj\s+się)",
        r"(?:oddzwonimy|będziemy|będą|nie|może|mogą)",
        r"(?:do\s+)?(?:ciebie|pana|pani|państwa)",
        r"numer(?:\s+telefonu)?(?:\s+to)?|pod\s*$",
        r"z\s+numeru|sms\w*|relay|e-?mail\w*|referencyjn\w+|spraw\w+",
    ),
}
"""By the first part of a language's code. Another language is one entry more."""
