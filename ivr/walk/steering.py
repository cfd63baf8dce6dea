"""What steers a call besides keys: the world it happens in, and the caller's own earlier answers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from math import prod

from ivr.call.effects import Effect
from ivr.call.known import CALLER, CALLER_NUMBER, MESSAGE, READY
from ivr.call.turn import NodeId
from ivr.menu.flow import Flow
from ivr.menu.opening import LONDON
from ivr.walk.since import Since

ANY_TIME = datetime(2026, 6, 3, 11, tzinfo=UTC)
"""A Wednesday noon in London, for lines without opening hours."""

MOST_COMBINATIONS = 256
"""How many combinations of what a flow goes by are tried all: those of eight numbers to ring."""


@dataclass(frozen=True)
class World:
    """One way the world can be when somebody rings: the time, and what is known before anything is said.

    `language`: the code of the language the call begins in, None for the one the file is written in.
    """

    now: datetime
    known: Mapping[str, str]
    timed: bool
    language: str | None = None

    @property
    def at(self) -> str | None:
        """The time in London, in ISO form, where time matters on this line."""
        return self.now.astimezone(LONDON).replace(tzinfo=None).isoformat() if self.timed else None

    @property
    def from_(self) -> str | None:
        """`withheld` where the caller's number cannot be used."""
        return "withheld" if self.known.get(CALLER_NUMBER) == "withheld" else None


def worlds(flow: Flow) -> Iterator[World]:
    """Yield every world that makes a difference to a flow, the plainest first.

    Of a flow that goes by very many things, such as a dozen numbers to ring, not every combination of them can be
    tried: there, all are as they are in the first or in the last combination, but for one.
    """
    facts = {name: values for name, values in sorted(_facts(flow).items()) if values}
    instants = list(_instants(flow))
    for language in (None, *(code for code in flow.editions if code != flow.source_language)):
        for values in _combinations(tuple(facts.values())):
            known = {CALLER_NUMBER: "usable", READY: "yes", **dict(zip(facts, values, strict=True))}
            known[CALLER] = "07700900001" if known[CALLER_NUMBER] == "usable" else ""
            for now in instants:
                yield World(now, known, timed=len(instants) > 1, language=language)


def _combinations(facts: tuple[tuple[str, ...], ...]) -> Iterable[tuple[str, ...]]:
    """Return values for facts together: all combinations, or, of too many, those that differ from two in one value."""
    if prod(map(len, facts)) <= MOST_COMBINATIONS:
        return product(*facts)
    ends = [tuple(values[0] for values in facts), tuple(values[-1] for values in facts)]
    varied = [
        (*end[:number], value, *end[number + 1 :])
        for end in ends
        for number, values in enumerate(facts)
        for value in values
    ]
    return dict.fromkeys((*ends, *varied))


def _facts(flow: Flow) -> dict[str, tuple[str, ...]]:
    """Return all that the nodes go by: each with its values in any world, none for what the call brings about."""
    facts: dict[str, tuple[str, ...]] = {}
    for node in flow.nodes.values():
        for name, values in node.goes_by().items():
            facts[name] = tuple(dict.fromkeys((*facts.get(name, ()), *values)))
    return facts


def _instants(flow: Flow) -> Iterator[datetime]:
    """Yield one instant for each combination of what the opening hours of a line can say."""
    openings = tuple(dict.fromkeys(node.opening for node in flow.nodes.values() if node.opening))
    seen = set()
    for opening in openings:
        for instant in opening.sides():
            states = tuple(other.state(instant) for other in openings)
            if states not in seen:
                seen.add(states)
                yield instant
    if not openings:
        yield ANY_TIME


@dataclass(frozen=True)
class Steering:
    """The answers that some branch looks at, and the menu whose options count as the first choice."""

    names: tuple[str, ...]
    first_menu: NodeId | None

    @classmethod
    def of(cls, flow: Flow) -> "Steering":
        """Return what steers the calls of a flow."""
        names = sorted(name for name, values in _facts(flow).items() if not values)
        return cls(tuple(names), first_menu(flow))

    @property
    def start(self) -> tuple[str, ...]:
        """The values at the beginning of a call."""
        return tuple("none" if name == MESSAGE else "" for name in self.names)

    def told(self, values: tuple[str, ...], world: "World") -> "Told":
        """Return all that is known in a world, with these answers."""
        return Told(self, values, world)

    def after(self, values: tuple[str, ...], effects: tuple[Effect, ...]) -> tuple[str, ...]:
        """Return the values after effects."""
        if not effects or not self.names:
            return values
        known = dict(zip(self.names, values, strict=True))
        after = Since(known, effects)
        return tuple(after[name] for name in self.names)


class Told(Mapping[str, str]):
    """What is known at one step in one world. `looked_at`: the names of the world's facts that were asked for."""

    __slots__ = ("_steering", "_values", "_world", "looked_at")

    def __init__(self, steering: Steering, values: tuple[str, ...], world: World) -> None:
        self._steering, self._values, self._world = steering, values, world
        self.looked_at: set[str] = set()

    def __getitem__(self, name: str) -> str:
        """Return an answer, or something known of the world; nothing else is known."""
        if name in self._steering.names:
            return self._values[self._steering.names.index(name)]
        self.looked_at.add(name)
        return self._world.known.get(name, "")

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the answers that steer."""
        return iter(self._steering.names)

    def __len__(self) -> int:
        """Return how many answers steer."""
        return len(self._steering.names)


def first_menu(flow: Flow) -> NodeId | None:
    """Return the menu whose options count as the first choice: the line's own word, or the first on the way."""
    if flow.line.first_menu:
        return NodeId(flow.line.first_menu)
    waiting, seen = [NodeId(flow.line.start)], set[NodeId]()
    while waiting:
        name = waiting.pop(0)
        if name in seen or name not in flow.nodes:
            continue
        seen.add(name)
        ways = list(flow.nodes[name].exits(flow.line))
        if any(way.means == "key" for way in ways):
            return name
        waiting += [NodeId(way.to) for way in ways]
    return None
