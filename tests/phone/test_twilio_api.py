"""The stand-in for Twilio's REST API, asked by the unmodified client and by requests, over HTTP."""

from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from twilio.base.exceptions import TwilioRestException
from twilios import ACCOUNT, TOKEN, Clock, ask, ca, client_of, error_of, media, re

from ivr.phone.sound import sound
from ivr.phone.twilio_api import PhoneNumber, Recordings, TwilioApi, serve
from ivr.phone.wsgi import WsgiLine

BASE = f"/2010-04-01/Accounts/{ACCOUNT}"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def api(clock):
    numbers = [
        PhoneNumber("+441632960000", "https://line.example/voice", "https://line.example/voice/status"),
        PhoneNumber("+441632960001"),
    ]
    return TwilioApi(ACCOUNT, TOKEN, recordings=Recordings(clock=clock), numbers=numbers)


@pytest.fixture
def local(api):
    with serve(api) as served:
        yield served


@pytest.fixture
def client(local):
    return client_of(local)


# One recording --------------------------------------------------------------------------------------------------


def test_a_recording_has_every_field_that_twilio_gives(local, client):
    local.add(re(1), ca(1), sound(re(1), 12), 12)
    told = ask(local, "GET", f"{BASE}/Recordings/{re(1)}.json").json()
    assert told == {
        "account_sid": ACCOUNT,
        "api_version": "2010-04-01",
        "call_sid": ca(1),
        "conference_sid": None,
        "channels": 1,
        "date_created": "Sun, 01 Mar 2026 12:00:00 +0000",
        "date_updated": "Sun, 01 Mar 2026 12:00:00 +0000",
        "start_time": "Sun, 01 Mar 2026 12:00:00 +0000",
        "price": "-0.00250",
        "price_unit": "USD",
        "duration": "12",
        "sid": re(1),
        "source": "RecordVerb",
        "status": "completed",
        "error_code": None,
        "encryption_details": None,
        "uri": f"{BASE}/Recordings/{re(1)}.json",
        "subresource_uris": {
            "add_on_results": f"{BASE}/Recordings/{re(1)}/AddOnResults.json",
            "transcriptions": f"{BASE}/Recordings/{re(1)}/Transcriptions.json",
        },
        "media_url": f"{local.url}{BASE}/Recordings/{re(1)}",
    }
    fetched = client.recordings(re(1)).fetch()
    assert (fetched.duration, fetched.status, fetched.channels) == ("12", "completed", 1)
    assert fetched.date_created == datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("ending", ["", ".wav"])
def test_the_audio_is_a_wav_file_byte_for_byte(local, ending):
    local.add(re(1), ca(1), sound(re(1), 12), 12)
    response = media(local, re(1), ending)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "audio/x-wav")
    assert response.headers["Content-Length"] == str(12 * 16000 + 44)
    assert response.content == sound(re(1), 12)
    assert local.recordings.find(re(1)).fetched == 1


def test_the_audio_can_be_had_as_mp3(local):
    local.add(re(1), ca(1), sound(re(1), 12), 12)
    response = media(local, re(1), ".mp3")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "audio/mpeg")
    assert response.content.startswith(b"\xff\xe3")


def test_head_tells_of_the_audio_without_sending_it(local):
    local.add(re(1), ca(1), sound(re(1), 2), 2)
    response = ask(local, "HEAD", f"{BASE}/Recordings/{re(1)}.wav")
    assert (response.status_code, response.headers["Content-Length"]) == (200, "32044")
    assert WsgiLine(api_without_auth(local))._request("HEAD", response.url, {}, b"").body == b""
    assert local.recordings.find(re(1)).fetched == 0


def api_without_auth(served):
    served.api.media_needs_auth = False
    return served.api


def test_the_audio_is_not_there_before_it_is_ready(local, client, clock):
    local.add(re(1), ca(1), sound(re(1), 12), 12, ready_after=3)
    assert media(local, re(1)).status_code == 404
    early = client.recordings(re(1)).fetch()
    assert (early.status, early.duration, early.price) == ("processing", None, None)
    clock.move(2.9)
    assert media(local, re(1)).status_code == 404
    clock.move(0.1)
    assert media(local, re(1)).status_code == 200
    late = client.recordings(re(1)).fetch()
    assert (late.status, late.duration) == ("completed", "12")
    assert late.date_updated - late.date_created == timedelta(seconds=3)


def test_how_long_all_recordings_take_can_be_said_once(clock):
    recordings = Recordings(ready_after=5, clock=clock)
    recordings.add(re(1), ca(1), b"", 0)
    recordings.add(re(2), ca(1), b"", 0, ready_after=0)
    assert [recordings.is_ready(it) for it in recordings.all()] == [True, False]


def test_deleting_takes_the_audio_and_leaves_the_metadata(local, client, clock):
    local.add(re(1), ca(1), sound(re(1), 12), 12)
    clock.move(60)
    assert client.recordings(re(1)).delete() is True
    assert media(local, re(1)).status_code == 404
    for gone in (client.recordings(re(1)).fetch, client.recordings(re(1)).delete):
        with pytest.raises(TwilioRestException) as error:
            gone()
        assert (error.value.status, error.value.code) == (404, 20404)
    assert client.recordings.list() == []
    also_deleted = f"{BASE}/Recordings/{re(1)}{{}}?IncludeSoftDeleted=true"
    assert ask(local, "GET", also_deleted.format(".wav")).status_code == 404
    assert ask(local, "DELETE", also_deleted.format(".json")).status_code == 404
    deleted = client.recordings(re(1)).fetch(include_soft_deleted=True)
    assert (deleted.status, deleted.duration) == ("deleted", "12")
    assert deleted.date_updated - deleted.date_created == timedelta(seconds=60)
    assert [it.status for it in client.recordings.list(include_soft_deleted=True)] == ["deleted"]
    assert local.recordings.find(re(1)).audio == b""


def test_delete_answers_with_204_and_nothing(local):
    local.add(re(1), ca(1), b"", 0)
    response = ask(local, "DELETE", f"{BASE}/Recordings/{re(1)}.json")
    assert (response.status_code, response.content) == (204, b"")


def test_a_recording_can_be_reached_through_its_call(local, client):
    local.add(re(1), ca(1), sound(re(1), 1), 1)
    local.add(re(2), ca(2), sound(re(2), 1), 1)
    (listed,) = client.calls(ca(1)).recordings.list()
    assert (listed.sid, listed.track) == (re(1), "inbound")
    assert listed.uri == f"{BASE}/Calls/{ca(1)}/Recordings/{re(1)}.json"
    assert client.calls(ca(1)).recordings(re(1)).fetch().duration == "1"
    with pytest.raises(TwilioRestException, match="not found"):
        client.calls(ca(2)).recordings(re(1)).fetch()
    assert client.calls(ca(1)).recordings(re(1)).delete() is True
    assert client.calls(ca(1)).recordings.list() == []


# Who may ask, and errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("auth", "message"),
    [
        (None, "Authentication Error - No credentials provided"),
        ((ACCOUNT, "wrong"), "Authenticate"),
        (("AC" + "2" * 32, TOKEN), "Authenticate"),
    ],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"{BASE}.json"),
        ("GET", f"{BASE}/Recordings.json"),
        ("GET", f"{BASE}/Recordings/{re(1)}.json"),
        ("DELETE", f"{BASE}/Recordings/{re(1)}.json"),
        ("GET", f"{BASE}/IncomingPhoneNumbers.json"),
        ("GET", f"{BASE}/Nothing.json"),
        ("GET", "/stand-in/recordings"),
        ("POST", "/stand-in/reset"),
    ],
)
def test_nobody_asks_without_the_accounts_credentials(local, auth, message, method, path):
    local.add(re(1), ca(1), b"", 0)
    response = ask(local, method, path, auth=auth)
    assert response.status_code == 401
    assert error_of(response) == (20003, 401)
    assert response.json()["message"] == message
    assert response.headers["WWW-Authenticate"] == 'Basic realm="Twilio API"'
    assert response.headers["X-Twilio-Error-Code"] == "20003"
    assert local.recordings.find(re(1)).deleted_at is None


@pytest.mark.parametrize("header", ["Basic", "Basic %%%", "Basic w6k=", "Bearer abc", "Basic é"])
def test_credentials_that_are_none_are_refused(local, header):
    headers = {"Authorization": header.encode("utf-8")}
    response = ask(local, "GET", f"{BASE}.json", auth=None, headers=headers)
    assert error_of(response) == (20003, 401)


def test_the_client_says_that_it_may_not(local):
    with pytest.raises(TwilioRestException) as error:
        client_of(local, token="wrong").recordings(re(1)).fetch()
    assert (error.value.status, error.value.code) == (401, 20003)


@pytest.mark.parametrize("auth", [None, (ACCOUNT, "wrong")])
def test_audio_needs_credentials_where_the_account_says_so(local, auth):
    local.add(re(1), ca(1), sound(re(1), 1), 1)
    response = media(local, re(1), auth=auth)
    assert response.status_code == 401
    assert response.headers["Content-Type"] == "application/xml"
    assert b"<Code>20003</Code>" in response.content
    local.api.media_needs_auth = False
    assert media(local, re(1), auth=auth).content == sound(re(1), 1)


def test_audio_that_is_not_there_is_told_in_xml(local):
    response = media(local, re(404))
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/xml")
    assert f"<Message>The requested resource {BASE}/Recordings/{re(404)}.wav was not found</Message>" in (
        response.text
    )
    assert "<Code>20404</Code>" in response.text
    assert "<Status>404</Status>" in response.text


@pytest.mark.parametrize(
    ("method", "path", "code", "status"),
    [
        ("GET", f"{BASE}/Recordings/{re(404)}.json", 20404, 404),
        ("DELETE", f"{BASE}/Recordings/{re(404)}.json", 20404, 404),
        ("GET", f"/2010-04-01/Accounts/AC{'2' * 32}/Recordings.json", 20404, 404),
        ("GET", f"/2010-04-01/Accounts/AC{'2' * 32}.json", 20404, 404),
        ("GET", f"{BASE}/Messages.json", 20404, 404),
        ("GET", "/", 20404, 404),
        ("GET", "/stand-in/nothing", 20404, 404),
        ("POST", f"{BASE}/Recordings.json", 20004, 405),
        ("DELETE", f"{BASE}/Recordings.json", 20004, 405),
        ("PUT", f"{BASE}/Recordings/{re(1)}.json", 20004, 405),
        ("GET", f"{BASE}/Recordings.json?PageSize=1001", 20007, 400),
        ("GET", f"{BASE}/Recordings.json?PageSize=0", 20001, 400),
        ("GET", f"{BASE}/Recordings.json?PageSize=many", 20001, 400),
        ("GET", f"{BASE}/Recordings.json?PageToken=PA{re(404)}", 20001, 400),
        ("GET", f"{BASE}/Recordings.json?PageToken=XX{re(1)}", 20001, 400),
        ("GET", f"{BASE}/Recordings.json?DateCreated=yesterday", 20001, 400),
    ],
)
def test_what_cannot_be_is_an_error_as_twilio_writes_it(local, method, path, code, status):
    local.add(re(1), ca(1), b"", 0)
    response = ask(local, method, path)
    assert response.status_code == status
    assert error_of(response) == (code, status)


# Lists ----------------------------------------------------------------------------------------------------------


def test_over_a_thousand_recordings_come_page_by_page_newest_first(local, client, clock):
    for number in range(1203):
        clock.move(1)
        local.add(re(number), ca(number % 7), b"", 1)
    listed = client.recordings.list()
    assert [it.sid for it in listed] == [re(number) for number in reversed(range(1203))]
    sizes = [len(list(page)) for page in pages_of(client.recordings.page(page_size=500))]
    assert sizes == [500, 500, 203]
    assert len(client.recordings.list(call_sid=ca(3), page_size=50)) == 172
    assert len(client.recordings.list(limit=120, page_size=100)) == 120


def pages_of(page):
    while page is not None:
        yield page
        page = page.next_page()


def test_a_page_says_where_it_stands(local):
    for number in range(5):
        local.add(re(number), ca(1), b"", 1)
    first = ask(local, "GET", f"{BASE}/Recordings.json?PageSize=2&CallSid={ca(1)}").json()
    where = f"{BASE}/Recordings.json?CallSid={ca(1)}&PageSize=2&Page="
    assert {key: value for key, value in first.items() if key != "recordings"} == {
        "end": 1,
        "first_page_uri": where + "0",
        "next_page_uri": f"{where}1&PageToken=PA{re(3)}",
        "page": 0,
        "page_size": 2,
        "previous_page_uri": None,
        "start": 0,
        "uri": where + "0",
    }
    second = ask(local, "GET", first["next_page_uri"]).json()
    assert [it["sid"] for it in second["recordings"]] == [re(2), re(1)]
    assert (second["page"], second["start"], second["end"]) == (1, 2, 3)
    assert second["previous_page_uri"] == f"{where}0&PageToken=PB{re(2)}"
    again = ask(local, "GET", second["previous_page_uri"]).json()
    assert again["recordings"] == first["recordings"]
    assert (again["next_page_uri"], again["previous_page_uri"]) == (f"{where}1&PageToken=PA{re(3)}", None)
    last = ask(local, "GET", second["next_page_uri"]).json()
    assert [it["sid"] for it in last["recordings"]] == [re(0)]
    assert last["next_page_uri"] is None
    assert ask(local, "GET", last["previous_page_uri"]).json()["recordings"] == second["recordings"]


def test_an_empty_list_is_a_page_too(local, client):
    told = ask(local, "GET", f"{BASE}/Recordings.json").json()
    assert (told["recordings"], told["next_page_uri"], told["start"], told["end"]) == ([], None, 0, 0)
    assert client.recordings.list() == []


def test_deleting_while_paging_leaves_nothing_out(local, client):
    for number in range(25):
        local.add(re(number), ca(1), b"", 1)
    seen = []
    for recording in client.recordings.stream(page_size=4):
        seen.append(recording.sid)
        recording.delete()
    assert seen == [re(number) for number in reversed(range(25))]
    assert local.recordings.left() == []


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({}, [4, 3, 2, 1, 0]),
        ({"date_created": date(2026, 3, 2)}, [3, 2]),
        ({"date_created": datetime(2026, 3, 2, 18, tzinfo=UTC)}, [3, 2]),
        ({"date_created_after": datetime(2026, 3, 2, tzinfo=UTC)}, [4, 3, 2]),
        ({"date_created_after": datetime(2026, 3, 2, 0, 0, 1, tzinfo=UTC)}, [4, 3]),
        ({"date_created_before": datetime(2026, 3, 2, tzinfo=UTC)}, [2, 1, 0]),
        ({"date_created_before": "2026-03-02"}, [2, 1, 0]),
        ({"date_created_before": "2026-03-01T23:59:58Z"}, [0]),
        ({"date_created_after": "2026-03-01T23:59:59Z", "date_created_before": "2026-03-02"}, [2, 1]),
        ({"call_sid": ca(2)}, [2, 0]),
        ({"conference_sid": "CF" + "1" * 32}, []),
        ({"include_soft_deleted": True}, [5, 4, 3, 2, 1, 0]),
    ],
)
def test_lists_can_be_narrowed(local, client, filters, numbers):
    made = [
        datetime(2026, 3, 1, 8, tzinfo=UTC),
        datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 3, 2, tzinfo=UTC),
        datetime(2026, 3, 2, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 3, 3, tzinfo=UTC),
        datetime(2026, 3, 4, tzinfo=UTC),
    ]
    for number, at in enumerate(made):
        local.recordings.add(re(number), ca(2 if number in (0, 2) else 1), b"", 1, made_at=at)
    local.recordings.delete(re(5))
    assert [it.sid for it in client.recordings.list(**filters)] == [re(number) for number in numbers]


def test_times_are_told_and_compared_to_the_second(local, client):
    local.recordings.add(re(1), ca(1), b"", 1, made_at=datetime(2026, 3, 1, 12, 0, 0, 999_999, tzinfo=UTC))
    (made,) = client.recordings.list(date_created_before="2026-03-01T12:00:00Z")
    assert made.date_created == datetime(2026, 3, 1, 12, tzinfo=UTC)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=st.lists(st.integers(0, 40), max_size=30),
    deleted=st.sets(st.integers(0, 29)),
    since=st.none() | st.integers(-1, 41),
    until=st.none() | st.integers(-1, 41),
    size=st.integers(1, 9),
)
def test_every_page_together_is_what_the_filter_says(local, client, made, deleted, since, until, size):
    local.api.reset()
    begin = datetime(2026, 3, 1, tzinfo=UTC)
    for number, hours in enumerate(made):
        local.recordings.add(re(number), ca(1), b"", 1, made_at=begin + timedelta(hours=hours))
    for number in deleted:
        local.recordings.delete(re(number))
    filters = {}
    if since is not None:
        filters["date_created_after"] = begin + timedelta(hours=since)
    if until is not None:
        filters["date_created_before"] = begin + timedelta(hours=until)
    listed = [it.sid for it in client.recordings.list(page_size=size, **filters)]
    assert len(listed) == len(set(listed))
    assert set(listed) == {
        re(number)
        for number, hours in enumerate(made)
        if number not in deleted and (since is None or hours >= since) and (until is None or hours <= until)
    }
    hours = [made[int(sid[2:], 16)] for sid in listed]
    assert hours == sorted(hours, reverse=True)


# Account and numbers --------------------------------------------------------------------------------------------


def test_the_account_is_active_and_keeps_its_token(local, client):
    account = client.api.accounts(ACCOUNT).fetch()
    assert (account.sid, account.status, account.type) == (ACCOUNT, "active", "Full")
    assert TOKEN not in ask(local, "GET", f"{BASE}.json").text


def test_a_number_says_where_its_calls_go(client):
    (number,) = client.incoming_phone_numbers.list(phone_number="+441632960000")
    assert (number.phone_number, number.voice_url) == ("+441632960000", "https://line.example/voice")
    assert (number.status_callback, number.voice_method) == ("https://line.example/voice/status", "POST")
    assert number.sid.startswith("PN")
    assert number.capabilities["voice"] is True
    assert client.incoming_phone_numbers.list(phone_number="+441632960009") == []
    assert len(client.incoming_phone_numbers.list(page_size=1)) == 2


def test_a_number_has_every_field_that_twilio_gives(local):
    told = ask(local, "GET", f"{BASE}/IncomingPhoneNumbers.json").json()
    assert set(told["incoming_phone_numbers"][0]) == {
        "account_sid",
        "address_requirements",
        "address_sid",
        "api_version",
        "beta",
        "bundle_sid",
        "capabilities",
        "date_created",
        "date_updated",
        "emergency_address_sid",
        "emergency_address_status",
        "emergency_status",
        "friendly_name",
        "identity_sid",
        "origin",
        "phone_number",
        "sid",
        "sms_application_sid",
        "sms_fallback_method",
        "sms_fallback_url",
        "sms_method",
        "sms_url",
        "status",
        "status_callback",
        "status_callback_method",
        "trunk_sid",
        "type",
        "uri",
        "voice_application_sid",
        "voice_caller_id_lookup",
        "voice_fallback_method",
        "voice_fallback_url",
        "voice_method",
        "voice_receive_mode",
        "voice_url",
    }


# The stand-in itself --------------------------------------------------------------------------------------------


def test_the_same_recording_twice_is_one_and_another_is_refused(api):
    api.recordings.add(re(1), ca(1), b"one", 1)
    api.recordings.add(re(1), ca(1), b"one", 1)
    assert len(api.recordings.all()) == 1
    for call, audio in ((ca(1), b"two"), (ca(2), b"one")):
        with pytest.raises(ValueError, match="there is another recording"):
            api.recordings.add(re(1), call, audio, 1)
    api.recordings.delete(re(1))
    api.recordings.add(re(1), ca(1), b"one", 1)
    assert api.recordings.left() == []


@pytest.mark.parametrize(("sid", "call_sid"), [("RE1", ca(1)), (re(1), "1"), (ca(1), re(1))])
def test_sids_look_as_twilios_do(api, sid, call_sid):
    with pytest.raises(ValueError, match="SID"):
        api.recordings.add(sid, call_sid, b"", 1)


def test_audio_is_in_no_repr(api):
    api.recordings.add(re(1), ca(1), b"what somebody said", 1)
    assert "somebody" not in repr(api.recordings.all())


def test_every_request_is_noted_and_every_answer_has_an_id(local):
    local.add(re(1), ca(1), b"x", 1)
    first, second = media(local, re(1)), ask(local, "GET", f"{BASE}/Recordings.json?PageSize=7")
    assert first.headers["Twilio-Request-Id"] != second.headers["Twilio-Request-Id"]
    assert list(local.api.requests) == [
        ("GET", f"{BASE}/Recordings/{re(1)}.wav", "", 200),
        ("GET", f"{BASE}/Recordings.json", "PageSize=7", 200),
    ]
    assert parsedate_to_datetime(first.headers["Date"]).tzinfo is not None


def test_it_stops_answering_when_it_is_closed(api):
    with serve(api) as served:
        assert ask(served, "GET", f"{BASE}.json").status_code == 200
        with pytest.raises(OSError, match="in use"):
            serve(api, port=int(served.url.rpartition(":")[2]))
    with pytest.raises(requests.ConnectionError):
        ask(served, "GET", f"{BASE}.json")


def test_it_listens_on_this_computer_only(local):
    assert local.url.startswith("http://127.0.0.1:")
    assert local.api_url == local.url
