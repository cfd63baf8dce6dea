"""The argument FILE that most commands take."""

import click

FILE = "menus.yaml"
"""The menu file when nothing else is said."""

menu_file = click.argument("file", default=FILE, envvar="IVR_MENUS", metavar="[FILE]")
"""FILE, or the file that IVR_MENUS names, or `menus.yaml` in this folder."""
