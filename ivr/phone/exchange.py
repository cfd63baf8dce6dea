"""What goes between Twilio and a line: signed requests with Twilio's parameters, and what may come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Protocol
from urllib.parse import urlencode, urljoin, urlsplit
from uuid import uuid4

from ivr.phone import signing
from ivr.phone.sound import wav_seconds
from ivr.phone.twiml import check


class Answer(Protocol):
    """A whole HTTP response."""

    @property
    def status(self) -> int: ...  # noqa: D102
    @property
    def headers(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def body(self) -> bytes: ...  # noqa: D102


Post = Callable[[str, dict[str, str], dict[str, str]], Answer]
"""post(absolute URL, form, headers without Content-Type)."""
Get = Callable[[str, dict[str, str]], Answer]
"""get(absolute URL, headers)."""

TWIML = frozenset({"text/xml", "application/xml", "text/html"})
"""Content types that Twilio reads as TwiML."""

MOST_HOPS = 10
"""HTTP redirects that Twilio follows for one request before it gives up (error 11215)."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a call goes on with: the URL that answered in the end, the content type in lower case, the body."""

    url: str
    kind: str
    body: bytes


class Failed(Exception):
    """Raised when the line does not answer as Twilio needs. The text says how; `status` is the HTTP status, if any."""

    def __init__(self, why: str, status: int | None = None) -> None:
        super().__init__(why)
        self.status = status


class Exchange:
    """Requests of one call: signs them, keeps cookies, follows HTTP redirects, complains of what comes back.

    Complaints go into `problems`, each once.
    """

    def __init__(self, post: Post, get: Get | None, base_url: str, token: str, problems: list[str]) -> None:
        self._post, self._get, self._token = post, get, token
        self._origin = urlsplit(base_url)[:2]
        self._cookies: dict[str, str] = {}
        self._problems = problems

    def twiml(self, url: str, method: str, form: dict[str, str]) -> Reply | None:
        """Request a document to go on with. None if there is none; every fault of it is a problem."""
        try:
            url, answer = self._ask(url, method, form)
            kind = _content_type(answer)
            if kind not in TWIML and not kind.startswith(("text/plain", "audio/")):
                raise Failed(f"{shown(url)} answered with the content type '{kind}' (error 12300).")
        except Failed as failure:
            self.complain(str(failure))
            return None
        if kind in TWIML:
            for problem in check(answer.body):
                self.complain(f"{shown(url)}: {problem}")
        return Reply(url, kind, answer.body)

    def reaches(self, url: str) -> bool:
        """Whether this telephone can GET the URL: it was given a way to, and it is on the line's own host."""
        return self._get is not None and urlsplit(url)[:2] == self._origin

    def sound(self, url: str) -> bytes | None:
        """Fetch what a Play names. None, and a problem, if Twilio would find nothing to play there.

        Twilio asks with GET, without the call's parameters, and signed: it can play files that need its signature
        (Twilio's documentation of Play and of protected assets). Cookies play no part: a cache asks, not the call.
        """
        try:
            url, answer = self._ask(url, "GET", {}, cookies=False)
            kind = _content_type(answer)
            if not kind.startswith("audio/"):
                raise Failed(f"{shown(url)} answered with the content type '{kind}' (error 12300).")
            if "wav" in kind and wav_seconds(answer.body) is None:
                raise Failed(f"{shown(url)} is no WAV file, whatever it says.")
        except Failed as failure:
            self.complain(f"Play: {failure} Twilio would say nothing here.")
            return None
        return answer.body

    def tell(
        self, url: str, form: dict[str, str], *, method: str = "POST", may_be_missing: bool = False
    ) -> None:
        """Send a status callback. What comes back is not played, but must be well.

        With `may_be_missing`, an answer of 404 means that there is no such callback.
        """
        try:
            url, answer = self._ask(url, method, form)
        except Failed as failure:
            if not (may_be_missing and failure.status == 404):
                self.complain(f"Status callback: {failure}")
            return
        if _content_type(answer) == "text/html" and answer.body.strip():
            self.complain(f"Status callback: {shown(url)} was answered with HTML; answer 204 or <Response/>.")

    def complain(self, problem: str) -> None:
        """Note a problem, once."""
        if problem not in self._problems:
            self._problems.append(problem)

    def _ask(
        self, url: str, method: str, form: dict[str, str], *, cookies: bool = True
    ) -> tuple[str, Answer]:
        """Request the URL; give back the URL that answered in the end, and its 2xx answer. Raises `Failed`."""
        for _ in range(MOST_HOPS + 1):
            answer = self._once(url, method, form, cookies=cookies)
            location = _header(answer, "location")
            if not 300 <= answer.status < 400 or not location:
                break
            url = urljoin(url, location)
            if answer.status not in (307, 308):  # as every HTTP client: the rest turn a POST into a GET
                method, form = "GET", {}
        else:
            raise Failed(f"{shown(url)} redirects more than {MOST_HOPS} times (error 11215).")
        if not 200 <= answer.status < 300:
            raise Failed(
                f"{method} {shown(url)} was answered with {answer.status} (error 11200).", answer.status
            )
        return url, answer

    def _once(self, url: str, method: str, form: dict[str, str], *, cookies: bool) -> Answer:
        url = url.partition("#")[0]
        if urlsplit(url)[:2] != self._origin:
            raise Failed(
                f"{urlsplit(url).netloc or url} is another host; this telephone reaches only the line's own."
            )
        # The content of a GET goes into the URL, and so does its signature.
        if method == "GET" and form:
            url += ("&" if urlsplit(url).query else "?") + urlencode(form)
        signed = signing.signature(self._token, url, form if method == "POST" else {})
        headers = {
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
            signing.HEADER: signed,
            "I-Twilio-Idempotency-Token": str(uuid4()),
        }
        if cookies and self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if method == "POST":
            answer = self._post(url, form, headers)
        elif self._get is not None:
            answer = self._get(url, headers)
        else:
            raise Failed(
                f"{shown(url)} is to be requested with GET, which this telephone was not given a way to do."
            )
        if cookies:
            self._keep(_header(answer, "set-cookie"))
        return answer

    def _keep(self, header: str) -> None:
        cookies: SimpleCookie = SimpleCookie()
        with suppress(CookieError):
            cookies.load(header)
        self._cookies |= {name: morsel.coded_value for name, morsel in cookies.items()}


def _content_type(answer: Answer) -> str:
    """ "text/xml" of "Text/XML; charset=utf-8"; "" if there is none."""
    return _header(answer, "content-type").partition(";")[0].strip().lower()


def shown(url: str) -> str:
    """The path of a URL, for people; a query could hold what a caller said."""
    return urlsplit(url).path or "/"


def _header(answer: Answer, name: str) -> str:
    for given, value in answer.headers.items():
        if given.lower() == name:
            return value
    return ""
