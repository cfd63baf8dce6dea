"""What callers come to: nodes that are new, gone, reached no longer, or reached again; and what can be done at all."""

import heapq
from collections.abc import Iterator
from itertools import count, groupby
from typing import Final

from ivr.call.turn import NodeId
from ivr.check.diff.hours import week
from ivr.check.diff.pair import Pair, Side, named, several
from ivr.check.diff.values import Change
from ivr.check.survey import Edge, Survey

_TASKS: Final = (
    ("rings", "A caller can be put through to a person.", "Nobody is put through to a person any more."),
    ("records", "Callers can leave a recorded message.", "No message can be recorded any more."),
)
_TOGETHER: Final = 3
"""From so many on, nodes that nothing leads to any more are told in one sentence."""
_ACTS: Final = {
    "entered": "key in digits",
    "recorded": "leave a recording",
    "empty": "record nothing",
    "silence": "stay silent until the call goes on",
    "wrong": "press keys without meaning until the call goes on",
    "dialled:completed": "talk to a person",
}


def reached(pair: Pair) -> Iterator[Change]:
    """Yield what callers come to now, or no longer do."""
    yield from _kinds(pair)
    now = pair.matching.now
    lost: list[Change] = []
    for name in pair.old.flow.nodes:
        if name not in now:
            yield _gone(name, pair.old)
    for name in pair.new.flow.nodes:
        before = pair.before.get(name)
        if before is None:
            yield _new(name, pair.new)
        elif pair.old.is_reached(before) and not pair.new.is_reached(name):
            sentence = f"No call comes to {named(name)} any more; it is still in the file."
            words = pair.old.first_words(before)
            lost.append(Change("reach", "unreached", sentence, name, was=words, fails="reach"))
        elif pair.new.is_reached(name) and not pair.old.is_reached(before):
            way = _way_words(pair.new.survey, name)
            sentence = f"Calls come to {named(name)} now; before, nothing led there.{way}"
            yield Change("reach", "reached-again", sentence, name, now=pair.new.first_words(name))
    if len(lost) < _TOGETHER:
        yield from lost
    else:
        names = several((named(each.node or "") for each in lost), most=len(lost))
        sentence = f"No call comes to {names} any more; they are still in the file."
        yield Change("reach", "unreached", sentence, fails="reach")


def _kinds(pair: Pair) -> Iterator[Change]:
    for what, some, none in _TASKS:
        was, now = (
            any(getattr(visit, what) and not visit.silences for visit in side.survey.visits().values())
            for side in (pair.old, pair.new)
        )
        if was and not now:
            yield Change("reach", f"nothing-{what}", none, fails="reach")
        elif now and not was:
            yield Change("reach", f"something-{what}", f"New: {some[0].lower()}{some[1:]}")


def _gone(name: NodeId, side: Side) -> Change:
    if not side.is_heard(name):
        silent = "which no call came to" if not side.is_reached(name) else "where nothing was said"
        return Change("unheard", "node-gone", f"{named(name)}, {silent}, is gone.", name)
    return Change(
        "reach", "node-gone", f"{named(name)} is gone.", name, was=side.first_words(name), fails="reach"
    )


def _new(name: NodeId, side: Side) -> Change:
    if not side.is_reached(name):
        sentence = f"{named(name)} is new in the file, but no call comes there."
        return Change("reach", "node-new-unreached", sentence, name, now=side.first_words(name))
    if not side.is_heard(name):
        opening = side.flow.nodes[name].opening
        if opening is not None:
            return Change("hours", "hours-new", f"{named(name)} is new: {week(opening)}.", name)
        return Change("unheard", "node-new", f"{named(name)} is new; nothing is said there.", name)
    sentence = f"{named(name)} is new.{_way_words(side.survey, name)}"
    return Change("reach", "node-new", sentence, name, now=side.first_words(name))


def _way_words(survey: Survey, name: NodeId) -> str:
    """Return the shortest way to a node in a sentence of its own; "" where there is none, or nothing to do."""
    way = _way(survey, name)
    if way is None:
        return ""
    acts: list[str] = []
    for keys, edges in groupby(way, lambda edge: edge.means == "key"):
        if keys:
            acts.append(f"press {' '.join(edge.key or '' for edge in edges)}")
        else:
            acts += [_ACTS[edge.means] for edge in edges if edge.means in _ACTS]
    return f" The shortest way there: {', '.join(acts)}." if acts else " Every call begins there."


def _way(survey: Survey, name: NodeId) -> tuple[Edge, ...] | None:
    """Return a way to a node with the fewest silences, and of those the fewest presses (Dijkstra)."""
    order = count()
    waiting: list[tuple[int, int, int, NodeId, tuple[Edge, ...]]] = [
        (0, 0, next(order), start, ()) for start in survey.opens
    ]
    seen: set[NodeId] = set()
    while waiting:
        silent, pressed, _, here, way = heapq.heappop(waiting)
        if here == name:
            return way
        if here in seen:
            continue
        seen.add(here)
        for edge in survey.ahead[here]:
            if edge.to is not None and edge.to not in seen:
                missed = silent + (edge.means in ("silence", "wrong", "empty"))
                then = pressed + (edge.means in ("key", "entered", "recorded"))
                heapq.heappush(waiting, (missed, then, next(order), edge.to, (*way, edge)))
    return None
