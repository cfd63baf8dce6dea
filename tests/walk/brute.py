"""Every call of a small flow, walked in the slowest and plainest way there is: whole trails, one world at a time."""

from collections import deque
from dataclasses import dataclass, field

from ivr.call.turn import Place
from ivr.menu import Flow
from ivr.walk.doings import passing
from ivr.walk.engine import advance, begin
from ivr.walk.pages import Pages
from ivr.walk.since import Since
from ivr.walk.states import Scripts
from ivr.walk.steering import World, first_menu

NOT_CHOSEN = ("no_match", "not_accepted", "again", "at_once")


class TooLarge(Exception):
    """Raised when there are more calls than it is worth walking."""


@dataclass
class Calls:
    """What was found. `reached`: nodes. `stuck`: nodes no end is reached from. `round`: nodes of ways round."""

    reached: set[str] = field(default_factory=set)
    stuck: set[str] = field(default_factory=set)
    round: list[set[str]] = field(default_factory=list)
    no_person: set[str] = field(default_factory=set)
    early: set[str] = field(default_factory=set)


def walk_slowly(flow: Flow, worlds: list[World], most: int, deepest: int) -> Calls:
    calls = Calls()
    scripts = Scripts(flow, Pages(flow))
    for world in worlds:
        _walk_one(scripts, world, most, deepest, calls)
    return calls


def _walk_one(scripts: Scripts, world: World, most: int, deepest: int, calls: Calls) -> None:
    flow, pages = scripts.flow, scripts.pages
    first = first_menu(flow)
    answers = {"message": "none", "v": "", "w": ""}
    states: dict = {}
    waiting = deque()

    def arrive(move, known, chosen):
        calls.reached.update(move.through)
        after = Since({**world.known, **known}, move.effects)
        known = {name: after[name] for name in known}
        turn, track = move.place.turn, move.place.track
        key = (turn, track.trail, tuple(known.items()), chosen)
        if key not in states:
            if len(states) > most:
                raise TooLarge
            states[key] = []
            calls.reached.add(turn.node)
            waiting.append((key, known))
        return key

    for notice in (True, False):
        arrive(
            begin(flow, began=0, now=world.now, known={**world.known, **answers}, notice=notice),
            answers,
            False,
        )
    ends = set()
    passive: dict = {}
    while waiting:
        key, known = waiting.popleft()
        turn, trail, _, chosen = key
        if len(trail) > deepest:
            ends.add(key)  # nobody knows what is further on
            continue
        if not chosen and flow.line.not_before_choice and b"Secret" in b"".join(pages[turn].parts):
            calls.early.add(turn.node)
        place = Place(turn, move_track(trail))
        for doing in scripts[turn].doings:
            if doing.heard is None or doing.keys == "dial:completed":
                if doing.keys != "hangup":
                    ends.add(key)
                if doing.heard is None:
                    continue
            move = advance(flow, place, doing.heard, world.now, {**world.known, **known})
            chooses = doing.chooses and turn.node == first and move.place.turn.event not in NOT_CHOSEN
            to = arrive(move, known, chosen or chooses)
            states[key].append(to)
            if doing.passive:
                passive.setdefault(key, []).append(to)
            if doing.keys in ("0", "0 hash") and to[0].node != flow.line.person:
                calls.no_person.add(turn.node)
    before: dict = {}
    for key, ways in states.items():
        for to in ways:
            before.setdefault(to, []).append(key)
    alive, stack = set(ends), list(ends)
    while stack:
        for key in before.get(stack.pop(), ()):
            if key not in alive:
                alive.add(key)
                stack.append(key)
    calls.stuck.update(key[0].node for key in states if key not in alive)
    for key in states:
        seen, stack = set(), list(passive.get(key, ()))
        while stack:
            to = stack.pop()
            if to not in seen:
                seen.add(to)
                stack.extend(passive.get(to, ()))
        if key in seen:
            calls.round.append({key[0].node})


def move_track(trail):
    from ivr.call.turn import Track

    return Track(trail, 1, 0)


__all__ = ["Calls", "TooLarge", "passing", "walk_slowly"]
