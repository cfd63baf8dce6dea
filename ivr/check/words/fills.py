"""How many words a placeholder stands for when it is spoken."""

from collections.abc import Mapping

from ivr.check.words.sentences import count_heard
from ivr.menu.flow import Flow
from ivr.menu.placeholders import CONTROLLER, REFERENCE
from ivr.menu.types import AnswerName, found

_REFERENCE_DIGITS = 8


def fills_of(flow: Flow) -> Mapping[str, int]:
    """Return how many words each placeholder is at most, each digit counted as one; others count as one word."""
    fills = {REFERENCE: _REFERENCE_DIGITS, CONTROLLER: count_heard(flow.line.controller, {}) or 1}
    for name, service in flow.line.services.items():
        fills[name] = count_heard(service.name, {})
        fills[f"{name}.number"] = sum(map(str.isdigit, service.number))
    for node in flow.nodes.values():
        longest = max((len(entry) for entry in node.entries() if entry.isdigit()), default=1)
        for _, answer in found(node, AnswerName):
            fills[answer] = max(longest, fills.get(answer, 1))
    return fills
