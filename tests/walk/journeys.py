"""Calls that go where chance takes them, as their journals."""

from dataclasses import replace

from ivr.call.journal import Entry
from ivr.call.turn import Place, Track
from ivr.call.verbs import Hangup
from ivr.walk.engine import advance, begin
from ivr.walk.journal import beginning, entry
from ivr.walk.pages import Pages
from ivr.walk.retracing import candidates
from ivr.walk.states import Scripts
from ivr.walk.steering import Steering, worlds


def journey(flow, chance, *, interrupts=False, most=25):
    """Return the journal of a call, as the line is told of it. `chance` gives whole numbers, as many as it is asked for.

    `interrupts`: callers press keys in words that go on by themselves, too.
    """
    all_worlds = list(worlds(flow))
    world = all_worlds[next(chance) % len(all_worlds)]
    scripts, steering = Scripts(flow, Pages(flow)), Steering.of(flow)
    move = begin(flow, began=0, now=world.now, known=world.known, language=world.language)
    known = steering.after(steering.start, move.effects)
    entries, place = [beginning(world.now, move)], move.place
    for _ in range(most):
        script = scripts[place.turn]
        can = [doing for doing, interrupting in candidates(script) if interrupts or not interrupting]
        doing = can[next(chance) % len(can)]
        if doing.heard is None:
            break
        told = steering.told(known, world)
        move = advance(flow, place, doing.heard, world.now, told)
        entries.append(entry(flow, place, doing.heard, world.now, told, move))
        known = steering.after(known, move.effects)
        place = Place(move.place.turn, Track(move.place.track.trail, move.place.track.step))
        over = entries[-1].did in ("recording-hung-up", "dial:canceled")
        if over or any(isinstance(verb, Hangup) for verb in scripts[place.turn].verbs):
            break
    return [*entries, Entry(world.now, None, None, "over")]


def without_keys(entries):
    """Return a journal as it is in a file."""
    return [replace(each, key="") for each in entries]


def numbers(drawn):
    """Give the numbers that were drawn, and then 0 for ever."""
    yield from drawn
    while True:
        yield 0
