"""Keeping the log of a line off the screen while things go wrong on purpose."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet(*, when: bool) -> Iterator[None]:
    """Let nothing be logged in this process, `when` so; then as before."""
    before = logging.root.manager.disable
    if when:
        logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)
