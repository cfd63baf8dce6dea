"""How a call stands, as JSON: what was heard, what can be pressed now, what the line was asked, what was left."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ivr.call.keys import EVERYWHERE
from ivr.menu.flow import Flow
from ivr.menu.opening import LONDON
from ivr.phone.awaited import awaited
from ivr.phone.document import Document
from ivr.phone.markup import Element, parse
from ivr.phone.speaking import Part, parts_of
from ivr.phone.speech import speech_seconds
from ivr.walk.engine import everywhere
from ivr.web.practice.place import place_of
from ivr.web.studio.ringing.call import StudioCall
from ivr.web.studio.ringing.numbers import masked

SoundOf = Callable[[StudioCall, int, int, Part], str | None]
"""Gives the address of the sound of a part: call, document, part; None where the browser's own voice has to say it."""
_NUMBERS: Final = ("From", "Caller")


def state(
    call: StudioCall, since: int, version: Callable[[str], Flow | None], sound: SoundOf
) -> dict[str, Any]:
    """Return a call as a JSON object, with its documents from number `since` on.

    A document that the page has already comes again where what is heard of it has changed since: words were cut short
    by a key, or others followed. `version` gives the menu that a call is on.
    """
    with call.lock:
        caller = call.telephone.caller
        return {
            "id": call.call_id,
            "line": "running" if call.wish.running else "practice",
            "clock": _clock(call),
            "language": call.wish.language,
            "number": call.wish.number,
            "node": call.node,
            "through": call.through,
            "documents": [
                {"n": n, **_document(call, n, version, sound)} for n in range(since, len(caller.documents))
            ],
            "ended": call.ended,
            "seconds": round(caller.seconds, 2),
            "steps": call.steps,
            "pace": "slow" if call.wish.slow else "normal",
            "answers": "yes" if call.wish.answers else "no",
            "messages": call.messages(),
            "problems": list(caller.problems),
        }


def _document(
    call: StudioCall, n: int, version: Callable[[str], Flow | None], sound: SoundOf
) -> dict[str, Any]:
    document = call.documents[n]
    last = n == len(call.documents) - 1
    waits = last and call.ended is None
    passing = waits and call.telephone.caller.passing
    place = place_of(document)
    flow = version(place.turn.version) if place else None
    asked = call.request_of(n)
    return {
        "node": str(place.turn.node) if place else None,
        "kind": flow.nodes[place.turn.node].kind
        if flow and place and place.turn.node in flow.nodes
        else None,
        "url": document.url,
        "heard": list(_heard(call, n, document, sound)),
        "keys": dict(document.keys),
        "keys_everywhere": _everywhere(document, flow) if waits else {},
        # Words that went on by themselves are no wait, whoever could have interrupted them.
        "waiting": None if n in call.passed or passing else document.waiting,
        "awaits": awaited(_gather(document)),
        "passing": passing,
        "seconds": document.seconds,
        "twiml": document.twiml,
        "request": _request(*asked) if asked else None,
    }


def _heard(call: StudioCall, n: int, document: Document, sound: SoundOf) -> Iterator[dict[str, Any]]:
    for number, part in enumerate(parts_of(document)):
        yield {
            "part": number,
            "words": part.words,
            "language": part.language,
            "pause": part.pause_before,
            "seconds": round(part.pause_before + speech_seconds(part.words), 2),
            "sound": sound(call, n, number, part),
            "plays": part.play_url is not None,
        }


def _gather(document: Document) -> Element | None:
    """Return the verb that takes keys; None where the call waits for none."""
    if document.waiting != "gather":
        return None
    return next((verb for verb in parse(document.twiml.encode()).walk() if verb.name == "Gather"), None)


def _everywhere(document: Document, flow: Flow | None) -> dict[str, str]:
    """Return the keys that work here because they work everywhere, and that were not just said to mean something."""
    place = place_of(document)
    if flow is None or place is None or document.waiting == "dial" or place.turn.node not in flow.nodes:
        return {}
    node = flow.nodes[place.turn.node]
    return {
        key: words
        for key, words in EVERYWHERE.items()
        if key not in document.keys and everywhere(key, flow, node, place.turn) is not None
    }


def _request(url: str, form: Mapping[str, str]) -> dict[str, Any]:
    shown = {name: masked(value) if name in _NUMBERS else value for name, value in form.items()}
    return {"url": url, "form": shown, "signature": "present"}


def _clock(call: StudioCall) -> str:
    """Return the time at which the clock stands still, as a clock in London shows it; "" for the real time."""
    at = call.wish.at
    return at.astimezone(LONDON).replace(tzinfo=None).isoformat(timespec="seconds") if at else ""
