"""What a Say sounds like: its words without SSML, and about how long it takes.

The estimate: 2.9 words a second, as British English voices read menus; a digit, or a letter standing alone, counts as
a word, and so does each digit of a longer number; 0.25 s for each comma, stop, colon, semicolon, question or
exclamation mark; `<break>` as it says (a strength counts as Polly's documentation has it); all inside
`<prosody rate>` divided by the rate. It is good for comparing prompts, not for lip-reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ivr.phone.markup import Element

WORDS_A_SECOND = 2.9
STOP_SECONDS = 0.25

_BREAKS: Mapping[str, float] = {
    "none": 0.0, "x-weak": 0.0, "weak": 0.0, "medium": 0.4, "strong": 0.8, "x-strong": 1.2
}  # fmt: skip
_RATES: Mapping[str, float] = {"x-slow": 0.5, "slow": 0.75, "medium": 1.0, "fast": 1.25, "x-fast": 1.75}
_TOKEN = re.compile(r"\d|[^\W\d_]+(?:['’][^\W\d_]+)*")
_STOP = re.compile(r"[,.;:?!…](?=\s|$)")


def speech_seconds(text: str, rate: float = 1.0) -> float:
    """About how many seconds plain words take, at a rate of 1.0 for normal. 0.0 for no words."""
    return (len(_TOKEN.findall(text)) / WORDS_A_SECOND + len(_STOP.findall(text)) * STOP_SECONDS) / rate


def spoken(element: Element) -> str:
    """The words of a Say as a caller hears them: no tags, `<sub>` replaced by its alias, blanks made single."""
    return " ".join(_sound(element).split())


def say_seconds(element: Element, rate: float = 1.0) -> float:
    """About how many seconds one Say takes (spoken once, whatever its loop)."""
    seconds, words = 0.0, ""
    for child in element.children:
        if isinstance(child, str):
            words += child
        elif child.name == "sub":
            words += child.attributes.get("alias", "")
        else:
            # Words are counted in whole runs, so that a stop at the end of a run is seen as one.
            seconds += speech_seconds(words, rate) + _inside(child, rate)
            words = ""
    return seconds + speech_seconds(words, rate)


def _inside(element: Element, rate: float) -> float:
    if element.name == "break":
        return break_seconds(element)
    if element.name == "prosody":
        return say_seconds(element, rate * rate_of(element.attributes.get("rate", "")))
    pause = STOP_SECONDS if element.name in ("p", "s") else 0.0
    return say_seconds(element, rate) + pause


def break_seconds(element: Element) -> float:
    """Return how long a `<break>` is silent."""
    time = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)(ms|s)", element.attributes.get("time", ""))
    if time:
        return float(time[1]) / (1000 if time[2] == "ms" else 1)
    return _BREAKS.get(element.attributes.get("strength", "medium"), 0.4)


def rate_of(text: str) -> float:
    """Return the rate of a `<prosody>` as a share of the voice's own speed; 1.0 for what is no rate."""
    percent = re.fullmatch(r"([0-9]{2,3})%", text)
    return max(int(percent[1]), 20) / 100 if percent else _RATES.get(text, 1.0)


def _sound(element: Element) -> str:
    if element.name == "sub":
        return element.attributes.get("alias", "")
    if element.name == "break":
        return " "
    inside = "".join(child if isinstance(child, str) else _sound(child) for child in element.children)
    return f" {inside} " if element.name in ("p", "s") else inside
