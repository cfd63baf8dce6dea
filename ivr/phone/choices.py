"""Which keys a caller has just been told about: {"1": "To leave a message", "star": "To go back"}."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NAMES = {
    **{word: str(n) for n, word in enumerate(_DIGITS)},
    **{str(n): str(n) for n in range(10)},
    "oh": "0", "star": "star", "asterisk": "star", "hash": "hash", "pound": "hash", "*": "star", "#": "hash",
}  # fmt: skip
_KEY = (
    r"(?:the\s+)?(?:key\s+|number\s+)?(?P<key>[0-9*#]|zero|one|two|three|four|five|six|seven|eight|nine|star|asterisk|"
    r"hash|pound)(?:\s+(?:key|sign))?"
)
# Two keys in a row ("press 5, 5") are not an option of a menu.
_ALONE = (
    r"(?![0-9*#])(?!\s*,?\s*(?:[0-9*#]|zero|one|two|three|four|five|six|seven|eight|nine|star|hash|pound)\b)"
)
_WORDS_FIRST = re.compile(rf",\s*(?:please\s+)?press\s+{_KEY}{_ALONE}", re.IGNORECASE)
_KEY_FIRST = re.compile(rf"(?:please\s+)?press\s+{_KEY}{_ALONE},?\s+(?=(?:to|for|if)\s)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<!\bSt\.)(?<=[.!?;:])\s+")
_JOINT = re.compile(r"^[\s,]*(?:(?:or|and|then)\s+)?")


def choices(heard: Iterable[str]) -> dict[str, str]:
    """Keys and what they are for, in the order spoken; of a key named twice, the first.

    "To leave a message, press 1." gives {"1": "To leave a message"}; "Press 1 for sales." gives {"1": "for sales"}.
    """
    found: dict[str, str] = {}
    for prompt in heard:
        for sentence in _SENTENCE.split(prompt):
            for key, words in _of(sentence.strip()):
                found.setdefault(_NAMES[key.lower()], words)
    return found


def _of(sentence: str) -> Iterator[tuple[str, str]]:
    if match := _KEY_FIRST.match(sentence):
        yield match["key"], sentence[match.end() :].rstrip(".!?")
        return
    begin = 0
    for match in _WORDS_FIRST.finditer(
        sentence
    ):  # the words are searched for by their end, so the time is linear
        if words := _JOINT.sub("", sentence[begin : match.start()]).strip():
            yield match["key"], words
        begin = match.end()
