"""A request to the stand-in, taken apart, and whether it may ask."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import parse_qsl

from ivr.phone.twilio_api.answers import Refused

_BASE = r"/2010-04-01/Accounts/(?P<account>[^/]+?)"
_ROUTES = {
    "account": re.compile(rf"{_BASE}\.json"),
    "numbers": re.compile(rf"{_BASE}/IncomingPhoneNumbers\.json"),
    "list": re.compile(rf"{_BASE}(?:/Calls/(?P<call>[^/]+))?/Recordings\.json"),
    "recording": re.compile(rf"{_BASE}(?:/Calls/(?P<call>[^/]+))?/Recordings/(?P<sid>[^/.]+)\.json"),
    "media": re.compile(rf"{_BASE}/Recordings/(?P<sid>[^/.]+)(?P<ending>\.wav|\.mp3)?"),
}
METHODS = {"recording": ("GET", "HEAD", "DELETE")}
"""What a place can be asked besides GET and HEAD."""
Names = Mapping[str, str | None]
"""The parts of a path: account, call, sid, ending."""
_CHALLENGE = {"WWW-Authenticate": 'Basic realm="Twilio API"'}


@dataclass(frozen=True, slots=True)
class Request:
    """A request. `query_text`: the query as it was sent; `base_url`: how the stand-in was addressed."""

    method: str
    path: str
    query_text: str
    base_url: str
    credentials: str
    body: bytes

    @classmethod
    def of(cls, environ: Mapping[str, Any]) -> Self:
        """Read it, with all of its body, from what WSGI gives."""
        return cls(
            environ["REQUEST_METHOD"],
            environ.get("PATH_INFO", "/"),
            environ.get("QUERY_STRING", ""),
            f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', 'localhost')}",
            environ.get("HTTP_AUTHORIZATION", ""),
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)),
        )

    @property
    def route(self) -> tuple[str, Names]:
        """The place that the path is of (account, numbers, list, recording, media), and its parts; "" for none."""
        for place, pattern in _ROUTES.items():
            if found := pattern.fullmatch(self.path):
                return place, found.groupdict()
        return "", {}

    @property
    def query(self) -> dict[str, str]:
        """The query's names and values; of a name given twice, the last."""
        return dict(parse_qsl(self.query_text, keep_blank_values=True))

    @property
    def wants_deleted(self) -> bool:
        """Whether deleted recordings are asked for, too."""
        return self.query.get("IncludeSoftDeleted", "").lower() == "true"

    def check(self, account_sid: str, auth_token: str) -> None:
        """Raise `Refused` unless it carries the account's SID and token (HTTP basic authentication)."""
        scheme, _, given = self.credentials.partition(" ")
        if scheme.lower() != "basic":
            raise Refused(401, "Authentication Error - No credentials provided", headers=_CHALLENGE)
        try:
            decoded = base64.b64decode(given, validate=True)
        except (binascii.Error, ValueError):
            decoded = b""
        if not hmac.compare_digest(decoded, f"{account_sid}:{auth_token}".encode()):
            raise Refused(401, "Authenticate", headers=_CHALLENGE)
