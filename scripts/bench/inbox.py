"""What the inbox's list costs with many messages in the store: `python -m scripts.bench.inbox [--gate]`.

Milliseconds that the desk takes for a page of the list, the counts and the stamp, and for a message that is opened;
beside them how many round trips of `SELECT 1` on the same database that is. With `--gate` the exit code is 1 where the
list, the counts or the stamp take longer than the target. PostgreSQL is the one that the tests start, unless
`--postgresql` names an empty database.
"""

import argparse
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, text

from ivr.call.effects import Requested
from ivr.message import items, tables
from ivr.message.accounts.values import CENTRAL, Officer
from ivr.message.audit import Act, Audit
from ivr.message.desk import Desk, Wanted
from ivr.message.store import Store
from ivr.message.values import CallRef
from ivr.message.vault import Vault
from scripts.bench.figures import shown, spread, surroundings

TARGET_MS = 100
NOW = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)
QUEUES = ("dacorum", "watford", "st-albans", "stevenage", "broxbourne", CENTRAL)
SUPERVISOR = Officer("s1", "supervisor")
OFFICER = Officer("o1", "officer", frozenset(QUEUES[:2]))
LOT = 1000


def fill(store, messages, seed=1):
    """Put so many messages there at once, half of them closed, as calls that were taken in would have left them."""
    chance = random.Random(seed)
    for start in range(0, messages, LOT):
        rows = [_message(chance, number) for number in range(start, min(start + LOT, messages))]
        store.database.write(lambda connection, rows=rows: _insert(connection, rows))
    store.database.write(lambda connection: _opened(connection, store))
    for number in range(20):
        asked = CallRef(f"CB{number:032x}", int(NOW.timestamp()) // 60 - 60 * (number + 1))
        store.do(
            (Requested("cancel", str(10_000_000 + number)),), asked, 1, NOW - timedelta(hours=number + 1)
        )
        store.call_ended(asked.sid, NOW - timedelta(hours=number + 1))
    store.database.write(_analysed)


def _message(chance, number):
    at = NOW - timedelta(minutes=chance.randrange(60 * 24 * 200))
    call = {"call_sid": f"CA{number:032x}", "over_by": at, "ended_at": at, "swept_at": at, "empty": False}
    call |= {"finished_at": at, "listed_at": at}
    sent = chance.random() < 0.8
    closed = at + timedelta(hours=9) if number % 2 else None
    claimed = chance.choice(("o1", "o2", "o3")) if closed or chance.random() < 0.3 else None
    message = {
        "call_sid": call["call_sid"],
        "opened_step": 1,
        "reference": str(10_000_000 + number),
        "opened_at": at,
        "version": "0123456789ab",
        "language": "en",
        "node": "how-it-works",
        "key": "1",
        "heard_at": at + timedelta(hours=1) if claimed else None,
        "closed_at": closed,
        "outcome": "contacted" if closed else None,
        "state": "sent" if sent else "unfinished",
        "queue": chance.choice(QUEUES),
        "emergencies": 0,
        "claimed_by": claimed,
        "claimed_at": at + timedelta(hours=1) if claimed else None,
        "attempts": chance.randrange(3) if claimed else 0,
    }
    mark = {"call_sid": call["call_sid"], "step": 9, "what": "sent" if sent else "confirmed", "name": ""}
    recording = {
        "recording_sid": f"RE{number:032x}",
        "call_sid": call["call_sid"],
        "step": 2,
        "node": "message",
    }
    recording |= {"url": "https://api.example/1", "seconds": 12, "at": at, "state": "stored", "attempt": 1}
    return call, message, mark, recording


def _insert(connection, rows):
    of_tables = (tables.call, tables.message, tables.mark, tables.recording)
    for table, values in zip(of_tables, zip(*rows, strict=True), strict=True):
        connection.execute(insert(table), list(values))


def _opened(connection, store):
    """Let the first message be one with answers and a log, as it would be."""
    audit = Audit(store.vault)
    for step, name in enumerate(("safe_number", "contact", "safe_time", "safe_days", "reason"), 3):
        call_sid = f"CA{0:032x}"
        connection.execute(insert(tables.answer).values(call_sid=call_sid, step=step, name=name))
        store.vault.put(connection, items.of_answer(call_sid, step, name), b"any", NOW)
    for _ in range(50):
        audit.write(connection, Act.OPENED, who="o1", at=NOW - timedelta(days=1), reference="10000000")


def _analysed(connection):
    connection.execute(text("ANALYZE"))


def times(work, goes):
    """Milliseconds of each go, the first left out."""
    work()
    taken = []
    for _ in range(goes):
        begun = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - begun))
    return taken


def measure(url, messages, goes):
    """What each thing took, by its name: milliseconds of each go."""
    store = Store(url, Vault.throw_away())
    try:
        fill(store, messages)
        desk = Desk(store, Audit(store.vault))
        last = desk.list(SUPERVISOR, Wanted("all"), NOW)
        if last.total != messages:
            raise SystemExit(f"the list has {last.total} messages, not {messages}")
        wanted = {
            "list, first page": lambda: desk.list(SUPERVISOR, Wanted(), NOW),
            "list, last page of all": lambda: desk.list(SUPERVISOR, Wanted("all", page=last.pages), NOW),
            "list, closed": lambda: desk.list(SUPERVISOR, Wanted("closed"), NOW),
            "list, by reference": lambda: desk.list(SUPERVISOR, Wanted(reference="10004711"), NOW),
            "list, two areas": lambda: desk.list(OFFICER, Wanted(), NOW),
            "counts": lambda: desk.counts(SUPERVISOR, NOW),
            "stamp": lambda: desk.stamp(SUPERVISOR, NOW),
            "open a message": lambda: desk.open(SUPERVISOR, "10000000", NOW),
        }
        one = times(lambda: store.database.read(lambda c: c.execute(text("SELECT 1")).scalar()), goes)
        return {"SELECT 1": one} | {name: times(work, goes) for name, work in wanted.items()}
    finally:
        store.close()


def main(arguments=None):
    """Measure, print a table for each database, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gate", action="store_true", help="exit 1 where a target is missed")
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--goes", type=int, default=30)
    parser.add_argument("--postgresql", default="", help="the address of an empty database")
    chosen = parser.parse_args(arguments)
    print(surroundings())
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        for name in ("SQLite", "PostgreSQL"):
            url = f"sqlite:///{Path(folder) / 'inbox.sqlite'}"
            if name == "PostgreSQL":
                url = chosen.postgresql or _postgresql()
            missed |= report(name, measure(url, chosen.messages, chosen.goes), chosen.messages)
    return 1 if missed and chosen.gate else 0


def report(name, taken, messages):
    """Print what was measured on one database, and say whether a target was missed."""
    round_trip = spread(taken["SELECT 1"])[0]
    print(f"\n{name}, {messages:,} messages\n\n| | ms | round trips |\n|---|---|---|")
    missed = False
    for what, each in taken.items():
        middle = spread(each)[0]
        missed |= middle > TARGET_MS
        print(f"| {what} | {shown(each)} | {middle / round_trip:.0f} |")
    return missed


def _postgresql():
    from tests import postgresql

    return postgresql.fresh()


if __name__ == "__main__":
    sys.exit(main())
