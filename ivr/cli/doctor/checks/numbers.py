"""The line's telephone numbers at Twilio: do their calls come here, and what happens when the line is down?"""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit, urlunsplit

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, NotLooked, NotYet, problem, well

if TYPE_CHECKING:
    from ivr.message.provider import Number

TITLE = "Twilio numbers"
PLACE = 170


def check(case: Case) -> Iterator[Finding]:
    """Look at every number of the account that has an address of this line's host."""
    from ivr.message.provider import ProviderTrouble
    from ivr.web.here import shown

    provider = case.provider()
    if provider is None:
        raise NotYet("there is no account")
    if not case.online:
        raise NotYet("Twilio was not asked")
    if not case.settings.public_url:
        raise NotLooked("IVR_PUBLIC_URL is not set")
    line = shown(case.settings.public_url)
    try:
        numbers = provider.numbers()
    except ProviderTrouble:
        raise NotLooked("Twilio did not answer") from None
    ours = [number for number in numbers if _names(urlsplit(line).hostname, number)]
    if not ours:
        yield problem(
            f"None of the account's numbers ({len(numbers)}) leads to {line}.",
            f"In Twilio's console, at the number, under Voice: A call comes in, Webhook, {line}/voice, HTTP POST.",
        )
    for number in ours:
        wrong = dict(_wrong(number, line, _languages(case)))
        for words, remedy in wrong.items():
            yield problem(
                f"{number.e164}: {words}", f"In Twilio's console, at the number, under Voice: {remedy}"
            )
        if not wrong:
            yield well(f"{number.e164} leads here, and elsewhere when the line is down.")


def _names(host: str | None, number: "Number") -> bool:
    return host in (urlsplit(number.voice_url).hostname, urlsplit(number.status_callback).hostname)


def _languages(case: Case) -> frozenset[str]:
    try:
        return frozenset(case.menu().line.languages)
    except NotLooked:
        return frozenset()


def _wrong(number: "Number", line: str, languages: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a number, and what to write instead."""
    if number.handled_by != "webhook":
        yield (
            f"its calls go to an {number.handled_by}".replace("an trunk", "a SIP trunk")
            + ", not to its addresses.",
            "Configure with, Webhook.",
        )
    voice, query = _plain(number.voice_url)
    comes_in = f"A call comes in, Webhook, {line}/voice, HTTP POST."
    if voice != f"{line}/voice":
        yield f"a call goes to {voice or 'nowhere'}.", comes_in
    elif number.voice_method.upper() != "POST":
        yield f"a call comes in with {number.voice_method}, not POST.", comes_in
    language = "".join(parse_qs(query).get("language", []))
    if language and languages and language not in languages:
        yield f"its calls begin in “{language}”, which the menu does not have.", comes_in
    status, _ = _plain(number.status_callback)
    changes = f"Call status changes, {line}/voice/status, HTTP POST."
    if status != f"{line}/voice/status":
        yield f"that a call has ended is told to {status or 'nobody'}.", changes
    elif number.status_callback_method.upper() != "POST":
        yield f"that a call has ended is told with {number.status_callback_method}, not POST.", changes
    fails = "Primary handler fails, a TwiML Bin; the page of the line shows one to copy."
    if not number.fallback_url:
        yield "when the line is down, callers hear only that an error has occurred.", fails
    elif urlsplit(number.fallback_url).hostname == urlsplit(line).hostname:
        yield "what is played when the line is down is on the line itself.", fails


def _plain(url: str) -> tuple[str, str]:
    """Return an address without name, password, query and overrides, and the query."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", "")), parts.query
