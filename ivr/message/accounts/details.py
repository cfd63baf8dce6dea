"""What is sealed of an account: who it belongs to, and what makes codes. Only an inbox opens it."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from ivr.message import tables
from ivr.message.vault import Vault, in_lots

_MOST_REMEMBERED: Final = 2_000


@dataclass(frozen=True, slots=True)
class Details:
    """An account's sealed half. `totp` is the secret of the second step in base32, "" where there is none.

    `codes` is the key that recovery codes are hashed with; `issuer` and `subject` are how the organisation's own
    sign-in names this officer.
    """

    name: str = field(default="", repr=False)
    login: str = field(default="", repr=False)
    mail: str = field(default="", repr=False)
    totp: str = field(default="", repr=False)
    codes: str = field(default="", repr=False)
    issuer: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)


NOTHING: Final = Details()


class Detailed:
    """Reads and writes details. Names that were opened once are not opened again until they change."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._remembered: dict[bytes, Details] = {}

    def put(self, connection: Connection, officer_id: str, details: Details, at: datetime) -> None:
        """Seal details in the place of those before. Raises NoRecipient. Needs a write transaction."""
        item_id = item_of(officer_id)
        self._vault.erase(connection, [item_id])
        self._vault.put(connection, item_id, json.dumps(asdict(details)).encode(), at)

    def whole(self, connection: Connection, officer_id: str) -> Details:
        """Return all details of one account. Raises CannotOpen, Missing."""
        return _read(self._vault.get(connection, item_of(officer_id)))

    def whose(self, connection: Connection, officer_ids: Collection[str]) -> dict[str, Details]:
        """Return name, login and mail of those that can be opened here, and nothing that makes codes."""
        items = tables.item
        sealed: dict[str, bytes] = {}
        for some in in_lots(item_of(one) for one in officer_ids):
            rows = connection.execute(
                select(items.c.item_id, items.c.ciphertext).where(items.c.item_id.in_(some))
            )
            sealed |= {row.item_id: row.ciphertext for row in rows}
        unknown = [item_id for item_id, text in sealed.items() if text not in self._remembered]
        for item_id, plain in self._vault.get_many(connection, unknown).items():
            self._remember(sealed[item_id], _read(plain))
        found = {one: self._remembered.get(sealed.get(item_of(one), b"")) for one in officer_ids}
        return {one: details for one, details in found.items() if details is not None}

    def _remember(self, sealed: bytes, details: Details) -> None:
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered = {}
        self._remembered[sealed] = Details(details.name, details.login, details.mail)


def item_of(officer_id: str) -> str:
    """Name the sealed item of an account."""
    return f"officer/{officer_id}"


def _read(plain: bytes) -> Details:
    return Details(**json.loads(plain))
