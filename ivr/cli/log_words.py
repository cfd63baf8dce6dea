"""The log of who did what, and how verifying it went, in words."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ivr.menu.opening import LONDON

if TYPE_CHECKING:
    from ivr.message.audit import Entry, Verdict

_PROGRAMS = {"line": "the line itself", "operator": "the command line"}


def told(verdict: "Verdict") -> Iterator[str]:
    """Say how verifying went, a sentence or two on each line."""
    if not verdict.well:
        yield _wrong(verdict)
        yield (
            "Copy the database as it is now, before anything else is done with it, and compare it with a backup. "
            "Somebody who can write into it may have changed the log."
        )
    elif verdict.head:
        yield f"The log is well: {_entries(verdict.entries)}, {verdict.first} to {verdict.head.number}."
    else:
        yield "The log is empty."
    if verdict.dropped_to:
        yield f"Entries up to {verdict.dropped_to} were dropped for their age; an entry of the log says so."
    if verdict.foreign:
        yield (
            f"Sealed under another secret than the present one: {_entries(verdict.foreign)}. Such a seal cannot be "
            "checked any more, only that the entry hangs together with what follows."
        )
    if verdict.foreign and not verdict.well:
        numbers = " and ".join(map(str, verdict.changed_after))
        yield f"If IVR_SECRET was changed, that was after entry {numbers}."
    for one in verdict.unseen:
        yield f"Entry {one.number}, whose head was noted, was dropped for its age since."
    if verdict.well and verdict.head:
        yield f"Head: {verdict.head}"


def _wrong(verdict: "Verdict") -> str:
    if verdict.bad_number is None:
        first = f"{verdict.why[:1].upper()}{verdict.why[1:]}."
    else:
        first = f"Entry {verdict.bad_number} is not right: {verdict.why}."
    more = verdict.bad - 1
    return f"{first} {more} more {'thing is' if more == 1 else 'things are'} wrong." if more else first


def _entries(count: int) -> str:
    return f"{count:,} {'entry' if count == 1 else 'entries'}"


def as_line(entry: "Entry", names: Mapping[str, str]) -> str:
    """Return an entry as one line that can be read aloud. `names` are those of officers, by their identity."""
    at = f"{entry.at.astimezone(LONDON):%d %B %Y %H:%M:%S %Z}".lstrip("0")
    name = names.get(entry.who)
    who = _PROGRAMS.get(entry.who) or (f"{name} ({entry.who})" if name else f"officer {entry.who}")
    of = [entry.reference] if entry.reference else []
    details = [f"{key} {value}" for key, value in entry.detail.items()]
    whole = f"{entry.number}: {at}, {', '.join([who, entry.act, *of, *details])}."
    # The database could have been written by anybody, and a terminal obeys what it is sent.
    return "".join(letter if letter.isprintable() else "?" for letter in whole)


def as_object(entry: "Entry", names: Mapping[str, str]) -> dict[str, Any]:
    """Return an entry as JSON has it; times are in UTC, `name` is null where it is not known here."""
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "who": entry.who,
        "name": names.get(entry.who) or None,
        "act": entry.act,
        "reference": entry.reference,
        "detail": dict(entry.detail),
    }
