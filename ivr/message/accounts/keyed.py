"""Names that say nothing: what is looked up by a login, an address or a device is kept only as a keyed hash.

The key follows from the server's secret. Whoever has the database alone cannot even try names.
"""

import hashlib
import hmac
import ipaddress
import secrets
import unicodedata
from datetime import UTC, datetime
from typing import Final

from ivr.message.vault import Vault

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's 32 signs: no two of them are mistaken for each other when they are read or written down."""

_MISREAD: Final = str.maketrans({"o": "0", "i": "1", "l": "1", "-": None, " ": None})
_MAC: Final = 22
_DEVICES: Final = 8
"""So many accounts one browser is known for: people share a computer."""


class Keyed:
    """The keyed hashes of one vault's secret."""

    def __init__(self, vault: Vault) -> None:
        self._key = vault.keyed("officers")
        self.under = vault.keyed("officers/which").hex()[:16]
        """Which secret these are made with, without telling it."""

    def login(self, login: str) -> str:
        """Return what stands for a login, however it is typed."""
        return self._hash("login", plain(login))

    def subject(self, issuer: str, subject: str) -> str:
        """Return what stands for somebody whom an organisation's own sign-in names."""
        return self._hash("subject", issuer, subject)

    def failures(self, *of: str) -> str:
        """Return what stands for that whose failures are counted."""
        return self._hash("failures", *of)

    def address(self, address: str, at: datetime) -> str:
        """Return what stands for an address on one day (UTC): the next day it is another."""
        return self._hash("address", at.astimezone(UTC).date().isoformat(), _network(address))

    def device_of(self, device: str, login_hash: str) -> str | None:
        """Return the random name of a device that has shown it is known for this account; None of any other."""
        name, *macs = device.split(".")
        right = self._mac(name, login_hash)
        known = [hmac.compare_digest(mac.encode(), right.encode()) for mac in macs[-_DEVICES:]]
        return name if any(known) else None

    def device(self, device: str, login_hash: str) -> str:
        """Return what a device keeps, so that it is known for this account, too. What it has stays worth something."""
        name, *macs = device.split(".")
        if not (len(name) == _MAC and name.isalnum()):
            name, macs = grouped(_MAC).replace("-", ""), []
        right = self._mac(name, login_hash)
        others = [mac for mac in macs if mac != right and len(mac) == _MAC and mac.isalnum()]
        return ".".join([name, *others[1 - _DEVICES :], right])

    def first_password(self, login_hash: str) -> str:
        """Return a password for the first time: 60 random bits, and 40 that show it was made here for this account."""
        by_chance = grouped(12)
        return f"{by_chance}-{self._seal_of(by_chance, login_hash)}"

    def is_first_password(self, password: str, login_hash: str) -> bool:
        """Say whether a password was made here for this account. Whether it is still good is another question."""
        by_chance, seal = password[:14], password[15:]
        right = self._seal_of(by_chance, login_hash)
        return len(password) == 24 and hmac.compare_digest(seal.encode(), right.encode())

    def _seal_of(self, by_chance: str, login_hash: str) -> str:
        digest = bytes.fromhex(self._hash("first", login_hash, by_chance))
        return _in_groups("".join(ALPHABET[byte % 32] for byte in digest[:8]))

    def _mac(self, name: str, login_hash: str) -> str:
        return self._hash("device", login_hash, name)[:_MAC]

    def _hash(self, *parts: str) -> str:
        # With each part's length before it, no two lists of parts are one text.
        text = "".join(f"{len(part)}:{part}" for part in parts)
        return hmac.digest(self._key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()


def plain(login: str) -> str:
    """Return a login in the one form in which two are compared.

    >>> plain(" Sam.Jones@Force.example ") == plain("sam.jones@force.example")
    True
    """
    return unicodedata.normalize("NFKC", login).strip().casefold()


def grouped(signs: int) -> str:
    """Return so many random signs of the alphabet, 5 bits each, in groups of four."""
    return _in_groups("".join(secrets.choice(ALPHABET) for _ in range(signs)))


def as_written(code: str) -> str:
    """Return a code as it was given out, however it was typed: capitals, blanks and look-alikes do not count.

    >>> as_written(" 2Oil 9-ab ")
    '20119ab'
    """
    return code.casefold().translate(_MISREAD).strip()


def _in_groups(signs: str) -> str:
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def _network(address: str) -> str:
    """Return what one customer of a provider has: an IPv4 address, or an IPv6 network of 64 bits."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network(f"{found}/64", strict=False))
