"""Every call there is: the engine walked from every state by everything a caller can do.

A state is a turn with the step that *back* would lead to, what is known that steers the call, and whether an
option of the first menu has been chosen. The walk is repeated for every world: a number that can be rung back
or not, a person's number set or not, ready or not, and each side of each opening hour.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ivr.call.heard import Pressed
from ivr.call.turn import NodeId, Place, Turn
from ivr.call.verbs import Verb
from ivr.menu.flow import Flow
from ivr.walk.doings import Doing, doings, passing
from ivr.walk.engine import Move, advance, begin
from ivr.walk.pages import Pages
from ivr.walk.steering import Steering, World, worlds

State = tuple[Turn, NodeId | None, tuple[str, ...], bool]


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


@dataclass
class Walk:
    """One world, walked. `ways`: from each state what leads where; None stands for the end of the call."""

    flow: Flow
    world: World
    scripts: "Scripts"
    places: dict[State, Place] = field(default_factory=dict)
    parents: dict[State, tuple[State, str] | None] = field(default_factory=dict)
    ways: dict[State, list[tuple[Doing, State | None]]] = field(default_factory=dict)
    passed: set[NodeId] = field(default_factory=set)
    stuck: dict[State, str] = field(default_factory=dict)

    def keys(self, state: State, *more: str) -> str:
        """Return the keys that lead to a state, then some more, as `ivr call --keys` takes them."""
        steps = list(reversed(more))
        way = self.parents[state]
        while way is not None:
            steps.append(way[1])
            way = self.parents[way[0]]
        return " ".join(step for step in reversed(steps) if step)


@dataclass(frozen=True, slots=True)
class Script:
    """A page, and everything that can be done at it."""

    verbs: tuple[Verb, ...]
    doings: tuple[Doing, ...]
    passing: bool


class Scripts(dict[Turn, Script]):
    """The scripts of a flow's turns, each made once for all worlds."""

    def __init__(self, flow: Flow, pages: Pages) -> None:
        super().__init__()
        self.flow, self.pages = flow, pages

    def __missing__(self, turn: Turn) -> Script:
        """Make the script of a turn."""
        verbs = self.pages.verbs(turn)
        script = Script(verbs, tuple(doings(verbs, self.flow.nodes[turn.node])), passing(verbs))
        self[turn] = script
        return script


def walk_world(flow: Flow, scripts: Scripts, world: World, steering: Steering) -> Walk:
    """Walk every state of one world, breadth first, so that the first way to a state is a shortest one."""
    walk = Walk(flow, world, scripts)
    first = begin(flow, began=0, now=world.now, known=world.known, notice=True)
    waiting: deque[State] = deque()

    def add(move: Move, known: tuple[str, ...], chosen: bool, parent: tuple[State, str] | None) -> State:
        place, trail = move.place, move.place.track.trail
        state = (place.turn, trail[-1] if trail else None, steering.after(known, move.effects), chosen)
        walk.passed.update(move.through)
        if state not in walk.places:
            walk.places[state] = place
            walk.parents[state] = parent
            waiting.append(state)
        return state

    add(first, steering.start, False, None)
    plain = begin(flow, began=0, now=world.now, known=world.known)
    if plain.place != first.place:
        add(plain, steering.start, False, None)
    while waiting:
        here = waiting.popleft()
        walk.ways[here] = list(_ways_from(here, walk, steering, add))
    return walk


def _ways_from(
    here: State, walk: Walk, steering: Steering, add: Callable[..., State]
) -> Iterator[tuple[Doing, State | None]]:
    turn, _, known, chosen = here
    place, flow = walk.places[here], walk.flow
    trail = place.track.trail
    said = steering.told(known, walk.world.known)
    for doing in walk.scripts[turn].doings:
        if doing.heard is None:
            yield doing, None
            continue
        move = advance(flow, place, doing.heard, walk.world.now, said)
        now_chosen = chosen or (
            doing.chooses and turn.node == steering.first_menu and move.place.turn.event not in _ASKED
        )
        there = add(move, known, now_chosen, (here, doing.keys))
        yield doing, there
        came = move.place.track.trail
        if len(came) > len(trail) and came[-1] == turn.node and not walk.scripts[move.place.turn].passing:
            _and_back(here, there, move, doing, walk, steering, add)


_ASKED = ("no_match", "not_accepted", "again", "at_once")


def _and_back(
    here: State,
    there: State,
    move: Move,
    doing: Doing,
    walk: Walk,
    steering: Steering,
    add: Callable[..., State],
) -> None:
    """Go on and straight back again, along this very trail: where *star* leads must be where the call was."""
    said = steering.told(there[2], walk.world.known)
    back = advance(walk.flow, move.place, Pressed("*"), walk.world.now, said)
    add(back, there[2], there[3], (here, f"{doing.keys} star"))
    if back.place.turn.node != here[0].node or back.place.track.trail != walk.places[here].track.trail:
        walk.stuck.setdefault(there, f"star does not lead back to “{here[0].node}”")


def walk(flow: Flow, check_page: Callable[[bytes], list[str]]) -> Report:
    """Walk every call of a flow. `check_page` says what is wrong with a TwiML document, in sentences."""
    from ivr.walk.findings import Findings

    pages = Pages(flow)
    scripts = Scripts(flow, pages)
    steering = Steering.of(flow)
    findings = Findings(flow, pages, check_page)
    states = transitions = 0
    for world in worlds(flow):
        walked = walk_world(flow, scripts, world, steering)
        states += len(walked.places)
        transitions += sum(len(ways) for ways in walked.ways.values())
        findings.look_at(walked)
    return Report(states, transitions, findings.all())
