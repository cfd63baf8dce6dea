"""Sound for recordings."""

import io
import struct
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilios import re

from ivr.phone.sound import silent_mp3, sound, wav, wav_seconds


@given(st.integers(0, 40), st.integers(0, 5))
def test_it_is_exactly_as_long_as_asked_for(seconds, number):
    with wave.open(io.BytesIO(sound(re(number), seconds))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 8000)
        assert file.getnframes() == seconds * 8000
    assert wav_seconds(sound(re(number), seconds)) == seconds


def test_it_is_the_same_for_the_same_recording_and_another_for_another():
    assert sound(re(1), 7) == sound(re(1), 7)
    assert sound(re(1), 7)[44:] == sound(re(1), 9)[44 : 44 + 7 * 16000]
    assert sound(re(1), 7) != sound(re(2), 7)


def test_no_two_seconds_of_it_are_alike():
    data = sound(re(3), 60)[44:]
    assert len({data[at : at + 16000] for at in range(0, len(data), 16000)}) == 60


def test_it_is_to_be_heard_and_not_too_loud():
    samples = struct.unpack("<8000h", sound(re(4), 1)[44:])[16:]
    assert 5000 < max(samples) <= 9010
    assert -9010 <= min(samples) < -5000


@pytest.mark.parametrize(
    ("file", "seconds"),
    [
        (wav(bytes(16000)), 1.0),
        (wav(bytes(16000), rate=16000), 0.5),
        (wav(b""), 0.0),
        (wav(bytes(16000))[:-8000], 0.5),  # by what is there, not by what the header says
        (wav(bytes(16000))[:12] + b"LIST\x03\0\0\0abc\0" + wav(bytes(16000))[12:], 1.0),
        (wav(bytes(16000))[:30], None),
        (b"RIFF1234WAVE", None),
        (b"<html>", None),
        (b"", None),
        (wav(bytes(16))[:12] + b"data\x04\0\0\0abcd", None),
    ],
)
def test_the_length_of_a_wav_file_is_read_from_it(file, seconds):
    assert wav_seconds(file) == seconds


@given(st.binary(max_size=80))
def test_no_bytes_upset_the_reading(noise):
    wav_seconds(noise)
    wav_seconds(b"RIFF\0\0\0\0WAVE" + noise)
    wav_seconds(wav(b"")[:36] + noise)


def test_an_mp3_is_frames_of_silence():
    file = silent_mp3(12)
    assert len(file) % 72 == 0
    assert {file[at : at + 4] for at in range(0, len(file), 72)} == {b"\xff\xe3\x18\xc4"}
    assert len(file) // 72 * 0.072 == pytest.approx(12, abs=0.072)
