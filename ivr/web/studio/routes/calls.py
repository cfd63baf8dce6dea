"""Ringing the line from the browser, and doing what a caller can do."""

from typing import Any

from flask import Blueprint, jsonify, url_for
from flask.typing import ResponseReturnValue

from ivr.call.turn import NODE_ID
from ivr.menu.clock_words import NotATime, read_clock
from ivr.menu.flow import Flow
from ivr.phone.speaking import Part, parts_of
from ivr.web.studio.asked import Asked, whole_number
from ivr.web.studio.guard import visitors
from ivr.web.studio.means import Means
from ivr.web.studio.ringing.call import StudioCall
from ivr.web.studio.ringing.jumping import begin_slowly, jump
from ivr.web.studio.ringing.numbers import read_number
from ivr.web.studio.ringing.state import state
from ivr.web.studio.ringing.telephones import Wish, can_ring_itself, practising, ringing
from ivr.web.studio.sorry import Sorry

_LINES = ("practice", "running")
_PACES = ("normal", "slow")
_ANSWERS = ("no", "yes")


def routes(pages: Blueprint, means: Means) -> None:
    """Add them."""

    @pages.post("/calls")
    @visitors
    def ring() -> ResponseReturnValue:
        """Ring the line, perhaps going straight to a node."""
        asked = Asked(("line", "clock", "language", "number", "pace", "answers", "node"))
        flow = means.live.newest()
        node, wish = asked.text("node"), _wish(asked, flow, means)
        if not node:
            call = _rung(wish, means)
        elif wish.running:
            raise Sorry(
                409, "Going straight to a place is for practising: on the line itself, press the keys."
            )
        elif not NODE_ID.fullmatch(node):
            raise Sorry(400, "“node” is no name of a node.")
        else:
            call = jump(
                means.ways,
                node,
                flow,
                wish,
                means.clock(),
                lambda: _rung(wish, means),
                means.calls.drop,
            )
        return jsonify(told(call, means)), 201

    @pages.get("/calls/<call_id>")
    @visitors
    def call(call_id: str) -> ResponseReturnValue:
        """Say how a call stands."""
        return jsonify(told(means.calls.find(call_id), means, whole_number("from")))

    @pages.post("/calls/<call_id>/do")
    @visitors
    def do(call_id: str) -> ResponseReturnValue:
        """Do a step, or a line of them."""
        since = whole_number("from")
        steps = Asked(("step",)).text("step", longest=1000)
        if not steps:
            raise Sorry(400, "Say which “step” to do.")
        call = means.calls.find(call_id)
        with call.lock:
            return jsonify(since_then(call, means, since, lambda: call.do(steps)))


def since_then(call: StudioCall, means: Means, since: int, act: Any) -> dict[str, Any]:
    """Do something in a call, and return how it stands: with the documents from `since` on, and the one before them
    where what is heard of it has changed by that."""
    before = call.documents[since - 1] if 0 < since <= len(call.documents) else None
    act()
    changed = before is not None and call.documents[since - 1].heard != before.heard
    return told(call, means, since - 1 if changed else since)


def told(call: StudioCall, means: Means, since: int = 0) -> dict[str, Any]:
    """Return how a call stands, and begin to speak what the page will play next."""

    def sound(call: StudioCall, document: int, number: int, part: Part) -> str | None:
        if part.play_url is None and not means.voice.can(part):
            return None
        return url_for("studio.sound", call_id=call.call_id, document=document, part=number)

    stands = state(call, since, means.live.version, sound)
    news = call.documents[max(since, call.through) :]
    means.voice.prepare(tuple(part for document in news for part in parts_of(document)))
    return stands


def _wish(asked: Asked, flow: Flow, means: Means) -> Wish:
    running = asked.one_of("line", _LINES) == "running"
    if running and not can_ring_itself(means.settings):
        raise Sorry(403, "The line itself cannot be rung from here. Practise instead.")
    clock = asked.text("clock", longest=100)
    if clock and running:
        raise Sorry(400, "The line itself keeps the real time. Practise, to set the clock.")
    try:
        at = read_clock(clock, means.clock()) if clock else None
    except NotATime as wrong:
        raise Sorry(400, str(wrong), field="clock") from None
    language = asked.text("language")
    if language and language not in flow.line.languages:
        raise Sorry(400, "The line does not have this language (any more). Choose another one.")
    return Wish(
        running,
        at,
        "" if language == flow.source_language else language,
        read_number(asked.text("number") or "+447700900001"),
        slow=asked.one_of("pace", _PACES) == "slow",
        answers=not running and asked.one_of("answers", _ANSWERS) == "yes",
    )


def _rung(wish: Wish, means: Means) -> StudioCall:
    if wish.running:
        telephone = ringing(means.app, means.settings, wish)
    else:
        telephone = practising(means.live.newest, means.practice_settings(wish), wish, means.clock)
    call = means.calls.add(wish, telephone, means.clock())
    try:
        call.begin()
        if wish.slow:
            begin_slowly(call)
    except BaseException:
        means.calls.drop(call)
        raise
    return call
