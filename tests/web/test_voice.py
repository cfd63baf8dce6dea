"""A call through HTTP: what the caller hears, what is kept, and every habit of Twilio's that has broken other lines."""

import re
import threading
from urllib.parse import urlsplit

import flask
import pytest
from twilio_end import A_WEDNESDAY, CALL, PUBLIC, SECRET, Twilio


def actions(twiml: str) -> list[str]:
    return [url.replace("&amp;", "&") for url in re.findall(r'action="([^"]+)"', twiml)]


def messages(app, call_sid=CALL):
    return app.extensions["caller_messages"](call_sid)


@pytest.fixture
def at(twilio):
    """Walk to a node by keys, as the usual caller; return the path that the next key is posted to."""

    def walk(*keys: str) -> str:
        path = actions(twilio.post("/voice"))[0]
        for key in keys:
            path = actions(twilio.post(path, Digits=key))[0]
        return path

    return walk


def test_a_whole_message(ring, app):
    caller = ring().press("1 1 1").record(12).press("1")
    assert "reference" in caller.heard[0]
    (message,) = messages(app, caller.call_sid)
    assert message["state"] == "sent"
    assert message["answers"] == {"safe_number": "07700900001"}
    assert message["recordings"] == [12]
    digits = [digit for digit in caller.heard[0].split(" Once")[0] if digit.isdigit()]
    assert "".join(digits) == message["reference"]
    assert caller.problems == []


def test_the_notice_is_said_first_while_it_is_a_demonstration(ring):
    assert ring().documents[0].heard[0] == "This is a demonstration."


def test_no_notice_once_real_calls_are_approved(make_app):
    app = make_app(demonstration=False, demonstration_approved_by="A person", secret=SECRET)
    assert "demonstration" not in Twilio(app).post("/voice")


def test_pages_are_not_kept_by_anybody(twilio):
    answer = twilio.send("/voice", twilio.fields())
    assert answer.headers.getlist("Cache-Control") == ["no-store"]
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert "Set-Cookie" not in answer.headers


def test_a_call_has_no_session_also_where_people_who_log_in_have_one(app, twilio):
    app.secret_key = "for the people who log in"

    @app.after_request
    def look(response):
        assert not flask.session
        return response

    answer = twilio.send("/voice", twilio.fields())
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "Vary" not in answer.headers


def test_another_function_may_still_change_a_response(app, twilio):
    @app.after_request
    def stamp(response):
        response.headers["X-Seen"] = "yes"
        return response

    answer = twilio.send("/voice", twilio.fields())
    assert answer.headers["X-Seen"] == "yes"
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert int(answer.headers["Content-Length"]) == len(answer.data)


@pytest.mark.parametrize("form", [{"Digits": ""}, {}, {"Digits": "hangup"}, {"Digits": "xyz"}])
def test_missing_blank_and_meaningless_digits_are_silence(twilio, at, form):
    assert "Take your time" in twilio.post(at("1"), **form)


def test_junk_around_keys_is_not_a_key(twilio, at):
    assert "May we keep" in twilio.post(at("1"), Digits="\0 1 <x>\n")


def test_silence_for_ever_ends_the_call(ring):
    caller = ring()
    for _ in range(40):
        if caller.ended:
            break
        caller.wait()
    assert caller.ended == "hangup"


@pytest.mark.parametrize("habit", ["skips", "posts"])
def test_an_empty_recording_in_both_of_twilios_ways(ring, app, habit):
    caller = ring(empty_recording=habit).press("1 1 1").record(0)
    assert caller.heard[0] == "I did not hear anything."
    assert messages(app, caller.call_sid)[0]["recordings"] == []


@pytest.mark.parametrize("empty", ["blank", "missing"])
def test_an_empty_gather_in_both_of_twilios_ways(ring, empty):
    assert (
        ring(empty_digits=empty).press("1").wait().heard[0] == "Take your time. I will say the choices again."
    )


def test_hanging_up_while_recording_keeps_the_message(ring, app):
    caller = ring().press("1 1 1").record(12, then="hangup")
    (message,) = messages(app, caller.call_sid)
    assert message["state"] == "unfinished"
    assert message["recordings"] == [12]


def test_hanging_up_in_the_first_second_still_keeps_the_recording(twilio, at, app):
    twilio.post(
        at("1", "1", "1", "1"),
        RecordingUrl="https://api.twilio.com/2010-04-01/Accounts/AC0/Recordings/RE" + "1" * 32,
        RecordingDuration="0",
        Digits="hangup",
        CallStatus="completed",
    )
    assert len(messages(app)[0]["recordings"]) == 1


def test_emergency_in_the_first_second_of_a_recording(twilio, at):
    path = at("1", "1", "1", "1")
    twiml = twilio.post(path, RecordingUrl="https://x.example/RE1", RecordingDuration="0", Digits="5")
    assert "ring 9 9 9" in twiml or "999" in twiml


@pytest.mark.parametrize("order", ["before", "after"])
@pytest.mark.parametrize("times", [1, 3])
def test_the_recordings_own_webhook_comes_early_late_and_often(ring, app, order, times):
    caller = ring(status_callback=order, status_callback_times=times).press("1 1 1").record(7).press("1")
    assert messages(app, caller.call_sid)[0]["recordings"] == [7]


def test_a_recording_known_by_its_own_webhook_only(twilio, at, app):
    """The caller hung up, and the webhook of the step was lost."""
    place = at("1", "1", "1", "1")
    step = place.split("/")[8]
    twilio.post(
        f"/voice/recording/message/{step}",
        RecordingSid="RE" + "2" * 32,
        RecordingUrl="https://x.example/RE" + "2" * 32,
        RecordingStatus="completed",
        RecordingDuration="9",
    )
    twilio.post("/voice/status", CallStatus="completed")
    assert messages(app)[0]["recordings"] == [9]
    assert messages(app)[0]["state"] == "unfinished"


def test_an_absent_recording_is_none(twilio, at, app):
    at("1", "1", "1", "1")
    sid = "RE" + "3" * 32
    twilio.post(
        "/voice/recording/message/5", RecordingSid=sid, RecordingStatus="absent", RecordingDuration="0"
    )
    assert messages(app)[0]["recordings"] == []


@pytest.mark.parametrize(
    "path",
    [
        "/voice/recording/message/-1",
        "/voice/recording/message/" + "9" * 5000,
        "/voice/recording/Message/1",
        "/voice/recording/m/%C2%B2",
    ],
)
def test_a_recording_for_nowhere_changes_nothing(twilio, app, path):
    twilio.post(path, RecordingSid="RE1", RecordingUrl="https://x.example/RE1", RecordingStatus="completed")
    assert messages(app) == []


@pytest.mark.parametrize("status", ["completed", "busy", "no-answer", "failed", "canceled"])
def test_the_end_of_a_call_ends_its_message(twilio, at, app, status):
    at("1", "1", "1")
    assert messages(app)[0]["state"] == "draft"
    twilio.post(at("1", "1", "1"), Digits="1")  # confirmed: from here on it is kept
    twilio.post("/voice/status", CallStatus=status, CallDuration="30")
    assert messages(app)[0]["state"] == "unfinished"


@pytest.mark.parametrize("status", ["", "in-progress", "ringing", "nonsense"])
def test_a_call_that_goes_on_has_not_ended(twilio, at, app, status):
    at("1", "1", "1", "1")
    twilio.post("/voice/status", CallStatus=status)
    assert messages(app)[0]["state"] == "draft"


@pytest.mark.parametrize(
    "number",
    [
        *("", "anonymous", "RESTRICTED", "sip:someone@example.org", "client:someone"),
        *("+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"),
        *("+441632960000", "+44", "07700900001"),
    ],
)
def test_a_withheld_number_is_never_offered(twilio, number):
    path = actions(twilio.post("/voice", From=number))[0]
    for _ in range(2):
        path = actions(twilio.post(path, Digits="1", From=number))[0]
    assert "a number that is safe to ring" in twilio.post(path, Digits="1", From=number)


def test_an_answer_that_was_keyed_in_is_read_back(twilio, at):
    path = at("1", "1", "1", "2")
    assert "0 7 7 0 0, 9 0 0, 1 2 3" in twilio.post(path, Digits="07700900123").replace("07700 900123", "")


def test_keys_of_a_transfer(make_app):
    app = make_app(numbers={"person": "01632 960001"})
    twilio = Twilio(app)
    path = actions(twilio.post("/voice"))[0]
    twiml = twilio.post(path, Digits="0")
    assert "<Number>+441632960001</Number>" in twiml
    ringing = actions(twiml)[-1]
    assert "There is nobody here" in twilio.post(ringing, DialCallStatus="busy")
    assert "Thank you for calling" in twilio.post(ringing, DialCallStatus="completed")
    assert "There is nobody here" in twilio.post(ringing, DialCallStatus="something new")


def test_nobody_is_rung_where_no_number_is_set(twilio, at):
    here = at("1")
    assert "There is nobody here" in twilio.post(here, Digits="0")
    ringing = here.replace("/main/1/-/", "/person/1/-/")  # begun before the setting was taken away
    assert "went wrong" in twilio.post(ringing.replace("/person/1/-/", "/person/1/at-once/"), Digits="")


def test_opening_hours_go_by_the_clock(twilio, at, clock):
    assert "open now" in twilio.post(at("1"), Digits="2")
    clock.now = clock.now.replace(hour=17)
    assert "closed now" in twilio.post(at("1"), Digits="2")


def test_the_language_lasts(twilio, at):
    assert "Co chcesz" in twilio.post(at("1"), Digits="3")
    assert "/pl/" in at("1", "3")


# Doing it twice is doing it once --------------------------------------------------------------------------------


def test_a_webhook_that_comes_twice_gets_the_same_answer_and_changes_nothing(twilio, at, app):
    path = at("1", "1", "1", "2")
    first = twilio.post(path, Digits="07700900123")
    confirm = actions(first)[0]
    onward = twilio.post(confirm, Digits="2")  # change it
    second_number = twilio.post(actions(onward)[0], Digits="07700900456")
    assert twilio.post(path, Digits="07700900123") == first
    assert twilio.post(confirm, Digits="2") == onward
    assert messages(app)[0]["answers"]["safe_number"] == "07700900456"
    assert "4 5 6" in second_number


def test_a_junction_decides_the_same_when_the_webhook_comes_again(twilio, at, app):
    """What the first one did must not be what the second one finds."""
    recorded = twilio.post(
        at("1", "1", "1", "1"), RecordingUrl="https://x.example/RE1", RecordingDuration="8"
    )
    review = actions(recorded)[0]
    first = twilio.post(review, Digits="4")
    assert "It is deleted" in first
    assert messages(app) == []
    assert twilio.post(review, Digits="4") == first


def test_two_webhooks_at_the_same_instant(patient, twilio, at, app):
    path = at("1", "1", "1", "1")
    form = {"RecordingUrl": "https://x.example/RE" + "4" * 32, "RecordingDuration": "8", "Digits": "#"}
    ready, answers = threading.Barrier(4), []

    def post() -> None:
        other = Twilio(app)
        ready.wait()
        answers.append(other.post(path, **form))

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert len(set(answers)) == 1
    assert messages(app)[0]["recordings"] == [8]

    sending = actions(answers[0])[0]
    sent = {twilio.post(sending, Digits="1") for _ in range(3)}
    assert len(sent) == 1
    assert len(messages(app)) == 1


def test_consent_at_the_same_instant_opens_one_message(patient, twilio, at, app):
    path = at("1", "1")
    ready, answers = threading.Barrier(4), []

    def post() -> None:
        other = Twilio(app)
        ready.wait()
        answers.append(other.post(path, Digits="1"))

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(answers)) == 1
    assert len(messages(app)) == 1


# Signed, and still not what it should be ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/voice/nowhere",
        "/voice/" + "a/" * 3000 + "b",
        "/voice/0123456789ab/en/normal/main/1/-/2/29922583/-",  # a version nobody knows
        "/voice/recording/x",
        "/voice/%00/%E2%98%83",
        "/voice/status/more",
    ],
)
def test_a_place_that_is_none_gets_an_apology(twilio, path):
    assert "something went wrong" in twilio.post(path, Digits="1")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/main/", "/no-such-node/"),
        ("/main/", "/hours/"),  # a junction: nobody waits there
        ("/main/", "/send/"),
        ("/en/", "/fr/"),
        ("/normal/", "/fast/"),
        ("/1/-/", "/0/-/"),
        ("/1/-/", "/1/nonsense/"),
        ("/welcome", "/no-such-node"),
    ],
)
def test_a_place_that_the_flow_does_not_have_gets_an_apology(twilio, at, old, new):
    path = at("1")
    assert old in path
    key = "*" if new == "/no-such-node" else "1"
    assert "something went wrong" in twilio.post(path.replace(old, new), Digits=key)


@pytest.mark.parametrize("sid", ["", " ", "x" * 65, "'; drop table message", "é"])
def test_no_message_is_kept_for_a_call_without_a_name(twilio, at, app, sid):
    path = at("1", "1")
    assert "something went wrong" in twilio.post(path, Digits="1", CallSid=sid)
    assert app.extensions["store"].all_messages(A_WEDNESDAY) == []


def test_repeated_fields_count_once_and_the_first_of_them(twilio, at):
    path = at("1")
    pairs = [*twilio.fields(Digits="2"), ("Digits", "1"), ("Digits", "2"), ("Other", ""), ("Other", "x")]
    answer = twilio.send(path, pairs)
    assert answer.status_code == 200
    assert "open now" in answer.text


def test_an_exception_that_nobody_thought_of(twilio, at, app, monkeypatch):
    def broken(*args: object) -> None:
        raise RuntimeError("07700 900123")

    path = at("1", "1")
    monkeypatch.setattr(app.extensions["store"], "do", broken)
    twiml = twilio.post(path, Digits="1")
    assert "something went wrong" in twiml
    assert "900123" not in twiml


def test_every_url_of_a_page_is_on_this_line(twilio, at):
    for path in (at(), at("1"), at("1", "1", "1", "1")):
        for url in actions(twilio.post(path)):
            assert urlsplit(url)[:2] == ("", "")
            assert url.startswith("/voice/")
    assert PUBLIC not in twilio.post("/voice")
