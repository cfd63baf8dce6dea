"""Sealing: what was said goes into an item that the telephone side can write and only the inbox can read.

Each item (one answer, one recording) is encrypted with a key of its own, by AES-256-GCM, bound to its identity. That
key is sealed by HPKE (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM) to each recipient's public key. So another recipient
costs 80 bytes, not the audio again, and whoever only writes holds nothing that opens anything.

>>> officer = new_key()
>>> sealed = seal("answer/CA1/3/name", b"Sam", [officer.recipient])
>>> unseal("answer/CA1/3/name", sealed, {officer.key_id: officer})
b'Sam'

What a call must read back while it lasts is hidden by a key that any host can derive from the server's secret and the
call's name, and nobody from the database alone.

>>> hidden = CallSeal(b"a secret of sixteen bytes or more", "CA1").hide("3/name", "Sam")
>>> CallSeal(b"a secret of sixteen bytes or more", "CA1").show("3/name", hidden)
'Sam'
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
_CONTEXT: Final = b"liaison-line/1/"
_SUITE: Final = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class CannotOpen(Exception):
    """Raised when a sealed thing cannot be opened: no key for it is here, or it is not what it says it is.

    The text never holds any of it. Whoever has the right private key, or a backup, can still open it.
    """


class NoRecipient(Exception):
    """Raised when something is to be sealed and there is nobody to seal it to."""


class NotAKey(ValueError):
    """Raised when a file or a row that should hold a key does not."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A public key that items are sealed to: its name, and 32 raw bytes."""

    key_id: str
    public_key: bytes


class Sealed(NamedTuple):
    """An item as it is stored: nonce and ciphertext together, and its key sealed to each recipient by `key_id`."""

    ciphertext: bytes
    keys: Mapping[str, bytes]


@dataclass(frozen=True)
class PrivateKey:
    """A key that opens what was sealed to its public half. A repr shows only its name."""

    _key: X25519PrivateKey = field(repr=False)

    @cached_property
    def recipient(self) -> Recipient:
        """The public half, which may be known to everybody."""
        public = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return Recipient(hashlib.sha256(_CONTEXT + b"key/" + public).hexdigest()[:16], public)

    @property
    def key_id(self) -> str:
        """Its name: 16 hexadecimal digits that follow from the public half."""
        return self.recipient.key_id

    def pem(self) -> bytes:
        """Return the key as a PEM file, not encrypted: it is for a file that only its owner may read."""
        return self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def opens(self, identity: str, sealed_key: bytes) -> bytes:
        """Return an item's own key. Raises CannotOpen."""
        try:
            return _SUITE.decrypt(sealed_key, self._key, info=_CONTEXT + identity.encode())
        except (InvalidTag, ValueError):
            raise CannotOpen("this item's key was sealed to another key, or was changed") from None


def new_key() -> PrivateKey:
    """Return a new private key."""
    return PrivateKey(X25519PrivateKey.generate())


def read_key(pem: bytes) -> PrivateKey:
    """Read a private key from a PEM file's bytes. Raises NotAKey."""
    try:
        key = load_pem_private_key(pem, password=None)
    except Exception:  # a broken file raises many things; none of their texts is for a log
        raise NotAKey(
            "this is not a private key of this line: a PEM file, as `ivr keys new` writes it"
        ) from None
    if not isinstance(key, X25519PrivateKey):
        raise NotAKey("this is a private key of another kind; `ivr keys new` writes the right one (X25519)")
    return PrivateKey(key)


def seal(identity: str, plain: bytes, recipients: Collection[Recipient]) -> Sealed:
    """Seal an item to every recipient.

    `identity` says which item it is, such as `answer/CA…/3/name`; opening it under another identity fails.
    Raises NoRecipient, and NotAKey where a recipient's public key is none.
    """
    if not recipients:
        raise NoRecipient("there is no public key to seal to")
    key, nonce = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(NONCE_BYTES)
    ciphertext = nonce + AESGCM(key).encrypt(nonce, plain, _CONTEXT + identity.encode())
    return Sealed(ciphertext, {one.key_id: _sealed_key(identity, key, one) for one in recipients})


def unseal(identity: str, sealed: Sealed, private_keys: Mapping[str, PrivateKey]) -> bytes:
    """Open an item with whichever private key fits. Raises CannotOpen."""
    for key_id, sealed_key in sealed.keys.items():
        private = private_keys.get(key_id)
        if private is not None:
            return _decrypt(private.opens(identity, sealed_key), sealed.ciphertext, identity.encode())
    raise CannotOpen("none of the private keys here opens this item")


def reseal(identity: str, sealed_key: bytes, private: PrivateKey, recipient: Recipient) -> bytes:
    """Return an item's key sealed to one more recipient; the item itself is not touched. Raises CannotOpen."""
    return _sealed_key(identity, private.opens(identity, sealed_key), recipient)


def _sealed_key(identity: str, key: bytes, recipient: Recipient) -> bytes:
    try:
        public = X25519PublicKey.from_public_bytes(recipient.public_key)
    except ValueError:
        raise NotAKey("a public key has 32 bytes") from None
    return _SUITE.encrypt(key, public, info=_CONTEXT + identity.encode())


def _decrypt(key: bytes, ciphertext: bytes, bound_to: bytes) -> bytes:
    nonce, rest = ciphertext[:NONCE_BYTES], ciphertext[NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, rest, _CONTEXT + bound_to)
    except (InvalidTag, ValueError):
        raise CannotOpen("this was changed, or belongs to something else") from None


class CallSeal:
    """Hides what one call has to read back while it lasts.

    Made from the server's secret, the same on every host, and the CallSid.
    """

    __slots__ = ("_key",)

    def __init__(self, secret: bytes, call_sid: str) -> None:
        self._key = derived(secret, f"call/{call_sid}")

    def hide(self, name: str, text: str) -> bytes:
        """Return the text as bytes that only this call's seal shows again, under the same name."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(self._key).encrypt(nonce, text.encode(), _CONTEXT + name.encode())

    def show(self, name: str, hidden: bytes) -> str:
        """Return the text. Raises CannotOpen."""
        return _decrypt(self._key, hidden, name.encode()).decode()


def derived(secret: bytes, purpose: str) -> bytes:
    """Return 32 bytes that follow from the server's secret, for one purpose only."""
    return hmac.new(secret, _CONTEXT + purpose.encode(), hashlib.sha256).digest()
