"""Every setting: what it is here and where that came from. Secrets are only told to be there."""

from collections.abc import Iterator

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, advice, well

TITLE = "Settings"
PLACE = 10


def check(case: Case) -> Iterator[Finding]:
    """List the settings. That they can be used is known: there is no case without."""
    from ivr.cli.doctor.listing import listed

    details = listed(case.settings, case.environ)
    given = sum(1 for name in case.environ if name.startswith("IVR_") and case.environ[name].strip())
    if not given:
        yield advice(
            "No setting is given here, so everything is as it is unless set.",
            "If the line gets its settings from a file, such as systemd's EnvironmentFile, run this command with them.",
            **details,
        )
    else:
        yield well(f"All can be used; {given} {'is' if given == 1 else 'are'} given.", **details)
