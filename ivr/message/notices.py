"""Handing mail over to a mail server, in every way servers want it. What a mail says is in `told.letters`."""

import logging
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Final, Protocol

from ivr.message.mail_addresses import addresses, server
from ivr.message.told.letters import Letter

log = logging.getLogger(__name__)

TIMEOUT_SECONDS: Final = 10.0
"""How long one answer of the mail server is waited for."""


class MailUnavailable(Exception):
    """Raised when the mail server did not say that it took a mail. It may have taken it all the same.

    Sending the same again does no harm. The text says what kind of trouble it is: no address, no password and
    nothing of the mail.
    """


class MailRefused(Exception):
    """Raised when the mail server was there and did not take this mail to this person. It takes those to others.

    `for_good`: it says that it never will. The text holds no address and nothing of the mail.
    """

    def __init__(self, words: str, *, for_good: bool) -> None:
        super().__init__(words)
        self.for_good = for_good


class Notifier(Protocol):
    """Whatever tells officers. Telling the same twice must be recognisable as the same."""

    def tell(self, letter: Letter, at: datetime) -> None:
        """Tell one person, or those whom the settings name. Raises MailUnavailable and MailRefused."""

    def has_own(self, *, unheard: bool) -> bool:
        """Say whether the settings name anybody who is told; `unheard`: of what nobody has listened to."""


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Why a mail was not taken, in `words` without addresses.

    `personal`: because of whom it is to. `for_good`: whatever is done.
    """

    words: str
    personal: bool = False
    for_good: bool = False


_NO_ADDRESS: Final = _Trouble("an address cannot be one", personal=True, for_good=True)


class Mail:
    """A mail server, and whose mail goes where.

    Args:
        url: `smtp://` or `smtps://`, perhaps with `user:password@` and a port. By `smtp` the server must offer
            STARTTLS and have a good certificate, unless it is on this machine.
        sender: the address that mail is from, with or without a name.
        to: who is told of what is new where no officer with an address answers for it; several with commas; "" nobody.
        supervisor: who is told in the same way that nobody has listened; if empty, those of `to`.
        link: the address of the inbox, "" where it is not known.
        timeout: seconds that one answer of the server is waited for.

    Raises ValueError, without quoting any of it, where one of them cannot be used.
    """

    def __init__(
        self,
        url: str,
        sender: str,
        to: str = "",
        supervisor: str = "",
        *,
        link: str = "",
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self._server = server(url)
        self._sender = addresses(sender, "the mail's sender", at_most=1)
        self._to = to and addresses(to, "who is told of new messages")
        self._supervisor = (supervisor or to) and addresses(
            supervisor or to, "who is told that nobody has listened"
        )
        self._domain = parseaddr(self._sender)[1].rpartition("@")[2]
        self._link_to_inbox = link
        self._timeout = timeout

    def __repr__(self) -> str:
        """Show no address and no password."""
        return f"<Mail by {self._server.host}:{self._server.port}>"

    def has_own(self, *, unheard: bool) -> bool:
        """Say whether the settings name anybody who is told; `unheard`: of what nobody has listened to."""
        return bool(self._supervisor if unheard else self._to)

    def tell(self, letter: Letter, at: datetime) -> None:
        """Tell one person, or those whom the settings name, in one mail. Raises MailUnavailable and MailRefused.

        However often the same is told, the Message-ID is the same.
        """
        to = letter.to or (self._supervisor if letter.unheard else self._to)
        trouble = self._hand_over(self._written(letter, to, at)) if _is_usable(to) else _NO_ADDRESS
        if trouble is None:
            return
        if trouble.personal:  # raised here, outside `except`: what the server said could quote addresses
            raise MailRefused(trouble.words, for_good=trouble.for_good)
        raise MailUnavailable(trouble.words)

    def _written(self, letter: Letter, to: str, at: datetime) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self._sender, to, letter.subject
        mail["Date"], mail["Message-ID"] = format_datetime(at), f"<{letter.identity}@{self._domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(letter.text(self._link_to_inbox))
        return mail

    def _hand_over(self, mail: EmailMessage) -> "_Trouble | None":
        """Hand a mail over. Return what went wrong; None if it was taken."""
        here = self._server.is_here
        try:
            link = self._link()
        except (OSError, smtplib.SMTPException) as error:
            return _Trouble(f"the mail server cannot be reached ({_kind(error)})")
        try:
            link.ehlo()
            if not self._server.tls and link.has_extn("starttls"):
                # On this machine the certificate need not name anybody.
                link.starttls(context=_anybody() if here else ssl.create_default_context())
                link.ehlo()
            elif not self._server.tls and not here:
                return _Trouble("the mail server does not offer encryption (STARTTLS)")
            if self._server.user:
                link.login(self._server.user, self._server.password)
            refused = link.send_message(mail)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
            return _refusal(error)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            return _Trouble(f"the mail server did not take a mail ({_kind(error)})")
        else:
            if refused:
                log.warning(
                    "the mail server refused %s of those who are told; it took the mail", len(refused)
                )
            with suppress(OSError, smtplib.SMTPException):
                link.quit()  # it was taken: however they part, it must not be sent again
            return None
        finally:
            link.close()

    def _link(self) -> smtplib.SMTP:
        server, name = self._server, self._domain
        if server.tls:
            context = _anybody() if server.is_here else ssl.create_default_context()
            return smtplib.SMTP_SSL(server.host, server.port, name, timeout=self._timeout, context=context)
        return smtplib.SMTP(server.host, server.port, name, timeout=self._timeout)


def _refusal(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> _Trouble:
    """Return what a server's refusal of a mail means. The code 421 says that it goes away, whoever the mail is for."""
    if isinstance(error, smtplib.SMTPDataError):
        codes = {error.smtp_code}
    else:
        codes = {code for code, _ in error.recipients.values()}
    words = f"the mail server refuses a mail ({', '.join(map(str, sorted(codes)))})"
    return _Trouble(words, personal=421 not in codes, for_good=all(500 <= code < 600 for code in codes))


def _is_usable(to: str) -> bool:
    try:
        return bool(addresses(to, "whom a mail is to"))
    except ValueError:
        return False


def _anybody() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _kind(error: Exception) -> str:
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
