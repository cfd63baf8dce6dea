"""How long the numbers are that a question takes, how the line reads them back, and what is heard after them."""

from collections.abc import Iterator, Mapping
from typing import Final

from ivr.call.digits import in_groups
from ivr.call.turn import NodeId
from ivr.check.survey import Edge, Visit
from ivr.menu.nodes.ask import Ask

_LENGTHS: Final = {"uk-phone-number": (10, 11), "reference": (8, 8)}
"""The fewest and the most digits of what is accepted, where the node does not say."""


def lengths_of(ask: Ask) -> tuple[int, int]:
    """Return the fewest and the most digits that a question takes."""
    return _LENGTHS.get(ask.accept, (ask.at_least, ask.at_most))


def groups_of(ask: Ask, length: int) -> list[int]:
    """Return the sizes of the groups in which a number of a length is read back; of a telephone number without its
    area code, which people say as one."""
    phone = ask.accept == "uk-phone-number"
    groups = in_groups("01632960000"[:length] if phone else "1" * length).split(", ")
    return [len(group.split()) for group in groups][1 if phone else 0 :]


def until_a_key(edge: Edge, visits: Mapping[NodeId, Visit]) -> Iterator[Visit]:
    """Yield the nodes that are heard after an edge, up to the first that waits for a key."""
    waiting, seen = [edge.to], set()
    while waiting:
        here = waiting.pop(0)
        if here is not None and here not in seen:
            seen.add(here)
            yield visits[here]
            if not visits[here].wait():
                waiting += [on.to for on in visits[here].to("words") if not on.back]
