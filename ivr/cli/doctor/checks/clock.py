"""The time: opening hours go by the clock in London, and signatures and alarms by this computer's."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, problem, well
from ivr.cli.doctor.reaching import NoAnswer, ask
from ivr.menu.opening import LONDON

TITLE = "Clock"
PLACE = 140
MOST = timedelta(seconds=30)
_REMEDY = "Let this computer keep its time by the network: `timedatectl set-ntp true`, for example."


def check(case: Case) -> Iterator[Finding]:
    """Look at London's time zone, and compare the clock with the database's and the provider's."""
    local = case.now.astimezone(LONDON)
    if not is_londons(LONDON, local.year):
        yield problem(
            "What this computer knows of the time zone Europe/London is wrong, and opening hours go by it.",
            "Install the system's package tzdata afresh.",
        )
    off = dict(_others(case))
    for whose, ahead in off.items():
        if abs(ahead) > MOST:
            which = "behind" if ahead > timedelta() else "ahead of"
            yield problem(
                f"This computer's clock is {abs(ahead).total_seconds():.0f} seconds {which} {whose}.", _REMEDY
            )
    if all(abs(ahead) <= MOST for ahead in off.values()):
        agrees = f" It agrees with {' and '.join(off)}." if off else ""
        yield well(f"It is {local:%A %d %B %Y, %H:%M} in London.{agrees}")


def is_londons(zone: tzinfo, year: int) -> bool:
    """Say whether a time zone has London's winter and summer in a year."""
    hours = [datetime(year, month, 1, 12, tzinfo=zone).utcoffset() for month in (1, 7)]
    return hours == [timedelta(0), timedelta(hours=1)]


def _others(case: Case) -> Iterator[tuple[str, timedelta]]:
    """Yield whose clocks could be asked, and how far each is ahead of ours."""
    from ivr.message.values import StoreUnavailable

    try:
        standing = case.standing()
        if standing.there and not standing.kind.startswith("SQLite"):
            yield "the database's", standing.ahead
    except StoreUnavailable:
        pass  # a check of its own says so
    if case.online and case.settings.twilio_account_sid:
        try:
            before = datetime.now(UTC)
            there = ask(case.settings.twilio_api_url).date
            ours = before + (datetime.now(UTC) - before) / 2
        except NoAnswer:
            return
        if there is not None:
            yield "the provider's", there - ours
