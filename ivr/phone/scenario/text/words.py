"""The words of a scenario's file: keys, lengths of time, numbers, ends of calls; read, and written again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ivr.phone.scenario.limits import MOST_KEYS
from ivr.phone.steps import LONGEST_SPEECH

KEYS: Final[Mapping[str, str]] = {"star": "*", "hash": "#"}
"""Keys that are written as words."""
OUTCOMES: Final[Mapping[str, str]] = {
    "answered": "completed",
    "busy": "busy",
    "no answer": "no-answer",
    "failed": "failed",
    "canceled": "canceled",
}
"""How a call put through ends, as it is written, and as Twilio says it."""
SAME: Final[Mapping[str, str]] = {
    "completed": "answered",
    "no-answer": "no answer",
    "cancelled": "canceled",
    "engaged": "busy",
}
"""Other words for the same, which are read and not written."""

_DURATION: Final = re.compile(r"(?:(\d{1,5}) ?(?:minutes?|min|m))?(?: ?(\d{1,5})(?: ?(?:seconds?|sec|s))?)?")
_KEY: Final = re.compile(r"[0-9*#]+")
_NUMBER: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_NATIONAL: Final = re.compile(r"0[1-9][0-9]{8,9}")


class NotThis(ValueError):
    """Raised for words that do not say what they should. The message says why and what would be right."""


def keys_of(text: str) -> str:
    """Return the keys in a text, as characters.

    >>> keys_of("5 5"), keys_of("star"), keys_of("07700 900123 hash"), keys_of("07700900123#")
    ('55', '*', '07700900123#', '07700900123#')
    """
    keys = ""
    for word in text.replace(",", " ").split():
        key = KEYS.get(word.lower(), word)
        if not _KEY.fullmatch(key):
            raise NotThis(
                f"“{word[:40]}” is no key. Keys are 0 to 9, star and hash; several have blanks between them."
            )
        keys += key
    if len(keys) > MOST_KEYS:
        raise NotThis(f"These are {len(keys):,} keys. One step presses {MOST_KEYS} at most.")
    return keys


def written_keys(keys: str) -> str:
    """Return keys as they are written: `5 5`, `star`, `07700900123#`.

    >>> written_keys("55"), written_keys("*"), written_keys("07700900123#"), written_keys("1*2")
    ('5 5', 'star', '07700900123#', '1 star 2')
    """
    if re.fullmatch(r"[0-9]{3,}#", keys):
        return keys
    names = {character: name for name, character in KEYS.items()}
    parts = re.findall(r"[0-9]{3,}|.", keys)
    return " ".join(names.get(part, part) for part in parts)


def seconds_of(text: str) -> int:
    """Return a length of time in seconds: `12 seconds`, `1 minute 30 seconds`, `2 minutes`, `12`."""
    match = _DURATION.fullmatch(text.strip().lower())
    seconds = int(match[1] or 0) * 60 + int(match[2] or 0) if match and text.strip() else -1
    if not 0 <= seconds <= LONGEST_SPEECH:
        raise NotThis(
            f"“{text[:40]}” is not a length of time. Write it as 12 seconds, 2 minutes or 1 minute 30 seconds."
        )
    return seconds


def written_seconds(seconds: int) -> str:
    """Return a length of time as it is written."""
    minutes, rest = divmod(seconds, 60)
    parts = [
        f"{number} {unit}{'' if number == 1 else 's'}"
        for number, unit in ((minutes, "minute"), (rest, "second"))
        if number
    ]
    return " ".join(parts) or "0 seconds"


def number_of(text: str) -> str:
    """Return whom a call comes from: `withheld`, or a number as Twilio sends it (`+447700900123`)."""
    if text.strip().lower() == "withheld":
        return "withheld"
    digits = re.sub(r"[ ()-]", "", text)
    if _NATIONAL.fullmatch(digits):
        digits = f"+44{digits[1:]}"
    if not _NUMBER.fullmatch(digits):
        raise NotThis(
            f"“{text[:40]}” is no number. Write it as +447700900123 or 07700 900123, or write withheld."
        )
    return digits
