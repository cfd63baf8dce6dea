"""Whether a recording is whole, and joining several."""

import array
import io
import struct
import wave

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivr.message.audio import NotWhole, joined, says_its_size, silence, whole
from ivr.phone.sound import silent_mp3, sound

RATE = 8000


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack("<4sI", name, len(content)) + content + bytes(len(content) % 2)


def form(code=1, bits=16, channels=1, rate=RATE, more=b"") -> bytes:
    block = channels * bits // 8
    return struct.pack("<HHIIHH", code, channels, rate, rate * block, block, bits) + more


def file(*chunks: bytes, size: int | None = None) -> bytes:
    content = b"WAVE" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(content) if size is None else size) + content


def wav(data: bytes, **more) -> bytes:
    return file(chunk(b"fmt ", form(**more)), chunk(b"data", data))


FORMATS = [
    {"code": 1, "bits": 16},
    {"code": 1, "bits": 8},
    {"code": 6, "bits": 8},
    {"code": 7, "bits": 8},
    {"code": 7, "bits": 8, "channels": 2},
]
formats = st.sampled_from(FORMATS)
strange = st.sampled_from([b"LIST", b"fact", b"bext", b"PAD "])


@st.composite
def files(draw) -> bytes:
    """Valid files of every format, with chunks nobody knows before, between and after."""
    how = draw(formats)
    block = how["bits"] // 8 * how.get("channels", 1)
    data = draw(st.binary(max_size=64)) * block
    unknown = st.lists(st.builds(chunk, strange, st.binary(max_size=9)), max_size=2)
    return file(
        *draw(unknown), chunk(b"fmt ", form(**how)), *draw(unknown), chunk(b"data", data), *draw(unknown)
    )


@given(files())
def test_a_valid_file_is_whole_and_python_reads_the_same_sound_in_it(body):
    found = whole(body, None)
    if found.format.code == 1:  # the others Python cannot read
        with wave.open(io.BytesIO(body)) as theirs:
            assert found.sound == theirs.readframes(theirs.getnframes())
            assert found.seconds == theirs.getnframes() / theirs.getframerate()
            assert (found.rate, found.channels) == (theirs.getframerate(), theirs.getnchannels())


@given(files(), st.data())
def test_a_file_cut_at_any_byte_is_not_whole(body, data):
    with pytest.raises(NotWhole):
        whole(body[: data.draw(st.integers(0, len(body) - 1))], None)


@pytest.mark.parametrize("how", FORMATS, ids=str)
def test_every_cut_of_one_file_is_noticed(how):
    body = file(
        chunk(b"LIST", b"odd"), chunk(b"fmt ", form(**how)), chunk(b"data", bytes(42)), chunk(b"x", b"")
    )
    assert whole(body, None).sound == bytes(42)
    for end in range(len(body)):
        with pytest.raises(NotWhole):
            whole(body[:end], None)


@given(st.binary(max_size=200))
@example(b"")
@example(b"RIFF")
@example(b"RIFF\0\0\0\0WAVE")
def test_random_bytes_are_no_recording_and_no_accident(body):
    with pytest.raises(NotWhole):
        whole(body, None)


@given(files(), st.data())
def test_a_damaged_file_is_whole_or_not_but_never_an_accident(body, data):
    at = data.draw(st.integers(0, len(body) - 1))
    damaged = body[:at] + data.draw(st.binary(min_size=1, max_size=4)) + body[at + 1 :]
    try:
        whole(damaged, data.draw(st.none() | st.floats(0, 1e6)))
        joined([damaged, damaged])
    except NotWhole:
        pass


@given(st.binary(max_size=60) | files())
def test_one_recording_is_joined_to_itself(body):
    assert joined([body]) == body


@given(formats, st.lists(st.binary(max_size=40), min_size=2, max_size=4))
def test_several_are_one_file_with_half_a_second_between_them(how, parts):
    block = how["bits"] // 8 * how.get("channels", 1)
    sounds = [part * block for part in parts]
    both = whole(joined([wav(each, **how) for each in sounds]), None)
    gap = (len(both.sound) - sum(map(len, sounds))) // (len(sounds) - 1)
    assert gap == RATE // 2 * block
    at = 0
    for each in sounds:
        assert both.sound[at : at + len(each)] == each
        between = both.sound[at + len(each) : at + len(each) + gap]
        assert len(set(between)) <= 1
        at += len(each) + gap
    assert both.seconds == pytest.approx(sum(map(len, sounds)) / block / RATE + 0.5 * (len(sounds) - 1))


def test_what_is_joined_is_a_file_as_players_expect_it():
    plain, telephone = (joined([wav(b"a" * 2, **how)] * 2) for how in (FORMATS[0], FORMATS[3]))
    assert b"fact" not in plain
    assert chunk(b"fact", struct.pack("<I", 4 + RATE // 2)) in telephone
    odd = joined([wav(b"a", **FORMATS[3]), wav(b"bb", **FORMATS[3])])
    assert len(odd) % 2 == 0
    assert int.from_bytes(odd[4:8], "little") == len(odd) - 8


def test_silence_is_silent_in_each_format():
    quiet = {}
    for how in FORMATS:
        block = how["bits"] // 8 * how.get("channels", 1)
        quiet[how["code"], how["bits"]] = whole(joined([wav(b"a" * block, **how)] * 2), None).sound[block]
    assert quiet == {(1, 16): 0, (1, 8): 0x80, (6, 8): 0xD5, (7, 8): 0xFF}
    made = whole(silence(1.5), 1.5)
    assert (made.seconds, made.rate, set(made.sound)) == (1.5, RATE, {0})


def test_recordings_of_different_formats_are_not_joined():
    with pytest.raises(NotWhole, match="different formats"):
        joined([wav(bytes(2)), wav(bytes(2), code=7, bits=8)])
    with pytest.raises(ValueError, match="nothing to join"):
        joined([])


@pytest.mark.parametrize(
    ("seconds", "told", "fits"),
    [
        (12, 12, True),
        (12.9, 12, True),
        (10, 12, True),
        (9.9, 12, False),
        (14.1, 12, False),
        (6, 12, False),
        (0, 12, False),
        (0, 0, True),
        (175, 180, True),
        (171, 180, True),
        (170, 180, False),
        (12, None, True),
        (0, None, True),
    ],
)
def test_the_length_is_what_the_provider_told_give_or_take_a_little(seconds, told, fits):
    body = silence(seconds)
    if fits:
        assert whole(body, told).seconds == seconds
    else:
        with pytest.raises(NotWhole) as error:
            whole(body, told)
        assert error.value.word == "wrong-length"


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "cut-short"),
        (silent_mp3(3), "not-audio"),
        (b"ID3" + bytes(40), "not-audio"),
        (b"<html><body>Not found</body></html>", "not-audio"),
        (b"RIFX" + sound("RE1", 1)[4:], "not-audio"),
        (b"RIFF" + sound("RE1", 1)[4:8] + b"AVI " + sound("RE1", 1)[12:], "not-audio"),
        (sound("RE1", 1) + b"<html>", "damaged"),
        (sound("RE1", 1) + b"\0", "damaged"),
        (file(chunk(b"fmt ", form()), chunk(b"data", b""), b"LIST"), "cut-short"),
        (file(chunk(b"fmt ", form()[:12] + b"\4\0\x10\0"), chunk(b"data", bytes(8))), "damaged"),
        (sound("RE1", 2)[:-1], "cut-short"),
        (file(chunk(b"fmt ", form(code=3, bits=32)), chunk(b"data", bytes(8))), "not-audio"),
        (file(chunk(b"fmt ", form(bits=24)), chunk(b"data", bytes(6))), "not-audio"),
        (file(chunk(b"fmt ", form(channels=0)), chunk(b"data", b"")), "damaged"),
        (file(chunk(b"fmt ", form(rate=0)), chunk(b"data", b"")), "damaged"),
        (file(chunk(b"fmt ", form()[:14]), chunk(b"data", b"")), "damaged"),
        (file(chunk(b"data", bytes(8)), chunk(b"fmt ", form())), "damaged"),
        (file(chunk(b"fmt ", form()), chunk(b"data", b""), chunk(b"data", b"")), "damaged"),
        (file(chunk(b"fmt ", form())), "cut-short"),
        (file(chunk(b"fmt ", form()), chunk(b"data", bytes(3))), "cut-short"),
        (file(chunk(b"fmt ", form()), struct.pack("<4sI", b"data", 900) + bytes(8)), "cut-short"),
        (file(chunk(b"fmt ", form()), struct.pack("<4sI", b"data", 0xFFFFFFFF) + bytes(8)), "cut-short"),
    ],
)
def test_what_is_wrong_is_said_in_a_word(body, word):
    with pytest.raises(NotWhole) as error:
        whole(body, None)
    assert error.value.word == word
    assert error.value.__context__ is None


@pytest.mark.parametrize("riff", [0, 0xFFFFFFFF])
@pytest.mark.parametrize("data", [0, 0xFFFFFFFF, 6])
def test_a_file_sent_while_it_was_made_plays_to_the_end_of_what_came(riff, data):
    body = file(chunk(b"fmt ", form()), struct.pack("<4sI", b"data", data) + b"abcdef", size=riff)
    assert whole(body, None).sound == b"abcdef"
    assert not says_its_size(body)
    assert says_its_size(silence(1))
    assert not says_its_size(b"RIF")
    with pytest.raises(NotWhole, match="middle of a sample"):
        whole(file(chunk(b"fmt ", form()), struct.pack("<4sI", b"data", 0) + b"abc", size=riff), None)


def test_an_empty_recording_is_empty_whatever_follows_its_sound():
    body = file(chunk(b"fmt ", form()), chunk(b"data", b""), chunk(b"LIST", b"made by"))
    assert whole(body, None).seconds == 0


def test_a_long_description_of_a_plain_format_is_understood():
    extensible = form(code=0xFFFE, more=struct.pack("<HHIH14s", 22, 16, 4, 1, bytes(14)))
    body = file(chunk(b"fmt ", extensible), chunk(b"data", array.array("h", [1, -1]).tobytes()))
    assert whole(body, None).seconds == 2 / RATE
    with pytest.raises(NotWhole):
        whole(file(chunk(b"fmt ", form(code=0xFFFE)), chunk(b"data", b"")), None)


def test_a_byte_that_makes_the_length_even_may_be_counted_or_not():
    odd = struct.pack("<4sI", b"data", 3) + b"abc"
    head = chunk(b"fmt ", form(code=7, bits=8))
    assert whole(file(head, odd + b"\0"), None).sound == b"abc"
    assert whole(file(head, odd), None).sound == b"abc"
    assert whole(file(head, odd + b"\0", size=4 + len(head) + len(odd)), None).sound == b"abc"


def test_what_was_said_is_not_shown():
    assert "sound" not in repr(whole(sound("RE1", 1), 1))
