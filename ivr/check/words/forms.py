"""Whether two words are forms of one."""

import re
from functools import lru_cache
from itertools import takewhile

from ivr.check.once import MOST_TEXTS
from ivr.check.words.irregular import IRREGULAR

_ENDING = re.compile(r"(?<=\w{3})(?:ies|es|s|ing|ed|(?<=[^aeiou])y|e)$")


@lru_cache(maxsize=MOST_TEXTS)  # lines say the same few words again and again
def alike(one: str, other: str, language: str) -> bool:
    """Say whether two words are forms of one: “report” and “reporting”; in Welsh also where the first letter differs.

    The words are in lower case, `language` is a primary tag such as `en`. For other languages than English and Welsh
    only the beginnings are compared.
    """
    if one.removesuffix("s") == other.removesuffix("s"):
        return True
    if language == "en":
        one, other = (IRREGULAR.get(word, word) for word in (one, other))
        if _ENDING.sub("", one) == _ENDING.sub("", other):
            return True
    if language == "cy" and alike(one[1:], other[1:], "") and min(len(one), len(other)) > 4:
        return True
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return shared >= 4 and shared >= 0.6 * max(len(one), len(other))
