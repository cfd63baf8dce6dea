"""What `ivr officer` works on, and how it says what an account is."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ivr.cli.exits import PROBLEMS, Cannot, finish
from ivr.cli.output import complain, say
from ivr.menu.suggest import did_you_mean

if TYPE_CHECKING:
    from ivr.message.accounts import Accounts, Officer
    from ivr.message.vault import Vault
    from ivr.web.settings import Settings

_NOT_HERE = (
    "Names and logins are sealed, and what opens them is not here. Run this where the inbox runs, as the user that "
    "runs it, with its settings."
)


@contextmanager
def accounts_here() -> "Iterator[tuple[Settings, Accounts]]":
    """Give the settings and the accounts of the inbox of this host. What stands in the way is told in plain words."""
    from ivr.cli.telephone import local_database, settings_of
    from ivr.message.accounts import LoginTaken, Refusal
    from ivr.message.sealing import CannotOpen, NoRecipient, NotAKey
    from ivr.message.values import StoreUnavailable
    from ivr.message.vault import Missing
    from ivr.web.making import folder_of, store_of
    from ivr.web.settings import SettingsError

    settings = settings_of()
    if folder_of(settings) is None or local_database(settings) is None:
        raise Cannot(
            "There is no database here with accounts in it: run this in the folder that the inbox runs in, with its "
            "settings."
        )
    try:
        store = store_of(settings)
        try:
            store.prepare()
            if not store.database.read(lambda connection: _opens(store.vault, connection)):
                raise Cannot(_NOT_HERE)
            yield settings, _accounts(settings, store)
        finally:
            store.close()
    except LoginTaken as taken:
        complain(f"ivr: {taken}")
        finish(PROBLEMS)
    except (CannotOpen, Missing):
        raise Cannot(_NOT_HERE) from None
    except (Refusal, SettingsError, StoreUnavailable, NoRecipient, NotAKey) as trouble:
        words = str(trouble)
        raise Cannot(words[:1].upper() + words[1:].rstrip(".") + ".") from None


def _opens(vault: "Vault", connection: Any) -> bool:
    """Say whether this host opens what is sealed now. Raises NoRecipient, in words of what to do, without any key."""
    private = vault.private_keys
    recipients = vault.recipients(connection)
    return private is not None and any(one.key_id in private for one in recipients)


def _accounts(settings: "Settings", store: Any) -> "Accounts":
    from ivr.message.accounts import Accounts
    from ivr.message.audit import Audit

    accounts = Accounts(
        store.database,
        store.vault,
        Audit(store.vault),
        idle=timedelta(minutes=settings.idle_minutes),
        longest=timedelta(hours=settings.session_hours),
        demonstration=settings.demonstration,
    )
    accounts.prepare()
    return accounts


def known(accounts: "Accounts", login: str) -> "Officer":
    """Return the account of a login. Raises Cannot, with what may have been meant."""
    from ivr.message.accounts import UnknownOfficer

    try:
        return accounts.by_login(login)
    except UnknownOfficer:
        near = did_you_mean(login, [one.login for one in accounts.all()])
    hint = f" Did you mean {near}?" if near else " `ivr officer list` names them all."
    raise Cannot(f"There is no account {login}.{hint} Nothing was done.")


def areas_of(settings: "Settings", names: Collection[str]) -> list[str]:
    """Return areas as the menu file names them. Raises Cannot for one that it does not have, MenuError."""
    if not names:
        return []
    from ivr.menu.loading import load
    from ivr.message.accounts import CENTRAL

    here = [*(area for area in load(settings.menus).line.areas if area != "any"), CENTRAL]
    for name in names:
        if name not in here:
            near = did_you_mean(name, here)
            hint = f"Did you mean {near}?" if near else f"There are {', '.join(here)}."
            raise Cannot(f"There is no area {name}. {hint} Nothing was done.")
    return list(dict.fromkeys(names))


def tell_password(settings: "Settings", password: str) -> None:
    """Print a password for the first time, and what to do with it."""
    if not password:
        say("There is no password: they come in by your organisation's own sign-in, under this login.")
        return
    say(f"First password, shown only now: {password}")
    where = f"at {settings.inbox_url.rstrip('/')}/inbox/login" if settings.inbox_url else "in the inbox"
    say(
        f"Hand it to them yourself. It is good for a week: with it they choose their own {where}, and set up an "
        "app that shows codes."
    )


def as_line(officer: "Officer", *, mail: bool) -> str:
    """Return an account in one line."""
    areas = ", ".join(sorted(officer.areas)) or "no area"
    if officer.disabled:
        state = "disabled"
    elif officer.demonstration:
        state = "for demonstrations only"
    elif not officer.has_password:
        state = "by sign-in only"
    else:
        state = "in use" if officer.has_code else "no app set up yet"
    words = [f"{officer.login}, {officer.name}", officer.role, areas, state]
    if mail:
        words.append(officer.mail or "no mail")
    return "; ".join(words)


def as_object(officer: "Officer", *, mail: bool) -> dict[str, object]:
    """Return an account as JSON has it."""
    told = {
        "officer_id": officer.officer_id,
        "login": officer.login,
        "name": officer.name,
        "role": officer.role,
        "areas": sorted(officer.areas),
        "notices": officer.notices,
        "disabled": officer.disabled,
        "password": officer.has_password,
        "code": officer.has_code,
        "demonstration": officer.demonstration,
    }
    return told | ({"mail": officer.mail} if mail else {})


def advise(officer: "Officer") -> None:
    """Say on standard error what an account cannot be meant to be like."""
    if officer.role == "officer" and not officer.areas:
        complain("They answer no area yet, so they see no message: `ivr officer change LOGIN --area AREA`.")
