"""The number that somebody rings from in the studio, as they write it and as it may be shown."""

import re
from typing import Final

from ivr.phone.fields import WITHHELD
from ivr.web.studio.sorry import Sorry

_DRAMA: Final = re.compile(r"(?:\+44|0)(?:7700900\d{3}|1632960\d{3})")
_NUMBER: Final = re.compile(r"\+(?:447[0-9]{9}|44[1-689][0-9]{8,9}|(?!44)[1-9][0-9]{6,14})")
"""In E.164. One of the United Kingdom has ten digits after its 44, or nine if it is no mobile."""


def read_number(text: str) -> str:
    """Return a number as Twilio sends it, or `withheld`. Raises Sorry for what is none.

    >>> read_number("07700 900123"), read_number("+44 (0)1632 960001"), read_number("withheld")
    ('+447700900123', '+441632960001', 'withheld')
    """
    if text.lower() == "withheld":
        return "withheld"
    digits = re.sub(r"[ ()-]", "", text.replace("(0)", ""))
    number = f"+44{digits[1:]}" if re.match(r"0[1-9]", digits) else digits
    if not _NUMBER.fullmatch(number):
        raise Sorry(
            400,
            "That is no telephone number. Write one such as 07700 900002, or choose withheld.",
            field="number",
        )
    return number


def masked(number: str) -> str:
    """Return a number as a request's form may show it: whole where it belongs to nobody.

    >>> masked("+447700900123"), masked("+442079460000"), masked("+266696687")
    ('+447700900123', '+44••••••••00', '+266696687')
    """
    if number == WITHHELD or _DRAMA.fullmatch(number) or not number.startswith("+") or len(number) < 8:
        return number
    return f"{number[:3]}{'•' * (len(number) - 5)}{number[-2:]}"
