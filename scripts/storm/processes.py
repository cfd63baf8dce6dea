"""The processes of the line, on one host or several, and somebody who kills them."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
IVR = Path(sys.executable).with_name("ivr")


def free_port() -> int:
    """Return a port that nobody uses. granian shares a used one silently, so it has to be free.

    It is none of those that a system gives to whoever asks for any: until somebody listens there, nobody else gets it.
    """
    while True:
        port = random.SystemRandom().randrange(10_000, 16_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@dataclass(slots=True)
class Service:
    """A process of the line that is started again whenever it is gone, as an init system would.

    `begun` is what it says when it has.
    """

    command: list[str]
    environ: dict[str, str]
    folder: Path
    log: Path
    begun: bytes
    port: int | None = None
    starts: int = 0
    process: subprocess.Popen | None = None
    said_before: int = 0

    def start(self) -> None:
        """Start it, in a session of its own."""
        self.starts += 1
        with self.log.open("ab") as log:
            self.said_before = log.tell()
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def alive(self) -> bool:
        """Say whether it runs."""
        return self.process is not None and self.process.poll() is None

    def at_work(self) -> bool:
        """Say whether it runs and has begun. Before that, a signal would end it anyhow."""
        return self.alive() and self.begun in self.log.read_bytes()[self.said_before :]

    def kill(self, *, whole: bool, chance: random.Random) -> None:
        """Kill the whole service with SIGKILL, or one process of it."""
        if not self.alive():
            return
        assert self.process is not None
        children = []
        with contextlib.suppress(psutil.Error):
            children = psutil.Process(self.process.pid).children(recursive=True)
        with contextlib.suppress(ProcessLookupError, psutil.Error):
            if whole or not children:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
            else:
                chance.choice(children).kill()

    def stop(self, seconds: float = 120) -> int:
        """Stop it as an operator would, and give its exit code. One that will not stop is killed."""
        if not self.alive():
            return 0
        assert self.process is not None
        self.process.terminate()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            return -signal.SIGKILL


@dataclass(slots=True)
class House:
    """All processes of the line on all its hosts."""

    services: list[Service] = field(default_factory=list)
    kills: int = 0

    @property
    def ports(self) -> list[int]:
        """Where calls are answered."""
        return [service.port for service in self.services if service.port]

    def tend(self) -> None:
        """Start what is gone."""
        for service in self.services:
            if not service.alive():
                service.start()

    def at_work(self) -> bool:
        """Say whether everything runs and has begun."""
        return all(service.at_work() for service in self.services)

    def strike(self, chance: random.Random) -> None:
        """Kill something."""
        self.kills += 1
        chance.choice(self.services).kill(whole=chance.random() < 0.7, chance=chance)

    def stop(self) -> list[int]:
        """Stop everything."""
        return [service.stop() for service in self.services]


def hosts(count: int, environ: Mapping[str, str], folder: Path) -> House:
    """Return a house of so many hosts, each with one process that answers calls and one that does the work."""
    house = House()
    common = {**os.environ, **environ, "PYTHONUNBUFFERED": "1"}
    for number in range(count):
        port = free_port()
        web = [str(IVR), "web", "--port", str(port)]
        where = (common, folder, folder / f"web-{number}.log")
        house.services.append(Service(web, *where, b"The line answers", port))
        where = (common, folder, folder / f"worker-{number}.log")
        house.services.append(Service([str(IVR), "worker"], *where, b"The worker is at work"))
    return house


def wait_until(true, seconds: float, what: str) -> None:
    """Wait until something is so. Raises TimeoutError naming it."""
    give_up = time.monotonic() + seconds
    while not true():
        if time.monotonic() > give_up:
            raise TimeoutError(what)
        time.sleep(0.2)
