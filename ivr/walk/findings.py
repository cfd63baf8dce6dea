"""What a walk shows to be wrong: one finding for each fault, node and language, with the shortest way to it."""

from collections.abc import Callable, Iterable, Iterator

from ivr.call.keys import PERSON
from ivr.call.speech import Words
from ivr.call.turn import NodeId, Turn
from ivr.call.verbs import Gather, Say, Verb
from ivr.menu.flow import Flow
from ivr.walk.pages import Pages
from ivr.walk.paths import PathProblem, State, Walk

_KINDS = ("unreachable", "dead-end", "endless", "no-person", "back", "named-early", "invalid-twiml")


class Findings:
    """The findings so far, over all worlds."""

    def __init__(self, flow: Flow, pages: Pages, check_page: Callable[[bytes], list[str]]) -> None:
        self.flow, self.pages, self.check_page = flow, pages, check_page
        self._found: dict[tuple[str, str, str | None], PathProblem] = {}
        self._checked: set[Turn] = set()
        self._reached: set[NodeId] = set()
        self._early = _Early(flow)

    def look_at(self, walk: Walk) -> None:
        """Note everything that is wrong in one world."""
        self._reached |= walk.passed | {state[0].node for state in walk.places}
        for state in walk.places:
            self._pages(walk, state)
            self._person(walk, state)
        for state, why in walk.stuck.items():
            self._note("back", walk, state, why, "star")
        for state in _never_ending(walk):
            self._note(
                "dead-end", walk, state, "nothing a caller can do from here leads to an end of the call"
            )
        for state in _round_and_round(walk):
            self._note("endless", walk, state, "a caller who presses nothing useful is asked this for ever")

    def all(self) -> tuple[PathProblem, ...]:
        """Return what was found, in the order of the file, and nodes that no call reaches."""
        for name in self.flow.nodes:
            if name not in self._reached:
                problem = PathProblem("unreachable", name, None, "no call leads here")
                self._found["unreachable", name, None] = problem
        order = {name: index for index, name in enumerate(self.flow.nodes)}
        return tuple(
            sorted(
                self._found.values(),
                key=lambda p: (_KINDS.index(p.kind), order[NodeId(p.node)], p.language or ""),
            )
        )

    def _note(self, kind: str, walk: Walk, state: State, message: str, *more: str) -> None:
        turn, world = state[0], walk.world
        key = (kind, turn.node, turn.language)
        keys = walk.keys(state, *more)
        known = self._found.get(key)
        if known is None or (known.keys is not None and len(keys.split()) < len(known.keys.split())):
            self._found[key] = PathProblem(
                kind, turn.node, turn.language, message, world.at, world.from_, keys
            )

    def _pages(self, walk: Walk, state: State) -> None:
        turn, _, _, chosen = state
        if not chosen:
            for word in self._early.words_said(turn, walk.scripts[turn].verbs):
                self._note(
                    "named-early",
                    walk,
                    state,
                    f"“{word}” is said before an option of the first menu is chosen",
                )
        if turn not in self._checked:
            self._checked.add(turn)
            page = self.pages[turn].fill(walk.places[state].track, _sample)
            for problem in self.check_page(page):
                self._note("invalid-twiml", walk, state, problem)

    def _person(self, walk: Walk, state: State) -> None:
        person = self.flow.line.person
        for doing, there in walk.ways[state]:
            pressed = doing.keys in (PERSON, f"{PERSON} hash")
            if pressed and (there is None or str(there[0].node) != person):
                self._note("no-person", walk, state, "0 does not lead to a person here", doing.keys)
                return


def _sample(slot: str) -> str:
    return "+441632960000" if slot.startswith("number:") else "48213765"


class _Early:
    """The words that nobody may hear before an option of the first menu is chosen."""

    def __init__(self, flow: Flow) -> None:
        self.forms: dict[str, set[str]] = {}
        for word in flow.line.not_before_choice:
            forms = {word, " ".join(word)} | {e.spoken(word) for e in flow.editions.values()}
            self.forms[word] = {_plain(form) for form in forms}
        self._said: dict[Turn, tuple[str, ...]] = {}

    def words_said(self, turn: Turn, verbs: tuple[Verb, ...]) -> tuple[str, ...]:
        if not self.forms:
            return ()
        if turn not in self._said:
            said = _plain(" ".join(_spoken(verbs)))
            self._said[turn] = tuple(
                word for word, forms in self.forms.items() if any(form in said for form in forms)
            )
        return self._said[turn]


def _plain(text: str) -> str:
    letters = "".join(character if character.isalnum() else " " for character in text.casefold())
    return f" {' '.join(letters.split())} "


def _spoken(verbs: Iterable[Verb]) -> Iterator[str]:
    for verb in verbs:
        if isinstance(verb, Say):
            yield "".join(piece.text if isinstance(piece, Words) else " " for piece in verb.speech)
        elif isinstance(verb, Gather):
            yield from _spoken(verb.speaks)


def _never_ending(walk: Walk) -> Iterator[State]:
    """Yield the states from which no end of the call can be reached but by hanging up."""
    before: dict[State, list[State]] = {}
    ended: list[State] = []
    for state, ways in walk.ways.items():
        for doing, there in ways:
            if there is not None:
                before.setdefault(there, []).append(state)
            elif doing.keys != "hangup":
                ended.append(state)
            if doing.keys == "dial:completed":
                ended.append(state)
    alive = set(ended)
    while ended:
        for state in before.get(ended.pop(), ()):
            if state not in alive:
                alive.add(state)
                ended.append(state)
    return (state for state in walk.ways if state not in alive)


def _round_and_round(walk: Walk) -> Iterator[State]:
    """Yield the states on a way round that needs nobody to press a key with a meaning."""
    ahead = {
        state: [there for doing, there in ways if doing.passive and there is not None]
        for state, ways in walk.ways.items()
    }
    for loop in _loops(ahead):
        asking = [state for state in loop if not walk.scripts[state[0]].passing]
        yield min(asking or loop, key=lambda state: len(walk.keys(state).split()))


def _loops(ahead: dict[State, list[State]]) -> Iterator[list[State]]:
    """Yield the strongly connected parts of a graph that have a way round (Tarjan, without recursion)."""
    index: dict[State, int] = {}
    low: dict[State, int] = {}
    stack: list[State] = []
    on_stack: set[State] = set()
    for root in ahead:
        if root in index:
            continue
        work: list[tuple[State, Iterator[State]]] = [(root, iter(ahead[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            here, ways = work[-1]
            for there in ways:
                if there not in index:
                    index[there] = low[there] = len(index)
                    stack.append(there)
                    on_stack.add(there)
                    work.append((there, iter(ahead[there])))
                    break
                if there in on_stack:
                    low[here] = min(low[here], index[there])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[here])
                if low[here] == index[here]:
                    part = []
                    while True:
                        state = stack.pop()
                        on_stack.discard(state)
                        part.append(state)
                        if state == here:
                            break
                    if len(part) > 1 or here in ahead[here]:
                        yield part
