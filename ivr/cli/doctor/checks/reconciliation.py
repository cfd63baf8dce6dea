"""The last time that the provider's recordings were compared with the messages."""

from collections.abc import Iterator
from datetime import timedelta

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, advice, problem, well

TITLE = "Reconciliation"
PLACE = 130
_LATE = timedelta(hours=26)
"""It is done once a day."""


def check(case: Case) -> Iterator[Finding]:
    """Say when that was and what was found."""
    from ivr.message.standing import last_reconciliation

    row = case.ready_database().read(last_reconciliation)
    account = bool(case.settings.twilio_account_sid)
    if row is None:
        say = advice if account else well
        yield say("It has not been done yet. A worker does it once a day, where there is an account.")
        return
    numbers = {name: str(getattr(row, name)) for name in ("unknown", "adopted", "missing")}
    when = f"{row.at:%d %B %H:%M} UTC"
    if account and case.now - row.at > _LATE:
        yield advice(
            f"The last one was on {when}; it should be done every day.",
            "Is a worker at work? `ivr messages reconcile` does it now.",
            **numbers,
        )
    strangers = row.unknown - row.adopted
    if row.missing:
        yield problem(
            f"On {when}, {row.missing} recordings of messages were not at the provider.",
            "`ivr messages list --trouble` names the messages.",
            **numbers,
        )
    if strangers > 0:
        yield advice(
            f"On {when}, {strangers} recordings at the provider belonged to no message of this line.",
            "If no other program uses the account, listen to them at the provider and delete them there.",
            **numbers,
        )
    if not row.missing and strangers <= 0 and not (account and case.now - row.at > _LATE):
        yield well(f"On {when} all agreed.", **numbers)
