"""An OpenID Connect provider over real HTTP on this machine: Authlib's own authorisation server, PKCE asked of everybody.

    with running(end.clock) as provider:
        provider.person = {"sub": "7", "email": "sam@force.example", "email_verified": True}
        address = provider.agree(url)          # what a browser does that goes to `url`: sign in, and be led back

It keeps the rules: a code is good once, for the client, address and verifier it was asked with. `forge` is a function
that may return another identity than the one it signed; `about` changes what it says of itself; `fault` what it answers.
"""

import json
import logging
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import requests
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from flask import Flask, Response, jsonify, request
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from werkzeug.serving import WSGIRequestHandler, make_server

CLIENT_ID, CLIENT_SECRET = "liaison-line", "a secret: with / signs & such %"
RSA = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"}, auto_kid=False)


@dataclass
class Client:
    """The inbox, as its provider knows it."""

    redirect_uris: set[str]
    ways: set[str] = field(default_factory=lambda: {"client_secret_basic", "client_secret_post"})

    client_id = CLIENT_ID

    def get_client_id(self) -> str:
        return CLIENT_ID

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, uri: str) -> bool:
        return uri in self.redirect_uris

    def check_client_secret(self, secret: str) -> bool:
        return secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in self.ways

    def check_response_type(self, kind: str) -> bool:
        return kind == "code"

    def check_grant_type(self, kind: str) -> bool:
        return kind == "authorization_code"


@dataclass
class Code:
    """An authorisation code, and what it is good for."""

    code: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> None:
        return None

    get_acr = get_amr = get_auth_time


class Provider:
    """The provider. `asked` are the paths it was asked for, `clock` gives the time that identities are made at."""

    def __init__(self, clock: Callable[[], Any]) -> None:
        self.clock, self.issuer = clock, ""
        self.person: dict[str, Any] = {}
        self.only_when_asked: set[str] = set()
        """Claims that are told by the `userinfo` endpoint only."""
        self.about: dict[str, Any] = {}
        self.forge: Callable[[dict[str, Any], dict[str, Any], str], str] = lambda claims, header, good: good
        self.fault: Callable[[str], Response | None] = lambda path: None
        self.keys = [RSA]
        self.published: list[Any] | None = None
        """The keys that it tells of, where those are not the ones it has."""
        self.asked: list[str] = []
        self.codes: dict[str, Code] = {}
        self.tokens: dict[str, Any] = {}
        self.client = Client({"http://127.0.0.1:5055/inbox/sign-in/callback"})
        self.app = _app(self)

    def agree(self, url: str) -> str:
        """Go where the inbox leads, sign in, and return the address that leads back."""
        answer = requests.get(url, allow_redirects=False, timeout=300)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    def describe(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256", "none"],
            "token_endpoint_auth_methods_supported": sorted(self.client.ways),
            "code_challenge_methods_supported": ["S256"],
        } | self.about


def _app(provider: Provider) -> Flask:
    app = Flask("provider")

    class Codes(AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")

        def save_authorization_code(self, code: str, request: Any) -> None:
            data = request.payload.data
            assert data["code_challenge_method"] == "S256", "everybody shows PKCE here"
            provider.codes[code] = Code(
                code,
                request.payload.redirect_uri,
                request.payload.scope,
                data["nonce"],
                data["code_challenge"],
                data["code_challenge_method"],
            )

        def query_authorization_code(self, code: str, client: Any) -> Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            del provider.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: Code) -> Any:
            return provider.person

    class Identities(OpenIDCode):
        def exists_nonce(self, nonce: str, request: Any) -> bool:
            return any(code.nonce == nonce for code in provider.codes.values())

        def get_client_claims(self, client: Any) -> dict[str, Any]:
            now = int(provider.clock().timestamp())
            return {
                "iss": provider.issuer,
                "aud": [CLIENT_ID],
                "iat": now,
                "exp": now + 300,
                "auth_time": now,
            }

        def generate_user_info(self, user: Any, scope: str) -> UserInfo:
            return UserInfo(
                {name: value for name, value in user.items() if name not in provider.only_when_asked}
            )

        def get_client_algorithm(self, client: Any) -> str:
            return "RS256" if isinstance(provider.keys[0], RSAKey) else "ES256"

        def get_encode_header(self, client: Any) -> dict[str, Any]:
            return {"alg": self.get_client_algorithm(client), "kid": provider.keys[0].kid}

        def resolve_client_private_key(self, client: Any) -> Any:
            return provider.keys[0]

        def encode_id_token(self, token: Any, request: Any) -> str:
            good = super().encode_id_token(token, request)
            keys = KeySet(provider.keys)
            decoded = jwt.decode(good, keys, ["RS256", "ES256"])
            return provider.forge(dict(decoded.claims), dict(decoded.header), good)

    server = AuthorizationServer(
        app,
        query_client=lambda name: provider.client if name == CLIENT_ID else None,
        save_token=lambda token, request: provider.tokens.update({token["access_token"]: request.user}),
    )
    server.register_grant(Codes, [Identities(require_nonce=True), CodeChallenge(required=True)])

    @app.before_request
    def remember() -> Response | None:
        provider.asked.append(request.path)
        return provider.fault(request.path)

    @app.get("/.well-known/openid-configuration")
    def configuration() -> Response:
        return jsonify(provider.describe())

    @app.get("/keys")
    def keys() -> Response:
        told = provider.keys if provider.published is None else provider.published
        return jsonify({"keys": [key.as_dict(private=False) for key in told]})

    @app.get("/authorize")
    def authorize() -> Any:
        return server.create_authorization_response(
            grant=server.get_consent_grant(), grant_user=provider.person
        )

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    @app.get("/userinfo")
    def userinfo() -> Any:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind != "Bearer" or token not in provider.tokens:
            return Response(status=401)
        return jsonify(provider.person)

    return app


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.0"  # no connection stays open that a test would have to wait for

    def log(self, *_: Any, **__: Any) -> None: ...


@contextmanager
def running(clock: Callable[[], Any]) -> Iterator[Provider]:
    """A provider that runs for as long as this lasts."""
    provider = Provider(clock)
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = make_server("127.0.0.1", 0, provider.app, threaded=True, request_handler=_Quiet)
    server.daemon_threads = True
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@cache
def other_key(kid: str = "first") -> Any:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}, auto_kid=False)


def ec_key(kid: str = "second") -> Any:
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig"}, auto_kid=False)


def signed(claims: dict[str, Any], header: dict[str, Any], key: Any, algorithm: str = "RS256") -> str:
    return jwt.encode(header | {"alg": algorithm}, claims, key, [algorithm])


def unsigned(claims: dict[str, Any]) -> str:
    """An identity of `alg` none."""
    return by_hand(claims, {"alg": "none"}, lambda text: b"")


def by_hand(claims: dict[str, Any], header: dict[str, Any], sign: Callable[[bytes], bytes]) -> str:
    """An identity as a forger writes it: joserfc would not make some of these."""
    parts = [json.dumps(part).encode() for part in (header, claims)]
    text = b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    return (text + b"." + urlsafe_b64encode(sign(text)).rstrip(b"=")).decode()


def by_rsa(text: bytes) -> bytes:
    """Sign with the provider's own key."""
    key = load_pem_private_key(RSA.as_pem(private=True), None)
    return key.sign(text, PKCS1v15(), SHA256())
