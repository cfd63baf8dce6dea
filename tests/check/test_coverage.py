"""What there is to try of a menu, and what a call on a real line has tried."""

import pytest

from ivr.call.turn import NodeId
from ivr.check.coverage import KINDS, Coverage, Item, coverage, demanded
from ivr.cli.testing.coverage import lines, markdown, summary
from ivr.menu import load_text
from ivr.web.practice.line import practice_line
from ivr.web.settings import Settings

MENU = """\
line:
  name: Small
  start: main
  person: person
  attempts: 2
  languages: {en: {name: English, voice: Polly.Amy, locale: en-GB}, pl: {name: Polski, voice: Polly.Ola, locale: pl-PL}}
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {to: leave a message, goto: message}
      2: {for: opening hours, goto: when}
      3: {to: enter a number, goto: number}
      4: {to: speak Polish, goto: main, language: pl}
    otherwise: {no_input: bye, no_match: person}
  message: {kind: record, prompt: Speak., longest: 30 seconds, silence: 5 seconds, recorded: kept, empty: main}
  kept: {kind: menu, prompt: It is kept., options: {1: {to: stop, goto: bye}}, otherwise: bye}
  number: {kind: ask, prompt: Enter., answer: it, accept: reference, entered: bye, otherwise: main}
  when: {kind: hours, open: {monday-friday: 09:00-17:00}, when_open: open, when_closed: closed}
  open: {kind: say, prompt: Open., goto: main}
  closed: {kind: say, prompt: Closed., goto: main}
  person: {kind: transfer, prompt: Hold., number: person, unavailable: Nobody.}
  bye: {kind: end, prompt: Bye.}
  lost: {kind: menu, prompt: Nobody comes here., options: {1: {to: stop, goto: bye}}, otherwise: bye}
translations:
  pl: {nodes: {main: {prompt: Witamy.}}}
"""


@pytest.fixture(scope="module")
def flow():
    return load_text(MENU.encode())


@pytest.fixture(scope="module")
def line(flow):
    with practice_line(lambda: flow, Settings(numbers={"person": "+441632960001"})) as line:
        yield line


@pytest.fixture
def tried(flow, line):
    """What a call has tried of the menu, as (node, how)."""

    def tried(*steps, **habits):
        caller = line.caller(**habits).dial()
        for step in steps:
            getattr(caller, step)() if isinstance(step, str) else step(caller)
        return [
            (item.node, item.how)
            for item in coverage(flow, [line.journal(caller.call_sid)]).items
            if item.tried
        ]

    return tried


def press(keys):
    return lambda caller: caller.press(keys)


def record(seconds, then=None):
    return lambda caller: caller.record(seconds, then)


def test_everything_that_a_call_can_do_is_there_in_the_order_of_the_file(flow):
    by_node = coverage(flow, []).by_node()
    assert list(by_node) == ["main", "message", "kept", "number", "when", "open", "closed", "person", None]
    told = {name: [(item.kind, item.how) for item in items] for name, items in by_node.items()}
    misses = [
        ("silence", "silence once"), ("silence", "silence"),
        ("wrong-key", "wrong key once"), ("wrong-key", "keys without meaning"), ("hang-up", "hang up"),
    ]  # fmt: skip
    assert told["main"] == [("option", "1"), ("option", "2"), ("option", "3"), ("option", "4"), *misses]
    assert told["kept"] == [("option", "1"), *misses]
    assert told["message"] == [
        ("recording", "longest"), ("recording", "recorded"), ("no-recording", "nothing recorded"),
        ("hang-up", "hang up"), ("hang-up", "hang up while recording"),
    ]  # fmt: skip
    assert told["number"] == [
        ("silence", "silence once"), ("silence", "silence"), ("entry", "entered"),
        ("not-accepted", "not accepted once"), ("not-accepted", "not accepted"), ("hang-up", "hang up"),
    ]  # fmt: skip
    assert told["when"] == [("way", "open"), ("way", "closed")]
    assert told["open"] == [("words", "then")]
    assert {how for kind, how in told["person"] if kind == "dial"} == {
        "completed",
        "busy",
        "no-answer",
        "failed",
    }
    assert {how for _, how in told[None]} == {"0", "5", "7", "9", "star", "en", "pl"}


def test_what_no_call_can_reach_is_not_asked_for(flow):
    assert "lost" not in {item.node for item in demanded(flow)}


def test_to_be_asked_anew_by_giving_up_is_no_second_attempt():
    text = MENU.replace("attempts: 2", "attempts: 1").replace("{no_input: bye, no_match: person}", "main")
    hows = {item.how for item in demanded(load_text(text.encode())) if item.node == "main"}
    assert {"silence", "keys without meaning"} <= hows
    assert not {"silence once", "wrong key once"} & hows


def test_each_thing_is_there_once_and_has_words(flow):
    items = demanded(flow)
    assert len({item.what for item in items}) == len(items)
    assert all(item.words and item.kind in KINDS and not item.tried for item in items)


@pytest.mark.parametrize(
    ("steps", "things"),
    [
        ([press("1")], [("main", "1")]),
        ([press("4")], [("main", "4"), (None, "pl")]),
        (["wait"], [("main", "silence once")]),
        (["wait", "wait"], [("main", "silence once"), ("main", "silence")]),
        ([press("8 8")], [("main", "wrong key once"), ("main", "keys without meaning")]),
        (["wait", press("8")], [("main", "silence once"), ("main", "keys without meaning")]),
        ([press("3 48213765#")], [("main", "3"), ("number", "entered")]),
        ([press("3 12#")], [("main", "3"), ("number", "not accepted once")]),
        ([press("3"), "wait"], [("main", "3"), ("number", "silence once")]),
        ([press("1"), record(12)], [("main", "1"), ("message", "recorded")]),
        ([press("1"), record(30)], [("main", "1"), ("message", "recorded"), ("message", "longest")]),
        ([press("1"), record(0)], [("main", "1"), ("message", "nothing recorded")]),
        ([press("7 9 star 5")], [(None, "5"), (None, "7"), (None, "9"), (None, "star")]),
        (["hang_up"], [("main", "hang up")]),
        ([press("1"), "hang_up"], [("main", "1"), ("message", "hang up")]),
    ],
)  # fmt: skip
def test_what_a_caller_does_is_tried_and_nothing_else(tried, steps, things):
    assert set(tried(*steps)) == {*things, (None, "en")}


def test_who_hangs_up_while_speaking_has_not_hung_up_at_what_would_have_followed(tried):
    done = tried(press("1"), record(12, "hangup"))
    assert ("message", "hang up while recording") in done
    assert not {("kept", "hang up"), ("message", "hang up"), ("message", "recorded")} & {*done}


def test_who_hangs_up_while_it_rings_has_done_so_at_the_ringing(tried):
    assert ("person", "hang up") in tried(press("0"), "hang_up")


@pytest.mark.parametrize("outcome", ["completed", "busy", "no-answer", "failed"])
def test_how_a_ringing_ends_is_tried(tried, outcome):
    done = {
        how
        for node, how in tried(press("0"), lambda caller: caller.dial_outcome(outcome))
        if node == "person"
    }
    assert outcome in done
    assert not {"completed", "busy", "no-answer", "failed"} - {outcome} & done


def test_a_call_that_the_line_ends_is_hung_up_nowhere(tried):
    assert not [how for _, how in tried("wait", "wait") if how == "hang up"]


def test_opening_hours_are_tried_by_the_way_that_was_gone(flow, line):
    from datetime import UTC, datetime

    for hour, way in ((11, "open"), (3, "closed")):
        caller = line.caller(at=datetime(2026, 6, 3, hour, tzinfo=UTC)).dial().press("2")
        done = coverage(flow, [line.journal(caller.call_sid)])
        assert [item.how for item in done.by_node()[NodeId("when")] if item.tried] == [way]


def test_a_call_on_another_version_of_the_menu_does_not_count(flow, line):
    caller = line.caller().dial().press("1")
    other = load_text(MENU.replace("Hello.", "Good day.").encode())
    covered = coverage(other, [line.journal(caller.call_sid)])
    assert (covered.tried, covered.calls) == (0, 1)


def items(tried, all_):
    return tuple(Item(NodeId("a"), "option", str(n), f"key {n}: to | go", n < tried) for n in range(all_))


@pytest.mark.parametrize(
    ("tried", "all_", "percent"), [(0, 3, 0.0), (1, 3, 33.3), (2, 3, 66.6), (1999, 2000, 99.9), (3, 3, 100.0), (0, 0, 100.0)]
)  # fmt: skip
def test_the_share_is_rounded_down_so_that_all_is_all(tried, all_, percent):
    covered = Coverage("0" * 12, items(tried, all_))
    assert covered.percent == percent
    assert (covered.share == 1) is (percent == 100)
    assert len(covered.untried) == all_ - tried


def test_it_is_told_as_text_markdown_and_json(flow):
    covered = Coverage("0" * 12, items(1, 3), 1)
    assert list(lines(covered)) == [
        "Nobody has tried:", "  a", "    key 1: to | go", "    key 2: to | go", "", summary(covered),
    ]  # fmt: skip
    assert summary(covered) == "1 call has tried 1 of 3 things that callers can do: 33.3 %."
    assert markdown(covered).splitlines()[-1] == "| a | key 1: to \\| go; key 2: to \\| go |"
    told = covered.as_json()
    assert (told["calls"], told["items"], told["tried"], told["percent"]) == (1, 3, 1, 33.3)
    assert told["untried"][0] == {"node": "a", "kind": "option", "how": "1", "words": "key 1: to | go"}
    everything = Coverage("0" * 12, items(3, 3), 2)
    assert list(lines(everything)) == ["2 calls have tried 3 of 3 things that callers can do: 100 %."]
    assert [item.words for item in coverage(flow, []).by_node()[NodeId("main")]][:2] == [
        "key 1: to leave a message", "key 2: for opening hours",
    ]  # fmt: skip
