"""Ringing the line and going straight to a node: by keys that a caller could press, in a real call."""

from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import Final

from ivr.call.turn import NodeId
from ivr.menu.clock_words import clock_words
from ivr.menu.flow import Flow
from ivr.menu.opening import LONDON
from ivr.phone.steps import parse
from ivr.web.studio.ringing.call import StudioCall
from ivr.web.studio.ringing.telephones import Wish
from ivr.web.studio.ringing.ways import Way, Ways
from ivr.web.studio.sorry import Sorry

_MOST_TRIES: Final = 8
"""Ways that are tried, each in a call of its own, before it is said that none leads there."""
_MOST_WORDS: Final = 40
"""Documents in a row that go on by themselves."""


def begin_slowly(call: StudioCall) -> None:
    """Ask for the slow pace, as every caller can: by 7, where a call first waits."""
    hear_out(call)
    call.do("7")
    call.opening = len(call.done)
    call.through = max(0, len(call.documents) - 1)


def hear_out(call: StudioCall, until: str | None = None) -> None:
    """Hear words to the end that go on by themselves, up to those of a node."""
    for _ in range(_MOST_WORDS):
        if call.node == until or not call.telephone.caller.passing:
            return
        call.go_on()


def jump(
    ways: Ways,
    node: str,
    flow: Flow,
    wish: Wish,
    now: datetime,
    ring: Callable[[], StudioCall],
    drop: Callable[[StudioCall], None],
) -> StudioCall:
    """Return a call that is at a node, by the shortest keys that really lead there. Raises Sorry where none do.

    `ring` gives a call that has just begun; `drop` forgets one that went elsewhere.
    """
    if NodeId(node) not in flow.nodes:
        raise Sorry(409, f"“{node[:60]}” is not in the menu file any more.")
    for way in islice(ways.to(NodeId(node), flow, wish, now), _MOST_TRIES):
        call = ring()
        if _leads(call, way, node):
            call.through = max(0, len(call.documents) - 1)
            return call
        drop(call)
    raise _nowhere(node, ways.otherwise(NodeId(node), flow, wish, now))


def _leads(call: StudioCall, way: Way, node: str) -> bool:
    """Press the keys of a way, and say whether the call is at the node, or has passed it where it is not heard."""
    try:
        for step in parse(way.keys):
            hear_out(call)
            call.step(step)
        if way.by_itself and call.telephone.caller.passing:
            call.go_on()
        if way.passes:
            return True
        hear_out(call, until=node)
    except Sorry:
        return False
    return call.node == node


def _nowhere(node: str, other: Way | None) -> Sorry:
    if other is None:
        return Sorry(409, f"No call gets to “{node}” on this line as it is set up.")
    clock = clock_words(datetime.fromisoformat(other.at).replace(tzinfo=LONDON)) if other.at else ""
    needs = [f"the clock at {clock}"] if clock else []
    needs += ["a withheld number"] if other.withheld else []
    how = f" It can be reached with {' and '.join(needs)}." if needs else ""
    number = "withheld" if other.withheld else ""
    return Sorry(409, f"No call gets to “{node}” as it is rung now.{how}", clock=clock, number=number)
