"""What the desk works with, and one act on one message within its transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, update

from ivr.message import tables
from ivr.message.accounts.values import Officer
from ivr.message.audit import Act, Audit
from ivr.message.connecting import Database
from ivr.message.desk import contents, notes, rules
from ivr.message.desk.asking import Requests
from ivr.message.desk.rows import message_row
from ivr.message.desk.standing import Standing
from ivr.message.desk.standing import standing as standing_of
from ivr.message.desk.values import NotNow, Verb
from ivr.message.retention import Periods
from ivr.message.vault import Vault


@dataclass(frozen=True, slots=True)
class Tools:
    """The database, what seals and opens, the log, how long what is kept, and what callers ask for."""

    database: Database
    vault: Vault
    audit: Audit
    periods: Periods
    requests: Requests


@dataclass(slots=True)
class Acting:
    """An officer, a message whose row is locked, and what is done with it. The entry in the log comes last."""

    tools: Tools
    connection: Connection
    officer: Officer
    now: datetime
    row: Any

    @property
    def mine(self) -> bool:
        """Whether this officer has claimed it."""
        return bool(self.row.claimed_by == self.officer.officer_id)

    def standing(self) -> Standing:
        """Return how things stand with it."""
        answers = contents.answers_of(self.connection, self.tools.vault, self.row)
        asked = self.tools.requests.open(self.connection).about(self.row.reference)
        return standing_of(self.row, answers, len(asked))

    def need(self, verb: Verb) -> Standing:
        """Return how things stand, if the officer may do that as they do. Raises NotNow if not."""
        standing = self.standing()
        if why := rules.why_not(verb, standing, self.officer):
            raise NotNow(why)
        return standing

    def change(self, **values: Any) -> None:
        """Change the message's row."""
        this = (tables.message.c.call_sid == self.row.call_sid) & (
            tables.message.c.opened_step == self.row.opened_step
        )
        self.connection.execute(update(tables.message).where(this).values(**values))

    def note(self, about: str, text: str, *, needed: str = "") -> bool:
        """Write a sealed note, and say whether it is a new one: the same words twice within a minute are one note.

        `needed` is what to say where there are no words; without it, none are written. Raises NotNow.
        """
        return notes.write(
            self.connection, self.tools.vault, self.row, self.officer, self.now, about, text, needed=needed
        )

    def log(self, act: Act, **detail: str | int) -> None:
        """Write into the log what was done with it."""
        self.tools.audit.write(
            self.connection,
            act,
            who=self.officer.officer_id,
            at=self.now,
            reference=self.row.reference,
            **detail,
        )


def acting(tools: Tools, connection: Connection, officer: Officer, reference: str, now: datetime) -> Acting:
    """Return the message, locked, and who acts on it. Raises UnknownMessage."""
    return Acting(tools, connection, officer, now, message_row(connection, officer, reference, lock=True))
