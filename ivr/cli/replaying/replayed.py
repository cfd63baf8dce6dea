"""A call from its journal as a scenario, and whether it goes the same way today."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ivr.call.journal import Entry
from ivr.cli.exits import Cannot
from ivr.cli.replaying.played import as_far_as_it_goes
from ivr.cli.replaying.rung import Lines, rung_in
from ivr.menu.opening import LONDON
from ivr.phone.scenario.harmless import harmless
from ivr.phone.scenario.limits import too_much
from ivr.phone.scenario.values import Does, Scenario
from ivr.phone.scenario.writing import write
from ivr.phone.steps import Press, parse
from ivr.walk.retracing import Done, NoWay, Retraced, retrace, steps_of

if TYPE_CHECKING:
    from ivr.menu import Flow
    from ivr.web.settings import Settings

_DID: Final = {
    "option": "an option",
    "wrong-key": "a key without a meaning",
    "person": "key 0",
    "emergency": "key 5",
    "pace": "key 7",
    "again": "key 9",
    "back": "star",
    "entry": "an entry",
    "not-accepted": "digits that cannot be used",
    "silence": "silence",
    "recording": "speaking",
    "recording-hung-up": "hanging up while speaking",
    "no-recording": "saying nothing",
}


@dataclass(frozen=True, slots=True)
class Replayed:
    """A scenario's text; whether the call goes the same way today; and that in words."""

    text: str
    same: bool
    told: tuple[str, ...]


def replayed(entries: Sequence[Entry], then: "Flow", now: "Flow", settings: "Settings") -> Replayed:
    """Make a scenario of a call on the flow `then`, and see how it goes on the flow `now`. Raises Cannot."""
    try:
        trace = retrace(then, entries)
    except NoWay as lost:
        raise Cannot(f"No scenario can be made of this call: {lost}.") from None
    steps = steps_of(entries)
    draft = Scenario(
        "",
        "",
        _title(steps),
        clock=f"{trace.world.now.astimezone(LONDON):%Y-%m-%d %H:%M}",
        language=trace.world.language or "",
        number=trace.world.from_ or "",
        numbers=rung_in(trace.world.known),
        steps=tuple(_does(trace.done)),
    )
    settings = settings.model_copy(update={"demonstration": trace.notice})
    with ExitStack() as stack:
        line = Lines(now, settings, stack).of(draft)
        heard, call_sid, _ = as_far_as_it_goes(draft, line, now)
        differs = _difference(steps[: trace.taken], steps_of(line.journal(call_sid)))
        if differs and then.version != now.version:  # what is to be expected is what it was then
            line_then = Lines(then, settings, stack).of(draft)
            heard, _, _ = as_far_as_it_goes(draft, line_then, then)
    if over := too_much(heard):
        raise Cannot(f"No scenario can be made of this call, which is too long. {over[1]}")
    text = write(
        draft.title,
        clock=draft.clock,
        language=draft.language,
        number=draft.number,
        numbers=draft.numbers,
        steps=heard,
        comment="\n".join(_comment(trace)),
    )
    return Replayed(text, not differs and trace.taken == len(steps), tuple(_told(trace, steps, differs)))


def _does(done: Sequence[Done]) -> list[Does]:
    made = []
    for each in done:
        for step in parse(each.keys):
            step = Press(harmless(step.keys)) if isinstance(step, Press) else step
            made.append(Does(step, interrupts=each.interrupts))
    return made


def _title(steps: Sequence[Entry]) -> str:
    nodes = list(dict.fromkeys(str(step.after.node) for step in steps if step.after))
    return f"A call from {nodes[0]} to {nodes[-1]}" if len(nodes) > 1 else f"A call to {nodes[0]}"


def _comment(trace: Retraced) -> list[str]:
    lines = [
        "Made by ivr replay from the journal of a call. What was keyed in is made up: the journal does not know it."
    ]
    alike = sum(each.ways > 1 for each in trace.done)
    if alike:
        times = "At one step" if alike == 1 else f"At {alike} steps"
        lines.append(f"{times} other keys would have led the same way, so the caller may have pressed those.")
    return lines


def _difference(then: Sequence[Entry], now: Sequence[Entry]) -> str:
    """Return where a call goes another way than it did, in a sentence; "" where it does not."""
    for number, was in enumerate(then):
        if was.after is None:
            continue
        what = _what(was)
        if number >= len(now):
            return f"Step {number}, {what}, cannot be taken today: then the call went to {was.after.node}."
        is_ = now[number]
        if is_.after is None or (was.did, was.through, was.after.node) != (
            is_.did,
            is_.through,
            is_.after.node,
        ):
            there = f"to {is_.after.node}" if is_.after else "nowhere"
            if is_.after and is_.after.node == was.after.node:
                there += f" another way ({_what(is_)}{_past(is_)})"
            return f"Step {number}, {what}: then the call went to {was.after.node}{_past(was)}, today it goes {there}."
    return ""


def _what(entry: Entry) -> str:
    if entry.before is None:
        return "the beginning"
    return f"{_DID.get(entry.did, entry.did.replace('dial:', 'a call put through: '))} at {entry.before.node}"


def _past(entry: Entry) -> str:
    return f" past {', '.join(entry.through)}" if entry.through else ""


def _told(trace: Retraced, steps: Sequence[Entry], differs: str) -> list[str]:
    told = []
    if trace.taken < len(steps):
        told.append(
            f"After step {trace.taken - 1} of {len(steps) - 1} the journal cannot be followed: a step is missing, or "
            "something decided that a journal does not tell."
        )
        told.append(differs or "Up to there the call goes the same way today.")
    else:
        count = "1 step" if len(steps) == 2 else f"{len(steps) - 1} steps"
        told.append(differs or f"The call goes the same way today: {count}.")
    return told


def flow_then(entries: Sequence[Entry], now: "Flow", settings: "Settings") -> "Flow":
    """Return the flow that a call was on: today's, or as the line's database has kept it. Raises Cannot."""
    first = next((step.after for step in steps_of(entries) if step.after), None)
    if first is None or first.version == now.version:
        return now
    text = _kept(first.version, settings)
    if text is None:
        raise Cannot(
            f"The call was on version {first.version} of the menu, which is neither today's nor in the line's database."
        )
    from ivr.menu import load_text

    return load_text(text, f"version {first.version}")


def _kept(version: str, settings: "Settings") -> bytes | None:
    from ivr.cli.telephone import local_database
    from ivr.menu.flow import version_of
    from ivr.message.values import StoreUnavailable
    from ivr.web.making import store_of
    from ivr.web.settings import SettingsError

    if local_database(settings) is None:
        return None
    try:
        store = store_of(settings)
    except SettingsError:
        return None
    try:
        text = store.version(version)
    except StoreUnavailable:
        return None
    finally:
        store.close()
    return text if text is not None and version_of(text) == version else None
