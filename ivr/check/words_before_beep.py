"""What a caller hears last before a recording: the record's own words, and those that only lead to it."""

from collections.abc import Iterator, Mapping

from ivr.call.turn import NodeId
from ivr.check.node_words import NodeWords, words_at_nodes
from ivr.check.survey import survey_of
from ivr.menu.flow import Flow
from ivr.menu.nodes.record import Record


def recordings_told(flow: Flow) -> Iterator[tuple[Record, NodeWords, str]]:
    """Yield every recording that some call comes to, with its own words and all that is heard before the beep.

    Once for each language that has words of its own for it.
    """
    tables = words_at_nodes(flow)
    survey = survey_of(flow)
    for name, node in flow.nodes.items():
        if not isinstance(node, Record) or name not in survey.edges:
            continue
        for table in tables.values():
            said = table[name]
            if said.translated:
                leading = _leading(flow, name, table)
                yield node, said, f"{leading} {said.words}".strip()


def _leading(flow: Flow, name: NodeId, table: Mapping[NodeId, NodeWords]) -> str:
    """Return the words of the one node that leads here by itself, if there is no other way here."""
    before = {
        (here, edge.means)
        for here, edges in survey_of(flow).edges.items()
        for edge in edges
        if edge.to == name and here != name and not (edge.back or edge.stays)
    }
    if len({here for here, _ in before}) != 1 or not any(means == "words" for _, means in before):
        return ""
    ((here, *_), *_) = before
    return table[here].words if here in table and not flow.nodes[here].waits else ""
