"""How a text asks who somebody is, and how it says that they need not tell; by language."""

import re
from collections.abc import Mapping
from typing import Final

from ivr.check.words.patterns import Patterns


class IdentityWords(Patterns):
    """Patterns. `demands`: asking for a whole name, an address, a date of birth, a title, gender or sexuality.

    `demands_name`: asking for any name. `question`: a question who somebody is. `denied`: asking for nothing, in the
    same sentence. `refusal`: it is said to be fine not to tell.
    """

    demands: re.Pattern[str]
    demands_name: re.Pattern[str]
    question: re.Pattern[str]
    denied: re.Pattern[str]
    refusal: re.Pattern[str]


_ASKING_EN: Final = (
    r"\b(?:state|leave|give|say|tell|speak|record|enter|key\s+in|type|spell|provide|confirm|need|ask\s+for|take|include"
    r"|what\s+is|what['’]s)\b"
)
_THINGS_EN: Final = (
    r"(?:full\s+name|(?<!e-mail )(?<!email )(?<!web )(?<!website )(?:home\s+|postal\s+)?address|post\s?code"
    r"|date\s+of\s+birth|birth\s?da(?:y|te)|house\s+number|(?<!job )title|gender(?!\s+recognition)|sex\b|sexuality"
    r"|sexual\s+orientation|religion|ethnic\w*|nationality|immigration\s+status)"
)

IDENTITY_WORDS: Final[Mapping[str, IdentityWords]] = {
    "en": IdentityWords(
        demands=rf"{_ASKING_EN}[^.?!]*?\b(?:(?:your|full|a|us|me)\b[^.?!]*?\b{_THINGS_EN}|the\s+(?:\w+\s+)?(?:date\s+of\s+birth|birth\s?date))",
        demands_name=rf"{_ASKING_EN}[^.?!]*?\byour\s+(?:\w+\s+)?(?:name|surname|first\s+name|last\s+name)\b|\bwho\s+are\s+you\b",
        question=r"\b(?:tell|say|state)\b[^.?!]*\b(?:who\s+you\s+are|where\s+you\s+live)\b|\b(?:what\s+is|what['’]s|which\s+is)\s+your\s+(?:gender|sex|sexuality|sexual\s+(?:orientation|preference)|title|address|postcode"
        r"|date\s+of\s+birth|religion|ethnic\w*|nationality)\b|\bhow\s+old\s+are\s+you\b|\bare\s+you\s+(?:a\s+|an\s+)?"
        r"(?:man|woman|male|female|boy|girl|gay|lesbian|bisexual|trans\w*|straight|heterosexual|married)\b"
        r"|\b(?:your|what)\s+(?:gender|sexuality|sexual\s+orientation)\s+(?:are|is|do)\b",
        denied=r"\b(?:do\s+not|don['’]t|never|without|not|no\s+need\s+to|nobody|no\s+one)\b[^.?!]*$",
        refusal=r"\b(?:do\s+not\s+(?:have|need)\s+to|don['’]t\s+(?:have|need)\s+to|need\s+not|needn['’]t|no\s+need\s+to"
        r"|if\s+you\s+(?:want|wish|like|prefer|choose|would\s+like|are\s+happy|feel\s+able)|only\s+if|any\s+name|optional"
        r"|(?:you\s+can|to)\s+skip|(?:rather|prefer)\s+not|without\s+(?:giving|saying|telling)|leave\s+(?:it|this|that|your\s+name)\s+out|leave\s+out\s+(?:your|any|a|the)"
        r"|up\s+to\s+you|your\s+choice|stay\s+anonymous|or\s+not\s+at\s+all|will\s+not\s+ask|won['’]t\s+ask)\b",
    ),
    "cy": IdentityWords(
        demands=r"\b(?:rhowch|gadewch|dywedwch|nodwch|cadarnhewch|sillafwch|beth\s+yw)\b[^.?!]*?\b(?:enw\s+llawn|cyfeiriad(?!\s+e-?bost)"
        r"|dyddiad\s+geni|teitl|rhywedd|rhyw\b|rhywioldeb|cyfeiriadedd\s+rhywiol|cod\s+post)",
        demands_name=r"\b(?:rhowch|gadewch|dywedwch|nodwch|beth\s+yw)\b[^.?!]*?\beich\s+enw\b",
        question=r"\bbeth\s+yw\s+eich\s+(?:rhywedd|rhywioldeb|teitl|oed|dyddiad\s+geni)\b|\bydych\s+chi(?:'n|\s+yn)\s+"
        r"(?:ddyn|fenyw|hoyw|lesbiaidd|draws|briod)\b",
        denied=r"\b(?:peidiwch|heb|nid|does\s+dim)\b[^.?!]*$",
        refusal=r"\b(?:does\s+dim\s+rhaid|nid\s+oes\s+rhaid|os\s+ydych\s+(?:chi\s+)?(?:eisiau|am|yn\s+dymuno)|os\s+dymunwch"
        r"|unrhyw\s+enw|dewisol|hepgor|well\s+gennych\s+beidio)\b",
    ),
    "pl": IdentityWords(
        demands=r"\b(?:podaj\w*|podać|zostaw\w*|powiedz\w*|proszę\s+o|wpisz\w*|przeliteruj\w*|potwierdź\w*)\b[^.?!]*?\b(?:imię\s+i\s+nazwisko"
        r"|pełne\s+imię|nazwisko|adres(?!\s+e-?mail)\w*|dat[aęy]\s+urodzenia|tytuł|płeć|orientacj\w*|pesel|kod\s+pocztowy)",
        demands_name=r"\b(?:podaj\w*|zostaw\w*|powiedz\w*|proszę\s+o)\b[^.?!]*?\b(?:imię|swoje\s+imię)\b",
        question=r"\bjak(?:a|i)\s+jest\s+\w+\s+(?:płeć|orientacja|tytuł)\b|\bczy\s+jest(?:eś|\s+pan|\s+pani)\b",
        denied=r"\b(?:nie|bez)\b[^.?!]*$",
        refusal=r"\b(?:nie\s+(?:musi\w*|trzeba)|jeśli\s+chce\w*|jeżeli\s+chce\w*|dowolne\s+imię|opcjonaln\w*|pomin\w*|wol\w+\s+nie)\b",
    ),
}
"""By the first part of a language's code. Another language is one entry more."""
