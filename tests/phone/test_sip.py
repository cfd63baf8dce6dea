"""SIP, descriptions, packets and G.711 as bytes, and what a server makes of requests that are no ordinary call."""

import contextlib
import itertools
import re
import socket
import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.phone.sip import g711, rtp
from ivr.phone.sip.description import Unusable, agree, describe
from ivr.phone.sip.message import NotSip, address, answer, parameter, read, user
from ivr.phone.sip.server import Server
from tests.phone.softphone import Softphone, until

INVITE = (
    b"INVITE sip:menu@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKa;rport\r\n"
    b'v: SIP/2.0/UDP 127.0.0.1:5071\r\nf: "A, <b>" <sip:07700900123@127.0.0.1;user=phone>;tag=x1\r\n'
    b"To: <sip:menu@127.0.0.1>\r\ni: one@two\r\nCSeq: 7 INVITE\r\nSubject: a\r\n  b\r\nl: 4\r\n\r\nv=0\nrest"
)


# Messages -------------------------------------------------------------------------------------------------------


def test_a_request_is_read():
    message = read(INVITE)
    assert (message.method, message.sequence, message.branch) == ("INVITE", (7, "INVITE"), "z9hG4bKa")
    assert message.all("via") == [
        "SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKa;rport",
        "SIP/2.0/UDP 127.0.0.1:5071",
    ]
    assert message.one("subject") == "a b"
    assert message.body == b"v=0\n"
    assert user(message.one("from")) == "07700900123"
    assert address(message.one("from")) == "sip:07700900123@127.0.0.1;user=phone"
    assert parameter(message.one("from"), "tag") == "x1"
    assert parameter(message.one("from"), "user") == "", "it is the URI's, not the header's"


def test_an_answer_goes_back_the_way_the_request_came():
    reply = read(
        answer(read(INVITE), 200, tag="ours", headers=[("contact", "<sip:a@b>")], body=b"x").encoded()
    )
    assert (reply.status, reply.body) == (200, b"x")
    assert reply.all("via") == read(INVITE).all("via")
    assert reply.one("to") == "<sip:menu@127.0.0.1>;tag=ours"
    assert [reply.one(name) for name in ("from", "call-id", "cseq")] == [
        read(INVITE).one(name) for name in ("from", "call-id", "cseq")
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"SIP/2.0\r\nVia", b"SIP/3.0\r\nVia"),
        (b"INVITE sip", b"invite sip"),
        (b"l: 4", b"l: 400"),
        (b"l: 4", b"l: -4"),
        (b"l: 4", b"l: " + b"0" * 5000),
        (b"Subject: a", b"Subject: " + b"a" * 3000),
        (b"i: one@two\r\n", b""),
        (b"CSeq: 7 INVITE", b"CSeq: seven"),
        (b"Subject: a", b"Subject a"),
        (b"Subject: a", b"Subj\xff: a"),
        (b"\r\n\r\n", b"\r\n"),
        (b"rest", b"x" * 20000),
    ],
)
def test_what_is_no_message_is_refused(old, new):
    with pytest.raises(NotSip):
        read(INVITE.replace(old, new, 1))


@given(st.binary(max_size=300) | st.binary(max_size=30).map(lambda junk: INVITE[: len(junk) * 9] + junk))
def test_no_datagram_is_more_than_refused(datagram):
    try:
        message = read(datagram)
    except NotSip:
        return
    message.encoded()


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("<sip:07700900123@h>;tag=1", "07700900123"),
        ("sip:desk@h;tag=1", "desk"),
        ('"x" <sips:+447700900123@h>', "+447700900123"),
        ("<tel:07700900123;phone-context=a>", "07700900123"),
        ("<sip:host>", ""),
        ("", ""),
    ],
)
def test_who_rings(value, name):
    assert user(value) == name


# Descriptions ---------------------------------------------------------------------------------------------------

OFFER = (
    "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n{session}"
    "m=video 5004 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n"
    "m=audio 5006 RTP/AVP 111 8 0 101\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:8 PCMA/8000\r\n"
    "a=rtpmap:101 telephone-event/8000\r\n{way}m=audio 5008 RTP/SAVP 0\r\n"
)


def offer(way="", session=""):
    return OFFER.format(way=way, session=session).encode()


def test_the_sound_is_agreed_on_and_everything_else_is_refused():
    agreed = agree(offer())
    assert (agreed.port, agreed.codec, agreed.payload, agreed.events, agreed.way) == (
        5006,
        "PCMA",
        8,
        101,
        "sendrecv",
    )
    told = describe("127.0.0.1", 4000, agreed, 5).decode()
    assert re.findall(r"^m=.*", told, re.MULTILINE) == [
        "m=video 0 RTP/AVP 96\r",
        "m=audio 4000 RTP/AVP 8 101\r",
        "m=audio 0 RTP/SAVP 0\r",
    ]
    assert "a=rtpmap:101 telephone-event/8000\r\n" in told
    assert "c=IN IP6 ::1\r\n" in describe("::1", 4000, agreed, 5).decode()


@pytest.mark.parametrize(
    ("way", "session", "ours", "sends"),
    [
        ("a=sendonly\r\n", "", "recvonly", False),
        ("a=recvonly\r\n", "", "sendonly", True),
        ("", "a=inactive\r\n", "inactive", False),
        ("a=sendrecv\r\n", "a=inactive\r\n", "sendrecv", True),
    ],
)
def test_whoever_is_on_hold_is_not_spoken_to(way, session, ours, sends):
    agreed = agree(offer(way, session))
    assert (agreed.way, agreed.sends) == (ours, sends)
    assert f"a={ours}\r\n" in describe("127.0.0.1", 4000, agreed, 1).decode()


def test_an_offer_of_our_own_is_one_that_we_understand():
    agreed = agree(describe("127.0.0.1", 4000, None, 1))
    assert (agreed.port, agreed.codec, agreed.events) == (4000, "PCMU", 101)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"v=0\r\n",
        b"m=audio 0 RTP/AVP 0\r\n",
        b"m=audio 99999 RTP/AVP 0\r\n",
        b"m=audio 5004 RTP/SAVP 0\r\n",
        b"m=audio 5004 RTP/AVP 9 111\r\na=rtpmap:111 opus/48000/2\r\n",
        b"m=audio 5004 RTP/AVP 0\r\na=rtpmap:0 G729/8000\r\n",
        b"m=audio 5004 RTP/AVP 300\r\na=rtpmap:300 PCMU/8000\r\n",
    ],
)
def test_an_offer_without_sound_that_is_spoken_here(body):
    with pytest.raises(Unusable):
        agree(body)


@given(st.binary(max_size=200))
def test_no_offer_is_more_than_refused(body):
    try:
        describe("127.0.0.1", 1, agree(b"m=audio 5004 RTP/AVP 0\r\n" + body), 1)
    except Unusable:
        return


# Packets --------------------------------------------------------------------------------------------------------


@given(
    st.integers(0, 127).filter(lambda payload: not 72 <= payload <= 83),
    st.integers(0, 65535),
    st.integers(0, 2**32 - 1),
    st.binary(max_size=40),
    st.booleans(),
)
def test_a_packet_is_read_as_it_was_written(payload, sequence, timestamp, data, marked):
    packet = rtp.Packet(payload, sequence, timestamp, 9, data, marked)
    assert rtp.read(packet.encoded()) == packet


@given(st.binary(max_size=60))
def test_no_packet_is_more_than_ignored(datagram):
    packet = rtp.read(datagram)
    assert packet is None or len(packet.data) <= len(datagram) - 12


def test_a_packet_with_everything_that_rtp_allows():
    head = struct.pack(">BBHII", 0xB2, 0, 1, 2, 3) + bytes(8) + struct.pack(">HH", 0, 1) + bytes(4)
    assert rtp.read(head + b"sound" + b"\0\0\3").data == b"sound"
    for broken in (head[:14], head + b"\xff", b"\x00" + head[1:], b"\x80\xc8" + bytes(20)):
        assert rtp.read(broken) is None


@given(st.lists(st.sampled_from(rtp.KEYS), min_size=1, max_size=6), st.data())
def test_each_press_is_told_once_in_order_whatever_is_lost_or_comes_twice(keys, data):
    heard, told, timestamp = rtp.KeysHeard(), [], data.draw(st.integers(0, 2**32 - 1))
    for key in keys:
        sent = rtp.presses(key, payload=101, sequence=1, timestamp=timestamp, source=5)
        arrived = data.draw(st.lists(st.sampled_from(sent), min_size=1, max_size=10))
        told += [heard.key(rtp.read(packet.encoded())) for packet in arrived]
        timestamp = (timestamp + data.draw(st.integers(160, 100000))) % 2**32
    assert [key for key in told if key] == keys


def test_keys_that_no_telephone_has_are_none():
    heard = rtp.KeysHeard()
    assert heard.key(rtp.Packet(101, 1, 1, 1, bytes([12, 10, 0, 160]))) is None
    assert heard.key(rtp.Packet(101, 1, 1, 1, b"\x01")) is None


@pytest.mark.parametrize("codec", ["PCMU", "PCMA"])
def test_every_byte_of_g711_survives(codec):
    for byte in range(256):
        again = g711.encode(g711.decode(bytes([byte]), codec), codec)[0]
        assert g711.linear(again, codec) == g711.linear(byte, codec)
    assert g711.encode(bytes(20), codec) == bytes([g711.QUIET[codec]] * 10)


@given(st.lists(st.integers(-32768, 32767), max_size=30), st.sampled_from(["PCMU", "PCMA"]))
def test_a_sample_is_about_the_same_after_g711(values, codec):
    samples = struct.pack(f"<{len(values)}h", *values)
    got = struct.unpack(f"<{len(values)}h", g711.decode(g711.encode(samples, codec), codec))
    for before, after in zip(values, got, strict=True):
        assert abs(before - after) <= max(12, abs(before) * 0.046 + 2)


# Known values of ITU-T G.711 (as other programs print them).
@pytest.mark.parametrize(
    ("codec", "byte", "sample"),
    [
        ("PCMU", 0x00, -32124),
        ("PCMU", 0x80, 32124),
        ("PCMU", 0xFF, 0),
        ("PCMA", 0x2A, -32256),
        ("PCMA", 0xD5, 8),
    ],
)
def test_g711_is_the_one_that_everybody_else_speaks(codec, byte, sample):
    assert g711.linear(byte, codec) == sample


# The server -----------------------------------------------------------------------------------------------------


@pytest.fixture
def server():
    calls = []

    def converse(call):
        calls.append(call)
        if call.media.wait(86400) is not None:
            calls.remove(call)

    made = Server(("127.0.0.1", 0), converse, most=1, speed=50)
    made.calls = calls
    made.call = lambda: until(lambda: calls) or calls[0]  # its thread may begin after the first sound is sent
    made.start()
    yield made
    made.stop()


@pytest.fixture
def phone(server):
    made = []

    def make(**how):
        made.append(Softphone(server.address, **how))
        return made[-1]

    yield make
    for each in made:
        each.close()


def status(text):
    return int(text.split()[1])


@pytest.mark.parametrize(
    ("method", "headers", "wanted"),
    [
        ("OPTIONS", "", 200),
        ("REGISTER", "Expires: 60\r\n", 200),
        ("SUBSCRIBE", "", 405),
        ("MESSAGE", "", 405),
        ("OPTIONS", "Require: 100rel\r\n", 420),
        ("BYE", "", 481),
        ("INFO", "", 481),
        ("CANCEL", "", 481),
    ],
)
def test_requests_outside_a_call(phone, method, headers, wanted):
    one = phone()
    one.send(method, headers=headers, sequence=1)
    text = one.final()
    assert status(text) == wanted
    assert f"branch={one.branch}" in text
    assert ("Unsupported: 100rel" in text) == (wanted == 420)


def test_a_second_call_is_told_that_all_are_busy_and_rings_when_the_first_is_over(phone):
    first, second = phone(), phone()
    first.ring()
    second.send("INVITE", second.sdp(), "Content-Type: application/sdp\r\n")
    assert status(second.final()) == 486
    first.hang_up()
    while True:
        third = phone()
        third.send("INVITE", third.sdp(), "Content-Type: application/sdp\r\n")
        if status(third.final()) == 200:
            break


def test_an_offer_that_cannot_be_taken_is_refused(phone):
    one = phone()
    one.send(
        "INVITE", one.sdp(media="v=0\r\nm=audio 5004 RTP/SAVP 0\r\n"), "Content-Type: application/sdp\r\n"
    )
    assert status(one.final()) == 488


def test_a_lost_answer_is_sent_again_until_it_is_acknowledged(phone, server):
    one = phone()
    one.send("INVITE", one.sdp(), "Content-Type: application/sdp\r\n")
    first, again = one.final(), one.final()
    assert first == again
    one.send("ACK")
    one.start(first)
    server.call()
    assert len(server.calls) == 1


def test_a_line_that_hangs_up_says_so_again_until_it_is_heard(phone):
    one = phone()
    made = Server(("127.0.0.1", 0), lambda call: None, speed=50)
    made.start()
    try:
        one.server = made.address
        one.send("INVITE", one.sdp(), "Content-Type: application/sdp\r\n")
        reply = one.final()
        one.send("ACK")
        # The answer may have been sent once more before it was acknowledged.
        texts = (one.receive() for _ in range(100))
        byes = list(itertools.islice((text for text in texts if not text.startswith("SIP/2.0 200")), 2))
        assert byes[0] == byes[1]
        assert byes[0].startswith(f"BYE sip:{one.user}@127.0.0.1:{one.port} SIP/2.0\r\n")
        assert f'To: "Somebody" <sip:{one.user}@127.0.0.1>;tag={one.tag}\r\n' in byes[0]
        assert made._again._sent
        one.start(reply)  # which answers what comes next
        until(lambda: not made._again._sent)
    finally:
        made.stop()


def test_an_invite_that_came_twice_is_one_call(phone, server):
    one = phone()
    one.send("INVITE", one.sdp(), "Content-Type: application/sdp\r\n")
    first = one.final()
    one.send("INVITE", one.sdp(), "Content-Type: application/sdp\r\n", sequence=1, to_tag="")
    assert one.final() == first
    assert len(server._calls) == 1


def test_a_softphone_may_leave_the_offer_to_us(phone, server):
    one = phone()
    one.send("INVITE")
    reply = one.final()
    assert "m=audio" in reply
    one.send("ACK", one.sdp(), "Content-Type: application/sdp\r\n")
    one.start(reply)
    assert server.call().agreed.events == 96


def test_on_hold_nothing_is_sent_and_afterwards_it_goes_on(phone):
    one = phone()
    one.ring()
    until(lambda: one.packets)
    for way, ours in (("sendonly", "recvonly"), ("sendrecv", "sendrecv")):
        one.send("INVITE", one.sdp(way), "Content-Type: application/sdp\r\n")
        assert f"a={ours}\r\n" in one.answer(one.sequence)
        one.send("ACK")
    packets = one.packets
    until(lambda: one.packets > packets)


def test_what_is_no_sip_is_ignored_and_the_line_goes_on(phone):
    one = phone()
    endless = INVITE.replace(b"l: 4", b"l: " + b"0" * 5000)  # which no number of Python can be
    for junk in (b"\r\n\r\n", b"\0" * 50, INVITE[:100], b"x" * 30000, endless):
        one.sip.sendto(junk, one.server)
    one.send("OPTIONS")
    assert status(one.final()) == 200


def test_whatever_goes_wrong_with_one_message_the_next_is_answered(phone, monkeypatch, caplog):
    one = phone()
    with monkeypatch.context() as broken:
        broken.setattr("ivr.phone.sip.server.read", lambda datagram: 1 // 0)
        one.send("OPTIONS")
        until(lambda: "A SIP message could not be answered: ZeroDivisionError" in caplog.text)
    one.send("OPTIONS")
    assert status(one.final()) == 200


def test_no_header_takes_long_to_be_read():
    """Of a header of 14,000 open quotes each looks for its end: that took two seconds, while nobody was answered."""
    begun = time.thread_time()  # other processes are no fault of it
    for character in (b"<", b'"', b'"\\'):
        for name in (b"To", b"f"):
            with contextlib.suppress(NotSip):
                message = read(
                    re.sub(rb"(?m)^%s: .*?\r$" % name, name + b": " + character * 7000 + b"\r", INVITE)
                )
                parameter(message.one("to"), "tag")
                user(message.one("from"))
    assert time.thread_time() - begun < 0.5


def test_sound_is_sent_to_whoever_rang_and_never_where_a_description_points(phone, server):
    one = phone()
    elsewhere = one.sdp().replace("c=IN IP4 127.0.0.1", "c=IN IP4 192.0.2.9")
    one.send("INVITE", elsewhere, "Content-Type: application/sdp\r\n")
    one.start(one.final())
    one.send("ACK")
    until(lambda: one.packets)
    assert server.call().media._to[0] == "127.0.0.1"


def test_nobody_else_can_speak_into_a_call_or_end_it(phone, server):
    """Packets from another address, here 127.0.0.2, are not of this call, even if they know its name."""
    one = phone()
    one.ring()
    call = server.call()
    media = call.media
    key = rtp.presses("5", payload=96, sequence=1, timestamp=1, source=1)[0].encoded()
    bye = one.send("OPTIONS").replace("OPTIONS", "BYE").encode()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.bind(("127.0.0.2", 0))
        stranger.sendto(key, ("127.0.0.1", media.port))
        stranger.sendto(bye, one.server)
    packets = one.packets
    until(lambda: one.packets > packets + 20)
    assert media._to[0] == "127.0.0.1"
    assert not media._pressed
    assert not call.ended
    one.press("5")
    until(lambda: not server.calls)
