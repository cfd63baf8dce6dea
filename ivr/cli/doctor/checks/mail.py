"""The mail that tells officers of a new message."""

import smtplib
import ssl
from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from urllib.parse import unquote, urlsplit

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, NotLooked, advice, problem, well
from ivr.cli.doctor.reaching import SECONDS, is_here

TITLE = "Mail"
PLACE = 180
_REMEDY = "Check IVR_MAIL_URL: host, port, name and password. No mail was sent by this."
_ADDRESSES = "Give officers an address with `ivr officer change`, or set IVR_MAIL_TO."
_LATE: Final = timedelta(minutes=30)


def check(case: Case) -> Iterator[Finding]:
    """Say who is told, and talk with the server as far as to what it would take mail from us; none is sent."""
    settings = case.settings
    say = advice if settings.demonstration else problem
    if not settings.mail_url:
        yield say(
            "IVR_MAIL_URL is not set, so nobody is told of a new message.",
            "Set IVR_MAIL_URL and IVR_MAIL_FROM, or let officers look into the inbox every day.",
        )
        return
    those = "the officers of each area, if they have an address"
    people = {"from": settings.mail_from, "to": settings.mail_to or those}
    people["unheard_to"] = (
        settings.mail_supervisor or settings.mail_to or those.replace("officers", "supervisors")
    )
    trouble = _trouble(settings.mail_url) if case.online else ""
    if not case.online:
        yield well("It is set up. The server was not asked.", **people)
    elif trouble:
        yield problem(f"The mail server does not take mail from this line: {trouble}.", _REMEDY, **people)
    else:
        yield well("The mail server is there, and takes the name and password, if there is one.", **people)
    yield from _told(case)


def _told(case: Case) -> Iterator[Finding]:
    """Say whether what is to be told comes to anybody. What waits for the end of the quiet hours is not late."""
    from ivr.message.told.hours import QuietHours
    from ivr.message.told.standing import mails

    settings, now = case.settings, case.now
    try:
        found = case.ready_database().read(lambda connection: mails(connection, now))
    except NotLooked:  # another check says so
        return
    if not (found.reachable or settings.mail_to):
        say = advice if settings.demonstration else problem
        yield say("Nobody who answers messages has an address, so nobody is told of a new one.", _ADDRESSES)
    quiet = QuietHours.read(settings.quiet_hours)
    was_quiet = quiet is not None and (quiet.hold(now) or quiet.hold(now - _LATE))
    if found.since is not None and now - found.since > _LATE and not was_quiet:
        some = "1 mail waits" if found.waiting == 1 else f"{found.waiting} mails wait"
        yield problem(
            f"{some} to be sent, since {found.since:%d %B %H:%M} UTC.",
            "See the log of the worker: it says what the mail server answers.",
        )
    if found.given_up:
        whose = "1 officer's address" if found.given_up == 1 else f"{found.given_up} officers' addresses"
        yield problem(
            f"The mail server refused {whose} for a day, so they were not told of what still waits for somebody.",
            "The log of the worker says when. Correct them with `ivr officer change`.",
        )
    if found.own_given_up:
        yield problem(
            "The mail server refused the addresses of the settings for a day, so nobody was told of what still waits.",
            "Correct IVR_MAIL_TO and IVR_MAIL_SUPERVISOR.",
        )


def _trouble(url: str) -> str:
    """Return what is wrong in a few words that quote nothing; "" if all is well."""
    parts = urlsplit(url)
    host, here = parts.hostname or "", is_here(parts.hostname or "")
    context = ssl.create_default_context()
    if here:  # on this machine the certificate need not name anybody
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        if parts.scheme == "smtps":
            link: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=SECONDS, context=context)
        else:
            usual = 587 if parts.username else 25
            link = smtplib.SMTP(host, parts.port or usual, timeout=SECONDS)
        with link:
            link.ehlo()
            if parts.scheme == "smtp":
                if link.has_extn("starttls"):
                    link.starttls(context=context)
                    link.ehlo()
                elif not here:
                    return "it offers no encryption (STARTTLS)"
            if parts.username:
                link.login(unquote(parts.username), unquote(parts.password or ""))
    except ssl.SSLError:
        return "its certificate is not right"
    except TimeoutError:
        return f"no answer within {SECONDS:.0f} seconds"
    except smtplib.SMTPAuthenticationError:
        return "it refuses the name and password"
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return getattr(error, "strerror", None) or type(error).__name__
    return ""
