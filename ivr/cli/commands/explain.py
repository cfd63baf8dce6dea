"""`ivr explain`: the manual, one kind of node or one rule at a time."""

import click

from ivr.cli.exits import Cannot
from ivr.cli.output import say


@click.command()
@click.argument("name", required=False, metavar="[KIND|RULE]")
def command(name: str | None) -> None:
    """Explain a kind of node, or a rule: what it is, why, with examples.

    Without a name, list all there are. The name of a rule stands in brackets at the end of each problem.
    """
    from ivr.show.explain import Unknown, everything, explain

    try:
        say(everything() if name is None else explain(name))
    except Unknown as unknown:
        raise Cannot(str(unknown)) from None
