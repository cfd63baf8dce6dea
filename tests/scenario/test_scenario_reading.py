"""A scenario's file: what is understood, and what is said at which line and column about everything else."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivr.menu.problems import MenuError, Refused, Unreadable
from ivr.phone.scenario.limits import MOST_STEPS
from ivr.phone.scenario.reading import read, read_file
from ivr.phone.scenario.values import At, Does, DoesNotHear, Hears, Leaves, LineHangsUp, Offers
from ivr.phone.steps import DialOutcome, HangUp, Press, Speak, Wait


def steps(text):
    return read(f"call: A call\nsteps:\n{text}\n".encode(), "a.yaml").steps


def problems(text):
    with pytest.raises(MenuError) as caught:
        read(text.encode() if isinstance(text, str) else text, "a.yaml")
    return [(p.line, p.column, f"{p.message} {p.remedy}".strip()) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("- hears: To leave a message, press 1.", Hears("To leave a message, press 1.")),
        ("- does not hear: press 4", DoesNotHear("press 4")),
        ("- at: main", At("main")),
        ("- press: 1", Does(Press("1"))),
        ("- press: 5 5", Does(Press("55"))),
        ("- press: star", Does(Press("*"))),
        ("- press: Hash", Does(Press("#"))),
        ("- presses: 07700900123#", Does(Press("07700900123#"))),
        ("- presses: 07700 900123 hash", Does(Press("07700900123#"))),
        ("- interrupts: star", Does(Press("*"), interrupts=True)),
        ("- interrupts: hangs up", Does(HangUp(), interrupts=True)),
        ("- waits", Does(Wait())),
        ("- says nothing", Does(Speak(0, "silence"))),
        ("- records: nothing", Does(Speak(0, "silence"))),
        ("- records: 12 seconds", Does(Speak(12, "hash"))),
        ("- records: 12", Does(Speak(12, "hash"))),
        ("- records: 1 minute 30 seconds", Does(Speak(90, "hash"))),
        ("- records: {for: 2 minutes, then: hangs up}", Does(Speak(120, "hangup"))),
        ("- records: {for: 9 s, then: 5}", Does(Speak(9, "5"))),
        ("- records: {for: 9 seconds, then: silence}", Does(Speak(9, "silence"))),
        ("- dials: no answer", Does(DialOutcome("no-answer"))),
        ("- dials: no-answer", Does(DialOutcome("no-answer"))),
        ("- dials: Answered", Does(DialOutcome("completed"))),
        ("- dials: completed", Does(DialOutcome("completed"))),
        ("- hangs up", Does(HangUp())),
        ("- line hangs up", LineHangsUp()),
        ("- message: none", Leaves(0)),
        ("- messages: 2", Leaves(2)),
        ("- message: {state: sent}", Leaves(1, "sent")),
        ("- message: {answers: {a: 0161}, recordings: 2}", Leaves(1, None, {"a": "0161"}, 2)),
        ("- message: {recordings: [2 seconds, 1 minute]}", Leaves(recordings=(2, 60))),
        ("- message: {recordings: none, flags: [x y]}", Leaves(recordings=0, flags=("x y",))),
        ("- keys: {1: leave a message, star: go back}", Offers({"1": "leave a message", "star": "go back"})),
    ],
)
def test_a_step_is_understood(written, meant):
    (found,) = steps(written)
    assert found == meant
    assert (found.line, found.column) == (3, 3)


def test_what_stands_at_the_top():
    scenario = read(
        b"# a note\ncall: A call\nclock: Christmas Day 10:00\nlanguage: pl\nnumber: 07700 900123\n"
        b"numbers: {person: 01632 960001}\nfaults: [twice, late]\nsteps: [waits]\n",
        "tests/calls/a-call.yaml",
    )
    assert (scenario.title, scenario.name) == ("A call", "a-call")
    assert (scenario.clock, scenario.language) == ("Christmas Day 10:00", "pl")
    assert (scenario.number, scenario.rings_from) == ("+447700900123", "+447700900123")
    assert scenario.numbers == {"person": "+441632960001"}
    assert scenario.faults == ("twice", "late")
    assert scenario.place("clock") == (3, 1)
    assert read(b"call: A\nnumber: Withheld\nsteps: [waits]", "a").rings_from == "withheld"
    assert read(b"call: A\nsteps: [waits]", "a").rings_from == "+447700900001"
    assert read(b"call: A\nfaults: twice\nsteps: [waits]", "a").faults == ("twice",)


HEAD = "call: A call\nsteps:\n"
ROW = f"- presses: {'1' * 200}\n" * 10


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, 1, "There is nothing in this file. Begin it with call: and steps:."),
        ("- press: 1", 1, 1, "A scenario begins with call: and steps:."),
        ("steps: [waits]", 1, 1, "The file has no “call:”."),
        ("call: A call", 1, 1, "The file has no “steps:”."),
        ("call: A call\nsteps:", 2, 7, "Steps are a list."),
        ("call: A call\nsteps: []", 2, 8, "Steps are a list."),
        (f"clok: now\n{HEAD}- waits", 1, 1, "“clok” is not known here. Did you mean “clock”?"),
        (f"number: 12\n{HEAD}- waits", 1, 9, "“12” is no number. Write it as"),
        (f"numbers: 12\n{HEAD}- waits", 1, 10, "Write them as {person: 01632 960001}."),
        (f"numbers: {{a: withheld}}\n{HEAD}- waits", 1, 14, "Nobody can be rung on a withheld number."),
        (f"faults: {{a: b}}\n{HEAD}- waits", 1, 9, "Faults are a list of names."),
        (f"{HEAD}- hear: x", 3, 3, "“hear” is no step. Did you mean “hears”?"),
        (f"{HEAD}- hangs", 3, 3, "Did you mean “hangs up”?"),
        (f"{HEAD}- wait", 3, 3, "Did you mean “waits”?"),
        (f"{HEAD}- juggles", 3, 3, "What can stand here: waits, says nothing, hangs up"),
        (f"{HEAD}- press 1", 3, 3, "a colon and a blank are missing. Write - press: 1."),
        (f"{HEAD}- does not hear x y", 3, 3, "Write - does not hear: x y."),
        (f"{HEAD}- waits: 2", 3, 3, "“waits” needs no colon."),
        (f"{HEAD}- press: 1\n  hears: x", 4, 3, "Put “hears” on a line of its own, with a dash of its own."),
        (f"{HEAD}- [press, 1]", 3, 3, "Here one step is needed, not a list."),
        (f"{HEAD}-", 3, 2, "There is nothing behind this dash."),
        (f"{HEAD}- press: #", 3, 9, "For the hash key write the word hash"),
        (f"{HEAD}- presses: 0770 #", 3, 12, "YAML takes this # for a comment, so it would not be pressed."),
        (f"{HEAD}- press: *", 3, 10, "For the telephone key write the word star"),
        (f"{HEAD}- press: one", 3, 10, "“one” is no key. Keys are 0 to 9, star and hash"),
        (f"{HEAD}- hears:", 3, 9, "Nothing stands here after “hears:”."),
        (f"{HEAD}- hears: [x]", 3, 10, "Here words are needed, not a list or a group."),
        (f"{HEAD}- records: long", 3, 12, "“long” is not a length of time. Write it as 12 seconds"),
        (f"{HEAD}- records: {{then: star}}", 3, 12, "Say for how long"),
        (f"{HEAD}- records: {{for: 2, then: x}}", 3, 27, "Write a key, silence, or hangs up."),
        (f"{HEAD}- records: {{for: 2, than: x}}", 3, 21, "Did you mean “then”?"),
        (f"{HEAD}- dials: bussy", 3, 10, "Did you mean “busy”?"),
        (f"{HEAD}- message: lost", 3, 12, "or write none."),
        (f"{HEAD}- message: {{state: send}}", 3, 20, "A message is never “send”. Did you mean “sent”?"),
        (f"{HEAD}- message: {{status: sent}}", 3, 13, "Did you mean “state”?"),
        (f"{HEAD}- message: {{answers: x}}", 3, 22, "Answers are names with a colon."),
        (f"{HEAD}- message: {{recordings: x}}", 3, 25, "Write a number, such as 1."),
        (f"{HEAD}- messages: x", 3, 13, "Write a number, such as 1."),
        (f"{HEAD}- keys: 1", 3, 9, "Write the keys with their words"),
        (f"{HEAD}- keys: {{x: leave}}", 3, 10, "“x” is no key."),
        (f"{HEAD}- keys: {{1: a, b}}", 3, 16, "after “b” there is none"),
        (f"{HEAD}- hears: a: b", 3, 11, "There is a second colon here"),
        (f"{HEAD}- presses: {'1' * 201}", 3, 12, "These are 201 keys. One step presses 200 at most."),
        (f"{HEAD}{ROW}- press: 1", 13, 3, "the caller has pressed 2,001 keys. A scenario has 2,000 at most"),
    ],
)
def test_what_is_no_scenario_is_told_with_its_place(text, line, column, words):
    found = problems(text)
    assert (line, column) in [problem[:2] for problem in found], found
    assert any(words in problem[2] and problem[:2] == (line, column) for problem in found), found


def test_a_scenario_is_so_long_at_most():
    assert len(steps("- press: 1\n" * MOST_STEPS)) == MOST_STEPS
    ((line, column, words),) = problems(HEAD + "- press: 1\n" * (MOST_STEPS + 20) + "- pres: 1\n")
    assert (line, column) == (3 + MOST_STEPS, 3)
    assert words.startswith("This is one step too many. A scenario has 2,000 at most.")


def test_everything_is_told_at_once_in_the_order_of_the_file():
    found = problems("clok: now\ncall: A call\nsteps:\n- pres: 1\n- press: x\n- hangs\n")
    assert [problem[0] for problem in found] == [1, 4, 5, 6]


def test_no_problem_speaks_of_menus():
    for text in ("", "x", b"\xff\xfea", b"a\x00", "- 1", "call: A\n\tsteps: 1", "a: &b c\nd: *b", "{" * 50):
        assert not [words for *_, words in problems(text) if "menu" in words.lower()]


def test_a_file_that_is_no_text_is_unreadable_and_one_that_is_no_scenario_is_refused(tmp_path):
    for data in (b"\xff\xfe\x00", b"call: [", b"PK\x03\x04"):
        with pytest.raises(Unreadable):
            read(data, "a.yaml")
    with pytest.raises(Unreadable, match="There is no such file"):
        read_file(str(tmp_path / "gone.yaml"))
    with pytest.raises(Refused):
        read(b"call: A", "a.yaml")


WORDS = (
    "call",
    "steps",
    "press",
    "hears",
    "message",
    "state",
    "records",
    "for",
    "keys",
    "1",
    "#",
    "waits",
    "at",
)
PIECES = st.one_of(st.sampled_from(WORDS), st.text(max_size=6))
DATA = st.recursive(
    PIECES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PIECES, inner, max_size=4)
)


def as_yaml(data):
    if isinstance(data, str):
        return '"' + data.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(data, list):
        return f"[{', '.join(map(as_yaml, data))}]"
    return f"{{{', '.join(f'{as_yaml(k)}: {as_yaml(v)}' for k, v in data.items())}}}"


@given(st.dictionaries(st.sampled_from(("call", "steps", "number", "numbers", "faults", "clock", "x")), DATA))
@example({"steps": [{"press": ""}, {}, [], "", {"message": {"recordings": []}}, {"keys": {}}]})
@example({"call": "a", "steps": [{"message": {"flags": {}, "answers": {"a": []}, "state": []}}]})
def test_whatever_stands_in_the_file_it_is_a_scenario_or_its_problems_have_places(data):
    problems = ()
    try:
        scenario = read(as_yaml(data).encode("utf-8", "replace"), "a.yaml")
    except MenuError as error:
        problems = error.problems
    else:
        assert scenario.steps
        assert scenario.title
    assert not [problem for problem in problems if "menu" in f"{problem.message} {problem.remedy}".lower()]
