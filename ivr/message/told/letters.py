"""What a mail says: that there is something to listen to, and nothing about anybody.

A mail goes through many hands. It has references and nothing else of a message: not what it is about, nor where it is
from, nor who left it. Whoever wants to know more opens the inbox.

>>> Letter("1f", new=(New("12345678"),)).subject
'1 new message, reference 12345678'
>>> Letter("1f", new=(New("12345678"), New("87654321")), requests=1).subject
'2 new messages and 1 request from a caller'
"""

from dataclasses import dataclass, field
from typing import Final

_FIRST: Final = "Before anything else, read how it is safe to reply."


@dataclass(frozen=True, slots=True)
class New:
    """A new message: its reference, and whether its caller did not send it."""

    reference: str
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to one person. Its `identity` is the same whenever the same is told again.

    `to` is their address; "" where it is for those whom the settings name. It tells either of `new` messages and of
    how many `requests` callers made, or of `unheard` references, which nobody has listened to for so many `hours`.
    """

    identity: str
    to: str = field(default="", repr=False)
    new: tuple[New, ...] = ()
    requests: int = 0
    unheard: tuple[str, ...] = ()
    hours: int = 0

    @property
    def subject(self) -> str:
        """What it is about, in one line."""
        if self.unheard:
            return f"{_several(len(self.unheard), 'message')} not listened to for {self.hours} hours"
        if len(self.new) == 1 and not self.requests:
            (one,) = self.new
            return f"1 new message, reference {one.reference}{_mark(one)}"
        return self._what_is_there

    def text(self, link: str = "") -> str:
        """Return the whole text. `link` is the address of the inbox, "" where it is not known."""
        paragraphs = self._beginning
        if link:
            paragraphs.append([f"Open the inbox: {link}"])
        paragraphs.append([_FIRST])
        return "\n\n".join("\n".join(lines) for lines in paragraphs) + "\n"

    @property
    def _beginning(self) -> list[list[str]]:
        if self.unheard:
            these = "this message" if len(self.unheard) == 1 else "these messages"
            told = [f"Nobody has listened to {these} for {self.hours} hours or more."]
            return [told, [f"Reference: {reference}" for reference in self.unheard]]
        is_one = len(self.new) + self.requests == 1
        paragraphs = [[f"There {'is' if is_one else 'are'} {self._what_is_there} in the inbox."]]
        if self.new:
            marks = [_mark(one) if len(self.new) > 1 else "" for one in self.new]
            paragraphs.append(
                [f"Reference: {one.reference}{mark}" for one, mark in zip(self.new, marks, strict=True)]
            )
        if len(self.new) == 1 and self.new[0].unfinished:
            paragraphs.append(["It is unfinished: the call ended before it was sent."])
        return paragraphs

    @property
    def _what_is_there(self) -> str:
        new = _several(len(self.new), "new message") if self.new else ""
        requests = _several(self.requests, "request") if self.requests else ""
        whose = (" from a caller" if self.requests == 1 else " from callers") if requests else ""
        return " and ".join(filter(None, (new, requests + whose)))


def _several(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _mark(one: New) -> str:
    return " (unfinished)" if one.unfinished else ""
