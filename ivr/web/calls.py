"""One webhook after the other: where the call is, what was heard, what follows, what to do about it, the page.

Everything here answers with a document, whatever happens. What went wrong is logged by the kind of exception, the
place in the code and the node, and nothing else: numbers and keys are in exceptions' texts, too.
"""

import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import PurePath
from typing import Any, Final

from ivr.call.turn import NodeId, NotAPlace, Place, Track, Turn, is_node_id, parse_path
from ivr.menu.step import Moment
from ivr.message.store import Store
from ivr.message.values import CallRef, SaidSoFar, as_json
from ivr.walk import engine
from ivr.walk.engine import Move
from ivr.walk.filling import spoken
from ivr.walk.pages import NEXT_OPEN_DAY, STATIC_APOLOGY
from ivr.web.flows import Flows, NoFlow, Serving
from ivr.web.heard import heard, recording_of
from ivr.web.known import Known

logger = logging.getLogger(__name__)

NOTHING: Final = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'
"""The answer to a webhook that nobody on the telephone hears."""
ENDED: Final = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})
"""The `CallStatus` of a call that is over."""
LONGEST_SID: Final = 64
_MOST_KEPT: Final = 20_000
_NUMBER: Final = "number:"


class NoNumber(LookupError):
    """Raised when a page rings somebody for whom no number is set any more."""


class NotACall(ValueError):
    """Raised when something is to be kept for a call that has no usable `CallSid`."""


@dataclass(slots=True)
class Calls:
    """Answers the webhooks of every call. Safe to use from many threads; it holds nothing of any call.

    `setting` gives the number of a transfer's name, or "". `clock` gives aware times.
    """

    flows: Flows
    store: Store
    clock: Callable[[], datetime]
    setting: Callable[[str], str]
    demonstration: bool
    _turns: dict[str, Turn] = field(default_factory=dict)
    _trails: dict[str, tuple[NodeId, ...]] = field(default_factory=dict)

    def begin(self, form: Mapping[str, str]) -> bytes:
        """Answer the first webhook of a call."""
        try:
            serving = self.flows.current()
            self._remember(serving)
            call = _Call(self, serving, form, step=0)
            began = int(call.now.timestamp() // 60)
            move = engine.begin(
                serving.flow, began=began, now=call.now, known=call.known, notice=self.demonstration
            )
            return call.goes(move)
        except Exception as error:
            _log("A call could not begin properly", error)
            return self._apology(None)

    def go_on(self, path: str, query: str, form: Mapping[str, str]) -> bytes:
        """Answer what the caller did at the place that the path names."""
        place: Place | None = None
        try:
            place = self._place(path)
            serving = self.flows.version(place.turn.version)
            call = _Call(self, serving, form, place.track.step)
            return call.goes(engine.advance(serving.flow, place, heard(form, query), call.now, call.known))
        except Exception as error:
            _log("A step could not be taken", error, place.turn.node if place else "")
            return self._apology(place)

    def recording(self, node: str, step: str, form: Mapping[str, str]) -> bytes:
        """Note what a recording's own webhook tells. It may come before or after that of the step.

        Where it cannot be noted, that is logged and nothing else: Twilio does not repeat it, whatever it is
        answered, and the webhook of the step has told of the recording too.
        """
        try:
            sid, url, seconds = recording_of(form)
            if not (sid and is_node_id(node) and step.isascii() and step.isdigit() and len(step) <= 6):
                logger.warning("A recording's webhook names no recording, or no step of a call")
                return NOTHING
            self.store.recording(
                _call_sid(form),
                int(step),
                node,
                sid,
                url,
                seconds,
                self.clock(),
                status=form.get("RecordingStatus") or "completed",
            )
        except Exception as error:
            _log("A recording could not be noted", error, node if is_node_id(node) else "")
        return NOTHING

    def status(self, form: Mapping[str, str]) -> bytes:
        """Note that a call has ended. Where that fails, the longest call and five minutes end it, too."""
        try:
            if form.get("CallStatus") in ENDED:
                self.store.call_ended(_call_sid(form), self.clock())
        except Exception as error:
            _log("The end of a call could not be noted", error)
        return NOTHING

    def messages(self, call_sid: str) -> list[dict[str, Any]]:
        """Return what a call has left, as JSON objects, oldest first."""
        return [as_json(message) for message in self.store.messages(call_sid, self.clock())]

    def _place(self, path: str) -> Place:
        """Read a path. Turns and trails are few and are kept; steps and minutes differ by call."""
        try:
            turn_text, step, began, trail_text = path.rsplit("/", 3)
        except ValueError:
            raise NotAPlace("a place has nine parts") from None
        turn, trail = self._turns.get(turn_text), self._trails.get(trail_text)
        if turn is None or trail is None or not _is_count(step, 6) or not _is_count(began, 10):
            place = parse_path(path)
            if max(len(self._turns), len(self._trails)) >= _MOST_KEPT:
                self._turns.clear()
                self._trails.clear()
            self._turns[turn_text], self._trails[trail_text] = place.turn, place.track.trail
            return place
        return Place(turn, Track(trail, int(step), int(began)))

    def _remember(self, serving: Serving) -> None:
        """Keep the version for other processes. A call is not refused because that fails: this process has it."""
        try:
            self.flows.remember(serving)
        except Exception as error:
            _log("The menu's version could not be kept", error)

    def _apology(self, place: Place | None) -> bytes:
        """Return words that help, in the caller's language where it is known. Never raises."""
        try:
            serving = self._best(place)
            language = place.turn.language if place else ""
            if language not in serving.flow.editions:
                language = serving.flow.source_language
            return serving.pages.apology(language, "error")
        except Exception as error:
            if not isinstance(error, NoFlow):
                _log("The apology could not be made", error)
            return STATIC_APOLOGY

    def _best(self, place: Place | None) -> Serving:
        if place and (found := self.flows.ready(place.turn.version)):
            return found
        if last := self.flows.last():
            return last
        raise NoFlow("there is no good version of the menu file")


class _Call:
    """A call at one webhook. What is known of it is looked up at most once, and only when it is asked for."""

    def __init__(self, calls: Calls, serving: Serving, form: Mapping[str, str], step: int) -> None:
        self.now = calls.clock()
        self.known = Known(form.get("From", ""), serving.switchboards, self)
        self._calls, self._serving, self._form, self._step = calls, serving, form, step

    def goes(self, move: Move) -> bytes:
        """Do what is to be done, then tell the caller. In this order: nothing is said that is not kept."""
        turn, track = move.place.turn, move.place.track
        if move.effects:
            longest = -(-self._serving.flow.line.longest_call // 60)
            call = CallRef(_call_sid(self._form), track.began, self._form.get("From"), longest)
            self._calls.store.do(move.effects, call, self._step, self.now)
        page = self._serving.pages[turn]
        return page.fill(track, lambda name: self._slot(name, turn))

    def setting(self, name: str) -> str:
        """Return the number that a transfer's name stands for, or ""."""
        return self._calls.setting(name)

    def ready(self) -> bool:
        """Say whether a message could be kept now."""
        return self._calls.store.healthy()

    def message(self) -> str:
        """Return the state of the call's message."""
        return self._before.state or "none"

    def answer(self, name: str) -> str:
        """Return an answer as it was before this step, or ""."""
        return self._before.answers.get(name, "")

    def _slot(self, name: str, turn: Turn) -> str:
        """Return what fills a page's slot: spoken text, or the number of a transfer."""
        if name.startswith(_NUMBER):
            number = self.setting(name.removeprefix(_NUMBER))
            if not number:  # it was there when the call came to the transfer
                raise NoNumber(name)
            return number
        if name == NEXT_OPEN_DAY:
            moment = Moment(turn, self._serving.flow.line, self.now, self.known)
            return self._serving.pages.next_open_day(turn, moment)
        if name == "reference":
            return spoken(self._after.reference or "")
        return spoken(self._after.answers.get(name, ""))

    @cached_property
    def _before(self) -> SaidSoFar:
        """What was said before this step: the same whenever and however often this webhook arrives."""
        return self._calls.store.said_so_far(_call_sid(self._form), self._step - 1)

    @cached_property
    def _after(self) -> SaidSoFar:
        return self._calls.store.said_so_far(_call_sid(self._form), self._step)


def _is_count(text: str, longest: int) -> bool:
    return text.isdecimal() and text.isascii() and len(text) <= longest and (text[0] != "0" or text == "0")


def _call_sid(form: Mapping[str, str]) -> str:
    """Return the call's name. Raises NotACall where there is none that could be kept."""
    sid = form.get("CallSid", "")
    if not (sid.isascii() and sid.isalnum() and len(sid) <= LONGEST_SID):
        raise NotACall("CallSid is missing, blank or not a name")
    return sid


def _log(what: str, error: Exception, node: str = "") -> None:
    """Log an exception without its text, which may hold what a caller keyed in."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    level = logging.WARNING if isinstance(error, NotAPlace | NoFlow | NotACall) else logging.ERROR
    at = f" at {node}" if node else ""
    logger.log(level, "%s%s: %s in %s", what, at, type(error).__name__, where)
