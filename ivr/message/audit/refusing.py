"""Writing down what somebody who is in asked for and may not have (ASVS 5.0 16.3.2).

Whoever tries a thousand addresses must not push everything else out of sight, nor fill the disk: of one officer the
same is written once in ten minutes, and no more than twenty of them.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from ivr.message.audit.acts import Act
from ivr.message.audit.reading import entries
from ivr.message.audit.writing import Audit
from ivr.message.connecting import Database

AGAIN_AFTER: Final = timedelta(minutes=10)
AT_MOST: Final = 20
_REFERENCE_DIGITS: Final = 8


def write_refused(database: Database, audit: Audit, who: str, page: str, at: datetime) -> None:
    """Write that an officer's role did not let them have a page, by its name here. Raises StoreUnavailable."""
    _write(database, audit, Act.REFUSED, who, at, None, page)


def write_not_theirs(
    database: Database, audit: Audit, who: str, page: str, reference: str, at: datetime
) -> None:
    """Write that an officer asked for a message they have none of: another area's, or none that there is.

    `reference` is what stood in the address; what is none is not written. Raises StoreUnavailable.
    """
    is_one = len(reference) == _REFERENCE_DIGITS and reference.isascii() and reference.isdigit()
    _write(database, audit, Act.NOT_THEIRS, who, at, reference if is_one else None, page)


def _write(
    database: Database, audit: Audit, act: Act, who: str, at: datetime, reference: str | None, page: str
) -> None:
    detail = {"page": page, **({"why": "role", "account": who} if act is Act.REFUSED else {})}

    def write(connection: Connection) -> None:
        lately = entries(connection, who=who, acts=(act,), since=at - AGAIN_AFTER, limit=AT_MOST)
        same = any(
            entry.reference == reference and (reference or entry.detail.get("page") == page)
            for entry in lately
        )
        if not same and len(lately) < AT_MOST:
            audit.write(connection, act, who=who, at=at, reference=reference, **detail)

    database.write(write)
