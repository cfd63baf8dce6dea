"""The form that Twilio posts, read once and fast: it is on the way of every key press.

>>> form = parse_form(b"Digits=1&From=%2B447700900001&ToCity=")
>>> form.values["From"], form.values["ToCity"]
('+447700900001', '')
"""

from typing import Final
from urllib.parse import unquote

LONGEST: Final = 64 * 1024
"""The longest body read, in bytes. Twilio's own are under 2,000."""
MOST_FIELDS: Final = 1000
"""The most fields read. Twilio sends about 30."""


class FormTooLarge(ValueError):
    """The body is over 64 kB or has over 1,000 fields: it is not Twilio's, answer 413 or 403."""


class Form:
    """What was posted. Its repr shows how much, never what: it holds numbers and keys pressed.

    `values` holds the first value of each name, as Flask's `request.form[name]` gives it. `repeats` says whether
    a name came more than once.
    """

    __slots__ = ("_pairs", "values")

    def __init__(self, values: dict[str, str], pairs: list[tuple[str, str]] | None = None) -> None:
        self.values, self._pairs = values, pairs

    @property
    def repeats(self) -> bool:
        """Whether a name came more than once."""
        return self._pairs is not None and len(self._pairs) != len(self.values)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Every field as sent, in order: blank ones and repeated names too, as the signature covers them all."""
        return list(self.values.items()) if self._pairs is None else self._pairs

    def __eq__(self, other: object) -> bool:
        """Two forms are equal if their fields are."""
        return isinstance(other, Form) and self.pairs == other.pairs

    __hash__ = None  # type: ignore[assignment]  # it holds lists, as the fields of a form do

    def __repr__(self) -> str:
        """Say how many fields there are."""
        return f"<Form of {len(self.pairs)} fields>"


# Most of what Twilio escapes is ASCII ("+", ":", "/"): one look-up for each is faster than `unquote`.
_ASCII: Final = {
    first + second: chr(int(first + second, 16))
    for first in "01234567"
    for second in "0123456789abcdefABCDEF"
}


def parse_form(body: bytes) -> Form:
    """Read an `application/x-www-form-urlencoded` body.

    The pairs are those of `urllib.parse.parse_qsl(text, keep_blank_values=True)`, and so Flask's, for any
    UTF-8. Where the bytes are not UTF-8, each bad one becomes U+FFFD; Flask would drop the whole form or
    escape it again, and the signature of such a body is never Twilio's.

    Raises:
        FormTooLarge: over `LONGEST` bytes or `MOST_FIELDS` fields.
    """
    if len(body) > LONGEST:
        raise FormTooLarge(f"a form of {len(body)} bytes; at most {LONGEST} are read")
    text = body.decode("utf-8", "replace").replace("+", " ")
    # Nearly all that Twilio escapes is the plus sign of numbers. It is no delimiter and no hexadecimal digit, so it
    # may be put back before anything else is read.
    text = text.replace("%2B", "+")
    parts = text.split("&")
    if len(parts) > MOST_FIELDS:
        raise FormTooLarge(f"a form of {len(parts)} fields; at most {MOST_FIELDS} are read")
    if "%" not in text:
        try:
            values = dict([part.split("=", 1) for part in parts])  # what Twilio sends, nearly always
        except ValueError:
            values = {}
        if len(values) == len(parts):
            return Form(values)
    pairs = [part.partition("=")[::2] for part in parts if part]
    if "%" in text:
        pairs = [
            (_unquote(name), _unquote(value)) if "%" in name + value else (name, value)
            for name, value in pairs
        ]
    return Form(dict(reversed(pairs)), pairs)


def _unquote(text: str) -> str:
    if "%" not in text:
        return text
    first, *rest = text.split("%")
    out = [first]
    for piece in rest:
        character = _ASCII.get(piece[:2])
        if character is None:  # not ASCII, or not an escape at all: the library knows the rules
            return unquote(text, errors="replace")
        out.append(character)
        out.append(piece[2:])
    return "".join(out)
