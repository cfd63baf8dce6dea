"""Everything else that is written in a menu: how long a step waits, how often it asks, what it keeps, who is named."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ivr.call.turn import NodeId
from ivr.check.diff.labels import Leaf, Path, shown, what
from ivr.check.diff.pair import Pair, Side, named, several
from ivr.check.diff.values import Change, Section
from ivr.check.diff.ways import Ways
from ivr.menu.complaints import as_written
from ivr.menu.types import Goto, Model, NodeName, Prompt

_ELSEWHERE: Final = frozenset(
    {("line", "languages"), ("node", "kind"), ("node", "open"), ("node", "bank_holidays")}
)
"""Fields that other parts of the comparison tell of."""
_UNHEARD: Final = frozenset(
    {
        "note", "sensitive", "role", "collects", "irreversible", "allow", "limits", "weight", "alternatives",
        "not_before_choice", "emergency_relevant", "name", "first_menu", "kind",
    }
)  # fmt: skip
"""Fields that only people who edit the file, and the checks, look at."""

_HEARD: Final = frozenset({"say_as", "services", "controller"})


def settings(pair: Pair, ways: Ways) -> Iterator[Change]:
    """Yield what changed besides words and ways, at the line and at nodes that are in both versions."""
    own = pair.new.flow.source_language
    for language in sorted(pair.languages, key=lambda code: code != own):
        was, now = _of_the_line(pair, pair.old, language), _of_the_line(pair, pair.new, language)
        yield from _compared(was, now, pair, language)
    unheard: dict[str, list[NodeId]] = {}
    for old, new in pair.both:
        before, node = pair.old.flow.nodes[old], pair.new.flow.nodes[new]
        yield from _order(pair, old, new)
        if before.kind != node.kind:
            continue
        was = _of_node(pair, pair.old, old, new, ways, old=True)
        now = _of_node(pair, pair.new, new, new, ways, old=False)
        for change in _compared(was, now, pair, own):
            if change.section == "unheard":
                unheard.setdefault(change.kind, []).append(new)
            else:
                yield change
    for field, names in unheard.items():
        at = several(map(named, dict.fromkeys(names)))
        yield Change("unheard", field, f"`{field}` changed at {at}.")


def _of_the_line(pair: Pair, side: Side, language: str) -> dict[Path, Leaf]:
    """Return the values of the line by place, in a language; in a translation only those that are its own."""
    name = pair.new_name if side is pair.old else str
    source = side.flow.source_language
    line = side.flow.editions[language].line
    found: dict[Path, Leaf] = {}
    for path, value in (*_leaves(line, ("line",)), (("first_menu",), line.first_menu)):
        place: Path = ("line", *path)
        if path == ("alternatives",):
            value = tuple(
                (way.kind, way.address, way.spoken, way.languages, *map(name, way.covers)) for way in value
            )
        elif path == ("first_menu",) and value is not None:
            value = name(value)
        own: Path = ("line", *as_written(path))
        if language != source:
            own = ("translations", language, *own)
            if side.flow.source.plain(own) is None:
                continue
        found[place] = Leaf(place, own, value)
    return found


def _of_node(pair: Pair, side: Side, name: NodeId, new: NodeId, ways: Ways, *, old: bool) -> dict[Path, Leaf]:
    found = {}
    arrived = {to for (node, _), to in ways.moved.items() if node == new}
    for path, value in _leaves(side.flow.nodes[name], ("node",)):
        own = path
        if path[0] == "options":
            key = str(path[1])
            if old and (new, key) in ways.moved:
                path = ("options", ways.moved[new, key], *path[2:])
            elif (new, key) in ways.told and key not in arrived:
                continue
        place = ("nodes", new, *path)
        found[place] = Leaf(place, ("nodes", name, *as_written(own)), _renamed(value, pair) if old else value)
    return found


def _renamed(value: Any, pair: Pair) -> Any:
    """Return a value of the old file by the names of the new one."""
    if isinstance(value, NodeName):
        return pair.new_name(value)
    if isinstance(value, tuple):
        return tuple(_renamed(part, pair) for part in value)
    return str(value) if isinstance(value, str) else value


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield every value that is neither words nor a way. What agreeing means is told with where a key leads."""
    if isinstance(value, Prompt | Goto) or path[:2] in _ELSEWHERE or path[-1] == "consent":
        return
    if isinstance(value, Model):
        for name in type(value).model_fields:
            yield from _leaves(getattr(value, name), (*path, name))
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _leaves(part, (*path, name))
    elif not (isinstance(value, tuple) and value and isinstance(value[0], Prompt | Goto)):
        yield path[1:], value


def _compared(
    was: Mapping[Path, Leaf], now: Mapping[Path, Leaf], pair: Pair, language: str
) -> Iterator[Change]:
    entries: dict[Path, None] = {}
    for place in dict.fromkeys((*now, *was)):
        old, new = was.get(place), now.get(place)
        if (old.value if old else None) == (new.value if new else None):
            continue  # also what one of them has as words, or as a way, and the other not at all
        # An area or a service is new, or gone, as a whole.
        entry = place[:3] if place[:2] in (("line", "areas"), ("line", "services")) else None
        if entry is None or (old and new):
            yield _change(place, old, new, pair, language)
        elif entry not in entries:
            entries[entry] = None
            kind, how = str(entry[1]).removesuffix("s"), "gone" if new is None else "new"
            yield Change("steps", f"{kind}-{how}", f"The {kind} “{entry[2]}” is {how}.")


def _change(place: Path, old: Leaf | None, new: Leaf | None, pair: Pair, language: str) -> Change:
    field = str(place[2] if place[0] == "nodes" else place[1])
    node = NodeId(str(place[1])) if place[0] == "nodes" else None
    last = str(place[-1])
    if field in _UNHEARD or last in _UNHEARD - {"name"}:
        name = last if last in _UNHEARD else field
        return Change("unheard", name, f"`{name}` of the line changed.")
    section: Section = "words" if field in _HEARD else "steps"
    was = shown(old, pair.old, field) if old else "nothing"
    now = shown(new, pair.new, field) if new else "nothing"
    line = pair.new.flow.line
    where = "" if language == pair.new.flow.source_language else f"{line.languages[language].name}: "
    sentence = f"{where}{what(place)}: {now}; before, {was}."
    return Change(section, field, sentence, node, language=language if where else None, was=was, now=now)


def _order(pair: Pair, old: NodeId, new: NodeId) -> Iterator[Change]:
    """Yield that choices are said in another order."""
    before = [
        str(way.how) for way in pair.old.flow.nodes[old].exits(pair.old.flow.line) if way.means == "key"
    ]
    after = [str(way.how) for way in pair.new.flow.nodes[new].exits(pair.new.flow.line) if way.means == "key"]
    was, now = [key for key in before if key in after], [key for key in after if key in before]
    if was != now:
        sentence = (
            f"The choices at {named(new)} are said in another order: {several(now)}; before, {several(was)}."
        )
        yield Change("words", "order", sentence, new)
