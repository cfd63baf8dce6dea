"""The database of this app, for pages that read counts or the log and no message."""

from flask import current_app

from ivr.message.connecting import Database
from ivr.message.store import Store


def database_here() -> Database:
    """Return the database of the app that answers."""
    store: Store = current_app.extensions["store"]
    return store.database
