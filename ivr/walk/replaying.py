"""A way that a walk has found, gone again by one caller.

States that differ only in the trail behind them are one, so a way that goes back over several steps may be put together
from the ways of two callers. Such a way is no way, and what it leads to is told of by another, or not at all.
"""

from ivr.walk.doings import Doing
from ivr.walk.engine import advance, begin
from ivr.walk.states import State
from ivr.walk.walking import STAR, Walk


def is_a_way(walk: Walk, state: State, number: int) -> bool:
    """Say whether one caller comes to a state in a world (by its number) by the shortest keys to it."""
    return any(_leads(walk, state, number, notice) for notice in (True, False))


def _leads(walk: Walk, state: State, number: int, notice: bool) -> bool:
    world = walk.worlds[number]
    move = begin(walk.flow, began=0, now=world.now, known=world.known, notice=notice, language=world.language)
    known = walk.steering.after(walk.steering.start, move.effects)
    for keys in state.hops(number):
        possible = {doing.keys: doing for doing in walk.scripts[move.place.turn].doings}
        hop = [keys] if keys in possible else [keys.removesuffix(" star"), "star"]
        for index, part in enumerate(hop):
            doing: Doing | None = possible.get(part) if index == 0 else STAR
            if doing is None or doing.heard is None:
                return False
            told = walk.steering.told(known, world)
            move = advance(walk.flow, move.place, doing.heard, world.now, told)
            known = walk.steering.after(known, move.effects)
    return move.place.turn == state.turn and known == state.known
