"""A small faithful stand-in for Twilio's REST API, for demonstrations, development and tests. Not Twilio's.

What Twilio's recordings, account and numbers answer to the unmodified `twilio` client, and to whoever fetches audio:

    with serve(TwilioApi("AC" + "1" * 32, "token")) as local:       # on a free port of 127.0.0.1
        client = twilio.rest.Client(local.account_sid, local.auth_token)
        client.api.base_url = local.url
        local.add("RE" + "a" * 32, "CA" + "b" * 32, sound("RE" + "a" * 32, 12), 12, ready_after=3)
        client.recordings.list()
        requests.get(f"{local.url}{recording_path(local.account_sid, sid)}.wav", auth=(…)).content

- `TwilioApi(account_sid, auth_token, *, recordings, faults, numbers, media_needs_auth)`: the WSGI application
- `serve(api, *, port=0) -> Served`: runs it in a thread; `.url`, `.add(…)`, `.recordings`, `.faults`, `.close()`
- `Recordings()`: what it keeps; `.add(sid, call_sid, audio, seconds, *, ready_after, made_at)`, `.find(sid)`, `.all()`,
  `.left()`, `.delete(sid)`, `.clear()`
- `Faults`: what goes wrong, `.set(*faults, seed=0)`, `.happened`; `Fault(kind, *, on, times, in_all, lasts, chance,
  seconds)`
- `PhoneNumber(number, voice_url=…, status_callback=…)`: a number of the account
- `RemoteRecordings(api_url, account_sid, auth_token)`: the same from another process, over `/stand-in/…`
- `ivr.phone.sound.sound(sid, seconds)`: audio made from a recording's SID

`python -m ivr.phone.twilio_api` runs it alone. What it does as Twilio does, and what it does not, is in
`docs/local-twilio.md`.
"""

from ivr.phone.sound import sound
from ivr.phone.twilio_api.app import ACCOUNT_SID, AUTH_TOKEN, TwilioApi
from ivr.phone.twilio_api.faults import Fault, Faults
from ivr.phone.twilio_api.recordings import Recording, Recordings, recording_path
from ivr.phone.twilio_api.remote import RemoteRecordings, StandInFailed
from ivr.phone.twilio_api.resources import PhoneNumber
from ivr.phone.twilio_api.server import Served, serve

__all__ = [
    "ACCOUNT_SID",
    "AUTH_TOKEN",
    "Fault",
    "Faults",
    "PhoneNumber",
    "Recording",
    "Recordings",
    "RemoteRecordings",
    "Served",
    "StandInFailed",
    "TwilioApi",
    "recording_path",
    "serve",
    "sound",
]
