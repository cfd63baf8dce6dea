"""Where a call can be, as far as it makes a difference, and what leads from there."""

from dataclasses import dataclass, field
from typing import NamedTuple

from ivr.call.turn import NodeId, Place, Turn
from ivr.call.verbs import Verb
from ivr.menu.flow import Flow
from ivr.walk.doings import Doing, doings, passing
from ivr.walk.pages import Pages

Worlds = int
"""A set of worlds: one bit for each, by its number."""


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
        return " ".join(step for step in (*self.hops(world), *more) if step)

    def hops(self, world: int) -> tuple[str, ...]:
        """Return the keys of each hop of a shortest way here in a world (by its number), also where they are none."""
        steps: list[str] = []
        here: State | None = self
        while here is not None:
            here, keys = next((parent, keys) for bits, parent, keys in here.came if bits >> world & 1)
            steps.append(keys)
        return tuple(reversed(steps[:-1]))  # the last one is the beginning


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
