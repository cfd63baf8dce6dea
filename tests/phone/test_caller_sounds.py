"""What the caller says is kept where Twilio would keep it, and what is played to them is really fetched."""

import pytest
from lines import TOKEN, Line
from twilios import Clock, media

from ivr.phone.caller import Caller
from ivr.phone.sound import sound, wav
from ivr.phone.twilio_api import Recordings, RemoteRecordings, TwilioApi, serve
from ivr.phone.wsgi import WsgiLine

RECORD = (
    "<Record action='/said' recordingStatusCallback='/recorded' "
    "recordingStatusCallbackEvent='in-progress completed absent'/><Redirect>/silent</Redirect>"
)
TWO_SECONDS = wav(bytes(32000))


def a_line(**documents):
    return Line(
        **{
            "voice": RECORD,
            "said": "<Hangup/>",
            "silent": "<Hangup/>",
            "recorded": (204, {}, b""),
            **documents,
        }
    )


def audio(body=TWO_SECONDS, kind="audio/x-wav", status=200):
    return status, {"Content-Type": kind}, body


# Recordings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("then", ["hash", "hangup", "silence"])
def test_what_is_said_can_be_fetched_where_the_webhook_says(local_twilio, then):
    line = a_line()
    caller = line.caller(recordings=local_twilio).dial().record(9, then=then)
    (kept,) = local_twilio.recordings.all()
    assert (kept.seconds, kept.call_sid, kept.audio) == (9, caller.call_sid, sound(kept.sid, 9))
    for path in ("/said", "/recorded"):
        form = line.form(path)
        assert (form["RecordingSid"], form["RecordingDuration"]) == (kept.sid, "9")
        assert form["RecordingUrl"].startswith(local_twilio.url + "/2010-04-01/Accounts/AC0")
        assert form["RecordingUrl"].endswith(f"/Recordings/{kept.sid}")
    assert media(local_twilio, kept.sid).content == sound(kept.sid, 9)
    assert caller.problems == []


def test_the_audio_is_there_before_anybody_is_told_of_it():
    kept = []

    class Keeper:
        api_url = "http://keeper.example/"

        def add(self, sid, call_sid, audio, seconds):
            kept.append((sid, len(line.requests)))

    line = a_line()
    line.caller(recordings=Keeper(), status_callback="before").dial().record(3)
    assert line.paths() == ["/voice", "/recorded", "/recorded", "/said", "/voice/status"]
    assert [told["RecordingStatus"] for told in (line.requests[1][3], line.requests[2][3])] == [
        "in-progress",
        "completed",
    ]
    assert kept == [(line.form("/said")["RecordingSid"], 1)]
    assert line.form("/said")["RecordingUrl"].startswith("http://keeper.example/2010-04-01/")


def test_what_is_longer_than_allowed_is_kept_as_long_as_it_was_recorded(local_twilio):
    line = a_line(voice="<Record action='/said' maxLength='5'/>")
    line.caller(recordings=local_twilio).dial().record(60)
    (kept,) = local_twilio.recordings.all()
    assert (kept.seconds, len(kept.audio)) == (5, 5 * 16000 + 44)


def test_an_absent_recording_is_kept_nowhere(local_twilio):
    line = a_line()
    line.caller(recordings=local_twilio).dial().wait()
    assert line.form("/recorded")["RecordingStatus"] == "absent"
    assert local_twilio.recordings.all() == []


def test_an_empty_recording_that_is_told_of_is_kept(local_twilio):
    line = a_line()
    line.caller(recordings=local_twilio, empty_recording="posts").dial().wait()
    (kept,) = local_twilio.recordings.all()
    assert (kept.sid, kept.seconds, kept.audio) == (
        line.form("/said")["RecordingSid"],
        0,
        sound(kept.sid, 0),
    )


def test_recordings_can_be_in_another_process():
    with serve(TwilioApi("AC" + "7" * 32, "other")) as served:
        remote = RemoteRecordings(served.url, served.account_sid, served.auth_token, timeout=120)
        line = a_line()
        line.caller(recordings=remote, account_sid=served.account_sid).dial().record(2)
        (kept,) = served.recordings.all()
        url = line.form("/said")["RecordingUrl"]
        assert url == f"{served.url}/2010-04-01/Accounts/AC{'7' * 32}/Recordings/{kept.sid}"


def test_recordings_need_not_be_served_and_the_address_can_be_said():
    recordings = Recordings(clock=Clock())
    line = a_line()
    line.caller(recordings=recordings).dial().record(2)
    assert line.form("/said")["RecordingUrl"].startswith("https://api.twilio.com/2010-04-01/")
    line.caller(recordings=recordings, api_url="http://127.0.0.1:5056/").dial().record(2)
    assert line.form("/said")["RecordingUrl"].startswith("http://127.0.0.1:5056/2010-04-01/")
    assert len(recordings.all()) == 2


def test_without_a_place_for_them_recordings_are_only_told_of():
    line = a_line()
    line.caller().dial().record(2)
    assert line.form("/said")["RecordingUrl"].startswith("https://api.twilio.com/")


# Plays ----------------------------------------------------------------------------------------------------------


def test_what_is_played_is_fetched_signed_and_without_the_calls_parameters():
    line = Line(voice="<Say>You said:</Say><Play>/a.wav?x=1</Play>")
    line.documents["/a.wav"] = audio()
    caller = line.caller().dial()
    assert line.requests[1] == ("GET", "/a.wav", "x=1", {})  # and Line checks the signature of each request
    assert caller.heard == ["You said:", "[plays 2 seconds]"]
    assert caller.played == [TWO_SECONDS]
    assert caller.documents[0].seconds == pytest.approx(2 + 1.0, abs=0.5)
    assert caller.problems == []


def test_the_length_of_what_is_played_counts_as_often_as_it_is_heard():
    line = Line(voice="<Play loop='3'>/a.wav</Play>")
    line.documents["/a.wav"] = audio()
    caller = line.caller().dial()
    assert caller.seconds == 6
    assert caller.played == [TWO_SECONDS]
    assert line.paths().count("/a.wav") == 1


def test_a_play_inside_a_gather_is_heard_and_can_be_interrupted():
    line = Line(
        voice="<Gather action='/next' numDigits='1'><Say>Listen.</Say><Play>a.wav</Play></Gather>",
        next="<Hangup/>",
    )
    line.documents["/a.wav"] = audio()
    caller = line.caller().dial()
    assert (caller.heard, caller.waiting) == (["Listen.", "[plays 2 seconds]"], "gather")
    assert caller.press("1").ended == "hangup"
    assert caller.played == [TWO_SECONDS]


def test_what_comes_after_a_wait_is_fetched_once_and_played_when_its_time_comes():
    voice = "<Gather action='/next' timeout='3'><Say>Go on.</Say></Gather><Play>/a.wav</Play><Record action='/next'/>"
    line = Line(voice=voice, next="<Hangup/>")
    line.documents["/a.wav"] = audio()
    caller = line.caller().dial()
    assert (caller.heard, caller.waiting) == (["Go on.", "[plays 2 seconds]"], "record")
    assert caller.played == []
    caller.record(1)
    assert caller.played == [TWO_SECONDS]
    assert line.paths().count("/a.wav") == 1


def test_the_next_document_fetches_it_again():
    line = Line(voice="<Play>/a.wav</Play><Redirect>/next</Redirect>", next="<Play>/a.wav</Play>")
    line.documents["/a.wav"] = audio()
    caller = line.caller().dial()
    assert line.paths().count("/a.wav") == 2
    assert len(caller.played) == 2
    caller.dial()
    assert len(caller.played) == 2  # another call


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((404, {"Content-Type": "text/html"}, b"no"), "GET /a.wav was answered with 404 (error 11200)."),
        ((500, {}, b""), "GET /a.wav was answered with 500 (error 11200)."),
        (
            (200, {"Content-Type": "text/html"}, TWO_SECONDS),
            "/a.wav answered with the content type 'text/html' (error 12300).",
        ),
        (audio(b"<html>"), "/a.wav is no WAV file, whatever it says."),
        ((302, {"Location": "/b.wav"}, b""), "GET /b.wav was answered with 404 (error 11200)."),
    ],
)
def test_where_nothing_can_be_played_nothing_is_heard_and_it_is_a_problem(answer, why):
    line = Line(voice="<Say>You said:</Say><Play>/a.wav</Play><Say>Press 1.</Say>")
    line.documents["/a.wav"] = answer
    caller = line.caller().dial()
    assert caller.heard == ["You said:", "Press 1."]
    assert caller.played == []
    assert caller.problems == [f"Play: {why} Twilio would say nothing here."]
    assert caller.ended == "hangup"


def test_a_redirect_to_the_sound_is_followed():
    line = Line(voice="<Play>/a.wav</Play>")
    line.documents |= {"/a.wav": (302, {"Location": "/b.wav"}, b""), "/b.wav": audio()}
    assert line.caller().dial().played == [TWO_SECONDS]


def test_cookies_play_no_part():
    page = (200, {"Content-Type": "text/xml", "Set-Cookie": "call=1"}, b"<Response><Play>/a.wav</Play>"
            b"<Redirect>/next</Redirect></Response>")  # fmt: skip
    line = Line(voice=page, next="<Hangup/>")
    line.documents["/a.wav"] = (200, {"Content-Type": "audio/wav", "Set-Cookie": "sound=1"}, TWO_SECONDS)
    cookies = []

    def app(environ, start_response):
        cookies.append((environ["PATH_INFO"], environ.get("HTTP_COOKIE")))
        return line(environ, start_response)

    way = WsgiLine(app)
    Caller(way.post, get=way.get, token=TOKEN).dial()
    assert cookies[1:3] == [("/a.wav", None), ("/next", "call=1")]


def test_a_sound_that_does_not_tell_its_length_is_played_all_the_same():
    line = Line(voice="<Play>/a.mp3</Play>")
    line.documents["/a.mp3"] = audio(b"\xff\xe3", "audio/mpeg")
    caller = line.caller().dial()
    assert (caller.heard, caller.played, caller.seconds) == (["[plays a sound]"], [b"\xff\xe3"], 0)


def test_sounds_whose_length_is_told_or_which_are_elsewhere_are_not_fetched():
    line = Line(voice="<Play>/a.wav</Play><Play>https://api.twilio.com/cowbell.mp3</Play>")
    caller = line.caller(sounds={"/a.wav": 3.0}).dial()
    assert caller.heard == ["[plays /a.wav]", "[plays https://api.twilio.com/cowbell.mp3]"]
    assert (caller.seconds, caller.played, caller.problems) == (3, [], [])
    assert line.paths() == ["/voice", "/voice/status"]


def test_without_a_way_to_get_nothing_is_fetched():
    line = Line(voice="<Play>/a.wav</Play>")
    caller = Caller(WsgiLine(line).post, token=TOKEN).dial()
    assert (caller.heard, caller.problems) == (["[plays /a.wav]"], [])


def test_a_document_that_is_a_sound_is_played_as_it_came():
    line = Line(voice=audio())
    caller = line.caller().dial()
    assert (caller.heard, caller.played, caller.seconds) == (["[plays 2 seconds]"], [TWO_SECONDS], 2)
    assert line.paths() == ["/voice", "/voice/status"]


def test_nothing_is_played_before_dialling():
    assert Line().caller().played == []
