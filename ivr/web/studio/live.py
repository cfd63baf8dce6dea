"""The menu file while somebody works on it: its newest good version, what is wrong with it now, what is unwise in it.

Looking is cheap, and pages look twice a second. The rules take long for that: a thread of their own asks them, once for
each version.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from ivr.check.lint import lint
from ivr.menu.flow import Flow
from ivr.menu.problems import MenuError, Problem, in_file_order
from ivr.web.flows import FlowSource
from ivr.web.studio.sorry import Sorry

logger = logging.getLogger(__name__)

EVERY: Final = 0.2
"""Seconds for which a look at the file is good."""
MOST_VERSIONS: Final = 40
"""Versions remembered, for calls that are still on them: as many as there can be calls."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How the file stood: its newest good version, None if there was none yet; whether it is good as it is now.

    `broken` is what is wrong with it otherwise. `lint` is about `flow`: None while it is being worked out.
    """

    flow: Flow | None
    good: bool
    broken: tuple[Problem, ...] = ()
    lint: tuple[Problem, ...] | None = None


@dataclass(slots=True)
class Live:
    """The menu file, looked at. Safe to use from many threads. `source` reads it; `monotonic` gives seconds."""

    source: FlowSource
    monotonic: Callable[[], float] = time.monotonic
    _seen: Seen = Seen(None, good=False)
    _until: float = float("-inf")
    _flows: dict[str, Flow] = field(default_factory=dict)
    _linted: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    _wanted: Flow | None = None
    _linting: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self) -> Seen:
        """Return how the file stands, as it was at most `EVERY` seconds ago. Never raises."""
        with self._lock:
            if self.monotonic() >= self._until:
                self._seen = self._looked()
                self._until = self.monotonic() + EVERY
            flow = self._seen.flow
            ready = self._linted.get(flow.version) if flow else None
            if flow and ready is None:
                self._ask_rules(flow)
            return Seen(flow, self._seen.good, self._seen.broken, ready)

    def newest(self) -> Flow:
        """Return the newest good version, for a call that begins now. Raises Sorry where there is none yet."""
        flow = self.look().flow
        if flow is None:
            raise Sorry(409, "The menu file cannot be used, and there was no good version of it yet.")
        return flow

    def version(self, version: str) -> Flow | None:
        """Return a version that was good once, if it is still remembered."""
        return self._flows.get(version)

    def _looked(self) -> Seen:
        before = self._seen.flow
        try:
            flow = self.source()
        except MenuError as error:
            return Seen(before, good=False, broken=error.problems)
        except Exception as error:  # a fault of our own in reading must not take the page with it
            logger.error("The menu file could not be looked at: %s", type(error).__name__)
            return Seen(before, good=False)
        if before is not None and before.version == flow.version:
            return Seen(before, good=True)
        self._flows.pop(flow.version, None)
        self._flows[flow.version] = flow
        while len(self._flows) > MOST_VERSIONS:
            del self._flows[next(iter(self._flows))]
        return Seen(flow, good=True)

    def _ask_rules(self, flow: Flow) -> None:
        """Let the rules be asked about a version, after the one they are at: those between are passed over."""
        self._wanted = flow
        if not self._linting:
            self._linting = True
            threading.Thread(target=self._lint_all, name="ivr-studio-lint", daemon=True).start()

    def _lint_all(self) -> None:
        while True:
            with self._lock:
                flow, self._wanted = self._wanted, None
                if flow is None or flow.version in self._linted:
                    self._linting = False
                    return
            found: tuple[Problem, ...] = ()
            try:
                found = in_file_order((*flow.warnings, *lint(flow)))
            except (
                Exception
            ) as error:  # whatever a rule trips over, the page is told that there is no more to come
                logger.error("The rules could not be asked: %s", type(error).__name__)
            with self._lock:
                self._linted[flow.version] = found
                while len(self._linted) > MOST_VERSIONS:
                    del self._linted[next(iter(self._linted))]
