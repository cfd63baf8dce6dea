"""A flow as a Mermaid flowchart, which GitHub and GitLab draw in a page."""

from collections.abc import Iterator
from typing import Final

from ivr.call.turn import NodeId
from ivr.show.marks import NO_MARKS, Marks, untried_besides
from ivr.show.plan import Does, Plan, Spot, Way

_SHAPES: Final[dict[Does, tuple[str, str]]] = {
    "chooses": ("{{", "}}"),
    "enters": ("[/", "/]"),
    "records": ("[(", ")]"),
    "rings": ("[[", "]]"),
    "ends": ("([", "])"),
    "speaks": ("(", ")"),
    "divides": ("{", "}"),
}
_MOST_EDGES: Final = 500
"""What Mermaid draws unless it is told to draw more."""
_WORDS: Final = 60
"""Characters of a node's words that are shown."""


def mermaid(plan: Plan, marks: Marks = NO_MARKS) -> str:
    """Return a map as the text of a Mermaid flowchart. Names in it are n0, n1, …: any words are labels.

    Ways between the same two nodes are one line. Those that nobody chooses (silence, wrong keys) are dotted.
    """
    names = {name: f"n{number}" for number, name in enumerate(plan.spots)}
    edges = list(_edges(plan, names, marks))
    besides = untried_besides(plan, marks)
    lines = ["flowchart TD"]
    if len(edges) > _MOST_EDGES:
        lines.append(
            f"    %% {len(edges)} lines: Mermaid has to be set up with a higher maxEdges and maxTextSize"
        )
    lines += (
        f"    {names[name]}{_box(spot, _remarks(name, marks, besides.get(name, ())))}"
        for name, spot in plan.spots.items()
    )
    for number, key in enumerate(plan.keys):
        if key.to:
            lines.append(
                f'    k{number}>"{_label(f"{key.key} everywhere: {key.meaning}")}"] --> {names[key.to]}'
            )
    lines += edges
    lines.append("    classDef lost stroke-dasharray: 4 4")
    lines.append(f"    style {names[plan.start]} stroke-width: 4px")
    lost = [names[spot.name] for spot in plan.spots.values() if not spot.reached]
    if lost:
        lines.append(f"    class {','.join(lost)} lost")
    return "\n".join(lines)


def _remarks(name: NodeId, marks: Marks, besides: tuple[str, ...]) -> str:
    """Return the rules that a node breaks and what nobody has tried there, as more lines of its label."""
    said = [f"{level}: {rule}" for level, rule, _ in marks.rules(name)]
    said += [f"not tried: {', '.join(besides)}"] if besides else []
    return "".join(f"<br/>{_label(line)}" for line in said)


def _box(spot: Spot, remarks: str) -> str:
    left, right = _SHAPES[spot.does]
    says = spot.says if len(spot.says) <= _WORDS else spot.says[: _WORDS - 1].rsplit(" ", 1)[0] + "…"
    label = (
        f"{_label(spot.name)}<br/>{_label(says)}" if says else f"{_label(spot.name)}<br/>{_label(spot.kind)}"
    )
    return f'{left}"{label}{remarks}"{right}'


def _edges(plan: Plan, names: dict[NodeId, str], marks: Marks) -> Iterator[str]:
    for name, ways in plan.ways.items():
        joined: dict[tuple[NodeId, bool], list[Way]] = {}
        for way in ways:
            if way.to is not None:
                joined.setdefault((way.to, way.means in ("silence", "wrong-keys")), []).append(way)
        for (to, passive), same in joined.items():
            said = ", ".join(_said(way) + " (not tried)" * marks.has_not_tried(way) for way in same)
            arrow = "-.->" if passive else "-->"
            yield f'    {names[name]} {arrow}|"{_label(said)}"| {names[to]}'


def _said(way: Way) -> str:
    return f"{way.how}: {way.words}" if way.words else way.how


def _label(text: str) -> str:
    """Return a text that means itself inside a quoted label: what Mermaid or HTML would read is written as a code.

    >>> _label('say "#1" <now>')
    'say #34;#35;1#34; #60;now#62;'
    """
    return "".join(
        f"#{ord(char)};" if char in _SPECIAL else char if char.isprintable() else " " for char in text
    )


_SPECIAL: Final = frozenset('"#&<>`\\|[]{}()*_~')
