"""What is left when the storm is over, held against what every caller did."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from itertools import islice

from scripts.storm.callers import Kept

MOST_SOUGHT = 100
_NUMBERS = re.compile(rb"(?:0|\+?44)7700 ?900 ?\d{3}")
"""Any number that a caller has given."""


@dataclass(slots=True)
class Found:
    """What the line has, looked at with the officers' keys.

    `messages` by call: state, reference, answers. `audio` by recording: the bytes that an officer hears. `recordings`
    by call: the names of those the line has.
    """

    messages: Mapping[str, list] = field(repr=False)
    recordings: Mapping[str, list[str]]
    audio: Mapping[str, bytes] = field(repr=False)
    at_provider: Iterable[str]


@dataclass(slots=True)
class Verdict:
    """What is wrong: nothing, if all is well. `figures` and `again`, who had to ring again, are for people."""

    faults: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    figures: dict[str, object] = field(default_factory=dict)


def judge(
    kept: list[Kept],
    spoken: Mapping[str, tuple[str, bytes]],
    found: Found,
    mail: list[Message],
    cut_after: int,
    kills: int = 0,
) -> Verdict:
    """Return everything that is not as it must be.

    `spoken`: recording to the call it was made in, and what was said. `mail`: all that was taken by the mail server,
    `cut_after` of it without the sender being told so; in `kills` moments the sender may have been killed just then.
    """
    verdict = Verdict()
    for call in kept:
        _one_call(call, spoken, found, verdict)
    known = {call.call_sid for call in kept}
    for stranger in set(found.messages) - known:
        if found.messages[stranger]:
            verdict.faults.append(f"{stranger} has a message and nobody left one")
    left = list(found.at_provider)
    if left:
        verdict.faults.append(f"{len(left)} recordings are still at the provider, such as {left[0]}")
    _mail(found, mail, cut_after, kills, verdict)
    verdict.figures |= {
        "messages": sum(len(messages) for messages in found.messages.values()),
        "recordings": len(found.audio),
        "calls that left nothing": sum(1 for call in kept if call.state is None),
        "calls that were cut off, and made again": sum(1 for call in kept if call.state == "cut off"),
    }
    return verdict


def _one_call(call: Kept, spoken: Mapping[str, tuple[str, bytes]], found: Found, verdict: Verdict) -> None:
    def fault(what: str) -> None:
        verdict.faults.append(f"{call.call_sid}: {what}")

    for problem in call.problems:
        fault(f"the telephone complained: {problem}")
    messages = list(found.messages.get(call.call_sid, ()))
    if call.state is None:
        if messages:
            fault("the caller deleted the message, and it is there")
        if audio := set(found.recordings.get(call.call_sid, ())) & set(found.audio):
            fault(f"the caller deleted the message, and {len(audio)} recordings are there")
        return
    mine = {sid: audio for sid, (made_in, audio) in spoken.items() if made_in == call.call_sid}
    if call.state == "cut off":
        if len(messages) > 1 or (mine and not messages):
            fault(
                f"the call was cut off after {len(mine)} recordings, and there are {len(messages)} messages"
            )
        _heard(call, mine, found, fault)
        return
    if len(messages) != 1:
        fault(f"there are {len(messages)} messages, not one")
        return
    (message,) = messages
    if message.state != call.state:
        fault(f"the message is {message.state}, not {call.state}")
    if call.reference and message.reference != call.reference:
        fault("the reference is not the one that was read out")
    if message.answers.get("safe_number") != call.number:
        fault("the safe number cannot be read, or is another one")
    if len(mine) != call.recordings:
        fault(f"the telephone made {len(mine)} recordings, not {call.recordings}")
    _heard(call, mine, found, fault)


def _heard(call: Kept, mine: Mapping[str, bytes], found: Found, fault: Callable[[str], None]) -> None:
    """Hold what an officer hears of a call against what was said in it."""
    if sorted(found.recordings.get(call.call_sid, ())) != sorted(mine):
        fault(f"{len(found.recordings.get(call.call_sid, ()))} recordings are known, not {len(mine)}")
    for sid, audio in mine.items():
        if sid not in found.audio:
            fault(f"{sid} cannot be heard")
        elif found.audio[sid] != audio:
            fault(f"{sid} is not, sample for sample, what was said")


def _mail(found: Found, mail: list[Message], cut_after: int, kills: int, verdict: Verdict) -> None:
    references = {message.reference for messages in found.messages.values() for message in messages}
    told: dict[str, set[str]] = {}
    times: Counter[str] = Counter()
    for one in mail:
        text = f"{one['Subject']} {one.get_payload()}"
        named = {reference for reference in references if reference in text}
        if len(named) != 1:
            verdict.faults.append(f"a mail names {len(named)} messages: {one['Subject']}")
            continue
        (reference,) = named
        told.setdefault(reference, set()).add(str(one["Message-ID"]))
        times[reference] += 1
    if silent := references - set(told):
        verdict.faults.append(f"nobody was told of {len(silent)} messages")
    for reference, identities in told.items():
        if len(identities) != 1:
            verdict.faults.append(f"{reference} was told under {len(identities)} Message-IDs")
    again = sum(count - 1 for count in times.values())
    if again > cut_after + kills:
        verdict.faults.append(
            f"messages were told again {again} times, and only {cut_after} mails were cut off"
        )
    verdict.figures |= {
        "mails": len(mail),
        "mails sent again": again,
        "mails cut off after they were taken": cut_after,
    }


def leaks(name: str, chunks: Iterable[bytes], spoken: Iterable[bytes], secrets: Iterable[bytes]) -> list[str]:
    """Return what lies in clear somewhere and must not: numbers, keys, and audio, of so many recordings at most."""
    found = []
    long = (audio for audio in spoken if len(audio) > 2064)
    needles = [*(audio[2000:2064] for audio in islice(long, MOST_SOUGHT)), *secrets]
    for chunk in chunks:
        if match := _NUMBERS.search(chunk):
            found.append(f"{name} has a caller's number in clear, at byte {match.start()}")
        if any(needle in chunk for needle in needles):
            found.append(f"{name} has audio or a key in clear")
    return found
