"""What is done every minute for the inbox, whether or not anybody is in it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ivr.web.settings import Settings

if TYPE_CHECKING:
    from ivr.message.store import Store


def chores_of(settings: Settings, store: "Store") -> Mapping[str, Callable[[datetime], object]]:
    """Return what is done every minute for the inbox, by what it does."""

    def forget(now: datetime) -> None:
        from ivr.message.accounts import Accounts
        from ivr.message.audit import Audit

        idle, longest = timedelta(minutes=settings.idle_minutes), timedelta(hours=settings.session_hours)
        audit = Audit(store.vault)
        Accounts(store.database, store.vault, audit, idle=idle, longest=longest).forget_old(now)

    def shorten(now: datetime) -> None:
        from ivr.message.housekeeping import shorten_log

        shorten_log(store.database, store.vault, settings.keep_log_days, now)

    def list_calls(now: datetime) -> None:
        from ivr.message.desk.refresh import refresh

        refresh(store.database, now)  # or the first officer in the morning waits for the whole night's calls

    def forget_journal(now: datetime) -> None:
        from ivr.web.journal import forget_old, journal_folder

        folder = journal_folder(settings)
        if folder is not None:  # switched off, all of it goes but today's
            forget_old(folder, settings.journal_days, now.astimezone(UTC).date())

    return {
        "take calls into the lists": list_calls,
        "forget old sessions": forget,
        "shorten the log": shorten,
        "forget old journals of calls": forget_journal,
    }
