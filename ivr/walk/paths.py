"""Every call there is: the engine walked from every state by everything a caller can do.

A state is a turn with the answers that steer the call, whether an option of the first menu has been chosen and,
where the node leads back by itself, the step behind it. The walk is made in every *world* at once: a number that
can be rung back or not, a person's number set or not, each side of each opening hour. A set of worlds is a whole
number, one bit for each, so that what is the same in all of them is walked once.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ivr.call.heard import Pressed
from ivr.call.turn import NodeId, Place, Turn
from ivr.call.verbs import Verb
from ivr.menu.collector import collector_off
from ivr.menu.flow import Flow
from ivr.menu.types import BACK_WORD
from ivr.walk.doings import Doing, doings, passing
from ivr.walk.engine import Move, advance, begin
from ivr.walk.pages import Pages
from ivr.walk.steering import Steering, World, worlds

Worlds = int

_NOT_CHOSEN = ("no_match", "not_accepted", "again", "at_once")


@dataclass(frozen=True, slots=True)
class PathProblem:
    """Something that goes wrong in some call.

    `kind`: `unreachable`, `dead-end`, `endless`, `no-person`, `back`, `named-early` or `invalid-twiml`. `at`:
    the London time of such a call, in ISO form, None for any. `from_`: `withheld`, or None for any caller. `keys`:
    the shortest way there, as `ivr call --keys` takes it; None where there is no way.
    """

    kind: str
    node: str
    language: str | None
    message: str
    at: str | None = None
    from_: str | None = None
    keys: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a walk found: how many states and ways between them there are, and what is wrong."""

    states: int
    transitions: int
    problems: tuple[PathProblem, ...]


@dataclass(eq=False, slots=True)
class State:
    """Where a call can be, as far as it makes a difference to what follows. There is one object for each.

    `known`: the answers that steer. `chosen`: an option of the first menu has been chosen. `place`: one place
    like this, with a trail that really leads there. `reached`: the worlds it is reached in. `ways`: what leads
    where from it. `came`: for each set of worlds, the state before it on a shortest way, and the keys.
    """

    turn: Turn
    known: tuple[str, ...]
    chosen: bool
    place: Place
    reached: "Worlds" = 0
    ways: "tuple[Way, ...] | None" = None
    came: "list[tuple[Worlds, State | None, str]]" = field(default_factory=list)

    def arrive(self, within: "Worlds", parent: "State | None", keys: str) -> "Worlds":
        """Note that the state is reached, and return the worlds in which that is new."""
        new = within & ~self.reached
        if new:
            self.reached |= new
            self.came.append((new, parent, keys))
        return new

    def keys(self, world: int, *more: str) -> str:
        """Return the shortest keys to here in a world (by its number), then some more."""
        steps: list[str] = list(reversed(more))
        here: State | None = self
        while here is not None:
            here, keys = next((parent, keys) for bits, parent, keys in here.came if bits >> world & 1)
            steps.append(keys)
        return " ".join(step for step in reversed(steps) if step)


class Way(NamedTuple):
    """What one doing leads to, in some worlds; to None where it ends the call. `through`: junctions passed."""

    doing: Doing
    to: State | None
    within: Worlds
    through: tuple[NodeId, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """A page, and everything that can be done at it."""

    verbs: tuple[Verb, ...]
    doings: tuple[Doing, ...]
    passing: bool


class Scripts(dict[Turn, Script]):
    """The scripts of a flow's turns, each made once."""

    def __init__(self, flow: Flow, pages: Pages) -> None:
        super().__init__()
        self.flow, self.pages = flow, pages

    def __missing__(self, turn: Turn) -> Script:
        """Make the script of a turn."""
        verbs = self.pages.verbs(turn)
        script = Script(verbs, tuple(doings(verbs, self.flow.nodes[turn.node])), passing(verbs))
        self[turn] = script
        return script


@dataclass
class Walk:
    """A flow, walked. `stuck`: states from which *star* does not lead back, and why.

    `leading_back`: the nodes that can lead to the step behind them by themselves. `passed_first`: the junctions
    before the first step of all.
    """

    flow: Flow
    scripts: Scripts
    steering: Steering
    worlds: tuple[World, ...]
    leading_back: frozenset[NodeId]
    states: dict[object, State] = field(default_factory=dict)
    stuck: dict[State, str] = field(default_factory=dict)
    passed_first: set[NodeId] = field(default_factory=set)
    groups: dict[tuple[frozenset[str], bool], tuple[Worlds, ...]] = field(default_factory=dict)

    @property
    def everywhere(self) -> Worlds:
        """All worlds."""
        return (1 << len(self.worlds)) - 1

    @property
    def reached(self) -> Iterator[State]:
        """The states that some call comes to."""
        return (state for state in self.states.values() if state.reached)


def walk_all(flow: Flow, scripts: Scripts) -> Walk:
    """Walk every state in every world, breadth first, so that the first way to a state is a shortest one."""
    leading_back = {
        name for name, node in flow.nodes.items() if any(way.to == BACK_WORD for way in node.exits(flow.line))
    }
    walk = Walk(flow, scripts, Steering.of(flow), tuple(worlds(flow)), frozenset(leading_back))
    waiting: deque[tuple[State, Worlds]] = deque()
    for state, within in _beginnings(walk):
        waiting.append((state, state.arrive(within, None, "")))
    while waiting:
        here, within = waiting.popleft()
        if here.ways is None:
            here.ways = tuple(_ways_from(here, walk))
        for way in here.ways:
            if way.to is not None:
                new = way.to.arrive(within & way.within, here, way.doing.keys)
                if new:
                    waiting.append((way.to, new))
    return walk


def _beginnings(walk: Walk) -> Iterator[tuple[State, Worlds]]:
    for number, world in enumerate(walk.worlds):
        for notice in (True, False):
            move = begin(walk.flow, began=0, now=world.now, known=world.known, notice=notice)
            walk.passed_first.update(move.through)
            yield _state(walk, move, walk.steering.start, False), 1 << number


def _state(walk: Walk, move: Move, known: tuple[str, ...], chosen: bool) -> State:
    turn, trail = move.place.turn, move.place.track.trail
    after = walk.steering.after(known, move.effects)
    # Where star leads is tried on the way, for every step it can lead to. Only for a node that leads back by itself
    # does what follows differ with the step behind it.
    behind = trail[-1] if trail and turn.node in walk.leading_back else None
    key = (turn, behind, after, chosen)
    state = walk.states.get(key)
    if state is None:
        state = walk.states[key] = State(turn, after, chosen, move.place)
    return state


def _ways_from(here: State, walk: Walk) -> Iterator[Way]:
    turn, known = here.turn, here.known
    trail = here.place.track.trail
    for doing in walk.scripts[turn].doings:
        if doing.heard is None:
            yield Way(doing, None, walk.everywhere)
            continue
        for move, within in _moves(walk, here.place, doing, known):
            arrived = move.place.turn
            chooses = (
                doing.chooses and turn.node == walk.steering.first_menu and arrived.event not in _NOT_CHOSEN
            )
            there = _state(walk, move, known, here.chosen or chooses)
            yield Way(doing, there, within, move.through)
            came = move.place.track.trail
            if len(came) > len(trail) and came[-1] == turn.node and not walk.scripts[arrived].passing:
                yield _and_back(here, there, move, doing, within, walk)


def _moves(walk: Walk, place: Place, doing: Doing, known: tuple[str, ...]) -> Iterator[tuple[Move, Worlds]]:
    """Yield where a doing leads: once where all worlds agree, else once for each way they differ."""
    assert doing.heard is not None  # noqa: S101 - what ends the call leads nowhere
    first = walk.worlds[0]
    told = walk.steering.told(known, first)
    move = advance(walk.flow, place, doing.heard, first.now, told)
    if not (move.through or told.looked_at):
        yield move, walk.everywhere
        return
    for group in _groups(walk, frozenset(told.looked_at), timed=bool(move.through)):
        world = walk.worlds[(group & -group).bit_length() - 1]
        yield advance(walk.flow, place, doing.heard, world.now, walk.steering.told(known, world)), group


def _groups(walk: Walk, names: frozenset[str], *, timed: bool) -> tuple[Worlds, ...]:
    """Return the worlds in groups that agree on these names and, where a junction may look at it, on the time."""
    groups = walk.groups.get((names, timed))
    if groups is None:
        by_value: dict[object, Worlds] = {}
        for number, world in enumerate(walk.worlds):
            value: tuple[object, ...] = (tuple(world.known.get(name, "") for name in sorted(names)),)
            if timed:  # behind a junction other names may be looked at than those that were
                value = (world.now, tuple(sorted(world.known.items())))
            by_value[value] = by_value.get(value, 0) | 1 << number
        groups = walk.groups[names, timed] = tuple(by_value.values())
    return groups


def _and_back(here: State, there: State, move: Move, doing: Doing, within: Worlds, walk: Walk) -> Way:
    """Go on and straight back again, along this very trail: where *star* leads must be where the call was."""
    told = walk.steering.told(there.known, walk.worlds[(within & -within).bit_length() - 1])
    back = advance(walk.flow, move.place, Pressed("*"), walk.worlds[0].now, told)
    if back.place.turn.node != here.turn.node or back.place.track.trail != here.place.track.trail:
        walk.stuck.setdefault(there, f"star does not lead back to “{here.turn.node}”")
    state = _state(walk, back, there.known, there.chosen)
    return Way(Doing(f"{doing.keys} star", Pressed("*")), state, within)


def walk(flow: Flow, check_page: Callable[[bytes], list[str]]) -> Report:
    """Walk every call of a flow. `check_page` says what is wrong with a TwiML document, in sentences."""
    from ivr.walk.findings import findings

    with collector_off():
        pages = Pages(flow)
        walked = walk_all(flow, Scripts(flow, pages))
        problems = findings(walked, pages, check_page)
    reached = list(walked.reached)
    return Report(len(reached), sum(len(state.ways or ()) for state in reached), problems)
