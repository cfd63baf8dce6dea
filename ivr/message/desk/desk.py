"""The desk: the one thing that the pages of the inbox hold of messages."""

import builtins
import contextlib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection

from ivr.message.accounts.values import Officer
from ivr.message.audit import Audit
from ivr.message.desk import doing, export, hearing, listing, one, proofs, requests, rules
from ivr.message.desk.asking import Requests
from ivr.message.desk.opened import Asked, Erased, Opened
from ivr.message.desk.refresh import refresh
from ivr.message.desk.tools import Acting, Tools, acting
from ivr.message.desk.values import (
    Assessment,
    Counts,
    Decision,
    Listing,
    NotNow,
    Outcome,
    Result,
    Verb,
    Wanted,
)
from ivr.message.retention import Periods
from ivr.message.store import Store
from ivr.message.values import StoreUnavailable

T = TypeVar("T")


class Desk:
    """Shows messages to officers, and does what officers do with them. It needs a store whose vault opens.

    Everything is told by whom and when. Methods about one message raise UnknownMessage where the officer may not see
    it, just as where there is none; those that do something raise NotNow, with words for the officer, where things
    have changed meanwhile, and do nothing then. All raise StoreUnavailable. Each act is in the log, in the same
    transaction; done twice by the same officer it is done, and logged, once. What officers write is sealed.
    """

    def __init__(self, store: Store, audit: Audit, periods: Periods | None = None) -> None:
        self._tools = Tools(store.database, store.vault, audit, periods or Periods(), Requests(store.vault))

    def list(self, officer: Officer, wanted: Wanted, now: datetime) -> Listing:
        """Return a page of a list: the one that has waited longest first; of closed ones the one closed last."""
        return self._read(now, lambda c: listing.listing(c, self._tools, officer, wanted, now))

    def counts(self, officer: Officer, now: datetime) -> Counts:
        """Return how much there is to do."""
        return self._read(now, lambda c: listing.counts(c, self._tools, officer))

    def stamp(self, officer: Officer, now: datetime) -> str:
        """Return 16 digits that change when a list of this officer's would look different, but for the time."""
        return self._read(now, lambda c: listing.stamp(c, self._tools, officer))

    def open(self, officer: Officer, reference: str, now: datetime) -> Opened:
        """Return a message. It is logged every ten minutes; one without recordings has been heard then."""
        self._refresh(now)
        one.look(self._tools, officer, reference, now)
        return self._read(now, lambda c: one.opened(c, self._tools, officer, reference, now))

    def audio(self, officer: Officer, reference: str, number: int, now: datetime) -> bytes:
        """Return a recording as a WAV file, and write that the message was heard. Logged every ten minutes.

        `number` counts from 1. Raises NoRecording.
        """
        self._refresh(now)
        return hearing.audio(self._tools, officer, reference, number, now)

    def number(self, officer: Officer, reference: str, now: datetime, reason: str = "") -> str:
        """Return the number that is safe to ring, each time with an entry in the log.

        Raises NotNow; NeedsReason where there has to be a reason: it is no time that the caller said is safe.
        """
        self._refresh(now)
        return hearing.number(self._tools, officer, reference, reason, now)

    def export(
        self, officer: Officer, reference: str, now: datetime, names: Mapping[str, str] | None = None
    ) -> bytes:
        """Return a message with all that belongs to it as a ZIP file. `names` are those of officers, by identity.

        Without the number, unless this officer could have it shown at this moment.
        """
        self._refresh(now)
        return export.export(self._tools, officer, reference, now, names or {})

    def requests(self, officer: Officer, now: datetime, *, handled: bool = False) -> builtins.list[Asked]:
        """Return what callers ask for: open ones, oldest first; or those dealt with, newest first."""
        self._refresh(now)
        return requests.listed(self._tools, officer, now, handled=handled)

    def erased(self, officer: Officer, now: datetime) -> builtins.list[Erased]:
        """Return the proofs of erasures, newest first; none to who is no supervisor."""
        return self._read(now, lambda c: proofs.erased(c, officer))

    def claim(self, officer: Officer, reference: str, now: datetime) -> None:
        """Take a message on. However many do so at once, one has it."""
        self._do(officer, reference, now, "claim", doing.claim)

    def release(self, officer: Officer, reference: str, now: datetime, reason: str = "") -> None:
        """Give a message back to its queue."""
        self._do(officer, reference, now, "release", partial(doing.release, reason=reason))

    def hand_over(self, officer: Officer, reference: str, now: datetime, to: str, note: str = "") -> None:
        """Give a message to another officer, by their identity."""
        self._do(officer, reference, now, "hand-over", partial(doing.hand_over, to=to, note=note))

    def attempt(
        self, officer: Officer, reference: str, now: datetime, result: Result, note: str = ""
    ) -> None:
        """Write down what came of ringing them. Whoever was reached has been contacted."""
        self._do(officer, reference, now, "attempt", partial(doing.attempt, result=result, note=note))

    def contacted(self, officer: Officer, reference: str, now: datetime, note: str = "") -> None:
        """Mark that somebody spoke to its caller."""
        self._do(officer, reference, now, "contacted", partial(doing.contacted, note=note))

    def close(
        self, officer: Officer, reference: str, now: datetime, outcome: Outcome, note: str = ""
    ) -> None:
        """Say that nothing is left to do, and how it ended."""
        self._do(officer, reference, now, "close", partial(doing.close, outcome=outcome, note=note))

    def reopen(self, officer: Officer, reference: str, now: datetime, note: str) -> None:
        """Put a closed message back into its queue, unclaimed; it may be tried anew."""
        self._do(officer, reference, now, "reopen", partial(doing.reopen, note=note))

    def note(self, officer: Officer, reference: str, now: datetime, text: str) -> None:
        """Write a note about a message."""
        self._do(officer, reference, now, "note", partial(doing.note, text=text))

    def assess(
        self, officer: Officer, reference: str, now: datetime, decision: Assessment, note: str = ""
    ) -> None:
        """Decide whether somebody who did not send their message is to be contacted."""
        self._do(officer, reference, now, "assess", partial(doing.assess, decision=decision, note=note))

    def hold(self, officer: Officer, reference: str, now: datetime, why: str) -> None:
        """Keep a message, whatever its age."""
        self._do(officer, reference, now, "hold", partial(doing.hold, why=why))

    def end_hold(self, officer: Officer, reference: str, now: datetime) -> None:
        """Let its age count again."""
        self._do(officer, reference, now, "unhold", doing.end_hold)

    def erase(self, officer: Officer, reference: str, now: datetime, why: str) -> None:
        """Have a message erased after the days in which that can be undone."""
        self._do(officer, reference, now, "erase", partial(doing.erase, why=why))

    def undo_erase(self, officer: Officer, reference: str, now: datetime, why: str) -> None:
        """Call an erasure off. The message is held from now on."""
        self._do(officer, reference, now, "undo-erase", partial(doing.undo_erase, why=why))

    def handle(
        self, officer: Officer, request_id: str, now: datetime, decision: Decision, note: str = ""
    ) -> None:
        """Decide about a request, and carry that out.

        A message that is to be cancelled is closed as withdrawn; what is changed counts from now on. Raises
        UnknownMessage where this officer has no such request.
        """
        self._refresh(now)
        requests.handle(self._tools, officer, request_id, decision, note, now)

    def _do(
        self, officer: Officer, reference: str, now: datetime, verb: Verb, act: Callable[[Acting], None]
    ) -> None:
        def work(connection: Connection) -> None:
            this = acting(self._tools, connection, officer, reference, now)
            if why := rules.not_allowed(verb, officer):
                raise NotNow(why)
            act(this)

        self._refresh(now)
        self._tools.database.write(work)

    def _read(self, now: datetime, work: Callable[[Connection], T]) -> T:
        self._refresh(now)
        return self._tools.database.read(work)

    def _refresh(self, now: datetime) -> None:
        with contextlib.suppress(StoreUnavailable):  # what is known already can still be read
            refresh(self._tools.database, now)
