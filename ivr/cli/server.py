"""The line as a server: everything is checked before anything starts, and told in plain words."""

import errno
import ipaddress
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Literal

from ivr.cli import demonstration
from ivr.cli.exits import Cannot
from ivr.cli.output import complain, say
from ivr.cli.telephone import invented_token, settings_of, token_file
from ivr.cli.web_processes import log_plainly, run
from ivr.cli.worker import can_work, end_at_once_if, working
from ivr.menu import Flow, load

if TYPE_CHECKING:
    from ivr.web.settings import Settings

Side = Literal["voice", "inbox"]


def serve(host: str, port: int, menus: str | None, workers: int) -> None:
    """Answer calls and do the jobs until interrupted. Raises Cannot or MenuError before anything has started."""
    settings, flow, address, invented = _checked(host, port, menus)
    with ExitStack() as running:
        if invented and not settings.twilio_account_sid and settings.demonstration:
            from ivr.cli.local_twilio import local_twilio

            os.environ.update(running.enter_context(local_twilio(settings, settings.twilio_auth_token)))
            settings = settings_of()
        say("\n".join(_announced(settings, flow, address, invented=invented)))
        log_plainly()
        _prepare(settings)
        if shown := "\n".join(demonstration.shown(settings, flow, host, address)):
            say(shown)
        if studio := "\n".join(_studio(settings, host, address, workers)):
            say(studio)
        worker = running.enter_context(working(settings))
        run("both", host, port, workers, address)
    complain("The line has stopped.")
    end_at_once_if(worker.left)


def answer(host: str, port: int, menus: str | None, workers: int, only: Side | None) -> None:
    """Answer, and leave the jobs to `ivr worker`. Raises Cannot or MenuError before anything has started."""
    settings, flow, address, invented = _checked(host, port, menus, needs_token=only != "inbox")
    say("\n".join(_announced(settings, flow, address, invented=invented, only=only)))
    say("What follows a call is done by `ivr worker`, here or on another host.")
    if studio := "\n".join(_studio(settings, host, address, workers, only=only, alone=True)):
        say(studio)
    log_plainly()
    run(only or "both", host, port, workers, address)
    complain("The line has stopped.")


def _checked(
    host: str, port: int, menus: str | None, *, needs_token: bool = True
) -> tuple["Settings", Flow, str, bool]:
    """Return the settings, the menu, the address and whether the token was made up; the environment has them now.

    The processes that answer are new ones, and read their settings for themselves.
    """
    if menus is not None:
        os.environ["IVR_MENUS"] = menus
    settings = settings_of()
    flow = load(settings.menus)
    can_work(settings)
    _free(host, port)
    address = f"http://{_reachable(host)}:{port}"
    invented = needs_token and not settings.twilio_auth_token
    if invented:
        os.environ.pop("IVR_TWILIO_AUTH_TOKEN_FILE", None)
        os.environ["IVR_TWILIO_AUTH_TOKEN"] = invented_token(settings)
    if not settings.public_url:
        os.environ["IVR_PUBLIC_URL"] = address
    return settings_of(), flow, address, invented


def _prepare(settings: "Settings") -> None:
    """Make the database and the keys once, before many processes would. What cannot be made now is tried again."""
    from ivr.message.values import StoreUnavailable
    from ivr.web.making import store_of

    store = store_of(settings)
    try:
        store.prepare()
    except StoreUnavailable as error:
        complain(f"Messages cannot be kept now: {error}.")
    except (
        Exception
    ) as error:  # whatever it is, the line still says what else to do; the text could quote a row
        complain(f"Messages cannot be kept now ({type(error).__name__}).")
    finally:
        store.close()


def _announced(
    settings: "Settings", flow: Flow, address: str, *, invented: bool, only: Side | None = None
) -> Iterator[str]:
    """Yield what runs and how to ring it."""
    from ivr.web.here import command_here, shown
    from ivr.web.making import database_file

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
    if only == "inbox":
        return
    if invented:
        yield "No IVR_TWILIO_AUTH_TOKEN is set, so a token was made for this machine's own telephone. It is in"
        yield f"{token_file(settings)}, which nobody else may read."
        yield "For real calls set IVR_TWILIO_AUTH_TOKEN and IVR_PUBLIC_URL. Until then only this machine can ring."
    else:
        public = shown(settings.public_url) if settings.public_url else address
        yield f"Twilio should post a call that comes in to {public}/voice, and its status to {public}/voice/status."
    yield "To ring it, open another terminal in this folder, and type:"
    yield f"    {call}"


def _studio(
    settings: "Settings",
    host: str,
    address: str,
    workers: int,
    *,
    only: Side | None = None,
    alone: bool = False,
) -> Iterator[str]:
    """Switch the studio on or off for the processes that answer, and yield where it is, or why it is not there.

    `alone`: only what answers is started here. That is how lines are served for others, so there it has to be chosen.
    """
    from ivr.web.studio.switch import switched

    if alone and not settings.studio:
        os.environ["IVR_STUDIO"] = "off"
        return
    found = switched(settings, host=host, workers=workers, whole=only is None)
    os.environ["IVR_STUDIO"] = found.studio
    if found.studio == "here":
        yield f"To ring it in a browser on this computer, hear it, and see it as a map: {address}/studio/"
    elif found.studio == "on":
        yield f"Whoever reaches this line can practise on its menu in a browser: {address}/studio/"
    elif found.why:
        yield f"There is no studio, the telephone in the browser: {found.why}."


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
