"""The list of messages: longest waiting first, what to look at, and the way to one by its reference."""

import unicodedata
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ivr.message.accounts.roles import May
from ivr.message.accounts.values import Officer
from ivr.message.desk import Listing, Wanted
from ivr.web.inbox import words
from ivr.web.inbox.guard import needs, officer_here
from ivr.web.inbox.lists.cards import Around, card, grouped
from ivr.web.inbox.means import Means

_DIGITS: Final = 8
_LEAST: Final = 3
"""Digits of a reference that are enough to look for it: some callers remember only its end."""
SHOWS: Final = {
    "open": "Open messages",
    "mine": "Messages claimed by you",
    "unassessed": "Messages to assess",
    "closed": "Closed messages",
    "all": "All messages",
}
"""What the list can show, as its heading."""
_TABS: Final = {
    "open": "Open",
    "mine": "Claimed by you",
    "unassessed": "To assess",
    "closed": "Closed",
    "all": "All",
}
_NOTHING: Final = {
    "open": ("Nobody is waiting. New messages show here when they come.",),
    "mine": ("You have claimed no message.", "Open one that is new, read its rules, and claim it."),
    "unassessed": ("No unfinished message waits to be assessed.",),
    "closed": ("No closed message is kept. They are erased after a time.",),
    "all": ("There are no messages yet.",),
}


def routes(pages: Blueprint, means: Means) -> None:
    """Add the list."""

    @pages.get("")
    @needs(May.ENTER)
    def to_list() -> ResponseReturnValue:
        return redirect(url_for("inbox.list_messages"), 303)

    @pages.get("/")
    @needs(May.ENTER)
    def list_messages() -> ResponseReturnValue:
        officer = officer_here()
        if not officer.may(May.READ):
            return redirect(url_for(first_page(officer)), 303)
        searched = request.args.get("reference", "").strip()[:60]
        wanted = wanted_here(officer, means)
        listing = means.desk.list(officer, wanted, means.clock())
        if wanted.reference and [row.reference for row in listing.rows] == [wanted.reference]:
            return redirect(url_for("inbox.one_message", reference=wanted.reference), 303)
        return render_template("inbox/messages.html", **_shown(means, officer, wanted, searched, listing))


def first_page(officer: Officer) -> str:
    """Return the endpoint of the page that somebody of this role comes in by."""
    if officer.may(May.READ):
        return "inbox.list_messages"
    return "inbox.numbers" if officer.may(May.NUMBERS) else "inbox.list_accounts"


def wanted_here(officer: Officer, means: Means) -> Wanted:
    """Return what the address of this page asks for. What it cannot ask for is left out: an old link still leads on."""
    asked = request.args.get
    if reference := digits_of(asked("reference", ""), least=_LEAST):
        return Wanted(show="all", reference=reference, page=page_in(asked("page", "")))
    show: Any = asked("show", "open")
    queue = asked("queue", "")
    return Wanted(
        show=show if show in SHOWS else "open",
        queue=queue if queue in queues_of(officer, means) else "",
        page=page_in(asked("page", "")),
    )


def page_in(typed: str) -> int:
    """Return the number of a page in an address; 1 where there is none in it."""
    return int(typed) if typed.isdecimal() and len(typed) < 6 and int(typed) else 1


def digits_of(typed: str, least: int = _DIGITS) -> str:
    """Return the reference in what somebody typed, or a part of one: its digits, however they are grouped.

    It is "" where there are more than eight of them, or fewer than `least`.

    >>> digits_of(" 4050-6070 "), digits_of("ref. 4050 6070"), digits_of("4050"), digits_of("4050", least=3)
    ('40506070', '40506070', '', '4050')
    """
    digits = "".join(str(unicodedata.decimal(sign)) for sign in typed if sign.isdecimal())
    return digits if least <= len(digits) <= _DIGITS else ""


def queues_of(officer: Officer, means: Means) -> dict[str, str]:
    """Return the names of the queues that an officer may see, in the menu file's order, the central one last."""
    known = words.queues(means.areas())
    gone = {area: words.plain(area) for area in sorted(officer.areas) if area not in known}
    return {queue: name for queue, name in {**known, **gone}.items() if officer.sees(queue)}


def heading(wanted: Wanted, total: int, queues: dict[str, str]) -> str:
    """Return the heading of a list, with how many there are."""
    if wanted.reference:
        whole = len(wanted.reference) == _DIGITS
        which = (
            f"reference {grouped(wanted.reference)}" if whole else f"{wanted.reference} in their reference"
        )
        return f"Messages with {which} ({total})"
    where = f", {queues[wanted.queue]}" if wanted.queue else ""
    return f"{SHOWS[wanted.show]}{where} ({total})"


def _shown(means: Means, officer: Officer, wanted: Wanted, searched: str, listing: Listing) -> dict[str, Any]:
    queues = queues_of(officer, means)
    around = Around(officer, means.accounts.names(), means.areas(), means.flow())
    counts = means.desk.counts(officer, means.clock())
    return {
        "heading": heading(wanted, listing.total, queues),
        "wanted": wanted,
        "searched": searched,
        "misspelt": bool(searched) and not wanted.reference,
        "cards": [card(row, around) for row in listing.rows],
        "listing": listing,
        "address": lambda page: url_for("inbox.list_messages", page=page, **here(wanted)),
        "nothing": nothing(officer, wanted, queues),
        "shows": _TABS,
        "queues": queues,
        "counts": counts,
        "shown_counts": {"open": counts.open, "mine": counts.mine, "unassessed": counts.unassessed},
        "here": here(wanted),
    }


def here(wanted: Wanted) -> dict[str, Any]:
    """Return what in an address asks for the same list again, but for its page."""
    if wanted.reference:
        return {"reference": wanted.reference}
    asked = {"show": wanted.show, "queue": wanted.queue}
    return {name: value for name, value in asked.items() if value and (name, value) != ("show", "open")}


def nothing(officer: Officer, wanted: Wanted, queues: dict[str, str]) -> tuple[str, ...]:
    """Return what to say where a list is empty: why, and what to do."""
    if wanted.reference:
        return (
            f"You can see no message with {grouped(wanted.reference)} in its reference.",
            "It may have been erased, it may be for an area that is not yours, or a digit may be wrong.",
        )
    if not queues:
        return (
            "No area has been given to you yet, so there is nothing to see here.",
            "Somebody who keeps the accounts can give you your areas.",
        )
    if wanted.queue:
        return (f"There is nothing here for {queues[wanted.queue]}.",)
    return _NOTHING[wanted.show]
