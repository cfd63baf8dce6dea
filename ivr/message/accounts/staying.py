"""Sessions: who is in, how far, and for how long. The database holds only a token's SHA-256.

A session is bound to its account as it stands at each request: its epoch, its role, whether it is disabled.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from ivr.message import tables
from ivr.message.accounts import throttle
from ivr.message.accounts.base import Base, officers, row_of
from ivr.message.accounts.outcomes import OpenSession, Session, Stage
from ivr.message.accounts.refusals import NotIn
from ivr.message.audit import Act

HALF_WAY: Final = timedelta(minutes=30)
"""How long there is from the password to the code, or for setting one up."""
_MINUTE: Final = timedelta(minutes=1)
_sessions = tables.session


class Staying(Base):
    """What is done with sessions."""

    def session(self, token: str, at: datetime, *, touch: bool = True) -> Session | None:
        """Return who has this token, and how far they are; None where it stands for nobody any more.

        That is: it is unknown, nobody did anything with it for too long or it began too long ago, all sessions of the
        account were ended, or the account was disabled. With `touch` this counts as doing something.
        Raises StoreUnavailable.
        """
        if not token:
            return None
        name = hash_of(token)

        def look(connection: Connection) -> tuple[Session, datetime] | None:
            row = self._live(connection, name, at)
            if row is None:
                return None
            (officer,) = self._officers(connection, [row_of(connection, row.officer_id)])
            return Session(officer, cast("Stage", row.stage), row.began_at), row.seen_at

        found = self._read(look)
        if found is None:
            return None
        session, seen_at = found
        if touch and at - seen_at >= min(_MINUTE, self._idle / 10):
            self._write(
                lambda connection: connection.execute(
                    update(_sessions).where(_sessions.c.token_hash == name).values(seen_at=at)
                )
            )
        return session

    def begin(self, officer_id: str, at: datetime, stage: Stage = "in") -> str:
        """Begin a session and return its token, for whoever has made sure otherwise who is asking.

        Raises UnknownOfficer, StoreUnavailable.
        """
        return self._write(
            lambda connection: begun(connection, row_of(connection, officer_id, keep=True), stage, at)
        )

    def sessions_of(
        self, officer_id: str, at: datetime | None = None, *, here: str = ""
    ) -> list[OpenSession]:
        """Return where somebody is in at `at`, newest first; `here` is the token of who is asking.

        Without `at` those are told, too, that have been idle for too long and are not erased yet.
        """
        own = hash_of(here)

        def look(connection: Connection) -> list[OpenSession]:
            of_officer = _sessions.c.officer_id == officer_id, _sessions.c.stage == "in"
            rows = connection.execute(
                select(_sessions).where(*of_officer).order_by(_sessions.c.began_at.desc())
            ).all()
            return [
                OpenSession(row.began_at, row.seen_at, row.token_hash == own)
                for row in rows
                if at is None or self._live(connection, row.token_hash, at) is not None
            ]

        return self._read(look)

    def leave(self, token: str, at: datetime) -> None:
        """End a session. One that has ended stays so."""

        def end(connection: Connection) -> None:
            name = hash_of(token)
            row = connection.execute(select(_sessions).where(_sessions.c.token_hash == name)).first()
            gone = connection.execute(delete(_sessions).where(_sessions.c.token_hash == name)).rowcount
            if row is not None and gone and row.stage == "in":
                self._audit.write(connection, Act.LEFT, who=row.officer_id, at=at)

        self._write(end)

    def end_sessions(self, officer_id: str, *, by: str, at: datetime, but: str = "") -> None:
        """End all sessions of an account, everywhere and at once; `but` is a token that stays.

        Raises UnknownOfficer, StoreUnavailable.
        """

        def end(connection: Connection) -> None:
            row = row_of(connection, officer_id, keep=True)
            end_all(connection, row, but=but)
            self._audit.write(connection, Act.SESSIONS_ENDED, who=by, at=at, account=officer_id)

        self._write(end)

    def forget_old(self, at: datetime) -> None:
        """Erase sessions that are over, and failures of days ago."""

        def forget(connection: Connection) -> None:
            over = or_(_sessions.c.began_at < at - self._longest, _sessions.c.seen_at < at - self._idle)
            connection.execute(delete(_sessions).where(over))
            throttle.forget_old(connection, at)

        self._write(forget)

    def _live(self, connection: Connection, name: str, at: datetime) -> Row[Any] | None:
        """Return a session's row if it is good at `at`."""
        wanted = select(_sessions, officers.c.disabled_at, officers.c.demonstration)
        wanted = wanted.join(officers).where(
            _sessions.c.token_hash == name, _sessions.c.epoch == officers.c.epoch
        )
        row = connection.execute(wanted).first()
        if row is None or not self._welcome(row):
            return None
        longest = self._longest if row.stage == "in" else min(HALF_WAY, self._longest)
        if at - row.began_at >= longest or at - row.seen_at >= self._idle:
            return None
        return row

    def _at_stage(self, connection: Connection, token: str, stage: Stage, at: datetime) -> Row[Any]:
        """Return the row of a session that is good and at this stage. Raises NotIn."""
        row = self._live(connection, hash_of(token), at) if token else None
        if row is None or row.stage != stage:
            raise NotIn
        return row


def begun(connection: Connection, officer: Row[Any], stage: Stage, at: datetime, *, instead: str = "") -> str:
    """Begin a session of an account and return its token. The one of the token `instead` is over."""
    token = secrets.token_urlsafe(32)
    connection.execute(delete(_sessions).where(_sessions.c.token_hash == hash_of(instead)))
    connection.execute(
        insert(_sessions).values(
            token_hash=hash_of(token),
            officer_id=officer.officer_id,
            epoch=officer.epoch,
            stage=stage,
            began_at=at,
            seen_at=at,
        )
    )
    return token


def end_all(connection: Connection, officer: Row[Any], *, but: str = "") -> None:
    """End all sessions of an account but the one of a token. One that is just beginning elsewhere is over, too."""
    of_officer, kept = _sessions.c.officer_id == officer.officer_id, hash_of(but)
    epoch = officer.epoch + 1
    connection.execute(delete(_sessions).where(of_officer, _sessions.c.token_hash != kept))
    connection.execute(
        update(_sessions).where(_sessions.c.token_hash == kept, of_officer).values(epoch=epoch)
    )
    connection.execute(
        update(officers).where(officers.c.officer_id == officer.officer_id).values(epoch=epoch)
    )


def hash_of(token: str) -> str:
    """Return what the database knows of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
