"""What may steer a call besides keys, looked up only when a node asks for it.

A plain key press asks for nothing, and so touches no database.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final, Literal, Protocol

from ivr.call.known import CALLER, CALLER_NUMBER, LISTEN, MESSAGE, READY, SETTING

_E164: Final = re.compile(r"\+[1-9][0-9]{7,14}")
_BRITISH: Final = re.compile(r"\+44(?P<national>[1-9][0-9]{8,9})")
_WORDS_ON_A_KEYPAD: Final = frozenset(
    {
        "+266696687",  # ANONYMOUS
        "+7378742833",  # RESTRICTED
        "+2562533",  # BLOCKED
        "+8656696",  # UNKNOWN
        "+86282452253",  # UNAVAILABLE
    }
)
"""What Twilio has put in `From` for numbers that were withheld. Each is a word, spelt on the keypad."""


def caller_number(sent: str, switchboards: Collection[str]) -> Literal["usable", "withheld"]:
    """Say whether a caller can be rung on the number they ring from.

    Args:
        sent: `From`, as Twilio sent it: E.164, nothing, a word such as `anonymous`, `sip:…` or `client:…`.
        switchboards: numbers in E.164 that many people ring from: ringing one back reaches a reception.
    """
    if _E164.fullmatch(sent) is None or sent in _WORDS_ON_A_KEYPAD or sent in switchboards:
        return "withheld"
    if sent.startswith("+44") and _BRITISH.fullmatch(sent) is None:
        return "withheld"
    return "usable"


def national(number: str) -> str:
    """Write a number as people key it: `+447700900001` is `07700900001`. Those from elsewhere stay."""
    british = _BRITISH.fullmatch(number)
    return f"0{british['national']}" if british else number


def e164(number: str) -> str:
    """Write a United Kingdom number as Twilio does: `01632 960000` is `+441632960000`. Others stay."""
    digits = re.sub(r"[^0-9+]", "", number)
    return f"+44{digits[1:]}" if digits.startswith("0") and not digits.startswith("00") else digits


class Known(Mapping[str, str]):
    """What is known of one call at one step: names to values, `""` for what is not known.

    `caller_number` is `usable` or `withheld`; `caller` the usable number itself as people key it; `ready` is
    `yes` or `no`; `setting:NAME` a number that a transfer can ring; `message` is `none`, `draft`, `kept` or
    `sent`; `listen:NODES` is `yes` or `no`; any other name is an answer's. A repr shows none of it.

    Made from the `From` field, the line's switchboards (see `caller_number`), and whoever knows the rest.
    """

    __slots__ = ("_more", "_sent_from", "_switchboards")

    def __init__(self, sent_from: str, switchboards: Collection[str], more: "More") -> None:
        self._sent_from, self._switchboards, self._more = sent_from, switchboards, more

    def __getitem__(self, name: str) -> str:
        """Look one thing up. There is a value for every name."""
        if name == CALLER_NUMBER:
            return caller_number(self._sent_from, self._switchboards)
        if name == CALLER:
            usable = caller_number(self._sent_from, self._switchboards) == "usable"
            return national(self._sent_from) if usable else ""
        if name == READY:
            return "yes" if self._more.ready() else "no"
        if name == MESSAGE:
            return self._more.message()
        if name.startswith(SETTING):
            return self._more.setting(name.removeprefix(SETTING))
        if name.startswith(LISTEN):
            return "yes" if self._more.can_play(name.removeprefix(LISTEN)) else "no"
        return self._more.answer(name)

    def __iter__(self) -> Iterator[str]:
        """Name what is known of every call; answers can be asked for but are not listed."""
        return iter((CALLER_NUMBER, CALLER, READY, MESSAGE))

    def __len__(self) -> int:
        """Count the names that are listed."""
        return 4

    def __contains__(self, name: object) -> bool:
        """Every name has a value."""
        return isinstance(name, str)

    def __repr__(self) -> str:
        """Show nothing of the caller."""
        return "<Known>"


class More(Protocol):
    """Knows what has to be looked up."""

    def setting(self, name: str) -> str:
        """Return the number that a transfer's name stands for, or ""."""

    def ready(self) -> bool:
        """Say whether the store can take a message now."""

    def message(self) -> str:
        """Return the state of the call's message."""

    def can_play(self, nodes: str) -> bool:
        """Say whether what was recorded at nodes (with commas; none means all) can be played now."""

    def answer(self, name: str) -> str:
        """Return an answer's value, or ""."""
