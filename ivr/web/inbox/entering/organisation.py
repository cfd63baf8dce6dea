"""The organisation's own sign-in, by OpenID Connect: where it is, what it is asked, and whom it vouches for.

Authlib builds the question (authorisation code with PKCE, state and nonce) and fetches the answer. What is known of
the provider comes from its own description; of that, only what is asked for here is used.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from ivr.web.addresses import safe_address
from ivr.web.here import is_here_by_name
from ivr.web.inbox.entering import identity
from ivr.web.inbox.entering.identity import NotBelieved, SignedIn
from ivr.web.settings import Settings

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session

_KEPT_FOR: Final = timedelta(hours=1)
_TIME_TO_SIGN_IN: Final = timedelta(minutes=10)
_PATH: Final = "/.well-known/openid-configuration"
_SCOPE: Final = "openid email profile"


class NotReached(Exception):
    """Raised when the provider cannot be reached, or answers with what is no answer. Trying later may help."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A sign-in that has begun: where to go, and what has to come back. `pending` is for the browser's own cookie."""

    url: str
    pending: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Known:
    """The provider's description of itself, and its keys."""

    about: Mapping[str, Any]
    keys: Mapping[str, Any]
    until: datetime


class Organisation:
    """The provider that the settings name. Safe to use from several threads."""

    def __init__(self, settings: Settings, timeout: float = 5) -> None:
        self._issuer, self._claim = settings.oidc_issuer, settings.oidc_claim
        self._client_id, self._secret = settings.oidc_client_id, settings.oidc_client_secret
        self._strength = settings.oidc_strength.split()
        self._timeout = timeout
        self._known: _Known | None = None

    def begin(self, back: str, at: datetime) -> Pending:
        """Begin a sign-in that comes back to the address `back`. Raises NotReached."""
        known = self._look(at)
        nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        with self._session(known.about, back) as session:
            url, state = session.create_authorization_url(
                self._address(known.about, "authorization_endpoint"), nonce=nonce, code_verifier=verifier
            )
        until = str(int((at + _TIME_TO_SIGN_IN).timestamp()))
        return Pending(url, {"state": state, "nonce": nonce, "verifier": verifier, "until": until})

    def finish(
        self, pending: Mapping[str, str], given: Mapping[str, str], back: str, at: datetime
    ) -> SignedIn:
        """Say who came back. `pending` is what was kept of `begin`, `given` the query of the address.

        Raises NotReached, NotBelieved, TooWeak.
        """
        try:
            state, nonce, verifier = (str(pending[name]) for name in ("state", "nonce", "verifier"))
            until = int(pending["until"])
        except (LookupError, ValueError):
            raise NotBelieved("no sign-in was begun") from None
        if not hmac.compare_digest(state.encode(), given.get("state", "").encode()):
            raise NotBelieved("state")
        if at.timestamp() > until:
            raise NotBelieved("too late")
        known = self._look(at)
        from_whom = given.get("iss")  # RFC 9207: an answer of another provider is not for this one
        needed = known.about.get("authorization_response_iss_parameter_supported") is True
        if (from_whom is None and needed) or (from_whom is not None and from_whom != known.about["issuer"]):
            raise NotBelieved("issuer")
        if "error" in given:
            raise NotBelieved("not signed in")
        if not given.get("code"):
            raise NotBelieved("code")
        with self._session(known.about, back) as session:
            token = self._token(session, known, given["code"], verifier)
            claims = self._claims(token, nonce, at)
            identity.strong_enough(claims, self._strength)
            if self._claim not in claims:
                claims = self._more(session, known, claims)
        return identity.vouched(claims, self._claim)

    def _token(self, session: "OAuth2Session", known: _Known, code: str, verifier: str) -> Mapping[str, Any]:
        from authlib.common.errors import AuthlibBaseError
        from requests import RequestException

        try:
            token = session.fetch_token(
                self._address(known.about, "token_endpoint"),
                code=code,
                code_verifier=verifier,
                grant_type="authorization_code",
            )
        except AuthlibBaseError:
            raise NotBelieved("code") from None
        except (RequestException, ValueError):
            raise NotReached("token") from None
        if not isinstance(token, Mapping) or not isinstance(token.get("id_token"), str):
            raise NotBelieved("no identity")
        return token

    def _claims(self, token: Mapping[str, Any], nonce: str, at: datetime) -> Mapping[str, Any]:
        """Return what the identity claims, once it is clear whose word that is, and for whom."""
        known = self._look(at)
        try:
            decoded = identity.decoded(token["id_token"], known.about, known.keys)
        except identity.UnknownKey:  # signed with a key that is newer than what is known here
            known = self._look(at, anew=True)
            decoded = identity.decoded(token["id_token"], known.about, known.keys)
        return identity.checked(decoded, token, known.about["issuer"], self._client_id, nonce, at)

    def _more(self, session: "OAuth2Session", known: _Known, claims: Mapping[str, Any]) -> Mapping[str, Any]:
        """Ask for what the identity does not claim, where the provider tells it only when it is asked."""
        if "userinfo_endpoint" not in known.about or not session.token:
            return claims
        told = self._get(session, self._address(known.about, "userinfo_endpoint"), withhold_token=False)
        if told.get("sub") != claims["sub"]:
            raise NotBelieved("somebody else")
        return {**told, **claims}

    def _look(self, at: datetime, *, anew: bool = False) -> _Known:
        """Return what is known of the provider, asked anew after an hour. Raises NotReached."""
        known = self._known
        if known is None or anew or not known.until - _KEPT_FOR <= at < known.until:
            with self._session({}) as session:
                about = self._get(session, self._issuer.rstrip("/") + _PATH)
                if str(about.get("issuer", "")).rstrip("/") != self._issuer.rstrip("/"):
                    raise NotReached("it calls itself otherwise than IVR_OIDC_ISSUER")
                keys = self._get(session, self._address(about, "jwks_uri"))
            self._known = known = _Known(about, keys, at + _KEPT_FOR)
        return known

    def _address(self, about: Mapping[str, Any], name: str) -> str:
        """Return one of the provider's addresses: encrypted, or on this machine where the provider itself is."""
        try:
            address = safe_address(str(about.get(name, "")))
        except ValueError:
            raise NotReached(f"{name} is no safe address") from None
        if is_here_by_name(address) and not is_here_by_name(self._issuer):
            raise NotReached(f"{name} is no safe address")
        return address

    def _get(self, session: "OAuth2Session", address: str, *, withhold_token: bool = True) -> dict[str, Any]:
        from authlib.common.errors import AuthlibBaseError
        from requests import RequestException

        try:
            response = session.get(address, withhold_token=withhold_token)
            told = response.json() if response.status_code == 200 else None
        except (RequestException, AuthlibBaseError, ValueError):
            told = None
        if not isinstance(told, dict):
            raise NotReached("no answer")
        return told

    def _session(self, about: Mapping[str, Any], back: str = "") -> "OAuth2Session":
        from ivr.web.inbox.entering.careful import session_with

        ways = about.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        way = "client_secret_post" if "client_secret_basic" not in ways else "client_secret_basic"
        return session_with(
            self._timeout,
            client_id=self._client_id,
            client_secret=self._secret,
            token_endpoint_auth_method=way,
            scope=_SCOPE,
            redirect_uri=back,
            code_challenge_method="S256",
        )
