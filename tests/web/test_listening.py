"""A caller hears their own recording: from Twilio, through the line, while the call lasts, and nobody else."""

import logging
import re
import string
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio_end import TOKEN

from ivr.message.audio import whole
from ivr.message.provider import Provider
from ivr.message.sealing import CallSeal, derived
from ivr.phone.caller import Caller
from ivr.phone.sound import sound
from ivr.phone.twilio_api import Fault
from ivr.phone.wsgi import WsgiLine
from ivr.web import listening
from ivr.web.listening import Listening, NotToBeHeard, Wanted

TO_MESSAGE = "1 1 1"
LISTEN = "6"
DELETE = "4"


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A busy machine is slow, not wrong."""
    monkeypatch.setattr(listening, "ASKING_SECONDS", 60.0)
    monkeypatch.setattr(listening, "FETCHING_SECONDS", 60.0)


@pytest.fixture
def provider(local_twilio):
    provider = Provider(local_twilio.api_url, local_twilio.account_sid, local_twilio.auth_token)
    yield provider
    provider.close()


@pytest.fixture
def line(make_app, provider):
    return make_app(provider=provider)


@pytest.fixture
def phone(line, local_twilio):
    return a_phone(line, local_twilio)


def a_phone(app, local_twilio, **habits):
    line = WsgiLine(app)
    habits = {"passing_words": "wait", "recordings": local_twilio, **habits}
    return Caller(line.post, get=line.get, token=TOKEN, **habits)


def at_review(phone, *lengths):
    phone.dial().wait().press(TO_MESSAGE)
    for number, seconds in enumerate(lengths):
        if number:
            phone.press("2")
        phone.record(seconds)
    return phone


def node(phone):
    return re.search(r'action="/voice/[0-9a-f]+/en/\w+/([a-z-]+)/', phone.documents[-1].twiml)[1]


def play(phone):
    """The path of what the last page plays."""
    gather = ElementTree.fromstring(phone.documents[-1].twiml).find("Gather")
    return gather.find("Play").text


def get(app, path, **more):
    return app.test_client().open(path, **more)


def recorded(local_twilio):
    """What is kept at Twilio, oldest first."""
    return list(reversed(local_twilio.recordings.all()))


# -- in a call --


def test_a_caller_hears_what_they_said_sample_for_sample(phone, line, local_twilio):
    at_review(phone, 12).press(LISTEN)
    assert node(phone) == "hear"
    assert phone.heard[0] == "People near you may hear it."
    answer = get(line, play(phone))
    (kept,) = recorded(local_twilio)
    assert answer.status_code == 200
    assert answer.data == sound(kept.sid, 12)
    assert answer.headers["Content-Type"] == "audio/wav"
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["Cache-Control"] == "no-store"
    phone.wait()
    assert node(phone) == "review"
    assert phone.problems == []


def test_several_recordings_are_played_in_order_as_one(phone, line, local_twilio):
    at_review(phone, 3, 4).press(LISTEN)
    first, second = (whole(sound(kept.sid, kept.seconds), None).sound for kept in recorded(local_twilio))
    heard = whole(get(line, play(phone)).data, None).sound
    assert heard.startswith(first)
    assert heard.endswith(second)
    assert heard[len(first) : -len(second)].strip(b"\0") == b""


def test_head_is_answered_as_get_without_the_sound(phone, line):
    at_review(phone, 3).press(LISTEN)
    head = get(line, play(phone), method="HEAD")
    assert head.status_code == 200
    assert head.data == b""
    assert int(head.headers["Content-Length"]) > 40_000


@pytest.mark.parametrize("key", ["1", "2", "3", "8", "hash"])
def test_any_key_stops_it_and_has_no_other_meaning(phone, key):
    at_review(phone, 3).press(LISTEN).press(key)
    assert node(phone) == "review"


def test_keys_that_work_everywhere_work_during_it(phone, line):
    at_review(phone, 3).press(LISTEN).press("star")
    assert node(phone) == "review"
    phone.press(LISTEN).press("0").press("star")
    assert node(phone) == "review"
    phone.press(LISTEN).press("9")
    assert node(phone) == "hear"
    assert whole(get(line, play(phone)).data, 3)


def test_a_recording_that_is_not_there_yet_is_waited_for(phone, line, local_twilio, monkeypatch):
    monkeypatch.setattr(listening, "_PAUSES", (0.01,) * 5)
    at_review(phone, 3).press(LISTEN)
    local_twilio.faults.set(Fault("not-found", times=2), Fault("unauthorised", times=1))
    assert whole(get(line, play(phone)).data, 3)


# -- where it cannot be played --


def test_without_an_account_there_is_nothing_to_play(make_app, local_twilio):
    phone = at_review(a_phone(make_app(), local_twilio), 3).press(LISTEN)
    assert node(phone) == "not-now"
    phone.wait()
    assert node(phone) == "review"


def test_what_twilio_does_not_know_is_not_played(line, local_twilio):
    phone = at_review(a_phone(line, local_twilio, recordings=None), 3).press(LISTEN)
    assert node(phone) == "not-now"


@pytest.mark.parametrize("kind", ["not-found", "unauthorised", "too-many", "error", "drop"])
def test_trouble_at_twilio_never_ends_the_call(phone, local_twilio, kind):
    at_review(phone, 3)
    local_twilio.faults.set(Fault(kind, on="recording"))
    phone.press(LISTEN)
    assert node(phone) == "not-now"
    assert phone.wait().press("1").problems == []
    assert phone.heard[0].startswith("Thank you.")


def test_a_twilio_that_hangs_is_not_waited_for(phone, local_twilio, monkeypatch):
    monkeypatch.setattr(listening, "ASKING_SECONDS", 0.05)
    at_review(phone, 3)
    local_twilio.faults.set(Fault("hang", on="recording", seconds=60))
    assert node(phone.press(LISTEN)) == "not-now"


def test_a_broken_store_never_ends_the_call(phone, line):
    at_review(phone, 3)

    def wrong(*args: object) -> None:
        raise ZeroDivisionError

    line.extensions["store"].recordings_to_play = wrong
    assert node(phone.press(LISTEN)) == "not-now"


@pytest.mark.parametrize("kind", ["not-found", "error", "cut", "drop"])
def test_what_fails_while_it_is_fetched_is_a_moment_of_silence(phone, line, local_twilio, monkeypatch, kind):
    monkeypatch.setattr(listening, "_PAUSES", (0.01,))
    at_review(phone, 3, 3).press(LISTEN)
    local_twilio.faults.set(Fault(kind))
    answer = get(line, play(phone))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "audio/wav")
    wave = whole(answer.data, 1)
    assert wave.sound.strip(b"\0") == b""
    assert node(phone.wait()) == "review"


def test_what_takes_too_long_is_a_moment_of_silence(phone, line, local_twilio, monkeypatch):
    monkeypatch.setattr(listening, "FETCHING_SECONDS", 0.05)
    at_review(phone, 3).press(LISTEN)
    local_twilio.faults.set(Fault("hang", seconds=60))
    assert whole(get(line, play(phone)).data, 1)


# -- who may listen --


def test_nothing_of_the_provider_or_the_call_is_in_the_page(phone, local_twilio):
    at_review(phone, 3).press(LISTEN)
    (kept,) = recorded(local_twilio)
    twiml = phone.documents[-1].twiml
    for secret in (kept.sid, phone.call_sid, local_twilio.account_sid, TOKEN, local_twilio.url, "Recordings"):
        assert secret not in twiml


def test_nobody_listens_when_the_call_is_over(phone, line):
    at_review(phone, 3).press(LISTEN)
    path = play(phone)
    assert get(line, path).status_code == 200
    phone.hang_up()
    assert get(line, path).status_code == 404


def test_nobody_listens_to_what_its_caller_deleted(phone, line, clock):
    at_review(phone, 3).press(LISTEN)
    path = play(phone)
    assert get(line, path).status_code == 200
    phone.wait().press(DELETE).press("1")
    assert line.extensions["store"].messages(phone.call_sid, clock.now) == []
    assert get(line, path).status_code == 404


def test_nobody_listens_after_a_few_minutes(phone, line, clock):
    at_review(phone, 3).press(LISTEN)
    path = play(phone)
    clock.now += timedelta(minutes=5)
    assert get(line, path).status_code == 200
    clock.now += timedelta(seconds=1)
    assert get(line, path).status_code == 404


def test_a_token_is_for_one_call_one_step_and_these_recordings(phone, line, clock):
    at_review(phone, 3).press(LISTEN)
    first = play(phone)
    phone.wait().press("2").record(4)
    phone.press(LISTEN)
    assert whole(get(line, first).data, 3)
    assert whole(get(line, play(phone)).data, 7.5)
    assert play(phone) != first


@pytest.mark.parametrize("token", ["", "x", "é", "%00", "AAAA", "A" * 200, "..%2f..%2fetc", "=" * 9])
def test_a_token_that_nobody_made_is_not_found(line, token):
    answer = get(line, f"/voice/listen/{token}.wav")
    assert answer.status_code in (404, 405)
    assert "Location" not in answer.headers
    if answer.status_code == 404 and token:
        assert answer.data == b"" or b"<title>404" in answer.data


def test_only_get_and_head_are_answered(phone, line):
    at_review(phone, 3).press(LISTEN)
    path = play(phone)
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        assert get(line, path, method=method).status_code == 405
    assert get(line, path, method="POST").status_code == 403  # that is a place of a call, and not signed


def a_listening(secret=b"x" * 32):
    return Listening(None, None, secret, None)  # type: ignore[arg-type]


@given(st.integers(0, 400), st.characters(codec="ascii", categories=["L", "N", "P"]), st.integers(0, 1))
def test_a_token_that_was_changed_is_no_token(at, letter, lost):
    from twilio_end import A_WEDNESDAY

    room = a_listening()
    token = room.token(Wanted("CA1", 3, "message"), A_WEDNESDAY)
    at %= len(token)
    changed = token[:at] + letter + token[at + lost :]
    if changed != token:
        with pytest.raises(NotToBeHeard):
            room.opened(changed)


def test_a_token_has_one_spelling(clock):
    """Four bits of the last letter of this one mean nothing, so other letters there decode to the same."""
    room = a_listening()
    token = room.token(Wanted("CA1", 3, "message"), clock.now)
    assert len(token) % 4 == 2
    for letter in string.ascii_letters:
        if letter != token[-1]:
            with pytest.raises(NotToBeHeard):
                room.opened(token[:-1] + letter)


def test_a_token_of_another_line_is_no_token(clock):
    token = a_listening(b"y" * 32).token(Wanted("CA1", 3, "message"), clock.now)
    with pytest.raises(NotToBeHeard):
        a_listening().opened(token)


def test_what_hides_answers_cannot_make_a_token(phone, line, tmp_path):
    """Each use of the line's secret has a key of its own."""
    at_review(phone, 3)
    text = f"9999999999 {phone.call_sid} 6 message"
    secret = (tmp_path / "server-secret").read_bytes().strip()
    for key, name, status in (
        (derived(secret, "listen"), "token", 200),
        (derived(secret, "listen"), phone.call_sid, 404),
        (secret, "token", 404),
        (secret, "listen", 404),
        (derived(secret, "callers"), "token", 404),
    ):
        token = listening._written(CallSeal(key, name).hide("token", text))
        assert get(line, f"/voice/listen/{token}.wav").status_code == status


def test_nothing_of_it_is_logged(phone, line, local_twilio, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(listening, "_PAUSES", (0.01,))
    at_review(phone, 3).press(LISTEN)
    path = play(phone)
    get(line, path)
    local_twilio.faults.set(Fault("error", on="any"))
    get(line, path)
    phone.wait().press(LISTEN)
    (kept,) = recorded(local_twilio)
    for secret in (kept.sid, phone.call_sid, path.rpartition("/")[2], "07700900001", local_twilio.url):
        assert secret not in caplog.text
    assert "A recording could not be played: Unavailable" in caplog.text


def test_nothing_of_it_is_stored(phone, line, local_twilio, tmp_path):
    at_review(phone, 3).press(LISTEN)
    heard = get(line, play(phone)).data
    piece = heard[2000:2032]
    stored = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert piece in heard
    assert piece not in stored


def test_two_hosts_with_one_secret_let_the_same_caller_listen(phone, line, make_app, provider):
    """Any host can answer: the token is opened by the secret and the store alone."""
    other = make_app(provider=provider, only="voice")
    at_review(phone, 3).press(LISTEN)
    assert get(other, play(phone)).data == get(line, play(phone)).data


def test_behind_a_prefix(make_app, provider, local_twilio):
    app = make_app(provider=provider, public_url="https://line.example/prefix")
    line = WsgiLine(app)
    phone = Caller(
        line.post, get=line.get, token=TOKEN, recordings=local_twilio, passing_words="wait",
        status_path="/prefix/voice/status",
    )  # fmt: skip
    phone.dial("/prefix/voice").wait().press(TO_MESSAGE).record(3)
    phone.press(LISTEN)
    assert play(phone).startswith("/prefix/voice/listen/")
    assert whole(get(app, play(phone)).data, 3)
    assert phone.problems == []
