"""What an attribute of TwiML may hold.

A `Value` looks at the text of an attribute and gives back what it must be ("a whole number of at least 1"), or
None when the text is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

Value = Callable[[str], "str | None"]

KEYS = "0123456789*#"


def integer(least: int = 0, most: int | None = None, *, also: tuple[str, ...] = ()) -> Value:
    """A whole number from `least` to `most` (both included), or one of the words in `also`."""
    wanted = (
        f"a whole number of at least {least}" if most is None else f"a whole number from {least} to {most}"
    )
    wanted += "".join(f" or '{word}'" for word in also)

    def value(text: str) -> str | None:
        if text in also:
            return None
        # Twilio reads ASCII digits; the length limit keeps int() from long work.
        if (
            not re.fullmatch(r"[0-9]{1,9}", text)
            or int(text) < least
            or (most is not None and int(text) > most)
        ):
            return wanted
        return None

    return value


def one_of(*words: str) -> Value:
    """One of the words, in exactly this spelling."""
    wanted = " or ".join(f"'{word}'" for word in words)
    return lambda text: None if text in words else wanted


def several_of(*words: str) -> Value:
    """One or more of the words, separated by blanks, none twice."""
    wanted = "one or more of " + ", ".join(words) + ", separated by blanks"

    def value(text: str) -> str | None:
        given = text.split(" ")
        return None if set(given) <= set(words) and len(set(given)) == len(given) else wanted

    return value


def matching(pattern: str, wanted: str) -> Value:
    """Text that fits the regular expression as a whole."""
    compiled = re.compile(pattern)
    return lambda text: None if compiled.fullmatch(text) else wanted


def url(text: str) -> str | None:
    """An absolute http(s) URL with a host, or a relative one; no blanks; not empty."""
    wanted = "an absolute http or https URL, or a relative one"
    if not text or re.search(r"[\s\x00-\x1f\x7f<>\"{}|\\^`]", text):
        return wanted
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return wanted
    if parts.scheme and (parts.scheme not in ("http", "https") or not parts.hostname):
        return wanted
    return None


def anything(_text: str) -> str | None:
    """Any text, also none."""
    return None


def hints(text: str) -> str | None:
    """At most 500 phrases of at most 100 characters, separated by commas."""
    phrases = text.split(",")
    if len(phrases) > 500 or any(len(phrase.strip()) > 100 for phrase in phrases):
        return "at most 500 phrases of at most 100 characters, separated by commas"
    return None


boolean = one_of("true", "false")
method = one_of("GET", "POST")
language = matching(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag such as en-GB")
one_key = matching(r"[0-9*#]?", "one key (0 to 9, * or #), or nothing")
keys = matching(r"[0-9*#]*", "keys (0 to 9, * or #), or nothing")
tones = matching(r"[0-9*#wW]+", "keys and 'w' for half a second of silence")
phone_number = matching(r"\+[1-9][0-9]{6,14}", "a whole international number such as +441632960000")
