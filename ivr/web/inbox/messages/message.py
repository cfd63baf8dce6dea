"""The page of one message: how to contact its caller safely, before anything else; then what was left, and the work."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from ivr.call.digits import in_groups
from ivr.message.accounts.roles import May
from ivr.message.accounts.values import Officer
from ivr.message.contact.script import TRIES
from ivr.message.desk import Opened
from ivr.message.desk.values import LONGEST_TEXT
from ivr.web.inbox import words
from ivr.web.inbox.guard import needs, officer_here
from ivr.web.inbox.lists import cards, log
from ivr.web.inbox.means import Means
from ivr.web.inbox.messages.sheet import sheet

MESSAGE: Final = "/messages/<reference>"
"""Where the page of a message is; what is done with it is done at addresses below."""

Typed = Mapping[str, str]
"""What was typed into a form, by field."""

_CAN: Final = {"number": "show-number"}
"""What the desk calls it, where the address says something shorter."""
_WITHOUT_CAN: Final = frozenset({""})
_WITHOUT_FIELDS: Final = frozenset({"", "claim", "unhold", "export"})
_TEXTS: Final = ("note", "reason")
_NOTES: Final = {
    "attempt": "With an attempt.",
    "contacted": "With the contact.",
    "assessment": "With the assessment.",
    "close": "With closing it.",
    "reopen": "Why it was opened again.",
    "release": "With releasing it.",
    "hand-over": "With handing it over.",
    "show-number": "Why the number was shown then.",
    "hold": "Why it is on hold.",
    "erase": "Why it was to be erased.",
    "undo-erase": "Why it is not erased.",
    "request": "With a request of the caller.",
}


def routes(pages: Blueprint, means: Means) -> None:
    """Add the page."""

    @pages.get(MESSAGE)
    @needs(May.READ)
    def one_message(reference: str) -> ResponseReturnValue:
        return page(means, reference)


def page(
    means: Means,
    reference: str,
    *,
    number: str = "",
    verb: str = "",
    typed: Typed | None = None,
    trouble: str = "",
    code: int = 200,
) -> ResponseReturnValue:
    """Return the page of a message; 404 where this officer has none of this reference.

    `number` is shown on it where it was asked for. `verb` is what could not be done because of `trouble`; what was
    `typed` for it is on the page again.
    """
    officer, now = officer_here(), means.clock()
    opened = open_here(means, reference, officer, now)
    shown = verb in _WITHOUT_CAN or _CAN.get(verb, verb) in opened.can
    kept = {verb: dict(typed or {})}
    rescued = (
        "" if shown else "\n".join(text for field, text in kept[verb].items() if field in _TEXTS and text)
    )
    if rescued:  # the form it was typed into is gone, so it goes where it can still be kept
        kept["note"] = {"note": rescued}
    return make_response(
        render_template(
            "inbox/one_message.html",
            **_shown(means, opened, officer, now),
            number=number,
            number_groups=grouped_number(number),
            number_digits=in_groups(number) if number else "",
            typed=kept,
            verb=verb,
            trouble=trouble,
            trouble_at=(verb if verb not in _WITHOUT_FIELDS else "") if shown else "note" if rescued else "",
            rescued=bool(rescued),
        ),
        code,
    )


def open_here(means: Means, reference: str, officer: Officer, now: datetime) -> Opened:
    """Return the message, opened by who is asking. Raises UnknownMessage, which is answered with 404."""
    return means.desk.open(officer, reference, now)


def grouped_number(number: str) -> str:
    """Return a telephone number as people write it.

    >>> grouped_number("07700900123"), grouped_number("01632960001")
    ('07700 900 123', '01632 960 001')
    """
    return " ".join(group.replace(" ", "") for group in in_groups(number).split(", ")) if number else ""


def _shown(means: Means, opened: Opened, officer: Officer, now: datetime) -> dict[str, Any]:
    names, listed, can = means.accounts.names(), opened.listed, opened.can
    flow = means.version(opened.version) if opened.version else None
    return {
        "opened": opened,
        "listed": listed,
        "can": can,
        "why_not": can.why_not,
        "outcomes": [(outcome, words.outcome(outcome)) for outcome in can.outcomes],
        "sheet": sheet(opened, flow, now),
        "reference": listed.reference,
        "in_groups": cards.grouped(listed.reference),
        "card": cards.card(listed, cards.Around(officer, names, means.areas(), flow or means.flow())),
        "mine": listed.claimed_by == officer.officer_id,
        "notes": [(note, _who(note.by, names), _NOTES.get(note.about, "")) for note in opened.notes],
        "attempts": [
            (
                attempt,
                _who(attempt.by, names),
                words.RESULTS.get(attempt.result) or words.plain(attempt.result),
            )
            for attempt in opened.attempts
        ],
        "requests_open": [asked for asked in opened.requests if asked.handled_at is None],
        "requests_done": [asked for asked in opened.requests if asked.handled_at is not None],
        "log_lines": [log.line(entry, names) for entry in opened.log],
        "colleagues": _colleagues(means, opened, officer) if "hand-over" in can else [],
        "now": now,
        "words": words,
        "undo_days": means.settings.undo_days,
        "tries": TRIES,
        "longest_text": LONGEST_TEXT,
    }


def _who(officer_id: str, names: Mapping[str, str]) -> str:
    return names.get(officer_id) or words.SOMEBODY.capitalize()


def _colleagues(means: Means, opened: Opened, officer: Officer) -> list[tuple[str, str]]:
    """Return who could have the message: everybody whose role and areas fit, but for who has it."""
    fitting = (
        one
        for one in means.accounts.all()
        if not one.disabled
        and one.may(May.WORK)
        and one.sees(opened.listed.queue)
        and one.officer_id != opened.listed.claimed_by
    )
    return [
        (one.officer_id, f"{one.name}, {one.role}{' (you)' if one.officer_id == officer.officer_id else ''}")
        for one in fitting
    ]
