"""Work that waits: is there anybody to do it, and does it get done?"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, advice, problem, well

if TYPE_CHECKING:
    from ivr.message.standing import Work

TITLE = "Work"
PLACE = 120
ALIVE = timedelta(seconds=30)
"""A worker gives a sign of life each second; a busy host is slow, not dead."""
_LATE = timedelta(minutes=15)


def check(case: Case) -> Iterator[Finding]:
    """Look at the workers, the oldest thing that is due, and messages that nobody has listened to."""
    from ivr.message.standing import work

    hours = case.settings.unheard_hours
    before = case.now - timedelta(hours=hours)
    found = case.ready_database().read(lambda connection: work(connection, case.now, before))
    alive = sum(case.now - beat < ALIVE for beat in found.workers)
    late = list(_late(found, case.now))
    waiting = found.expected + found.calls + found.leftover
    if alive:
        waits = (
            "1 thing waits" if waiting == 1 else f"{waiting:,} things wait" if waiting else "nothing waits"
        )
        yield well(f"{alive} {'worker is' if alive == 1 else 'workers are'} at work; {waits}.")
    elif late:
        yield problem(
            "No worker gives a sign of life, and work is overdue.",
            "Start `ivr serve`, or `ivr worker` at scale.",
        )
    else:
        yield advice(
            "No worker gives a sign of life, so what callers leave stays with the provider for now.",
            "Start `ivr serve`, or `ivr worker` at scale, unless the line is stopped on purpose.",
        )
    for words in late if alive else ():
        yield problem(words, "See the log of the worker, and `ivr messages list --trouble`.")
    if found.failed:
        yield problem(
            f"{found.failed} {'recording was' if found.failed == 1 else 'recordings were'} given up: no audio came.",
            "`ivr messages list --trouble` says why; `ivr messages retry` tries again.",
        )
    if found.unheard:
        yield problem(
            f"{found.unheard} {'message has' if found.unheard == 1 else 'messages have'} waited for more than {hours} "
            "hours, and nobody has listened.",
            "Tell the officers, or their supervisor.",
        )


def _late(found: "Work", now: datetime) -> Iterator[str]:
    for count, since, what in (
        (found.expected, found.due_since, "recordings have to be fetched"),
        (found.calls, found.calls_since, "calls are over and not finished with"),
        (found.leftover, found.leftover_since, "recordings have to be deleted at the provider"),
    ):
        if count and since is not None and now - since > _LATE:
            yield f"{what.capitalize()} ({count}), the oldest since {since:%d %B %H:%M} UTC."
