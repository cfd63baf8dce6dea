"""Running the stand-in on this computer's own network interface."""

from __future__ import annotations

import sys
import threading
from socketserver import TCPServer, ThreadingMixIn
from types import TracebackType
from typing import Any, Self
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from ivr.phone.twilio_api.app import TwilioApi
from ivr.phone.twilio_api.faults import Faults
from ivr.phone.twilio_api.recordings import Recordings


class Served:
    """A stand-in that runs; a context manager. `url` is for `client.api.base_url`, without a slash at the end.

    It can be given to `Caller(recordings=…)`.
    """

    def __init__(self, api: TwilioApi, server: WSGIServer) -> None:
        self.api = api
        self.url = f"http://127.0.0.1:{server.server_port}"
        self._server = server
        self._thread = threading.Thread(
            target=server.serve_forever, args=(0.05,), name="local-twilio", daemon=True
        )
        self._thread.start()

    @property
    def api_url(self) -> str:
        """The same as `url`: where the recordings can be fetched."""
        return self.url

    @property
    def account_sid(self) -> str:
        """The account's SID, which is the user name."""
        return self.api.account_sid

    @property
    def auth_token(self) -> str:
        """The account's token, which is the password."""
        return self.api.auth_token

    @property
    def recordings(self) -> Recordings:
        """What it keeps."""
        return self.api.recordings

    @property
    def faults(self) -> Faults:
        """What goes wrong."""
        return self.api.faults

    def add(
        self, sid: str, call_sid: str, audio: bytes, seconds: int, *, ready_after: float | None = None
    ) -> None:
        """Keep a recording, as `Recordings.add` does."""
        self.api.recordings.add(sid, call_sid, audio, seconds, ready_after=ready_after)

    def wait(self) -> None:
        """Wait until it is closed, or a signal is heard: also one that came while the whole process stood still."""
        while self._thread.is_alive():
            self._thread.join(0.1)

    def close(self) -> None:
        """Stop answering. Twice is well."""
        self.api.close()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def serve(api: TwilioApi, *, port: int = 0) -> Served:
    """Run the stand-in in a thread, on this computer's loopback only. Port 0 takes a free one.

    Raises OSError if the port is taken.
    """
    return Served(api, _made(api, port))


def _made(api: TwilioApi, port: int) -> WSGIServer:
    server = _Server(("127.0.0.1", port), _Handler)
    server.set_app(api)
    return server


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 128

    def server_bind(self) -> None:
        # Not HTTPServer's: it asks the name service for this computer's name, which can take seconds.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.socket.getsockname()
        self.setup_environ()

    def handle_error(self, request: Any, client_address: Any) -> None:
        # Whoever asked has gone away, as people who time out do.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: addresses name calls and recordings."""
