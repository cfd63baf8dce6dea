"""Few calls that together try everything there is to try.

Every call ends once, so a line needs at least as many calls as it has places to hang up at: that is about how many
are found. Each call goes on to the nearest thing that nobody has tried, some steps far at most, then hangs up at the
nearest place where nobody has yet. Its steps are taken by the engine one after the other, so each is a way that one
caller can really go.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ivr.call.known import LISTEN
from ivr.check.coverage.demand import items_of, to_try
from ivr.check.coverage.item import Item, What
from ivr.check.coverage.planner import Planner
from ivr.menu.collector import collector_off
from ivr.menu.flow import Flow
from ivr.walk.pages import Pages
from ivr.walk.states import Scripts, Worlds
from ivr.walk.steering import World
from ivr.walk.walking import walk_all

_NEARLY: Final = 0.9
"""A plainer world in which so much of the most can be tried is as good."""


@dataclass(frozen=True, slots=True)
class Tour:
    """A call that tries what no other call of the set does.

    `keys`: what the caller does, each as `ivr call --keys` has it.
    """

    world: World
    keys: tuple[str, ...]
    tries: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The calls, and what none of them can try: because the world would have to be one that is not allowed.

    `items`: everything there is to try, in the order of the file.
    """

    tours: tuple[Tour, ...]
    left: tuple[Item, ...]
    items: tuple[Item, ...]


def plan(flow: Flow, allowed: Callable[[World], bool]) -> Plan:
    """Return few calls that try everything that can be tried in the worlds that are allowed. Takes a walk and more."""
    with collector_off():
        walk = walk_all(flow, Scripts(flow, Pages(flow)))
        within = to_try(walk)
        items = {item.what: item for item in items_of(walk, within)}
        left, tours = dict(items), list[Tour]()
        may = [number for number, world in enumerate(walk.worlds) if allowed(world)]
        may.sort(key=lambda number: _lacking(walk.worlds[number]))
        alike = {number: _alike(number, walk.worlds) for number in may}
        in_vain = set[What]()
        while may:
            # What was looked for in vain is looked for again only where the walk itself has found it.
            wanted = {
                one: [w for w in left if within[w] & (1 << one if w in in_vain else alike[one])]
                for one in may
            }
            number = _next(may, [len(wanted[one]) for one in may])
            may.remove(number)
            here, planner = set(wanted[number]), Planner(walk, walk.worlds[number])
            while here and (found := planner.tour(here)):
                keys, tried = found
                tries = tuple(left[what] for what in dict.fromkeys(tried) if what in left)
                tours.append(Tour(walk.worlds[number], keys, tries))
                here.difference_update(tried)
                for what in tried:
                    left.pop(what, None)
            in_vain |= here
    return Plan(tuple(tours), tuple(left.values()), tuple(items.values()))


def _alike(number: int, worlds: Sequence[World]) -> Worlds:
    """Return the worlds that are like one, but perhaps for what callers can listen to: that is decided in the call."""
    own = _given(worlds[number])
    return sum(1 << other for other, world in enumerate(worlds) if _given(world) == own)


def _given(world: World) -> object:
    known = sorted(pair for pair in world.known.items() if not pair[0].startswith(LISTEN))
    return world.now, world.language, known


def _lacking(world: World) -> int:
    """Return how many things are not there in a world: a caller's number, somebody to ring."""
    return sum(value in ("", "no", "withheld") for value in world.known.values())


def _next(worlds: list[int], tries: list[int]) -> int:
    """Return the first world in which nearly as much can be tried as in any."""
    most = max(tries)
    return next(number for number, count in zip(worlds, tries, strict=True) if count >= _NEARLY * most)
