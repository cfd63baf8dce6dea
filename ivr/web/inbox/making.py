"""From the settings and the store to the inbox."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Flask

from ivr.menu.flow import Flow
from ivr.message.accounts import Accounts
from ivr.message.audit import Audit
from ivr.message.desk import Desk
from ivr.message.store import Store
from ivr.message.values import StoreUnavailable
from ivr.web.flows import Flows, NoFlow
from ivr.web.inbox.blueprint import register
from ivr.web.inbox.means import Means
from ivr.web.making import periods_of
from ivr.web.settings import Settings

INBOX = "inbox"
"""`app.extensions[INBOX]` is what the pages of the inbox have at hand, for tests and for a demonstration."""


def add_inbox(
    app: Flask, settings: Settings, store: Store, flows: Flows, clock: Callable[[], datetime]
) -> Means:
    """Add the inbox to an app and return what its pages have at hand. The store's vault has to be one that opens."""
    audit = Audit(store.vault)
    means = Means(
        settings=settings,
        desk=Desk(store, audit, periods_of(settings)),
        accounts=accounts_of(settings, store, audit),
        audit=audit,
        clock=clock,
        flow=lambda: _newest(flows),
        version=lambda version: _known(flows, version),
    )
    app.extensions[INBOX] = means
    register(app, means, store.vault.keyed("cookies"))
    return means


def accounts_of(settings: Settings, store: Store, audit: Audit | None = None) -> Accounts:
    """Return the officers' accounts."""
    return Accounts(
        store.database,
        store.vault,
        audit or Audit(store.vault),
        idle=timedelta(minutes=settings.idle_minutes),
        longest=timedelta(hours=settings.session_hours),
        demonstration=settings.demonstration and _only_here(settings.inbox_url),
    )


def _only_here(url: str) -> bool:
    """Say whether an address is one of this machine: a tunnel or a proxy to it would have another."""
    return not url or urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")


def _newest(flows: Flows) -> Flow | None:
    serving = flows.last()
    return serving.flow if serving else None


def _known(flows: Flows, version: str) -> Flow | None:
    try:
        return flows.version(version).flow
    except (NoFlow, StoreUnavailable):
        return None
