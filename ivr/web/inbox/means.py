"""What the pages of the inbox have at hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ivr.menu.flow import Flow
from ivr.message.accounts import Accounts
from ivr.message.audit import Audit
from ivr.message.desk import Desk
from ivr.web.settings import Settings


@dataclass(frozen=True, slots=True)
class Means:
    """Made once with the app.

    `desk` shows and changes messages, `accounts` knows officers and their sessions, `audit` writes into the log;
    `clock` gives aware times.
    `flow` gives the newest good menu, None where there is none, for the names of areas; `version` gives that of a
    message, by its version, for the words its caller heard.
    """

    settings: Settings
    desk: Desk
    accounts: Accounts
    audit: Audit
    clock: Callable[[], datetime]
    flow: Callable[[], Flow | None]
    version: Callable[[str], Flow | None]

    def areas(self) -> Mapping[str, str]:
        """Return the name of each area with officers of its own, by what a message calls it, in the file's order."""
        flow = self.flow()
        areas = flow.line.areas if flow else {}
        return {key: area.name for key, area in areas.items() if key != "any"}
