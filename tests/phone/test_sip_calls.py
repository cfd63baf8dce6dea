"""A softphone rings a line over loopback: it hears words, its keys arrive, and what is said into it is recorded."""

import socket
import threading

import pytest

from ivr.phone.caller import Caller
from ivr.phone.sip import g711, media
from ivr.phone.sip.conversation import Talk
from ivr.phone.sip.server import Server
from ivr.phone.sip.sounds import samples_in, tone
from ivr.phone.sound import RATE, sound, wav
from ivr.phone.speaking import Cached
from ivr.phone.wsgi import WsgiLine
from tests.phone.lines import TOKEN, Line
from tests.phone.softphone import ROOM, Softphone, until

SPEED = 4


class Toned:
    """A voice whose words are a tone: a quarter of a second for each."""

    name = "toned"

    def can(self, language):
        return True

    def say(self, words, *, language, pace="normal"):
        return wav(tone(900, 0.25 * len(words.split())))


class Kept:
    """Where recordings go."""

    api_url = "https://api.example"

    def __init__(self):
        self.added = []

    def add(self, sid, call_sid, audio, seconds):
        self.added.append((audio, seconds))


class Ringable:
    """A line, the telephone before it, and every softphone that rang it."""

    def __init__(self, **documents):
        self.line, self.kept = Line(**documents), Kept()
        self.calls, self.callers, self.phones = [], [], []
        self.ended = threading.Event()
        self.server = Server((("127.0.0.1"), 0), self.converse, speed=SPEED)
        self.server.start()

    def converse(self, call):
        self.calls.append(call)
        line = WsgiLine(self.line)
        caller = Caller(
            line.post,
            get=line.get,
            token=TOKEN,
            from_number=call.number,
            passing_words="wait",
            recordings=self.kept,
        )
        self.callers.append(caller)
        try:
            Talk(call.media, caller, Cached(Toned())).go("/voice")
        finally:
            self.ended.set()

    def phone(self, **how):
        self.phones.append(Softphone(self.server.address, speed=SPEED, **how))
        return self.phones[-1]

    def listens(self):
        """Wait until what is said is recorded: a tone that has been heard says only that it soon will be."""
        until(lambda: self.calls and self.calls[0].media._recorder)

    def stop(self):
        self.server.stop()
        for phone in self.phones:
            phone.close()


@pytest.fixture
def ringable(monkeypatch):
    made = []
    usual = media.bound

    def roomy(address):
        listening = usual(address)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ROOM)
        return listening

    monkeypatch.setattr(media, "bound", roomy)

    def make(**documents):
        made.append(Ringable(**documents))
        return made[-1]

    yield make
    for each in made:
        each.stop()


def loud(phone):
    """Seconds of what has been heard that were no silence."""
    quiet = g711.QUIET["PCMU" if phone.payload == 0 else "PCMA"]
    heard = bytes(phone.heard)
    return (len(heard) - heard.count(quiet)) / RATE


def loud_frames(samples):
    """Which packets of a recording are no silence."""
    frames = [samples[at : at + 320] for at in range(0, len(samples), 320)]
    return [number for number, frame in enumerate(frames) if g711.level(frame) > 260]


GATHER = "<Gather action='/go' numDigits='1' timeout='600' actionOnEmptyResult='true'><Say>{}</Say></Gather>"
"""It waits for minutes of ours: a key is pressed when a busy machine gets round to it."""
WORDS = "To go on press one please now"


@pytest.mark.parametrize("payload", [0, 8])
def test_words_are_heard_and_the_line_hangs_up_when_they_are_over(ringable, payload):
    line = ringable(voice=f"<Say>{WORDS}</Say><Pause/><Say>Goodbye now</Say><Hangup/>")
    phone = line.phone(payload=payload)
    phone.ring()
    phone.listen_to_the_end()
    assert loud(phone) == pytest.approx(2.25, rel=0.1)
    assert line.callers[0].ended == "hangup"
    assert line.line.form("/voice")["From"] == "07700900123"


def test_a_key_stops_the_words_and_goes_to_the_line(ringable):
    line = ringable(voice=GATHER.format(WORDS * 40), go="<Say>Thank you</Say><Hangup/>")
    phone = line.phone()
    phone.ring()
    until(lambda: loud(phone) > 0.5)
    phone.press("4")
    phone.listen_to_the_end()
    assert line.line.form("/go")["Digits"] == "4"
    assert loud(phone) < 60, "of 70 seconds"


@pytest.mark.parametrize("lost", [(), (0, 1, 2), (5, 6, 7), (1, 2, 3, 4, 5, 6)])
def test_a_press_arrives_once_whichever_of_its_packets_are_lost(ringable, lost):
    entry = "<Gather action='/go' finishOnKey='#' timeout='600'><Say>Number?</Say></Gather>"
    line = ringable(voice=entry, go="<Hangup/>")
    phone = line.phone()
    phone.ring()
    until(lambda: loud(phone) > 0.1)
    for key in "0770*#":
        phone.press(key, lost)
    assert phone.ended.wait(60)
    assert line.line.form("/go")["Digits"] == "0770*"


def test_silence_passes_as_it_does_on_a_telephone(ringable):
    line = ringable(voice=GATHER.format("One two three four").replace("600", "5"), go="<Hangup/>")
    phone = line.phone()
    phone.ring()
    phone.listen_to_the_end()
    assert line.line.form("/go")["Digits"] == ""
    assert 1 + 5 < phone.packets * 0.02 < 1 + 5 + 60


def test_speech_is_recorded_and_heard_again(ringable):
    said = tone(700, 1.5)
    line = ringable(
        voice="<Say>Speak</Say><Record action='/said' finishOnKey='#' timeout='600' maxLength='600'/>",
        said="<Play>/again.wav</Play><Hangup/>",
        **{"again.wav": (200, {"Content-Type": "audio/x-wav"}, wav(tone(700, 1.5)))},
    )
    phone = line.phone()
    phone.ring()
    line.listens()
    phone.say(g711.encode(said, "PCMU"))
    until(lambda: not phone.queue)
    phone.press("#")
    phone.listen_to_the_end()
    [(audio, seconds)] = line.kept.added
    form = line.line.form("/said")
    assert (form["RecordingDuration"], form["Digits"]) == (str(seconds), "#")
    assert seconds >= 2
    recorded = samples_in(audio)
    assert len(recorded) == seconds * RATE * 2
    frames = loud_frames(recorded)
    assert len(frames) * 0.02 == pytest.approx(1.5, abs=0.1)
    spoken = b"".join(recorded[number * 320 : (number + 1) * 320] for number in frames)
    assert g711.level(spoken) == pytest.approx(g711.level(said), rel=0.1)
    assert loud(phone) == pytest.approx(0.25 + 0.3 + 1.5, abs=0.3)


@pytest.mark.parametrize(("speaks", "ends"), [(True, "hangup"), (False, "hangup"), (False, "silence")])
def test_how_a_recording_ends(ringable, speaks, ends):
    wait = 3 if ends == "silence" else 600
    line = ringable(
        voice=f"<Record action='/said' timeout='{wait}' maxLength='600'/><Hangup/>", said="<Hangup/>"
    )
    phone = line.phone()
    phone.ring()
    if ends == "hangup":
        line.listens()
    if speaks:
        phone.say(g711.encode(tone(700, 1.0), "PCMU"))
        until(lambda: line.calls[0].media.recording()[2])  # goodbye may come before what was said ahead of it
    if ends == "hangup":
        phone.hang_up()
    assert line.ended.wait(60)
    assert [seconds > 0 for _, seconds in line.kept.added] == [True] * speaks
    if speaks:
        assert line.line.form("/said")["Digits"] == "hangup"
    assert line.callers[0].ended == ("caller-hung-up" if ends == "hangup" else "hangup")


def test_speech_that_ends_in_silence_is_recorded_without_it(ringable):
    line = ringable(voice="<Record action='/said' timeout='20' maxLength='600'/>", said="<Hangup/>")
    phone = line.phone()
    phone.ring()
    line.listens()
    phone.say(g711.encode(tone(700, 2.0), "PCMU"))
    assert phone.ended.wait(60)
    [(audio, seconds)] = line.kept.added
    frames = loud_frames(samples_in(audio))
    assert len(frames) * 0.02 == pytest.approx(2, abs=0.1)
    assert (seconds * 50 - frames[-1]) * 0.02 < 20
    assert line.line.form("/said")["Digits"] == ""


def test_a_transfer_rings_and_a_key_says_how_it_ends(ringable):
    line = ringable(voice="<Dial action='/done' timeout='600'>+441632960001</Dial>", done="<Hangup/>")
    phone = line.phone()
    phone.ring()
    until(lambda: loud(phone) > 0.2)
    phone.press("2")
    assert phone.ended.wait(60)
    assert line.line.form("/done")["DialCallStatus"] == "busy"


def test_the_line_is_told_when_the_softphone_hangs_up(ringable):
    line = ringable(voice=GATHER.format(WORDS))
    phone = line.phone()
    phone.ring()
    until(lambda: loud(phone) > 0.2)
    phone.hang_up()
    assert line.ended.wait(60)
    assert line.callers[0].ended == "caller-hung-up"
    assert line.line.form("/voice/status")["CallStatus"] == "completed"
    until(lambda: any("200 OK" in text and "BYE" in text for text in phone.inbox))


def test_a_line_that_breaks_says_so_as_twilio_does(ringable):
    line = ringable(voice=(500, {}, b""))
    phone = line.phone()
    phone.ring()
    phone.listen_to_the_end()
    assert loud(phone) == pytest.approx(0.25 * 6, rel=0.1)


def test_a_prompt_that_no_voice_can_speak_is_a_tone_and_the_call_goes_on(ringable, monkeypatch):
    monkeypatch.setattr(Toned, "can", lambda self, language: language == "en-US")
    line = ringable(voice="<Say language='cy-GB'>Croeso i chi</Say><Say>One two</Say><Hangup/>")
    phone = line.phone()
    phone.ring()
    phone.listen_to_the_end()
    assert loud(phone) == pytest.approx(0.3 + 0.5, rel=0.15)


def test_a_key_can_come_by_info(ringable):
    line = ringable(voice=GATHER.format(WORDS), go="<Hangup/>")
    phone = line.phone()
    phone.ring()
    until(lambda: loud(phone) > 0.1)
    phone.send("INFO", "Signal=7\r\nDuration=160\r\n", "Content-Type: application/dtmf-relay\r\n")
    assert phone.ended.wait(60)
    assert line.line.form("/go")["Digits"] == "7"


def test_two_ring_at_once(ringable):
    line = ringable(voice=GATHER.format(WORDS), go="<Hangup/>")
    phones = [line.phone(user=f"0770090010{number}") for number in range(2)]
    for phone in phones:
        phone.ring()
    for phone, key in zip(phones, "34", strict=True):
        until(lambda phone=phone: loud(phone) > 0.1)
        phone.press(key)
    for phone in phones:
        assert phone.ended.wait(60)
    pressed = {form["From"]: form["Digits"] for _, path, _, form in line.line.requests if path == "/go"}
    assert pressed == {"07700900100": "3", "07700900101": "4"}


def test_sound_files_are_brought_to_the_telephone():
    plain = tone(500, 0.5)
    assert samples_in(wav(plain)) == plain
    wide = b"".join(plain[at : at + 2] * 2 for at in range(0, len(plain), 2))
    assert samples_in(wav(wide, rate=16000)) == plain
    for other in (b"", b"ID3", sound("x", 1)[:30], wav(plain)[:22] + b"\x02" + wav(plain)[23:]):
        assert samples_in(other) == b""
