"""The line in a storm: its settings, its telephones, and a look into it with the officers' keys."""

import os
import secrets
import subprocess
import urllib.request
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update

from ivr.message import tables
from ivr.phone.caller import Caller
from ivr.web.making import store_of
from ivr.web.settings import from_environment
from scripts.storm.judge import Found
from scripts.storm.processes import IVR, ROOT

PUBLIC_URL = "https://line.example"


class Line:
    """A line with made-up secrets, in a folder of its own."""

    def __init__(self, folder: Path, database_url: str, provider, mail_url: str) -> None:
        self._provider, self._keys = provider, folder / "keys"
        self._token, self._secret = provider.token, secrets.token_hex(32)
        self.environ = {
            "IVR_PUBLIC_URL": PUBLIC_URL,
            "IVR_TWILIO_ACCOUNT_SID": provider.account_sid,
            "IVR_TWILIO_AUTH_TOKEN": provider.token,
            "IVR_TWILIO_API_URL": provider.url,
            "IVR_DATABASE_URL": database_url,
            "IVR_SECRET": self._secret,
            "IVR_PRIVATE_KEYS": str(self._keys),
            "IVR_MENUS": str(ROOT / "menus.yaml"),
            "IVR_MAIL_URL": mail_url,
            "IVR_MAIL_FROM": "line@line.example",
            "IVR_MAIL_TO": "officers@line.example",
            "IVR_LEAST_FREE_MB": "1",
        }
        self._store = store_of(from_environment(self.environ))
        self._store.prepare()  # keys before anybody rings, as an operator would

    def telephone(self, trunk) -> Caller:
        """Return a new telephone that rings the line through `trunk`."""
        return Caller(
            trunk.post,
            get=trunk.get,
            base_url=PUBLIC_URL,
            token=self._token,
            account_sid=self._provider.account_sid,
            recordings=self._provider.recordings,
            status_path="/voice/status",
        )

    def answers(self, ports: Sequence[int]) -> bool:
        """Say whether every host can take a message."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            for port in ports:
                opener.open(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
        except OSError:
            return False
        return True

    def quiet(self, kept: Iterable[str]) -> bool:
        """Say whether nothing is left to do for these calls: every recording stored, every message told."""
        recording, message = tables.recording, tables.message
        calls = set(kept)

        def left(connection) -> set[str]:
            waiting = select(recording.c.call_sid).where(recording.c.state == "expected")
            untold = select(message.c.call_sid).where(message.c.notified_at.is_(None))
            return {sid for query in (waiting, untold) for sid in connection.execute(query).scalars()}

        return not (self._store.database.read(left) & calls)

    def hours_pass(self) -> None:
        """Let calls be over whose end could not be noted while the database was away: their longest length goes by.

        Twilio tells of an end once, and nobody here waits for hours.
        """
        calls, ago = tables.call, datetime.now(UTC) - timedelta(hours=1)
        over = update(calls).where(calls.c.ended_at.is_(None), calls.c.over_by > ago).values(over_by=ago)
        self._store.database.write(lambda connection: connection.execute(over))

    def reconcile(self) -> None:
        """Do what happens every night: compare what the provider has with what is known here."""
        self._messages("reconcile")

    def retry(self) -> None:
        """Do what an operator does with recordings that were given up, or arrived in doubt, in a long bad time."""
        self._messages("retry", "--all")

    def _messages(self, *words: str) -> None:
        command, environ = [str(IVR), "messages", *words], {**os.environ, **self.environ}
        subprocess.run(command, env=environ, check=False, capture_output=True, timeout=300)

    def look(self) -> Found:
        """Open everything, as an officer would."""
        now = datetime.now(UTC)
        calls = self._store.database.read(
            lambda connection: list(connection.execute(select(tables.call.c.call_sid)).scalars())
        )
        rows = self._store.database.read(
            lambda connection: list(
                connection.execute(select(tables.recording.c.recording_sid, tables.recording.c.call_sid))
            )
        )
        by_call = defaultdict(list)
        for sid, call_sid in rows:
            by_call[call_sid].append(sid)
        audio = {}
        for sid, _ in rows:
            item = f"recording/{sid}"
            audio |= self._store.database.read(
                lambda connection, item=item: self._store.vault.get_many(connection, [item])
            )
        return Found(
            {sid: self._store.messages(sid, now) for sid in calls},
            by_call,
            {item.removeprefix("recording/"): data for item, data in audio.items()},
            self._provider.left(),
        )

    def secrets(self) -> list[bytes]:
        """Return what nobody may find anywhere: the line's secrets."""
        keys = [b"".join(file.read_bytes().splitlines()[1:-1])[:40] for file in self._keys.glob("*.pem")]
        return [self._secret.encode(), self._token.encode(), *keys]

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()
