"""Whether callers are told that this is a demonstration."""

from collections.abc import Iterator

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, advice, well

TITLE = "Demonstration"
PLACE = 20


def check(case: Case) -> Iterator[Finding]:
    """Say which it is, and who approved real calls."""
    settings = case.settings
    if not settings.demonstration:
        who = settings.demonstration_approved_by
        yield well(
            f"It is off: callers take this for the real service. {who} approved that.", approved_by=who
        )
    elif settings.twilio_account_sid and settings.public_url:
        yield advice(
            "It is on: callers are told first that this is no real service, and it has a number that they can ring.",
            "When the line is approved, set IVR_DEMONSTRATION to no, and IVR_DEMONSTRATION_APPROVED_BY to who did so.",
        )
    else:
        yield well("It is on: callers are told so first.")
