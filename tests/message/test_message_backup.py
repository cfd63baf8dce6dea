"""The manual of backups, done word for word: a copy is made in the middle of calls, all else is lost, and the copy is
read with the recovery key."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from message_calls import CANCEL, CONSENT, SAFE_NUMBER, Call, after, taped
from sqlalchemy.engine import make_url

from ivr.call.effects import Answered, Sent
from ivr.message import items
from ivr.message.store import Store
from ivr.message.vault import PrivateKeys, Vault
from tests import postgresql

MANUAL = (Path(__file__).parents[2] / "docs" / "backup.md").read_text("utf-8")
AUDIO = bytes(range(256)) * 1000
SECRET = "a secret of the hosts of the line, for all of them"
ANOTHER_SECRET = "another secret, made after the fire in the server room"


def commands(*chapters: str) -> str:
    """The commands of some chapters of the manual, as they stand there: `SQLite/Restoring`."""
    found = ["set -eu"]
    for chapter in chapters:
        text = MANUAL
        for level, title in enumerate(chapter.split("/"), 2):
            text = re.split(rf"^{'#' * level} ", text.split(f"\n{'#' * level} {title}\n", 1)[1], flags=re.M)[
                0
            ]
        found += re.findall(r"^```sh\n(.*?)^```$", text, re.M | re.S)
    return "\n".join(found)


class Line:
    """A line in a folder of its own, its secret, its keys, and a shell to look after it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url, self.secret = folder, url, SECRET
        self.keys = folder / "inbox-keys"

    def store(self) -> Store:
        return Store(self.url, Vault(self.secret.encode(), PrivateKeys(self.keys)))

    def sh(self, script: str, **more: str) -> str:
        # Only the backup's name is set here: the manual's holds the minute, which may change in the middle.
        environment = {
            "PATH": os.pathsep.join(
                [str(Path(sys.executable).parent), str(postgresql.programs()), os.environ["PATH"]]
            ),
            "IVR_DATABASE_URL": self.url,
            "IVR_SECRET": self.secret,
            "IVR_PRIVATE_KEYS": str(self.keys),
            "BACKUP": "backups/monday",
            "HOME": str(self.folder),
        }
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            env=environment | more,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def fill(tmp_path: Path) -> Iterator[Callable[[Line], tuple[Any, Any]]]:
    """Leaves messages in a line, which goes on answering calls, and gives what is in it now."""
    running = []

    def leave(line: Line) -> tuple[Any, Any]:
        line.sh(f"ivr keys new --recovery {tmp_path / 'recovery.pem'}")
        running.append(store := line.store())
        call = Call(store)
        call.do(3, CONSENT, SAFE_NUMBER, Answered("area", "dacorum"), taped())
        vault = store.vault
        store.database.write(
            lambda connection: vault.put(connection, items.of_recording("RE1"), AUDIO, after(1))
        )
        call.do(4, Sent())
        call.do(5, CANCEL)
        return told(store)

    yield leave
    for store in running:
        store.close()


def told(store: Store) -> tuple[Any, Any]:
    return store.all_messages(after(60)), store.all_requests()


def check(line: Line, before: tuple[Any, Any]) -> None:
    """A line whose database is back has all that it had, and takes messages."""
    store = line.store()
    assert told(store) == before
    vault = store.vault
    audio = store.database.read(lambda connection: vault.get(connection, items.of_recording("RE1")))
    assert audio == AUDIO
    assert store.healthy()
    Call(store, "CA2").do(3, CONSENT, SAFE_NUMBER, Sent())
    assert len(store.all_messages(after(60))) == 2
    store.close()


def recover(line: Line) -> None:
    """The inbox key is gone with the host; two people bring the recovery key."""
    shutil.rmtree(line.keys)
    line.sh(commands("After restoring"))


def test_a_copy_of_sqlite_made_during_a_call_is_read_with_the_recovery_key(
    tmp_path: Path, fill: Callable[[Line], tuple[Any, Any]]
) -> None:
    line = Line(tmp_path, f"sqlite:///{tmp_path / 'var' / 'liaison-line.db'}")
    before = fill(line)
    line.sh(commands("SQLite/Backing up"))
    after_it = line.store()
    Call(after_it, "CA9").do(3, CONSENT)
    after_it.close()
    [backup] = (tmp_path / "backups").iterdir()
    assert backup.stat().st_mode & 0o077 == 0
    assert not [word for word in (b"07700900123", b"40506070") if word in backup.read_bytes()]
    line.sh(commands("SQLite/Restoring"))
    assert (tmp_path / "before-the-restore" / "liaison-line.db").exists()
    recover(line)
    check(line, before)


def test_a_dump_of_postgresql_made_during_a_call_is_read_with_the_recovery_key(
    tmp_path: Path, fill: Callable[[Line], tuple[Any, Any]]
) -> None:
    line = Line(tmp_path, postgresql.fresh())
    before = fill(line)
    line.sh(commands("PostgreSQL/Backing up"))
    Call(line.store(), "CA9").do(3, CONSENT)
    name = f"restored_{make_url(line.url).database}"
    restored = make_url(line.url).set(database=name).render_as_string(hide_password=False)
    line.sh(commands("PostgreSQL/Restoring").replace(" restored\n", f" {name}\n"), RESTORED_URL=restored)
    line.url = restored
    recover(line)
    check(line, before)


def test_with_the_secret_lost_too_the_recovery_key_is_enough(
    tmp_path: Path, fill: Callable[[Line], tuple[Any, Any]]
) -> None:
    line = Line(tmp_path, f"sqlite:///{tmp_path / 'var' / 'liaison-line.db'}")
    before = fill(line)
    line.sh(commands("SQLite/Backing up", "SQLite/Restoring"))
    line.secret = ANOTHER_SECRET
    recover(line)
    check(line, before)


def test_with_only_the_secret_lost_nothing_is_sealed_before_somebody_vouches_for_the_recovery_key(
    tmp_path: Path, fill: Callable[[Line], tuple[Any, Any]]
) -> None:
    line = Line(tmp_path, f"sqlite:///{tmp_path / 'var' / 'liaison-line.db'}")
    before = fill(line)
    line.secret = ANOTHER_SECRET
    store = line.store()
    assert told(store) == before, "what was left can be read at once"
    assert not store.healthy()
    store.close()
    [recovery] = PrivateKeys(tmp_path)
    line.sh(f"ivr keys vouch {recovery}")
    check(line, before)


def test_every_command_of_the_manual_is_tried() -> None:
    tried = commands(
        "SQLite/Backing up",
        "SQLite/Restoring",
        "PostgreSQL/Backing up",
        "PostgreSQL/Restoring",
        "After restoring",
    )
    everything = re.findall(r"^```sh\n(.*?)^```$", MANUAL, re.M | re.S)
    assert [block for block in everything if block not in tried] == ['BACKUP="backups/$(date +%F-%H%M)"\n']
