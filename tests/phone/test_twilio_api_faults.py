"""What goes wrong at the stand-in when somebody has switched it on."""

import threading
import time

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilios import ACCOUNT, TOKEN, ask, ca, client_of, error_of, media, re

from ivr.phone.sound import sound, wav_seconds
from ivr.phone.twilio_api import Fault, Faults, TwilioApi, serve
from ivr.phone.twilio_api.faults import KINDS
from ivr.phone.wsgi import WsgiLine
from tests.phone.softphone import until

BASE = f"/2010-04-01/Accounts/{ACCOUNT}"


class Seconds:
    """A clock that stands still until it is moved."""

    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Seconds()


@pytest.fixture
def local(clock):
    with serve(TwilioApi(ACCOUNT, TOKEN, faults=Faults(clock))) as served:
        served.add(re(1), ca(1), sound(re(1), 8), 8)
        served.add(re(2), ca(2), sound(re(2), 4), 4)
        yield served


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("not-found", 404, 20404),
        ("unauthorised", 401, 20003),
        ("too-many", 429, 20429),
        ("error", 500, 20500),
        ("unavailable", 503, 20503),
    ],
)
@pytest.mark.parametrize(
    ("on", "method", "path"),
    [
        ("media", "GET", f"{BASE}/Recordings/{re(1)}.wav"),
        ("recording", "GET", f"{BASE}/Recordings/{re(1)}.json"),
        ("delete", "DELETE", f"{BASE}/Recordings/{re(1)}.json"),
        ("list", "GET", f"{BASE}/Recordings.json"),
        ("account", "GET", f"{BASE}.json"),
        ("numbers", "GET", f"{BASE}/IncomingPhoneNumbers.json"),
        ("any", "GET", f"{BASE}.json"),
    ],
)
def test_an_error_on_one_place_once(local, kind, status, code, on, method, path):
    local.faults.set(Fault(kind, on=on, times=1))
    response = ask(local, method, path)
    assert response.status_code == status
    if on == "media":
        assert f"<Code>{code}</Code>" in response.text
    else:
        assert error_of(response) == (code, status)
    assert local.recordings.find(re(1)).deleted_at is None
    assert ask(local, method, path).status_code in (200, 204)
    assert local.faults.happened == {kind: 1}


def test_other_places_are_well(local):
    local.faults.set(Fault("error", on="delete"))
    assert media(local, re(1)).status_code == 200
    assert ask(local, "GET", f"{BASE}/Recordings.json").status_code == 200
    assert local.faults.happened == {}


def test_too_many_says_when_to_come_back(local):
    local.faults.set(Fault("too-many", seconds=30))
    assert media(local, re(1)).headers["Retry-After"] == "30"


def test_the_client_raises_what_it_raises_of_twilio(local):
    local.faults.set(Fault("error", on="delete", in_all=1))
    client = client_of(local)
    with pytest.raises(TwilioRestException) as error:
        client.recordings(re(1)).delete()
    assert (error.value.status, error.value.code) == (500, 20500)
    assert client.recordings(re(1)).delete() is True


# How often ------------------------------------------------------------------------------------------------------


def statuses(local, *sids):
    return [media(local, sid).status_code for sid in sids]


def test_times_are_counted_for_each_recording(local):
    local.faults.set(Fault("not-found", times=2))
    assert statuses(local, re(1), re(1), re(2), re(1), re(2), re(2)) == [404, 404, 404, 200, 404, 200]


def test_in_all_is_counted_for_all(local):
    local.faults.set(Fault("not-found", in_all=2))
    assert statuses(local, re(1), re(2), re(1), re(2)) == [404, 404, 200, 200]


def test_a_fault_can_last_some_seconds(local, clock):
    clock.now = 100
    local.faults.set(Fault("unavailable", lasts=5))
    assert statuses(local, re(1), re(1)) == [503, 503]
    clock.now = 104.9
    assert statuses(local, re(1)) == [503]
    clock.now = 105
    assert statuses(local, re(1)) == [200]


def test_one_fault_after_the_other(local):
    local.faults.set(Fault("unauthorised", times=1), Fault("not-found", times=1))
    assert statuses(local, re(1), re(1), re(1)) == [401, 404, 200]


def test_a_chance_is_the_same_with_the_same_seed_in_any_order(local):
    def run(seed, order):
        local.faults.set(Fault("error", chance=0.5), seed=seed)
        answers = {}
        for sid in order:
            answers.setdefault(sid, []).append(media(local, sid).status_code)
        return answers

    one_by_one = run(7, [re(1)] * 20 + [re(2)] * 20)
    assert run(7, [re(2), re(1)] * 20) == one_by_one
    assert run(8, [re(1)] * 20 + [re(2)] * 20) != one_by_one
    assert set(one_by_one[re(1)]) == {200, 500}


def test_a_chance_is_about_as_likely_as_it_says():
    faults = Faults()
    faults.set(Fault("error", chance=0.3), seed=1)
    for number in range(4000):
        faults.next("media", re(number))
    assert 1100 < faults.happened["error"] < 1300


def test_a_chance_of_nothing_and_of_all():
    faults = Faults()
    for chance, happened in ((0.0, 0), (1.0, 50)):
        faults.set(Fault("error", chance=chance))
        for number in range(50):
            faults.next("media", re(number))
        assert faults.happened["error"] == happened


def test_clearing_ends_it(local):
    local.faults.set(Fault("error"))
    assert statuses(local, re(1)) == [500]
    local.faults.clear()
    assert statuses(local, re(1)) == [200]
    assert local.faults.happened == {}


# Audio ----------------------------------------------------------------------------------------------------------


def test_a_download_that_is_cut_short_says_more_than_it_sends(local):
    local.faults.set(Fault("cut", times=1))
    with pytest.raises(requests.RequestException):
        media(local, re(1))
    assert local.recordings.find(re(1)).fetched == 0
    local.faults.set(Fault("cut", times=1))
    response = media(local, re(1), stream=True)
    assert response.headers["Content-Length"] == "128044"
    assert len(response.raw.read(decode_content=False, amt=64022)) == 64022
    response.close()
    assert media(local, re(1)).content == sound(re(1), 8)
    assert local.recordings.find(re(1)).fetched == 1


def test_a_truncated_file_ends_before_its_header_says(local):
    local.faults.set(Fault("truncated"))
    body = media(local, re(1)).content
    assert body == sound(re(1), 8)[:64022]


@pytest.mark.parametrize("audio", [sound(re(3), 6), sound(re(3), 0.000125)])
def test_a_shorter_file_is_whole_and_half_as_long(local, audio):
    local.add(re(3), ca(3), audio, 6)
    local.faults.set(Fault("shorter"))
    body = media(local, re(3)).content
    assert wav_seconds(body) == pytest.approx(wav_seconds(audio) / 2, abs=1 / 8000)
    assert int.from_bytes(body[4:8], "little") == len(body) - 8
    assert body[44:] == audio[44 : len(body)]
    assert len(body) % 2 == 0  # no half samples


def test_what_is_no_wav_file_is_cut_in_the_middle(local):
    local.add(re(3), ca(3), b"12345678", 6)
    local.faults.set(Fault("shorter"))
    assert media(local, re(3)).content == b"1234"


def test_garbage_says_that_it_is_audio(local):
    local.faults.set(Fault("garbage"))
    response = media(local, re(1))
    assert (response.status_code, response.headers["Content-Type"]) == (200, "audio/x-wav")
    assert response.headers["Content-Length"] == str(len(response.content))
    assert wav_seconds(response.content) is None
    assert media(local, re(1)).content == response.content


@pytest.mark.parametrize("kind", ["cut", "truncated", "shorter", "garbage"])
def test_what_spoils_audio_spoils_nothing_else(local, kind):
    local.faults.set(Fault(kind, on="any"))
    assert ask(local, "GET", f"{BASE}/Recordings.json").status_code == 200
    assert client_of(local).recordings(re(1)).fetch().duration == "8"
    assert local.faults.happened == {}
    with pytest.raises(ValueError, match="only audio can be"):
        Fault(kind, on="list")


# No answer ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("on", ["media", "any"])
def test_a_dropped_connection_has_no_answer(local, on):
    local.faults.set(Fault("drop", on=on, in_all=1))
    with pytest.raises(requests.ConnectionError):
        media(local, re(1))
    assert media(local, re(1)).status_code == 200
    assert [seen.status for seen in local.api.requests] == [0, 200]


def test_what_was_deleted_may_never_be_told(local):
    local.faults.set(Fault("lost", on="delete", in_all=1))
    with pytest.raises(requests.ConnectionError):
        ask(local, "DELETE", f"{BASE}/Recordings/{re(1)}.json")
    assert local.recordings.find(re(1)).deleted_at is not None
    assert ask(local, "DELETE", f"{BASE}/Recordings/{re(1)}.json").status_code == 404


def test_a_hang_is_longer_than_who_asks_waits_and_ends_with_the_stand_in(local):
    local.faults.set(Fault("hang", seconds=3600, in_all=1))
    url = f"{local.url}{BASE}/Recordings/{re(1)}.wav"
    with pytest.raises(requests.Timeout):
        requests.get(url, auth=(ACCOUNT, TOKEN), timeout=0.5)
    until(lambda: local.faults.happened == {"hang": 1})  # or it would happen to whoever asks next
    assert media(local, re(1)).status_code == 200  # others are answered meanwhile
    local.close()
    local.api.media_needs_auth = False
    local.faults.set(Fault("hang", seconds=600))
    begun = time.monotonic()
    assert WsgiLine(local.api).get(url, {}).status == 200
    assert time.monotonic() - begun < 600  # nothing hangs that is closed


def test_what_hangs_is_answered_in_the_end(local):
    local.faults.set(Fault("hang", seconds=0.05))
    begun = time.monotonic()
    assert media(local, re(1)).content == sound(re(1), 8)
    assert time.monotonic() - begun >= 0.05


def test_many_at_once_are_each_counted_once(local):
    local.faults.set(Fault("not-found", times=3))
    answers = []

    def ask_for(sid):
        answers.append((sid, media(local, sid).status_code))

    threads = [threading.Thread(target=ask_for, args=(sid,)) for sid in [re(1), re(2)] * 8]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for sid in (re(1), re(2)):
        assert sorted(status for asked, status in answers if asked == sid) == [200] * 5 + [404] * 3


# Slips ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"kind": "eror"}, "there is no fault 'eror'; there are not-found, "),
        ({"kind": "error", "on": "audio"}, "a fault cannot be on 'audio'; it can be on media, "),
        ({"kind": "error", "chance": 1.5}, r"a chance is from 0\.0 to 1\.0"),
    ],
)
def test_a_fault_that_cannot_be_says_what_would_be_right(wrong, says):
    with pytest.raises(ValueError, match=says):
        Fault(**wrong)


def test_every_kind_is_in_the_manual():
    for kind in KINDS:
        assert f'"{kind}"' in Fault.__doc__
