"""The options of the commands that answer over HTTP."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def where(command: F) -> F:
    """Add the options that say where a line answers, with what, and in how many processes."""
    options = (
        click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at."),
        click.option(
            "--port", default=5055, show_default=True, type=click.IntRange(1, 65535), help="The port."
        ),
        click.option("--menus", metavar="FILE", help="The menu file; without it, IVR_MENUS or menus.yaml."),
        click.option(
            "--workers",
            default=1,
            show_default=True,
            type=click.IntRange(1, 64),
            help="How many processes answer.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command
