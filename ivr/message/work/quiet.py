"""What the engine has to say, as far as an operator needs it."""

import logging
import time
from typing import Final

logger = logging.getLogger("ivr.message.work")

_PAUSE: Final = 60.0
"""Seconds in which the same trouble is told once."""
_TROUBLE: Final = (
    "What runs the jobs had trouble: most likely the database could not be reached. It goes on by itself as soon as it "
    "can; if this is told for long, `ivr doctor` says more (dbos %s:%d%s)"
)


def be_quiet() -> None:
    """Let DBOS print nothing by itself: where it has trouble is told in our own words, and not what is in it."""
    theirs = logging.getLogger("dbos")
    if not any(isinstance(handler, _Retold) for handler in theirs.handlers):
        theirs.handlers[:] = [_Retold(logging.WARNING)]  # with a handler there, DBOS adds none
        theirs.propagate = False
        theirs.setLevel(logging.WARNING)


class _Retold(logging.Handler):
    """Tells that something went wrong and where, without its text: that may quote rows, addresses and passwords."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self._told: dict[tuple[str, int], float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        place = (record.module.lstrip("_"), record.lineno)
        now = time.monotonic()
        if now - self._told.get(place, -_PAUSE) >= _PAUSE:
            self._told[place] = now
            kind = f", {record.exc_info[0].__name__}" if record.exc_info and record.exc_info[0] else ""
            logger.log(record.levelno, _TROUBLE, *place, kind)
