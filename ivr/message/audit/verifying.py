"""Verifying the log: nobody changed, dropped, added or moved an entry.

What the log alone cannot show is that its last entries are missing: somebody who can write into the database could cut
them off. For that the *head*, the last number and its digest, is noted elsewhere now and then, and given again later.
"""

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select

from ivr.message import tables
from ivr.message.audit.acts import Act
from ivr.message.audit.chain import START, SealKey, digest_of
from ivr.message.audit.reading import detail_in
from ivr.message.audit.shortening import DIGEST, UP_TO
from ivr.message.audit.verdict import Head, Verdict, head_of
from ivr.message.vault import Vault

_LOT: Final = 500
_SPOILT: Final = (ValueError, TypeError, OverflowError)
"""What reading a row raises that somebody spoilt: SQLite takes any value in any column."""

_MOST_CHANGES: Final = 20


def verify(
    connection: Connection,
    vault: Vault,
    *,
    heads: Sequence[Head] = (),
    secret_changed_after: Sequence[int] = (),
) -> Verdict:
    """Verify the whole log, some hundred entries at a time.

    `heads` were noted earlier: the entries have to be there still, as they were. `secret_changed_after` names the
    last entry before each change of the server's secret. The entries up to there have to be sealed under one secret,
    whichever; those after the last change, under the present one.
    """
    looking = _Looking(SealKey(vault), tuple(heads), tuple(sorted(set(secret_changed_after))))
    for number, row in _rows(connection):
        looking.at(number, row)
    return looking.verdict()


@dataclass
class _Looking:
    """What is remembered between one entry and the next."""

    key: SealKey
    heads: tuple[Head, ...]
    changes: tuple[int, ...]
    entries: int = 0
    first: int = 0
    last: int = 0
    digest: bytes = START
    begins_after: bytes = START
    shortened: bool = False
    foreign: int = 0
    under: str = ""
    changed_after: list[int] = field(default_factory=list)
    bad: int = 0
    bad_number: int | None = None
    why: str = ""
    secrets: dict[int, str] = field(default_factory=dict)
    met: set[Head] = field(default_factory=set)

    def at(self, number: int, row: Row[Any] | None) -> None:
        """Look at the next entry: a row, or None where it cannot even be read."""
        self.entries += 1
        self.first = self.first or number
        try:
            why = self._wrong(row) if row is not None else _UNREADABLE
        except _SPOILT:
            why = _UNREADABLE
        # What follows hangs on the digest that stands there, so that one bad entry is counted as one.
        self.digest = row.digest if row is not None and isinstance(row.digest, bytes) else b""
        self.last = number
        if why:
            self._complain(number, why)

    def verdict(self) -> Verdict:
        """Return what was found, and what was not."""
        if self.first > 1 and not self.shortened:
            self._complain(self.first, f"the entries before it, from 1 to {self.first - 1}, are missing")
        self._under(self.key.fingerprint)
        unseen = tuple(one for one in self.heads if one.number < self.first and one not in self.met)
        for one in self.heads:
            if one not in self.met and one not in unseen:
                self._complain(
                    None, f"entry {one.number} is missing, which was there when its head was noted"
                )
        return Verdict(
            entries=self.entries,
            first=self.first,
            head=head_of(self.last, self.digest) if self.entries else None,
            dropped_to=self.first - 1 if self.shortened else 0,
            bad=self.bad,
            bad_number=self.bad_number,
            why=self.why,
            foreign=self.foreign,
            changed_after=tuple(self.changed_after),
            unseen=unseen,
        )

    def _complain(self, number: int | None, why: str) -> None:
        self.bad += 1
        if not self.why or (number is not None and self.bad_number is not None and number < self.bad_number):
            self.bad_number, self.why = number, why

    def _wrong(self, row: Row[Any]) -> str:
        """Say what is wrong with an entry, or nothing."""
        self._under(row.sealed_under)
        self.foreign += row.sealed_under != self.key.fingerprint
        if row.number < 1:
            return "entries are numbered from 1"
        if self.entries == 1:
            self.begins_after = row.previous
        elif row.number != self.last + 1:
            return f"the entries between {self.last} and it are missing"
        if row.previous != self.digest and (self.entries > 1 or row.number == 1):
            return "it does not follow from the entry before it"
        digest = digest_of(
            row.number, row.at, row.who, row.what, row.reference, row.detail, row.previous, row.sealed_under
        )
        if not hmac.compare_digest(digest, row.digest):
            return "it was changed after it was written"
        return self._seal_wrong(row) or self._noted_wrong(row)

    def _under(self, fingerprint: str) -> None:
        """Notice where the secret is another one."""
        if self.under not in ("", fingerprint) and len(self.changed_after) < _MOST_CHANGES:
            self.changed_after.append(self.last)
        self.under = fingerprint

    def _seal_wrong(self, row: Row[Any]) -> str:
        stretch = sum(change < row.number for change in self.changes)
        present = self.key.fingerprint
        expected = (
            present if stretch == len(self.changes) else self.secrets.setdefault(stretch, row.sealed_under)
        )
        if row.sealed_under != expected:
            return (
                "it is sealed under another secret than the entries beside it"
                if expected != present
                else _CHANGED
            )
        if row.sealed_under == present and not self.key.sealed(row.digest, row.seal):
            return "its seal is not this line's"
        if row.what == Act.LOG_SHORTENED.value:
            told = detail_in(row.detail)
            self.shortened |= self.first > 1 and (
                told.get(UP_TO) == self.first - 1 and told.get(DIGEST) == self.begins_after.hex()
            )
        return ""

    def _noted_wrong(self, row: Row[Any]) -> str:
        for one in self.heads:
            if one.number == row.number:
                self.met.add(one)
                if not row.digest.hex().startswith(one.digest):
                    return "it is not the entry that was there when its head was noted"
            elif one.number == row.number - 1 and self.entries == 1:
                # The last one dropped is still known by its digest.
                self.met.add(one)
                if not row.previous.hex().startswith(one.digest):
                    return "it does not follow from the entry whose head was noted"
        return ""


_UNREADABLE: Final = "it cannot be read"
_CHANGED: Final = (
    "it is sealed under another secret than the present one; if IVR_SECRET was changed, "
    "`--secret-changed-after` says so"
)


def _rows(connection: Connection) -> Iterator[tuple[int, Row[Any] | None]]:
    """Give all rows by number, a lot at a time; None in the place of one that cannot be read."""
    log = tables.audit
    after = connection.scalar(select(func.min(log.c.number)))
    while after is not None:
        lot = select(log).where(log.c.number >= after).order_by(log.c.number).limit(_LOT)
        try:
            found: list[tuple[int, Row[Any] | None]] = [(row.number, row) for row in connection.execute(lot)]
        except _SPOILT:
            some = select(log.c.number).where(log.c.number >= after).order_by(log.c.number).limit(_LOT)
            found = [(number, _row(connection, number)) for number in connection.scalars(some)]
        yield from found
        after = found[-1][0] + 1 if len(found) == _LOT else None


def _row(connection: Connection, number: int) -> Row[Any] | None:
    try:
        return connection.execute(select(tables.audit).where(tables.audit.c.number == number)).one()
    except _SPOILT:
        return None
