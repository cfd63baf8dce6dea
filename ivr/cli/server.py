"""The line as a server: everything is checked before anything starts, and told in plain words."""

import errno
import ipaddress
import multiprocessing
import os
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ivr.cli.exits import Cannot
from ivr.cli.output import complain, say
from ivr.cli.telephone import database_file, invented_token, settings_of, token_file
from ivr.cli.upkeep import kept_up
from ivr.menu import Flow, load

if TYPE_CHECKING:
    from ivr.web.settings import Settings

THREADS: Final = 4
"""Threads of each process: enough that a call does not wait for another that waits for the database."""

# Nothing of a request is logged: what the app says of itself is enough, and holds nothing personal.
_LOGGING: Final[dict[str, Any]] = {
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stderr"}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"_granian": {"handlers": ["stderr"], "propagate": False}},
}


def serve(host: str, port: int, menus: str | None, workers: int) -> None:
    """Answer calls until interrupted. Raises Cannot or MenuError before anything has started."""
    if menus is not None:
        os.environ["IVR_MENUS"] = menus
    settings = settings_of()
    flow = load(settings.menus)
    _free(host, port)
    address = f"http://{_reachable(host)}:{port}"
    invented = not settings.twilio_auth_token
    # The workers are new processes, and read their settings for themselves.
    if invented:
        os.environ.pop("IVR_TWILIO_AUTH_TOKEN_FILE", None)
        os.environ["IVR_TWILIO_AUTH_TOKEN"] = invented_token(settings)
    if not settings.public_url:
        os.environ["IVR_PUBLIC_URL"] = address
    say("\n".join(_announced(settings, flow, address, invented=invented)))
    with kept_up(settings.database_url):
        _run(host, port, workers, address)


def _run(host: str, port: int, workers: int, address: str) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    # A process that has threads must not be forked.
    multiprocessing.set_start_method("spawn", force=True)
    server = Server(
        "ivr.cli.worker:create_app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        log_access=False,
        # Its own news are for people who know it; what goes wrong in a worker comes from the app or from Python.
        log_level=LogLevels.critical,
        log_dictconfig=_LOGGING,
        workers_kill_timeout=10,
    )
    stopped = threading.Event()
    threading.Thread(target=_tell_when_ready, args=(address, stopped), daemon=True).start()
    try:
        server.serve()
    except SystemExit:
        if not server.interrupt_signal:
            raise Cannot(
                "The line has stopped: its processes ended by themselves. The reason is above."
            ) from None
    except (OSError, RuntimeError) as error:
        raise Cannot(f"The line cannot run at {address} ({error}).") from None
    finally:
        stopped.set()
    if not server.interrupt_signal:
        raise Cannot("The line has stopped: its processes ended by themselves. The reason is above.")
    complain("The line has stopped.")


def _announced(settings: "Settings", flow: Flow, address: str, *, invented: bool) -> Iterator[str]:
    """Yield what runs and how to ring it."""
    from ivr.web.pages import command_here, shown

    call = f"{command_here()} call --line {address}"
    languages = ", ".join(language.name for language in flow.line.languages.values())
    yield f"{flow.line.name}: {settings.menus}, {len(flow.nodes)} nodes, {languages}."
    file = database_file(settings)
    yield (
        f"Messages are kept in {file}." if file else "Messages are kept in the database of IVR_DATABASE_URL."
    )
    if settings.demonstration:
        yield "This is a demonstration, and callers are told so first. No real calls, please."
    else:
        yield "Demonstration is off: callers take this for the real service."
    if invented:
        yield "No IVR_TWILIO_AUTH_TOKEN is set, so a token was made for this machine's own telephone. It is in"
        yield f"{token_file(settings)}, which nobody else may read."
        yield "For real calls set IVR_TWILIO_AUTH_TOKEN and IVR_PUBLIC_URL. Until then only this machine can ring."
    else:
        public = shown(settings.public_url) if settings.public_url else address
        yield f"Twilio should post a call that comes in to {public}/voice, and its status to {public}/voice/status."
    yield "To ring it, open another terminal in this folder, and type:"
    yield f"    {call}"


def _tell_when_ready(address: str, stopped: threading.Event) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while not stopped.wait(0.1):
        try:
            opener.open(f"{address}/healthz", timeout=5).close()
        except OSError:
            continue
        say(f"The line answers at {address}. Ctrl-C stops it.")
        try:
            opener.open(f"{address}/readyz", timeout=5).close()
        except urllib.error.HTTPError as unready:
            unready.close()
            complain(f"It cannot keep messages now: see {address}/readyz, and the reason above or below.")
        except OSError:  # it is being stopped already
            pass
        return


def _free(host: str, port: int) -> None:
    """Raise Cannot if nobody could listen there. Granian itself would share a port with whoever has it."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
            probe.listen(1)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            why = "Something else is already listening there. Stop it, or give another --port."
        elif error.errno == errno.EACCES:
            why = "Ports under 1024 belong to the system. Give another --port."
        else:
            why = f"{error.strerror}. Give another --host."
        raise Cannot(f"The line cannot listen at {host}, port {port}. {why}") from None


def _reachable(host: str) -> str:
    """Return the host as this machine reaches it in a URL."""
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return host
    if ip.is_unspecified:
        return "127.0.0.1" if ip.version == 4 else "[::1]"
    return f"[{host}]" if ip.version == 6 else host
