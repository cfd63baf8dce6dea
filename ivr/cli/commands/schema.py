"""`ivr schema`: the menu file as a JSON Schema."""

import click

from ivr.cli.exits import WELL, finish
from ivr.cli.output import say_json


@click.command()
def command() -> None:
    """Print a JSON Schema of menus.yaml, for editors that complete and check while you type.

    docs/menus.schema.json is a copy; the first line of menus.yaml points to it. What a schema cannot say, such as
    whether a node exists, only `ivr lint` finds.
    """
    from ivr.show.schema import schema

    say_json(schema())
    finish(WELL)
