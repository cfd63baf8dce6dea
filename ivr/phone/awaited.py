"""What a call waits for that takes keys, in words: one key, or several digits and what ends them."""

from __future__ import annotations

from typing import Final

from ivr.phone.document import number
from ivr.phone.markup import Element

_SIGNS: Final = {"*": "star", "#": "hash"}


def awaited(verb: Element | None) -> str:
    """Return what a Gather waits for as part of a sentence; a key, where another verb leads to one.

    >>> awaited(Element("Gather", {"numDigits": "1"}, ()))
    'a key'
    >>> awaited(Element("Gather", {}, ())), awaited(Element("Gather", {"numDigits": "6", "finishOnKey": ""}, ()))
    ('several digits, ended by hash', 'up to 6 digits')
    """
    if verb is None or verb.name != "Gather" or (most := number(verb, "numDigits", 0)) == 1:
        return "a key"
    what = f"up to {most} digits" if most else "several digits"
    ends = " or ".join(_SIGNS.get(key, key) for key in verb.attributes.get("finishOnKey", "#"))
    return f"{what}, ended by {ends}" if ends else what
