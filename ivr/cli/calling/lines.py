"""The two lines that `ivr call` can ring, and the telephone in front of each."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode, urlsplit

from ivr.cli.calling.http import HttpLine
from ivr.cli.exits import Cannot
from ivr.cli.local_twilio import recordings_of
from ivr.cli.telephone import known_token, local_database, settings_of
from ivr.menu import Flow, load
from ivr.menu.suggest import did_you_mean
from ivr.phone.caller import Caller
from ivr.web.practice.place import place_of

if TYPE_CHECKING:
    from ivr.web.settings import Settings

Passing = Literal["pass", "wait"]


@dataclass(frozen=True, slots=True)
class Telephone:
    """A caller, the path to dial, and a look at what the line has kept of the call."""

    caller: Caller
    path: str
    messages: Callable[[], list[dict[str, Any]]]
    language: str | None = None
    """The language the call has to begin in; None for any."""

    def dial(self) -> None:
        """Ring the line. Raises Cannot where it does not begin in the language."""
        self.caller.dial(self.path)
        place = place_of(self.caller.documents[0]) if self.caller.documents else None
        if place and self.language and place.turn.language != self.language:
            raise Cannot(
                f"The line has no language “{self.language[:60]}”, and began in “{place.turn.language}”. "
                "Leave out --language, or name another."
            )


@contextmanager
def throw_away(
    file: str, *, language: str | None, at: datetime | None, caller: str, passing: Passing
) -> Iterator[Telephone]:
    """Give a telephone in front of the real app, with a database, keys and a Twilio that are gone afterwards.

    `at`: an aware time at which the clock stands still. Raises MenuError for the file, Cannot for the rest.
    """
    from ivr.web.practice.line import OURS, practice_line

    flow = in_language(load(file), language)
    with practice_line(lambda: flow, settings_of(without=OURS)) as line:
        telephone = line.caller(caller, at=at, passing_words=passing)
        yield Telephone(telephone, "/voice", lambda: line.messages(telephone.call_sid, at))


@contextmanager
def running(
    address: str, environ: Mapping[str, str], *, language: str | None, caller: str, passing: Passing
) -> Iterator[Telephone]:
    """Give a telephone in front of a line that answers over HTTP, signed with its token.

    `language` is asked for in the query of the first request. Raises Cannot where nothing can be rung.
    """
    from ivr.phone.twilio_api import StandInFailed

    parts = _address(address)
    settings = settings_of(without=("IVR_MENUS",))
    public = urlsplit(settings.public_url.strip()) if settings.public_url else parts
    token = known_token(settings)
    line = HttpLine(f"{parts.scheme}://{parts.netloc}")
    recordings = recordings_of(settings, token)
    prefix = public.path.rstrip("/").removesuffix("/voice")
    telephone = Caller(
        line.post,
        get=line.get,
        base_url=f"{public.scheme}://{public.netloc}",
        token=token,
        from_number=caller,
        status_path=f"{prefix}/voice/status",
        passing_words=passing,
        recordings=recordings,
    )
    query = f"?{urlencode({'language': language})}" if language else ""
    try:
        yield Telephone(
            telephone, f"{prefix}/voice{query}", lambda: _kept(settings, telephone.call_sid), language
        )
    except StandInFailed as failed:  # the line, which it is a part of, was stopped while somebody spoke
        raise Cannot(f"What was said reached nobody: {failed}. Is the line running?") from None


def in_language(flow: Flow, language: str | None) -> Flow:
    """Return the flow with its calls beginning in a language, as if its option had been chosen."""
    languages = dict(flow.line.languages)
    if language is None or language == flow.source_language:
        return flow
    if language not in languages:
        meant = did_you_mean(language, languages)
        hint = f"Did you mean {meant}?" if meant else f"It has: {', '.join(languages)}."
        raise Cannot(f"The line has no language “{language[:60]}”. {hint}")
    # A call begins in the first language of the line. The words of each edition know their own voices.
    first = {language: languages.pop(language), **languages}
    return replace(flow, line=flow.line.model_copy(update={"languages": first}))


def _address(text: str) -> Any:
    try:
        parts = urlsplit(text if "//" in text else f"http://{text}")
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and not parts.query
    except ValueError:
        usable = False
    if not usable or not re.fullmatch(r"[!-~]+", text):
        raise Cannot(f"“{text[:100]}” is no address of a line. Write it as http://127.0.0.1:5055.")
    return parts


def _kept(settings: "Settings", call_sid: str) -> list[dict[str, Any]]:
    """Return what the line has kept of a call, where its database is on this machine."""
    if local_database(settings) is None:
        return []
    from ivr.message.values import StoreUnavailable, as_json
    from ivr.web.making import store_of
    from ivr.web.settings import SettingsError

    try:
        store = store_of(settings)
    except SettingsError:  # it has a secret that is not known here
        return []
    try:
        return [as_json(message) for message in store.messages(call_sid, datetime.now(UTC))]
    except StoreUnavailable:
        return []
    finally:
        store.close()
