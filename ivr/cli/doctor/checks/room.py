"""Room for messages on the disk."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, advice, problem, well

TITLE = "Room"
PLACE = 110
_MB = 1_000_000
_PER_MINUTE = 1.0
"""Megabytes that a minute of speech takes: 8,000 samples of 16 bits each second."""


def check(case: Case) -> Iterator[Finding]:
    """Compare what is free where the database is with what has to be."""
    from ivr.web.making import database_file

    file = database_file(case.settings)
    if file is None:
        yield well(
            "The database is not on a disk of this machine; its own server has to be watched for room."
        )
        return
    least = case.settings.least_free_mb
    free = shutil.disk_usage(_nearest(file.absolute().parent)).free // _MB
    minutes = max(0, round((free - least) / _PER_MINUTE))
    numbers = {"free_mb": str(free), "least_free_mb": str(least)}
    if free < least:
        yield problem(
            f"{free:,} megabytes are free, and no message is begun with less than {least:,}: callers are told so.",
            "Make room on the disk, or set IVR_LEAST_FREE_MB to less.",
            **numbers,
        )
    elif free < 5 * least:
        yield advice(
            f"{free:,} megabytes are free: room for about {minutes:,} minutes of speech.",
            "Make room soon.",
            **numbers,
        )
    else:
        yield well(f"{free:,} megabytes are free: room for about {minutes:,} minutes of speech.", **numbers)


def _nearest(folder: Path) -> Path:
    """Return the folder, or the first above it that is there."""
    return next(each for each in (folder, *folder.parents) if each.exists())
