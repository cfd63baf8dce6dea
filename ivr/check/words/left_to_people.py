"""What a rule that looks for words has to leave to a person."""

from collections.abc import Collection, Iterable, Iterator

from ivr.call.turn import NodeId
from ivr.check.finding import Finding, node_of
from ivr.check.once import once_per_flow
from ivr.check.texts import Text
from ivr.menu.flow import Flow
from ivr.menu.types import Prompt, found


def languages_left(unknown: Iterable[str], asks: str) -> Iterator[Finding]:
    """Yield one finding for each language that a rule knows no words of; `asks` says what to look for."""
    for language in sorted(set(unknown)):
        yield Finding(
            ("line", "languages", language),
            "This rule knows no words of this language.",
            asks,
            language,
            outcome="needs-a-person",
            at_key=True,
        )


def nodes_left(flow: Flow, found_at: Collection[str | None], asks: str) -> Iterator[Finding]:
    """Yield one finding for each node that says something and in which nothing was found: that proves nothing."""
    for name in _speaking(flow):
        if name not in found_at:
            yield Finding(("nodes", name), asks, outcome="needs-a-person", at_key=True)


@once_per_flow
def _speaking(flow: Flow) -> tuple[NodeId, ...]:
    return tuple(name for name, node in flow.nodes.items() if any(True for _ in found(node, Prompt)))


def place_in_node(text: Text) -> str | None:
    """Return the node that a text belongs to, also in a translation; None for a text of the whole line."""
    return node_of(text.path)
