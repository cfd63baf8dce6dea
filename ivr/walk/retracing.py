"""What a caller may have done in a call, from its journal: any way through the flow that the journal is of.

A journal has names of nodes and kinds of keys. What was keyed in nobody knows, so an entry that the question takes is
made up; of options that lead to the same place, the first is taken with which the rest of the call goes as it went.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from ivr.call.heard import Dialled, Pressed, Recorded
from ivr.call.journal import Entry
from ivr.call.keys import KEYS, dtmf_of
from ivr.call.turn import Place
from ivr.call.verbs import Dial, Gather, Hangup, Record
from ivr.menu.flow import Flow
from ivr.walk.doings import Doing
from ivr.walk.engine import advance, begin
from ivr.walk.journal import entry
from ivr.walk.pages import Pages
from ivr.walk.states import Script, Scripts
from ivr.walk.steering import Steering, World, worlds

_HUNG_UP: Final = Doing("record:12+hangup", Recorded("RE0", "", 12, None, hung_up=True))
_CANCELLED: Final = Doing("hangup", Dialled("canceled"))
_REFUSED: Final = tuple(Doing(f"{digits} hash", Pressed(digits)) for digits in ("1", "00", "123456789"))
_KEYS: Final = tuple(Doing(key, Pressed(dtmf_of(key))) for key in KEYS)


class NoWay(LookupError):
    """Raised where a journal has no beginning of a call on this flow."""


class Done(NamedTuple):
    """One thing that the caller did. `keys`: as `ivr call --keys` has it; `interrupts`: in words that go on by
    themselves; `ways`: how many keys would have led the same way."""

    keys: str
    interrupts: bool = False
    ways: int = 1


@dataclass(frozen=True, slots=True)
class Retraced:
    """A call, gone again. `world`: in which it goes that way; its `language` is None for that of the file.

    `notice`: the line said first that it is a demonstration. `taken`: how many entries of the journal are in `done`.
    """

    world: World
    notice: bool
    done: tuple[Done, ...]
    taken: int


def steps_of(entries: Sequence[Entry]) -> list[Entry]:
    """Return the steps of a call in their order, each once; its end is not one of them."""
    first: dict[int, Entry] = {}
    for each in entries:
        if each.step is not None and each.after is not None:
            first.setdefault(each.step, each)
    return [first[step] for step in sorted(first)]


def retrace(flow: Flow, entries: Sequence[Entry]) -> Retraced:
    """Return what the caller may have done; as much of it as a call on this flow can have been. Raises NoWay."""
    steps = steps_of(entries)
    if not steps or steps[0].did != "begins" or steps[0].after is None:
        raise NoWay("the journal does not have the beginning of this call")
    language = steps[0].after.language
    if steps[0].after.version != flow.version or language not in flow.editions:
        raise NoWay("the call was on another version of the menu")
    scripts = Scripts(flow, Pages(flow))
    best: Retraced | None = None
    for world in _worlds(flow, steps[0], None if language == flow.source_language else language):
        for notice in (False, True):
            found = _Trace(flow, scripts, Steering.of(flow), world).follow(steps, notice=notice)
            if found is None or (best is not None and found.taken <= best.taken):
                continue
            best = _ended(found, scripts, steps, entries)
            if best.taken == len(steps):
                return best
    if best is None:
        raise NoWay("no call on this menu begins like that")
    return best


def _worlds(flow: Flow, first: Entry, language: str | None) -> Iterator[World]:
    """Yield the worlds that a call may have been in; it happened when it did."""
    seen = set()
    for world in worlds(flow):
        known = tuple(sorted(world.known.items()))
        if known not in seen:
            seen.add(known)
            yield replace(world, now=first.at, language=language)


class _Point(NamedTuple):
    """So far the call has been gone: the place, what was answered, what was done, by a chain of what was before."""

    place: Place
    known: tuple[str, ...]
    done: Done | None = None
    before: "_Point | None" = None
    taken: int = 1


@dataclass
class _Trace:
    """One way after the other, in one world."""

    flow: Flow
    scripts: Scripts
    steering: Steering
    world: World

    def follow(self, steps: Sequence[Entry], *, notice: bool) -> Retraced | None:
        """Return the way that goes farthest; None where not even the beginning is so."""
        world, first = self.world, steps[0]
        move = begin(
            self.flow, began=0, now=world.now, known=world.known, notice=notice, language=world.language
        )
        if move.place.turn != first.after or move.through != first.through:
            return None
        start = _Point(move.place, self.steering.after(self.steering.start, move.effects))
        farthest, waiting = start, [start]
        seen = {(start.taken, start.place.turn, start.place.track.trail, start.known)}
        while waiting:
            here = waiting.pop()
            if here.taken > farthest.taken:
                farthest = here
            if here.taken == len(steps):
                break
            ahead = []
            for point in self._ahead(here, steps[here.taken]):
                same = (point.taken, point.place.turn, point.place.track.trail, point.known)
                if same not in seen:
                    seen.add(same)
                    ahead.append(point)
            waiting += reversed(ahead)  # the first is looked at first
        done: list[Done] = []
        back: _Point | None = farthest
        while back is not None and back.done is not None:
            done.append(back.done)
            back = back.before
        return Retraced(world, notice, tuple(reversed(done)), farthest.taken)

    def _ahead(self, here: _Point, step: Entry) -> Iterator[_Point]:
        if here.place.turn != step.before:  # something is missing in between
            return
        ways = []
        for doing, interrupts in candidates(self.scripts[here.place.turn]):
            if doing.heard is None:
                continue
            told = self.steering.told(here.known, replace(self.world, now=step.at))
            move = advance(self.flow, here.place, doing.heard, step.at, told)
            if move.place.turn != step.after or move.through != step.through:
                continue
            if entry(self.flow, here.place, doing.heard, step.at, told, move).did == step.did:
                known = self.steering.after(here.known, move.effects)
                ways.append((Done(doing.keys, interrupts), move.place, known))
        for done, place, known in ways:
            yield _Point(place, known, done._replace(ways=len(ways)), here, here.taken + 1)


def candidates(script: Script) -> Iterator[tuple[Doing, bool]]:
    """Yield what a real caller may do at a page, and whether it interrupts words that go on by themselves."""
    yield from ((doing, False) for doing in script.doings)
    verbs = script.verbs
    if script.passing and any(isinstance(verb, Gather) for verb in verbs):
        yield from ((doing, True) for doing in _KEYS)
    if any(isinstance(verb, Record) for verb in verbs):
        yield _HUNG_UP, False
    if any(isinstance(verb, Dial) for verb in verbs):
        yield _CANCELLED, False
    if any(isinstance(verb, Gather) and verb.digits != 1 for verb in verbs):
        yield from ((doing, False) for doing in _REFUSED)


def _ended(found: Retraced, scripts: Scripts, steps: Sequence[Entry], entries: Sequence[Entry]) -> Retraced:
    """Return the call with its end, where the journal has one and it was the caller's doing."""
    last = steps[found.taken - 1]
    over = any(each.did == "over" for each in entries)
    if not over or found.taken < len(steps) or last.after is None:
        return found
    if last.did in ("recording-hung-up", "dial:canceled"):
        return found
    script = scripts[last.after]
    if any(isinstance(verb, Hangup) for verb in script.verbs):
        return found
    return replace(found, done=(*found.done, Done("hangup", interrupts=script.passing)))
