"""Fetching a recording's sound from the provider: all of it, in time, and the credentials shown to nobody else.

The `twilio` package has no method for that, so it is done with `requests`.
"""

import re
from http.client import HTTPException
from time import monotonic
from typing import TYPE_CHECKING, Final, NoReturn, TypeVar

from ivr.message import audio
from ivr.message.chatter import hush
from ivr.message.media_addresses import Place, redirected
from ivr.message.provider_answers import ProviderTrouble, Unavailable, answered, network, seconds

if TYPE_CHECKING:
    from requests import Response, Session

T = TypeVar("T")

_MOST_REDIRECTS: Final = 5
_AT_ONCE: Final = 64 * 2**10


class Sound:
    """Fetches sound from one account. Safe to use from several threads.

    `auth` are the account's name and token. `timeout` is how many seconds each wait for the network may take,
    `total_seconds` and `most_bytes` bound one fetching.
    """

    def __init__(
        self, place: Place, auth: tuple[str, str], timeout: float, total_seconds: float, most_bytes: int
    ) -> None:
        self._place, self._auth = place, auth
        self._timeout, self._total_seconds, self._most_bytes = timeout, total_seconds, most_bytes

    def fetch(self, address: str) -> bytes:
        """Return every byte that is there. Raises ProviderTrouble, with nothing of a library's exception."""
        import requests
        from urllib3.exceptions import HTTPError

        hush()
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
