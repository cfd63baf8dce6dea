"""`ivr serve`: run the line."""

import click

from ivr.cli.serving import where


@click.command()
@where
def command(host: str, port: int, menus: str | None, workers: int) -> None:
    """Run the line: answer calls over HTTP, and do what follows them, until Ctrl-C.

    Without IVR_TWILIO_AUTH_TOKEN, a token is made for the telephone of this machine, so that `ivr call --line` can
    ring the line and nobody else can. In a demonstration without an account, what it says is kept by a stand-in for
    Twilio on this machine.
    """
    from ivr.cli.server import serve

    serve(host, port, menus, workers)
