"""What a walk shows to be wrong: one finding for each fault, node and language, with the shortest way to it."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ivr.call.keys import PERSON
from ivr.call.known import SAMPLE_NUMBER
from ivr.call.turn import NodeId, Turn
from ivr.menu.scene import NUMBER
from ivr.walk.early import Early
from ivr.walk.loops import loops
from ivr.walk.pages import Pages
from ivr.walk.replaying import is_a_way
from ivr.walk.states import State, Worlds
from ivr.walk.walking import Walk

_KINDS = ("unreachable", "dead-end", "endless", "no-person", "back", "named-early", "invalid-twiml")


@dataclass(frozen=True, slots=True)
class PathProblem:
    """Something that goes wrong in some call.

    `kind`: `unreachable`, `dead-end`, `endless`, `no-person`, `back`, `named-early` or `invalid-twiml`. `at`:
    the London time of such a call, in ISO form, None for any. `from_`: `withheld`, or None for any caller. `keys`:
    the shortest way there, as `ivr call --keys` takes it; None where there is no way. `language`: of what is said
    there; `begins`: the one the call begins in, None for the one the file is written in.
    """

    kind: str
    node: str
    language: str | None
    message: str
    at: str | None = None
    from_: str | None = None
    keys: str | None = None
    begins: str | None = None


def findings(walk: Walk, pages: Pages, check_page: Callable[[bytes], list[str]]) -> tuple[PathProblem, ...]:
    """Return what is wrong, by kind and then in the order of the file."""
    found = _Found(walk)
    _reaching(walk, found)
    _pages(walk, pages, check_page, found)
    for state, why in walk.stuck.items():
        found.note("back", state, why, "star")
    for state, within in _never_ending(walk):
        found.note(
            "dead-end", state, "nothing a caller can do from here leads to an end of the call", within=within
        )
    for state, within in _round_and_round(walk):
        found.note(
            "endless", state, "a caller who presses nothing useful is asked this for ever", within=within
        )
    return found.in_order()


class _Found:
    """One problem for each kind, node and language: the one with the fewest steps to it."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.problems: dict[tuple[str, str, str | None], PathProblem] = {}

    def note(self, kind: str, state: State, message: str, *more: str, within: Worlds = -1) -> None:
        turn = state.turn
        bits = state.reached & within
        if not bits:
            return
        key = (kind, turn.node, turn.language)
        known = self.problems.get(key)
        own = self._begun_in(turn.language)  # these first, so that nobody has to change the language
        for number in (*_numbers(bits & own), *_numbers(bits & ~own)):
            world, keys = self.walk.worlds[number], state.keys(number, *more)
            if known is not None and len(keys.split()) >= len((known.keys or "").split()):
                continue
            if is_a_way(self.walk, state, number):
                self.problems[key] = PathProblem(
                    kind, turn.node, turn.language, message, world.at, world.from_, keys, world.language
                )
                return

    def _begun_in(self, language: str) -> Worlds:
        """Return the worlds in which calls begin in a language."""
        own = self.walk.flow.source_language
        return sum(1 << n for n, world in enumerate(self.walk.worlds) if (world.language or own) == language)

    def in_order(self) -> tuple[PathProblem, ...]:
        order = {name: index for index, name in enumerate(self.walk.flow.nodes)}
        return tuple(
            sorted(
                self.problems.values(),
                key=lambda p: (_KINDS.index(p.kind), order[NodeId(p.node)], p.language or ""),
            )
        )


def _numbers(bits: Worlds) -> Iterator[int]:
    while bits:
        yield (bits & -bits).bit_length() - 1
        bits &= bits - 1


def _reaching(walk: Walk, found: _Found) -> None:
    """Note nodes that no call reaches, and steps from which 0 does not lead to a person."""
    person = walk.flow.line.person
    reached = {state.turn.node for state in walk.reached} | walk.passed_first
    for state in walk.reached:
        for way in state.ways or ():
            if way.through and state.reached & way.within:
                reached.update(way.through)
            if way.doing.keys in (PERSON, f"{PERSON} hash") and (
                way.to is None or str(way.to.turn.node) != person
            ):
                found.note("no-person", state, "0 does not lead to a person here", way.doing.keys)
    for name in walk.flow.nodes:
        if name not in reached:
            found.problems["unreachable", name, None] = PathProblem(
                "unreachable", name, None, "no call leads here"
            )


def _pages(walk: Walk, pages: Pages, check_page: Callable[[bytes], list[str]], found: _Found) -> None:
    """Note words said too early, and pages that the provider would refuse."""
    early = Early(walk.flow)
    wrong: dict[Turn, list[str]] = {}
    for state in walk.reached:
        turn = state.turn
        for word in early.words_said(turn, walk.scripts[turn].verbs) if not state.chosen else ():
            found.note("named-early", state, f"“{word}” is said before an option of the first menu is chosen")
        if turn not in wrong:
            wrong[turn] = check_page(pages[turn].fill(state.place.track, _sample))
        for problem in wrong[turn]:
            found.note("invalid-twiml", state, problem)


def _sample(slot: str) -> str:
    return SAMPLE_NUMBER if slot.startswith(NUMBER) else "48213765"


def _never_ending(walk: Walk) -> Iterator[tuple[State, Worlds]]:
    """Yield states with the worlds in which no end of the call can be reached from them but by hanging up."""
    before: dict[State, list[tuple[State, Worlds]]] = {}
    alive: dict[State, Worlds] = {}
    for state in walk.reached:
        for way in state.ways or ():
            if way.to is not None:
                before.setdefault(way.to, []).append((state, way.within))
            if (way.to is None and way.doing.keys != "hangup") or way.doing.keys == "dial:completed":
                alive[state] = alive.get(state, 0) | way.within
    waiting = deque(alive.items())
    while waiting:
        here, bits = waiting.popleft()
        for state, within in before.get(here, ()):
            new = bits & within & ~alive.get(state, 0)
            if new:
                alive[state] = alive.get(state, 0) | new
                waiting.append((state, new))
    for state in walk.reached:
        if state.reached & ~alive.get(state, 0):
            yield state, state.reached & ~alive.get(state, 0)


def _round_and_round(walk: Walk) -> Iterator[tuple[State, Worlds]]:
    """Yield a step of each way round that needs nobody to press a key with a meaning."""
    passive = {
        state: [(way.to, way.within) for way in state.ways or () if way.doing.passive and way.to is not None]
        for state in walk.reached
    }
    anywhere = {state: [to for to, _ in ways if to.reached] for state, ways in passive.items()}
    if not any(loops(anywhere)):  # what is no way round in all worlds together is none in any of them
        return
    nearest: dict[frozenset[tuple[str, NodeId]], tuple[int, State, Worlds]] = {}
    for number in range(len(walk.worlds)):
        bit = 1 << number
        ahead = {
            state: [to for to, within in ways if within & bit]
            for state, ways in passive.items()
            if state.reached & bit
        }
        for loop in loops(ahead):
            asking = [state for state in loop if not walk.scripts[state.turn].passing]
            steps, place = min(
                (len(state.keys(number).split()), place) for place, state in enumerate(asking or loop)
            )
            round_trip = frozenset((state.turn.language, state.turn.node) for state in loop)
            if round_trip not in nearest or steps < nearest[round_trip][0]:
                nearest[round_trip] = steps, (asking or loop)[place], bit
    for _, state, bit in nearest.values():
        yield state, bit
