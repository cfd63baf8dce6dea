"""A whole inbox on a port of this machine, with the doors that browsers come in by."""

import sys
import threading
from contextlib import contextmanager
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

sys.path.insert(0, str(Path(__file__).parents[1] / "inbox"))  # as pytest does for the tests that lie there

from inbox_end import made


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_words):
        """Nobody reads it."""


@contextmanager
def served(folder, **settings):
    """Serve an `End` of `inbox_end`; `end.settings.inbox_url` says where. Its clock stands still unless it is moved."""
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True, request_handler=_Quiet)
    end = made(folder, inbox_url=f"http://127.0.0.1:{server.port}", **settings)
    server.app = end.app
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield end
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        end.close()


__all__ = ["made", "served"]
