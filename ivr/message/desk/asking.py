"""Which messages callers' open requests are about. What they keyed in is sealed, so that only an inbox can say."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any, Final

from sqlalchemy import Connection, select

from ivr.message import items, tables
from ivr.message.vault import Vault

_requests = tables.request
_OPEN: Final = (
    select(_requests)
    .where(_requests.c.handled_at.is_(None))
    .order_by(_requests.c.at, _requests.c.call_sid, _requests.c.step)
)
_ID_DIGITS: Final = 20


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request that nobody has dealt with. `reference` is what was keyed in, "" where it cannot be opened here."""

    call_sid: str
    step: int
    kind: str
    at: datetime
    reference: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenRequests:
    """All that nobody has dealt with, oldest first."""

    all: tuple[OpenRequest, ...]

    def about(self, reference: str) -> list[OpenRequest]:
        """Return those about one message."""
        return [one for one in self.all if one.reference == reference]

    def counted(self) -> Mapping[str, int]:
        """Return how many there are by what was keyed in."""
        numbers: dict[str, int] = {}
        for one in self.all:
            numbers[one.reference] = numbers.get(one.reference, 0) + 1
        return numbers


class Requests:
    """Knows what callers keyed in, while their requests are open: it is opened once, and kept in memory only."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._key = vault.keyed("requests")
        self._known: dict[tuple[str, int], str] = {}
        self._lock = Lock()

    def open(self, connection: Connection) -> OpenRequests:
        """Return the requests that nobody has dealt with."""
        rows = connection.execute(_OPEN).all()
        keyed_in = self._keyed_in(connection, rows)
        return OpenRequests(
            tuple(
                OpenRequest(row.call_sid, row.step, row.kind, row.at, keyed_in[row.call_sid, row.step])
                for row in rows
            )
        )

    def keyed_in(self, connection: Connection, row: Any) -> str:
        """Return what was keyed in for one request, as its row tells; "" where it cannot be opened here."""
        name = items.of_request(row.call_sid, row.step)
        return row.reference or self._vault.get_many(connection, [name]).get(name, b"").decode()

    def id_of(self, request: Any) -> str:
        """Return what stands for a request in an address: the provider's name of its call must not."""
        place = f"{request.call_sid}/{request.step}".encode()
        return hmac.digest(self._key, place, "sha256").hex()[:_ID_DIGITS]

    def _keyed_in(self, connection: Connection, rows: Any) -> dict[tuple[str, int], str]:
        with self._lock:
            known = dict(self._known)
        new = [row for row in rows if (row.call_sid, row.step) not in known]
        if new:
            names = {(row.call_sid, row.step): items.of_request(row.call_sid, row.step) for row in new}
            opened = self._vault.get_many(connection, names.values())
            for row in new:
                place = (row.call_sid, row.step)
                plain = row.reference or opened.get(names[place], b"").decode()
                known[place] = plain
        here = {(row.call_sid, row.step): known[row.call_sid, row.step] for row in rows}
        with self._lock:  # those that cannot be opened are tried again: a key may come back
            self._known = {place: plain for place, plain in here.items() if plain}
        return here
