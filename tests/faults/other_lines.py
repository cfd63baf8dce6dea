"""Lines that are not ours, as plain WSGI applications: what they are asked, and what they answer wrongly."""

import threading
from urllib.parse import parse_qsl

from ivr.phone.caller import Caller
from ivr.phone.signing import signature
from ivr.phone.wsgi import WsgiLine

TOKEN = "a token of the test"
BASE = "https://line.example"
MENU = b"<Response><Gather numDigits='1' action='/chosen'><Say>For bread, press 1.</Say></Gather></Response>"
RECORD = b"<Response><Record action='/said' recordingStatusCallback='/kept' maxLength='60' timeout='5'/></Response>"
BYE = b"<Response><Say>Goodbye.</Say><Hangup/></Response>"


class Shop:
    """A line with one menu and one recording. It notes each request: path, and what Digits or status it had.

    `checks`: whether it looks at signatures. `forgets`: the second answer to the same webhook is another one.
    """

    def __init__(self, *, checks=True, forgets=False):
        self.asked = []
        self._lock = threading.Lock()
        self.checks, self.forgets = checks, forgets

    def __call__(self, environ, start_response):
        form = dict(
            parse_qsl(
                environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode(), keep_blank_values=True
            )
        )
        path = environ["PATH_INFO"]
        url = BASE + environ["REQUEST_URI"]
        good = environ.get("HTTP_X_TWILIO_SIGNATURE") == signature(TOKEN, url, form)
        told = (
            form.get("RecordingStatus")
            or (path == "/status" and form["CallStatus"])
            or form.get("Digits", "")
        )
        if self.checks and not good:
            start_response("403 Forbidden", [("Content-Type", "text/plain")])
            return [b""]
        with self._lock:
            again = (path, told) in self.asked
            self.asked.append((path, told))
        start_response("200 OK", [("Content-Type", "text/xml")])
        if again and self.forgets:
            return [b"<Response><Say>Who are you?</Say></Response>"]
        return [{"/voice": MENU, "/chosen": RECORD, "/said": BYE}.get(path, b"<Response/>")]

    @property
    def post(self):
        return WsgiLine(self).post


def telephone(trunk, **habits):
    """A caller in front of a trunk."""
    return Caller(trunk.post, base_url=BASE, token=TOKEN, status_path="/status", **{**trunk.habits, **habits})
