"""Words that name a person, wherever they stand, in the languages whose words for it are known."""

from collections.abc import Mapping
from typing import Final

from ivr.call.keys import PERSON
from ivr.check.words.key_purposes import KEY_PURPOSES, NAMELESS

PERSON_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    language: tuple(words for words in meanings[PERSON] if words not in NAMELESS.get(language, ()))
    for language, meanings in KEY_PURPOSES.items()
}
"""Patterns, by the first part of a language's code: the words for key 0 without those that name nobody."""
