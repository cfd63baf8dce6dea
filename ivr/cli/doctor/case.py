"""What the checks look at, each thing found at most once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ivr.cli.doctor.finding import NotLooked, NotYet
from ivr.cli.doctor.once import Once
from ivr.menu import Flow, load
from ivr.menu.problems import MenuError

if TYPE_CHECKING:
    from ivr.message.connecting import Database
    from ivr.message.provider import Provider
    from ivr.message.standing import Standing
    from ivr.web.settings import Settings


@dataclass(frozen=True)
class Case:
    """A line as it is set up here: its settings, where they came from, and what follows from them.

    `online` is whether other servers may be asked. `now` is aware. The others give one thing each, found when it is
    first asked for, and raise what finding it raises: `flow` MenuError, `standing` StoreUnavailable.
    """

    settings: "Settings"
    environ: Mapping[str, str]
    online: bool
    now: datetime
    flow: Once[Flow]
    standing: "Once[Standing]"
    database: "Once[Database]"
    provider: "Once[Provider | None]"

    @property
    def secret_file(self) -> Path | None:
        """The file of the secret that a demonstration makes; None where it makes none, or keeps it in memory."""
        from ivr.web.making import SECRET_FILE, folder_of

        folder = folder_of(self.settings)
        return None if self.settings.secret or folder is None else folder / SECRET_FILE

    def menu(self) -> Flow:
        """Return the menu. Raises NotLooked where it cannot be used, which a check of its own reports."""
        try:
            return self.flow()
        except MenuError:
            raise NotLooked("the menu file cannot be used") from None

    def ready_database(self) -> "Database":
        """Return the database if it can be looked into without changing it. Raises NotLooked otherwise."""
        from ivr.message.values import StoreUnavailable

        try:
            standing = self.standing()
        except StoreUnavailable:
            raise NotLooked("the database cannot be reached") from None
        if not standing.there:
            raise NotYet("there is no database yet")
        if not standing.version:
            raise NotYet("there are no tables yet")
        if not standing.ready:
            raise NotLooked("the tables are of another version")
        return self.database()


def case_of(settings: "Settings", environ: Mapping[str, str], *, online: bool, now: datetime) -> Case:
    """Return the case of a line with these settings."""
    from ivr.message.connecting import Database
    from ivr.message.standing import standing
    from ivr.web.making import provider_of

    return Case(
        settings,
        environ,
        online,
        now,
        Once(lambda: load(settings.menus)),
        Once(lambda: standing(settings.database_url)),
        Once(lambda: Database(settings.database_url)),
        Once(lambda: provider_of(settings)),
    )
