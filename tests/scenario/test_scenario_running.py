"""Scenarios on a line: what holds, what does not and what is said of it, and that none knows of another."""

import pytest
from scenes import failure, rehearsal, rung, scenario
from sqlalchemy import select

from ivr.menu.clock_words import NotATime
from ivr.message.forgetting import NotInMemory, forget_calls
from ivr.message.tables import metadata
from ivr.phone.caller import Caller
from ivr.phone.scenario.running import run
from ivr.phone.steps import Press
from ivr.phone.wsgi import WsgiLine
from ivr.web.app import create_app
from ivr.web.practice import scenarios
from ivr.web.practice.line import practice_line
from ivr.web.settings import Settings

TO_MESSAGE = ("press: 1", "press: 1", "press: 1", "at: message")


@pytest.mark.parametrize(
    ("steps", "heading"),
    [
        (["hears: you have reached THE SMALL LINE", "at: main", "keys: {2: opening hours}"], ""),
        (["at: welcome", "at: main"], ""),
        (["hears: to leave a message press 1"], ""),
        (["hears: This is a demonstration. You have reached the small line"], ""),
        (["does not hear: press 6", "does not hear: message, 4"], ""),
        (["press: 2", "hears: We are open now", "at: open", "at: main"], "clock: Friday 16:59"),
        (["press: 2", "hears: We are closed now"], "clock: Christmas Day 10:00"),
        (["at: main", "hears: Co chcesz zrobić"], "language: pl"),
        (["press: 3", "hears: Co chcesz zrobic"[:-1] + "ć"], ""),
        (["press: 1", "press: 1", "at: own-number", "hears: press 1"], "number: 07700 900123"),
        (["press: 1", "press: 1", "at: safe-number"], "number: withheld"),
        (["press: 0", "dials: busy", "hears: nobody here"], "numbers: {person: 01632 960001}"),
        (["press: 0", "dials: no answer", "at: main"], "numbers: {person: 01632 960001}"),
        (["press: 0", "dials: failed", "at: main"], "numbers: {person: 01632 960001}"),
        (["press: 0", "dials: answered", "line hangs up"], "numbers: {person: 01632 960001}"),
        (["press: 0", "hears: There is nobody here"], ""),
        (["interrupts: star", "hangs up", "message: none"], ""),
        (["interrupts: hangs up", "message: none"], ""),
        (["interrupts: 5", "at: emergency", "press: 1", "at: welcome"], ""),
        (["press: 5", "at: emergency", "press: 1", "at: main", "does not hear: reached the small line"], ""),
        (["waits", "waits", "waits", "hears: nobody here"], ""),
        ([*TO_MESSAGE, "records: 12", "message: {state: draft, recordings: 1}"], ""),
        ([*TO_MESSAGE, "records: {for: 12, then: hangs up}", "message: {state: unfinished}"], ""),
        (
            [
                *TO_MESSAGE,
                "says nothing",
                "hears: I did not hear anything",
                "press: 2",
                "message: {state: sent}",
            ],
            "",
        ),
        ([*TO_MESSAGE, "press: hash", "at: nothing-heard"], ""),
        (
            [
                *TO_MESSAGE,
                "records: 3",
                "press: 1",
                "press: 1",
                *TO_MESSAGE,
                "records: 4",
                "hangs up",
                "messages: 2",
            ],
            "",
        ),
        (
            ["press: 1", "press: 1", "press: 2", "presses: 07700 900123#", "hears: 07700 900123", "press: 1"],
            "",
        ),
        (
            [
                *TO_MESSAGE,
                "records: 5",
                "message: {answers: {safe_number: 07700900001}, recordings: [5 seconds]}",
            ],
            "",
        ),
    ],
)
def test_what_holds(steps, heading):
    result = rung(steps, heading)
    assert result.outcome.failure is None
    assert result.passed


@pytest.mark.parametrize(
    ("steps", "heading", "at", "words"),
    [
        (
            ["hears: leave a massage"],
            "",
            1,
            "“leave a massage” was not heard. The nearest to it is “To leave a message",
        ),
        (["press: 2", "hears: elephants"], "", 2, "“elephants” was not heard."),
        (["press: 2", "press: 2", "hears: reached the small line"], "", 3, "It was heard earlier"),
        (["hears: press 44"], "", 1, "was not heard"),
        (["does not hear: press 4"], "", 1, "“press 4” was heard, and should not have been."),
        (["at: agree"], "", 1, "The call is at “main”, not at “agree”."),
        (["at: main", "at: welcome"], "", 2, "It has been at “welcome” just before: look for that first."),
        (["at: mian"], "", 1, "The menu has no node “mian”. Did you mean “main”?"),
        (["keys: {6: x}"], "", 1, "Key 6 is not offered here. These are offered: 1: To leave a message;"),
        (["keys: {1: cancel}"], "", 1, "Key 1 is offered for “To leave a message”, not for “cancel”."),
        (["hangs up", "press: 1"], "", 2, "The call is over: the caller has hung up."),
        (["hangs up", "hears: main"], "", 2, "“main” was not heard."),
        (["hangs up", "line hangs up"], "", 2, "The line has not hung up: the caller has hung up."),
        (["line hangs up"], "", 1, "The line has not hung up: the line waits for a key."),
        (["records: 5 seconds"], "", 1, "Nothing is recorded here: the line waits for a key."),
        (["says nothing"], "", 1, "Nothing is recorded here"),
        (["press: 4", "dials: busy"], "", 2, "the line waits for several digits, ended by hash."),
        (["dials: busy"], "", 1, "Nobody is being rung here: the line waits for a key."),
        (
            ["at: main", "interrupts: 1"],
            "",
            2,
            "There is nothing to interrupt here: the line waits for a key.",
        ),
        (["message: {state: sent}"], "", 1, "The call has left no messages, not 1 message."),
        (
            [*TO_MESSAGE, "message: none"],
            "",
            5,
            "The call has left 1 message, not no messages. There is one draft",
        ),
        ([*TO_MESSAGE, "message: {state: sent}"], "", 5, "The message is draft, not sent."),
        ([*TO_MESSAGE, "message: {answers: {a: b}}"], "", 5, "no answer “a”. Its answers are: safe_number."),
        ([*TO_MESSAGE, "message: {answers: {safe_number: 0}}"], "", 5, "is “07700900001”, not “0”."),
        ([*TO_MESSAGE, "message: {recordings: 1}"], "", 5, "The message has no recordings, not 1 recording."),
        ([*TO_MESSAGE, "records: 5", "message: {recordings: [6]}"], "", 6, "1 recording of 5 seconds, not"),
        (
            [*TO_MESSAGE, "message: {flags: [x]}"],
            "",
            5,
            "The message is not marked “x”. It is marked with nothing.",
        ),
    ],
)
def test_what_does_not_hold_is_told(steps, heading, at, words):
    found = failure(steps, heading)
    assert found.line == at + 3
    assert found.column == 3
    assert words in f"{found.message} {found.hint}"


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("clock: half past never", "never"),
        ("language: en-GB", "The menu has no language “en-GB”. There are: en, pl."),
        ("faults: [twise]", "There is no fault “twise”. Did you mean “twice”?"),
    ],
)
def test_a_heading_that_cannot_be_is_told_at_its_own_place(heading, words):
    found = failure(["waits"], heading)
    assert (found.line, found.column) == (2, 1)
    assert words in f"{found.message} {found.hint}"


def test_what_was_heard_instead_and_where_is_told():
    found = failure(["press: 2", "hears: elephants"])
    assert found.node == "main"
    assert found.heard[0] == "We are open now."
    assert "To leave a message, press 1." in found.heard


def test_a_clock_counts_from_the_same_day_whenever_it_is_run():
    assert str(scenarios.clock_of(scenario(["waits"]))) == "2026-11-25 10:00:00+00:00"
    assert str(scenarios.clock_of(scenario(["waits"], "clock: Christmas Day 9:30"))).startswith(
        "2026-12-25 09:30"
    )
    with pytest.raises(NotATime):
        scenarios.clock_of(scenario(["waits"], "clock: never"))


def test_no_scenario_knows_of_another():
    """One number may ask for ten changes a day, and each scenario is the first call of its day."""
    asks = scenario(["press: 4", "presses: 12345678#", "hears: A person will cancel"])
    for _ in range(12):
        result = rehearsal().run(asks)
        assert result.passed
        store = rehearsal().line.app.extensions["store"]
        assert len(store.requests(result.outcome.call_sid)) == 1
    rehearsal().run(scenario(["hangs up"]))
    assert store.requests(result.outcome.call_sid) == []


def test_nothing_of_a_call_is_there_when_the_next_one_comes():
    def left():
        with line.app.extensions["store"].engine.connect() as connection:
            found = {table.name: connection.execute(select(table)).all() for table in metadata.sorted_tables}
        return {name for name, rows in found.items() if rows}

    assert rung([*TO_MESSAGE, "records: 12 seconds", "at: review", "hangs up"]).passed
    line = rehearsal().line
    assert left() >= {"ivr_call", "ivr_step", "ivr_answer", "ivr_message", "ivr_recording", "ivr_item"}
    assert line.local.recordings.all()
    scenarios.forget(line)
    assert left() == {"ivr_flow_version", "ivr_public_key"}
    assert not line.local.recordings.all()


def test_lines_share_nothing_that_calls_or_officers_leave():
    """Tables are made from one text, and pages are the same; keys, messages and officers' pages are not shared."""
    source = rehearsal().flow
    with practice_line(lambda: source, Settings()) as one, practice_line(lambda: source, Settings()) as other:
        caller = one.caller()
        assert caller.dial().press("1 1 1").record(12).hang_up().problems == []
        assert [message["state"] for message in one.messages(caller.call_sid)] == ["unfinished"]
        assert other.messages(caller.call_sid) == []
        assert other.journal(caller.call_sid) == ()
        keys = [set(line.app.extensions["store"].vault.private_keys) for line in (one, other)]
        assert keys[0].isdisjoint(keys[1])
        assert not any(rule.rule.startswith("/inbox") for rule in one.app.url_map.iter_rules())


def test_only_a_database_in_memory_forgets(tmp_path):
    settings = Settings(
        public_url="https://line.example",
        twilio_auth_token="0" * 32,
        database_url=f"sqlite:///{tmp_path}/a.db",
    )
    store = create_app(settings).extensions["store"]
    with pytest.raises(NotInMemory):
        forget_calls(store)
    store.close()


def test_the_journal_of_a_call_comes_with_its_result():
    result = rung(["press: 2", "hangs up"])
    assert [entry.did for entry in result.journal] == ["begins", "silence", "option", "silence", "over"]
    assert [entry.key for entry in result.journal] == ["", "", "2", "", ""]
    assert result.outcome.presses == 2
    assert result.outcome.seconds > 5


PAGES = {
    "/voice": "<Response><Gather action='/next' numDigits='1'><Say>Hello.</Say></Gather></Response>",
    "/next": "<Response><Shout>Hey</Shout></Response>",
    "/ring": "<Response><Dial>+441632960001</Dial></Response>",
}


def on_pages(steps, path="/voice"):
    """Why a scenario does not hold on pages that no menu has made."""

    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/xml")])
        return [PAGES.get(environ["PATH_INFO"], "<Response/>").encode()]

    caller = Caller(WsgiLine(app).post)
    outcome = run(scenario(steps), caller, messages=list, where=lambda document: None, path=path)
    return outcome.failure


def test_what_twilio_would_refuse_fails_at_the_step_that_brings_it():
    found = on_pages(["hears: hello", "press: 1", "hears: hey"])
    assert found.line == 5
    assert "A telephone company would refuse this: /next: Shout: TwiML has no such element" in found.message


def test_no_key_can_be_pressed_while_somebody_is_rung():
    found = on_pages(["press: 1"], "/ring")
    assert found.message == "No key can be pressed here: somebody is being rung."
    assert "“dials: answered”" in found.hint


def test_a_fault_is_tried_where_the_scenario_names_it_or_it_is_asked_for():
    result = rung(["press: 2", "at: open", "hangs up"], "faults: twice")
    assert [fault.fault for fault in result.faults] == ["twice"]
    assert result.passed
    (result,) = scenarios.run_scenarios(
        [scenario(["hangs up"])], lambda: rehearsal().flow, Settings(), faults=("unsigned",)
    )
    assert [(fault.fault, fault.held) for fault in result.faults] == [("unsigned", True)]


def test_results_are_told_one_by_one():
    told = []
    calls = [scenario(["hangs up"]), scenario(["hears: elephants"])]
    results = scenarios.run_scenarios(calls, lambda: rehearsal().flow, Settings(), watch=told.append)
    assert told == results
    assert [result.passed for result in results] == [True, False]


def test_nobody_is_rung_but_whom_a_scenario_names():
    settings = Settings(numbers={"person": "01632 960001"})
    (result,) = scenarios.run_scenarios(
        [scenario(["press: 0", "hears: nobody here"])], lambda: rehearsal().flow, settings
    )
    assert result.passed


def test_a_watcher_sees_each_step_before_it_is_done():
    seen = []
    caller = rehearsal().line.caller(passing_words="wait")
    call = scenario(["press: 2", "hangs up"])
    run(
        call,
        caller,
        messages=list,
        where=scenarios.node_of,
        watch=lambda step: seen.append((step, caller.ended)),
    )
    assert seen == [(call.steps[0], None), (call.steps[1], None)]
    assert call.steps[0].doing == Press("2")
