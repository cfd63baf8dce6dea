"""`ivr web`: only answer."""

from typing import Literal

import click

from ivr.cli.serving import where


@click.command()
@where
@click.option(
    "--only",
    type=click.Choice(["voice", "inbox"]),
    help="Answer calls only, without the keys that open messages; or serve officers only.",
)
def command(
    host: str, port: int, menus: str | None, workers: int, only: Literal["voice", "inbox"] | None
) -> None:
    """Answer over HTTP until Ctrl-C, on one of several hosts, and leave the jobs to `ivr worker`.

    Several hosts share one database: set IVR_DATABASE_URL to a PostgreSQL, and IVR_SECRET to the same everywhere.
    """
    from ivr.cli.server import answer

    answer(host, port, menus, workers, only)
