"""Plain data to a flow: every part read as its model, then the whole checked. All problems at once."""

from collections.abc import Mapping
from typing import Any

from ivr.call.turn import NodeId
from ivr.menu.checking import check
from ivr.menu.collector import collector_off
from ivr.menu.complaints import Complaints
from ivr.menu.edition import Edition
from ivr.menu.flow import Flow, version_of
from ivr.menu.kinds import kinds
from ivr.menu.line import Line
from ivr.menu.node import Node
from ivr.menu.problems import Refused
from ivr.menu.shortened import in_full
from ivr.menu.source import Source
from ivr.menu.suggest import did_you_mean
from ivr.menu.translating import editions
from ivr.menu.types import check_node_id

_TOP = ("line", "nodes", "translations")


def flow_of(source: Source) -> Flow:
    """Return the flow that a source describes. Raises Refused with everything that is wrong."""
    with collector_off():
        return _flow_of(in_full(source))


def _flow_of(source: Source) -> Flow:
    complaints = Complaints(source)
    line = _line(source.data, complaints)
    nodes = _nodes(source.data.get("nodes"), complaints)
    _top(source.data, complaints)
    told = editions(line, nodes, source.data, complaints) if line else {}
    check(line, nodes, told, complaints)
    if line is None or any(problem.level == "error" for problem in complaints.problems):
        raise Refused(complaints.problems)
    return _flow(source, line, nodes, told, complaints)


def _flow(
    source: Source,
    line: Line,
    nodes: Mapping[NodeId, Node],
    told: Mapping[str, Edition],
    complaints: Complaints,
) -> Flow:
    warnings = tuple(complaints.problems)
    return Flow(version_of(source.raw), source.raw, source, line, nodes, told, warnings)


def _top(data: Mapping[str, Any], complaints: Complaints) -> None:
    for name in data:
        if name not in _TOP:
            meant = did_you_mean(name, _TOP)
            hint = f"Did you mean “{meant}”?" if meant else "There can be: line, nodes, translations."
            complaints.add("unknown-key", (name,), f"There is no “{name[:60]}” here.", hint, at_key=True)


def _line(data: Mapping[str, Any], complaints: Complaints) -> Line | None:
    if "line" not in data:
        complaints.add(
            "missing-key", (), "“line” is missing.", "Begin the file with `line:`, its name and its start."
        )
        return None
    line: Line | None = complaints.model(Line, data["line"], ("line",))
    return line


def _nodes(data: Any, complaints: Complaints) -> dict[NodeId, Node]:
    if not isinstance(data, dict) or not data:
        complaints.add(
            "missing-key",
            ("nodes",),
            "“nodes” is missing or empty.",
            "Write at least one node under `nodes:`.",
        )
        return {}
    nodes: dict[NodeId, Node] = {}
    for name, plain in data.items():
        path = ("nodes", name)
        wrong = check_node_id(name)
        if wrong:
            complaints.add("wrong-value", path, wrong, at_key=True)
        node = read_node(plain, path, complaints)
        if node is not None:
            nodes[NodeId(name)] = node
    return nodes


def read_node(plain: Any, path: tuple[str | int, ...], complaints: Complaints) -> Node | None:
    """Read one node as its kind; note what is wrong and return None if it cannot be read."""
    known = kinds()
    if not isinstance(plain, dict):
        complaints.add(
            "wrong-value", path, "A node should be a group of names, each with a colon, such as `kind: menu`."
        )
        return None
    name = plain.get("kind")
    if name is None:
        complaints.add(
            "missing-key", path, "“kind” is missing here.", f"It is one of {', '.join(known)}.", at_key=True
        )
        return None
    kind = known.get(name) if isinstance(name, str) else None
    if kind is None:
        meant = did_you_mean(str(name), known)
        hint = f"Did you mean “{meant}”?" if meant else f"It is one of {', '.join(known)}."
        complaints.add("unknown-kind", (*path, "kind"), f"There is no kind “{str(name)[:60]}”.", hint)
        return None
    node: Node | None = complaints.model(kind, plain, path)
    return node
