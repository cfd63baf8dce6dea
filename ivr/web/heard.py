"""A posted form to what the caller did: Twilio's words and habits end here.

Missing and blank fields are the same thing. No field is trusted to be what it should be.

>>> heard({"Digits": "1", "FinishedOnKey": ""}, "")
Pressed()
>>> heard({"Digits": ""}, "")
Silence()
"""

from collections.abc import Mapping
from typing import Final, get_args

from ivr.call.heard import (
    NOTHING_RECORDED_QUERY,
    Dialled,
    Heard,
    NothingRecorded,
    Outcome,
    Pressed,
    Recorded,
    Silence,
)
from ivr.message.media_addresses import is_name

LONGEST_ENTRY: Final = 40
"""The most keys taken from one entry; more is a cat on the keypad."""
LONGEST_RECORDING: Final = 86_400
"""Seconds. The longest that Twilio records at all."""

_KEYS: Final = frozenset("0123456789*#")
_ONE_KEY: Final = {key: Pressed(key) for key in _KEYS}
_SILENCE: Final = Silence()
_NOTHING: Final = NothingRecorded()
_HUNG_UP: Final = "hangup"
_OUTCOMES: Final[dict[str, Outcome]] = {outcome: outcome for outcome in get_args(Outcome)}
_EMERGENCY: Final = "5"


def heard(form: Mapping[str, str], query: str) -> Heard:
    """Return what the caller did.

    Args:
        form: the first value of each field that Twilio posted to a page's action.
        query: the URL's query; only `heard=nothing` means something.
    """
    digits = form.get("Digits", "")
    if "RecordingUrl" in form or "RecordingSid" in form:
        url, sid = form.get("RecordingUrl", "").strip(), form.get("RecordingSid", "").strip()
        if url or sid:
            return _recording(form, digits, url, sid)
    if status := form.get("DialCallStatus"):
        return Dialled(_OUTCOMES.get(status, "failed"))
    if query and NOTHING_RECORDED_QUERY in query.split("&"):
        return _NOTHING
    if not digits:
        return _SILENCE
    if (one := _ONE_KEY.get(digits)) is not None:
        return one
    keys = "".join(key for key in digits if key in _KEYS)[:LONGEST_ENTRY]
    return Pressed(keys) if keys else _SILENCE


def _recording(form: Mapping[str, str], digits: str, url: str, sid: str) -> Heard:
    """Tell a recording from an empty one.

    Older accounts post nothing after an empty recording; newer ones post it with a length of 0. Only a 0 that
    is written out means empty: a length that is missing or not a number is not known yet, and no recording
    is lost for that. Nor is one that a hang-up ended, however short.
    """
    duration = form.get("RecordingDuration", "").strip()
    seconds = _seconds(duration)
    hung_up = digits == _HUNG_UP or form.get("CallStatus") == "completed"
    key = digits if digits in _KEYS else None
    empty = not seconds and (duration == "0" or not (duration or url))
    if empty and not hung_up:  # the emergency key counts, also in the first second of a recording
        return _ONE_KEY[_EMERGENCY] if key == _EMERGENCY else _NOTHING
    return Recorded(_name(sid, url), url, seconds, key, hung_up)


def recording_of(form: Mapping[str, str]) -> tuple[str, str, int | None]:
    """Return a recording's sid, its URL and its seconds, None for a length that is not told.

    The sid is the last part of the URL where Twilio leaves it out. Raises NoRecording where there is neither.
    """
    url = form.get("RecordingUrl", "").strip()
    sid = _name(form.get("RecordingSid", "").strip(), url)
    if not sid:
        raise NoRecording("a recording has no name")
    duration = form.get("RecordingDuration", "").strip()
    return sid, url, 0 if duration == "0" else _seconds(duration) or None


class NoRecording(ValueError):
    """Raised when a recording's webhook does not say which recording it is about."""


def _seconds(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        return 0
    return min(int(text), LONGEST_RECORDING)


def _name(sid: str, url: str) -> str:
    """Return the provider's name of a recording: what it could be deleted by, if either of them has that."""
    return sid if is_name(sid) else _last_part(url) or sid


def _last_part(url: str) -> str:
    """`https://…/Recordings/RE12.wav?x` -> `RE12`."""
    last = url.partition("#")[0].partition("?")[0].rstrip("/").rpartition("/")[2]
    return last.partition(".")[0]
