"""Which node of the old file is which of the new one: by its name, else by what it says and what is around it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ivr.call.turn import NodeId
from ivr.menu.flow import Flow
from ivr.menu.types import Goto, Prompt, found

_LIKE: Final = 0.55
"""How alike two nodes must be, from 0 to 1, to be the same under another name. Ours."""
_UNLIKE: Final = 0.25
"""Two nodes of one name that are less alike than this may each be another one."""

Kept = Counter[str]


@dataclass(frozen=True)
class Matching:
    """`now`: for each node of the old file that is still there, its name in the new one."""

    now: Mapping[NodeId, NodeId]

    @property
    def before(self) -> dict[NodeId, NodeId]:
        """For each node of the new file that was there, its name in the old one."""
        return {new: old for old, new in self.now.items()}

    @property
    def renamed(self) -> dict[NodeId, NodeId]:
        """The nodes whose name changed, from old to new."""
        return {old: new for old, new in self.now.items() if old != new}


def match(old: Flow, new: Flow) -> Matching:
    """Return which node is which."""
    sides = _Side(old), _Side(new)
    now = {name: name for name in old.nodes if name in new.nodes}
    weak = [name for name in now if _alike(sides, now, name, name) < _UNLIKE]
    if weak and len(now) < max(len(old.nodes), len(new.nodes)):
        for name in weak:
            del now[name]
    _same_words(sides, now)
    while _closest(sides, now):
        pass
    taken = set(now.values())
    now |= {name: name for name in weak if name not in now and name not in taken}
    return Matching({name: now[name] for name in old.nodes if name in now})


class _Side:
    """A flow as nodes are compared: the words of each, what leads there, and where it leads."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.words = {
            name: tuple(prompt.words for _, prompt in found(node, Prompt))
            for name, node in flow.nodes.items()
        }
        self.counted = {name: _counted(words) for name, words in self.words.items()}
        self.ahead: dict[NodeId, set[tuple[str, str]]] = {name: set() for name in flow.nodes}
        self.behind: dict[NodeId, set[tuple[str, str]]] = {name: set() for name in flow.nodes}
        for name, node in flow.nodes.items():
            for way in node.exits(flow.line):
                self.ahead[name].add((way.how, way.to))
                if NodeId(way.to) in self.behind:
                    self.behind[NodeId(way.to)].add((way.how, name))
        for path, goto in found(flow.line, Goto):
            if NodeId(goto) in self.behind:
                self.behind[NodeId(goto)].add((str(path[0]), ""))


def _counted(words: Iterable[str]) -> Kept:
    return Counter(word for text in words for word in text.casefold().split())


def _same_words(sides: tuple[_Side, _Side], now: dict[NodeId, NodeId]) -> None:
    """Match nodes that say the same words, where only one on each side does: most, and fifty times as quickly."""
    olds, news = _by_words(sides[0], now.keys()), _by_words(sides[1], set(now.values()))
    for words, names in olds.items():
        if len(names) == 1 and len(news.get(words, ())) == 1:
            now[names[0]] = news[words][0]


def _by_words(side: _Side, taken: Iterable[NodeId]) -> dict[tuple[object, ...], list[NodeId]]:
    groups: dict[tuple[object, ...], list[NodeId]] = {}
    taken = set(taken)
    for name, words in side.words.items():
        if words and name not in taken:
            groups.setdefault((side.flow.nodes[name].kind, *words), []).append(name)
    return groups


def _closest(sides: tuple[_Side, _Side], now: dict[NodeId, NodeId]) -> bool:
    """Match the nodes that are most alike, each at most once; say whether there were any."""
    taken = set(now.values())
    olds = [name for name in sides[0].flow.nodes if name not in now]
    news = [name for name in sides[1].flow.nodes if name not in taken]
    scored = [
        (score, old, new) for old in olds for new in news if (score := _alike(sides, now, old, new)) >= _LIKE
    ]
    scored.sort(key=lambda each: -each[0])  # equally good ones stay in the order of the files
    found_any = False
    for _, old, new in scored:
        if old not in now and new not in taken:
            now[old] = new
            taken.add(new)
            found_any = True
    return found_any


def _alike(sides: tuple[_Side, _Side], now: Mapping[NodeId, NodeId], old: NodeId, new: NodeId) -> float:
    """Return how alike two nodes are, from 0 to 1: their kind, their words, and what is before and behind them."""
    before, after = sides
    if before.flow.nodes[old].kind != after.flow.nodes[new].kind:
        return 0.0
    words = _shared(before.counted[old], after.counted[new])
    around = _around(before, old, now), _around(after, new, None)
    if not before.words[old] and not after.words[new]:
        return _shared(*around)
    return 0.7 * words + 0.3 * _shared(*around)


def _around(side: _Side, name: NodeId, now: Mapping[NodeId, NodeId] | None) -> Kept:
    """Return what leads to a node and from it, with the names of the new file as far as they are known."""

    def known(to: str) -> str:
        return to if now is None else now.get(NodeId(to), to)

    return Counter(
        [f"{how} → {known(to)}" for how, to in side.ahead[name]]
        + [f"{how} ← {known(start)}" for how, start in side.behind[name]]
    )


def _shared(one: Kept, other: Kept) -> float:
    """Return how much of two bags is in both (Dice), from 0 to 1; 0 where both are empty."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
