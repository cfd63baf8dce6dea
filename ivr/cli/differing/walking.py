"""Walking both versions: at the same time where that saves some."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Final

from ivr.menu import Flow
from ivr.menu.loading import load_text
from ivr.phone.twiml import check
from ivr.walk import paths

_LARGE: Final = 30
"""Nodes from which on a walk takes longer than another process needs to begin."""

Found = tuple[paths.PathProblem, ...]


def walk_both(old: Flow, new: Flow) -> tuple[Found, Found]:
    """Return what is wrong in any call of each version."""
    if old.text == new.text:
        return (), ()
    if min(len(old.nodes), len(new.nodes)) < _LARGE:
        return paths.walk(old, check).problems, paths.walk(new, check).problems
    with ProcessPoolExecutor(1, get_context("spawn")) as other:
        before = other.submit(_walked, old.text, old.source.file)
        after = paths.walk(new, check).problems
        return before.result(), after


def _walked(text: bytes, file: str) -> Found:
    return paths.walk(load_text(text, file), check).problems
