"""A database as the first version of this program left it: its tables word for word, and what two calls said.

It depends on nothing of today's program, so it cannot change with it.
"""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url

TEN = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
BY = datetime(2026, 11, 2, 10, 25, tzinfo=UTC)

ROWS: dict[str, list[dict[str, object]]] = {
    "ivr_call": [
        {"call_sid": "CA1", "over_by": BY, "ended_at": TEN, "swept_at": BY, "empty": False},
        {"call_sid": "CA2", "over_by": BY, "ended_at": None, "swept_at": None, "empty": False},
    ],
    "ivr_step": [{"call_sid": "CA1", "step": 3}, {"call_sid": "CA2", "step": 1}],
    "ivr_message": [
        {"call_sid": "CA1", "opened_step": 3, "reference": "40506070", "opened_at": TEN}
        | {"version": "0123456789ab", "language": "en", "node": "how-it-works", "key": "1"},
        {"call_sid": "CA2", "opened_step": 2, "reference": "40506071", "opened_at": TEN}
        | {"version": None, "language": None, "node": None, "key": None},
    ],
    "ivr_mark": [{"call_sid": "CA1", "step": 6, "what": "sent", "name": ""}],
    "ivr_answer": [
        {"call_sid": "CA1", "step": 4, "name": "safe_number", "value": "07700900123"},
        {"call_sid": "CA1", "step": 5, "name": "area", "value": "dacorum"},
        {"call_sid": "CA2", "step": 3, "name": "safe_number", "value": "07700900999"},
    ],
    "ivr_recording": [
        {"recording_sid": "RE1", "call_sid": "CA1", "step": 5, "node": "message", "seconds": 12}
        | {"url": "https://api.example/RE1", "at": TEN},
        {"recording_sid": "RE2", "call_sid": "CA2", "step": 2, "node": "message", "seconds": None}
        | {"url": "https://api.example/RE2", "at": TEN},
        {"recording_sid": "RE3", "call_sid": "CA2", "step": 3, "node": "message", "seconds": 0}
        | {"url": "https://api.example/RE3", "at": TEN},
    ],
    "ivr_unwanted_recording": [
        {"recording_sid": "RE0", "url": "https://api.example/RE0", "why": "discarded", "since": TEN}
    ],
    "ivr_request": [{"call_sid": "CA1", "step": 8, "kind": "cancel", "reference": "10203040", "at": TEN}],
    "ivr_request_count": [{"caller_hash": "ab" * 32, "day": "2026-11-02", "requests": 1}],
    "ivr_secret": [{"name": "callers", "secret": b"a secret of the first version!!!"}],
    "ivr_flow_version": [{"version": "0123456789ab", "text": b"line:", "first_served": TEN}],
}


def build(address: str) -> None:
    """Make the tables of the first version in an empty database, and put rows into each."""
    url = make_url(address)
    kind = url.get_backend_name()
    if kind == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    else:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in (Path(__file__).parent / f"first_version_{kind}.sql").read_text().split(";"):
            if statement.strip():
                connection.exec_driver_sql(statement)
        for table, rows in ROWS.items():
            for row in rows:
                _insert(connection, table, row, kind)
    engine.dispose()


def _insert(connection: Connection, table: str, row: dict[str, object], kind: str) -> None:
    if kind == "sqlite":  # as the first version wrote moments there
        row = {
            name: value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value
            for name, value in row.items()
        }
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)
