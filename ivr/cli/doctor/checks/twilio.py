"""The account at Twilio: are there credentials, and does Twilio take them?"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, advice, problem, well

if TYPE_CHECKING:
    from ivr.message.provider import Provider

TITLE = "Twilio account"
PLACE = 160


def check(case: Case) -> Iterator[Finding]:
    """Ask for the account with the line's credentials."""
    settings = case.settings
    missing = [
        name
        for name, value in (
            ("IVR_TWILIO_ACCOUNT_SID", settings.twilio_account_sid),
            ("IVR_TWILIO_AUTH_TOKEN", settings.twilio_auth_token),
        )
        if not value
    ]
    if len(missing) == 2 and settings.demonstration:
        yield well("There is none: only this machine's own telephone can ring the line.")
        return
    if missing:
        yield problem(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set, so recordings cannot be fetched.",
            "Both are on the first page of Twilio's console.",
        )
        return
    provider = case.provider()
    if case.online and provider is not None:
        yield from _asked(provider)
    else:
        yield well("The credentials are set. Twilio was not asked.")
    yield advice(
        "Twilio does not tell whether recordings can be heard by anybody who has their address.",
        "In Twilio's console, under Voice, Settings, let “Enforce HTTP Auth on Media URLs” be on.",
    )


def _asked(provider: "Provider") -> Iterator[Finding]:
    from ivr.message.provider import ProviderTrouble, Refused

    try:
        account = provider.account()
    except Refused:
        yield problem(
            "Twilio does not accept the credentials: no recording can be fetched, and calls are refused as if "
            "they were not from Twilio.",
            "Compare IVR_TWILIO_ACCOUNT_SID and IVR_TWILIO_AUTH_TOKEN with Twilio's console. A token that was "
            "replaced there is to be replaced here.",
        )
        return
    except ProviderTrouble as why:
        yield problem(
            f"Twilio could not be asked: {why}.",
            "Can this host reach the internet? Is IVR_TWILIO_API_URL right? See also status.twilio.com.",
        )
        return
    if account.status != "active":
        yield problem(
            f"Twilio says that the account is {account.status}: no call comes in.", "Ask Twilio why."
        )
    elif account.kind == "Trial":
        yield advice(
            "Twilio takes the credentials. It is a trial account: callers hear Twilio's own words first, and only "
            "known numbers can be rung.",
            "Upgrade the account before real callers ring.",
        )
    else:
        yield well("Twilio takes the credentials, and the account is active.")
