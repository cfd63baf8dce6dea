"""One webhook after the other: where the call is, what was heard, what follows, what to do about it, the page.

Everything here answers with a document, whatever happens. What went wrong is logged by the kind of exception, the
place in the code and the node, and nothing else: numbers and keys are in exceptions' texts, too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qsl

from ivr.call.journal import Entry
from ivr.call.turn import STEP_DIGITS, NotAPlace, Place, is_count, is_node_id
from ivr.menu import Flow
from ivr.message.store import Store
from ivr.message.values import as_json
from ivr.walk import engine
from ivr.walk.journal import beginning, entry
from ivr.walk.pages import STATIC_APOLOGY
from ivr.web.flows import Flows, NoFlow, Serving
from ivr.web.heard import heard, recording_of
from ivr.web.listening import Listening
from ivr.web.places import Places
from ivr.web.webhook import Webhook, call_sid, log

Journal = Callable[[str, Entry], None]
"""Is told of each step of a call, with its CallSid. It may raise anything."""

NOTHING: Final = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'
"""The answer to a webhook that nobody on the telephone hears."""
ENDED: Final = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})
"""The `CallStatus` of a call that is over."""


@dataclass(slots=True)
class Calls:
    """Answers the webhooks of every call. Safe to use from many threads; it holds nothing of any call.

    `setting` gives the number of a transfer's name, or "". `clock` gives aware times. Calls begin in `language`,
    or in the flow's own. `journal` is told of every step.
    """

    flows: Flows
    store: Store
    listening: Listening
    clock: Callable[[], datetime]
    setting: Callable[[str], str]
    demonstration: bool
    language: str | None = None
    journal: Journal | None = None
    _places: Places = field(default_factory=Places)

    def begin(self, form: Mapping[str, str], query: str = "") -> bytes:
        """Answer the first webhook of a call. `language=CODE` in the query asks for a language of the line.

        A number for callers of one language can so be pointed at the same line. Where the line does not have the
        language, the call begins as any other.
        """
        try:
            serving = self.flows.current()
            self._remember(serving)
            webhook = self._webhook(serving, form, 0)
            began = int(webhook.now.timestamp() // 60)
            move = engine.begin(
                serving.flow,
                began=began,
                now=webhook.now,
                known=webhook.known,
                notice=self.demonstration,
                language=_asked_for(query, serving.flow) or self.language,
            )
            page = webhook.goes(move)
            if self.journal:
                self._note(form, lambda: beginning(webhook.now, move))
            return page
        except Exception as error:
            log("A call could not begin properly", error)
            return self._apology(None)

    def go_on(self, path: str, query: str, form: Mapping[str, str]) -> bytes:
        """Answer what the caller did at the place that the path names."""
        place: Place | None = None
        try:
            place = self._places.read(path)
            serving = self.flows.version(place.turn.version)
            webhook = self._webhook(serving, form, place.track.step)
            what = heard(form, query)
            move = engine.advance(serving.flow, place, what, webhook.now, webhook.known)
            page = webhook.goes(move)
            if self.journal:
                at = place
                self._note(form, lambda: entry(serving.flow, at, what, webhook.now, webhook.known, move))
            return page
        except Exception as error:
            log("A step could not be taken", error, place.turn.node if place else "")
            return self._apology(place)

    def recording(self, node: str, step: str, form: Mapping[str, str]) -> bytes:
        """Note what a recording's own webhook tells. It may come before or after that of the step.

        Where it cannot be noted, that is logged and nothing else: Twilio does not repeat it, whatever it is
        answered, and the webhook of the step has told of the recording too.
        """
        try:
            if not (is_node_id(node) and is_count(step, STEP_DIGITS)):
                raise NotAPlace("a recording belongs to a step of a call")
            sid, url, seconds = recording_of(form)
            status = form.get("RecordingStatus") or "completed"
            call = call_sid(form)
            self.store.recording(call, int(step), node, sid, url, seconds, self.clock(), status=status)
        except Exception as error:
            log("A recording could not be noted", error, node if is_node_id(node) else "")
        return NOTHING

    def status(self, form: Mapping[str, str]) -> bytes:
        """Note that a call has ended. Where that fails, the longest call and five minutes end it, too."""
        try:
            if form.get("CallStatus") in ENDED:
                now = self.clock()
                if self.journal:
                    self._note(form, lambda: Entry(now, None, None, "over"))
                self.store.call_ended(call_sid(form), now)
        except Exception as error:
            log("The end of a call could not be noted", error)
        return NOTHING

    def messages(self, call_sid: str) -> list[dict[str, Any]]:
        """Return what a call has left, as JSON objects, oldest first."""
        return [as_json(message) for message in self.store.messages(call_sid, self.clock())]

    def _note(self, form: Mapping[str, str], what: Callable[[], Entry]) -> None:
        """Tell the journal. That it cannot be told is no reason to fail a caller."""
        try:
            if self.journal:
                self.journal(call_sid(form), what())
        except Exception as error:
            log("The journal could not be written", error)

    def _webhook(self, serving: Serving, form: Mapping[str, str], step: int) -> Webhook:
        return Webhook(self.store, self.setting, self.listening, serving, form, step, self.clock())

    def _remember(self, serving: Serving) -> None:
        """Keep the version for other processes. A call is not refused because that fails: this process has it."""
        try:
            self.flows.remember(serving)
        except Exception as error:
            log("The menu's version could not be kept", error)

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
                log("The apology could not be made", error)
            return STATIC_APOLOGY

    def _best(self, place: Place | None) -> Serving:
        if place and (found := self.flows.ready(place.turn.version)):
            return found
        if last := self.flows.last():
            return last
        raise NoFlow("there is no good version of the menu file")


def _asked_for(query: str, flow: Flow) -> str | None:
    """Return the language of the line that a query asks for, if there is one."""
    asked = dict(parse_qsl(query)).get("language", "") if query else ""
    return asked if asked in flow.editions else None
