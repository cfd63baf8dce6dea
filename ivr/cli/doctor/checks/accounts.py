"""Officers' accounts: whether somebody can come in, and whether every queue has somebody who is told."""

from collections.abc import Iterable, Iterator
from functools import partial

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, advice, problem, well
from ivr.cli.doctor.secret import vault_with_secret

TITLE = "Accounts"
PLACE = 175


def check(case: Case) -> Iterator[Finding]:
    """Look at who may work on messages, which queues they answer, and whether mail reaches them."""
    from ivr.cli.accounts_here import accounts_here
    from ivr.message.accounts import CENTRAL, May, queue_of
    from ivr.message.accounts.mails import recipients

    settings, database, vault = case.settings, case.ready_database(), vault_with_secret(case)
    queues = list(dict.fromkeys([*map(queue_of, case.menu().line.areas), CENTRAL]))
    say = advice if settings.demonstration else problem
    enabled = [one for one in accounts_here(settings, database, vault).all() if not one.disabled]
    strangers = [one for one in enabled if one.demonstration]
    if strangers and not settings.demonstration:
        yield problem(
            f"There {_many(len(strangers), 'account')} of a demonstration, whose passwords were shown on a terminal. "
            "Outside a demonstration nobody is let in by one, but none should be here.",
            "`ivr officer list` names them, `ivr officer disable` closes them.",
        )
    workers = [
        one
        for one in enabled
        if one.may(May.WORK)
        and (settings.demonstration or not one.demonstration)
        and (settings.oidc_issuer or (settings.local_accounts and one.has_password))
    ]
    if not workers:
        yield say(
            "No officer and no supervisor can come in, so nobody can listen to any message.",
            "`ivr officer add` makes an account."
            if not settings.demonstration
            else "A demonstration makes an account when it starts; `ivr officer add` makes others.",
        )
        return
    empty = [queue for queue in queues if not any(queue in one.areas for one in workers)]
    if empty:
        yield say(
            f"Nobody answers {_named(empty)}: what callers leave there waits until a supervisor looks.",
            "`ivr officer change` gives an officer more areas.",
        )
    ids = {one.officer_id for one in workers}
    untold = [
        queue
        for queue in queues
        if queue not in empty
        and not any(
            one.officer_id in ids and one.notices != "none"
            for one in database.read(partial(recipients, vault=vault, queue=queue))
        )
    ]
    if settings.mail_url and untold:
        yield advice(
            f"Nobody who answers {_named(untold)} is told by mail: only those of IVR_MAIL_TO are, or all supervisors "
            "where it is not set.",
            "`ivr officer change` gives an officer an address, and says how often they are told.",
        )
    if not empty:
        yield well(f"Every queue is answered; there {_many(len(workers), 'officer')} who can come in.")


def _named(queues: Iterable[str]) -> str:
    from ivr.message.accounts import CENTRAL

    return ", ".join("the central queue" if queue == CENTRAL else queue for queue in queues)


def _many(count: int, what: str) -> str:
    return f"is 1 {what}" if count == 1 else f"are {count} {what}s"
