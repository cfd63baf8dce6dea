"""How a command ends: the exit codes, in one place, and what is said when it cannot do its work.

0 is well. 1 means that problems were found. 2 means wrong usage, or a file that cannot be read. A command that is
interrupted ends with 130, as every shell expects.
"""

import errno
import sys
from collections.abc import Callable
from typing import Any, Final, NoReturn

import click

from ivr.cli.output import all_written, complain, lead_nowhere, prepare
from ivr.menu.problems import MenuError, Unreadable, as_text

WELL: Final = 0
PROBLEMS: Final = 1
CANNOT: Final = 2
INTERRUPTED: Final = 130
"""What shells make of Ctrl-C: 128 and the number of the signal."""


class Cannot(click.ClickException):
    """Raised when a command cannot do what was asked, for a reason whoever typed it can mend."""

    exit_code = CANNOT

    def show(self, file: Any = None) -> None:
        """Say why on standard error."""
        complain(f"ivr: {self.format_message()}")


def finish(code: int) -> NoReturn:
    """End the command with an exit code, after everything has been said."""
    raise click.exceptions.Exit(code)


def code_of(error: MenuError) -> int:
    """Return the exit code for a menu file that cannot be used."""
    return CANNOT if isinstance(error, Unreadable) else PROBLEMS


def run(command: Callable[[], Any]) -> NoReturn:
    """Run a command line and end the process. What a person can mend is told in plain words, never as a traceback."""
    prepare()
    code = _code(command)
    sys.exit(code if all_written() else CANNOT)


def _code(command: Callable[[], Any]) -> int:
    try:
        code = command()
        return code if isinstance(code, int) else WELL
    except click.exceptions.Exit as end:
        return end.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.ClickException as wrong:
        wrong.show()
        return CANNOT
    except OSError as error:
        if isinstance(error, PermissionError) and error.filename is not None:
            complain(f"ivr: {error.filename}: {error.strerror}. Run this as the user that the line runs as.")
            return CANNOT
        # Help is written by Click itself, which leaves a full disk to us.
        if error.errno != errno.ENOSPC:
            raise
        lead_nowhere(sys.stdout)
        complain(f"ivr: What this command says cannot be written ({error.strerror}).")
        return CANNOT
    except MenuError as broken:
        complain("\n".join(map(as_text, broken.problems)))
        return code_of(broken)
