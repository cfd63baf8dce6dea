"""The keys that messages are sealed to, and what this host can do with them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, advice, problem, well

if TYPE_CHECKING:
    from ivr.message.keys import KeyView, Overview

TITLE = "Keys"
PLACE = 90
_OLD = timedelta(days=365)


def check(case: Case) -> Iterator[Finding]:
    """Look at the public keys in the database, and at the private ones of this host."""
    from ivr.message.keys import overview
    from ivr.message.private_keys import PrivateKeys
    from ivr.message.vault import Vault
    from ivr.web.making import keys_folder, secret_of

    file = case.secret_file
    if file is not None and not file.exists():
        yield well("A demonstration makes its secret and its keys when it starts.")
        return
    if not case.settings.secret and file is None:
        yield well("They are in memory, as the messages are.")
        return
    folder = keys_folder(case.settings)
    private = PrivateKeys(folder)
    seen = overview(case.ready_database(), Vault(secret_of(case.settings), private))
    for path in private.unusable():
        yield problem(
            f"{path} is no key that can be read.",
            "Bring the file back from where it was kept, or take it away. `ivr keys` writes the right ones.",
        )
    yield from _in_use(seen, demonstration=case.settings.demonstration)
    is_to_open = bool(case.settings.private_keys or case.settings.demonstration or private.files())
    yield from _of_this_host(seen, case.settings.demonstration, str(folder), is_to_open=is_to_open)
    yield from _to_do(seen, case)


def _in_use(seen: "Overview", *, demonstration: bool) -> Iterator[Finding]:
    active = [key for key in seen.keys if key.active]
    strangers = [key for key in active if not key.vouched]
    inbox = [key for key in active if key.purpose == "inbox"]
    recovery = [key for key in active if key.purpose == "recovery"]
    if strangers:
        names = ", ".join(f"{key.purpose} key {key.key_id}" for key in strangers)
        yield problem(
            f"Nobody vouches for the {names}, so no message can be kept.",
            "IVR_SECRET is not what it was when the key was made, or somebody put a key of their own there. Set the "
            "right secret; if it is lost, see `ivr keys vouch`.",
        )
    if len(inbox) == 1 and len(recovery) == 1 and not strangers:
        yield well(
            "Messages are sealed to an inbox key and a recovery key.",
            inbox=inbox[0].key_id,
            recovery=recovery[0].key_id,
        )
    elif not inbox:
        yield (advice if demonstration else problem)(
            "There is no inbox key, so no message can be kept.",
            "A demonstration makes it when it starts."
            if demonstration
            else "`ivr keys new --recovery FILE` makes the keys.",
        )
    elif not recovery:
        yield problem(
            "There is no recovery key: should the inbox key be lost, nobody can open any message.",
            "`ivr keys rotate --recovery FILE` makes one.",
        )
    elif not strangers:
        yield problem(
            "There are two keys for one purpose, so no message can be kept.", "See `ivr keys list`."
        )


def _of_this_host(
    seen: "Overview", demonstration: bool, folder: str, *, is_to_open: bool
) -> Iterator[Finding]:
    inbox = [key for key in seen.keys if key.active and key.purpose == "inbox"]
    held = [key for key in seen.keys if key.active and key.held]
    if inbox and is_to_open and not any(key.held for key in inbox):
        yield problem(
            f"What callers leave is sealed to an inbox key that is not in {folder}, so nobody can read it here.",
            f"Bring the file {inbox[0].key_id}.pem back from where it was kept. If it is lost, `ivr keys recover "
            "--from FILE` makes another with the recovery key. A host that only answers calls needs neither the "
            "folder nor IVR_PRIVATE_KEYS.",
        )
    elif not any(key.purpose == "inbox" for key in held):
        yield well(
            "This host cannot open messages, as it should be where only calls are answered. Officers read on a host "
            f"that has the inbox key in {folder}."
        )
    else:
        yield well(
            "This host can open messages: whoever gets into it can read them, too. It is one for an inbox."
        )
    if any(key.purpose == "recovery" for key in held):
        say = advice if demonstration else problem
        yield say(
            "The recovery key is on this host, where it gets lost with the rest.",
            "Move its file to two places that are not on any network, such as two memory sticks in two safes."
            if not demonstration
            else "A demonstration keeps it beside the other. For real calls, `ivr keys` writes it where you say.",
        )


def _to_do(seen: "Overview", case: Case) -> Iterator[Finding]:
    for key in seen.keys:
        if not key.active and key.held:
            yield _retired(key)
        elif key.active and key.purpose == "inbox" and key.made_at and case.now - key.made_at > _OLD:
            days = (case.now - key.made_at).days
            yield advice(
                f"The inbox key is {days} days old.", "`ivr keys rotate` puts a new one in its place."
            )
    if seen.lacking and any(key.active for key in seen.keys):
        yield advice(
            f"{seen.lacking} of {seen.items} items are not sealed to every key in use.",
            "Run `ivr keys rotate` on the host of the inbox: it goes on where it was interrupted.",
        )


def _retired(key: "KeyView") -> Finding:
    if key.items:
        return advice(
            f"{key.items} items are still sealed to {key.key_id}, which is retired and whose private half is here.",
            "`ivr keys rotate` seals them to the new key; `ivr keys shred` then destroys the old one.",
        )
    if key.made_at is None:
        return advice(
            f"The private half of {key.key_id} is here, and this database does not know that key.",
            "Leave it where another database may need it, such as one that was put aside for a backup.",
        )
    return advice(
        f"The private half of {key.key_id} is here, and no message here needs it any more.",
        f"Once no backup needs it either, `ivr keys shred {key.key_id}` destroys it.",
    )
