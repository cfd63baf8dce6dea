"""The public address: what signatures are checked against, and whether the line answers there."""

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, problem, well
from ivr.cli.doctor.reaching import NoAnswer, ask, is_here

TITLE = "Public address"
PLACE = 150


def check(case: Case) -> Iterator[Finding]:
    """Say what a call's first request is checked against, and ask whether the line is up there."""
    from ivr.web.here import shown

    settings = case.settings
    real = not settings.demonstration or bool(settings.twilio_account_sid)
    if not settings.public_url:
        words = (
            "IVR_PUBLIC_URL is not set: signatures are checked against the address that the line listens at."
        )
        remedy = "Set it to the address that Twilio calls, such as https://line.example."
        yield problem(words, remedy) if real else well(words)
        return
    address = shown(settings.public_url)
    parts = urlsplit(address)
    host = parts.hostname or ""
    hidden = "@" in urlsplit(settings.public_url).netloc
    yield well(
        f"The signature of a call's first request is checked against {address}/voice"
        + (", with the name and password of IVR_PUBLIC_URL before the host." if hidden else "."),
        checked_against=f"{address}/voice",
        status_callback=f"{address}/voice/status",
    )
    if real and (is_here(host) or _is_private(host)):
        yield problem(
            f"{host} is an address of this machine or this network; Twilio cannot call it.",
            "Set IVR_PUBLIC_URL to an address on the internet that leads here.",
        )
    elif parts.scheme != "https" and not is_here(host):
        yield problem(
            "It begins with http: what callers key in would cross the internet for everybody to read.",
            "Let a proxy in front of the line answer by https, and write https in IVR_PUBLIC_URL and at Twilio.",
        )
    if case.online:
        yield _answers(address)


def _answers(address: str) -> Finding:
    url = f"{address}/healthz"
    try:
        answer = ask(url)
    except NoAnswer as why:
        return problem(
            f"{url} does not answer: {why}.",
            "Is the line running, does the proxy lead to it, and is the certificate in order?",
        )
    if answer.status == 200 and b'"up"' in answer.body:
        return well(f"{url} answers.")
    if 300 <= answer.status < 400:
        return problem(
            f"{url} sends on to another address (HTTP {answer.status}).",
            "Write that other address in IVR_PUBLIC_URL and at Twilio: a call is signed for the address it goes to.",
        )
    return problem(
        f"{url} answers with HTTP {answer.status}, and not as this line does.",
        "Something else answers there, or the proxy leads elsewhere, or takes away a part of the path.",
    )


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".localhost"))
