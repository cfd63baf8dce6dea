"""Opening hours that changed, day by day."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from ivr.check.diff.pair import Pair, named
from ivr.check.diff.values import Change
from ivr.menu.opening import DAYS, Division, Opening, Span

_DIVISIONS: Final[dict[Division, str]] = {
    "england-and-wales": "England and Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}


def hours(pair: Pair) -> Iterator[Change]:
    """Yield the opening hours that are others now, at nodes that are in both versions."""
    for old, new in pair.both:
        was, now = pair.old.flow.nodes[old].opening, pair.new.flow.nodes[new].opening
        if was is None or now is None:
            continue
        days = [(before, after) for before, after in zip(was.week, now.week, strict=True)]
        for (before, after), same in groupby(range(7), days.__getitem__):
            if before != after:
                sentence = f"{named(new)}: {_days(list(same))} {_spans(after)} now; before, {_spans(before)}."
                yield Change(
                    "hours", "hours", sentence, new, was=_spans(before), now=_spans(after), fails="reach"
                )
        if was.division != now.division:
            sentence = f"{named(new)} now {_holidays(now.division)}; before, it {_holidays(was.division, past=True)}."
            yield Change("hours", "bank-holidays", sentence, new, fails="reach")


def week(opening: Opening) -> str:
    """Return opening hours in words: the days that are alike together."""
    parts = [
        f"{_days(list(same))} {_spans(spans)}"
        for spans, same in groupby(range(7), opening.week.__getitem__)
        if spans
    ]
    holidays = f"; it {_holidays(opening.division)}" if opening.division else ""
    return (f"open {', '.join(parts)}" if parts else "never open") + holidays


def _days(days: list[int]) -> str:
    first, last = DAYS[days[0]].capitalize(), DAYS[days[-1]].capitalize()
    return first if first == last else f"{first} {'and' if len(days) == 2 else 'to'} {last}"


def _spans(spans: tuple[Span, ...]) -> str:
    return " and ".join(f"{_clock(start)} to {_clock(end)}" for start, end in spans) or "closed"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _holidays(division: Division | None, *, past: bool = False) -> str:
    if division is None:
        return "took no notice of bank holidays" if past else "takes no notice of bank holidays"
    return f"{'went' if past else 'goes'} by the bank holidays of {_DIVISIONS[division]}"
