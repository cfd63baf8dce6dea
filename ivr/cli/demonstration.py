"""What a demonstration has in its inbox, and the account to look into it with: on this computer only.

The account's password is beside the database, where nobody else may read it. It needs no code, and it is refused where
officers could come from elsewhere: by another address to listen at, or by a public address of the inbox.
"""

import ipaddress
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ivr.cli.output import complain
from ivr.cli.telephone import beside_database

if TYPE_CHECKING:
    from ivr.menu import Flow
    from ivr.message.accounts import Accounts
    from ivr.web.settings import Settings

LOGIN: Final = "demo"
_COLLEAGUE: Final = "colleague"
BESIDE_DATABASE: Final = "demonstration-password"


def shown(settings: "Settings", flow: "Flow", host: str, address: str) -> Iterator[str]:
    """Make what is missing, and yield how to look at it; nothing where it is no demonstration, or not only here."""
    if not (
        settings.demonstration and _is_here(host) and _is_here(urlsplit(settings.inbox_url).hostname or host)
    ):
        return
    from ivr.message.values import StoreUnavailable
    from ivr.web.making import store_of

    store = store_of(settings)
    try:
        from ivr.cli.accounts_here import accounts_here
        from ivr.message import demonstration

        language = next(iter(flow.line.languages))
        store.prepare()
        store.keep_version(flow.version, flow.text)
        demonstration.fill(store, flow.version, language, datetime.now(UTC), secrets.randbelow)
        password = _account(settings, accounts_here(settings, store.database, store.vault), _queues(flow))
    except (StoreUnavailable, OSError) as error:
        complain(f"There is nothing to show in the inbox now ({type(error).__name__}).")
        return
    finally:
        store.close()
    yield f"What callers leave is in the inbox, {address}/inbox/ with a few made-up messages already there."
    yield f"To come in: {LOGIN}, password {password}. This account works on this computer only."


def _queues(flow: "Flow") -> list[str]:
    """Return every queue there is: the areas of the menu, and that of callers who name none."""
    from ivr.message.accounts import queue_of

    return list(dict.fromkeys(queue_of(area) for area in (*flow.line.areas, None)))


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _account(settings: "Settings", accounts: "Accounts", areas: list[str]) -> str:
    """Return the password of the account, which is made if there is none, and a colleague's with it."""
    from ivr.message.accounts import OPERATOR, UnknownOfficer

    file, now = beside_database(settings, BESIDE_DATABASE), datetime.now(UTC)
    try:
        officer = accounts.by_login(LOGIN)
    except UnknownOfficer:
        made = accounts.add(
            login=LOGIN,
            name="Demonstration",
            role="supervisor",
            areas=areas,
            demonstration=True,
            by=OPERATOR,
            at=now,
        )
        accounts.add(
            login=_COLLEAGUE,
            name="A colleague",
            role="officer",
            areas=areas,
            password=False,
            demonstration=True,
            by=OPERATOR,
            at=now,
        )
        return _kept(file, made.first_password)
    known = _read(file)
    return known or _kept(file, accounts.reset(officer.officer_id, by=OPERATOR, at=now))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def _kept(file: Path, password: str) -> str:
    new = file.with_name(f"{file.name}.{os.getpid()}")
    new.touch(mode=0o600)
    new.write_text(f"{password}\n", encoding="ascii")
    new.replace(file)
    return password
