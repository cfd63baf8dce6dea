"""The mail that tells officers of a new message."""

import smtplib
import ssl
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, advice, problem, well
from ivr.cli.doctor.reaching import SECONDS, is_here

TITLE = "Mail"
PLACE = 180
_REMEDY = "Check IVR_MAIL_URL: host, port, name and password. No mail was sent by this."


def check(case: Case) -> Iterator[Finding]:
    """Say who is told, and talk with the server as far as to what it would take mail from us; none is sent."""
    settings = case.settings
    if not settings.mail_url:
        say = advice if settings.demonstration else problem
        yield say(
            "IVR_MAIL_URL is not set, so nobody is told of a new message.",
            "Set IVR_MAIL_URL, IVR_MAIL_FROM and IVR_MAIL_TO, or let officers look into the inbox every day.",
        )
        return
    people = {"from": settings.mail_from, "to": settings.mail_to}
    people["unheard_to"] = settings.mail_supervisor or settings.mail_to
    if not case.online:
        yield well("It is set up. The server was not asked.", **people)
        return
    trouble = _trouble(settings.mail_url)
    if trouble:
        yield problem(f"The mail server does not take mail from this line: {trouble}.", _REMEDY, **people)
    else:
        yield well("The mail server is there, and takes the name and password, if there is one.", **people)


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
