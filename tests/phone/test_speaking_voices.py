"""The voices themselves: that something is said, how long it takes, and that it is what a telephone carries."""

import sys
import textwrap
import threading
import wave
from io import BytesIO
from types import SimpleNamespace

import numpy
import pytest

from ivr.phone.sound import RATE, wav, wav_seconds
from ivr.phone.speaking import (
    CHOICES,
    NoSuchSpeaker,
    Part,
    SpeechFailed,
    espeak_voice,
    parts_of,
    render,
    speaker,
)
from ivr.phone.speaking import hibari_voice as hibari
from ivr.phone.speaking.telephone_band import telephone_wav
from ivr.phone.speech import speech_seconds
from ivr.web.settings import SettingsError, from_environment
from tests.phone.lines import Line

DANGER = "If you are in danger, hang up and ring nine nine nine."


@pytest.fixture(scope="module")
def voice():
    return speaker("hibari")


def samples(file):
    with wave.open(BytesIO(file)) as sound:
        assert sound.getparams()[:3] == (1, 2, RATE)
        return numpy.frombuffer(sound.readframes(sound.getnframes()), "<i2") / 32768


def share(file, lowest, highest):
    """How much of the sound's energy lies in a band of frequencies."""
    heard = samples(file)
    power = numpy.abs(numpy.fft.rfft(heard)) ** 2
    hertz = numpy.fft.rfftfreq(heard.size, 1 / RATE)
    return power[(hertz >= lowest) & (hertz <= highest)].sum() / power.sum()


@pytest.mark.parametrize(
    "words", [DANGER, "To ask for that, press 1.", "0 7 7 0 0, 9 0 0, 1 2 3", "L G B T plus"]
)
def test_the_voice_says_words_in_about_the_time_that_is_estimated(voice, words):
    file = voice.say(words, language="en-GB")
    spoken = speech_seconds(words.rstrip(".,"))  # the silence at the end is the line's to make
    assert wav_seconds(file) == pytest.approx(spoken, rel=0.3)
    heard = samples(file)
    assert 0.05 < numpy.sqrt((heard**2).mean()) < 0.15
    assert numpy.abs(heard).max() < 0.9
    assert share(file, 200, 3600) > 0.995


def test_the_same_words_give_the_same_bytes_and_others_do_not(voice):
    first = voice.say("press 1.", language="en-GB")
    assert voice.say("press 1.", language="en-GB") == first
    assert voice.say("press 2.", language="en-GB") != first


def test_slow_takes_longer(voice):
    normal, slow, slower = (
        wav_seconds(voice.say(DANGER, language="en-GB", pace=pace)) for pace in ("normal", "slow", 0.6)
    )
    assert normal < slow < slower


@pytest.mark.parametrize("words", ["", " ", "\n"])
def test_nothing_to_say_is_no_sound(voice, words):
    assert voice.say(words, language="en-GB") == wav(b"")


def test_a_language_that_it_cannot_speak_is_refused(voice):
    assert voice.can("en-US")
    assert not voice.can("cy-GB")
    with pytest.raises(SpeechFailed):
        voice.say("Os ydych", language="cy-GB")


def test_many_ask_at_once(voice):
    expected = {words: voice.say(words, language="en") for words in ("one", "two, three.", DANGER)}
    wrong = []

    def ask():
        wrong.extend(words for words, sound in expected.items() if voice.say(words, language="en") != sound)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_what_looks_like_a_pronunciation_is_read(voice):
    """The engine takes [this](/so/) for sounds to make: words of a menu file must not be that."""
    assert hibari.written_out("[a](/hˈɑɹ/)") == " a  /hˈɑɹ/ "


def test_the_county_is_pronounced_as_it_is_there(voice):
    assert voice._model.phonemize(hibari.written_out("Hertfordshire")) == ["hˈɑɹtfəɹdʃɪɹ"]


def test_a_prompt_of_a_line_is_heard_with_its_pauses(voice):
    line = Line(
        voice="<Say language='en-GB'>To go on,<break time='300ms'/>press 1.<break time='750ms'/></Say><Hangup/>"
    )
    [part] = parts_of(line.caller().dial().documents[0])
    heard = samples(render(part, voice))
    assert not heard[-round(0.75 * RATE) :].any()
    loud = numpy.abs(heard[: heard.size // 400 * 400]).reshape(-1, 400).max(axis=1) > 0.02
    runs = numpy.flatnonzero(numpy.diff(loud.astype(int)))
    assert len(runs) >= 3, "two phrases with a pause between them"


def test_making_a_voice_does_not_wait_for_its_model(monkeypatch):
    made_ready = threading.Event()
    monkeypatch.setattr("hibari.Hibari", lambda voice: SimpleNamespace(name=voice, g2p=None))
    monkeypatch.setattr(hibari, "_voice", lambda: made_ready.wait(60) and "somebody")
    made = speaker("auto")
    assert made.name == "hibari"
    assert made._loading.is_alive()
    made_ready.set()
    made._loading.join()
    assert made._model.name == "somebody"


def test_a_model_that_cannot_be_loaded_is_said_when_something_is_to_be_spoken(monkeypatch):
    monkeypatch.setattr(hibari, "_voice", lambda: "nobody")
    with pytest.raises(SpeechFailed, match="cannot be used: ValueError"):
        hibari.HibariVoice().say("One", language="en")


def test_a_failure_of_the_engine_never_tells_what_was_to_be_said(voice, monkeypatch):
    voice._loading.join()

    def fails(words):
        raise RuntimeError(f"cannot read {words}")

    monkeypatch.setattr(voice._model, "phonemize", fails)
    with pytest.raises(SpeechFailed) as failed:
        voice.say("0 7 7 0 0", language="en")
    assert "7 7" not in str(failed.value)
    assert failed.value.__suppress_context__


def test_off_and_what_is_not_installed(monkeypatch):
    assert speaker("off") is None
    with pytest.raises(NoSuchSpeaker, match="auto, hibari, espeak-ng, off"):
        speaker("polly")
    monkeypatch.setattr(hibari, "find_spec", lambda name: None)
    assert speaker("auto") is None
    with pytest.raises(NoSuchSpeaker, match=r"liaison-line\[speech\]"):
        speaker("hibari")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NoSuchSpeaker, match="espeak-ng is not installed"):
        speaker(" Espeak-NG ")


def test_the_setting_takes_what_a_voice_can_be():
    assert from_environment({}).speech == "auto"
    for choice in CHOICES:
        assert from_environment({"IVR_SPEECH": choice.upper()}).speech == choice
    assert from_environment({"IVR_SPEECH": "no"}).speech == "off"
    with pytest.raises(SettingsError, match="auto, hibari, espeak-ng or off"):
        from_environment({"IVR_SPEECH": "loud"})


ESPEAK = """
    #!{python}
    import io, sys, wave
    if "--voices" in sys.argv:
        print("Pty Language       Age/Gender VoiceName          File                 Other Languages")
        print(" 2  en-gb           --/M      English_(Great_Britain) gmw/en               (en 2)")
        print(" 5  cy              --/M      Welsh              cel/cy               ")
        sys.exit()
    words = sys.stdin.buffer.read().decode()
    sys.stderr.write(repr(sys.argv))
    if words == "kaputt":
        sys.exit(1)
    if words == "hush":
        sys.exit()
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 22050, 0, "NONE", ""))
        level = 9000 if "cy" in sys.argv else 3000
        sound.writeframes(b"".join(
            (level * (1 if at // 11 % 2 else -1)).to_bytes(2, "little", signed=True)
            for at in range(22050 * len(words.split()) // 2)
        ))
    told = bytearray(file.getvalue())
    told[40:44] = bytes.fromhex("ffffff7f")  # as it is where nobody knows how long it will be
    sys.stdout.buffer.write(told)
"""


@pytest.fixture
def espeak(tmp_path, monkeypatch):
    program = tmp_path / "espeak-ng"
    program.write_text(textwrap.dedent(ESPEAK).strip().format(python=sys.executable) + "\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(espeak_voice, "PATIENCE", 300)  # a busy machine is slow, not wrong
    return speaker("espeak-ng")


def test_espeak_speaks_the_languages_that_it_lists(espeak):
    assert espeak.name == "espeak-ng"
    assert [espeak.can(language) for language in ("en-GB", "en-US", "cy-GB", "pl-PL")] == [
        True,
        True,
        True,
        False,
    ]
    for language in ("en-GB", "cy-GB"):
        file = espeak.say("dau air", language=language)
        assert wav_seconds(file) == pytest.approx(1.0, abs=0.03)
        assert 0.05 < numpy.sqrt((samples(file) ** 2).mean()) < 0.15
        assert share(file, 200, 3600) > 0.995
    assert espeak.say("", language="en-GB") == wav(b"")


@pytest.mark.parametrize("words", ["kaputt", "hush"])
def test_espeak_that_gives_no_sound(espeak, words):
    with pytest.raises(SpeechFailed) as failed:
        espeak.say(words, language="en-GB")
    assert words not in str(failed.value)
    with pytest.raises(SpeechFailed, match="does not speak"):
        espeak.say(words, language="pl-PL")


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 24000, 44100])
@pytest.mark.parametrize(("hertz", "kept"), [(100, False), (400, True), (3000, True), (3900, False)])
def test_only_the_band_of_a_telephone_is_kept(rate, hertz, kept):
    at = numpy.arange(rate) / rate
    carried, other = 0.2 * numpy.sin(2 * numpy.pi * 1000 * at), 0.2 * numpy.sin(2 * numpy.pi * hertz * at)
    file = telephone_wav(carried + other, rate)
    assert wav_seconds(file) == pytest.approx(1.0, abs=0.02)
    assert (share(file, hertz - 20, hertz + 20) > 0.3) == kept
    assert share(file, 980, 1020) > 0.3


def test_silence_around_what_is_said_is_left_out():
    tone = numpy.sin(2 * numpy.pi * 1000 * numpy.arange(24000) / 24000)
    quiet = numpy.zeros(24000)
    file = telephone_wav(numpy.concatenate([quiet, tone, quiet]), 24000)
    assert wav_seconds(file) == pytest.approx(1.1, abs=0.05)
    assert telephone_wav(quiet, 24000) == telephone_wav(quiet[:0], 24000) == wav(b"")


def test_a_part_with_nothing_to_say_is_silence(voice):
    assert render(Part("", "en-GB", 0.5), voice) == wav(bytes(RATE))
