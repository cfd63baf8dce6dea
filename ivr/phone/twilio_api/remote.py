"""A stand-in that runs in another process, used from here."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode, urlsplit

from ivr.phone.twilio_api.control import PREFIX
from ivr.phone.twilio_api.faults import Fault
from ivr.phone.twilio_api.resources import PhoneNumber


class StandInFailed(Exception):
    """Raised when the stand-in cannot be reached or refuses. The text says why, without any credentials."""


class RemoteRecordings:
    """The recordings and faults of a stand-in at `api_url` (`http://127.0.0.1:5056`), over HTTP.

    It can be given to `Caller(recordings=…)`. Every method raises `StandInFailed`.
    """

    def __init__(self, api_url: str, account_sid: str, auth_token: str, *, timeout: float = 10.0) -> None:
        self.api_url = api_url.rstrip("/")
        pair = base64.b64encode(f"{account_sid}:{auth_token}".encode()).decode()
        self._headers = {"Authorization": f"Basic {pair}"}
        self._timeout = timeout

    def add(
        self,
        sid: str,
        call_sid: str,
        audio: bytes,
        seconds: int,
        *,
        ready_after: float | None = None,
        made_at: datetime | None = None,
    ) -> None:
        """Keep a recording there, as `Recordings.add` does."""
        about = {"sid": sid, "call_sid": call_sid, "seconds": str(seconds)}
        if ready_after is not None:
            about["ready_after"] = str(ready_after)
        if made_at is not None:
            about["made_at"] = made_at.isoformat()
        self._ask("POST", f"recordings?{urlencode(about)}", audio)

    def all(self) -> list[dict[str, Any]]:
        """Every recording there has been, newest first: sid, call_sid, seconds, bytes, ready, deleted, fetched."""
        listed: list[dict[str, Any]] = self._ask("GET", "recordings")
        return listed

    def set_faults(self, *faults: Fault, seed: int = 0) -> None:
        """Switch these faults on and all others off, as `Faults.set` does."""
        wish = {"seed": seed, "faults": [asdict(fault) for fault in faults]}
        self._ask("PUT", "faults", json.dumps(wish).encode())

    def happened(self) -> dict[str, int]:
        """How often each fault has happened since they were set."""
        told: dict[str, int] = self._ask("GET", "faults")["happened"]
        return told

    def set_numbers(self, numbers: Iterable[PhoneNumber]) -> None:
        """Give the account these numbers and no others."""
        self._ask("PUT", "numbers", json.dumps([asdict(number) for number in numbers]).encode())

    def requests(self) -> list[dict[str, Any]]:
        """The requests made to Twilio's own addresses, oldest first: method, path, query, status."""
        listed: list[dict[str, Any]] = self._ask("GET", "requests")
        return listed

    def reset(self) -> None:
        """Let it forget recordings, faults and requests."""
        self._ask("POST", "reset")

    def _ask(self, method: str, what: str, body: bytes = b"") -> Any:
        parts = urlsplit(self.api_url)
        # Not urllib: a proxy in the environment is not for this computer's own addresses.
        connection = HTTPConnection(parts.hostname or "", parts.port or 80, timeout=self._timeout)
        try:
            connection.request(method, PREFIX + what, body, self._headers)
            response = connection.getresponse()
            told = response.read()
        except (OSError, HTTPException) as error:
            raise StandInFailed(f"the stand-in at {self.api_url} cannot be reached ({error})") from None
        finally:
            connection.close()
        if not 200 <= response.status < 300:
            raise StandInFailed(f"the stand-in answered with {response.status}: {_message(told)}")
        return json.loads(told) if told else None


def _message(body: bytes) -> str:
    try:
        return str(json.loads(body)["message"])
    except (ValueError, KeyError, TypeError):
        return "it does not say why; is it a stand-in?"
