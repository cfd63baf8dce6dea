"""Where a recording's sound is fetched from, and to whom the account's credentials may be shown.

The address of a recording comes in a webhook. Webhooks are signed, and still nothing in one decides whom we show our
credentials: only the provider's own addresses count, written plainly. Anything else is not repaired but put aside,
and the address is made from the recording's name instead.
"""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin, urlsplit

VERSION: Final = "2010-04-01"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_PATH: Final = re.compile(r"(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)+")
"""No empty or hidden part, no `..`, nothing coded: what a provider's paths look like."""
_HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Origin:
    """Whom one talks to: scheme, host in lower case, and port."""

    scheme: str
    host: str
    port: int

    @property
    def is_here(self) -> bool:
        """This machine itself, so that nobody can listen on the way."""
        return self.host in _HERE

    @property
    def is_twilio(self) -> bool:
        """One of Twilio's hosts, over HTTPS."""
        ours = self.host == "twilio.com" or self.host.endswith(".twilio.com")
        return ours and (self.scheme, self.port) == ("https", 443)


@dataclass(frozen=True, slots=True)
class Place:
    """The provider as we reach it: where its API is, and of which account.

    Raises ValueError if `api_url` is neither `https://` nor on this machine: credentials go there.
    """

    api_url: str = field(repr=False)
    account_sid: str

    def __post_init__(self) -> None:
        here = origin(self.api_url)
        if here is None or not (here.scheme == "https" or here.is_here):
            raise ValueError("the provider's address has to begin with https://, or be on this machine")
        object.__setattr__(self, "api_url", self.api_url.rstrip("/"))

    def media(self, recording_sid: str, posted_url: str) -> str | None:
        """Return where the sound is to be fetched; None if neither name nor address can be the provider's."""
        named = is_name(recording_sid)
        found = urlsplit(posted_url) if self.trusts(posted_url) else None
        if found is not None and _PATH.fullmatch(found.path):
            path = found.path.removesuffix(".wav")
            # Under one recording's name another one's sound must not be kept.
            if not named or path.rpartition("/")[2] == recording_sid:
                return f"{found.scheme}://{found.netloc}{path}.wav"
        if not named:
            return None
        return f"{self.api_url}/{VERSION}/Accounts/{self.account_sid}/Recordings/{recording_sid}.wav"

    def trusts(self, url: str) -> bool:
        """Say whether the account's credentials may be sent to this address."""
        theirs, ours = origin(url), origin(self.api_url)
        if theirs is None or ours is None:
            return False
        # A stand-in's credentials are nobody else's business, so Twilio's hosts count only for one of them.
        return theirs == ours or (theirs.is_twilio and ours.is_twilio)


def is_name(sid: str) -> bool:
    """Say whether this can be the provider's name of a thing, and is a single part of a path."""
    return _NAME.fullmatch(sid) is not None


def origin(url: str) -> Origin | None:
    """Return whom an address is of; None for what is no plain web address, or brings credentials of its own."""
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host or port == 0 or "@" in parts.netloc:
        return None
    return Origin(parts.scheme, host.rstrip(".").lower(), port or _PORTS[parts.scheme])


def redirected(url: str, location: str) -> str | None:
    """Return where an answer sends us on to; None if we do not go there.

    On from this machine it may be to this machine; anything else has to be HTTPS.
    """
    try:
        target = urljoin(url, location)
    except ValueError:
        return None
    here, there = origin(url), origin(target)
    if here is None or there is None:
        return None
    return target if there.scheme == "https" or (here.is_here and there.is_here) else None
