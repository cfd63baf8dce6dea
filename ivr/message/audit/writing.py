"""Writing into the log."""

import json
import re
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, select, text

from ivr.message import tables
from ivr.message.audit.acts import Act
from ivr.message.audit.chain import START, SealKey, digest_of
from ivr.message.vault import Vault

LINE: Final = "line"
"""Who did it, where it was the program itself."""

OPERATOR: Final = "operator"
"""Who did it, where it was somebody at the command line."""

_log: Final = tables.audit
_LAST: Final = select(_log.c.number, _log.c.digest).order_by(_log.c.number.desc()).limit(1)
_CODE: Final = re.compile(r"[A-Za-z0-9_.:,-]{0,200}")


class Audit:
    """What writes entries, and seals them with a key that follows from the vault's secret."""

    def __init__(self, vault: Vault) -> None:
        self._key = SealKey(vault)

    def write(
        self,
        connection: Connection,
        act: Act,
        *,
        who: str,
        at: datetime,
        reference: str | None = None,
        **detail: str | int,
    ) -> int:
        """Write one entry in the caller's write transaction, and return its number.

        `who` is an officer's identity, LINE or OPERATOR; `at` is aware. `detail` holds words of this program,
        identities, counts: never a name, a telephone number or anything a person wrote, so a text with a blank or an @
        in it raises ValueError. Write it last: until the transaction ends, nobody else can write an entry.
        """
        if at.tzinfo is None:
            raise TypeError("a moment without a time zone cannot be logged")
        told = _told(detail)
        lock(connection)
        last = connection.execute(_LAST).first()
        number, previous = (last.number + 1, last.digest) if last is not None else (1, START)
        sealed_under = self._key.fingerprint
        digest = digest_of(number, at, who, act.value, reference, told, previous, sealed_under)
        entry = {
            "number": number,
            "at": at,
            "who": who,
            "what": act.value,
            "reference": reference,
            "detail": told,
            "previous": previous,
            "digest": digest,
            "seal": self._key.seal(digest),
            "sealed_under": sealed_under,
        }
        connection.execute(insert(_log), entry)
        return number


def lock(connection: Connection) -> None:
    """Let no other process write an entry until this transaction ends. Reading goes on. Needs a write transaction."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        connection.execute(text("LOCK TABLE ivr_audit IN EXCLUSIVE MODE"))


def _told(detail: dict[str, str | int]) -> str:
    for name, value in detail.items():
        if not isinstance(value, str | int):
            raise TypeError(f"the log takes words and whole numbers; {name} is neither")
        if isinstance(value, str) and not _CODE.fullmatch(value):
            raise ValueError(f"the log takes no text that a person wrote; {name} looks like one")
    return json.dumps(detail, sort_keys=True, separators=(",", ":"))
