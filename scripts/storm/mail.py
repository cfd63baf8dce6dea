"""A mail server for officers' notices. It keeps what it takes, and sometimes cuts the line before or after that."""

import contextlib
import email
import random
import socketserver
import threading
from email.message import Message


class Post:
    """Takes mail on loopback until it is closed.

    `accepted` is every mail taken, in order. With the chance `cuts` the connection is cut while a mail is handed over:
    half of the times before it was taken, half of the times after, and before the sender hears so.
    """

    def __init__(self, seed: int, cuts: float) -> None:
        self.accepted: list[Message] = []
        self.cut_after = 0
        self.cut_before = 0
        self._chance, self._cuts, self._lock = random.Random(seed), cuts, threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Session)
        self._server.post = self
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True
        ).start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"smtp://127.0.0.1:{self._server.server_address[1]}"

    def calm(self) -> None:
        """Cut nothing any more."""
        self._cuts = 0.0

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()

    def take(self, data: bytes) -> bool:
        """Take a mail or not; True where the sender is to be told so."""
        with self._lock:
            cut = self._chance.random() < self._cuts
            after = cut and self._chance.random() < 0.5
            if not cut or after:
                self.accepted.append(email.message_from_bytes(data))
            self.cut_after += after
            self.cut_before += cut and not after
            return not cut


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    post: Post


class _Session(socketserver.StreamRequestHandler):
    timeout = 20

    def handle(self) -> None:
        with contextlib.suppress(OSError):  # the sender was killed
            self._talk()

    def _talk(self) -> None:
        self._say("220 post")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 go on")
                lines = []
                while (text := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(text.removeprefix(b".") if text.startswith(b"..") else text)
                if not text or not self.server.post.take(b"".join(lines)):
                    return
                self._say("250 taken")
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 post")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
