"""How a call may begin, and whom it may be from."""

import re

import pytest
from twilio_end import Twilio

from ivr.message.limits import PER_DAY


def asking_for(twilio: Twilio, query: str) -> str:
    """Begin a call with a query; return the TwiML."""
    answer = twilio.send(f"/voice?{query}", twilio.fields())
    assert answer.status_code == 200
    return answer.text


def test_a_call_begins_in_the_language_that_is_asked_for(twilio):
    first = asking_for(twilio, "language=pl")
    assert "/pl/normal/" in first
    assert "/en/" not in first


@pytest.mark.parametrize(
    "query",
    [
        *("language=cy", "language=", "language", "language=PL", "language=%FF", "language=../en", "x=pl"),
        *("language=pl&language=cy", "lang=pl", "%00=%00", "=", "&&&", "language=" + "p" * 5000),
    ],
)
def test_a_language_that_the_line_does_not_have_changes_nothing(twilio, query):
    assert asking_for(twilio, query) == twilio.post("/voice")


def test_the_signature_covers_the_language(twilio):
    fields = twilio.fields()
    assert twilio.send("/voice", fields, at="/voice?language=pl").status_code == 403
    assert twilio.send("/voice?language=pl", fields, at="/voice").status_code == 403
    assert twilio.send("/voice?language=pl", fields, at="/voice?language=en").status_code == 403


def following(twiml: str) -> str:
    return re.findall(r'action="([^"]+)"', twiml)[-1]


def cancel(twilio: Twilio, call: int, sent_from: str) -> None:
    """Ring, ask for an earlier message to be cancelled, hang up."""
    who = {"CallSid": f"CA{call:032}", "From": sent_from}
    path = following(twilio.post("/voice", **who))
    for digits in ("1", "4", "12345678"):
        path = following(twilio.post(path, Digits=digits, **who))


def asked(app) -> int:
    return len(app.extensions["store"].all_requests())


@pytest.mark.parametrize(
    "sent_from",
    [
        *("", "anonymous", "+266696687", "sip:desk@example.org", "client:desk"),
        "+441632960000",  # a switchboard of the line
    ],
)
def test_callers_who_cannot_be_told_apart_do_not_share_a_limit(app, twilio, sent_from):
    for call in range(PER_DAY + 2):
        cancel(twilio, call, sent_from)
    assert asked(app) == PER_DAY + 2


def test_one_number_has_a_limit_a_day(app, twilio):
    for call in range(PER_DAY + 2):
        cancel(twilio, call, "+447700900001")
    assert asked(app) == PER_DAY
    cancel(twilio, PER_DAY + 2, "+447700900002")
    assert asked(app) == PER_DAY + 1
