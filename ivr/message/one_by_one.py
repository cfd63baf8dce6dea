"""Doing the same for many calls, each in a transaction of its own: one that fails does not stop the others."""

import logging
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from ivr.message.connecting import Database
from ivr.message.values import StoreUnavailable

log = logging.getLogger(__name__)

T = TypeVar("T")


class OneByOne:
    """Writes of a database of which some may fail. `what` names in the log what is done: words of the program."""

    def __init__(self, database: Database, what: str) -> None:
        self._database, self._what = database, what
        self._failed = 0
        self._kind = ""

    def write(self, work: Callable[[Connection], T], otherwise: T) -> T:
        """Do `work` in one transaction and return what it gives, or `otherwise` where it fails.

        Raises StoreUnavailable where nothing at all can be written: then there is no use in going on.
        """
        try:
            return self._database.write(work)
        except Exception as error:  # whatever it is; its text could quote what somebody said
            self._failed, self._kind = self._failed + 1, type(error).__name__
            log.warning("Could not %s (%s)", self._what, self._kind)
        self._database.rehearse(lambda _: None)
        return otherwise

    def end(self) -> None:
        """Raise StoreUnavailable if anything failed."""
        if self._failed:
            raise StoreUnavailable(f"{self._failed} could not be done: {self._what} ({self._kind})")
