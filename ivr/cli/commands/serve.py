"""`ivr serve`: run the line."""

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=5055, show_default=True, type=click.IntRange(1, 65535), help="The port.")
@click.option("--menus", metavar="FILE", help="The menu file; without it, IVR_MENUS or menus.yaml.")
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="How many processes answer."
)
def command(host: str, port: int, menus: str | None, workers: int) -> None:
    """Run the line: answer calls over HTTP until Ctrl-C.

    Without IVR_TWILIO_AUTH_TOKEN, a token is made for the telephone of this machine, so that `ivr call --line` can
    ring the line and nobody else can.
    """
    from ivr.cli.server import serve

    serve(host, port, menus, workers)
