"""Everything else that is written in a menu: how long a step waits, how often it asks, what it keeps, who is named."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ivr.call.turn import NodeId
from ivr.check.diff.labels import Leaf, Path, shown, what
from ivr.check.diff.pair import Pair, Side, named, several
from ivr.check.diff.values import Change, Section
from ivr.check.diff.ways import Ways
from ivr.menu.complaints import as_written
from ivr.menu.types import Goto, Model, NodeName, Prompt

_ELSEWHERE: Final = frozenset({"kind", "open", "bank_holidays", "languages", "consent"})
"""Fields that other parts of the comparison tell of."""
_UNHEARD: Final = frozenset(
    {
        "note", "sensitive", "role", "collects", "irreversible", "allow", "limits", "weight", "alternatives",
        "not_before_choice", "emergency_relevant", "name", "first_menu",
    }
)  # fmt: skip
"""Fields that only people who edit the file, and the checks, look at."""

_HEARD: Final = frozenset({"say_as", "services", "controller"})


def settings(pair: Pair, ways: Ways) -> Iterator[Change]:
    """Yield what changed besides words and ways, at the line and at nodes that are in both versions."""
    yield from _compared(_of_the_line(pair.old, pair.new_name), _of_the_line(pair.new, str), pair)
    unheard: dict[str, list[NodeId]] = {}
    for old, new in pair.both:
        before, node = pair.old.flow.nodes[old], pair.new.flow.nodes[new]
        yield from _order(pair, old, new, ways)
        if before.kind != node.kind:
            continue
        was = _of_node(pair, pair.old, old, new, ways, old=True)
        now = _of_node(pair, pair.new, new, new, ways, old=False)
        for change in _compared(was, now, pair):
            if change.section == "unheard":
                unheard.setdefault(change.kind, []).append(new)
            else:
                yield change
    for field, names in unheard.items():
        at = several(map(named, dict.fromkeys(names)))
        yield Change("unheard", field, f"`{field}` changed at {at}.")


def _of_the_line(side: Side, name: Callable[[str], str]) -> dict[Path, Leaf]:
    """Return the values of the line by place. `name` gives a node's name in the new file."""
    found: dict[Path, Leaf] = {}
    for path, value in _leaves(side.flow.line, ()):
        place = ("line", *path)
        if path == ("alternatives",):
            value = tuple(
                (each.kind, each.address, each.spoken, each.languages, *map(name, each.covers))
                for each in value
            )
        found[place] = Leaf(place, ("line", *as_written(path)), value)
    first = side.flow.line.first_menu
    found["line", "first_menu"] = Leaf(("line", "first_menu"), ("line", "first_menu"), first and name(first))
    return found


def _of_node(pair: Pair, side: Side, name: NodeId, new: NodeId, ways: Ways, *, old: bool) -> dict[Path, Leaf]:
    found = {}
    arrived = {to for (node, _), to in ways.moved.items() if node == new}
    for path, value in _leaves(side.flow.nodes[name], ()):
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
    """Yield every value that is neither words nor a way."""
    if (
        isinstance(value, Prompt | Goto)
        or (path and path[0] in _ELSEWHERE)
        or (path and path[-1] in _ELSEWHERE)
    ):
        return
    if isinstance(value, Model):
        for name in type(value).model_fields:
            yield from _leaves(getattr(value, name), (*path, name))
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _leaves(part, (*path, name))
    elif isinstance(value, tuple) and value and isinstance(value[0], Prompt | Goto):
        return
    else:
        yield path, value


def _compared(was: Mapping[Path, Leaf], now: Mapping[Path, Leaf], pair: Pair) -> Iterator[Change]:
    gone: dict[Path, None] = {}
    for place in dict.fromkeys((*now, *was)):
        old, new = was.get(place), now.get(place)
        if (old.value if old else None) == (new.value if new else None):
            continue  # also what one of them has as words, or as a way, and the other not at all
        whole = _whole(place)
        if (old is None or new is None) and whole is not None:
            if whole not in gone:
                gone[whole] = None
                yield _entry(
                    whole,
                    is_new=old is None,
                    still=any(at[:3] == whole for at in (was if old is None else now)),
                )
            continue
        yield _change(place, old, new, pair)


def _whole(place: Path) -> Path | None:
    """Return the entry of a table that a value belongs to: an area, a service."""
    return place[:3] if place[0] == "line" and len(place) > 3 and place[1] in ("areas", "services") else None


def _entry(whole: Path, *, is_new: bool, still: bool) -> Change:
    what = {"areas": "area", "services": "service"}[str(whole[1])]
    how = "has changed" if still else "is new" if is_new else "is gone"
    return Change("steps", f"{what}-{how.split()[-1]}", f"The {what} “{whole[2]}” {how}.")


def _change(place: Path, old: Leaf | None, new: Leaf | None, pair: Pair) -> Change:
    field = str(place[2] if place[0] == "nodes" else place[1])
    node = NodeId(str(place[1])) if place[0] == "nodes" else None
    last = str(place[-1])
    if field in _UNHEARD or last in _UNHEARD - {"name"}:
        name = last if last in _UNHEARD else field
        return Change("unheard", name, f"`{name}` of the line changed.")
    section: Section = "words" if field in _HEARD else "steps"
    was = shown(old, pair.old, field) if old else "nothing"
    now = shown(new, pair.new, field) if new else "nothing"
    return Change(section, field, f"{what(place)}: {now}; before, {was}.", node, was=was, now=now)


def _order(pair: Pair, old: NodeId, new: NodeId, ways: Ways) -> Iterator[Change]:
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
