"""Words that name a person, wherever they stand, in the languages whose words for it are known."""

from collections.abc import Mapping
from typing import Final

from ivr.call.keys import PERSON
from ivr.check.words.key_purposes import KEY_PURPOSES

_NAMELESS: Final[Mapping[str, frozenset[str]]] = {
    "en": frozenset(
        (
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
        )
    ),
    "cy": frozenset((r"cymorth", r"help", r"rhywbeth arall", r"unrhyw beth arall", r"ddim yn siŵr")),
    "pl": frozenset((r"połącz\w*", r"pomoc\w*", r"w inn\w+ spraw\w+", r"inne spraw\w+", r"nie wiesz")),
}
"""Words that tell well enough what key 0 is for, and name nobody: “for help with tickets” offers tickets."""

PERSON_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    language: tuple(words for words in meanings[PERSON] if words not in _NAMELESS.get(language, ()))
    for language, meanings in KEY_PURPOSES.items()
}
"""Patterns, by the first part of a language's code: the words for key 0 without those that name nobody."""
