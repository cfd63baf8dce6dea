"""The identity that an organisation's sign-in gives back: whether to believe it, and whom it names.

Signatures and claims are checked by joserfc and Authlib; which of them are good is said here.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

ALGORITHMS: Final = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519",
)  # fmt: skip
"""How an identity may be signed: with a private key only. Whoever knows what everybody knows cannot sign."""
_LEEWAY: Final = 60
"""Seconds by which two clocks may differ."""


class NotBelieved(Exception):
    """Raised when what comes back is not what was asked for. Its text is a word or two, for the log."""


class UnknownKey(NotBelieved):
    """Raised when it is signed with a key that is not among those that are known."""


class TooWeak(NotBelieved):
    """Raised when it does not say that its person signed in as strongly as is asked for here."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whom the provider vouches for: `subject` is theirs there for ever, `claim` is the login of an account here."""

    issuer: str
    subject: str = field(repr=False)
    claim: str = field(repr=False)


def decoded(identity: str, about: Mapping[str, Any], keys: Mapping[str, Any]) -> Any:
    """Return an identity whose signature is right, by one of `keys`. Raises UnknownKey, NotBelieved."""
    from joserfc import jwt
    from joserfc.errors import InvalidKeyIdError, JoseError
    from joserfc.jwk import KeySet
    from joserfc.jws import JWSRegistry

    told = about.get("id_token_signing_alg_values_supported") or ["RS256"]
    registry = JWSRegistry(
        algorithms=[each for each in ALGORITHMS if each in told], strict_check_header=False
    )
    try:
        usable = [
            key
            for key in keys.get("keys", ())
            if key.get("kty") in ("RSA", "EC", "OKP") and key.get("use", "sig") == "sig"
        ]
        return jwt.decode(identity, KeySet.import_key_set({"keys": usable}), registry=registry)
    except InvalidKeyIdError:
        raise UnknownKey("key") from None
    except (JoseError, LookupError, AttributeError, TypeError, ValueError) as error:
        raise NotBelieved(type(error).__name__) from None


def checked(
    decoded: Any, token: Mapping[str, Any], issuer: str, client_id: str, nonce: str, at: datetime
) -> Mapping[str, Any]:
    """Return what an identity claims: of this issuer, for us, for this sign-in, and good now. Raises NotBelieved."""
    from authlib.oidc.core import CodeIDToken
    from joserfc.errors import JoseError

    # That there is a subject, a beginning and an end is asked for by the class itself.
    options = {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": client_id},
        "nonce": {"essential": True, "value": nonce},
    }
    asked = {"nonce": nonce, "client_id": client_id, "access_token": token.get("access_token")}
    try:
        claims = CodeIDToken(decoded.claims, decoded.header, options, asked)
        claims.validate(now=int(at.timestamp()), leeway=_LEEWAY)
    except (JoseError, LookupError, AttributeError, TypeError, ValueError) as error:
        raise NotBelieved(f"{type(error).__name__} {getattr(error, 'claim', '')}".strip()) from None
    return dict(claims)


def strong_enough(claims: Mapping[str, Any], any_of: Collection[str]) -> None:
    """Raise TooWeak where neither `acr` (OpenID Connect) nor `amr` (RFC 8176) says one of `any_of`; if that is empty,
    never. What is not said counts as a password alone."""
    ways = claims.get("amr")
    said = [claims.get("acr"), *(ways if isinstance(ways, list) else ())]
    if any_of and not any(isinstance(word, str) and word in any_of for word in said):
        raise TooWeak("strength")


def vouched(claims: Mapping[str, Any], name: str) -> SignedIn:
    """Return whom these claims name, by the claim of this name. Raises NotBelieved."""
    subject, claim = claims.get("sub"), claims.get(name)
    if not (isinstance(subject, str) and subject):
        raise NotBelieved("subject")
    if not (isinstance(claim, str) and claim.strip()):
        raise NotBelieved("claim")
    # Whoever may write any address into their profile would otherwise be whoever they like here.
    if "email" in claims and claims.get("email_verified", True) not in (True, "true"):
        raise NotBelieved("mail not verified")
    return SignedIn(str(claims["iss"]), subject, claim.strip())
