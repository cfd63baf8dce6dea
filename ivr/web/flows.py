"""The flow that new calls begin on, and every older version that a call is still on.

The file may change, break or vanish under a running line. A new call gets the newest good version; a call in
progress stays on the version it began with, in whatever process: each version's text is kept in the store
when it is first served.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from ivr.menu import load_text
from ivr.menu.flow import Flow, version_of
from ivr.menu.problems import MenuError, Problem
from ivr.walk.pages import Pages
from ivr.web.known import e164

logger = logging.getLogger(__name__)

FlowSource = Callable[[], Flow]
"""Gives the flow that a call beginning now gets. Asked at every new call. Raises `MenuError`."""

MOST_VERSIONS: Final = 32
"""Versions kept ready; others are read again from the store when a call on one goes on."""


class NoFlow(LookupError):
    """No good flow: the file was never readable, or nobody kept the version. The caller gets the apology."""


@dataclass(frozen=True, slots=True, eq=False)
class Serving:
    """A version that is ready to be served."""

    flow: Flow
    pages: Pages
    switchboards: frozenset[str]
    """In E.164, as Twilio writes them."""


@dataclass(slots=True)
class Flows:
    """Every flow in use. Safe to use from many threads.

    `base` is the path of the webhook in the pages' URLs. `keep` stores a version's text and `kept` gives it
    back, or None; both may raise anything.
    """

    source: FlowSource
    base: str
    keep: Callable[[str, bytes], None]
    kept: Callable[[str], bytes | None]
    _versions: dict[str, Serving] = field(default_factory=dict)
    _stored: set[str] = field(default_factory=set)
    _current: Serving | None = None
    _reported: tuple[Problem, ...] = ()
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def current(self) -> Serving:
        """Return what a new call begins on: the file as it is, or the last good version of it.

        Raises:
            NoFlow: it has never been good.
        """
        # One call reads a changed file; the others begin on the version before rather than wait.
        if self._lock.acquire(blocking=self._current is None):
            try:
                self._look()
            finally:
                self._lock.release()
        if self._current is None:
            raise NoFlow("there is no good version of the menu file")
        return self._current

    def last(self) -> Serving | None:
        """Return the newest good version without looking at the file; None if there is none yet."""
        return self._current

    def version(self, version: str) -> Serving:
        """Return the version a call began on, from the store where this process has not served it.

        Raises:
            NoFlow: nobody kept it, or it cannot be read any more. What the store raises comes through.
        """
        return self._versions.get(version) or self._fetch(version)

    def ready(self, version: str) -> Serving | None:
        """Return a version if this process has it ready, without asking anybody else."""
        return self._versions.get(version)

    def remember(self, serving: Serving) -> None:
        """Keep a version's text in the store, once in this process. What the store raises comes through."""
        version = serving.flow.version
        if version not in self._stored:
            self.keep(version, serving.flow.text)
            self._stored.add(version)

    def _look(self) -> None:
        try:
            flow = self.source()
        except MenuError as error:
            if error.problems != self._reported:
                self._reported = error.problems
                _report(error, on_the_line=self._current is not None)
            return
        except Exception as error:  # a fault of our own in reading a file must not take the line with it
            logger.error("The menu file could not be looked at: %s", type(error).__name__)
            return
        self._reported = ()
        if self._current is None or self._current.flow.version != flow.version:
            if self._current is not None:
                logger.info("The menu file has changed; new calls begin on version %s", flow.version)
            self._current = self._add(flow)

    def _add(self, flow: Flow) -> Serving:
        serving = self._versions.get(flow.version) or self._serving(flow)
        self._versions[flow.version] = serving
        if len(self._versions) > MOST_VERSIONS:  # the store has those that were served
            oldest = next(one for one in self._versions.values() if one not in (self._current, serving))
            del self._versions[oldest.flow.version]
        return serving

    def _serving(self, flow: Flow) -> Serving:
        return Serving(flow, Pages(flow, self.base), frozenset(map(e164, flow.line.switchboards)))

    def _fetch(self, version: str) -> Serving:
        text = self.kept(version)
        if text is None:
            raise NoFlow("nobody kept this version")
        if version_of(text) != version:  # whoever can write to the database must not decide what callers hear
            raise NoFlow("what was kept as this version is another text")
        with self._lock:
            if found := self._versions.get(version):
                return found
            try:
                return self._add(load_text(text, f"version {version}"))
            except MenuError as error:
                raise NoFlow("this version cannot be read any more") from error


def _report(error: MenuError, *, on_the_line: bool) -> None:
    then = (
        "The last good version stays on the line." if on_the_line else "Until then callers hear an apology."
    )
    logger.error("The menu file cannot be used. %s\n%s", then, error)
