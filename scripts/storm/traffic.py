"""What lies between Twilio and the line: requests that are tried again, and callbacks doubled, late and shuffled."""

import http.client
import queue
import random
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import suppress
from urllib.parse import urlencode, urlsplit

from ivr.phone.wsgi import Response

PATIENCE = 15
"""Seconds that Twilio waits for an answer."""
GIVES_UP_AFTER = 120
"""Seconds after which a webhook has failed for good. Nothing is down for so long."""


class Trunk:
    """Posts webhooks to whichever host answers. One that fails is sent again, to another host, as a proxy would.

    Callbacks (of recordings, and of a call's end) are not sent when the telephone sends them: they go into a bag, some
    of them twice, and come out in any order, a moment later.
    """

    def __init__(
        self, ports: Sequence[int], seed: int, *, doubled: float = 0.5, most_late: float = 1.5
    ) -> None:
        self.ports = list(ports)
        self.sent = self.again = self.answered = self.doubles = self.refused = 0
        self._chance, self._lock = random.Random(seed), threading.Lock()
        self._doubled, self._most_late = doubled, most_late
        self._bag: queue.PriorityQueue[tuple[float, int, str, dict, dict]] = queue.PriorityQueue()
        self._under_way = 0
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self._threads = [threading.Thread(target=self._deliver, daemon=True) for _ in range(6)]
        for thread in self._threads:
            thread.start()

    def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Response:
        """Post a form; a callback is answered at once and delivered later."""
        path = urlsplit(url).path
        if path.startswith("/voice/recording/") or path == "/voice/status":
            with self._lock:
                times = 2 if self._chance.random() < self._doubled else 1
                self.doubles += times - 1
                for _ in range(times):
                    self._under_way += 1
                    due = time.monotonic() + self._chance.random() * self._most_late
                    self._bag.put((due, self._under_way, url, dict(form), dict(headers)))
            return Response(204, {"Content-Type": "text/xml"}, b"")
        return self._until_answered(url, urlencode(form).encode(), headers)

    def get(self, url: str, headers: Mapping[str, str]) -> Response:
        """Get a URL, such as a recording that the caller listens to."""
        return self._until_answered(url, None, headers)

    def delivered(self) -> bool:
        """Say whether no callback is left in the bag."""
        return self._bag.unfinished_tasks == 0

    def _deliver(self) -> None:
        while True:
            due, order, url, form, headers = self._bag.get()
            wait = due - time.monotonic()
            if wait > 0.05:  # not yet: put it back, and let one that is due come first
                time.sleep(0.05)
                self._bag.put((due, order, url, form, headers))
            else:
                with suppress(LineGone):
                    self._until_answered(url, urlencode(form).encode(), headers)
            self._bag.task_done()

    def _until_answered(self, url: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        give_up, parts = time.monotonic() + GIVES_UP_AFTER, urlsplit(url)
        there = parts.path + (f"?{parts.query}" if parts.query else "")
        first = True
        while time.monotonic() < give_up:
            with self._lock:
                port = self._chance.choice(self.ports)
                self.sent += 1
                self.again += not first
            first = False
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}{there}", body, {**headers, "Host": parts.netloc}
            )
            try:
                with self._opener.open(request, timeout=PATIENCE) as answer:
                    response = Response(answer.status, dict(answer.headers.items()), answer.read())
                with self._lock:
                    self.answered += 1
                return response
            except urllib.error.HTTPError as refused:
                with refused:
                    self.refused += 1
                    if refused.code < 500:
                        return Response(refused.code, dict(refused.headers.items()), refused.read())
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.1)
        raise LineGone(there)


class LineGone(OSError):
    """Nobody has answered for two minutes."""
