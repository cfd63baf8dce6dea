"""The stand-in's own addresses, which Twilio does not have: `/stand-in/…`, for other processes.

They need the same credentials as the rest. `POST /stand-in/recordings?sid=RE…&call_sid=CA…&seconds=12` keeps the
recording whose audio is the body (also `ready_after`, `made_at`); `GET` lists all there have been. `GET`, `PUT` and
`DELETE /stand-in/faults` are about what goes wrong: `{"seed": 7, "faults": [{"kind": "not-found", "times": 2}]}`.
`PUT /stand-in/numbers` sets the account's numbers: `[{"number": "+441632960000", "voice_url": "https://…"}]`.
`GET /stand-in/requests` lists the requests made to Twilio's own addresses. `POST /stand-in/reset` forgets all but the
numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ivr.phone.twilio_api.answers import Answer, Refused, as_json, not_found
from ivr.phone.twilio_api.faults import Fault
from ivr.phone.twilio_api.request import Request
from ivr.phone.twilio_api.resources import PhoneNumber

if TYPE_CHECKING:
    from ivr.phone.twilio_api.app import TwilioApi
    from ivr.phone.twilio_api.recordings import Recording

PREFIX = "/stand-in/"


def answer(api: TwilioApi, request: Request) -> Answer:
    """Do what one of these addresses does. Raises `Refused`, with 400 and the reason for what is wrong in it."""
    try:
        return _do(api, request)
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        why = f"{wrong.args[0]} is missing" if isinstance(wrong, KeyError) else str(wrong)
        raise Refused(400, why) from None


def _do(api: TwilioApi, request: Request) -> Answer:
    match f"{request.method} {request.path.removeprefix(PREFIX)}":
        case "POST recordings":
            _add(api, request.query, request.body)
            return as_json({}, 201)
        case "GET recordings":
            return as_json([_told(api, recording) for recording in api.recordings.all()])
        case "GET faults":
            return as_json(api.faults.told())
        case "PUT faults":
            wish = json.loads(request.body)
            api.faults.set(*(Fault(**fault) for fault in wish["faults"]), seed=int(wish.get("seed", 0)))
            return as_json(api.faults.told())
        case "DELETE faults":
            api.faults.clear()
            return Answer(204)
        case "PUT numbers":
            api.numbers[:] = [PhoneNumber(**number) for number in json.loads(request.body)]
            return Answer(204)
        case "GET requests":
            return as_json([seen._asdict() for seen in list(api.requests)])
        case "POST reset":
            api.reset()
            return Answer(204)
        case _:
            raise not_found(request.path)


def _add(api: TwilioApi, query: Mapping[str, str], body: bytes) -> None:
    made, after = query.get("made_at"), query.get("ready_after")
    made_at = datetime.fromisoformat(made) if made else None
    if made_at is not None and made_at.tzinfo is None:
        raise ValueError("made_at needs a time zone, such as +00:00")
    api.recordings.add(
        query["sid"],
        query["call_sid"],
        body,
        int(query["seconds"]),
        ready_after=float(after) if after else None,
        made_at=made_at,
    )


def _told(api: TwilioApi, recording: Recording) -> dict[str, Any]:
    return {
        "sid": recording.sid,
        "call_sid": recording.call_sid,
        "seconds": recording.seconds,
        "bytes": len(recording.audio),
        "made_at": recording.made_at.isoformat(),
        "ready": api.recordings.is_ready(recording),
        "deleted": recording.deleted_at is not None,
        "fetched": recording.fetched,
    }
