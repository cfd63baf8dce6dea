"""From the journal of a call back to what the caller may have done."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flows import every_kind, shipped
from hypothesis import given, settings
from hypothesis import strategies as st
from journeys import journey, numbers, without_keys
from small_flows import small_flows

from ivr.call.journal import Entry
from ivr.menu import load_text
from ivr.walk.engine import advance, begin
from ivr.walk.pages import Pages
from ivr.walk.retracing import NoWay, candidates, retrace, steps_of
from ivr.walk.states import Scripts
from ivr.walk.steering import Steering

NOON = datetime(2026, 6, 3, 11, tzinfo=UTC)
CHANCES = st.lists(st.integers(0, 59), max_size=26)


def gone_again(flow, trace, at):
    """The turns that a caller comes to who does what was found, each with the junctions passed."""
    scripts, steering, world = Scripts(flow, Pages(flow)), Steering.of(flow), trace.world
    move = begin(
        flow, began=0, now=world.now, known=world.known, notice=trace.notice, language=world.language
    )
    known, turns = steering.after(steering.start, move.effects), [(move.place.turn, move.through)]
    for done in trace.done:
        can = [
            doing
            for doing, interrupts in candidates(scripts[turns[-1][0]])
            if (doing.keys, interrupts) == (done.keys, done.interrupts) and doing.heard is not None
        ]
        if not can:
            assert done.keys == "hangup"  # which the line is told of by the end of the call alone
            break
        doing = can[0]
        told = steering.told(known, replace(world, now=at))
        move = advance(flow, move.place, doing.heard, at, told)
        known = steering.after(known, move.effects)
        turns.append((move.place.turn, move.through))
    return turns


def assert_retraced(flow, entries):
    kept = without_keys(entries)
    trace = retrace(flow, kept)
    steps = steps_of(kept)
    assert trace.taken == len(steps)
    turns = gone_again(flow, trace, entries[0].at)
    assert turns[: len(steps)] == [
        (step.after, step.through) for step in steps
    ]  # who hangs up while it rings has one more
    return trace


@given(small_flows(), CHANCES)
@settings(max_examples=settings.default.max_examples // 2)
def test_any_call_is_gone_again_without_its_keys(flow, chances):
    assert_retraced(flow, journey(flow, numbers(chances), interrupts=True))


@given(CHANCES)
@settings(max_examples=20)
def test_so_it_is_on_a_flow_with_every_kind_of_node(chances):
    flow = every_kind()
    assert_retraced(flow, journey(flow, numbers(chances), interrupts=True))


@given(CHANCES, st.integers(1, 20))
@settings(max_examples=20)
def test_where_a_step_is_missing_the_call_is_gone_up_to_there(chances, missing):
    flow = every_kind()
    entries = without_keys(journey(flow, numbers(chances)))
    steps = steps_of(entries)
    if missing >= len(steps) - 1 or steps[missing - 1].after == steps[missing].after:
        return  # that it is missing shows nowhere
    trace = retrace(flow, [each for each in entries if each.step != steps[missing].step])
    assert trace.taken == missing


def test_a_webhook_that_came_twice_or_late_changes_nothing():
    flow = every_kind()
    entries = without_keys(journey(flow, numbers([1, 7, 3, 9, 2, 11, 5, 4, 8])))
    again = [*reversed(entries), *entries]
    assert retrace(flow, again).done == retrace(flow, entries).done


TOWNS = """\
line:
  name: Towns
  start: where
  languages: {en: {name: English, voice: Polly.Amy, locale: en-GB}}
nodes:
  where:
    kind: menu
    prompt: Where?
    answer: town
    options: {1: {for: Tring, goto: when, value: t}, 2: {for: Ware, goto: when, value: w}, 3: {to: stop, goto: bye}}
    otherwise: bye
  when: {kind: menu, prompt: When?, options: {1: {for: now, goto: which}}, otherwise: bye}
  which: {kind: branch, on: town, when: {w: east}, otherwise: west}
  east: {kind: branch, on: ready, when: {yes: end}, otherwise: bye}
  west: {kind: branch, on: ready, when: {yes: end}, otherwise: bye}
  end: {kind: end, prompt: Both end here.}
  bye: {kind: end, prompt: Bye.}
"""


@pytest.mark.parametrize(("key", "done"), [("1", [("1", 2), ("1", 1)]), ("2", [("2", 2), ("1", 1)])])
def test_of_keys_that_lead_the_same_way_the_first_is_taken_with_which_the_rest_goes_as_it_went(key, done):
    flow = load_text(TOWNS.encode())
    scripts = Scripts(flow, Pages(flow))
    start = begin(flow, began=0, now=NOON, known={}).place.turn
    keys = [doing.keys for doing, _ in candidates(scripts[start])]
    ring = numbers([0, keys.index(key), keys.index("1")])
    trace = assert_retraced(flow, journey(flow, ring))
    assert [(each.keys, each.ways) for each in trace.done] == done


@pytest.mark.parametrize("entries", [[], [Entry(NOON, None, None, "over")]])
def test_a_journal_without_a_beginning_is_no_call(entries):
    with pytest.raises(NoWay, match="beginning"):
        retrace(every_kind(), entries)


def test_a_call_on_another_version_is_not_gone_on_this_one():
    entries = journey(every_kind(), numbers([]))
    with pytest.raises(NoWay, match="another version"):
        retrace(shipped(), entries)
