"""The shortest keys that lead to a node: found by walking every call there is, once for each version of the menu."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from ivr.call.turn import NodeId
from ivr.menu.collector import collector_off
from ivr.menu.flow import Flow
from ivr.menu.opening import LONDON
from ivr.walk.pages import Pages
from ivr.walk.replaying import is_a_way
from ivr.walk.states import Scripts, State
from ivr.walk.steering import World
from ivr.walk.walking import Walk, walk_all
from ivr.web.studio.ringing.telephones import Wish

_MOST_WALKS: Final = 2
"""Walks remembered: that of the version that is good now, and the one before it."""


@dataclass(frozen=True, slots=True)
class Way:
    """Keys that lead to a node. `fits`: in the language, and from the number and at the time, that were asked for.

    `at` is a time at which they do, as a clock in London shows it; "" for any. `withheld`: whether the number must be.
    """

    keys: str
    fits: bool
    at: str
    withheld: bool
    passes: bool
    """The node is a junction: calls pass it, and nothing is heard there."""


@dataclass(slots=True)
class Ways:
    """The ways through each version. Safe to use from many threads; the first who asks of a version waits for it."""

    _walks: dict[str, Walk] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def prepare(self, flow: Flow) -> None:
        """Walk a version in the background, before anybody asks for a way through it."""
        if flow.version not in self._walks:
            threading.Thread(target=self._walk, args=(flow,), name="ivr-studio-ways", daemon=True).start()

    def to(self, node: NodeId, flow: Flow, wish: Wish, now: datetime) -> Iterator[Way]:
        """Yield ways to a node, those that fit first, the shortest of them first; each keys only once."""
        walk = self._walk(flow)
        language = wish.language or flow.source_language
        found: dict[tuple[str, bool], tuple[bool, int, Way]] = {}
        for state, last, passes in _leading(walk, node):
            for number, world in enumerate(walk.worlds):
                if not state.reached >> number & 1 or (world.language or flow.source_language) != language:
                    continue
                keys = state.keys(number, last)
                fits = state.turn.language == language and _is_like(world, wish, flow, now)
                rank = (not fits, len(keys.split()))
                known = found.get((keys, fits))
                if known is None and is_a_way(walk, state, number):
                    way = Way(keys, fits, world.at or "", world.from_ == "withheld", passes)
                    found[keys, fits] = (*rank, way)
        for _, _, way in sorted(found.values(), key=lambda ranked: ranked[:2]):
            yield way

    def _walk(self, flow: Flow) -> Walk:
        with self._lock:
            walk = self._walks.get(flow.version)
            if walk is None:
                with collector_off():
                    walk = walk_all(flow, Scripts(flow, Pages(flow)))
                self._walks[flow.version] = walk
                while len(self._walks) > _MOST_WALKS:
                    del self._walks[next(iter(self._walks))]
            return walk


def _leading(walk: Walk, node: NodeId) -> Iterator[tuple[State, str, bool]]:
    """Yield the states at a node, and those that pass it on the next keys, where it is a junction."""
    for state in walk.reached:
        if state.turn.node == node:
            yield state, "", False
    for state in walk.reached:
        for way in state.ways or ():
            if node in way.through and state.reached & way.within:
                yield state, way.doing.keys, True


def _is_like(world: World, wish: Wish, flow: Flow, now: datetime) -> bool:
    """Whether a world is the one that somebody wants to ring in, as far as it makes a difference to the walk."""
    if (world.from_ == "withheld") != (wish.number == "withheld"):
        return False
    when = (wish.at or now).astimezone(LONDON)
    return all(
        node.opening.state(world.now) == node.opening.state(when)
        for node in flow.nodes.values()
        if node.opening is not None
    )
