"""Reaching the messages of a line from a command of this host."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ivr.cli.exits import Cannot

if TYPE_CHECKING:
    from ivr.message.store import Store
    from ivr.message.tasks import Tasks
    from ivr.web.settings import Settings


@contextmanager
def a_line() -> "Iterator[tuple[Settings, Store, Tasks]]":
    """Give the line's settings, store and tasks. What stands in the way is told in plain words."""
    from ivr.cli.telephone import local_database, settings_of
    from ivr.message.values import StoreUnavailable
    from ivr.web.making import folder_of, store_of, tasks_of
    from ivr.web.settings import SettingsError

    settings = settings_of()
    if folder_of(settings) is None or local_database(settings) is None:
        raise Cannot(
            "There is no database here to look into: run this in the folder that the line runs in, with its settings."
        )
    try:
        store = store_of(settings)
        try:
            yield settings, store, tasks_of(settings, store)
        finally:
            store.close()
    except (SettingsError, StoreUnavailable) as trouble:
        words = str(trouble)
        raise Cannot(words[:1].upper() + words[1:].rstrip(".") + ".") from None


def known(tasks: "Tasks", names: tuple[str, ...]) -> list[str]:
    """Return references and names of recordings as they are written here. Raises Cannot where there is none."""
    listed = tasks.listing()
    here = {_plain(one.reference): one.reference for one in listed}
    here |= {_plain(each.sid): each.sid for one in listed for each in one.recordings}
    strangers = [name for name in names if _plain(name) not in here]
    if strangers:
        raise Cannot(f"There is no message or recording {' or '.join(strangers)}. Nothing was done.")
    return [here[_plain(name)] for name in names]


def _plain(name: str) -> str:
    """Return a name without what people put in between, in one case."""
    return "".join(filter(str.isalnum, name)).upper()
