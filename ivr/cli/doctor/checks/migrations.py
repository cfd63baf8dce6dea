"""The version of the tables in the database."""

from collections.abc import Iterator

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, NotLooked, advice, problem, well

TITLE = "Tables"
PLACE = 80


def check(case: Case) -> Iterator[Finding]:
    """Compare the version that is there with the one that this program works with."""
    from ivr.message.values import StoreUnavailable

    try:
        standing = case.standing()
    except StoreUnavailable:
        raise NotLooked("the database cannot be reached") from None
    versions = {"there": standing.version or "none", "newest": standing.newest}
    if standing.ready:
        yield well(f"They are of version {standing.version}, the newest.", **versions)
    elif not standing.version:
        yield well("There are none yet. They are made when the line starts.", **versions)
    elif standing.version > standing.newest:
        yield problem(
            f"They are of version {standing.version}; this program works with {standing.newest}.",
            "A newer version of this program has been here. Install that one, or bring back a backup.",
            **versions,
        )
    else:
        yield advice(
            f"They are of version {standing.version}, and are brought to {standing.newest} when the line starts.",
            "Make a backup before.",
            **versions,
        )
