"""Asking the provider with the `twilio` package's own client, unmodified.

Its exceptions and logs hold names, addresses, numbers and credentials, so they end in this module.
"""

import threading
from collections.abc import Callable, Iterator
from functools import cached_property
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, TypeVar

from ivr.message.chatter import SILENT, hush
from ivr.message.media_addresses import Place
from ivr.message.provider_answers import Unavailable, answered, network, seconds, status_of

if TYPE_CHECKING:
    from requests import Response

T = TypeVar("T")


class Client:
    """The client of one account, made when something is asked first. Safe to use from several threads.

    `auth` are the account's name and token, `timeout` is how many seconds each wait for the network may take.
    """

    def __init__(self, place: Place, auth: tuple[str, str], timeout: float) -> None:
        self._place, self._auth, self._timeout = place, auth, timeout
        self._last = threading.local()

    def prepare(self) -> None:
        """Load and make it, which takes a moment. Asks nothing."""
        _ = self._made

    def close(self) -> None:
        """Close the connections that are kept. The next use opens new ones."""
        made = self.__dict__.pop("_made", None)
        if made is not None:
            made.http_client.session.close()

    @cached_property
    def _made(self) -> Any:
        from twilio.http.http_client import TwilioHttpClient
        from twilio.rest import Client as TwilioClient

        http = TwilioHttpClient(
            timeout=self._timeout, logger=SILENT, request_hooks={"response": self._remember}
        )
        # Told of an empty surrounding, or TWILIO_REGION there would lead it elsewhere than `api_url`.
        client = TwilioClient(*self._auth, http_client=http, environment={"TWILIO_REGION": ""})
        client.api.base_url = self._place.api_url
        return client

    def _remember(self, response: "Response", *_args: object, **_more: object) -> None:
        self._last.retry_after = seconds(response.headers.get("Retry-After"))

    def ask(self, question: Callable[..., T]) -> T:
        """Ask the client. Whatever it raises becomes one of this module's exceptions."""
        from urllib3.exceptions import HTTPError

        self._last.retry_after = None
        hush()
        try:
            return question(self._made)
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

    def paged(self, first: Callable[[Any], Any]) -> Iterator[Any]:
        """Give what a list holds, page by page.

        By the client's own iterator the credentials would go wherever a page says that the next one is.
        """
        page, seen = self.ask(first), set()
        while True:
            yield from self.ask(lambda client, page=page: list(page))
            following = self.ask(lambda client, page=page: page.next_page_url)
            if not following:
                return
            if following in seen or not self._place.trusts(following):
                raise Unavailable("unreadable", "the provider's list leads nowhere")
            seen.add(following)
            page = self.ask(lambda client, page=page: page.next_page())
