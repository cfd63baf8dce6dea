"""Is this request Twilio's? The verdict of `twilio.request_validator`, in constant time and far sooner.

The library computes each HMAC from nothing, twice, and compares letter by letter. Here the key and the public
URL are hashed once, when the line starts, and each request continues from a copy. Tests hold the two against
each other.
"""

import hmac
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha1, sha256
from itertools import chain
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs, quote, urlparse, urlsplit

from ivr.web.form import Form

_LEGACY: Final = "HMAC_SHA1"
_HASHES: Final[dict[str, Callable[..., Any]]] = {_LEGACY: sha1, "HMAC_SHA256": sha256}
_UNESCAPED: Final = re.compile(r"[A-Za-z0-9/._~-]*")


class NotConfigured(ValueError):
    """No secret or no usable public URL: nothing can be checked, so nothing may be served.

    Raised when a `Signature` is made, so that a line without one never starts.
    """


class _Base(NamedTuple):
    """One form of the public URL, and for each hash an HMAC that has read it already."""

    url: str
    keyed: dict[str, hmac.HMAC]


class Signature:
    """Checks `X-Twilio-Signature` against one public URL.

    The URL that Twilio signed is `public_url` (scheme, host, perhaps a port, perhaps a prefix that a proxy
    takes away) followed by the path and query as the application sees them. Headers such as `Host` and
    `X-Forwarded-Proto` are never asked: whoever sends the request writes them. A fragment (`#rc=2`, Twilio's
    overrides) is not part of what is signed and is removed. A name and password in the URL are part of it and
    stay.

    Raises:
        NotConfigured: the token is empty, or the public URL is not `http(s)://host…` without a query.
    """

    def __init__(self, token: str, public_url: str) -> None:
        try:
            key = token.encode()
        except UnicodeEncodeError:
            key = b""
        if not key.strip():
            raise NotConfigured("there is no Twilio auth token to check requests with")
        self._bases = tuple(_Base(url, _keyed(key, url)) for url in _both_ports(public_url))

    def __repr__(self) -> str:
        """Name the URL's host only: the token is secret, and the URL may hold a password."""
        return f"<Signature for {self._bases[0].url.rpartition('@')[2]}>"

    def valid(
        self,
        path_and_query: str,
        body: Form | Sequence[tuple[str, str]] | bytes,
        header: str | None,
        settings_header: str | None = None,
    ) -> bool:
        """Say whether Twilio sent this request: True only if it did, and never an exception.

        Args:
            path_and_query: as sent, beginning with a slash; `signed_path` gives it.
            body: a form, or its pairs, or the bytes of a body that is not a form, which are signed by way of
                `bodySHA256` in the query.
            header: `X-Twilio-Signature`, or None where it is missing.
            settings_header: `X-Twilio-Webhooks-Signature-Settings`, or None.

        Where the library raises (no header, a body that is not a form without `bodySHA256`, lone surrogates)
        the answer is False. Where it refuses what Twilio signed (a password and a port in one URL, an IPv6
        host with a port), this does not.
        """
        algorithm = _algorithm(settings_header).upper()
        if not header or algorithm not in _HASHES or path_and_query[:1] != "/":
            return False
        try:
            given = header.encode("ascii")
            path = path_and_query if _plain(path_and_query) else _as_urllib_writes(path_and_query)
            if isinstance(body, bytes):
                if not _body_hash_agrees(path, body):
                    return False
                rest = path.encode()
            else:
                # Unique pairs in order are the library's unique names in order, each with its unique values in
                # order. A form whose names are unique, as nearly all are, has been through a dict already.
                rest = (
                    path + (_in_order(body) if isinstance(body, Form) else _unique_in_order(body))
                ).encode()
        except ValueError:  # UnicodeEncodeError is one: what cannot be encoded was never signed
            return False
        for base in self._bases:
            mac = base.keyed[algorithm].copy()
            mac.update(rest)
            if hmac.compare_digest(b64encode(mac.digest()), given):
                return True
        return False


def _in_order(form: Form) -> str:
    if form.repeats:
        return _unique_in_order(form.pairs)
    values = form.values
    return "".join([name + values[name] for name in sorted(values)])


def _unique_in_order(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(chain.from_iterable(sorted(set(pairs))))


def signed_path(environ: dict[str, Any]) -> str:
    """Give the path and query of a WSGI request in the form Twilio signed them.

    It is made of `PATH_INFO` and `QUERY_STRING`, what the application itself goes by, so that what is checked
    is what is served. WSGI has decoded the path; the line's own paths are letters, digits, `.`, `-` and `/`,
    which nothing escapes, so nothing is lost for them. Any other is escaped again and will not be known
    anyway.
    """
    path: str = environ.get("PATH_INFO", "")
    query: str = environ.get("QUERY_STRING", "")
    if not _UNESCAPED.fullmatch(path):
        path = quote(path.encode("latin-1", "replace"), safe="/:@!$&'()*+,;=~")
    return f"{path}?{query}" if query else path


def _both_ports(public_url: str) -> tuple[str, ...]:
    """Twilio signs with the port or without it, whichever its URL has: accept either, the URL's own first."""
    try:
        parts = urlsplit(public_url.strip())
        port = parts.port
        parts.netloc.encode()
        parts.path.encode()
    except ValueError as error:
        raise NotConfigured("the public URL cannot be read") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or port == 0:
        raise NotConfigured("the public URL is not of the form https://host or https://host/prefix")
    host = parts.netloc
    if port is None:
        host = host.removesuffix(":")
        other = f"{host}:{443 if parts.scheme == 'https' else 80}"
    else:
        other = host.rpartition(":")[0]
    prefix = parts.path.rstrip("/")
    return f"{parts.scheme}://{host}{prefix}", f"{parts.scheme}://{other}{prefix}"


def _keyed(key: bytes, url: str) -> dict[str, hmac.HMAC]:
    return {name: hmac.new(key, url.encode(), hash_) for name, hash_ in _HASHES.items()}


def _algorithm(settings_header: str | None) -> str:
    """`key=…,algorithm=HMAC_SHA256` names one; anything else means the older signature."""
    for part in settings_header.split(",") if settings_header else ():
        name, equals, value = part.partition("=")
        if equals and name.strip() == "algorithm" and value.strip():
            return value.strip()
    return _LEGACY


def _plain(path: str) -> bool:
    """Whether urllib would write the path back as it is: true for every URL the line makes."""
    return path.isascii() and path.isprintable() and not (";" in path or "#" in path or path[-1] == "?")


def _as_urllib_writes(path: str) -> str:
    """The library passes the URL through `urlparse(...).geturl()`, which drops empty parts and line ends."""
    host = "https://h"
    return urlparse(host + path).geturl().removeprefix(host)


def _body_hash_agrees(path: str, body: bytes) -> bool:
    named = parse_qs(path.partition("#")[0].partition("?")[2]).get("bodySHA256")
    if named is None:
        return not body
    return hmac.compare_digest(sha256(body).hexdigest().encode(), named[0].encode())
