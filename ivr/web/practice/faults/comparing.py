"""What is otherwise in a call with a fault than in the same call without: nothing, if all is well."""

import re
from collections.abc import Iterator
from typing import Final

from ivr.phone.document import Document
from ivr.web.practice.faults.finding import Found, Message
from ivr.web.practice.faults.ringing import Ran
from ivr.web.practice.scenarios import node_of

_REFERENCE: Final = re.compile(r"(?<![0-9])[0-9](?:[ ,.]{0,3}[0-9]){7}(?![ ,.]{0,3}[0-9])")
"""Eight digits, however they are spoken: a reference, which is another one in each call."""
_SHOWN: Final = 90


def differences(plain: Ran, ran: Ran) -> Iterator[str]:
    """Give what is otherwise, in plain English, the most telling first."""
    yield from other_way(plain.documents, ran.documents)
    yield from other_messages(plain.found, ran.found)
    yield from (each for each in ran.troubles if each not in plain.troubles)
    yield from (f"In the end, {each}." for each in ran.found.wrong)


def first_difference(plain: tuple[Document, ...], ran: tuple[Document, ...]) -> int | None:
    """Return which page is the first that is not the same, counted from 0; None if all are."""
    for at, (before, after) in enumerate(zip(plain, ran, strict=False)):
        if told(before) != told(after):
            return at
    return None if len(plain) == len(ran) else min(len(plain), len(ran))


def other_way(plain: tuple[Document, ...], ran: tuple[Document, ...]) -> Iterator[str]:
    """Give the first thing that is heard otherwise, and where."""
    at = first_difference(plain, ran)
    if at is None:
        return
    if at == min(len(plain), len(ran)):
        yield f"The caller heard {len(ran)} pages, not {len(plain)}."
        return
    before, after = plain[at], ran[at]
    yield (
        f"At “{node_of(before)}” the caller heard “{_shown(after, before)}” instead of “{_shown(before, after)}”."
    )


def told(document: Document) -> tuple[object, ...]:
    """Return what has to be the same: where the call is, what is heard, the keys, what it waits for."""
    heard = tuple(_REFERENCE.sub("(reference)", prompt) for prompt in document.heard)
    return document.url, heard, tuple(document.keys.items()), document.waiting


def other_messages(plain: Found, ran: Found) -> Iterator[str]:
    """Give what is otherwise of what the call has left, without anything that was said in it."""
    if len(plain.messages) != len(ran.messages):
        yield f"The call left {messages(len(ran.messages))}, not {messages(len(plain.messages))}."
    for before, after in zip(plain.messages, ran.messages, strict=False):
        yield from _other_message(before, after)
    if plain.requests != ran.requests:
        yield "What the caller asked about an earlier message is not the same."


def _other_message(before: Message, after: Message) -> Iterator[str]:
    if before.state != after.state:
        yield f"The message is {after.state}, not {before.state}."
    names = sorted(
        name for name in {*before.answers, *after.answers} if _of(before, name) != _of(after, name)
    )
    if names:
        yield f"Not the same in the message: {', '.join(names)}."
    if (before.recordings, before.heard) != (after.recordings, after.heard):
        yield f"The message has {_recordings(after)}, not {_recordings(before)}."
    if before.flags != after.flags:
        yield f"The message is marked with {', '.join(after.flags) or 'nothing'}."


def messages(number: int) -> str:
    """Say how many messages.

    >>> messages(1), messages(2)
    ('one message', '2 messages')
    """
    return {0: "no message", 1: "one message"}.get(number, f"{number} messages")


def _of(message: Message, name: str) -> str | None:
    return message.answers.get(name)


def _recordings(message: Message) -> str:
    lengths = ", ".join(f"{seconds} s" for seconds in message.recordings) or "none"
    return f"recordings of {lengths}, of which {message.heard} can be heard"


def _shown(document: Document, other: Document) -> str:
    """The first prompt that is not the same in both, or where the document is, if what is heard is the same."""
    theirs = [_REFERENCE.sub("(reference)", prompt) for prompt in other.heard]
    for at, prompt in enumerate(document.heard):
        here = _REFERENCE.sub("(reference)", prompt)
        if at >= len(theirs) or theirs[at] != here:
            return here if len(here) <= _SHOWN else here[: _SHOWN - 1] + "…"
    return document.url.partition("?")[0] if told(document)[1] == told(other)[1] else "nothing more"
