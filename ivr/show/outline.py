"""A flow as text: where every key leads, from the first words on. Plain lines, made to be read aloud, too."""

from collections import deque
from collections.abc import Iterable, Iterator

from ivr.call.turn import NodeId
from ivr.show.branches import Branch, Outline, html_outline
from ivr.show.marks import LINE, NO_MARKS, Marks, untried_besides
from ivr.show.plan import Plan, Spot, Way

__all__ = ["Branch", "Outline", "html_outline", "outline"]

WIDEST = 100
"""Characters of a line, as far as names and options allow."""
DEEPEST = 8
"""Steps that are shown inside each other; what lies behind them begins again at the left."""
_STEP = "   "
_FEWEST = 20
"""Characters of a node's words that are worth showing."""
_NOT_TRIED = " (not tried)"
_NOT_CHOSEN = ("silence", "wrong-keys")


def outline(plan: Plan, marks: Marks = NO_MARKS) -> str:
    """Return a map as text: the keys that work everywhere, each node once, and what nothing leads to.

    Below a node stand the rules that it breaks, and what no scenario has tried there.
    """
    parts = [_keys(plan, marks), _call(plan, marks), _lost(plan, marks)]
    return "\n\n".join("\n".join(part) for part in map(list, parts) if part)


def _keys(plan: Plan, marks: Marks) -> Iterator[str]:
    yield "Keys that work everywhere"
    for key in plan.keys:
        to = f" → {key.to}" if key.to else ""
        yield f"{_STEP}{key.key:<5}{key.meaning}{to}{_NOT_TRIED if (LINE, key.key) in marks.untried else ''}"


def _call(plan: Plan, marks: Marks) -> Iterator[str]:
    yield "A call"
    yield from _Writer(plan, marks, [plan.start, *(key.to for key in plan.keys if key.to)]).write()


def _lost(plan: Plan, marks: Marks) -> Iterator[str]:
    lost = [spot.name for spot in plan.spots.values() if not spot.reached]
    if lost:
        yield "Nothing leads here"
        yield from _Writer(plan, marks, lost).write()


class _Writer:
    """Writes nodes inside each other: each under the one from which it is reached soonest."""

    def __init__(self, plan: Plan, marks: Marks, roots: list[NodeId]) -> None:
        self.plan, self.marks, self.roots = plan, marks, roots
        self.besides = untried_besides(plan, marks)
        self.parents = _parents(plan, roots)
        self.written: set[NodeId] = set()
        self.later: deque[NodeId] = deque()

    def write(self) -> Iterator[str]:
        """Yield the lines of the roots, and of all that lies behind them."""
        self.later.extend(self.roots)
        while self.later:
            root = self.later.popleft()
            if root not in self.written:
                yield ""
                yield from self._tree(root)

    def _tree(self, root: NodeId) -> Iterator[str]:
        self.written.add(root)
        yield _fitting(_STEP, self.plan.spots[root])
        yield from self._remarks(root, _STEP * 2)
        waiting = [self._ways(root)]
        while waiting:
            indent = _STEP * (len(waiting) + 1)
            ways, label = next(waiting[-1], (None, ""))
            if ways is None:
                waiting.pop()
            elif len({way.to for way in ways}) > 1:
                yield indent + "; ".join(f"{self._how(way)} → {_name(way)}" for way in ways)
            else:
                to = ways[0].to
                deeper = self._goes_deeper(ways[0], len(waiting))
                if to is None or not deeper:
                    yield f"{indent}{label} → {_name(ways[0])}{self._where(to)}"
                else:
                    self.written.add(to)
                    yield _fitting(f"{indent}{label} → ", self.plan.spots[to])
                    yield from self._remarks(to, indent + _STEP)
                    waiting.append(self._ways(to))

    def _goes_deeper(self, way: Way, depth: int) -> bool:
        """Whether the node that a way leads to is shown here; it is put off where it would stand too deep."""
        if way.to is None or way.to in self.written or self.parents[way.to] != way.start:
            return False
        if depth >= DEEPEST and self.plan.ways[way.to]:
            self.later.append(way.to)
            return False
        return True

    def _where(self, to: NodeId | None) -> str:
        return "" if to is None else " (see above)" if to in self.written else " (see below)"

    def _ways(self, name: NodeId) -> Iterator[tuple[list[Way] | None, str]]:
        """Yield the ways out of a node with what is done there. Silence and wrong keys stand in one line, unless one of
        them is the way by which a node is reached soonest."""
        ways = self.plan.ways[name]
        widest = max((len(way.how) for way in ways if way.means == "key"), default=0)
        alike: dict[NodeId | None, list[Way]] = {}
        passive = [way for way in ways if way.means in _NOT_CHOSEN]
        only_here = {way.to for way in passive if way.to and self.parents[way.to] == name}
        for way in ways:
            if way.means == "key":
                tried = _NOT_TRIED if self.marks.has_not_tried(way) else ""
                yield [way], f"{way.how:<{widest}}  {way.words}".rstrip() + tried
            elif way not in passive or len({way.to for way in passive}) == 1 or only_here - self.written:
                alike.setdefault(way.to, []).append(way)
        for same in alike.values():
            yield same, " or ".join(map(self._how, same))
        if passive and not any(way in same for same in alike.values() for way in passive):
            yield passive, ""

    def _how(self, way: Way) -> str:
        return way.how + (_NOT_TRIED if self.marks.has_not_tried(way) else "")

    def _remarks(self, name: NodeId, indent: str) -> Iterator[str]:
        """Yield what is unwise at a node, and what nobody has tried there."""
        for level, rule, count in self.marks.rules(name):
            yield f"{indent}{level}: {rule}" + (f" ({count} times)" if count > 1 else "")
        if name in self.besides:
            yield f"{indent}not tried: {', '.join(self.besides[name])}"


def _name(way: Way) -> str:
    return way.to or "one step back"


def _fitting(before: str, spot: Spot) -> str:
    """Return a line that ends with a node, its kind, and as many of its words as fit."""
    head = f"{before}{spot.name} ({spot.kind})"
    room = WIDEST - len(head) - 3
    if not spot.says or room < min(_FEWEST, len(spot.says)):
        return head
    says = spot.says if len(spot.says) <= room else spot.says[: room - 1].rsplit(" ", 1)[0] + "…"
    return f"{head} “{says}”"


def _parents(plan: Plan, roots: Iterable[NodeId]) -> dict[NodeId, NodeId | None]:
    """Return, for each node, the one from which it is reached soonest; None for the roots."""
    parents: dict[NodeId, NodeId | None] = {}
    for root in roots:
        waiting = deque([root] if root not in parents else [])
        parents.setdefault(root, None)
        while waiting:
            here = waiting.popleft()
            for way in sorted(plan.ways[here], key=lambda way: way.means in _NOT_CHOSEN):
                if way.to is not None and way.to not in parents:
                    parents[way.to] = here
                    waiting.append(way.to)
    return parents
