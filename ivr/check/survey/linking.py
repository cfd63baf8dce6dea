"""Every node that a call can come to, and every edge between them, ways back included.

The engine keeps a trail for *back*. Here trails are merged: of each node only those are kept that the trail can end
with when a call is there. So every edge that some call takes is found, and, where the step behind depends on how the
call came, a few more than one single call can take. (A trail longer than 24 steps loses its beginning; going back to
the very end of such a one is not followed.)
"""

from dataclasses import dataclass, field

from ivr.call.keys import OPTION_KEYS
from ivr.call.turn import NodeId
from ivr.check.survey.edge import Edge
from ivr.check.survey.junctions import Arrival, Junctions
from ivr.check.survey.keeping_scene import Kept
from ivr.check.survey.stepping import Inside, Leave, arrive, stored
from ivr.menu.flow import Flow
from ivr.menu.step import Go
from ivr.menu.types import BACK_WORD

Behind = dict[NodeId | None, None]
"""What *back* can lead to; None where there is nothing behind."""


@dataclass
class Links:
    """A flow, linked. `insides`: the nodes that are heard. `edges`: the ways out of each. `passed`: the junctions
    that some call passes. `opens`: the nodes that a call can begin with. `kept`: see `Inside`."""

    flow: Flow
    junctions: Junctions
    insides: dict[NodeId, Inside] = field(default_factory=dict)
    edges: dict[NodeId, dict[Edge, None]] = field(default_factory=dict)
    passed: dict[NodeId, None] = field(default_factory=dict)
    opens: dict[NodeId, None] = field(default_factory=dict)
    behind: dict[NodeId, Behind] = field(default_factory=dict)
    inherits: dict[NodeId, dict[NodeId, None]] = field(default_factory=dict)
    followed: set[object] = field(default_factory=set)
    kept: Kept = field(default_factory=dict, repr=False)


def link(flow: Flow) -> Links:
    """Return everything that can be reached in a flow."""
    links = Links(flow, Junctions(flow))
    _learn(links)
    waiting: list[NodeId] = []
    line = flow.line
    for arrival in links.junctions.arrivals(Go(line.start)):
        links.opens[arrival.to] = None
        _behind(links, arrival.to)[None] = None
        waiting += _arrived(links, arrival)
    if line.notice:
        for arrival in links.junctions.arrivals(Go(line.start, event="notice")):
            waiting += _arrived(links, arrival)
    while waiting:
        while waiting:
            waiting += _forwards(links, waiting.pop())
        _inherit(links)
        for name in list(links.insides):
            waiting += _backwards(links, name)
    return links


def _learn(links: Links) -> None:
    """Note what is stored anywhere, so that junctions know what they may be asked about."""
    if not any(not values for node in links.flow.nodes.values() for values in node.goes_by().values()):
        return
    for name in links.flow.nodes:
        for effects, means in stored(links.flow, name, links.kept):
            links.junctions.learn(effects, entered=means == "entered")


def _behind(links: Links, name: NodeId) -> Behind:
    return links.behind.setdefault(name, {})


def _arrived(links: Links, arrival: Arrival) -> list[NodeId]:
    """Note an arrival, and return the node if something there is new."""
    links.passed.update(dict.fromkeys(arrival.through))
    inside = links.insides.get(arrival.to)
    if inside is None:
        inside = links.insides[arrival.to] = Inside(arrival.to, kept=links.kept)
        links.edges[arrival.to] = {}
    return [arrival.to] if arrive(links.flow, inside, arrival.event) else []


def _forwards(links: Links, name: NodeId) -> list[NodeId]:
    """Follow the steps out of a node that do not lead back; return the nodes where something is new."""
    new: list[NodeId] = []
    for means, key in links.insides[name].stays:
        links.edges[name][Edge(means, key, name, stays=True)] = None
    for leave in list(links.insides[name].leaves):
        if leave.go is None:
            links.edges[name][Edge(leave.means, None, None)] = None
        elif leave.go.to != BACK_WORD and (name, leave) not in links.followed:
            links.followed.add((name, leave))
            for arrival in links.junctions.arrivals(leave.go):
                links.edges[name][_edge(leave, arrival)] = None
                _push(links, name, leave.go, arrival)
                new += _arrived(links, arrival)
    return new


def _edge(leave: Leave, arrival: Arrival, *, back: bool = False) -> Edge:
    return Edge(
        leave.means,
        leave.key,
        arrival.to,
        arrival.through,
        option=leave.means == "key" and leave.key in OPTION_KEYS,
        back=back,
        language=leave.go.language if leave.go else None,
        effects=arrival.effects,
    )


def _push(links: Links, name: NodeId, go: Go, arrival: Arrival) -> None:
    """Note what is behind a node that is come to from another."""
    if arrival.forgets:
        _behind(links, arrival.to)[None] = None
    elif links.flow.nodes[name].returns:
        behind = NodeId(go.behind or name)
        _behind(links, arrival.to)[behind] = None
        if behind != name:
            links.inherits.setdefault(behind, {})[name] = None
    else:
        links.inherits.setdefault(arrival.to, {})[name] = None


def _inherit(links: Links) -> None:
    """Where a node has no step of its own on the trail, what is behind it is behind the next one."""
    changed = True
    while changed:
        changed = False
        for to, sources in links.inherits.items():
            mine = _behind(links, to)
            more = {
                behind: None
                for source in sources
                for behind in _behind(links, source)
                if behind != to and behind not in mine
            }
            mine |= more
            changed = changed or bool(more)


def _backwards(links: Links, name: NodeId) -> list[NodeId]:
    """Follow the steps out of a node that lead back; return the nodes where something is new."""
    new: list[NodeId] = []
    for leave in list(links.insides[name].leaves):
        go = leave.go
        if go is None or go.to != BACK_WORD:
            continue
        for target in _targets(links, name, pressed=leave.pressed):
            step = (name, leave, target)
            if step in links.followed:
                continue
            links.followed.add(step)
            if target is None:
                new += _stranded(links, name, leave, go)
                continue
            for arrival in links.junctions.arrivals(Go(target, go.effects)):
                links.edges[name][_edge(leave, arrival, back=True)] = None
                if arrival.through and arrival.forgets:
                    _behind(links, arrival.to)[None] = None
                elif arrival.through:
                    links.inherits.setdefault(arrival.to, {})[target] = None
                new += _arrived(links, arrival)
    return new


def _targets(links: Links, name: NodeId, *, pressed: bool) -> Behind:
    if pressed:
        return dict(_behind(links, name))
    targets: Behind = {}
    seen: set[NodeId] = set()
    waiting = [name]
    while waiting:
        for behind in _behind(links, waiting.pop()):
            if behind is None or links.flow.nodes[behind].waits:
                targets[behind] = None
            elif behind not in seen:
                seen.add(behind)
                waiting.append(behind)
    return targets


def _stranded(links: Links, name: NodeId, leave: Leave, go: Go) -> list[NodeId]:
    """Note that there is nothing behind: the node is heard again."""
    node = links.flow.nodes[name]
    event = node.again(leave.event) if leave.pressed else node.stranded(leave.event)
    stays = Edge(
        leave.means,
        leave.key,
        name,
        back=True,
        stays=True,
        language=go.language,
        effects=go.effects,
    )
    links.edges[name][stays] = None
    return [name] if arrive(links.flow, links.insides[name], event) else []
