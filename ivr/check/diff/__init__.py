"""Two versions of a menu compared as callers meet them: what keys reach, what is said, how long it takes.

    found = compare(old, new, (walk(old, check).problems, walk(new, check).problems))
    for section, changes in found.sections():
        for change in changes:
            change.sentence          # “Pressing 2 at “main” no longer reaches “hate-crime”; it now reaches …”
            change.was, change.now   # what a caller heard, and hears
    found.failing("reach")           # what callers reached and no longer do, or reach otherwise

Nodes are compared by name; a node that only has another name is recognised by what it says and by what is around it.
Everything in a file that a flow is made of is compared: where `found.changes` is empty, two files differ in comments
and in how they are written, at most.
"""

from collections.abc import Iterator

from ivr.check.diff.found import Walked, found
from ivr.check.diff.hours import hours
from ivr.check.diff.pair import Pair, Side, named, several
from ivr.check.diff.reached import reached
from ivr.check.diff.said import said
from ivr.check.diff.settings import settings
from ivr.check.diff.times import times
from ivr.check.diff.tongues import languages
from ivr.check.diff.values import SECTIONS, Change, Diff, Failing, Piece, Section
from ivr.check.diff.ways import ways
from ivr.menu.collector import collector_off
from ivr.menu.flow import Flow

__all__ = ["SECTIONS", "Change", "Diff", "Failing", "Piece", "Section", "compare"]

_ONE_BY_ONE = 5
"""So many new names are told one by one; more of them in one sentence."""


def compare(old: Flow, new: Flow, walked: tuple[Walked, Walked]) -> Diff:
    """Return what differs between two versions. `walked`: what `ivr.walk.paths` found wrong in each."""
    if old.text == new.text:
        return Diff((), identical=True)
    with collector_off():
        pair = Pair(Side(old), Side(new))
        changes = tuple(dict.fromkeys(_changes(pair, walked)))
    return Diff(tuple(sorted(changes, key=lambda change: SECTIONS.index(change.section))))


def _changes(pair: Pair, walked: tuple[Walked, Walked]) -> Iterator[Change]:
    leads = ways(pair)
    yield from leads.changes
    yield from reached(pair)
    yield from hours(pair)
    yield from times(pair)
    yield from said(pair, leads)
    yield from languages(pair)
    yield from settings(pair, leads)
    yield from found(pair, walked)
    yield from _names(pair)


def _names(pair: Pair) -> Iterator[Change]:
    renamed = pair.matching.renamed
    if len(renamed) > _ONE_BY_ONE:
        names = several(f"{named(old)} is now {named(new)}" for old, new in renamed.items())
        yield Change("names", "renamed", f"{len(renamed)} nodes have other names: {names}.")
        return
    for old, new in renamed.items():
        yield Change("names", "renamed", f"{named(old)} is now called {named(new)}.", new, was=old, now=new)
