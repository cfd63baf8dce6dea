"""What somebody asked for who is in and may not have it: it goes into the log, whatever becomes of that."""

import logging
from collections.abc import Callable

from flask import g, request

from ivr.message.audit.refusing import write_not_theirs, write_refused
from ivr.message.values import StoreUnavailable
from ivr.web.inbox.means import Means
from ivr.web.inbox.store_here import database_here

logger = logging.getLogger(__name__)


def of_page(means: Means) -> None:
    """Write that the role of who is asking does not let them have this page."""
    _written(
        lambda: write_refused(database_here(), means.audit, g.officer.officer_id, _page(), means.clock())
    )


def of_message(means: Means) -> None:
    """Write that who is asking has no message, or no request, of what the address names."""
    asked = str((request.view_args or {}).get("reference", ""))
    who = g.officer.officer_id
    _written(lambda: write_not_theirs(database_here(), means.audit, who, _page(), asked, means.clock()))


def _page() -> str:
    """Return the name of the page here: no address, for that could hold anything."""
    return (request.endpoint or "").rpartition(".")[2]


def _written(write: Callable[[], None]) -> None:
    try:
        write()
    except StoreUnavailable:
        logger.error("What an officer may not have could not be written into the log: %s", _page())
