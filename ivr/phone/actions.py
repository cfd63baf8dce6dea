"""What each step of a caller does to a call: the keys a Gather takes, how a Record and a Dial end."""

from __future__ import annotations

from uuid import uuid4

from ivr.phone.call import Call
from ivr.phone.document import Waiting, number
from ivr.phone.markup import Element
from ivr.phone.recording import Taken, action_fields, callback_fields, events, recording_url, take
from ivr.phone.sound import sound
from ivr.phone.steps import DialOutcome, HangUp, Press, Speak, Step, StepDoesNotFit, Wait

CONVERSATION = 60
"""Seconds that a call put through lasts if somebody answers."""

_WAITS_FOR = {"Gather": "a key", "Record": "a recording", "Dial": "a call put through to be answered"}


def act(call: Call, step: Step) -> None:
    """Do one step in a call that goes on. Raises `StepDoesNotFit`."""
    match step:
        case Press():
            _press(call, step)
        case Wait():
            _wait(call, step)
        case Speak():
            _speak(call, _reach(call, "record", step), step)
        case DialOutcome():
            _dialled(call, _reach(call, "dial", step), step.outcome)
        case HangUp():
            _hang_up(call)


def _press(call: Call, step: Press) -> None:
    """Give the keys to the Gather, and those it leaves to the next one, until none are left."""
    keys = step.keys
    while keys:
        verb = call.verb
        if verb is None:
            raise StepDoesNotFit(str(Press(keys)), f"the call has ended ({call.ended}), with these keys left")
        call.untouched = 0
        call.cut_short()
        if verb.name == "Gather":
            keys = _gather(call, verb, keys)
        elif verb.name == "Record":  # a key instead of words
            name = {"*": "star", "#": "hash"}.get(keys[0], keys[0])
            _speak(call, verb, Speak(0, name))
            keys = keys[1:]
        elif keys[0] == "*" and verb.attributes.get("hangupOnStar") == "true":
            _dialled(call, verb, "completed")
            keys = keys[1:]
        else:
            raise StepDoesNotFit(
                str(Press(keys)), f"the call waits for {_WAITS_FOR[verb.name]}, not for a key"
            )


def _gather(call: Call, gather: Element, keys: str) -> str:
    """Feed keys to a Gather one by one. Gives back those it did not take."""
    if "dtmf" not in gather.attributes.get("input", "dtmf").split():
        raise StepDoesNotFit(str(Press(keys)), "this Gather listens for speech only")
    finish = gather.attributes.get("finishOnKey", "#")
    most = number(gather, "numDigits", len(keys) + 1)
    digits, finished_on, left = "", "", keys
    while left and len(digits) < most and not finished_on:
        key, left = left[0], left[1:]
        if key in finish:
            finished_on = key
        else:
            digits += key
    if not digits:
        call.no_input(gather, finished_on)
        return left
    if not finished_on and len(digits) < most:  # the entry ends when no more keys come
        call.seconds += number(gather, "timeout", 5)
    call.act(gather, {"Digits": digits, "FinishedOnKey": finished_on, "msg": "Gather End"})
    return left


def _wait(call: Call, step: Wait) -> None:
    verb, where = call.verb, call.waiting
    assert verb is not None  # noqa: S101 - a call that goes on waits at a verb
    if where == "record":
        _speak(call, _reach(call, "record", step), Speak(0, "silence"))
    elif where == "dial":
        _dialled(call, _reach(call, "dial", step), "no-answer")
    else:
        call.time_out()


def _reach(call: Call, wanted: Waiting, step: Step) -> Element:
    """Let Gathers before the wanted verb time out, so that the call waits at that verb."""
    if call.waiting != wanted:
        waits = _WAITS_FOR[call.verb.name] if call.verb is not None else "nothing"
        raise StepDoesNotFit(str(step), f"the call waits for {waits} ({call.waiting})")
    while call.verb is not None and call.verb.name == "Gather":
        call.time_out()
    assert call.verb is not None  # noqa: S101 - `waiting` has looked ahead
    return call.verb


def _speak(call: Call, record: Element, speak: Speak) -> None:
    taken = take(record, speak)
    call.seconds += taken.lasted
    asked = events(record)
    _store(call, taken, speak.audio)
    if "in-progress" in asked:
        _tell(call, record, taken, "in-progress", times=1)
    hung_up = taken.digits == "hangup"
    if taken.is_empty and call.habits.empty_recording == "skips":
        if hung_up:
            call.end("caller-hung-up")
        if "absent" in asked:
            _tell(call, record, taken, "absent")
        if not hung_up:
            call.fall_through()
        return
    tells = "completed" in asked
    if tells and call.habits.status_callback == "before":
        _tell(call, record, taken, "completed")
    # After a hang-up the action is still asked, and the call's own callback may overtake the recording's.
    form = action_fields(taken, _url(call, taken))
    reference, method = record.attributes.get("action", ""), record.attributes.get("method", "POST")
    reply = call.ask(reference, method, form, status="completed" if hung_up else "in-progress")
    if hung_up:
        call.end("caller-hung-up")
    if tells and call.habits.status_callback == "after":
        _tell(call, record, taken, "completed")
    if not hung_up:
        call.go_on(reply)
    if taken.cut and speak.then == "hangup" and call.ended is None:
        _hang_up(call)


def _store(call: Call, taken: Taken, audio: bytes | None) -> None:
    """Put the audio where recordings go, before anybody is told of it. An absent recording has none."""
    keeper = call.habits.recordings
    if keeper is not None and not (taken.is_empty and call.habits.empty_recording == "skips"):
        keeper.add(taken.sid, call.fields["CallSid"], audio or sound(taken.sid, taken.length), taken.length)


def _url(call: Call, taken: Taken) -> str:
    return recording_url(call.habits.api_url, call.fields["AccountSid"], taken.sid)


def _tell(call: Call, record: Element, taken: Taken, status: str, times: int | None = None) -> None:
    """Send the recordingStatusCallback, as often as Twilio is to send it; in-progress only if ever."""
    if call.habits.status_callback == "never":
        return
    form = callback_fields(
        taken,
        status,
        _url(call, taken),
        account_sid=call.fields["AccountSid"],
        call_sid=call.fields["CallSid"],
    )
    method = record.attributes.get("recordingStatusCallbackMethod", "POST")
    for _ in range(times or call.habits.status_callback_times):
        call.tell(record.attributes["recordingStatusCallback"], method, form)


def _dialled(call: Call, dial: Element, outcome: str) -> None:
    call.seconds += {"completed": CONVERSATION, "no-answer": number(dial, "timeout", 30)}.get(outcome, 2)
    if "action" in dial.attributes:
        call.act(dial, _dial_fields(outcome))
    else:
        call.fall_through()


def _dial_fields(outcome: str) -> dict[str, str]:
    answered = outcome == "completed"
    fields = {
        "DialCallStatus": outcome,
        "DialCallSid": "CA" + uuid4().hex,
        "DialBridged": "true" if answered else "false",
    }
    return fields | ({"DialCallDuration": str(CONVERSATION)} if answered else {})


def _hang_up(call: Call) -> None:
    verb = call.verb
    call.cut_short()
    if verb is not None and verb.name == "Dial" and "action" in verb.attributes:
        # Twilio still asks the action, and plays none of what it answers.
        method = verb.attributes.get("method", "POST")
        call.ask(verb.attributes["action"], method, _dial_fields("canceled"), status="completed")
    call.end("caller-hung-up")
