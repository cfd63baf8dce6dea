"""What counts as an answer to a question in digits, by name."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

_PREMIUM = re.compile(r"0(?:70|76(?!24)|8[0247]|9)")
"""Numbers nobody can safely be rung on: personal numbering, pagers, freephone, revenue sharing, premium rate."""

EMERGENCY_NUMBERS = ("999", "112")


def uk_phone_number(digits: str) -> str | None:
    """Return a UK number in its national form, `999` or `112` as they are, or None.

    Accepts 01 and 02 (10 or 11 digits), 03 and 07 (11), also written with 0044 or 44 in front. Refuses short
    codes, personal (070), pager (076), freephone, revenue-sharing and premium numbers.
    """
    if digits in EMERGENCY_NUMBERS:
        return digits
    national = re.sub(r"^(?:00)?44(?:0)?(?=[1-9]\d{8,9}$)", "0", digits)
    if _PREMIUM.match(national):
        return None
    return national if re.fullmatch(r"0(?:[12]\d{8,9}|[37]\d{9})", national) else None


def reference(digits: str) -> str | None:
    """Return the reference of a message, eight digits, or None."""
    return digits if len(digits) == 8 else None


_ACCEPTORS: Mapping[str, Callable[[str], str | None]] = MappingProxyType(
    {"uk-phone-number": uk_phone_number, "reference": reference, "digits": lambda digits: digits}
)

ACCEPTED: tuple[str, ...] = tuple(_ACCEPTORS)
"""The names that `accept:` may have."""


def sample(name: str, at_least: int, at_most: int) -> str:
    """Return digits that are accepted; the telephone number is one that Ofcom keeps for drama."""
    if name == "uk-phone-number":
        return "07700900123"
    return (
        "48213765"
        if name == "reference"
        else "1234567890"[: max(at_least, min(4, at_most))].ljust(at_least, "1")
    )


def accept(name: str, digits: str, at_least: int, at_most: int) -> str | None:
    """Return the digits as they are kept, or None where they cannot be used. `digits` are 0-9 and *."""
    if not digits.isdigit():
        return None
    value = _ACCEPTORS[name](digits)
    return value if value is not None and (name != "digits" or at_least <= len(value) <= at_most) else None
