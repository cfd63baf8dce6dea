"""Jobs that start with a row, end once, and outlive the process that began them: on both databases."""

import contextlib
import logging
import sqlite3
import subprocess
import sys
import threading
import time

import pytest
from a_worker import NURSERY, work
from sqlalchemy import inspect, select, text

from ivr.message import tables
from ivr.message.connecting import Database
from ivr.message.work import Enqueuer, Worker
from ivr.message.work.beating import SILENCE, Heartbeat
from ivr.message.work.engine import engine_of, is_shared, teach_the_time
from ivr.message.work.quiet import be_quiet
from tests.postgresql import fresh

pytestmark = pytest.mark.usefixtures("patient")

PATIENCE = 240
"""Seconds for whatever comes as soon as a busy machine gets round to it."""


def until(true, seconds=PATIENCE, every=0.05):
    """Wait until something is so, and give it."""
    give_up = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < give_up, "it has not come in time"
        time.sleep(every)
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    return f"sqlite:///{tmp_path / 'line.db'}" if request.param == "sqlite" else fresh()


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


class Process:
    """A worker in a process of its own, and what it says."""

    def __init__(self, *how):
        self._hears, says = NURSERY.Pipe(duplex=False)
        self._process = NURSERY.Process(target=work, args=(*how, says))
        self._process.start()
        says.close()

    def says(self):
        """Wait for its next word; none where it has died."""
        assert self._hears.poll(PATIENCE), "it has not come in time"
        with contextlib.suppress(EOFError):
            return self._hears.recv()
        return ""

    def tell_to_stop(self):
        self._process.terminate()

    def kill(self):
        self._process.kill()

    def has_ended(self, seconds=PATIENCE):
        """Wait so long for its end, and say whether it has come."""
        self._process.join(seconds)
        return self._process.exitcode is not None

    def ends_well(self):
        """What it says at its end."""
        while (said := self.says()) not in ("ended", "left"):
            assert "stopping" in said
        assert self.has_ended()
        assert self._process.exitcode == 0
        return said

    def close(self):
        self.kill()
        assert self.has_ended()
        self._process.close()
        self._hears.close()


class House:
    """Workers, each a process of its own, and what they have done."""

    def __init__(self, url, folder):
        self.url, self.folder = url, folder
        self.workers = []

    def worker(self, *, every=1.0, silence=PATIENCE, patience=PATIENCE):
        """A worker that has begun. Others are taken over only after minutes, unless `silence` says otherwise."""
        one = Process(self.url, self.folder, every, silence, patience)
        self.workers.append(one)
        assert one.says() == "ready", self.log()
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

    def stop(self, *workers):
        """Tell workers to stop, all at once, and give what they say at their end."""
        for one in workers:
            one.tell_to_stop()
        return [one.ends_well() for one in workers]

    def close(self):
        for one in self.workers:
            one.close()


@pytest.fixture
def house(url, tmp_path):
    house = House(url, tmp_path)
    yield house
    house.close()


def jobs_in(url, workflow="%"):
    """The states of the jobs whose names are like this, by name."""
    engine = engine_of(url)
    schema = "" if url.startswith("sqlite") else "dbos."
    query = f"SELECT workflow_uuid, status FROM {schema}workflow_status WHERE workflow_uuid LIKE :name"
    with engine.connect() as connection:
        found = dict(connection.execute(text(query), {"name": workflow}).all())
    engine.dispose()
    return found


def everything_in(url):
    """All that is in the tables of the engine, as text."""
    engine = engine_of(url)
    schema = None if url.startswith("sqlite") else "dbos"
    found = []
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names(schema=schema):
            if not table.startswith("ivr_"):
                rows = connection.execute(
                    text(f"SELECT * FROM {schema}.{table}" if schema else f"SELECT * FROM {table}")
                )
                found += [str(value) for row in rows for value in row if value is not None]
    engine.dispose()
    return found


def test_jobs_begin_with_their_rows_and_end_once(url, house, database, jobs):
    # Before any worker has run, the engine's tables are not there: the row is left alone, and fails for nothing.
    database.write(lambda c: jobs.fetch(c, "RE0", 1))
    one = house.worker()

    class Undone(Exception):
        pass

    def half(connection):
        jobs.fetch(connection, "RE-undone", 1)
        jobs.finish(connection, "CA-undone")
        raise Undone

    with pytest.raises(Undone):
        database.write(half)
    for _ in range(2):
        database.write(lambda c: jobs.fetch(c, "RE1", 1))
    began = time.monotonic()
    database.write(lambda c: jobs.fetch(c, "RE1", 2, delay=2))
    database.write(lambda c: jobs.fetch(c, "RE-broken", 1))
    database.write(lambda c: jobs.finish(c, "CA1"))
    until(lambda: house.done("fetch", "RE1") and house.done("finish", "CA1"))
    until(lambda: len(house.done("fetch", "RE1")) == 2)
    assert time.monotonic() - began >= 2
    until(lambda: jobs_in(url)["fetch-RE-broken-1"] == "ERROR")
    assert len(house.done("begin", "RE-broken")) == 4
    assert jobs.ended("RE-broken", 1)
    assert not jobs.ended("RE-broken", 2)
    assert house.stop(one) == ["ended"]
    assert database.read(lambda c: c.execute(select(tables.worker)).all()) == []

    database.write(lambda c: jobs.fetch(c, "RE2", 1))  # while nobody works
    assert not jobs.ended("RE2", 1)
    early = Enqueuer(url)
    early.fetch(Never(), "RE3", 1)  # before the engine is loaded: no webhook waits for that
    house.worker()
    until(lambda: house.done("fetch", "RE2") and house.done("fetch", "RE3"))
    until(lambda: set(jobs_in(url, "fetch-RE2%").values()) == {"SUCCESS"})
    early.close()
    assert not [name for name in jobs_in(url) if "undone" in name or "RE0" in name]
    assert house.done("begin", "RE1") == ["begin RE1"] * 2
    assert house.done("begin", "RE0") == house.done("begin", "RE-undone") == []

    kept = everything_in(url)
    assert "fetch-RE1-1" in kept
    assert any("JobFailed" in value or "retries" in value for value in kept)
    assert not [value for value in kept if "07700 900" in value or "gAS" in value]  # a pickle, in base64
    assert "07700 900" not in house.log()
    assert "ValueError" in house.log()


def test_a_worker_that_is_killed_is_followed_by_another(url, house, database, jobs):
    house.hold()
    first, second = house.worker(), house.worker(silence=SILENCE)
    for number in range(12):
        database.write(lambda c, number=number: jobs.fetch(c, f"RE{number}", 1))
    until(lambda: len(set(house.done("begin"))) == 12)  # eight at most in one process
    first.kill()
    assert first.has_ended()
    house.let_go()
    until(lambda: set(jobs_in(url, "fetch-%").values()) == {"SUCCESS"})
    assert sorted(house.done("fetch")) == sorted(f"fetch RE{number} 1" for number in range(12))
    until(lambda: len(database.read(lambda c: c.execute(select(tables.worker)).all())) == 1)
    assert house.stop(second) == ["ended"]


def test_a_job_that_was_taken_and_never_begun_is_brought_back(url, house, database, jobs):
    house.hold()
    one = house.worker(every=0.05)  # sixty beats are from one look to the next
    database.write(lambda c: jobs.fetch(c, "RE1", 1))
    until(lambda: house.done("begin", "RE1"))
    database.write(lambda c: jobs.fetch(c, "RE2", 1, delay=3600))
    schema = "" if url.startswith("sqlite") else "dbos."
    lost = (
        f"UPDATE {schema}workflow_status SET status = 'PENDING', executor_id = (SELECT executor_id FROM "
        f"{schema}workflow_status WHERE workflow_uuid = 'fetch-RE1-1') WHERE workflow_uuid = 'fetch-RE2-1'"
    )
    database.write(lambda c: c.execute(text(lost)))  # as if the database had gone away just then
    until(lambda: house.done("begin", "RE2"))
    house.let_go()
    until(lambda: set(jobs_in(url, "fetch-%").values()) == {"SUCCESS"})
    assert house.done("begin", "RE1") == ["begin RE1"]  # what is in hand is left alone, however long it takes
    assert house.stop(one) == ["ended"]


def test_a_clean_stop_waits_for_what_runs_but_not_for_ever(url, house, database, jobs):
    house.hold()
    patient = house.worker()
    database.write(lambda c: jobs.fetch(c, "RE1", 1))
    until(lambda: house.done("begin", "RE1"))
    patient.tell_to_stop()
    assert patient.says() == "stopping"
    database.write(lambda c: jobs.fetch(c, "RE2", 1))
    assert not patient.has_ended(1.5)  # longer than the second that it always waits
    house.let_go()
    assert patient.ends_well() == "ended"
    assert house.done("begin") == ["begin RE1"]
    assert jobs_in(url, "fetch-%") == {"fetch-RE1-1": "SUCCESS", "fetch-RE2-1": "ENQUEUED"}

    house.hold()
    hasty = house.worker(patience=1)
    until(lambda: house.done("begin", "RE2"))
    assert house.stop(hasty) == ["left"]
    house.let_go()
    house.worker(silence=SILENCE)
    until(lambda: house.done("fetch", "RE2"))
    assert house.done("fetch") == ["fetch RE1 1", "fetch RE2 1"]


def test_each_time_there_is_one_round_however_many_workers(url, house):
    workers = [house.worker() for _ in range(3)]
    before = len(house.done("round"))
    until(lambda: len(house.done("round")) >= before + 5)
    known = jobs_in(url, TICKS)
    until(lambda: {jobs_in(url, TICKS)[each] for each in known} == {"SUCCESS"})
    assert house.stop(*workers) == ["ended"] * 3
    rounds = [line.split()[1] for line in house.done("round")]
    assert len(rounds) == len(set(rounds))
    assert known.keys() <= set(rounds) <= jobs_in(url, TICKS).keys()


TICKS = "sched-every-second-%"
"""The names of the jobs that are rounds."""


# Without processes --------------------------------------------------------------------------------------------------------


class Never:
    """A connection that nobody may use."""


def test_sqlalchemy_is_whole_before_the_engine_is_loaded_beside_it():
    code = "import sys; from ivr.message.work import Enqueuer; print('sqlalchemy.orm' in sys.modules, 'dbos' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=240
    )
    assert told.stdout.split() == ["True", "False"]


def test_in_memory_or_closed_the_rows_are_left_alone(tmp_path):
    closed = Enqueuer(f"sqlite:///{tmp_path / 'line.db'}")
    closed.close()
    for jobs in (closed, Enqueuer("sqlite://")):
        jobs.fetch(Never(), "RE1", 1)
        jobs.finish(Never(), "CA1")
        jobs.prepare()
        jobs.finish(Never(), "CA1")
    assert not [thread for thread in threading.enumerate() if thread.name == "ivr-enqueuer"]
    assert not (tmp_path / "line.db").exists()


def test_a_database_in_memory_has_no_worker():
    with pytest.raises(ValueError, match="in memory"):
        Worker("sqlite://", None, None)


def test_an_older_sqlite_is_taught_the_time():
    connection = sqlite3.connect(":memory:")
    try:
        teach_the_time(connection, (3, 40, 1))
        connection.execute("CREATE TABLE moment (at INTEGER DEFAULT (unixepoch('subsec') * 1000), x)")
        connection.execute("INSERT INTO moment (x) VALUES (1)")
        (at,) = connection.execute("SELECT at FROM moment").fetchone()
        assert abs(at / 1000 - time.time()) < 60
        assert connection.execute("SELECT unixepoch()").fetchone()[0] == pytest.approx(time.time(), abs=60)
        assert connection.execute("SELECT unixepoch('now', 'weekday 0')").fetchone() == (None,)
    finally:
        connection.close()


def test_a_younger_sqlite_is_left_as_it_is():
    teach_the_time(None, (3, 42, 0))


@pytest.mark.parametrize(
    ("url", "shared"),
    [
        ("sqlite://", False),
        ("sqlite:///:memory:", False),
        ("sqlite:///file::memory:?uri=true", False),
        ("sqlite:///file:line?mode=memory&cache=shared&uri=true", False),
        ("sqlite:///var/line.db", True),
        ("postgresql://somebody@db.example/line", True),
    ],
)
def test_which_databases_several_processes_share(url, shared):
    assert is_shared(url) is shared


class Clock:
    """A clock that stands still until it is told."""

    now = 100.0

    def __call__(self):
        return self.now


class Watch:
    """A worker's heart, a clock of its own, and what it took over."""

    def __init__(self, database, name, *, dies=False):
        self.taken, self.clock, self.dies = [], Clock(), dies
        self.holders = set()
        self.heart = Heartbeat(database, name, self.take, lambda: self.holders, list, clock=self.clock)
        self.heart.beat()

    def take(self, name):
        if self.dies:
            raise RuntimeError("killed just now")
        self.taken.append(name)


def rows(database):
    return database.read(lambda c: dict(c.execute(select(tables.worker.c.name, tables.worker.c.beats)).all()))


@pytest.fixture
def hearts(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'line.db'}")
    yield database
    database.close()


def pass_by(seconds, *watches):
    """Let time pass for all of them, who beat and then look."""
    for watch in watches:
        watch.clock.now += seconds
        watch.heart.beat()
    for watch in watches:
        watch.heart.look()


def test_who_is_silent_for_six_seconds_is_taken_over_by_one(hearts):
    first, second, dead = (Watch(hearts, name) for name in ("first", "second", "dead"))
    first.clock.now = 5000  # nobody's clock is compared with another's
    pass_by(1, first, second)
    pass_by(5.9, first, second)
    dead.heart.beat()
    pass_by(0.2, first, second)
    pass_by(5.9, first, second)
    assert first.taken == second.taken == []
    pass_by(0.1, first, second)
    assert (first.taken, second.taken) == (["dead"], [])
    pass_by(60, first, second)
    assert (first.taken, second.taken) == (["dead"], [])
    assert rows(hearts).keys() == {"first", "second"}


def test_who_dies_while_taking_over_leaves_it_to_the_next(hearts):
    first, second = Watch(hearts, "first", dies=True), Watch(hearts, "second")
    Watch(hearts, "dead")
    pass_by(1, first, second)
    with pytest.raises(RuntimeError):
        pass_by(6, first, second)
    pass_by(0.1, second)
    pass_by(5.9, second)
    assert second.taken == []
    pass_by(0.1, second)
    assert sorted(second.taken) == ["dead", "first"]
    assert rows(hearts).keys() == {"second"}


def test_one_that_was_only_frozen_beats_on(hearts):
    frozen, watch = Watch(hearts, "frozen"), Watch(hearts, "watch")
    watch.heart.look()
    watch.clock.now += 60
    watch.heart.look()
    assert watch.taken == ["frozen"]
    frozen.heart.beat()
    assert rows(hearts)["frozen"] == 1


def test_jobs_of_workers_without_a_row_are_found(hearts):
    watch = Watch(hearts, "watch")
    watch.holders = {"watch", "nobody"}
    watch.heart.adopt()
    watch.heart.look()
    watch.clock.now += 6
    watch.heart.look()
    assert watch.taken == ["nobody"]
    assert rows(hearts).keys() == {"watch"}


def test_the_engine_is_retold_once_a_minute_and_without_its_words(caplog):
    theirs = logging.getLogger("dbos")
    before = (theirs.handlers[:], theirs.propagate, theirs.level)
    theirs.handlers.clear()
    try:
        be_quiet()
        be_quiet()
        assert len(theirs.handlers) == 1
        for number in range(3):
            theirs.warning(f"07700 90012{number}")
        theirs.info("nothing")
    finally:
        theirs.handlers[:], theirs.propagate = before[:2]
        theirs.setLevel(before[2])
    assert len(caplog.messages) == 1
    assert "most likely the database could not be reached" in caplog.messages[0]
    assert "goes on by itself" in caplog.messages[0]
    assert "`ivr doctor` says more" in caplog.messages[0]
    assert "test_work" in caplog.messages[0]
    assert "07700" not in caplog.text
