"""Where a call is in a branch that nobody near the caller may learn of."""

from ivr.call.turn import NodeId
from ivr.check.on_every_way import behind
from ivr.check.survey import Survey


def sensitive_branch(survey: Survey) -> frozenset[NodeId]:
    """Return the nodes that are `sensitive`, and those that no call comes to without passing one that is."""
    marked = {name for name in survey.edges if survey.flow.nodes[name].sensitive}
    return frozenset(marked) | behind(survey, marked)
