"""One call after the other in one world, each of which tries what none before it has."""

import heapq
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from ivr.call.effects import Discarded, Effect, RecordingKept, Sent
from ivr.call.heard import Recorded
from ivr.call.known import LISTEN
from ivr.call.turn import Place, Track
from ivr.call.verbs import Record
from ivr.check.coverage.demand import waits_for_caller
from ivr.check.coverage.item import HANG_UP, WHILE_RECORDING, What
from ivr.check.coverage.tried import tried_by
from ivr.walk.doings import Doing
from ivr.walk.engine import Move, advance, begin
from ivr.walk.journal import beginning, entry
from ivr.walk.steering import World
from ivr.walk.walking import Walk

STEPS: Final = 24
"""After so many steps a call looks for no more but where to hang up: so that a person can follow it."""
NEAR: Final = 6
"""So many steps a call goes for one more thing; farther ones are for the next call."""
_WHILE_RECORDING: Final = Doing("record:12+hangup", Recorded("RE0", "", 12, None, hung_up=True))


class _Spot(NamedTuple):
    """Where a call is, as far as it makes a difference: the place with what was answered, and where somebody spoke."""

    place: Place
    known: tuple[str, ...]
    spoke: frozenset[str] = frozenset()


class _Step(NamedTuple):
    """One thing a caller can do at a spot. `to`: None where the call is over then."""

    doing: Doing
    to: _Spot | None
    tries: tuple[What, ...]


@dataclass
class Planner:
    """Calls in one world."""

    walk: Walk
    world: World
    steps: dict[_Spot, tuple[_Step, ...]] = field(default_factory=dict)

    def tour(self, wanted: set[What]) -> tuple[tuple[str, ...], list[What]] | None:
        """Return a call that tries something wanted: its keys, and all that it tries; None if there is none."""
        walk, world = self.walk, self.world
        move = begin(walk.flow, began=0, now=world.now, known=world.known, language=world.language)
        tried = list(tried_by(walk.flow, beginning(world.now, move)))
        here: _Spot | None = self._spot(move, walk.steering.start)
        keys: list[str] = []
        while here is not None and len(keys) < STEPS:
            open_ = {what for what in wanted if what not in tried and what.kind != "hang-up"}
            near = NEAR if keys else None  # the first one may be anywhere
            way = self._nearest(here, open_, near) if open_ else None
            if way is None:
                break
            here = self._go(way, keys, tried)
        if here is not None:
            open_ = {what for what in wanted if what not in tried and what.kind == "hang-up"}
            way = self._nearest(here, open_, None) if open_ else None
            if way is not None:
                here = self._go(way, keys, tried)
        if not wanted.intersection(tried):
            return None
        if here is not None:  # nobody leaves the line open
            keys.append("hangup")
        return tuple(keys), tried

    def _go(self, way: list[_Step], keys: list[str], tried: list[What]) -> _Spot | None:
        for step in way:
            tried += step.tries
            if step.doing.keys:
                keys.append(step.doing.keys)
        return way[-1].to

    def _nearest(self, start: _Spot, wanted: Container[What], most: int | None) -> list[_Step] | None:
        """Return the shortest way to do something wanted; None where there is none of so many steps."""
        order = 0
        heap: list[tuple[int, int, _Spot]] = [(0, 0, start)]
        came: dict[object, tuple[object, _Step] | None] = {self._same(start): None}
        while heap:
            steps, _, spot = heapq.heappop(heap)
            for step in self._steps(spot):
                if any(what in wanted for what in step.tries):
                    return self._way(came, self._same(spot), step)
                farther = steps + (1 if step.doing.keys else 0)
                if step.to is None or (most is not None and farther >= most):
                    continue
                same = self._same(step.to)
                if same not in came:
                    came[same] = self._same(spot), step
                    order += 1
                    heapq.heappush(heap, (farther, order, step.to))
        return None

    def _way(self, came: dict[object, tuple[object, _Step] | None], last: object, step: _Step) -> list[_Step]:
        way = [step]
        while (before := came[last]) is not None:
            last = before[0]
            way.append(before[1])
        return way[::-1]

    def _same(self, spot: _Spot) -> object:
        """Return what two spots have in common that need not both be looked at, as a walk has it."""
        turn, trail = spot.place.turn, spot.place.track.trail
        behind = trail[-1] if trail and turn.node in self.walk.leading_back else None
        return turn, behind, spot.known, spot.spoke

    def _steps(self, spot: _Spot) -> tuple[_Step, ...]:
        steps = self.steps.get(spot)
        if steps is None:
            steps = self.steps[spot] = tuple(self._look(spot))
        return steps

    def _look(self, spot: _Spot) -> Iterator[_Step]:
        walk, flow, node = self.walk, self.walk.flow, spot.place.turn.node
        script = walk.scripts[spot.place.turn]
        for doing in script.doings:
            if doing.heard is None:
                over = doing.keys == "hangup" and waits_for_caller(script)
                yield _Step(doing, None, (What(node, "hang-up", HANG_UP),) if over else ())
                continue
            told = _Told(walk.steering.told(spot.known, self.world), spot.spoke)
            move = advance(flow, spot.place, doing.heard, self.world.now, told)
            done = entry(flow, spot.place, doing.heard, self.world.now, told, move)
            yield _Step(
                doing, self._spot(move, spot.known, spot.spoke), tuple(dict.fromkeys(tried_by(flow, done)))
            )
        if any(isinstance(verb, Record) for verb in script.verbs):
            yield _Step(_WHILE_RECORDING, None, (What(node, "hang-up", WHILE_RECORDING),))

    def _spot(self, move: Move, known: tuple[str, ...], spoke: frozenset[str] = frozenset()) -> _Spot:
        place = Place(move.place.turn, Track(move.place.track.trail))
        return _Spot(place, self.walk.steering.after(known, move.effects), self._spoke(spoke, move.effects))

    def _spoke(self, spoke: frozenset[str], effects: tuple[Effect, ...]) -> frozenset[str]:
        """Return the nodes whose recordings the message has after effects; none where nobody can listen to them."""
        for effect in effects if self._listens else ():
            match effect:
                case RecordingKept(node):
                    spoke |= {node}
                case Sent() | Discarded():
                    spoke = frozenset()
        return spoke

    @cached_property
    def _listens(self) -> bool:
        return any(name.startswith(LISTEN) for name in self.world.known)


class _Told(Mapping[str, str]):
    """What is known in a world, only that nobody can listen to what nobody has said."""

    def __init__(self, told: Mapping[str, str], spoke: frozenset[str]) -> None:
        self._told, self._spoke = told, spoke

    def __getitem__(self, name: str) -> str:
        if name.startswith(LISTEN):
            nodes = name.removeprefix(LISTEN)
            if not (self._spoke & {*nodes.split(",")} if nodes else self._spoke):
                return "no"
        return self._told[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)
