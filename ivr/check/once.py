"""What many rules ask of a flow, found out once."""

from collections.abc import Callable
from typing import Final, TypeVar

from ivr.menu.flow import Flow

T = TypeVar("T")

_KEPT: Final = 4
"""Flows that answers are kept for, so that a process that checks many does not hold them all."""


MOST_TEXTS: Final = 16_384
"""Texts that answers are kept for, where many rules ask the same about a text.

A line of 1,000 nodes has about 9,000. Each rule goes through all of them, so a smaller number would keep none that the
next rule asks about.
"""


def once_per_flow(ask: Callable[[Flow], T]) -> Callable[[Flow], T]:
    """Return the same question, answered at the first asking and remembered for the flows asked about last.

    The answer must be a value that nobody changes. A flow is known by its identity: it is never changed either.
    """
    recent: list[tuple[Flow, T]] = []

    def answer(flow: Flow) -> T:
        for known, found in recent:
            if known is flow:
                return found
        found = ask(flow)
        recent.insert(0, (flow, found))
        del recent[_KEPT:]
        return found

    answer.__doc__, answer.__name__, answer.__module__ = ask.__doc__, ask.__name__, ask.__module__
    return answer
