"""A closed loop: so many connections, each sending its next request when the last is answered. Loopback only."""

import selectors
import socket
import time
from dataclasses import dataclass, field

END = b"\r\n\r\n"


@dataclass
class Outcome:
    """What a burst did."""

    answered: int = 0
    bad: int = 0
    seconds: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)


class Connection:
    """One keep-alive connection, and what it has received of the answer it waits for."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=5)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""

    def send(self, request):
        """Send a whole request: it is far smaller than the socket's buffer."""
        self.received = b""
        self.socket.sendall(request)

    def receive(self):
        """Take what has come; give status and body once they are whole, None before."""
        piece = self.socket.recv(65536)
        if not piece:
            raise ConnectionError("the server closed a connection")
        self.received += piece
        head, end, body = self.received.partition(END)
        if not end:
            return None
        length = next(
            int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
        )
        return (int(head[9:12]), body) if len(body) >= length else None


def one(port, request):
    """Send one request; give status and body."""
    connection = Connection(port)
    with connection.socket:
        connection.send(request)
        while (answer := connection.receive()) is None:
            pass
        return answer


def burst(port, requests, seconds, connections=16, first=0):
    """Send requests round and round for so many seconds; every answer but a 200 with a document is bad."""
    outcome = Outcome()
    open_ = [Connection(port) for _ in range(connections)]
    position = first
    start = time.perf_counter()
    with selectors.DefaultSelector() as selector:
        for connection in open_:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send(requests[position % len(requests)])
            position += 1
        waiting = len(open_)
        while waiting:
            ready = selector.select(timeout=5)
            if not ready:
                outcome.bad += waiting
                break
            late = time.perf_counter() - start >= seconds
            for key, _ in ready:
                answer = key.data.receive()
                if answer is None:
                    continue
                status, body = answer
                outcome.answered += 1
                outcome.bad += status != 200 or b"<Response>" not in body
                outcome.statuses[status] = outcome.statuses.get(status, 0) + 1
                if late:
                    waiting -= 1
                else:
                    key.data.send(requests[position % len(requests)])
                    position += 1
    outcome.seconds = time.perf_counter() - start
    for connection in open_:
        connection.socket.close()
    return outcome
