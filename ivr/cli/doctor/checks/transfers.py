"""The numbers that callers can be put through to."""

from collections.abc import Iterator

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, advice, problem, well
from ivr.menu.nodes.transfer import Transfer

TITLE = "Transfers"
PLACE = 60


def check(case: Case) -> Iterator[Finding]:
    """Compare what the menu asks for with what is set."""
    nodes = case.menu().nodes.values()
    wanted = sorted({node.number for node in nodes if isinstance(node, Transfer)})
    missing = [_variable(name) for name in wanted if not case.settings.number(name)]
    spare = [_variable(name) for name in case.settings.numbers if name not in wanted]
    if missing:
        say = problem if not case.settings.demonstration else advice
        yield say(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set: nobody is rung there, and "
            "callers are told how else to reach a person.",
            "Set it to the number that is to ring, if there is one.",
        )
    elif wanted:
        yield well(f"{len(wanted)} in the menu, and each has a number.")
    else:
        yield well("The menu puts nobody through.")
    if spare:
        yield advice(
            f"{' and '.join(spare)} is set, and the menu has no transfer of that name.", "Is it a slip?"
        )


def _variable(name: str) -> str:
    return f"IVR_{name.upper().replace('-', '_')}_NUMBER"
