"""What is said into a call and what is heard of it: WAV files both ways, checked, and none kept anywhere."""

import math
import struct
from typing import Any

import pytest
from studio_end import SMALL, Browser, line_of, means_of

from ivr.message.audio import whole
from ivr.phone.sound import RATE, sound, wav
from ivr.phone.speaking import Cached
from ivr.web.studio.voice import Voice


def mu_law(seconds):
    wave = bytes(127 + round(100 * math.sin(at / 5)) for at in range(RATE))  # a second of it, again and again
    data = (wave * math.ceil(seconds))[: round(seconds * RATE)]
    form = struct.pack("<HHIIHH", 7, 1, RATE, RATE, 1, 8)
    parts = b"fmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", 4 + len(parts)) + b"WAVE" + parts


def at_the_beep(browser):
    """A call where somebody may speak. They came by keys: the ways to a node take a second to be found."""
    phone = browser.ring().all("1", "1", "1")
    assert phone.node == "message"
    return phone


def say(phone, body, then="hash", kind="audio/wav"):
    browser = phone.browser
    address = f"/studio/{phone.url}/record?then={then}&from={len(phone.documents)}"
    answer = browser.client.post(address, data=body, content_type=kind, headers=browser.headers)
    if answer.status_code == 200:
        phone.take(answer.json)
    return answer


@pytest.mark.parametrize(("seconds", "told"), [(3.4, 3), (3.6, 4), (0.2, 1), (180.0, 180)])
def test_what_is_said_is_what_is_heard_at_review(browser, seconds, told):
    said = sound("RE1", seconds)
    phone = at_the_beep(browser)
    assert say(phone, said).status_code == 200
    assert phone.node == "review"
    assert phone.state["messages"][0]["recordings"] == [told]
    phone.all("6")
    played = next(part for document in phone.documents for part in document["heard"] if part["plays"])
    answer = browser.client.get(played["sound"], headers=browser.headers)
    assert (answer.status_code, answer.mimetype) == (200, "audio/wav")
    assert whole(answer.data, None).sound == whole(said, None).sound
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("body", [sound("RE1", 190), mu_law(185.5)], ids=["16 bits", "mu-law"])
def test_nobody_is_heard_for_longer_than_the_line_listens(browser, body):
    phone = at_the_beep(browser)
    call = means_of(browser.client.application).calls.find(phone.state["id"])
    assert say(phone, body).status_code == 200
    assert phone.state["messages"][0]["recordings"] == [180]
    (kept,) = call.telephone.caller._call.habits.recordings.recordings.all()
    assert whole(kept.audio, 180).seconds == 180
    assert whole(kept.audio, 180).sound == whole(body, None).sound[: len(whole(kept.audio, 180).sound)]


@pytest.mark.parametrize("then", ["hash", "silence", "hangup", "5"])
def test_however_it_ends_it_is_kept(browser, then):
    phone = at_the_beep(browser)
    assert say(phone, mu_law(2.0), then).status_code == 200
    assert phone.state["steps"][-1] == ("record:2" if then == "hash" else f"record:2+{then}")
    assert browser.get(phone.url).json["messages"][0]["recordings"] == [2]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"RIFF",
        b"x" * 1000,
        sound("RE1", 1)[:-100],
        wav(b"", rate=8000),
        wav(bytes(32000), rate=16000),
        sound("RE1", 0.05),
        sound("RE1", 1).replace(b"\x01\x00\x01\x00", b"\x01\x00\x02\x00", 1),
        sound("RE1", 1)[:12] + b"data\xff\xff\xff\x7f" + bytes(100),
    ],
)
def test_what_is_no_recording_is_told_and_leaves_the_call_where_it_is(browser, body):
    phone = at_the_beep(browser)
    answer = say(phone, body)
    assert answer.status_code == 400
    assert answer.json["error"].endswith(".")
    assert browser.get(phone.url).json["node"] == "message"


def test_only_so_much_that_was_said_in_a_call_is_kept(browser, monkeypatch):
    monkeypatch.setattr("ivr.web.studio.ringing.call.MOST_SOUND", 40_000)
    phone = at_the_beep(browser)
    assert say(phone, sound("RE1", 2)).status_code == 200
    phone.all("2")
    assert phone.node == "message"
    answer = say(phone, sound("RE1", 2))
    assert answer.status_code == 409
    assert "no more is kept" in answer.json["error"]
    assert phone.do("record:2").status_code == 200, "what has no sound is kept"


def test_nothing_is_said_where_nobody_listens(browser):
    phone = browser.ring().all()
    assert say(phone, sound("RE1", 1)).status_code == 409
    phone = at_the_beep(browser)
    assert say(phone, sound("RE1", 1), "dance").status_code == 400
    assert say(phone, sound("RE1", 1), "1").status_code == 409  # no key that ends it
    assert browser.get(phone.url).json["node"] == "message"
    assert say(phone, b"{}", kind="application/json").status_code == 400
    answer = browser.client.post(
        f"/studio/{phone.url}/do", data=sound("RE1", 1), content_type="audio/wav", headers=browser.headers
    )
    assert answer.status_code == 400


class Sings:
    """A voice that is the same for all words, as long as they are."""

    name = "sings"

    def __init__(self) -> None:
        self.said: list[str] = []

    def can(self, language: str) -> bool:
        return language.startswith("en")

    def say(self, words: str, *, language: str, pace: Any = "normal") -> bytes:
        self.said.append(words)
        return sound("RE1", max(0.5, len(words) / 15))


@pytest.fixture(scope="module")
def singing():
    """A browser in front of a line with a voice, and the voice."""
    app = line_of(SMALL)
    sings = Sings()
    means = means_of(app)
    object.__setattr__(means, "voice", Voice(Cached(sings)))
    yield Browser(app), sings
    means.calls.close()
    means.voice.speaker.close()
    app.extensions["store"].close()


def test_every_prompt_has_its_sound(singing):
    browser, sings = singing
    phone = browser.ring().all()
    for document in phone.documents:
        for part in document["heard"]:
            answer = browser.client.get(part["sound"], headers=browser.headers)
            assert answer.mimetype == "audio/wav"
            assert whole(answer.data, None).seconds > 0.4
    assert "You have reached the small line." in sings.said


def test_a_language_that_the_voice_cannot_speak_is_left_to_the_browser(singing, browser):
    speaking, _ = singing
    polish = speaking.ring(language="pl").all()
    parts = [
        part
        for document in polish.documents
        for part in document["heard"]
        if part["language"].startswith("pl")
    ]
    assert parts
    assert {part["sound"] for part in parts} == {None}
    silent = browser.ring()
    assert {part["sound"] for part in silent.documents[0]["heard"]} == {None}
    assert browser.get(f"{silent.url}/sound/0/0").status_code == 204


def test_words_are_spoken_into_a_recording(singing, browser):
    speaking, sings = singing
    phone = at_the_beep(speaking)
    answer = speaking.post(f"{phone.url}/speak", {"words": "Please ring me on Tuesday.", "then": "hash"})
    assert answer.status_code == 200
    assert answer.json["node"] == "review"
    assert "Please ring me on Tuesday." in sings.said
    phone = at_the_beep(speaking)
    for wrong in ({"words": ""}, {"words": "x" * 1001}, {"words": "Hello", "then": "dance"}, {"words": 5}):
        assert speaking.post(f"{phone.url}/speak", wrong).status_code == 400
    assert speaking.post(f"{phone.url}/speak", {"words": "Cześć", "language": "pl-PL"}).status_code == 409
    silent = at_the_beep(browser)
    assert browser.post(f"{silent.url}/speak", {"words": "Hello"}).status_code == 409


def test_the_voice_does_no_work_for_nothing_and_lets_nobody_wait(singing):
    speaking, sings = singing
    elsewhere = speaking.ring().all()
    answer = speaking.post(f"{elsewhere.url}/speak", {"words": "Nobody records this."})
    assert answer.status_code == 409
    assert "Nobody records this." not in sings.said
    phone = at_the_beep(speaking)
    voice = means_of(speaking.client.application).voice
    with voice._saying:
        assert speaking.post(f"{phone.url}/speak", {"words": "While others speak."}).status_code == 429
    assert speaking.post(f"{phone.url}/speak", {"words": "After that."}).status_code == 200


@pytest.mark.parametrize("place", ["9/0", "0/99", "x/0", "0/-1", "0/" + "9" * 5000, "0/١"])
def test_a_sound_that_is_not_there_is_not_found(browser, place):
    phone = browser.ring()
    assert browser.get(f"{phone.url}/sound/{place}").status_code == 404
