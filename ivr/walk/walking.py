"""Every call there is: the engine walked from every state by everything a caller can do.

A state is a turn with the answers that steer the call, whether an option of the first menu has been chosen and,
where the node leads back by itself, the step behind it. The walk is made in every *world* at once: a number that
can be rung back or not, a person's number set or not, each side of each opening hour, each language to
begin in. A set of worlds is a whole number, one bit for each, so that what is the same in all of them is walked once.

Going back is tried from each step to the one before it. Several steps back at once are tried along one trail to each
state, not along all: a node that only a caller comes to who answers, goes back more than one step and then takes
another way may be told as unreachable.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ivr.call.heard import Pressed
from ivr.call.turn import NodeId, Place
from ivr.menu.flow import Flow
from ivr.menu.types import BACK_WORD
from ivr.walk.doings import Doing
from ivr.walk.engine import Move, advance, begin
from ivr.walk.states import Scripts, State, Way, Worlds
from ivr.walk.steering import Steering, World, worlds

STAR = Doing("star", Pressed("*"))

_NOT_CHOSEN = ("no_match", "not_accepted", "again", "at_once", "emergency")


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


def walk_all(flow: Flow, scripts: Scripts, only: tuple[World, ...] = ()) -> Walk:
    """Walk every state in every world, breadth first, so that the first way to a state is a shortest one.

    `only`: the worlds to walk in; all that make a difference, unless given.
    """
    leading_back = {
        name for name, node in flow.nodes.items() if any(way.to == BACK_WORD for way in node.exits(flow.line))
    }
    walk = Walk(flow, scripts, Steering.of(flow), only or tuple(worlds(flow)), frozenset(leading_back))
    waiting: dict[State, Worlds] = {}  # states as many steps from the beginning, with the worlds new to each
    for state, within in _beginnings(walk):
        waiting[state] = waiting.get(state, 0) | state.arrive(within, None, "")
    while waiting:
        now, waiting = waiting, {}
        for here, within in now.items():
            if here.ways is None:
                here.ways = tuple(_ways_from(here, walk))
            for way in here.ways:
                to = way.to
                if to is not None and within & way.within & ~to.reached:
                    waiting[to] = waiting.get(to, 0) | to.arrive(within & way.within, here, way.doing.keys)
    return walk


def _beginnings(walk: Walk) -> Iterator[tuple[State, Worlds]]:
    for number, world in enumerate(walk.worlds):
        for notice in (True, False):
            move = begin(
                walk.flow,
                began=0,
                now=world.now,
                known=world.known,
                notice=notice,
                language=world.language,
            )
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
                yield from _and_back(here, there, move, doing, within, walk)


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


def _and_back(
    here: State, there: State, move: Move, doing: Doing, within: Worlds, walk: Walk
) -> Iterator[Way]:
    """Go on and straight back again, along this very trail: where *star* leads must be where the call was."""
    for back, group in _moves(walk, move.place, STAR, there.known):
        if within & group:
            if back.place.turn.node != here.turn.node or back.place.track.trail != here.place.track.trail:
                walk.stuck.setdefault(there, f"star does not lead back to “{here.turn.node}”")
            state = _state(walk, back, there.known, there.chosen)
            yield Way(Doing(f"{doing.keys} star", Pressed("*")), state, within & group)
