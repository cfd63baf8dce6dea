"""A flow as places and ways between them: what every map is drawn from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ivr.call.keys import AGAIN, BACK, EMERGENCY, EVERYWHERE, PACE, PERSON, Key
from ivr.call.turn import NodeId, Turn
from ivr.call.verbs import PASSING, Dial, Gather, Hangup, Record, Verb
from ivr.menu.flow import Flow
from ivr.menu.node import Node, NotHeard
from ivr.menu.scene import Scene
from ivr.menu.step import Exit, Means
from ivr.menu.types import BACK_WORD, Prompt, found

Does = Literal["chooses", "enters", "records", "rings", "ends", "speaks", "divides"]
"""What a node does, as its page shows: takes one key; takes several; records; rings somebody; ends the call; speaks
and goes on. A node without a page *divides*: it is a junction, or it does something that is not heard."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A node on a map. `says` are its first words, "" for none; `line` is where it stands in the file."""

    name: NodeId
    kind: str
    does: Does
    says: str
    line: int
    reached: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of a node. `to` is None for one step back. `key` and `words` are those of an option."""

    start: NodeId
    to: NodeId | None
    means: Means
    how: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class GlobalKey:
    """A key that means the same everywhere. `to` is the node it leads to; None where it leads to none."""

    key: Key
    meaning: str
    to: NodeId | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A flow as a map shows it. `ways` are those between nodes; `spots` are in the order of the file. `title` is the
    line's name and `language` the code of the language that its words are in."""

    start: NodeId
    keys: tuple[GlobalKey, ...]
    spots: dict[NodeId, Spot]
    ways: dict[NodeId, tuple[Way, ...]]
    title: str = ""
    language: str = "en"


def plan(flow: Flow) -> Plan:
    """Return the map of a flow, in the language it is written in."""
    nodes, line = flow.nodes, flow.line
    keys = tuple(_keys(flow))
    ways = {name: tuple(_ways(name, flow)) for name in nodes}
    reached = _reached(NodeId(line.start), [key.to for key in keys if key.to], ways)
    spots = {
        name: Spot(
            name,
            node.kind,
            _does(_verbs(flow, name, node)),
            _says(node),
            flow.source.key_position(("nodes", name))[0],
            name in reached,
        )
        for name, node in nodes.items()
    }
    return Plan(NodeId(line.start), keys, spots, ways, line.name, flow.source_language)


def as_json(flow: Flow, drawn: Plan) -> dict[str, Any]:
    """Return a map as a JSON object: `nodes`, and `edges` between them. `back` is no edge."""
    return {
        "file": flow.source.file,
        "version": flow.version,
        "start": drawn.start,
        "everywhere": [{"key": key.key, "meaning": key.meaning, "to": key.to} for key in drawn.keys],
        "nodes": [
            {
                "id": spot.name,
                "kind": spot.kind,
                "does": spot.does,
                "says": spot.says,
                "line": spot.line,
                "reached": spot.reached,
            }
            for spot in drawn.spots.values()
        ],
        "edges": [
            {"from": way.start, "to": way.to, "means": way.means, "how": way.how, "words": way.words}
            for ways in drawn.ways.values()
            for way in ways
            if way.to is not None
        ],
    }


def _keys(flow: Flow) -> Iterator[GlobalKey]:
    to = {PERSON: flow.line.person, EMERGENCY: flow.line.emergency}
    for key in (PERSON, EMERGENCY, PACE, AGAIN, BACK):
        if key not in to or to[key]:
            yield GlobalKey(key, EVERYWHERE[key], NodeId(to[key] or "") or None if key in to else None)


def _ways(name: NodeId, flow: Flow) -> Iterator[Way]:
    # Not `graph.exits`, which leaves *back* out: on a map it has to be seen.
    for way in flow.nodes[name].exits(flow.line):
        to = None if way.to == BACK_WORD else NodeId(way.to)
        yield Way(name, to, way.means, way.how, _words(name, way, flow))


def _words(name: NodeId, way: Exit, flow: Flow) -> str:
    """Return an option's words as they are spoken: "to leave a message", "for hate crime"."""
    if not way.words:
        return ""
    written = flow.source.plain(("nodes", name, *way.path[:-1]))
    return f"{'for' if isinstance(written, dict) and 'for' in written else 'to'} {way.words}"


def _verbs(flow: Flow, name: NodeId, node: Node) -> tuple[Verb, ...]:
    turn = Turn(flow.version, flow.source_language, "normal", name)
    try:
        return node.plays(Scene(turn, flow.editions[flow.source_language], "/voice"))
    except NotHeard:  # a junction
        return ()


def _does(verbs: tuple[Verb, ...]) -> Does:
    for verb in reversed(verbs):  # what comes last is what the page is for
        match verb:
            case Dial():
                return "rings"
            case Record():
                return "records"
            case Hangup():
                return "ends"
            case Gather(digits=None):
                return "enters"
            case Gather(answer_silence=True, timeout=timeout) if timeout > PASSING:
                return "chooses"
    return "speaks" if verbs else "divides"


def _says(node: Node) -> str:
    first = next((prompt for _, prompt in found(node, Prompt)), None)
    return " ".join(first.words.split()) if first else ""


def _reached(start: NodeId, others: list[NodeId], ways: dict[NodeId, tuple[Way, ...]]) -> set[NodeId]:
    reached = {start, *others}
    waiting = list(reached)
    while waiting:
        for way in ways[waiting.pop()]:
            if way.to is not None and way.to not in reached:
                reached.add(way.to)
                waiting.append(way.to)
    return reached
