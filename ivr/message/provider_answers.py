"""What the provider answers, as this house knows it: values, and exceptions that quote nothing.

The libraries' own exceptions hold addresses, and so names of calls; these here hold a word and a few of plain English.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal

_LONGEST_WAIT: Final = 3600


class ProviderTrouble(Exception):
    """Raised when the provider does not do what it was asked. `word` says why in one word, the text in a few."""

    def __init__(self, word: str, why: str) -> None:
        super().__init__(why)
        self.word = word


class NotThereYet(ProviderTrouble):
    """Raised for what the provider does not know (404): not yet, or not any more."""


class Refused(ProviderTrouble):
    """Raised where the credentials are not accepted (401, 403): at first for a moment, or for good."""


class Unavailable(ProviderTrouble):
    """Raised where asking again later may help: too much, an error of theirs, a network's, an answer cut short.

    `retry_after` is for how many seconds the provider wants to be left alone, None if it does not say.
    """

    def __init__(self, word: str, why: str, retry_after: int | None = None) -> None:
        super().__init__(word, why)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class AtProvider:
    """A recording as the provider lists it.

    `seconds` is None where it does not know yet. `status` is Twilio's word: `completed`, `processing`, `in-progress`…
    """

    sid: str
    call_sid: str
    seconds: int | None
    made_at: datetime
    status: str = "completed"


@dataclass(frozen=True, slots=True)
class Account:
    """The account. `status`: `active`, `suspended` or `closed`. `kind`: `Full` or `Trial`."""

    status: str
    kind: str


@dataclass(frozen=True, slots=True)
class Number:
    """What the provider does with calls to a number. Addresses are "" where none is set.

    `e164` is the number, `+44…`. `handled_by`: where calls go by an `application` or a `trunk`, the addresses do not
    count.
    """

    e164: str = field(repr=False)
    voice_url: str = field(repr=False)
    voice_method: str
    status_callback: str = field(repr=False)
    status_callback_method: str
    fallback_url: str = field(repr=False)
    handled_by: Literal["webhook", "application", "trunk"]


def listed(found: Any) -> AtProvider | None:
    """What the client gives of a recording, as we know it; None for one that is deleted. Raises Unavailable."""
    if found.status == "deleted":
        return None
    if not found.sid:
        raise Unavailable("unreadable", "the answer tells of no recording")
    told = str(found.duration or "")
    return AtProvider(
        sid=found.sid,
        call_sid=found.call_sid or "",
        seconds=int(told) if re.fullmatch(r"\d{1,9}", told) else None,
        made_at=found.date_created or found.start_time or datetime.now(UTC),
        status=str(found.status or ""),
    )


def number_of(found: Any) -> Number:
    """What the client gives of a number, as we know it."""
    # As Twilio decides it: a trunk before an application before the addresses.
    by_application: Literal["application", "webhook"] = (
        "application" if found.voice_application_sid else "webhook"
    )
    return Number(
        e164=str(found.phone_number or ""),
        voice_url=found.voice_url or "",
        voice_method=str(found.voice_method or ""),
        status_callback=found.status_callback or "",
        status_callback_method=str(found.status_callback_method or ""),
        fallback_url=found.voice_fallback_url or "",
        handled_by="trunk" if found.trunk_sid else by_application,
    )


def answered(status: int, retry_after: int | None) -> ProviderTrouble:
    """What an HTTP status other than success means."""
    if status in (404, 410):
        return NotThereYet("not-there", f"the provider does not have it (HTTP {status})")
    if status in (401, 403):
        return Refused("refused", f"the provider does not accept the credentials (HTTP {status})")
    if status == 429:
        return Unavailable("busy", "the provider was asked too often (HTTP 429)", retry_after)
    return Unavailable("broken", f"the provider answered HTTP {status}", retry_after)


def network(error: Exception) -> ProviderTrouble:
    """What went wrong on the way, by the names of the exceptions: their texts quote addresses."""
    names = " ".join(type(each).__name__ for each in _with_causes(error))
    if "SSL" in names or "Certificate" in names:
        return Unavailable("certificate", "the provider could not prove who it is")
    if "Timeout" in names or "timeout" in names:
        return Unavailable("slow", "the provider did not answer in time")
    if "Incomplete" in names or "Protocol" in names or "Chunked" in names:
        return Unavailable("cut-short", "the connection ended before the answer did")
    return Unavailable("unreachable", f"the provider cannot be reached ({type(error).__name__})")


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    for _ in range(10):
        yield error
        inner = [each for each in error.args if isinstance(each, BaseException)]
        following = error.__cause__ or (inner[0] if inner else error.__context__)
        if following is None:
            return
        error = following


def status_of(error: Exception) -> int | None:
    """The HTTP status in what the client raised. For a page of a list it is in the answer that it brings along."""
    answer = error.args[1] if len(error.args) > 1 else None
    for status in (getattr(error, "status", None), getattr(answer, "status_code", None)):
        if isinstance(status, int):
            return status
    return None


def seconds(retry_after: str | None) -> int | None:
    """What Retry-After says, where it says seconds; an hour at most."""
    told = re.fullmatch(r"\s*(\d{1,9})\s*", retry_after or "")
    return min(int(told[1]), _LONGEST_WAIT) if told else None
