"""Where a step leads through junctions: every outcome that some call can have."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

from ivr.call.effects import Answered, Effect
from ivr.call.known import MESSAGE, VALUES
from ivr.call.turn import Event, NodeId, Turn
from ivr.menu.flow import Flow
from ivr.menu.node import Node
from ivr.menu.step import Go, Moment
from ivr.walk.engine import CALLERS_OWN
from ivr.walk.since import Since
from ivr.walk.steering import ANY_TIME

_NUMBER = "07700900001"
"""A number that callers ring from; Ofcom keeps it for drama."""


class Arrival(NamedTuple):
    """A node that a step comes to, where somebody is heard. `forgets`: nothing is left to go back to."""

    to: NodeId
    event: Event
    through: tuple[NodeId, ...]
    effects: tuple[Effect, ...]
    forgets: bool


class Junctions:
    """The junctions of a flow. `answers`: for each answer, the values that some step stores.

    `entered`: answers that are keyed in, so that they may be anything.
    """

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.answers: dict[str, dict[str, None]] = {}
        self.entered: set[str] = set()
        self._known: dict[tuple[str, Event, tuple[Effect, ...]], tuple[Arrival, ...]] = {}

    def learn(self, effects: tuple[Effect, ...], *, entered: bool) -> None:
        """Note what a step stores; all of them have to be noted before the first question."""
        for effect in effects:
            if isinstance(effect, Answered):
                value = _NUMBER if effect.value == CALLERS_OWN else effect.value
                self.answers.setdefault(effect.name, {})[value] = None
                if entered:
                    self.entered.add(effect.name)

    def arrivals(self, go: Go) -> tuple[Arrival, ...]:
        """Return where a step can come to, each place once for each thing it does. It must not be `back`."""
        key = (go.to, go.event, go.effects)
        found = self._known.get(key)
        if found is None:
            ways = dict.fromkeys(self._on(NodeId(go.to), go.event, (), go.effects, False))
            found = self._known[key] = tuple(ways)
        return found

    def _on(
        self,
        name: NodeId,
        event: Event,
        through: tuple[NodeId, ...],
        effects: tuple[Effect, ...],
        forgets: bool,
    ) -> Iterator[Arrival]:
        if name in through:  # the file is refused before this can happen
            return
        node = self.flow.nodes[name]
        turn = Turn(self.flow.version, self.flow.source_language, "normal", name)
        ways: dict[Go, None] = {}
        for moment in self._moments(node, turn, effects):
            on = node.passes(moment)
            if on is None:
                yield Arrival(name, node.arrives(event, moment), through, effects, forgets)
            else:
                ways[on] = None
        if ways and self.entered & node.goes_by().keys():  # any value may have been keyed in
            ways |= {Go(way.to): None for way in node.exits(self.flow.line) if way.means == "junction"}
        for on in ways:
            yield from self._on(
                NodeId(on.to), event, (*through, name), effects + on.effects, forgets or on.forget
            )

    def _moments(self, node: Node, turn: Turn, effects: tuple[Effect, ...]) -> Iterator[Moment]:
        """Yield everything that can be known when a call comes to a node."""
        facts = {name: self._values(name, values) for name, values in node.goes_by().items()}
        instants = tuple(node.opening.sides()) if node.opening else (ANY_TIME,)
        for done in _settled(effects):
            for values in product(*facts.values()):
                known: Mapping[str, str] = dict(zip(facts, values, strict=True))
                for now in instants:
                    yield Moment(turn, self.flow.line, now, Since(known, done) if done else known)

    def _values(self, name: str, values: tuple[str, ...]) -> tuple[str, ...]:
        if name == MESSAGE:
            return VALUES[MESSAGE]
        return values or ("", *self.answers.get(name, ()))


def _settled(effects: tuple[Effect, ...]) -> tuple[tuple[Effect, ...], ...]:
    """Return effects as they are for a caller whose number is known, and for one who withholds it."""
    own = [effect for effect in effects if isinstance(effect, Answered) and effect.value == CALLERS_OWN]
    if not own:
        return (effects,)
    return (
        tuple(Answered(e.name, _NUMBER) if isinstance(e, Answered) and e in own else e for e in effects),
        tuple(e for e in effects if e not in own),
    )
