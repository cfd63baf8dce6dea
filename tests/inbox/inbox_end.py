"""A whole inbox for tests: the real app with its guard and headers, officers in every role, and messages to work on.

    end = made(tmp_path)                                # or made(tmp_path, database_url=postgresql.ready())
    officer = end.officer("officer", ["watford"])
    left = end.message(area="watford", seconds=(12,))
    page = end.client(officer).get(f"/inbox/messages/{left.reference}")
    assert left.reference in page.text

What there is:

- `made(tmp_path, database_url=None, **settings)` -> `End`, in about a hundredth of a second. Settings are those of
  `ivr.web.settings.Settings`, such as `idle_minutes=5` or `inbox_url="https://inbox.example"`. It is no demonstration unless `demonstration=True`. Two ends
  over one `tmp_path` and `database_url` are two hosts of one line: they share keys and secret, each has its own clock.
  They are closed when the process ends, or by `end.close()`.
- `end.app`, `end.means`, `end.desk`, `end.store`, `end.clock`: `end.clock.now` can be set; `end.clock.pass_by(minutes=5)`.
- `end.accounts`: over the same database as the app's own (`end.means.accounts`), with hashes that cost nothing.
- `end.officer(role="officer", areas=("watford",), name=…, login=…, **more)` -> `Officer`, made by `Accounts.add` without
  a password: cheap. `end.with_password(…)` -> `Known` (officer, login, password, secret, recovery; `.code()` is what
  the app on their telephone shows now), for whoever tests the login itself.
- `end.client(officer)` -> a `Client` that is in already; `end.client()` one that is not. It is a FlaskClient that comes
  from `inbox_url` and from 127.0.0.1. `client.send("/inbox/…", data={…})` posts a form with a good csrf_token (`client.post`
  posts it without); `client.token` is its session's token.
- `end.message(…)` -> `Left` (reference, call_sid, recordings: {sid: WAV bytes}): a message as a caller leaves it and a
  worker has fetched it. `end.request("cancel", reference)` -> call_sid: what a caller asks for afterwards.
- `end.rows(table)`; `end.acts(reference=None)`: what is in the log, by words, oldest first; `end.entries()`: how many.

`ANSWERS` are the answers of a message whose caller took the safest of everything.
"""

import atexit
import itertools
import shutil
import tempfile
import weakref
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import event, func, select, update

from ivr.call.effects import Answered, Confirmed, Consented, Marked, RecordingKept, Requested, Sent
from ivr.menu.flow import version_of
from ivr.message import items, tables
from ivr.message.accounts import Accounts, Officer
from ivr.message.accounts.passwords import Cost
from ivr.message.audit import OPERATOR, Audit
from ivr.message.keys import KeysRefused, new
from ivr.message.store import Store
from ivr.message.values import CallRef
from ivr.phone.sound import sound
from ivr.web.app import create_app
from ivr.web.making import database_file, keys_folder, store_of
from ivr.web.menu_file import MenuFile
from ivr.web.settings import Settings

SHIPPED = Path(__file__).parents[2] / "menus.yaml"
SECRET = "the secret of the inbox of these tests"
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
"""A Monday morning, in London as in UTC."""
CALLER = "+447700900001"
FAST = Cost(passes=1, memory_kib=8, lanes=1)
PASSWORD = "seven quiet lanterns"

ANSWERS: Mapping[str, str] = {
    "mode": "voice",
    "safe_number": "07700900123",
    "contact": "call",
    "rules": "safest",
    "safe_time": "evenings",
    "safe_days": "any",
}
"""Asked before the message, in this order; area and reason come after it."""

_numbers = itertools.count(1)
_shipped = MenuFile(SHIPPED)
"""The shipped menus, read once for all: nobody changes that file."""


@dataclass
class Clock:
    """What time it is, for the app and for everything that is left."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **more: float) -> None:
        self.now += timedelta(**more)


@dataclass(frozen=True)
class Left:
    """A message that was left. `recordings` has the audio an officer is to hear, by the provider's name, oldest first."""

    reference: str
    call_sid: str
    recordings: Mapping[str, bytes] = field(repr=False)


@dataclass
class Known:
    """An officer with a password, an app that shows codes, and recovery codes."""

    officer: Officer
    login: str
    password: str
    secret: str
    recovery: tuple[str, ...]
    clock: Clock

    def code(self, **ahead: float) -> str:
        """What the app shows now, or so long ahead. A code is good once: let the clock pass by 30 seconds between two."""
        return pyotp.TOTP(self.secret).at(self.clock.now + timedelta(**ahead))

    def wrong_code(self) -> str:
        """A code that no app with this secret shows now."""
        return wrong_code(self.secret, self.clock.now)


def wrong_code(secret: str, now: datetime) -> str:
    """A code that no app with this secret shows in the minutes around now."""
    shown = {pyotp.TOTP(secret).at(now + timedelta(seconds=30 * steps)) for steps in range(-3, 4)}
    return next(code for code in map("{:06}".format, itertools.count()) if code not in shown)


class Client(FlaskClient):
    """A browser of an officer. It keeps cookies and follows nothing by itself."""

    base = "http://127.0.0.1:5055"
    token = ""

    def open(self, *words: Any, **more: Any) -> Any:
        if words and isinstance(words[0], str):
            more.setdefault("base_url", self.base)
        return super().open(*words, **more)

    def send(self, path: str, data: Mapping[str, Any] | None = None, **more: Any) -> Any:
        """Post a form as a page of the inbox would have made it for this browser."""
        return self.post(path, data={**(data or {}), "csrf_token": self.form_token()}, **more)

    def form_token(self) -> str:
        """What the hidden field of a form holds for this browser."""
        kept = self._kept()
        if "csrf_token" not in kept:
            kept["csrf_token"] = "0123456789abcdef" * 2
            self._keep(kept)
        secret = self.application.secret_key
        return str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(kept["csrf_token"]))

    def be_in(self, token: str) -> None:
        """Have the cookie of a session."""
        self._keep({"s": token})
        self.token = token

    def _kept(self) -> dict[str, Any]:
        """What is in the cookie. The app itself would need a request to tell."""
        cookie = self.get_cookie(self.application.config["SESSION_COOKIE_NAME"], self._host)
        if cookie is None:
            return {}
        try:
            return dict(self._signer.loads(cookie.value))
        except BadSignature:
            return {}

    def _keep(self, values: Mapping[str, Any]) -> None:
        name = self.application.config["SESSION_COOKIE_NAME"]
        self.set_cookie(name, self._signer.dumps(values), domain=self._host)

    @property
    def _host(self) -> str:
        return urlsplit(self.base).hostname or ""

    @property
    def _signer(self) -> Any:
        return self.application.session_interface.get_signing_serializer(self.application)


class End:
    """An inbox with everything that a test needs of it. Made by `made`."""

    def __init__(self, settings: Settings, *, recovery: Path) -> None:
        self.settings, self.clock = settings, Clock()
        _make_keys(settings, recovery)
        menus = _shipped if settings.menus == SHIPPED else None
        self.app: Flask = create_app(settings, clock=self.clock, flow_source=menus)
        self.app.testing = True
        self.app.test_client_class = Client
        self.store: Store = self.app.extensions["store"]
        if settings.database_url.startswith("sqlite"):
            event.listen(self.store.engine, "checkout", _wait_for_no_disk)
        self.accounts = Accounts(
            self.store.database,
            self.store.vault,
            Audit(self.store.vault),
            idle=timedelta(minutes=settings.idle_minutes),
            longest=timedelta(hours=settings.session_hours),
            demonstration=settings.demonstration,
            cost=FAST,
        )
        self.close = weakref.finalize(self, self.store.close)

    @property
    def means(self) -> Any:
        return self.app.extensions["inbox"]

    @property
    def desk(self) -> Any:
        return self.means.desk

    # officers

    def officer(
        self,
        role: Any = "officer",
        areas: Collection[str] = ("watford",),
        *,
        name: str = "",
        login: str = "",
        password: bool = False,
        **more: Any,
    ) -> Officer:
        return self._add(role, areas, name, login, password=password, **more).officer

    def with_password(
        self, role: Any = "officer", areas: Collection[str] = ("watford",), **more: Any
    ) -> Known:
        """An officer who has come in once by password, and set up an app. They are nowhere in now."""
        name, login = more.pop("name", ""), more.pop("login", "")
        added = self._add(role, areas, name, login, password=True, **more)
        login = added.officer.login
        half = self.accounts.check_password(
            login, added.first_password, address="192.0.2.200", device="", at=self.clock.now
        )
        secret = self.accounts.begin_set_up(half.token, self.clock.now).secret
        code = pyotp.TOTP(secret).at(self.clock.now)
        begun, recovery = self.accounts.finish_set_up(
            half.token, password=PASSWORD, code=code, at=self.clock.now
        )
        self.accounts.leave(begun.token, self.clock.now)
        self.clock.pass_by(seconds=30)
        officer = self.accounts.get(added.officer.officer_id)
        return Known(officer, login, PASSWORD, secret, recovery, self.clock)

    def client(self, officer: Officer | None = None, *, address: str = "127.0.0.1") -> Client:
        """A browser: of an officer who is in already, or of nobody."""
        client = self.app.test_client()
        assert isinstance(client, Client)
        client.base = self.settings.inbox_url or Client.base
        client.environ_base["REMOTE_ADDR"] = address
        if officer is not None:
            client.be_in(self.accounts.begin(officer.officer_id, self.clock.now))
        return client

    def _add(
        self, role: Any, areas: Collection[str], name: str, login: str, *, password: bool, **more: Any
    ) -> Any:
        number = next(_numbers)
        return self.accounts.add(
            login=login or f"officer-{number}@force.example",
            name=name or f"{role.title()} {number}",
            role=role,
            areas=areas,
            password=password,
            by=OPERATOR,
            at=self.clock.now,
            **more,
        )

    # what callers leave

    def message(
        self,
        *,
        area: str | None = "watford",
        reason: str | None = "hate-crime",
        language: str = "en",
        sent: bool = True,
        seconds: Collection[int] = (12,),
        nodes: Collection[str] = (),
        answers: Mapping[str, str | None] | None = None,
        presses_5: int = 0,
        fetched: bool = True,
        doubtful: bool = False,
        ended: bool = True,
        ago: timedelta = timedelta(minutes=5),
    ) -> Left:
        """Leave a message `ago`, by the clock. The call took two minutes.

        Args:
            area: that of the caller's answer; None where they gave none. So with `reason`.
            sent: the caller sent it; otherwise they hung up, and it is unfinished.
            seconds: the length of each recording, oldest first.
            nodes: where each was made; the last ones at `message`.
            answers: changes of `ANSWERS`; None takes one away. Where `safe_number` is taken away, nothing is confirmed.
            presses_5: how often the caller asked for emergency help.
            fetched: a worker has stored the recordings; otherwise they are still expected. `doubtful`: not whole.
            ended: the call is over.
        """
        number = next(_numbers)
        at, sid = self.clock.now - ago, f"CA{number:032x}"
        call, step = CallRef(sid, int(at.timestamp()) // 60, CALLER), itertools.count(1)
        given = {name: value for name, value in {**ANSWERS, **(answers or {})}.items() if value is not None}
        do = self.store.do
        do([Consented(self._version(), language, "consent", "1")], call, next(step), at)
        early = [Answered(name, value) for name, value in given.items()]
        do([*early, *([Confirmed()] if "safe_number" in given else [])], call, next(step), at)
        for _ in range(presses_5):
            do([Marked("emergency")], call, next(step), at)
        where = [*nodes, *["message"] * len(seconds)]
        recordings = {}
        for place, (node, length) in enumerate(zip(where, seconds, strict=False), 1):
            name = f"RE{number:016x}{place:016x}"
            recordings[name] = sound(name, length)
            kept = RecordingKept(node, name, f"https://api.example/{name}", length)
            do([kept], call, next(step), at + timedelta(seconds=place))
        if sent:
            do([Sent()], call, next(step), at + timedelta(minutes=1))
        later = [Answered(name, value) for name, value in (("area", area), ("reason", reason)) if value]
        if later:
            do(later, call, next(step), at + timedelta(minutes=1))
        reference = self.store.reference(sid, next(step))
        if ended:
            self.store.call_ended(sid, at + timedelta(minutes=2))
        if fetched:
            self._fetch(recordings, at + timedelta(minutes=2), doubtful=doubtful)
        assert reference is not None
        return Left(reference, sid, recordings)

    def request(
        self,
        kind: Any = "cancel",
        reference: str = "40506070",
        *,
        answers: Mapping[str, str] | None = None,
        ago: timedelta = timedelta(minutes=5),
    ) -> str:
        """Have a caller ask that a message be cancelled or changed. Return the name of that call."""
        number = next(_numbers)
        at, sid = self.clock.now - ago, f"CA{number:032x}"
        call = CallRef(sid, int(at.timestamp()) // 60, CALLER)
        self.store.do([Requested(kind, reference)], call, 1, at)
        if answers:
            self.store.do([Answered(*answer) for answer in answers.items()], call, 2, at)
        self.store.call_ended(sid, at + timedelta(minutes=1))
        return sid

    # what there is

    def rows(self, table: Any) -> list[Any]:
        return list(self.store.database.read(lambda connection: connection.execute(select(table)).all()))

    def acts(self, reference: str | None = None) -> list[str]:
        rows = sorted(self.rows(tables.audit), key=lambda row: row.number)
        return [row.what for row in rows if reference is None or row.reference == reference]

    def entries(self) -> int:
        count = select(func.count()).select_from(tables.audit)
        return int(self.store.database.read(lambda connection: connection.execute(count).scalar_one()))

    def _fetch(self, recordings: Mapping[str, bytes], at: datetime, *, doubtful: bool) -> None:
        """Store recordings as a worker does that has fetched them."""

        def store(connection: Any) -> None:
            for name, audio in recordings.items():
                self.store.vault.put(connection, items.of_recording(name), audio, at)
                this = update(tables.recording).where(tables.recording.c.recording_sid == name)
                trouble = "doubtful" if doubtful else None
                connection.execute(
                    this.values(state="stored", stored_at=at, due_at=None, trouble=trouble, deleted_at=at)
                )

        self.store.database.write(store)

    def _version(self) -> str:
        return version_of(self.settings.menus.read_bytes())


def made(tmp_path: Path, database_url: str | None = None, **settings: Any) -> End:
    """An inbox over a database of SQLite's in this folder, or over another one. See the top of this file."""
    if database_url:
        settings["database_url"] = database_url
    return End(_settings(tmp_path, **settings), recovery=tmp_path / "recovery.pem")


def _settings(folder: Path, **others: Any) -> Settings:
    given = {
        "demonstration": False,
        "demonstration_approved_by": "A. N. Approver",
        "secret": SECRET,
        "numbers": {"person": "01632 960123"},
        "public_url": "https://line.example",
        "twilio_auth_token": "a token of these tests",
        "inbox_url": "http://127.0.0.1:5055",
        "database_url": f"sqlite:///{folder / 'line' / 'messages.sqlite'}",
        "private_keys": folder / "keys",
        "menus": SHIPPED,
        **others,
    }
    return Settings(**given)


def _make_keys(settings: Settings, recovery: Path) -> None:
    """Do what `ivr keys new` does, unless another host has done it. On SQLite, all begin with copies of the same."""
    file, keys = database_file(settings), keys_folder(settings)
    if file is None or keys is None or file.exists() or settings.secret != SECRET:
        _new_keys(settings, recovery)
        return
    once = _once()
    shutil.copytree(once / "line", file.parent)
    shutil.copytree(once / "keys", keys)
    shutil.copy2(once / "recovery.pem", recovery)


@cache
def _once() -> Path:
    """Make a line that nothing was left at, with its keys, in a folder that goes when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="inbox"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _new_keys(_settings(folder), folder / "recovery.pem")
    return folder


def _wait_for_no_disk(connection: Any, *_: Any) -> None:
    """Nobody cuts this machine's power to see what is left of a test."""
    connection.execute("PRAGMA synchronous = OFF").close()


def _new_keys(settings: Settings, recovery: Path) -> None:
    store = store_of(settings)
    try:
        new(store.database, store.vault, recovery, NOW)
    except KeysRefused:
        pass
    finally:
        store.close()
