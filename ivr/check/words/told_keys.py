"""Which keys a text tells its callers to press: those that somebody else's words name are left out."""

import re
from collections.abc import Iterator
from typing import Final

from ivr.call.keys import Key
from ivr.check.key_phrases import KeyPhrase, Words, key_phrases, words_of
from ivr.check.survey.sounding import key_named
from ivr.check.texts import Text
from ivr.check.words.phrase_list import primary

_QUOTED: Final = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^”“]*[”“]")
_OF_ANOTHER_CALL: Final = re.compile(
    r"\d{3}\s*,?\s*(?:and|then|and\s+then|a|ac|yna|i|potem)\s*$", re.IGNORECASE
)
"""“Ring 111 and press 2”: the key is one of the line that is rung."""

_NEGATED: Final = {
    "en": re.compile(r"\b(?:not|never|don['’]t|without|cannot)(?:\s+\w+)?\s*$", re.IGNORECASE),
    "cy": re.compile(r"\b(?:peidiwch\s+â|heb|n(?:id|ad|i|a)\s+yw)\s*$", re.IGNORECASE),
    "pl": re.compile(r"\b(?:nie|bez)\s*$", re.IGNORECASE),
}


def told_phrases(text: Text, words: Words) -> Iterator[KeyPhrase]:
    """Yield where a text tells somebody to press a key of this line.

    What stands in quotation marks is said by another line, and “do not press 5” tells nobody to press it.
    """
    quoted = [match.span() for match in _QUOTED.finditer(text.words)]
    negated = _NEGATED.get(primary(text.language))
    for phrase in key_phrases(text.words, words):
        if any(start <= phrase.start < end for start, end in quoted):
            continue
        if _OF_ANOTHER_CALL.search(phrase.before):
            continue
        if not (negated and negated.search(phrase.before)):
            yield phrase


def told_keys(text: Text) -> Iterator[tuple[Key, KeyPhrase]]:
    """Yield the keys that a text tells its callers to press, in order; none in a language that is not known."""
    words = words_of(text.language)
    for phrase in told_phrases(text, words) if words else ():
        key = key_named(phrase.key, primary(text.language))
        if key is not None:
            yield key, phrase
