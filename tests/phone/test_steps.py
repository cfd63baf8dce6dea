"""Steps written as text."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lines import Line

from ivr.phone.steps import (
    DialOutcome,
    HangUp,
    Press,
    Speak,
    StepDoesNotFit,
    UnknownStep,
    Wait,
    parse,
    perform,
)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("", ()),
        ("1 2", (Press("1"), Press("2"))),
        ("star hash", (Press("*#"),)),
        ("hash", (Press("#"),)),
        ("07700900123 hash 1", (Press("07700900123#"), Press("1"))),
        ("* wait #", (Press("*"), Wait(), Press("#"))),
        ("  wait\n hangup ", (Wait(), HangUp())),
        ("record:12", (Speak(12, "hash"),)),
        ("record:0", (Speak(0, "silence"),)),
        ("record:0+hash", (Speak(0, "hash"),)),
        ("record:12+hangup record:12+5", (Speak(12, "hangup"), Speak(12, "5"))),
        (
            "record:12+silence record:12+star record:1+#",
            (Speak(12, "silence"), Speak(12, "star"), Speak(1, "hash")),
        ),
        ("dial:busy dial:no-answer", (DialOutcome("busy"), DialOutcome("no-answer"))),
    ],
)
def test_steps(text, steps):
    assert parse(text) == steps


@pytest.mark.parametrize(
    "word",
    [
        "press",
        "1a",
        "record",
        "record:",
        "record:x",
        "record:12+",
        "record:12+later",
        "record:99999",
        "record:-1",
        "dial:",
        "dial:engaged",
        "Hangup",
        "#a",
        "¹",
    ],
)
def test_what_is_no_step_is_answered_with_what_would_be(word):
    with pytest.raises(UnknownStep, match=r"is no step\. Steps are: keys \(1, star, hash,"):
        parse(f"1 {word}")


steps = st.one_of(
    st.text("0123456789*#", min_size=1, max_size=12).map(Press),
    st.just(Wait()),
    st.just(HangUp()),
    st.builds(
        Speak, st.integers(0, 14400), st.sampled_from([*"0123456789", "star", "hash", "hangup", "silence"])
    ),
    st.builds(DialOutcome, st.sampled_from(["completed", "busy", "no-answer", "failed", "canceled"])),
)


@given(steps.filter(lambda step: not isinstance(step, Press)))
def test_what_a_step_is_called_is_how_it_is_written(step):
    assert parse(str(step)) == (step,)


@given(st.text("0123456789*#", min_size=1, max_size=12))
def test_the_keys_of_a_press_survive_writing(keys):
    assert "".join(step.keys for step in parse(str(Press(keys)))) == keys


@given(st.text(max_size=30))
def test_any_text_is_steps_or_unknown(text):
    with contextlib.suppress(UnknownStep):
        parse(text)


def test_a_whole_call_is_performed():
    line = Line(
        voice="<Gather action='/ask' numDigits='1'/>",
        ask="<Gather action='/record' finishOnKey='#'/>",
        record="<Record action='/dial'/>",
        dial="<Dial action='/bye'>+441632960001</Dial>",
        bye="<Gather action='/x'/>",
    )
    caller = line.caller().dial()
    perform(caller, "1 07700900123 hash record:12 dial:busy hangup")
    assert line.paths() == ["/voice", "/ask", "/record", "/dial", "/bye", "/voice/status"]
    assert line.form("/record")["Digits"] == "07700900123"
    assert caller.ended == "caller-hung-up"


def test_the_step_that_does_not_fit_is_named():
    caller = Line(voice="<Gather action='/voice'/>").caller().dial()
    with pytest.raises(
        StepDoesNotFit, match=r"The step 'dial:busy' does not fit: the call waits for a key \(gather\)\."
    ) as info:
        perform(caller, "1 dial:busy hangup")
    assert info.value.step == "dial:busy"
    assert caller.ended is None
