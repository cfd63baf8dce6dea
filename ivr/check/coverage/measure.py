"""How much of a menu was tried."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ivr.call.journal import Entry
from ivr.check.coverage.demand import demanded
from ivr.check.coverage.item import Coverage, Item, What
from ivr.check.coverage.tried import tried_in
from ivr.menu.flow import Flow


def coverage(
    flow: Flow, entries_by_call: Iterable[Sequence[Entry]], among: Sequence[Item] | None = None
) -> Coverage:
    """Return what calls have tried of a flow, and what is left.

    `entries_by_call`: the journal of each call, in the order in which the line was told. The first asking walks
    every call there is, which takes a second or two; what there is to try is then remembered with the flow. `among` is
    what there is to try, for whoever has it at hand.
    """
    tried: set[What] = set()
    calls = 0
    for entries in entries_by_call:
        calls += 1
        tried.update(tried_in(flow, entries))
    items = tuple(
        replace(item, tried=True) if item.what in tried else item
        for item in (demanded(flow) if among is None else among)
    )
    return Coverage(flow.version, items, calls)
