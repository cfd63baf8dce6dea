"""From the settings to the objects that keep messages: the store, the vault, the provider, the mail, the tasks.

The web side, the worker and the commands make them here, so that all of them mean the same by the same settings.
Each library is loaded only by whoever asks for what needs it.

A demonstration needs no secret and no keys: both are made beside the database, readable by nobody else. For a database
in memory they are in memory, too: with it goes whatever they could open.
"""

import contextlib
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from ivr.web.chores import chores_of
from ivr.web.settings import SHORTEST_SECRET, Settings, SettingsError

if TYPE_CHECKING:
    from ivr.message.jobs import Jobs
    from ivr.message.notices import Mail
    from ivr.message.provider import Provider
    from ivr.message.retention import Periods
    from ivr.message.store import Store
    from ivr.message.tasks import Tasks
    from ivr.message.vault import Vault

SECRET_FILE: Final = "server-secret"  # noqa: S105  # the file's name
KEYS_FOLDER: Final = "keys"
_ELSEWHERE: Final = Path("var")
"""Where they are kept if the database is no file of this machine."""
_SQLITE: Final = re.compile(r"sqlite(?:\+\w+)?://(?:/(?P<file>[^?]*))?(?:\?(?P<query>.*))?")


def database_file(settings: Settings) -> Path | None:
    """Return the file that messages are kept in; None for a database that is no file of this machine."""
    url = _SQLITE.fullmatch(settings.database_url)
    name = unquote(url["file"] or "").removeprefix("file:") if url else ""
    return None if url is None or _forgets(settings) else Path(name)


def folder_of(settings: Settings) -> Path | None:
    """Return the folder beside the database, for what is kept there; None where the database is in memory."""
    if _forgets(settings):
        return None
    file = database_file(settings)
    return file.parent if file else _ELSEWHERE


def secret_of(settings: Settings) -> bytes:
    """Return the line's own secret; a demonstration without one makes it the first time.

    Processes that begin at the same instant get the same one. Raises SettingsError where it cannot be kept or read.
    """
    if settings.secret:
        return settings.secret.encode()
    folder = folder_of(settings)
    if folder is None:
        return secrets.token_bytes(SHORTEST_SECRET)
    file = folder / SECRET_FILE
    try:
        if not file.exists():
            _make_secret(file)
        secret = file.read_bytes().strip()
    except OSError as error:
        raise SettingsError((f"The line's secret cannot be kept in {file} ({error.strerror}).",)) from None
    if len(secret) < SHORTEST_SECRET:
        raise SettingsError(
            (f"{file} does not hold the line's secret any more. Bring it back from a backup.",)
        )
    return secret


def keys_folder(settings: Settings) -> Path | None:
    """Return the folder of the private keys; None where they are in memory."""
    folder = folder_of(settings)
    return None if folder is None else settings.private_keys or folder / KEYS_FOLDER


def vault_of(settings: Settings, *, can_open: bool = True, secret: bytes | None = None) -> "Vault":
    """Return what seals, and opens again only where `can_open`.

    `secret` is the line's own, for whoever has it at hand. Raises SettingsError, as `secret_of` does.
    """
    from ivr.message.vault import PrivateKeys, Vault

    secret = secret or secret_of(settings)
    if not can_open:
        return Vault(secret, None)
    in_memory = folder_of(settings) is None
    return Vault(secret, PrivateKeys(keys_folder(settings)), invents=settings.demonstration or in_memory)


def store_of(
    settings: Settings,
    *,
    jobs: "Jobs | None" = None,
    can_open: bool = True,
    secret: bytes | None = None,
) -> "Store":
    """Return the store. `jobs` starts work; without it the rows wait for a worker to look at them.

    `can_open` and `secret` are for the vault. Raises SettingsError, as `secret_of` does.
    """
    from ivr.message.jobs import RowsOnly
    from ivr.message.store import Store

    return Store(
        settings.database_url,
        vault_of(settings, can_open=can_open, secret=secret),
        jobs=jobs or RowsOnly(),
        least_free_mb=settings.least_free_mb,
    )


def provider_of(settings: Settings) -> "Provider | None":
    """Return the provider's REST API; None where there is no account to ask it with."""
    if not (settings.twilio_account_sid and settings.twilio_auth_token):
        return None
    from ivr.message.provider import Provider

    return Provider(settings.twilio_api_url, settings.twilio_account_sid, settings.twilio_auth_token)


def mail_of(settings: Settings) -> "Mail | None":
    """Return what tells officers by mail; None where no server is set."""
    if not settings.mail_url:
        return None
    from ivr.message.notices import Mail

    return Mail(
        settings.mail_url,
        settings.mail_from,
        settings.mail_to,
        settings.mail_supervisor,
        link=inbox_of(settings),
    )


def inbox_of(settings: Settings) -> str:
    """Return the address of the inbox; "" where it is not known."""
    return f"{settings.inbox_url.rstrip('/')}/inbox/" if settings.inbox_url else ""


def periods_of(settings: Settings) -> "Periods":
    """Return for how many days what is kept."""
    from ivr.message.retention import Periods

    return Periods(
        settings.keep_closed_days,
        settings.keep_unfinished_days,
        settings.undo_days,
        settings.keep_proof_days,
        settings.keep_requests_days,
    )


def tasks_of(
    settings: Settings, store: "Store | None" = None, *, clock: Callable[[], datetime] | None = None
) -> "Tasks":
    """Return what is done of messages away from any call: fetching, deleting at the provider, telling, retaining.

    `store` is made from the settings unless given, `clock` is the computer's. Raises SettingsError, as `secret_of`
    does.
    """
    from ivr.message.tasks import Tasks
    from ivr.message.told.hours import QuietHours
    from ivr.message.tools import Limits

    limits = Limits(
        unheard_hours=settings.unheard_hours,
        quiet=QuietHours.read(settings.quiet_hours),
        periods=periods_of(settings),
    )
    now = clock or partial(datetime.now, UTC)
    store = store or store_of(settings)
    return Tasks(
        store, provider_of(settings), mail_of(settings), now, limits, chores=chores_of(settings, store)
    )


def _forgets(settings: Settings) -> bool:
    """Say whether the database is in memory."""
    url = _SQLITE.fullmatch(settings.database_url)
    if url is None:
        return False
    return url["file"] in (None, "", ":memory:", "file::memory:") or "mode=memory" in (url["query"] or "")


def _make_secret(file: Path) -> None:
    """Write a new secret under its name, whole or not at all; what is there already stays."""
    from ivr.message.private_keys import write_private

    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):  # another process was first, and its secret is as good
        write_private(file, f"{secrets.token_hex(SHORTEST_SECRET)}\n".encode())
