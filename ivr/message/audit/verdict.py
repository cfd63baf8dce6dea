"""What verifying the log finds, and the head, which is noted elsewhere."""

import re
from dataclasses import dataclass
from typing import Final, Self

from sqlalchemy import Connection, select

from ivr.message import tables

_HEAD: Final = re.compile(r"([1-9][0-9]{0,17}):([0-9a-f]{32,64})")
_HEAD_DIGITS: Final = 32


@dataclass(frozen=True, slots=True)
class Head:
    """An entry's number, and its digest or how that begins: 32 to 64 hexadecimal digits.

    >>> str(Head.read("17:00112233445566778899AABBCCDDEEFF"))
    '17:00112233445566778899aabbccddeeff'
    """

    number: int
    digest: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a head as `ivr audit head` prints it. Raises ValueError."""
        found = _HEAD.fullmatch(text.strip().lower())
        if found is None:
            raise ValueError(
                "a head is a number, a colon and 32 hexadecimal digits, as `ivr audit head` prints it"
            )
        return cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found.

    `entries` were looked at, from number `first` (0: there are none) to the `head`. `dropped_to` is the last number
    that was dropped for its age, or 0. `bad` counts the entries with something wrong; `bad_number` is the first of
    them (None: it is about no single entry), `why` says what is wrong with it, "" where all is well. `foreign` counts
    entries sealed under another secret than the present one: nobody can check their seals any more, so all that is
    known of them is that they hang together with those that follow. `changed_after` are the first twenty numbers after
    which the secret is another one, the head's too if the present one was not used yet. `unseen` are heads of entries
    dropped since.
    """

    entries: int = 0
    first: int = 0
    head: Head | None = None
    dropped_to: int = 0
    bad: int = 0
    bad_number: int | None = None
    why: str = ""
    foreign: int = 0
    changed_after: tuple[int, ...] = ()
    unseen: tuple[Head, ...] = ()

    @property
    def well(self) -> bool:
        """Whether nothing is wrong."""
        return not self.why

    @property
    def earlier(self) -> bool:
        """Whether all entries under other secrets are older than all under the present one, as after a change of it."""
        return bool(self.changed_after) and self.foreign == self.changed_after[-1] - self.first + 1


def head(connection: Connection) -> Head | None:
    """Return the head of the log now; None while it is empty. It is not verified here."""
    log = tables.audit
    last = connection.execute(
        select(log.c.number, log.c.digest).order_by(log.c.number.desc()).limit(1)
    ).first()
    return head_of(last.number, last.digest) if last is not None else None


def head_of(number: int, digest: bytes) -> Head:
    """Return the head that an entry is, with half of its digest: enough to know it by."""
    return Head(number, digest.hex()[:_HEAD_DIGITS])
