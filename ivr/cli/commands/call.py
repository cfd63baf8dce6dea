"""`ivr call`: ring a line and hear it."""

import os
import re
import sys
from datetime import UTC, datetime
from typing import Any

import click
from click.core import ParameterSource

from ivr.cli.exits import PROBLEMS, WELL, Cannot, finish
from ivr.cli.file import menu_file
from ivr.cli.output import complain, say, say_json

DEFAULT_FROM = "+447700900001"
"""A number that belongs to nobody: Ofcom keeps it for drama."""


@click.command()
@menu_file
@click.option(
    "--line", "address", metavar="URL", help="Ring a line that runs, such as http://127.0.0.1:5055."
)
@click.option("--keys", metavar="STEPS", help="What the caller does, all of it; without it you are asked.")
@click.option("--language", metavar="CODE", help="Begin in this language of the line.")
@click.option(
    "--at",
    "at",
    metavar="TIME",
    help="Let it be this time in London: 2026-12-25T10:00:00, “Friday 16:55”, “Christmas Day 10:00”.",
)
@click.option(
    "--from",
    "caller",
    metavar="NUMBER",
    default=DEFAULT_FROM,
    show_default=True,
    help="Ring from this number, or withheld.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to tell what came of it: for people or for programs.",
)
@click.pass_context
def command(
    context: click.Context,
    file: str,
    address: str | None,
    keys: str | None,
    language: str | None,
    at: str | None,
    caller: str,
    form: str,
) -> None:
    """Ring the menu and hear it in writing: no telephone account is needed, and nothing is kept.

    The real web application answers, over requests that are signed as Twilio signs them.

    \b
    STEPS are separated by blanks:
      1  star  hash  07700900123 hash       keys
      wait                                  silence
      record:12                             12 seconds of speech, then hash
      record:12+hangup  record:12+silence   ... then hanging up, or silence
      dial:completed  dial:busy             how a call put through ends
      hangup

    When the steps run out, the call is left waiting. A step that does not fit ends the command with 2.
    """
    from ivr.cli.calling.interactive import converse
    from ivr.cli.calling.lines import running, throw_away
    from ivr.cli.calling.scripted import perform, steps_of
    from ivr.cli.calling.told import as_json, ending

    steps = steps_of(keys) if keys is not None else None
    common: dict[str, Any] = {
        "language": language,
        "caller": number_asked(caller),
        # Whoever sits at a terminal may want to press a key while something is said.
        "passing": "wait" if steps is None and sys.stdin.isatty() else "pass",
    }
    if address is not None:
        if context.get_parameter_source("file") is ParameterSource.COMMANDLINE or at is not None:
            raise click.UsageError(
                "--line rings a line that has its own menu and clock: leave out FILE and --at."
            )
        line = running(address, os.environ, **common)
    else:
        line = throw_away(file, at=time_asked(at), **common)
    tell = complain if form == "json" else say
    with line as telephone:
        if steps is None:
            converse(telephone, tell)
        else:
            for heard in perform(telephone, steps):
                if form == "text":
                    say(heard)
        if form == "json":
            say_json(as_json(telephone))
        else:
            say("\n".join(ending(telephone)))
        problems = telephone.caller.problems
    finish(PROBLEMS if problems else WELL)


def time_asked(text: str | None) -> datetime | None:
    """Read a time on a clock in London, in ISO form or in words. Raises Cannot."""
    if text is None:
        return None
    from ivr.menu.clock_words import NotATime, read_clock

    try:
        return read_clock(text, datetime.now(UTC))
    except NotATime as wrong:
        raise Cannot(str(wrong)) from None


def number_asked(text: str) -> str:
    """Return a number as Twilio sends it, or `withheld`. Raises Cannot."""
    if text == "withheld" or re.fullmatch(r"(?:sips?|client):\S+", text):
        return text
    digits = re.sub(r"[ ()-]", "", text)
    number = f"+44{digits[1:]}" if re.match(r"0[1-9]", digits) else digits
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", number):
        raise Cannot(f"“{text[:60]}” is no telephone number. Write it as {DEFAULT_FROM}, or write withheld.")
    return number
