"""How Twilio writes its resources as JSON: the same fields, spelt and typed as in its OpenAPI description."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from ivr.phone.twilio_api.recordings import Recording, recording_path

VERSION = "2010-04-01"
_LONG_AGO = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
"""When the account and its numbers were made."""


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number of the account (+44…), and where its calls go; "" is not set."""

    number: str
    voice_url: str = ""
    status_callback: str = ""
    voice_fallback_url: str = ""
    voice_method: str = "POST"
    status_callback_method: str = "POST"
    friendly_name: str = ""

    @property
    def sid(self) -> str:
        """PN and 32 digits, always the same for the number."""
        return "PN" + hashlib.sha256(self.number.encode()).hexdigest()[:32]


def account(sid: str) -> dict[str, Any]:
    """The account itself; its token stays out of it."""
    path = f"/{VERSION}/Accounts/{sid}"
    parts = ("calls", "incoming_phone_numbers", "recordings")
    made = _rfc_2822(_LONG_AGO)
    return {
        "auth_token": "",
        "date_created": made,
        "date_updated": made,
        "friendly_name": "A stand-in for Twilio",
        "owner_account_sid": sid,
        "sid": sid,
        "status": "active",
        "subresource_uris": {part: f"{path}/{part.title().replace('_', '')}.json" for part in parts},
        "type": "Full",
        "uri": f"{path}.json",
    }


def recording(
    it: Recording, account_sid: str, *, ready: bool, base_url: str, of_call: bool = False
) -> dict[str, Any]:
    """One recording: of the account, or `of_call` as its call's recordings show it."""
    path = recording_path(account_sid, it.sid)
    changed = it.deleted_at or (it.ready_at if ready else it.made_at)
    told: dict[str, Any] = {
        "account_sid": account_sid,
        "api_version": VERSION,
        "call_sid": it.call_sid,
        "conference_sid": None,
        "channels": 1,
        "date_created": _rfc_2822(it.made_at),
        "date_updated": _rfc_2822(changed),
        "start_time": _rfc_2822(it.made_at),
        "price": "-0.00250" if ready else None,
        "price_unit": "USD",
        "duration": str(it.seconds) if ready else None,
        "sid": it.sid,
        "source": "RecordVerb",
        "status": "deleted" if it.deleted_at else "completed" if ready else "processing",
        "error_code": None,
        "encryption_details": None,
    }
    if of_call:
        uri = f"/{VERSION}/Accounts/{account_sid}/Calls/{it.call_sid}/Recordings/{it.sid}.json"
        return told | {"track": "inbound", "uri": uri}
    below = {name: f"{path}/{end}.json" for name, end in _BELOW.items()}
    return told | {"uri": f"{path}.json", "subresource_uris": below, "media_url": base_url + path}


_BELOW = {"add_on_results": "AddOnResults", "transcriptions": "Transcriptions"}


def number(it: PhoneNumber, account_sid: str) -> dict[str, Any]:
    """A number of the account."""
    made = _rfc_2822(_LONG_AGO)
    return {
        "account_sid": account_sid,
        "address_requirements": "none",
        "address_sid": None,
        "api_version": VERSION,
        "beta": False,
        "bundle_sid": None,
        "capabilities": {"voice": True, "sms": False, "mms": False, "fax": False},
        "date_created": made,
        "date_updated": made,
        "emergency_address_sid": None,
        "emergency_address_status": "unregistered",
        "emergency_status": "Inactive",
        "friendly_name": it.friendly_name or it.number,
        "identity_sid": None,
        "origin": "twilio",
        "phone_number": it.number,
        "sid": it.sid,
        "sms_application_sid": "",
        "sms_fallback_method": "POST",
        "sms_fallback_url": "",
        "sms_method": "POST",
        "sms_url": "",
        "status": "in-use",
        "status_callback": it.status_callback,
        "status_callback_method": it.status_callback_method,
        "trunk_sid": None,
        "type": "local",
        "uri": f"/{VERSION}/Accounts/{account_sid}/IncomingPhoneNumbers/{it.sid}.json",
        "voice_application_sid": "",
        "voice_caller_id_lookup": False,
        "voice_fallback_method": "POST",
        "voice_fallback_url": it.voice_fallback_url,
        "voice_method": it.voice_method,
        "voice_receive_mode": "voice",
        "voice_url": it.voice_url,
    }


def _rfc_2822(at: datetime) -> str:
    """ "Fri, 14 Oct 2016 21:56:34 +0000"."""
    return format_datetime(at.astimezone(UTC))
