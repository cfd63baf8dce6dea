"""The database: can it be reached and written, and is what it was given safe on the disk?"""

from collections.abc import Iterator

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, NotLooked, advice, problem, well

TITLE = "Database"
PLACE = 70
_OLDEST_POSTGRESQL = 13


def check(case: Case) -> Iterator[Finding]:
    """Look at it, and write something that is taken back at once."""
    from ivr.message.standing import pragmas, writable
    from ivr.message.values import StoreUnavailable
    from ivr.web.making import database_file, folder_of

    file = database_file(case.settings)
    if folder_of(case.settings) is None:
        yield _in_memory(case)
        return
    try:
        standing = case.standing()
    except StoreUnavailable as trouble:
        yield problem(
            f"It cannot be reached: {trouble}.",
            f"Check who may read and write {file}."
            if file
            else "Check IVR_DATABASE_URL, and that the server runs and lets this host in.",
        )
        return
    if not standing.there:
        yield well(f"{file} does not exist yet. It is made when the line starts.", kind=standing.kind)
        return
    try:
        database = case.ready_database()
    except NotLooked as why:
        yield well(f"{standing.kind} answers. Nothing was written: {why}.", kind=standing.kind)
        return
    try:
        database.rehearse(writable)
    except StoreUnavailable as trouble:
        yield problem(
            f"{standing.kind} can be read and not written: {trouble}.",
            "Check who may write it, whether there is room, and whether another program keeps it locked.",
        )
        return
    kept = database.read(pragmas)
    if kept and (kept["journal_mode"] != "wal" or kept["synchronous"] not in ("full", "extra")):
        yield problem(
            "SQLite does not write as it should: a loss of power could lose what was kept.",
            "Keep the database on a disk of this machine. Shared folders of a network do not do.",
            **kept,
        )
    else:
        yield well(f"{standing.kind} can be read and written.", kind=standing.kind, **kept)
    if (
        standing.kind.startswith("PostgreSQL")
        and int(standing.kind.split()[1].split(".")[0]) < _OLDEST_POSTGRESQL
    ):
        yield advice(f"{standing.kind} gets no more corrections from its makers.", "Bring it up to date.")


def _in_memory(case: Case) -> Finding:
    say = advice if case.settings.demonstration else problem
    return say(
        "It is in the memory of one process: what callers leave is gone when the line stops.",
        "Set IVR_DATABASE_URL to a file, sqlite:///var/liaison-line.db, or to a PostgreSQL server.",
    )
