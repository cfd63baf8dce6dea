"""`ivr phone`: let a softphone ring the menu."""

import ipaddress
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from ivr.cli.exits import Cannot
from ivr.cli.file import menu_file
from ivr.cli.output import say
from ivr.cli.told import Told

if TYPE_CHECKING:
    from ivr.cli.calling.lines import Telephone
    from ivr.phone.sip.server import Server

PORT = 5060
"""Where SIP is listened for everywhere, and what softphones ring when nothing else is said."""


@click.command()
@menu_file
@click.option(
    "--line",
    "address",
    metavar="URL",
    help="Put calls through to a line that runs, such as http://127.0.0.1:5055.",
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 for the whole network."
)
@click.option(
    "--port", default=PORT, show_default=True, type=click.IntRange(0, 65535), help="Which UDP port; 0: any."
)
@click.option("--language", metavar="CODE", help="Begin in this language of the line.")
@click.option("--at", metavar="TIME", help="Let it be this time in London, such as Christmas Day 10:00.")
@click.option(
    "--from",
    "number",
    metavar="NUMBER",
    help="Ring from this number, or withheld, whatever the softphone says.",
)
@click.pass_context
def command(
    context: click.Context,
    file: str,
    address: str | None,
    host: str,
    port: int,
    language: str | None,
    at: str | None,
    number: str | None,
) -> None:
    """Let a softphone ring the menu and hear it spoken: no telephone account is needed.

    Any softphone that speaks SIP over UDP can ring it, on this computer or, with --host, from your network. Keys and
    speech go to the line as a caller's would. Ctrl-C ends it.
    """
    from ivr.cli.calling.lines import running
    from ivr.cli.calling.softphone import conversation, practice, voice_of
    from ivr.cli.commands.call import number_asked, time_asked
    from ivr.cli.telephone import settings_of
    from ivr.phone.sip.server import Server

    number = number_asked(number) if number is not None else None
    moment = time_asked(at)
    choice = settings_of(without=("IVR_MENUS",)).speech
    if address is None:
        with practice(file, language=language, at=moment) as ring, closing(voice_of(choice)) as voice:
            _answer(lambda: Server((host, port), conversation(ring, voice, number, say)), host, port)
        return
    if context.get_parameter_source("file") is ParameterSource.COMMANDLINE or at is not None:
        raise click.UsageError(
            "--line rings a line that has its own menu and clock: leave out FILE and --at."
        )

    def put_through(caller: str) -> AbstractContextManager["Telephone"]:
        return running(address, os.environ, language=language, caller=caller, passing="wait")

    with put_through("withheld"), closing(voice_of(choice)) as voice:  # what cannot be rung is said at once
        _answer(lambda: Server((host, port), conversation(put_through, voice, number, say)), host, port)


def _answer(make: Callable[[], "Server"], host: str, port: int) -> None:
    """Answer until somebody ends it."""
    try:
        server = make()
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or "this is no address"
        raise Cannot(
            f"Nobody can ring {host}, port {port}: {why}. Choose another --host or --port."
        ) from None
    ended = Told()
    before = {
        number: signal.signal(number, lambda *_: ended.set()) for number in (signal.SIGINT, signal.SIGTERM)
    }
    server.start()
    try:
        for line in _told(*server.address):
            say(line)
        ended.wait()
    finally:
        server.stop()
        for number, handler in before.items():
            signal.signal(number, handler)


def _told(host: str, port: int) -> Iterator[str]:
    listening = ipaddress.ip_address(host)
    if listening.is_unspecified:
        yield f"Ring sip:menu@ADDRESS:{port} with any softphone; ADDRESS is this computer's. Ctrl-C ends this."
    else:
        shown = f"[{host}]" if listening.version == 6 else host
        yield f"Ring sip:menu@{shown}:{port} with any softphone. Ctrl-C ends this."
    if not listening.is_loopback:
        yield "Anybody on this network can ring it, and listen: there is no password and no encryption."
