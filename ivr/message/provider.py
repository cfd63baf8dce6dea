"""The provider's REST API: what recordings it has, their sound, and deleting them there.

Asked with the `twilio` package's own client; only the sound, for which that has no method, is fetched with `requests`
and the same credentials. Nothing raised or logged here holds a name, an address, a number or a credential: the
libraries' own exceptions and logs do, so they end in this module.

>>> Provider("https://api.twilio.com", "AC1", "secret")
<Provider https://api.twilio.com>
"""

import logging
import re
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cached_property
from http.client import HTTPException
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from ivr.message import audio
from ivr.message.media_addresses import Place, is_name, origin, redirected
from ivr.message.provider_answers import (
    Account,
    AtProvider,
    NotThereYet,
    Number,
    ProviderTrouble,
    Refused,
    Unavailable,
    answered,
    listed,
    network,
    number_of,
    seconds,
    status_of,
)

if TYPE_CHECKING:
    from requests import Response, Session

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

T = TypeVar("T")

MOST_BYTES: Final = 64 * 2**20
"""The largest recording that is fetched: over an hour of telephone sound."""

TOTAL_SECONDS: Final = 120.0
"""How long fetching the sound of one recording may take in all, however steadily it trickles."""

_MOST_REDIRECTS: Final = 5
_PAGE_SIZE: Final = 500
_FEW: Final = 20
_MOST_NUMBERS: Final = 1000
_AT_ONCE: Final = 64 * 2**10


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
        self._timeout, self._total_seconds, self._most_bytes = timeout, total_seconds, most_bytes
        self._last = threading.local()

    def __repr__(self) -> str:
        """Show where it is, and nothing of the account."""
        at = origin(self._place.api_url)
        return f"<Provider {at.scheme}://{at.host}>" if at else "<Provider>"

    def close(self) -> None:
        """Close the connections that are kept. The next use opens new ones."""
        client = self.__dict__.pop("_client", None)
        if client is not None:
            client.http_client.session.close()

    def audio(self, sid: str, url: str) -> bytes:
        """Return the sound of a recording, every byte that was sent; `url` is the address the webhook told.

        Whether it is a whole recording is for `audio.whole` to say.
        """
        address = self._place.media(sid, url)
        if address is None:
            raise NotThereYet("nameless", "there is no name or address to fetch this recording by")
        return self._fetched(address)

    def find(self, sid: str) -> AtProvider | None:
        """Return what the provider knows of a recording; None if it has none of this name, or deleted it."""
        if not is_name(sid):
            return None
        try:
            return listed(self._ask(lambda client: client.recordings(sid).fetch()))
        except NotThereYet:
            return None

    def delete(self, sid: str) -> None:
        """Delete a recording with its sound. One that is not there is deleted."""
        if not is_name(sid):
            return  # the provider has nothing of such a name
        try:
            self._ask(lambda client: client.recordings(sid).delete())
        except NotThereYet:
            return

    def recordings(self, since: datetime) -> Iterator[AtProvider]:
        """Give every recording of the account that was made since this moment, or since the midnight before it.

        They come a page at a time, so the exceptions come while they are read.
        """
        # Twilio's manual knows days only, its client sends a time: midnight is the same to both.
        day = since.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        pages = self._paged(
            lambda client: client.recordings.page(date_created_after=day, page_size=_PAGE_SIZE)
        )
        return (known for found in pages if (known := listed(found)) is not None)

    def account(self) -> Account:
        """Return the account that the credentials are of."""
        found = self._ask(lambda client: client.api.accounts(self._auth[0]).fetch())
        if not found.status:
            raise Unavailable("unreadable", "the answer tells of no account")
        return Account(str(found.status), str(found.type or ""))

    def number(self, e164: str) -> Number | None:
        """Return what becomes of calls to one of the account's numbers (`+44…`); None if it has no such number."""
        found = self._paged(
            lambda client: client.incoming_phone_numbers.page(phone_number=e164, page_size=_FEW)
        )
        return next((number_of(one) for one in found if one.phone_number == e164), None)

    def numbers(self) -> list[Number]:
        """Return what becomes of calls to each of the account's numbers, a thousand of them at most."""
        found = self._paged(lambda client: client.incoming_phone_numbers.page(page_size=_PAGE_SIZE))
        return [number_of(one) for one in islice(found, _MOST_NUMBERS)]

    def prepare(self) -> None:
        """Load what asking needs, which takes a moment. Asks nothing; what comes first loads it otherwise."""
        _ = self._client

    @cached_property
    def _client(self) -> Any:
        from twilio.http.http_client import TwilioHttpClient
        from twilio.rest import Client

        http = TwilioHttpClient(
            timeout=self._timeout, logger=_SILENT, request_hooks={"response": self._remember}
        )
        # Told of an empty surrounding, or TWILIO_REGION there would lead it elsewhere than `api_url`.
        client = Client(*self._auth, http_client=http, environment={"TWILIO_REGION": ""})
        client.api.base_url = self._place.api_url
        return client

    def _remember(self, response: "Response", *_args: object, **_more: object) -> None:
        self._last.retry_after = seconds(response.headers.get("Retry-After"))

    def _ask(self, question: Callable[..., T]) -> T:
        """Ask the client. Whatever it raises becomes one of this module's exceptions."""
        from urllib3.exceptions import HTTPError

        self._last.retry_after = None
        _hush()
        try:
            return question(self._client)
        except (OSError, HTTPException, HTTPError) as error:
            trouble = network(error)
        except Exception as error:  # the client raises whatever an unexpected answer makes it stumble over
            status = status_of(error)
            if status is None:
                trouble = Unavailable("unreadable", f"the answer could not be read ({type(error).__name__})")
            else:
                trouble = answered(status, self._last.retry_after)
        # Raised here, outside `except`: the library's exception would ride along, and it quotes addresses.
        raise trouble

    def _paged(self, first: Callable[[Any], Any]) -> Iterator[Any]:
        """Give what a list holds, page by page.

        By the client's own iterator the credentials would go wherever a page says that the next one is.
        """
        page, seen = self._ask(first), set()
        while True:
            yield from self._ask(lambda client, page=page: list(page))
            following = self._ask(lambda client, page=page: page.next_page_url)
            if not following:
                return
            if following in seen or not self._place.trusts(following):
                raise Unavailable("unreadable", "the provider's list leads nowhere")
            seen.add(following)
            page = self._ask(lambda client, page=page: page.next_page())

    def _fetched(self, address: str) -> bytes:
        import requests
        from urllib3.exceptions import HTTPError

        _hush()
        until = monotonic() + self._total_seconds
        try:
            with requests.Session() as session:
                for _ in range(_MOST_REDIRECTS + 1):
                    with self._sent(session, address) as response:
                        if not response.is_redirect:
                            return self._body(response, until)
                        following = redirected(address, response.headers["Location"])
                    if following is None:
                        break
                    address = following
            trouble: ProviderTrouble = Unavailable("redirected", "the sound is said to be where we do not go")
        except ProviderTrouble as error:
            trouble = error
        except (OSError, HTTPException, HTTPError) as error:
            trouble = network(error)
        except ValueError as error:  # what is no address after all
            trouble = Unavailable("unreadable", f"the answer could not be read ({type(error).__name__})")
        raise trouble

    def _sent(self, session: "Session", address: str) -> "Response":
        """Ask for an address. Only the head of the answer is read, even if it leads on to another address."""
        from requests import Request

        headers = {"Accept": "audio/x-wav, audio/wav, */*;q=0.1", "Accept-Encoding": "identity"}
        # To anybody else not even what a .netrc file says of them is sent.
        auth = self._auth if self._place.trusts(address) else _nothing_to_show
        request = session.prepare_request(Request("GET", address, headers=headers, auth=auth))
        surroundings = session.merge_environment_settings(address, {}, None, None, None)
        verify, proxies = surroundings["verify"], surroundings["proxies"]
        # By the adapter: the session itself would read the whole body of an answer that leads elsewhere.
        return session.get_adapter(address).send(
            request,
            stream=True,
            timeout=(self._timeout, self._timeout),
            verify=True if verify is None else verify,
            cert=surroundings["cert"],
            proxies=proxies,
        )

    def _body(self, response: "Response", until: float) -> bytes:
        if response.status_code != 200:
            raise answered(response.status_code, seconds(response.headers.get("Retry-After")))
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise Unavailable("unreadable", "the sound came packed, though it was asked for as it is")
        told = response.headers.get("Content-Length", "")
        length = int(told) if re.fullmatch(r"\d{1,18}", told) else None
        if length is not None and length > self._most_bytes:
            _too_large()
        body = bytearray()
        # As much as is there, at once: reading a fixed amount would wait for it however slowly it comes.
        while piece := response.raw.read1(_AT_ONCE, decode_content=False):
            body += piece
            if len(body) > self._most_bytes:
                _too_large()
            if monotonic() > until:
                raise Unavailable("slow", "the sound came too slowly")
        if length is not None and len(body) != length:
            raise Unavailable("cut-short", "the sound ended before all of it had come")
        in_pieces = "chunked" in response.headers.get("Transfer-Encoding", "").lower()
        if length is None and not in_pieces and not audio.says_its_size(bytes(body[:12])):
            raise Unavailable("cut-short", "nothing tells whether all of the sound came")
        return bytes(body)


def _too_large() -> NoReturn:
    raise Unavailable("too-large", "the sound is larger than any message")


def _nothing_to_show(request: T) -> T:
    return request


_SILENT: Final = logging.Logger("silent", logging.CRITICAL + 1)
_CHATTY: Final = ("urllib3.connectionpool", "urllib3.util.retry", "urllib3.connection")


def _drop(record: logging.LogRecord) -> bool:
    """Let nothing pass: each line of theirs holds an address, and an address holds names."""
    return False


def _hush() -> None:
    for name in _CHATTY:
        logging.getLogger(name).addFilter(_drop)  # the same filter is added once only
