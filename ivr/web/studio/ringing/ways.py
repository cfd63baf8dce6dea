"""The shortest keys that lead to a node: found by walking every call there is, as the line is to be rung."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from ivr.call.known import CALLER_NUMBER, LISTEN, READY, SETTING
from ivr.call.turn import NodeId
from ivr.menu.collector import collector_off
from ivr.menu.flow import Flow
from ivr.walk.pages import Pages
from ivr.walk.replaying import is_a_way
from ivr.walk.states import Scripts, State
from ivr.walk.steering import World, worlds
from ivr.walk.walking import Walk, walk_all
from ivr.web.known import caller_number
from ivr.web.studio.ringing.telephones import Wish

_MOST_WALKS: Final = 12
"""Walks remembered. Each is one of a version, a language, a kind of number, and one side of each opening hour."""

Numbers = Callable[[str], str]
"""Gives the number that a transfer's name stands for, or ""."""
_Walked = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """Keys that lead to a node. `passes`: it is a junction, which calls pass without hearing anything: on the last of
    the keys, or, with `by_itself`, after words that go on by themselves.

    `at` is a time at which they do, as a clock in London shows it; "" for any. `withheld`: whether the number must be.
    """

    keys: str
    passes: bool
    by_itself: bool
    at: str
    withheld: bool


@dataclass(slots=True)
class Ways:
    """The ways through the menu. Safe to use from many threads; whoever asks first waits for the walk.

    `numbers` are those of the line that is rung: whether somebody can be put through makes a difference.
    """

    numbers: Numbers
    _walks: dict[_Walked, Walk] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def prepare(self, flow: Flow, now: datetime) -> None:
        """Walk a version in the background as most people will ring it, before anybody asks for a way through it."""
        first = next(self._worlds(flow, Wish(), now, like=True), None)
        if first is not None and _name(flow, first) not in self._walks:
            threading.Thread(
                target=self._walk, args=(flow, first), name="ivr-studio-ways", daemon=True
            ).start()

    def to(self, node: NodeId, flow: Flow, wish: Wish, now: datetime) -> Iterator[Way]:
        """Yield ways to a node for whoever rings as wished, the shortest first; each keys only once."""
        for world in self._worlds(flow, wish, now, like=True):
            yield from self._in(world, node, flow, wish)

    def otherwise(self, node: NodeId, flow: Flow, wish: Wish, now: datetime) -> Way | None:
        """Return a way for whoever rings at another time or from another kind of number, if there is one."""
        for world in self._worlds(flow, wish, now, like=False):
            if way := next(self._in(world, node, flow, wish), None):
                return way
        return None

    def _in(self, world: World, node: NodeId, flow: Flow, wish: Wish) -> Iterator[Way]:
        walk = self._walk(flow, world)
        language = wish.language or flow.source_language
        ranked = sorted(
            (
                (
                    state.turn.language != language,
                    len(keys.split()),
                    place,
                    keys,
                    passes and not last,
                    passes,
                    state,
                )
                for place, (state, last, passes) in enumerate(_leading(walk, node))
                if (keys := state.keys(0, last)) is not None
            ),
            key=lambda found: found[:3],
        )
        told: set[str] = set()
        for _, _, _, keys, by_itself, passes, state in ranked:
            if keys not in told and is_a_way(walk, state, 0):
                told.add(keys)
                yield Way(keys, passes, by_itself, world.at or "", world.from_ == "withheld")

    def _worlds(self, flow: Flow, wish: Wish, now: datetime, *, like: bool) -> Iterator[World]:
        """Yield the world that somebody wants to ring in, or those that differ from it in time or number."""
        kind = caller_number(wish.number, flow.line.switchboards) if wish.number != "withheld" else "withheld"
        when = wish.at or now
        for world in worlds(flow):
            own = world.known.get(CALLER_NUMBER) == kind
            if (world.language or "") != wish.language or not self._is_this_line(world, wish):
                continue
            if like and own:
                yield replace(world, now=when)
                return
            if not like and not (own and _sides(flow, world.now) == _sides(flow, when)):
                yield world

    def _is_this_line(self, world: World, wish: Wish) -> bool:
        """Whether a world has the numbers of the line, and a store that keeps messages."""
        for name, value in world.known.items():
            if name.startswith(SETTING) and bool(value) != (
                wish.answers or bool(self.numbers(name.removeprefix(SETTING)))
            ):
                return False
            if value == "no" and (name == READY or name.startswith(LISTEN)):
                return False
        return True

    def _walk(self, flow: Flow, world: World) -> Walk:
        name = _name(flow, world)
        with self._lock:
            walk = self._walks.pop(name, None)
            if walk is None:
                with collector_off():
                    walk = walk_all(flow, Scripts(flow, Pages(flow)), (world,))
            self._walks[name] = walk  # the last one used stays longest
            while len(self._walks) > _MOST_WALKS:
                del self._walks[next(iter(self._walks))]
            return walk


def _name(flow: Flow, world: World) -> _Walked:
    return flow.version, world.language, world.known.get(CALLER_NUMBER), _sides(flow, world.now)


def _sides(flow: Flow, when: datetime) -> tuple[str, ...]:
    """Return how each opening hour of the line stands at a time."""
    return tuple(node.opening.state(when) for node in flow.nodes.values() if node.opening is not None)


def _leading(walk: Walk, node: NodeId) -> Iterator[tuple[State, str, bool]]:
    """Yield the states at a node, and those that pass it on the next keys, where it is a junction."""
    at_it = [state for state in walk.reached if state.turn.node == node]
    yield from ((state, "", False) for state in at_it)
    if at_it:
        return
    for state in walk.reached:
        for way in state.ways or ():
            if node in way.through and state.reached & way.within:
                yield state, way.doing.keys, True
