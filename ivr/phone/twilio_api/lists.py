"""Lists as Twilio gives them: filtered, newest first, page by page.

A page's address carries a token that names the last recording of the page before (or the first of the page after),
so a list that grows or shrinks while somebody reads it neither repeats nor leaves out what was there all the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from ivr.phone.twilio_api.answers import Refused
from ivr.phone.twilio_api.recordings import Recording

MOST = 1000
"""Resources on a page at most; 50 unless the request says otherwise."""
_PAGING = frozenset({"PageSize", "Page", "PageToken"})


class HasSid(Protocol):
    """Whatever can be listed."""

    @property
    def sid(self) -> str: ...  # noqa: D102


Item = TypeVar("Item", bound=HasSid)


def wanted(query: Mapping[str, str]) -> Callable[[Recording], bool]:
    """Which recordings a request asks for. Raises `Refused` for what is no date.

    `DateCreated<` and `DateCreated>` include the time they name, as in `DateCreated<=…`; a date is its midnight.
    `DateCreated` is that whole day. Days and times are GMT.
    """
    day = _time(query, "DateCreated")
    until, since = _time(query, "DateCreated<"), _time(query, "DateCreated>")
    call, deleted_too = query.get("CallSid"), query.get("IncludeSoftDeleted", "").lower() == "true"
    midnight = day.replace(hour=0, minute=0, second=0) if day else None

    def fits(recording: Recording) -> bool:
        made = recording.made_at
        return (
            (deleted_too or recording.deleted_at is None)
            and (call is None or recording.call_sid == call)
            and (midnight is None or midnight <= made < midnight + timedelta(days=1))
            and (until is None or made <= until)
            and (since is None or made >= since)
            and not query.get("ConferenceSid")  # nothing here is of a conference
        )

    return fits


def page(
    items: Sequence[Item],
    fits: Callable[[Item], bool],
    query: Mapping[str, str],
    *,
    path: str,
    name: str,
    shown: Callable[[Item], dict[str, Any]],
) -> dict[str, Any]:
    """One page of `items` (every one there is, in order) as JSON. Raises `Refused` for a page that cannot be."""
    size, at = _number(query, "PageSize", 50), _number(query, "Page", 0)
    if size > MOST:
        raise Refused(400, f"Page size must be at most {MOST}", code=20007)
    if size < 1:
        raise Refused(400, "Page size must be at least 1")
    before, rest = _split(items, fits, query.get("PageToken", ""))
    back = query.get("PageToken", "").startswith("PB")
    here = before[-size:] if back else rest[:size]
    more = bool(rest) if back else len(rest) > size
    earlier = len(before) > size if back else bool(before)
    filters = {key: value for key, value in query.items() if key not in _PAGING}

    def uri(number: int, token: str = "") -> str:
        paging = {"PageSize": str(size), "Page": str(number)} | ({"PageToken": token} if token else {})
        return f"{path}?{urlencode({**filters, **paging})}"

    return {
        "end": at * size + max(len(here) - 1, 0),
        "first_page_uri": uri(0),
        "next_page_uri": uri(at + 1, "PA" + here[-1].sid) if more and here else None,
        "page": at,
        "page_size": size,
        "previous_page_uri": uri(max(at - 1, 0), "PB" + here[0].sid) if earlier and here else None,
        name: [shown(item) for item in here],
        "start": at * size,
        "uri": uri(at, query.get("PageToken", "")),
    }


def _split(items: Sequence[Item], fits: Callable[[Item], bool], token: str) -> tuple[list[Item], list[Item]]:
    """What fits before and from the place that the token names; without one everything comes after."""
    place = 0
    if token:
        named = next((at for at, item in enumerate(items) if item.sid == token[2:]), None)
        if named is None or token[:2] not in ("PA", "PB"):
            raise Refused(400, "Invalid page token")
        place = named + (token[:2] == "PA")
    return [it for it in items[:place] if fits(it)], [it for it in items[place:] if fits(it)]


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, "")
    if text and not (text.isdecimal() and text.isascii() and len(text) < 10):
        raise Refused(400, f"{name} must be a whole number")
    return int(text) if text else default


def _time(query: Mapping[str, str], name: str) -> datetime | None:
    if not (text := query.get(name)):
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(400, f"Invalid date in {name}") from None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
