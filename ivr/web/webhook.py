"""One webhook of a call: what it may ask for, what it has done, and the page that answers it."""

import logging
import traceback
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import PurePath
from typing import Final

from ivr.call.effects import Effect, Marked
from ivr.call.known import CALLER, LISTEN
from ivr.call.turn import NotAPlace, Turn
from ivr.menu.placeholders import NEXT_OPEN_DAY, REFERENCE
from ivr.menu.scene import NUMBER
from ivr.menu.step import Moment
from ivr.message.store import Store
from ivr.message.values import CallRef, SaidSoFar
from ivr.walk.engine import Move
from ivr.walk.filling import spoken
from ivr.web.flows import NoFlow, Serving
from ivr.web.heard import NoRecording
from ivr.web.known import Known
from ivr.web.listening import Listening, Wanted

logger = logging.getLogger(__name__)

LONGEST_SID: Final = 64


class NoNumber(LookupError):
    """Raised when a page rings somebody for whom no number is set any more."""


class NotACall(ValueError):
    """Raised when something is to be kept for a call that has no usable `CallSid`."""


class Webhook:
    """A call at one webhook. What is known of it is looked up at most once, and only when it is asked for.

    `numbers` gives the number that a transfer's name stands for, or "". `step` is that of the URL posted to.
    `listening` plays the caller's own recordings.
    """

    def __init__(
        self,
        store: Store,
        numbers: Callable[[str], str],
        listening: Listening,
        serving: Serving,
        form: Mapping[str, str],
        step: int,
        now: datetime,
    ) -> None:
        self.now = now
        self.known = Known(form.get("From", ""), serving.switchboards, self)
        self._store, self._numbers, self._listening, self._serving = store, numbers, listening, serving
        self._form, self._step = form, step
        self._trouble: Exception | None = None

    def goes(self, move: Move) -> bytes:
        """Do what is to be done, then tell the caller. In this order: nothing is said that is not kept."""
        turn, track = move.place.turn, move.place.track
        if move.effects or self._trouble:
            self._do(move.effects, track.began)
        page = self._serving.pages[turn]
        return page.fill(track, lambda name: self._slot(name, turn))

    def _do(self, effects: tuple[Effect, ...], began: int) -> None:
        try:
            if self._trouble:
                raise self._trouble
            longest = -(-self._serving.flow.line.longest_call // 60)
            # Whoever cannot be rung back cannot be told from others, and must not share one limit with them.
            caller = self.known[CALLER] or None
            call = CallRef(call_sid(self._form), began, caller, longest)
            self._store.do(effects, call, self._step, self.now)
        except Exception as error:
            if Marked("emergency") not in effects:
                raise
            # Whoever pressed 5 may be in danger: help is told of whatever could or could not be written down.
            log("An emergency could not be noted", error)

    def setting(self, name: str) -> str:
        """Return the number that a transfer's name stands for, or ""."""
        return self._numbers(name)

    def ready(self) -> bool:
        """Say whether a message could be kept now."""
        return self._store.healthy()

    def message(self) -> str:
        """Return the state of the call's message; "" where the store cannot tell, which `goes` then judges."""
        try:
            return self._before.state or "none"
        except Exception as error:
            self._trouble = error
            return ""

    def can_play(self, nodes: str) -> bool:
        """Say whether what was recorded at nodes can be played now. Trouble is a no: the call goes on without."""
        try:
            return self._listening.possible(self._wanted(nodes))
        except Exception as error:
            log("Recordings could not be asked for", error)
            return False

    def answer(self, name: str) -> str:
        """Return an answer as it was before this step, or ""."""
        return self._before.answers.get(name, "")

    def _slot(self, name: str, turn: Turn) -> str:
        """Return what fills a page's slot: spoken text, or the number of a transfer."""
        if name.startswith(NUMBER):
            number = self.setting(name.removeprefix(NUMBER))
            if not number:  # it was there when the call came to the transfer
                raise NoNumber(name)
            return number
        if name.startswith(LISTEN):
            return self._listening.token(self._wanted(name.removeprefix(LISTEN)), self.now)
        if name == NEXT_OPEN_DAY:
            moment = Moment(turn, self._serving.flow.line, self.now, self.known)
            return self._serving.pages.next_open_day(turn, moment)
        if name == REFERENCE:
            return spoken(self._after.reference or "")
        return spoken(self._after.answers.get(name, ""))

    def _wanted(self, nodes: str) -> Wanted:
        return Wanted(call_sid(self._form), self._step, nodes)

    @cached_property
    def _before(self) -> SaidSoFar:
        """What was said before this step: the same whenever and however often this webhook arrives."""
        return self._store.said_so_far(call_sid(self._form), self._step - 1)

    @cached_property
    def _after(self) -> SaidSoFar:
        return self._store.said_so_far(call_sid(self._form), self._step)


def call_sid(form: Mapping[str, str]) -> str:
    """Return the call's name. Raises NotACall where there is none that could be kept."""
    sid = form.get("CallSid", "")
    if not (sid.isascii() and sid.isalnum() and len(sid) <= LONGEST_SID):
        raise NotACall("CallSid is missing, blank or not a name")
    return sid


_HERE: Final = PurePath(__file__).parents[1].as_posix()


def _short(frame: traceback.FrameSummary) -> str:
    return f"{'/'.join(PurePath(frame.filename).parts[-2:])}:{frame.lineno}"


def log(what: str, error: Exception, node: str = "") -> None:
    """Log an exception without its text, which may hold what a caller keyed in."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if f"{_HERE}/" in PurePath(frame.filename).as_posix()]
    where = " from ".join(dict.fromkeys(f"{_short(one[-1])}" for one in (frames, ours) if one)) or "?"
    level = (
        logging.WARNING if isinstance(error, NotAPlace | NoFlow | NotACall | NoRecording) else logging.ERROR
    )
    at = f" at {node}" if node else ""
    logger.log(level, "%s%s: %s in %s", what, at, type(error).__name__, where)
