"""What came of a call, as JSON objects and as lines to read."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ivr.cli.calling.lines import Telephone
from ivr.phone.awaited import awaited
from ivr.phone.caller import Caller
from ivr.phone.document import Document
from ivr.web.practice.place import place_of

_ENDS: Final = {
    "waiting": "The call goes on; the line waits {what}.",
    "hangup": "The line has hung up.",
    "caller-hung-up": "You have hung up.",
}
_WAITS: Final = {"record": "for you to speak", "dial": "for a call put through to be answered"}


def node_of(document: Document) -> str | None:
    """Return the node that a document is the page of; None where it does not say."""
    place = place_of(document)
    return place.turn.node if place else None


def as_json(telephone: Telephone) -> list[dict[str, Any]]:
    """Return a call as a list of objects: one for each document, then its end."""
    caller = telephone.caller
    told: list[dict[str, Any]] = [
        {
            "node": node_of(document),
            "url": document.url,
            "heard": list(document.heard),
            "keys": dict(document.keys),
            "twiml": document.twiml,
            "waiting": document.waiting,
            "seconds": document.seconds,
        }
        for document in caller.documents
    ]
    return [
        *told,
        {"end": end_of(caller), "messages": telephone.messages(), "problems": list(caller.problems)},
    ]


def end_of(caller: Caller) -> str:
    """Return how a call stands: `hangup`, `waiting` or `caller-hung-up`. How a broken one ended is in `problems`."""
    if caller.ended is None:
        return "waiting"
    return "caller-hung-up" if caller.ended == "caller-hung-up" else "hangup"


def page(document: Document) -> Iterator[str]:
    """Yield a document as it is heard: where the call is, then each prompt on a line of its own."""
    yield f"[{node_of(document) or 'line'}]"
    yield from (f"  {prompt}" for prompt in document.heard)


def ending(telephone: Telephone, seconds: float | None = None) -> Iterator[str]:
    """Yield how a call ended, what was kept of it, and what Twilio would have refused.

    `seconds`: how long it really took; without it, the time of the caller's own clock.
    """
    caller = telephone.caller
    yield _ENDS[end_of(caller)].format(what=_WAITS.get(caller.waiting or "", f"for {awaited(caller.verb)}"))
    yield f"The call took about {round(caller.seconds if seconds is None else seconds)} seconds."
    messages = telephone.messages()
    for message in messages:
        yield from _message(message)
    if not messages:
        yield "No message was kept."
    yield from (f"Problem: {problem}" for problem in caller.problems)


def _message(message: Mapping[str, Any]) -> Iterator[str]:
    yield f"Message {message['reference']}: {message['state']}."
    yield from (f"  {name}: {value}" for name, value in message["answers"].items())
    yield from (f"  a recording of {seconds} seconds" for seconds in message["recordings"])
    yield from (f"  {flag}" for flag in message.get("flags", ()))
