"""The log of who did what: with messages, for supervisors; with accounts, for who keeps the accounts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ivr.message.accounts.roles import May
from ivr.message.audit import LINE, OF_ACCOUNTS, OPERATOR, Act, Entry, entries
from ivr.web.inbox import words
from ivr.web.inbox.guard import needs
from ivr.web.inbox.lists.listing import digits_of
from ivr.web.inbox.lists.log_words import details, who
from ivr.web.inbox.means import Means
from ivr.web.inbox.store_here import database_here

PAGE: Final = 50
OF_MESSAGES: Final = frozenset(Act) - OF_ACCOUNTS
_PROGRAMS: Final = {LINE: "The line itself", OPERATOR: "The command line"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log, in words. `reference` is "" where it was not done to a message."""

    number: int
    at: datetime
    who: str
    act: str
    reference: str
    details: tuple[str, ...]


def routes(pages: Blueprint, means: Means) -> None:
    """Add both logs."""

    @pages.get("/log")
    @needs(May.SUPERVISE)
    def log() -> ResponseReturnValue:
        return _page(means, "log", "What was done with messages", OF_MESSAGES)

    @pages.get("/log-of-accounts")
    @needs(May.ACCOUNTS)
    def log_of_accounts() -> ResponseReturnValue:
        return _page(means, "log_of_accounts", "What was done with accounts", OF_ACCOUNTS)


def _page(means: Means, endpoint: str, heading: str, acts: Collection[Act]) -> ResponseReturnValue:
    names = {**means.accounts.names(), **_PROGRAMS}
    typed = request.args.get("reference", "").strip()[:60] if acts is OF_MESSAGES else ""
    reference = digits_of(typed)
    asked = request.args.get("who", "")
    by = asked if asked in names else ""
    misspelt = bool(typed) and not reference
    before = request.args.get("before", "")
    number = int(before) if before.isdecimal() and len(before) < 10 else None
    found = database_here().read(
        lambda connection: entries(
            connection, reference=reference or None, who=by or None, acts=acts, before=number, limit=PAGE + 1
        )
    )
    shown = [line(entry, names) for entry in found[:PAGE]]
    kept = {name: value for name, value in (("reference", reference), ("who", by)) if value}
    older: dict[str, Any] = {**kept, "before": shown[-1].number} if len(found) > PAGE else {}
    return render_template(
        "inbox/log.html",
        heading=heading,
        endpoint=f"inbox.{endpoint}",
        lines=shown,
        by=by,
        whos=sorted(names.items(), key=lambda named: (named[0] in _PROGRAMS, named[1].casefold())),
        of_messages=acts is OF_MESSAGES,
        searched=typed,
        misspelt=misspelt,
        older=older,
        newest=kept if number else None,
        filtered=bool(kept),
        keep_days=means.settings.keep_log_days,
    )


def line(entry: Entry, names: Mapping[str, str]) -> Line:
    """Return an entry in words. `names` are those of officers and programs, by their identity."""
    everybody = {**names, **_PROGRAMS}
    return Line(
        entry.number,
        entry.at,
        who(entry.who, entry.act, everybody),
        words.act(entry.act),
        entry.reference or "",
        details(entry.who, entry.detail, everybody),
    )
