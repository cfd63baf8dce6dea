"""The command `ivr`: one file in `commands` for each thing it does, found there and listed nowhere."""

import importlib
import pkgutil
from typing import Any

import click

from ivr.cli import commands
from ivr.cli.exits import run


class Commands(click.Group):
    """The commands in `ivr.cli.commands`, each imported only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command: one for each file."""
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None where there is no file of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"{commands.__name__}.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed, or say which one may have been meant."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            import difflib  # which nobody else needs

            near = difflib.get_close_matches(args[0], self.list_commands(ctx), 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            ctx.fail(f"There is no command {args[0]}.{hint} `ivr --help` lists them all.")
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line and end the process with the exit code that belongs to what happened."""
        # Click has exit codes of its own, such as 1 for a reader that has gone; here 1 means problems were found.
        return run(lambda: super(Commands, self).main(*args, **{**extra, "standalone_mode": False}))


@click.group(
    "ivr", cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="liaison-line", prog_name="ivr", message="%(prog)s %(version)s")
def main() -> None:
    """Liaison Line: a phone menu that no caller can get lost in, and that never loses a message.

    FILE is the menu file; without it, the one that IVR_MENUS names, or menus.yaml here.

    Every command ends with 0 when all is well, with 1 when problems were found, and with 2 when it was used
    wrongly or a file cannot be read.
    """
