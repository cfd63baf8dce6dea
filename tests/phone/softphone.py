"""A softphone for tests: it rings a SIP address, sends keys and speech, and keeps what it hears."""

import contextlib
import re
import secrets
import socket
import struct
import threading
import time

HOST = "127.0.0.1"
CODECS = {0: "PCMU", 8: "PCMA"}
ROOM = 2**22
"""Bytes for what has come and was not read yet, or as many as the system gives: what is sent to a thread that stands
still for two seconds is not lost."""


def until(what, seconds=60):
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come"
        threading.Event().wait(0.005)


class Softphone:
    """Written apart from what it tries: texts and bytes as RFC 3261, 3550 and 4733 show them."""

    def __init__(self, server, user="07700900123", speed=1.0, payload=0, events=96):
        self.server, self.user, self.speed, self.payload, self.events = server, user, speed, payload, events
        self.sip = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sip.bind((HOST, 0))
        self.sip.settimeout(60)
        self.rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.rtp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ROOM)
        self.rtp.bind((HOST, 0))
        self.call_id, self.tag, self.to_tag = secrets.token_hex(8), secrets.token_hex(4), ""
        self.sequence = 0
        self.inbox, self.heard = [], bytearray()
        self.ended, self.heard_all = threading.Event(), threading.Event()
        self.packets = 0
        self.queue = bytearray()
        self.keys = []
        self.threads = []
        self.timestamp = secrets.randbits(31)
        self.rtp_sequence = secrets.randbits(15)
        self.over = threading.Event()
        self.branch = ""

    # SIP ------------------------------------------------------------------------------------------------------

    @property
    def port(self):
        return self.sip.getsockname()[1]

    def sdp(self, way="sendrecv", media=None):
        return media or (
            f"v=0\r\no=- 1 1 IN IP4 {HOST}\r\ns=-\r\nc=IN IP4 {HOST}\r\nt=0 0\r\n"
            f"m=audio {self.rtp.getsockname()[1]} RTP/AVP {self.payload} {self.events}\r\n"
            f"a=rtpmap:{self.payload} {CODECS.get(self.payload, 'OPUS')}/8000\r\n"
            f"a=rtpmap:{self.events} telephone-event/8000\r\na=fmtp:{self.events} 0-16\r\na={way}\r\n"
        )

    def send(self, method, body="", headers="", sequence=None, branch=None, to_tag=None):
        if method not in ("ACK", "CANCEL") and sequence is None:
            self.sequence += 1
        self.branch = branch or f"z9hG4bK{secrets.token_hex(6)}"
        tag = self.to_tag if to_tag is None else to_tag
        text = (
            f"{method} sip:menu@{self.server[0]}:{self.server[1]} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP {HOST}:{self.port};rport;branch={self.branch}\r\nMax-Forwards: 70\r\n"
            f'f: "Somebody" <sip:{self.user}@{HOST}>;tag={self.tag}\r\n'
            f"t: <sip:menu@{self.server[0]}>{f';tag={tag}' if tag else ''}\r\n"
            f"Call-ID: {self.call_id}\r\nCSeq: {sequence or self.sequence} {method}\r\n"
            f"Contact: <sip:{self.user}@{HOST}:{self.port}>\r\n{headers}"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )
        self.sip.sendto(text.encode(), self.server)
        return text

    def receive(self):
        return self.sip.recv(9000).decode()

    def final(self):
        while True:
            text = self.receive()
            if text.startswith("SIP/2.0") and not text.startswith("SIP/2.0 1"):
                if tag := re.search(r"^To:.*;tag=(\S+)", text, re.MULTILINE):
                    self.to_tag = tag[1]
                return text

    def answer(self, sequence):
        """The answer to a request of this number, when the call goes on and others come as well."""
        until(lambda: any(f"\r\nCSeq: {sequence} " in text for text in list(self.inbox)))
        return next(text for text in self.inbox if f"\r\nCSeq: {sequence} " in text)

    def ring(self):
        self.send("INVITE", self.sdp(), "Content-Type: application/sdp\r\n")
        answer = self.final()
        assert answer.startswith("SIP/2.0 200 OK"), answer
        self.send("ACK")
        self.start(answer)
        return answer

    def start(self, answer):
        self.there = (HOST, int(re.search(r"m=audio (\d+)", answer)[1]))
        self.threads = [threading.Thread(target=run) for run in (self._sip, self._hear, self._speak)]
        for thread in self.threads:
            thread.start()

    def _sip(self):
        self.sip.settimeout(0.05)
        while not self.over.is_set():
            with contextlib.suppress(TimeoutError):
                text = self.receive()
                self.inbox.append(text)
                if text.startswith("BYE"):
                    kept = "\r\n".join(
                        re.findall(r"^(?:Via|From|To|Call-ID|CSeq): .*(?=\r)", text, re.MULTILINE)
                    )
                    self.sip.sendto(
                        f"SIP/2.0 200 OK\r\n{kept}\r\nContent-Length: 0\r\n\r\n".encode(), self.server
                    )
                    self.ended.set()

    def hang_up(self):
        self.send("BYE")

    def close(self):
        self.over.set()
        for thread in self.threads:
            thread.join()
        self.sip.close()
        self.rtp.close()

    # Sound ----------------------------------------------------------------------------------------------------

    def listen_to_the_end(self):
        """Wait until the line has hung up, and all that it sent before has been heard."""
        assert self.ended.wait(60)
        assert self.heard_all.wait(60)

    def _hear(self):
        self.rtp.settimeout(0.05)
        while not self.over.is_set():
            ended = self.ended.is_set()
            try:
                packet = self.rtp.recv(2000)
            except TimeoutError:
                if ended:
                    self.heard_all.set()
                continue
            assert packet[0] == 0x80
            assert packet[1] & 0x7F == self.payload
            self.packets += 1
            self.heard += packet[12:]

    def _speak(self):
        due = time.monotonic()
        while not self.over.is_set():
            # Whoever was held up speaks on from there: all that was due at once would be more than a line can take.
            due = max(due + 0.02 / self.speed, time.monotonic())
            time.sleep(max(0, due - time.monotonic()))
            if self.keys:
                self._send_rtp(self.events, *self.keys.pop(0))
            else:
                frame = bytes(self.queue[:160]).ljust(160, b"\xff" if self.payload == 0 else b"\xd5")
                del self.queue[:160]
                self._send_rtp(self.payload, frame, self.timestamp, False)
            self.timestamp += 160

    def _send_rtp(self, payload, data, timestamp, marked):
        header = struct.pack(
            ">BBHII", 0x80, payload | (marked << 7), self.rtp_sequence & 0xFFFF, timestamp & 0xFFFFFFFF, 77
        )
        self.rtp_sequence += 1
        with contextlib.suppress(OSError):
            self.rtp.sendto(header + data, self.there)

    def press(self, key, lost=()):
        """Press a key: five packets and three that say its end, but for those that are lost on the way."""
        at = self.timestamp + 160 * len(self.keys)
        for number in range(8):
            data = struct.pack(
                ">BBH", "0123456789*#".index(key), 10 | (0x80 if number > 4 else 0), 160 * min(number + 1, 6)
            )
            if number not in lost:
                self.keys.append((data, at, number == 0))

    def say(self, samples):
        """Speak samples that are in the codec already."""
        self.queue += samples
