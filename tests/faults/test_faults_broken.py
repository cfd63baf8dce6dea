"""Lines that something is wrong with: a fault that only they cannot stand is found, and said in plain English."""

import logging
from contextlib import contextmanager
from dataclasses import replace

import pytest
from faulty_calls import HUNG_UP, NOTHING, SENT, SETTINGS, scenario, small

from ivr.message.forgetting import forget_calls
from ivr.message.provider import Provider
from ivr.message.store import Store
from ivr.phone.faults import FAULTS
from ivr.phone.sound import sound
from ivr.phone.twilio_api import Fault as ProviderFault
from ivr.web.calls import Calls
from ivr.web.flows import Flows
from ivr.web.practice.faults import killing, run_with_fault, running
from ivr.web.practice.faults.hosts import IN_MEMORY
from ivr.web.signature import Signature


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level(logging.CRITICAL)


def found(name, steps=SENT):
    """What is wrong with the line, by this fault and not without it."""
    result = run_with_fault(scenario(steps), name, small, SETTINGS)
    assert not result.held
    assert result.outcome.startswith(FAULTS[name].did.partition("{")[0])
    return "\n".join(result.wrong)


@pytest.mark.parametrize("name", ["forged", "unsigned", "stale"])
def test_a_line_that_checks_no_signature(name, monkeypatch):
    monkeypatch.setattr(Signature, "valid", lambda *request: True)
    assert f"/voice answered 200 to a webhook {'with' if name != 'unsigned' else 'without a'}" in found(
        name, NOTHING
    )


def test_a_line_that_takes_a_second_callback_for_another_recording(monkeypatch):
    seen, keep = set(), Store.recording

    def another(self, call_sid, step, node, sid, *more, **named):
        keep(self, call_sid, step, node, "RE" + "f" * 32 if sid in seen else sid, *more, **named)
        seen.add(sid)

    monkeypatch.setattr(Store, "recording", another)
    wrong = found("twice", HUNG_UP)
    assert "The message has recordings of 4 s, 4 s, of which 1 can be heard, not recordings of 4 s," in wrong
    assert "In the end, a recording cannot be heard." in wrong


def test_a_line_that_forgets_what_was_not_told_of_before_the_end(monkeypatch):
    status, told = Calls.status, set()

    def forgetful(self, form):
        if form["CallSid"] not in told:
            forget_calls(self.store)
        return status(self, form)

    def recording(self, node, step, form):
        told.add(form["CallSid"])
        return b"<Response/>"

    monkeypatch.setattr(Calls, "status", forgetful)
    monkeypatch.setattr(Calls, "recording", recording)
    assert found("out-of-order") == "The call left no message, not one message."


def test_a_line_whose_hosts_do_not_share_the_menus(monkeypatch):
    monkeypatch.setattr(Store, "version", lambda self, version: None)
    wrong = found("menu-changed", NOTHING)
    assert "At “main” the caller heard “Sorry, something went wrong" in wrong
    assert "instead of “You have reached the small line" in wrong or "instead of “What would you" in wrong


def test_a_line_that_reads_its_menu_only_once(monkeypatch):
    look = Flows._look
    monkeypatch.setattr(Flows, "_look", lambda self: self._current or look(self))
    assert "Somebody who rang after the change heard “This is a demonstration." in found(
        "menu-changed", NOTHING
    )


def test_a_line_that_keeps_nothing_when_it_is_killed(monkeypatch):
    on_disk = killing.ground

    @contextmanager
    def in_memory(*arguments, **named):
        with on_disk(*arguments, **named) as ground:
            own = ground.settings.model_copy(update={"database_url": IN_MEMORY})
            yield replace(ground, settings=own)

    monkeypatch.setattr(killing, "ground", in_memory)
    wrong = found("killed", "1 1 1 record:4+hangup")
    assert "At “message” the caller heard “Sorry, something went wrong with this line." in wrong
    assert "The call left no message, not one message." in wrong


def test_a_line_that_cannot_be_started_again(monkeypatch):
    monkeypatch.setattr(
        killing, "_TOLD", killing._TOLD - {"twilio_auth_token"}
    )  # so that nobody can be checked
    result = run_with_fault(scenario(NOTHING), "killed", small, SETTINGS)
    assert not result.held
    assert result.outcome == "The line's process was started again, and ended by itself."
    assert "there is no Twilio auth token" in result.wrong[1]


def test_a_line_that_loses_what_it_had_where_it_apologises(monkeypatch):
    apology, status, sorry = Calls._apology, Calls.status, []

    def apologising(self, place):
        sorry.append(place)
        return apology(self, place)

    def forgetful(self, form):
        if sorry:
            forget_calls(self.store)
        return status(self, form)

    monkeypatch.setattr(Calls, "_apology", apologising)
    monkeypatch.setattr(Calls, "status", forgetful)
    assert "Not in the message any more: safe_number." in found("store-down")


@pytest.mark.parametrize(("name", "kind"), [("recording-404", "not-found"), ("media-401", "unauthorised")])
def test_a_recording_that_never_comes(name, kind, monkeypatch):
    for_ever = replace(FAULTS[name], provider=(ProviderFault(kind),))
    monkeypatch.setattr(running, "FAULTS", {name: for_ever})
    assert "of which 0 can be heard" in found(name, "1 1 1 record:4+hangup")


def without_any_fault():
    """What is wrong with the line to begin with."""
    result = run_with_fault(scenario("1 1 1 record:4+hangup"), "late", small, SETTINGS)
    assert not result.held
    return result.outcome


def test_a_recording_that_is_not_what_was_said(monkeypatch):
    monkeypatch.setattr(Provider, "audio", lambda self, sid, url: sound("RE" + "0" * 32, 4))
    assert without_any_fault() == (
        "Without any fault the scenario already fails: "
        "in the end, a recording is not, sample for sample, what was said."
    )


def test_officers_who_are_not_told(monkeypatch):
    monkeypatch.setattr("ivr.message.told.planning.plan", lambda *arguments, **named: None)
    assert "officers were told 0 times of one message" in without_any_fault()


def test_recordings_that_stay_at_twilio(monkeypatch):
    monkeypatch.setattr(Provider, "delete", lambda self, sid: None)
    assert "1 of its recordings is still at Twilio" in without_any_fault()
