"""About how many seconds words take to say: what every limit in seconds is held against.

The method is that of the telephone in `ivr.phone`, so that both tell the same: 2.9 words a second, as British English
voices read menus; a digit, or a letter standing alone, counts as a word, and so does each digit of a longer number;
0.25 s for each comma, stop, colon, semicolon, question or exclamation mark that ends a word; pauses as they are
written; all speech divided by the voice's rate. `docs/menus.md` says how far that is from a synthesised voice.
`ivr time --audio` measures instead.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from ivr.call.speech import Break, Slot, Speech, Words
from ivr.check.once import MOST_TEXTS

WORDS_A_SECOND: Final = 2.9
STOP_SECONDS: Final = 0.25
RELAY_WORDS_A_MINUTE: Final = 40
"""What a relay service promises to type at least (Relay UK, page for providers)."""

_TOKEN: Final = re.compile(r"\d|[^\W\d_]+(?:['’][^\W\d_]+)*")
_STOP: Final = re.compile(r"[,.;:?!…](?=\s|$)")


def count_words(text: str) -> int:
    """Return how many words a text takes to say: each digit and each letter standing alone is one.

    >>> count_words("Ring 999. It's free.")
    6
    """
    return len(_TOKEN.findall(text))


def speech_seconds(text: str, rate: int = 100) -> float:
    """Return about how many seconds a text takes to say; `rate` is the voice's, in per cent. 0.0 for no words.

    >>> round(speech_seconds("To leave a message, press 1."), 2)
    2.57
    """
    return _at_full_rate(text) * 100 / rate


@lru_cache(maxsize=MOST_TEXTS)  # many rules ask about the same texts
def _at_full_rate(text: str) -> float:
    return count_words(text) / WORDS_A_SECOND + len(_STOP.findall(text)) * STOP_SECONDS


def say_seconds(speech: Speech, rate: int = 100, samples: Mapping[str, str] | None = None) -> float:
    """Return about how many seconds spoken words take, with the pauses in them.

    `samples` holds what the slots may be filled with, by name; a slot that is not there counts as its name.
    """
    seconds, words = 0.0, ""
    for piece in speech:
        match piece:
            case Words(text):
                words += text
            case Slot(name):
                words += (samples or {}).get(name, name)
            case Break(milliseconds):
                seconds += speech_seconds(words, rate) + milliseconds / 1000
                words = ""
    return seconds + speech_seconds(words, rate)


def relay_seconds(text: str) -> float:
    """Return about how many seconds a relay service takes to type a text."""
    return count_words(text) * 60 / RELAY_WORDS_A_MINUTE
