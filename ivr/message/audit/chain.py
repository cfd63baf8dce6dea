"""How the entries of the log hang together.

Each has a digest of itself and of the digest before it, so whoever changes, drops or moves one has to make all that
follow anew. And each digest has a seal made with the server's secret, which is not in the database: whoever has only
the database cannot make one. (Schneier and Kelsey, *Secure audit logs to support computer forensics*, 1999, section
3, without its changing keys: these hosts have one secret, and read it at every start.)

>>> first = digest_of(1, datetime(2026, 11, 22, 19, 30, tzinfo=UTC), "line", "erased", None, "{}", START, "ab12")
>>> first.hex()[:16]
'e7db27c275608dae'
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from functools import cached_property
from typing import Final

from ivr.message.vault import Vault

START: Final = bytes(32)
"""What stands for the digest before the first entry."""

_CONTEXT: Final = "liaison-line/1/audit"
_FINGERPRINT_DIGITS: Final = 16


class SealKey:
    """The key of the seals: 32 bytes that follow from the server's secret."""

    def __init__(self, vault: Vault) -> None:
        self._key = vault.keyed("audit")

    @cached_property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that tell this key from another, and say nothing else of it."""
        return hmac.digest(self._key, b"fingerprint", "sha256").hex()[:_FINGERPRINT_DIGITS]

    def seal(self, digest: bytes) -> bytes:
        """Return the seal of an entry's digest: HMAC-SHA256, 32 bytes."""
        return hmac.digest(self._key, b"seal/" + digest, "sha256")

    def sealed(self, digest: bytes, seal: bytes) -> bool:
        """Say whether a seal is this key's, of this digest."""
        return hmac.compare_digest(self.seal(digest), seal)


def digest_of(
    number: int,
    at: datetime,
    who: str,
    what: str,
    reference: str | None,
    detail: str,
    previous: bytes,
    sealed_under: str,
) -> bytes:
    """Return an entry's digest: SHA-256, 32 bytes, of all that it says.

    What is hashed is a JSON list, in ASCII: no two different entries give the same one. `at` is aware, `detail` the
    JSON as it is stored.
    """
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    whole = [_CONTEXT, number, moment, who, what, reference, detail, previous.hex(), sealed_under]
    return hashlib.sha256(json.dumps(whole, separators=(",", ":")).encode()).digest()
