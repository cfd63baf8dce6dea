"""What a setting is called in a sentence, and how its value is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ivr.check.diff.pair import Side, named, several

Path = tuple[str | int, ...]

_SECONDS: Final = frozenset({"wait", "entry_wait", "silence", "longest", "ring", "longest_call"})

_AT_NODES: Final[Mapping[str, str]] = {
    "wait": "How long {node} waits for a key",
    "attempts": "How often {node} asks",
    "longest": "The longest recording at {node}",
    "silence": "The pause that ends a recording at {node}",
    "beep": "A beep before the recording at {node}",
    "ring": "How long {node} lets it ring",
    "number": "The setting with the number that {node} rings",
    "accept": "What may be keyed in at {node}",
    "at_least": "The fewest digits at {node}",
    "at_most": "The most digits at {node}",
    "answer": "The name under which the answer at {node} is kept",
    "default": "What is kept at {node} when somebody stays silent",
    "request": "What a number keyed in at {node} asks for",
    "on": "What {node} goes by",
    "of": "The recordings that {node} plays",
}
_OF_OPTIONS: Final[Mapping[str, str]] = {
    "value": "What key {key} at {node} keeps",
    "confirms": "Key {key} at {node} confirms a safe way to be contacted",
    "language": "The language that key {key} at {node} changes to",
}
_OF_THE_LINE: Final[Mapping[str, str]] = {
    "wait": "How long the line waits for a key",
    "entry_wait": "How long the line waits while digits are keyed in",
    "attempts": "How often the line asks",
    "longest_call": "After how long a call is taken to be over",
    "controller": "Who keeps the message, as it is said",
    "switchboards": "The numbers that count as withheld",
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value in the file. `place`: its path by the names of the new file; `path`: where it is in its own."""

    place: Path
    path: Path
    value: Any


def what(place: Path) -> str:
    """Return what a setting is called, as it begins a sentence."""
    if place[0] == "line":
        match place[1:]:
            case ("say_as", written):
                return f"How “{written}” is spoken"
            case ("services", service, "number"):
                return f"The number that is read out for “{service}”"
            case ("services", service, "name"):
                return f"The name that is read out for “{service}”"
            case ("areas", area, "towns" | "name" as part):
                return f"The {part} of the area “{area}”"
            case (field, *rest):
                inside = "".join(f", {part}" for part in rest)
                return _OF_THE_LINE.get(str(field), f"`{field}` of the line") + inside
    node = named(str(place[1]))
    if place[2] == "options" and len(place) > 4:
        words = _OF_OPTIONS.get(str(place[4]), f"`{place[4]}` of key {{key}} at {{node}}")
        return words.replace("{key}", str(place[3])).replace("{node}", node)
    words = _AT_NODES.get(str(place[2]), f"`{place[2]}` at {{node}}").replace("{node}", node)
    return words + "".join(f", {part}" for part in place[3:])


def shown(leaf: Leaf, side: Side, field: str) -> str:
    """Return a value as it is written, or, where it is not, as it counts."""
    written = side.flow.source.plain(leaf.path)
    if isinstance(written, list) and all(isinstance(part, str) for part in written):
        return several(written) if written else "nothing"
    if isinstance(written, str) and written and not isinstance(leaf.value, bool):
        return written
    value = leaf.value
    if value is None or value == ():
        return _everywhere(side, field)
    if isinstance(value, bool):
        return "yes" if value else "no"
    values = value if isinstance(value, tuple) else (value,)
    return several(map(str, values)) + (" seconds" if field in _SECONDS else "")


def _everywhere(side: Side, field: str) -> str:
    """Return what counts at a node that does not say so itself."""
    if field not in ("wait", "attempts"):
        return "nothing"
    line = side.flow.line
    values = line.attempts if field == "attempts" else several([*map(str, line.wait)]) + " seconds"
    return f"as everywhere on the line ({values})"
