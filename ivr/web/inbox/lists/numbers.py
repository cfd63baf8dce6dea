"""Numbers for managers: counts of messages without anything of what is in them. Small counts are hidden.

What is hidden is never called small: some counts are hidden because others could be worked out from them. The file
holds what the page holds, and no more. There is no choice of months: from two spans one could take the other.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from ivr.message.accounts.roles import May
from ivr.message.statistics import ELSEWHERE, OPEN, OTHER, Month, Numbers, Waited
from ivr.message.statistics import numbers as counted
from ivr.web.inbox import words
from ivr.web.inbox.guard import needs, officer_here
from ivr.web.inbox.means import Means
from ivr.web.inbox.store_here import database_here

MONTHS: Final = 12
HIDDEN: Final = "hidden"
_TOO_FEW: Final = "Too few to say"
_DECIDED: Final = {OPEN: "To deal with", "done": "Done", "refused": "Refused"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the page, in words: what it is of, what is in its columns, and its rows, each with its name first."""

    name: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def routes(pages: Blueprint, means: Means) -> None:
    """Add the page, and the same as a file."""

    @pages.get("/numbers")
    @needs(May.NUMBERS)
    def numbers() -> ResponseReturnValue:
        found = _found(means)
        return render_template(
            "inbox/numbers.html",
            tables=tables(found, means.areas()),
            fewer_than=found.fewer_than,
            now=means.clock(),
            months=MONTHS,
        )

    @pages.get("/numbers.csv")
    @needs(May.NUMBERS)
    def numbers_file() -> ResponseReturnValue:
        response = Response(as_csv(tables(_found(means), means.areas())), mimetype="text/csv")
        name = f"messages-{means.clock():%Y-%m-%d}.csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _found(means: Means) -> Numbers:
    return counted(
        database_here(),
        officer_here(),
        means.clock(),
        months=MONTHS,
        small_count=means.settings.small_count,
        areas=means.areas(),
    )


def tables(found: Numbers, areas: Mapping[str, str]) -> tuple[Table, ...]:
    """Return numbers as tables. `areas` are the names of areas, by what a message calls them."""
    names = {**words.queues(areas), ELSEWHERE: "Other areas"}
    ends = {OPEN: "Still open", **words.OUTCOMES, OTHER: "In another way"}
    asked = [
        (words.REQUESTS[kind], *(_count(found.requests[kind, decided]) for decided in _DECIDED))
        for kind in words.REQUESTS
    ]
    return (
        Table("all", "All messages", ("Messages", "How many"), _all(found)),
        Table(
            "months",
            "Messages by the month in which they were left",
            ("Month", "Sent", "Unfinished", "Erased since"),
            tuple(_month(month) for month in found.months),
        ),
        Table("areas", "Messages that are kept, by area", ("Area", "How many"), _each(found.areas, names)),
        Table(
            "outcomes",
            "Messages that are kept, by how they ended",
            ("End", "How many"),
            _each(found.outcomes, ends),
        ),
        Table("requests", "Requests of callers", ("Request", *_DECIDED.values()), tuple(asked)),
        Table(
            "waited",
            "How long callers waited",
            ("Until", "Half of them at most", "The longest"),
            (
                ("Somebody listened", *_waited(found.heard)),
                ("Somebody spoke with them", *_waited(found.contacted)),
            ),
        ),
    )


def as_csv(told: tuple[Table, ...]) -> bytes:
    """Return tables as a file for a spreadsheet, one under the other, each under its caption."""
    text = io.StringIO()
    file = csv.writer(text)
    for table in told:
        file.writerows(
            [[_as_text(cell) for cell in row] for row in ((table.caption,), table.columns, *table.rows, ())]
        )
    return text.getvalue().encode("utf-8-sig")  # without the mark some spreadsheets misread it


def _as_text(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _all(found: Numbers) -> tuple[tuple[str, ...], ...]:
    return (
        ("Kept, of these months", _count(found.kept)),
        ("Older, and still open", _count(found.older_open)),
        ("Erased, of these months", _count(found.erased)),
    )


def _month(month: Month) -> tuple[str, ...]:
    return (f"{month.begins:%B %Y}", _count(month.sent), _count(month.unfinished), _count(month.erased))


def _each(counts: Mapping[str, int | None], names: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    return tuple((names.get(cell) or words.plain(cell), _count(count)) for cell, count in counts.items())


def _waited(waited: Waited) -> tuple[str, str]:
    told = [words.waiting(time) if time is not None else _TOO_FEW for time in (waited.median, waited.longest)]
    return told[0], told[1]


def _count(count: int | None) -> str:
    return HIDDEN if count is None else str(count)
