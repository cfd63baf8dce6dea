"""Where each node of a map is drawn: under the one from which a caller reaches it soonest."""

from collections import deque
from collections.abc import Collection, Iterable, Iterator

from ivr.call.turn import NodeId
from ivr.show.plan import Plan, Way

PASSIVE = frozenset({"silence", "wrong-keys"})
"""The means of ways that nobody chooses."""


def roots(plan: Plan) -> tuple[NodeId, ...]:
    """Return the nodes that are drawn under no other: the start, those that keys lead to from everywhere, and those
    that several nodes lead to, but only by silence or keys without meaning. In this order."""
    ways = [way for spot in plan.spots.values() if spot.reached for way in plan.ways[spot.name]]
    steered = {way.to for way in ways if way.means not in PASSIVE}
    from_where: dict[NodeId, set[NodeId]] = {}
    for way in ways:
        if way.to is not None and way.to not in steered and way.to != way.start:
            from_where.setdefault(way.to, set()).add(way.start)
    drifted = [name for name in plan.spots if len(from_where.get(name, ())) > 1]
    everywhere = [key.to for key in plan.keys if key.to]
    return tuple(dict.fromkeys([plan.start, *everywhere, *drifted]))


def children(
    plan: Plan, roots: Iterable[NodeId], without: Collection[NodeId] = ()
) -> dict[NodeId, list[NodeId]]:
    """Return, for each node that is reached from some, those drawn under it, in the order of their keys.

    A node stands under the one from which it is reached in the fewest steps that a caller chooses; one that only
    silence leads to, under the first that leads there. `without` are nodes that are drawn elsewhere.
    """
    under: dict[NodeId, list[NodeId]] = {name: [] for name in roots}
    waiting = deque(under)
    passed: deque[NodeId] = deque()
    while waiting or passed:
        chosen = bool(waiting)
        here = waiting.popleft() if chosen else passed.popleft()
        if chosen:
            passed.append(here)
        for way in plan.ways[here]:
            if way.to is None or way.to in under or way.to in without:
                continue
            if not chosen or way.means not in PASSIVE:
                under[way.to] = []
                under[here].append(way.to)
                waiting.append(way.to)
    return under


def lost(plan: Plan) -> dict[NodeId, list[NodeId]]:
    """Return, for each node that no call reaches, those drawn under it. First in a ring is who stands first in the
    file."""
    reached = {spot.name for spot in plan.spots.values() if spot.reached}
    away = [name for name in plan.spots if name not in reached]
    led_to = {way.to for name in away for way in plan.ways[name] if way.to != name}
    under: dict[NodeId, list[NodeId]] = {}
    for name in [*(name for name in away if name not in led_to), *away]:
        if name not in under:
            under |= children(plan, [name], reached | under.keys())
    return under


def together(ways: Iterable[Way]) -> Iterator[tuple[Way, ...]]:
    """Yield ways, those that lead to the same node together, in the order of the first of each."""
    alike: dict[NodeId | None, list[Way]] = {}
    for way in ways:
        alike.setdefault(way.to, []).append(way)
    return map(tuple, alike.values())
