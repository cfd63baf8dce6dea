"""The provider's REST API: what recordings it has, their sound, and deleting them there.

Asked with the `twilio` package's own client (`provider_client`). Only the sound, for which that has no method, is
fetched by itself (`provider_sound`), with the same credentials. Nothing raised or logged here holds a name, an address,
a number or a credential.

>>> Provider("https://api.twilio.com", "AC1", "secret")
<Provider https://api.twilio.com>
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Final

from ivr.message.media_addresses import Place, is_name, origin
from ivr.message.provider_answers import (
    Account,
    AtProvider,
    NotThereYet,
    Number,
    ProviderTrouble,
    Refused,
    Unavailable,
    listed,
    number_of,
)
from ivr.message.provider_client import Client
from ivr.message.provider_sound import Sound

__all__ = [
    "Account",
    "AtProvider",
    "NotThereYet",
    "Number",
    "Provider",
    "ProviderTrouble",
    "Refused",
    "Unavailable",
]

MOST_BYTES: Final = 64 * 2**20
"""The largest recording that is fetched: over an hour of telephone sound."""

TOTAL_SECONDS: Final = 120.0
"""How long fetching the sound of one recording may take in all, however steadily it trickles."""

_PAGE_SIZE: Final = 500
_FEW: Final = 20
_MOST_NUMBERS: Final = 1000


class Provider:
    """One account at Twilio, or at a stand-in for it. Safe to use from several threads.

    `api_url` begins with `https://`, or is on this machine; ValueError otherwise. `timeout` is how many seconds each
    wait for the network may take, `total_seconds` and `most_bytes` bound fetching one recording's sound.
    All methods raise NotThereYet, Refused and Unavailable, unless they say what they make of it.
    """

    def __init__(
        self,
        api_url: str,
        account_sid: str,
        auth_token: str,
        *,
        timeout: float = 10,
        total_seconds: float = TOTAL_SECONDS,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._place = Place(api_url, account_sid)
        self._auth = (account_sid, auth_token)
        self._client = Client(self._place, self._auth, timeout)
        self._sound = Sound(self._place, self._auth, timeout, total_seconds, most_bytes)

    def __repr__(self) -> str:
        """Show where it is, and nothing of the account."""
        at = origin(self._place.api_url)
        return f"<Provider {at.scheme}://{at.host}>" if at else "<Provider>"

    def close(self) -> None:
        """Close the connections that are kept. The next use opens new ones."""
        self._client.close()

    def audio(self, sid: str, url: str) -> bytes:
        """Return the sound of a recording, every byte that was sent; `url` is the address the webhook told.

        Whether it is a whole recording is for `audio.whole` to say.
        """
        address = self._place.media(sid, url)
        if address is None:
            raise NotThereYet("nameless", "there is no name or address to fetch this recording by")
        return self._sound.fetch(address)

    def find(self, sid: str) -> AtProvider | None:
        """Return what the provider knows of a recording; None if it has none of this name, or deleted it."""
        if not is_name(sid):
            return None
        try:
            return listed(self._client.ask(lambda client: client.recordings(sid).fetch()))
        except NotThereYet:
            return None

    def delete(self, sid: str) -> None:
        """Delete a recording with its sound. One that is not there is deleted."""
        if not is_name(sid):
            return  # the provider has nothing of such a name
        try:
            self._client.ask(lambda client: client.recordings(sid).delete())
        except NotThereYet:
            return

    def recordings(self, since: datetime) -> Iterator[AtProvider]:
        """Give every recording of the account that was made since this moment, or since the midnight before it.

        They come a page at a time, so the exceptions come while they are read.
        """
        # Twilio's manual knows days only, its client sends a time: midnight is the same to both.
        day = since.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        pages = self._client.paged(
            lambda client: client.recordings.page(date_created_after=day, page_size=_PAGE_SIZE)
        )
        return (known for found in pages if (known := listed(found)) is not None)

    def account(self) -> Account:
        """Return the account that the credentials are of."""
        found = self._client.ask(lambda client: client.api.accounts(self._auth[0]).fetch())
        if not found.status:
            raise Unavailable("unreadable", "the answer tells of no account")
        return Account(str(found.status), str(found.type or ""))

    def number(self, e164: str) -> Number | None:
        """Return what becomes of calls to one of the account's numbers (`+44…`); None if it has no such number."""
        found = self._client.paged(
            lambda client: client.incoming_phone_numbers.page(phone_number=e164, page_size=_FEW)
        )
        return next((number_of(one) for one in found if one.phone_number == e164), None)

    def numbers(self) -> list[Number]:
        """Return what becomes of calls to each of the account's numbers, a thousand of them at most."""
        found = self._client.paged(lambda client: client.incoming_phone_numbers.page(page_size=_PAGE_SIZE))
        return [number_of(one) for one in islice(found, _MOST_NUMBERS)]

    def prepare(self) -> None:
        """Load what asking needs, which takes a moment. Asks nothing; what comes first loads it otherwise."""
        self._client.prepare()
