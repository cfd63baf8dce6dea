"""Small servers on this computer that answer as they are told, for whoever asks other servers."""

import socket
import socketserver
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from wsgiref.simple_server import WSGIRequestHandler, make_server


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


class WebEnd:
    """A web server whose clock is ahead; `url` is its address, `asked` the paths that it was asked for."""

    def __init__(self, status="200 OK", body=b'{"status":"up"}', headers=(), ahead=timedelta()):
        self.status, self.body, self.headers, self.ahead = status, body, list(headers), ahead
        self.asked = []

    def __call__(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        date = format_datetime(datetime.now(UTC) + self.ahead, usegmt=True)
        start_response(self.status, [("Content-Type", "application/json"), ("Date", date), *self.headers])
        return [self.body]


@contextmanager
def web(**how):
    """Run a `WebEnd`."""
    end = WebEnd(**how)
    with make_server("127.0.0.1", 0, end, handler_class=_Quiet) as server:
        end.url = f"http://127.0.0.1:{server.server_port}"
        with _running(server):
            yield end


class _Mail(socketserver.StreamRequestHandler):
    def handle(self):
        self._say(b"220 mail.example")
        for line in self.rfile:
            word = line[:4].upper()
            self.server.heard.append(word)
            if word == b"EHLO":
                self._say(b"250-mail.example")
                self._say(b"250 AUTH PLAIN")
            elif word == b"AUTH":
                self._say(b"235 well" if self.server.lets_in else b"535 no: hush")
            elif word == b"QUIT":
                self._say(b"221 bye")
                return
            else:
                self._say(b"502 what?")

    def _say(self, line):
        self.wfile.write(line + b"\r\n")


@contextmanager
def mail(*, lets_in=True):
    """Run a mail server without encryption; `url` is its address, `heard` the words it was told."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mail) as server:
        server.daemon_threads = True
        server.lets_in, server.heard = lets_in, []
        server.url = f"smtp://line:hush@127.0.0.1:{server.server_address[1]}"
        with _running(server):
            yield server


_nobodys = []


def nobody():
    """The port of nobody: it is taken, so that nobody else gets it meanwhile, and nobody listens there."""
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    _nobodys.append(taken)
    return taken.getsockname()[1]


@contextmanager
def _running(server):
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
