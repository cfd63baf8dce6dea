"""Where a way out of a node leads, in words: through junctions that only one of the two versions has."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ivr.call.turn import NodeId
from ivr.check.diff.pair import Pair, Side, named, several
from ivr.menu.node import Node
from ivr.menu.step import Exit
from ivr.menu.types import BACK_WORD, Prompt, found

DOES: Final = {
    "opens": "counts as agreeing that a message is kept",
    "keeps": "keeps what was recorded",
    "sends": "sends the message",
    "deletes": "deletes the message",
}
"""What taking a way does to the caller's message, by `Exit.message`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One place that a way can lead to, by its name in the new file. `when`: under what; `does`: what it does on the
    way to the message, as `Exit.message`."""

    to: str
    when: tuple[str, ...] = ()
    does: tuple[str, ...] = ()


Lead = tuple[Outcome, ...]
"""Where a way leads: one place, or several where a junction follows that only one of the versions has."""


def lead(way: Exit, pair: Pair, *, old: bool) -> Lead:
    """Return where a way of the old or the new version leads. A junction that both have is a place."""
    side = pair.old if old else pair.new
    start = (way.message,) if way.message else ()
    return tuple(dict.fromkeys(_on(way.to, side, pair, (), start, (), old=old)))


def _on(
    to: str,
    side: Side,
    pair: Pair,
    when: tuple[str, ...],
    does: tuple[str, ...],
    seen: tuple[str, ...],
    *,
    old: bool,
) -> Iterator[Outcome]:
    node = side.flow.nodes.get(NodeId(to))
    known = to in (pair.matching.now if old else pair.before)
    if node is None or known or to in seen or not is_junction(node, side):
        yield Outcome(pair.new_name(to) if old else to, when, does)
        return
    ways = exits(node, side)
    alike = {way.to for way in ways if way.means == "junction"}
    for way in ways:
        divides = way.means == "junction" and len(alike) > 1
        further = (*when, condition(way, node, to)) if divides else when
        done = (*does, way.message) if way.message else does
        yield from _on(way.to, side, pair, further, done, (*seen, to), old=old)


def is_junction(node: Node, side: Side) -> bool:
    """Whether nothing is said at a node and the call goes on without the caller."""
    return not any(True for _ in found(node, Prompt)) and any(True for _ in node.exits(side.flow.line))


def exits(node: Node, side: Side) -> tuple[Exit, ...]:
    """Return the ways out of a node; opening hours always have one for when nobody can be sure."""
    ways = tuple(node.exits(side.flow.line))
    if node.opening is None or any(way.how == "not sure" for way in ways):
        return ways
    return (
        *ways,
        *(Exit(way.to, way.means, "not sure", way.path, way.gains) for way in ways if way.how == "closed"),
    )


def condition(way: Exit, node: Node, name: str) -> str:
    """Return when a junction leads one way, as it ends a sentence."""
    if node.opening is None:
        return f"if {way.how}"
    return {
        "open": f"while “{name}” is open",
        "closed": f"while “{name}” is closed",
    }.get(way.how, f"when nobody can be sure whether “{name}” is open")


def targets(led: Lead) -> frozenset[tuple[str, tuple[str, ...]]]:
    """Return what of a lead makes a difference to where the call goes."""
    return frozenset((outcome.to, outcome.when) for outcome in led)


def done(led: Lead, pair: Pair, *, old: bool) -> tuple[str, ...]:
    """Return what a way does to the message, in order; for one that divides, what all of its places have.

    What is done at places where nothing is said, such as sending, belongs to it.
    """
    each = [(*outcome.does, *_done_at(outcome.to, pair, (), old=old)) for outcome in led]
    return tuple(deed for deed in (each[0] if each else ()) if all(deed in deeds for deeds in each))


def _done_at(to: str, pair: Pair, seen: tuple[str, ...], *, old: bool) -> tuple[str, ...]:
    side, own = _own(to, pair, old=old)
    node = side.flow.nodes.get(own)
    if node is None or to in seen or not is_junction(node, side):
        return ()
    ways = exits(node, side)
    if len({way.to for way in ways}) > 1:
        return ()
    message = ways[0].message
    then = _done_at(pair.new_name(ways[0].to) if old else ways[0].to, pair, (*seen, to), old=old)
    return ((message,) if message else ()) + then


def _own(to: str, pair: Pair, *, old: bool) -> tuple[Side, NodeId]:
    """Return the version that is meant, and the name that a place has there."""
    return (pair.old, pair.before.get(NodeId(to), NodeId(to))) if old else (pair.new, NodeId(to))


def onward(led: Lead, pair: Pair, *, old: bool) -> Lead | None:
    """Return where a call goes on by itself after words that only one of the versions has; None where it does not."""
    side, own = _own(led[0].to, pair, old=old)
    node = side.flow.nodes.get(own)
    if len(led) > 1 or node is None or own in (pair.matching.now if old else pair.before):
        return None
    ways = exits(node, side)
    return lead(ways[0], pair, old=old) if [way.means for way in ways] == ["words"] else None


def place(to: str, pair: Pair, *, old: bool) -> str:
    """Return a place of a lead as it stands in a sentence; for a junction with what is heard behind it."""
    if to == BACK_WORD:
        return named(to)
    side, own = _own(to, pair, old=old)
    behind = [pair.new_name(name) if old else name for name in side.behind(own) if name != own]
    return f"{named(to)} (then {several(map(named, behind), 'or')})" if behind else named(to)


def places(led: Lead, pair: Pair, *, old: bool) -> str:
    """Return where a way leads, as it stands in a sentence."""
    by_place: dict[str, list[str]] = {}
    for outcome in led:
        by_place.setdefault(outcome.to, []).append(" and ".join(outcome.when))
    if len(by_place) == 1:
        return place(led[0].to, pair, old=old)
    parts = (f"{place(to, pair, old=old)} {several(when, 'or')}".rstrip() for to, when in by_place.items())
    return ", or ".join(parts)


def to_places(led: Lead, pair: Pair, *, old: bool) -> str:
    """Return where a call goes, as it stands in a sentence: to somewhere, or a step back."""
    return places(led, pair, old=old) if _only_back(led) else f"to {places(led, pair, old=old)}"


def reaches(led: Lead, pair: Pair, *, old: bool) -> str:
    """Return what a key does, as it stands in a sentence: it reaches somewhere, or goes a step back."""
    return f"{'goes' if _only_back(led) else 'reaches'} {places(led, pair, old=old)}"


def _only_back(led: Lead) -> bool:
    return all(outcome.to == BACK_WORD for outcome in led)
