"""`ivr messages`: how far messages are, and what an operator can do about those that are stuck."""

from datetime import UTC, datetime

import click

from ivr.cli.exits import PROBLEMS, WELL, Cannot, finish
from ivr.cli.looking_after import a_line, known
from ivr.cli.output import say, say_json

how = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to tell: for people or for programs.",
)


@click.group()
def command() -> None:
    """Look after messages without seeing what is in them.

    Run it with the settings that the line runs with. What callers said, their numbers and their audio are never
    shown.
    """


@command.command("list")
@click.option("--all", "everything", is_flag=True, help="Closed messages, too.")
@click.option("--trouble", is_flag=True, help="Only messages that need a person.")
@how
def list_(everything: bool, trouble: bool, form: str) -> None:
    """List messages, oldest first, and say which need a person.

    That is: a recording that was given up or is not whole, a message that nobody has listened to for too long, a
    recording at the provider that no message knows. Any of these ends the command with 1.
    """
    from ivr.cli.message_words import as_line, as_object, needs
    from ivr.message.standing import last_reconciliation

    now = datetime.now(UTC)
    with a_line() as (settings, store, tasks):
        listed = [(one, needs(one, now, settings.unheard_hours)) for one in tasks.listing()]
        row = store.database.read(last_reconciliation)
    strangers = max(row.unknown - row.adopted, 0) if row is not None else 0
    needed = sum(bool(reasons) for _, reasons in listed)
    shown = [
        (one, reasons)
        for one, reasons in listed
        if (reasons or not trouble) and (everything or not one.closed_at)
    ]
    if form == "json":
        told = [as_object(one, reasons) for one, reasons in shown]
        say_json({"messages": told, "unknown_recordings": strangers})
    else:
        for one, reasons in shown:
            say("\n    ".join([as_line(one, mail=bool(settings.mail_url)), *reasons]))
        say(_count(len(listed), needed, sum(one.closed_at is not None for one, _ in listed)))
        if strangers:
            say(
                f"{_recordings(strangers)} at the provider belonged to no message when that was last looked at."
            )
    finish(PROBLEMS if needed or strangers else WELL)


@command.command()
@click.argument("references", nargs=-1, metavar="[REFERENCE]...")
@click.option("--all", "everything", is_flag=True, help="Of every message.")
def retry(references: tuple[str, ...], everything: bool) -> None:
    """Fetch recordings again that were given up, or are not whole, and those that wait, now.

    REFERENCE is that of a message, or the provider's name of a recording. A worker begins within a minute or two, and
    tries for more than a day.
    """
    from ivr.cli.message_words import moment

    if everything == bool(references):
        raise click.UsageError("Name messages by their references, or give --all.")
    with a_line() as (_, _, tasks):
        waited = {each.sid: each.due_at for one in tasks.listing() for each in one.recordings}
        begun = tasks.retry(None if everything else known(tasks, references))
    for sid in begun:
        due = waited.get(sid)
        say(f"Recording {sid} is fetched {f'now, and not only at {moment(due)}' if due else 'again'}.")
    if not begun:
        say("There is no recording to fetch again.")


@command.command()
@click.argument("references", nargs=-1, required=True, metavar="REFERENCE...")
def accept(references: tuple[str, ...]) -> None:
    """Take recordings that are not whole for what they are.

    REFERENCE is that of a message, or the provider's name of a recording. What is stored here stays; the provider's
    copy is deleted. Listen to it first.
    """
    with a_line() as (_, _, tasks):
        taken = tasks.accept(known(tasks, references))
    _tell_each(taken, "is taken as it is", "There is no recording that is not whole.")


@command.command()
@how
def reconcile(form: str) -> None:
    """Compare the provider's recordings with the messages now, and put right what can be.

    A worker does so once a day. Recordings of calls of this line that no message knew are taken into one; those that
    are stored here are deleted there; others are counted and never touched. Ends with 1 if something is left for a
    person.
    """
    from ivr.message.jobs import RowsOnly
    from ivr.message.provider import ProviderTrouble
    from ivr.message.reconcile import reconcile as compare
    from ivr.web.making import provider_of

    with a_line() as (settings, store, _):
        provider = provider_of(settings)
        if provider is None:
            raise Cannot("There is no account to ask: set IVR_TWILIO_ACCOUNT_SID and IVR_TWILIO_AUTH_TOKEN.")
        try:
            report = compare(store.database, store.vault, provider, RowsOnly(), datetime.now(UTC))
        except ProviderTrouble as why:
            raise Cannot(f"The provider cannot tell what it has: {why}. Nothing was done.") from None
        finally:
            provider.close()
    strangers = report.unknown - report.adopted
    if form == "json":
        names = ("unknown", "adopted", "regained", "missing", "deleted", "left")
        say_json({"at": report.at.isoformat(), **{name: getattr(report, name) for name in names}})
    else:
        say(f"{_recordings(report.unknown)} at the provider belonged to no message; {report.adopted} now do.")
        say(f"{_recordings(report.regained)} taken for missing or empty: found, and fetched.")
        say(
            f"{_recordings(report.missing)} of messages not at the provider: see `ivr messages list --trouble`."
        )
        say(
            f"{_recordings(report.deleted)} deleted at the provider, because they are stored here or not wanted."
        )
        if report.left:
            say(f"{_recordings(report.left)} left for the next time: the provider failed.")
        if strangers:
            say(
                f"{_recordings(strangers)} of no call of this line: listen to them there, and delete them there."
            )
    finish(PROBLEMS if strangers or report.missing or report.left else WELL)


def _tell_each(recordings: list[str], what: str, nothing: str) -> None:
    for sid in recordings:
        say(f"Recording {sid} {what}.")
    if not recordings:
        say(nothing)


def _count(messages: int, needed: int, closed: int) -> str:
    need = f"{needed} {'needs' if needed == 1 else 'need'} a person" if needed else "none needs a person"
    return f"{messages} {'message' if messages == 1 else 'messages'}, {closed} of them closed; {need}."


def _recordings(count: int) -> str:
    return f"{count} {'recording' if count == 1 else 'recordings'}"
