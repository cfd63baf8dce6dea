"""What is made from the settings: a demonstration needs nothing, the real service is told what it needs."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from twilio_end import SECRET, TOKEN, line_settings

from ivr.message import tables
from ivr.message.audit import Act, Audit, entries
from ivr.message.retention import Periods
from ivr.message.tasks import Tasks
from ivr.web import making
from ivr.web.making import (
    folder_of,
    inbox_of,
    keys_folder,
    mail_of,
    periods_of,
    provider_of,
    secret_of,
    store_of,
    tasks_of,
    vault_of,
)
from ivr.web.settings import SettingsError

IN_MEMORY = ["sqlite://", "sqlite:///:memory:", "sqlite:///file:a?mode=memory&uri=true", "sqlite+pysqlite://"]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_demonstration_makes_its_secret_once_readable_by_nobody_else(tmp_path):
    settings = line_settings(tmp_path / "new")
    secret = secret_of(settings)
    file = tmp_path / "new" / "server-secret"
    assert secret == file.read_bytes().strip() == secret_of(settings)
    assert len(secret) == 64
    assert (mode(file), mode(file.parent)) == (0o600, 0o700)
    assert [path.name for path in file.parent.iterdir()] == ["server-secret"]


def test_whoever_begins_at_the_same_instant_gets_the_same_secret(tmp_path):
    started = Barrier(8)

    def begin(_):
        started.wait()
        return secret_of(line_settings(tmp_path / "new"))

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(begin, range(8)))) == 1


def test_a_secret_that_is_there_stays(tmp_path):
    (tmp_path / "server-secret").write_text(f"{SECRET}\n")
    making._make_secret(tmp_path / "server-secret")  # another process was a moment sooner
    assert secret_of(line_settings(tmp_path)) == SECRET.encode()


@pytest.mark.parametrize("content", ["", "short\n"])
def test_a_secret_that_was_spoilt_is_never_replaced(tmp_path, content):
    """With a new one nothing that is there could be trusted or found again."""
    (tmp_path / "server-secret").write_text(content)
    with pytest.raises(SettingsError, match="Bring it back from a backup"):
        secret_of(line_settings(tmp_path))


def test_a_secret_that_cannot_be_kept_is_told_and_the_line_runs_on_without_keeping_anything(
    tmp_path, make_app
):
    (tmp_path / "server-secret").mkdir()
    with pytest.raises(SettingsError, match="cannot be kept"):
        secret_of(line_settings(tmp_path))
    app = make_app()
    ready = app.test_client().get("/readyz")
    assert (ready.status_code, ready.json["keys"]) == (503, False)
    assert app.test_client().get("/healthz").status_code == 200


def test_the_secret_of_the_settings_comes_first(tmp_path):
    assert secret_of(line_settings(tmp_path, secret=SECRET)) == SECRET.encode()
    assert not (tmp_path / "server-secret").exists()


@pytest.mark.parametrize("url", IN_MEMORY)
def test_with_a_database_in_memory_nothing_is_left_behind(tmp_path, monkeypatch, url):
    monkeypatch.chdir(tmp_path)
    settings = line_settings(tmp_path, database_url=url, private_keys=tmp_path / "real")
    assert (folder_of(settings), keys_folder(settings)) == (None, None)
    assert secret_of(settings) != secret_of(settings)
    store = store_of(settings)
    store.prepare()
    assert store.healthy()
    store.close()
    assert not (tmp_path / "server-secret").exists()
    assert not (tmp_path / "real").exists()


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("sqlite:////srv/line/a.db", "/srv/line"),
        ("sqlite:///var/a%20b.db", "var"),
        ("sqlite:///a.db", "."),
        ("sqlite+pysqlite:////srv/a.db?timeout=3", "/srv"),
        ("sqlite:///file:/srv/a.db?mode=ro&uri=true", "/srv"),
        ("postgresql+psycopg://someone@db/line", "var"),
    ],
)
def test_what_is_kept_beside_the_database(tmp_path, url, folder):
    settings = line_settings(tmp_path, database_url=url)
    assert folder_of(settings) == Path(folder)
    assert keys_folder(settings) == Path(folder) / "keys"
    assert keys_folder(settings.model_copy(update={"private_keys": Path("/k")})) == Path("/k")


def test_a_demonstration_invents_keys_and_the_real_service_never_does(tmp_path):
    real = {"demonstration": False, "demonstration_approved_by": "A person", "secret": SECRET}
    store = store_of(line_settings(tmp_path / "real", **real))
    store.prepare()
    assert (store.health().keys, list((tmp_path / "real").glob("keys/*"))) == (False, [])
    store.close()
    store = store_of(line_settings(tmp_path / "demonstration"))
    store.prepare()
    assert store.health().keys
    keys = tmp_path / "demonstration" / "keys"
    assert [mode(path) for path in (keys, *keys.iterdir())] == [0o700, 0o600, 0o600]
    store.close()


def test_the_side_that_only_writes_holds_no_private_key(tmp_path):
    vault = vault_of(line_settings(tmp_path), can_open=False)
    assert vault.private_keys is None
    assert not (tmp_path / "keys").exists()


def test_without_an_account_there_is_no_provider_and_without_addresses_no_mail(tmp_path):
    sid = "AC" + "0" * 32
    assert provider_of(line_settings(tmp_path)) is None
    assert provider_of(line_settings(tmp_path, twilio_account_sid=sid, twilio_auth_token="")) is None
    provider = provider_of(line_settings(tmp_path, twilio_account_sid=sid))
    assert TOKEN not in repr(provider)
    assert sid not in repr(provider)
    assert mail_of(line_settings(tmp_path)) is None
    mail = {"mail_url": "smtp://mail.example", "mail_to": "a@line.example", "mail_from": "b@line.example"}
    assert mail_of(line_settings(tmp_path, **mail)) is not None


def test_officers_can_be_told_without_addresses_in_the_settings(tmp_path):
    mail = {"mail_url": "smtp://mail.example", "mail_from": "b@line.example"}
    post = mail_of(line_settings(tmp_path).model_copy(update=mail))
    assert (post.has_own(unheard=False), post.has_own(unheard=True)) == (False, False)


def test_a_mail_leads_to_where_the_inbox_is(tmp_path):
    assert (
        inbox_of(line_settings(tmp_path, inbox_url="https://inbox.example")) == "https://inbox.example/inbox/"
    )
    assert inbox_of(line_settings(tmp_path).model_copy(update={"inbox_url": ""})) == ""


def test_every_minute_what_the_inbox_need_not_keep_is_forgotten(tmp_path):
    settings = line_settings(tmp_path, keep_log_days=10, idle_minutes=5)
    store = store_of(settings)
    audit, now = Audit(store.vault), datetime(2026, 11, 22, 12, tzinfo=UTC)
    old = now - timedelta(days=10, hours=23)

    def write(connection):
        audit.write(connection, Act.OPENED, who="a", at=old, reference="12345678")
        officer = {
            "officer_id": "a",
            "role": "officer",
            "hashed_under": "",
            "notices": "none",
            "made_at": old,
        }
        connection.execute(tables.officer.insert().values(officer))
        session = {"token_hash": "t", "officer_id": "a", "epoch": 0, "stage": "in"}
        connection.execute(tables.session.insert().values(**session, began_at=old, seen_at=old))

    def left(table):
        return store.database.read(lambda connection: len(connection.execute(table.select()).all()))

    store.prepare()
    store.database.write(write)
    assert tasks_of(settings, store, clock=lambda: now).tend().troubles == ()
    assert (left(tables.session), left(tables.audit)) == (0, 1)
    later = now + timedelta(hours=2)
    assert tasks_of(settings, store, clock=lambda: later).tend().troubles == ()
    [entry] = store.database.read(entries)
    assert entry.act == Act.LOG_SHORTENED
    store.close()


def test_the_periods_are_those_of_the_settings(tmp_path):
    days = {"keep_closed_days": 1, "keep_unfinished_days": 2, "undo_days": 3, "keep_proof_days": 4}
    days["keep_requests_days"] = 5
    assert periods_of(line_settings(tmp_path, **days)) == Periods(1, 2, 3, 4, 5)
    store = store_of(line_settings(tmp_path))
    assert isinstance(tasks_of(line_settings(tmp_path), store), Tasks)
    store.close()
