"""A server on loopback that answers exactly what a test tells it to, byte for byte, and keeps what it was asked."""

import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Answer = bytes | Iterable[bytes] | Callable[[], Iterable[bytes]]


def http(status: str = "200 OK", body: bytes = b"", **headers: str) -> bytes:
    """A whole answer. `Content_Length=""` leaves the length out."""
    told = {"Content_Length": str(len(body)), "Connection": "close"} | headers
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in told.items() if value]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body


@dataclass
class Asked:
    """A request: its first line, and its headers in lower case."""

    line: str
    headers: dict[str, str]


@dataclass
class OddServer:
    """Answers each request with the next of `answers`; the last stays. A context manager."""

    answers: list[Answer] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.let_go = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> "OddServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()

    def hanging(self, first: bytes = b"") -> Callable[[], Iterable[bytes]]:
        """An answer that begins so and never goes on, until the server is closed."""

        def pieces() -> Iterable[bytes]:
            yield first
            self.let_go.wait(600)

        return pieces

    def dripping(
        self, first: bytes, drop: bytes = b"\0", every: float = 0.01
    ) -> Callable[[], Iterable[bytes]]:
        """An answer that trickles for as long as anybody takes it."""

        def pieces() -> Iterable[bytes]:
            yield first
            while not self.let_go.wait(every):
                yield drop

        return pieces

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        try:
            request = b""
            while b"\r\n\r\n" not in request:
                piece = connection.recv(65536)
                if not piece:
                    return
                request += piece
            line, *rest = request.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
            headers = dict(each.split(": ", 1) for each in rest)
            self.asked.append(Asked(line, {name.lower(): value for name, value in headers.items()}))
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            pieces = [answer] if isinstance(answer, bytes) else answer() if callable(answer) else answer
            for piece in pieces:
                connection.sendall(piece)
        except OSError:
            return
