"""`ivr map`: where every key leads."""

import click

from ivr.cli.file import menu_file
from ivr.cli.output import say, say_json


@click.command()
@menu_file
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "svg", "mermaid", "json"]),
    default="text",
    show_default=True,
    help="An outline to read, a picture, a Mermaid flowchart, or JSON for programs.",
)
def command(file: str, form: str) -> None:
    """Show where every key leads: the whole menu on one page.

    The outline shows each node once, where a caller reaches it soonest. The Mermaid flowchart is drawn by GitHub
    and GitLab in a ```mermaid block.
    """
    from ivr.menu import load
    from ivr.show.plan import as_json, plan

    flow = load(file)
    drawn = plan(flow)
    if form == "json":
        say_json(as_json(flow, drawn))
    elif form == "svg":
        from ivr.show.svg import svg

        say(svg(drawn))
    elif form == "mermaid":
        from ivr.show.mermaid import mermaid

        say(mermaid(drawn))
    else:
        from ivr.show.outline import outline

        say(outline(drawn))
