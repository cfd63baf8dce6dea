"""A host that is killed with SIGKILL at every webhook of a call, and started again on the same database."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import IO, Any, Final

from ivr.menu import Flow
from ivr.phone.exchange import Answer
from ivr.phone.faults import Trunk
from ivr.phone.faults.trunks import is_callback
from ivr.phone.wsgi import Response
from ivr.web.practice.faults.hosts import Line, ground, keys_made
from ivr.web.practice.faults.process import MOMENTS, Dies
from ivr.web.settings import Settings

_TOLD: Final = {
    "demonstration",
    "demonstration_approved_by",
    "public_url",
    "twilio_account_sid",
    "twilio_auth_token",
    "twilio_api_url",
    "database_url",
    "secret",
    "private_keys",
    "numbers",
    "least_free_mb",
}
"""The settings that a host which answers calls needs."""


class HostFailed(Exception):
    """Raised when the process ended by itself. The text is the last that it said."""


class Process:
    """A host in a process of its own. `post` and `get` ask it; `kill` asks it and is told nothing."""

    def __init__(self, asks: IO[bytes], answers: IO[bytes], complaints: IO[bytes]) -> None:
        self._asks, self._answers, self._complaints = asks, answers, complaints

    def post(self, url: str, form: dict[str, str], headers: dict[str, str]) -> Answer:
        """Post a webhook."""
        return self._answer({"url": url, "form": form, "headers": headers, "dies": ""})

    def get(self, url: str, headers: dict[str, str]) -> Answer:
        """Get what is played."""
        return self._answer({"url": url, "form": None, "headers": headers, "dies": ""})

    def kill(self, url: str, form: dict[str, str], headers: dict[str, str], dies: Dies) -> None:
        """Post a webhook, and have the process killed at that moment of it. Another one is there afterwards."""
        told = self._ask({"url": url, "form": form, "headers": headers, "dies": dies})
        if told != "killed":
            raise HostFailed("the process answered, and should have been killed")

    def begin(self, told: dict[str, Any]) -> None:
        """Tell it what it is to be, and wait until it has read that: a process forked before would read it again."""
        self._ask(told)

    def _answer(self, asked: dict[str, Any]) -> Answer:
        told = self._ask(asked)
        return Response(told["status"], told["headers"], told["body"].encode("latin-1"))

    def _ask(self, asked: dict[str, Any]) -> Any:
        try:
            self._asks.write(json.dumps(asked).encode() + b"\n")
            self._asks.flush()
            words = self._answers.readline()
        except OSError:
            words = b""
        if not words:
            self._complaints.seek(0)
            raise HostFailed(self._complaints.read()[-2000:].decode("utf-8", "replace"))
        return json.loads(words)


class Killing(Trunk):
    """Kills the process at each webhook, at one moment of it after the other.

    What a call waits for is asked again, as Twilio asks again; a callback comes once, and no more.
    """

    def __init__(self, process: Process) -> None:
        super().__init__(process.post)
        self._process = process

    def post(self, url: str, form: dict[str, str], headers: dict[str, str]) -> Answer:
        """Have the process killed while it is at a webhook; then ask again where somebody waits for the answer."""
        self._process.kill(url, form, headers, MOMENTS[self.times % len(MOMENTS)])
        self.times += 1
        return Response(204, {}, b"") if is_callback(form) else self._line(url, form, headers)


@contextmanager
def in_a_process(settings: Settings, flow: Flow, at: datetime) -> Iterator[tuple[Line, Process]]:
    """Give a line whose one host is a process of its own."""
    with ExitStack() as after:
        on = after.enter_context(ground(settings, on_disk=True))
        store = after.enter_context(keys_made(on))
        complaints = after.enter_context(tempfile.TemporaryFile())
        host = after.enter_context(_started(complaints))
        told = {"settings": on.settings.model_dump(mode="json", include=_TOLD), "at": at.isoformat()}
        host.begin(told | {"menu": flow.text.decode()})
        yield Line(host.post, host.get, on, store), host


@contextmanager
def _started(complaints: IO[bytes]) -> Iterator[Process]:
    """Start the process. It ends when nothing more comes in, or is ended."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ivr.web.practice.faults.process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
    )
    with process:
        assert process.stdin is not None  # noqa: S101 - it was started with both
        assert process.stdout is not None  # noqa: S101
        try:
            yield Process(process.stdin, process.stdout, complaints)
            process.stdin.close()
            process.wait(60)
        finally:
            process.kill()  # where it has ended already, this does nothing
