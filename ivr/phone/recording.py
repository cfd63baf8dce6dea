"""How a Record ends, and what Twilio tells about it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from ivr.phone.document import number
from ivr.phone.markup import Element
from ivr.phone.steps import Speak, StepDoesNotFit

TWILIO_API = "https://api.twilio.com"
_KEYS = {"star": "*", "hash": "#"}
_ANY_KEY = "1234567890*#"


@dataclass(frozen=True, slots=True)
class Taken:
    """A recording that has ended.

    `length`: whole seconds recorded. `lasted`: seconds the call spent on it, with the silence that ended it.
    `digits`: the key that ended it, "hangup", or "". `cut`: it reached its longest length before the caller was done.
    """

    length: int
    lasted: float
    digits: str
    cut: bool
    sid: str

    @property
    def is_empty(self) -> bool:
        """Nothing was said."""
        return self.length == 0


def take(record: Element, speak: Speak) -> Taken:
    """Speak into a Record. Raises `StepDoesNotFit` for a key that does not end it.

    The silence that ends a recording is not counted in its length (Twilio trims it unless told not to).
    """
    longest, silence = number(record, "maxLength", 3600), number(record, "timeout", 5)
    digits = "hangup" if speak.then == "hangup" else _KEYS.get(speak.then, speak.then)
    sid = "RE" + uuid4().hex
    finish = record.attributes.get("finishOnKey", _ANY_KEY)
    if speak.then not in ("hangup", "silence") and digits not in finish:
        keys = f"only {finish} does" if finish else "no key does"
        raise StepDoesNotFit(str(speak), f"{speak.then} does not end this recording; {keys} (finishOnKey)")
    if speak.seconds >= longest:
        return Taken(longest, longest, "", cut=True, sid=sid)
    if speak.then == "silence" and speak.seconds == 0:
        return Taken(0, silence or longest, "", cut=False, sid=sid)
    if speak.then == "silence" and silence == 0:  # silence is not listened for: it runs to its longest length
        return Taken(longest, longest, "", cut=False, sid=sid)
    if speak.then == "silence":
        return Taken(speak.seconds, speak.seconds + silence, "", cut=False, sid=sid)
    return Taken(speak.seconds, speak.seconds, digits, cut=False, sid=sid)


def events(record: Element) -> frozenset[str]:
    """Which events the recordingStatusCallback is asked for; none where there is no callback."""
    if not record.attributes.get("recordingStatusCallback"):
        return frozenset()
    return frozenset(record.attributes.get("recordingStatusCallbackEvent", "completed").split())


def recording_url(api_url: str, account_sid: str, sid: str) -> str:
    """Where the audio of a recording is: Twilio's RecordingUrl, without an ending."""
    return f"{api_url}/2010-04-01/Accounts/{account_sid}/Recordings/{sid}"


def action_fields(taken: Taken, url: str) -> dict[str, str]:
    """What the request to the Record's action says besides the call. `url`: where the audio is."""
    return {
        "RecordingUrl": url,
        "RecordingSid": taken.sid,
        "RecordingDuration": str(taken.length),
        "Digits": taken.digits,
    }


def callback_fields(
    taken: Taken, status: str, url: str, *, account_sid: str, call_sid: str
) -> dict[str, str]:
    """The whole form of a recordingStatusCallback: it has no From and no To. `status`: completed, absent…"""
    fields = {
        "AccountSid": account_sid,
        "CallSid": call_sid,
        "RecordingSid": taken.sid,
        "RecordingStatus": status,
        "RecordingChannels": "1",
        "RecordingSource": "RecordVerb",
        "ErrorCode": "0",
    }
    if status == "completed":
        fields |= {"RecordingUrl": url, "RecordingDuration": str(taken.length)}
    return fields
