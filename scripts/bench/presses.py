"""Key presses as Twilio posts them: 29 parameters, signed, many different calls, always the same for a seed."""

import base64
import hmac
import io
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha1
from urllib.parse import urlencode, urlsplit

TOKEN = "a token for measuring only"
HOST = "line.example"
NUMBER = "+447700900001"


@dataclass(frozen=True)
class Press:
    """One POST, ready to be sent either into a WSGI application or down a socket."""

    path: str
    body: bytes
    signature: str
    scheme: str
    environ: dict = field(default_factory=dict)

    def call(self, app) -> tuple[str, bytes]:
        """Post it into a WSGI application; give the status line and the body."""
        answer = []
        environ = self.environ.copy()
        environ["wsgi.input"] = io.BytesIO(self.body)
        parts = app(environ, lambda status, headers, exc_info=None: answer.append(status))
        body = b"".join(parts)
        if close := getattr(parts, "close", None):
            close()
        return answer[0], body

    def wire(self) -> bytes:
        """The request as bytes for a keep-alive connection."""
        return (
            f"POST {self.path} HTTP/1.1\r\nHost: {HOST}\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n"
            "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"
            f"X-Twilio-Signature: {self.signature}\r\nContent-Length: {len(self.body)}\r\n\r\n"
        ).encode() + self.body


def fields(call_sid: str, **more: str) -> dict[str, str]:
    """The parameters of a webhook in mid-call, 29 with those of a Gather's action."""
    ends = ("City", "State", "Zip", "Country")
    places = dict(zip(ends, ("", "Hertfordshire", "", "GB"), strict=True))
    return {
        "AccountSid": "AC" + "0" * 32,
        "ApiVersion": "2010-04-01",
        "CallSid": call_sid,
        "CallStatus": "in-progress",
        "Direction": "inbound",
        "From": NUMBER,
        "Caller": NUMBER,
        "To": "+441632960000",
        "Called": "+441632960000",
        **{f"{side}{end}": places[end] for side in ("From", "Caller", "To", "Called") for end in ends},
        "StirVerstat": "TN-Validation-Passed-A",
        **more,
    }


def press(path: str, form: dict[str, str], *, scheme: str = "https") -> Press:
    """Sign a form for a path, and make everything that sending it needs."""
    url = f"{scheme}://{HOST}{path}"
    signed = url + "".join(name + form[name] for name in sorted(form))
    signature = base64.b64encode(hmac.new(TOKEN.encode(), signed.encode(), sha1).digest()).decode()
    body = urlencode(form).encode()
    target = urlsplit(path)
    environ = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": target.path,
        "QUERY_STRING": target.query,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "443" if scheme == "https" else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": HOST,
        "HTTP_USER_AGENT": "TwilioProxy/1.1",
        "HTTP_ACCEPT": "*/*",
        "HTTP_X_TWILIO_SIGNATURE": signature,
        "CONTENT_TYPE": "application/x-www-form-urlencoded; charset=utf-8",
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    return Press(path, body, signature, scheme, environ)


def call_sids(count: int, seed: int = 1) -> Iterable[str]:
    """Give CallSids of different calls."""
    chance = random.Random(seed)
    return [f"CA{chance.getrandbits(128):032x}" for _ in range(count)]


def presses(path: str, count: int, *, key: str = "9", scheme: str = "https") -> list[Press]:
    """Give the same key pressed at one place, in many different calls."""
    extra = {"Digits": key, "FinishedOnKey": "", "msg": "Gather End"}
    return [press(path, fields(sid, **extra), scheme=scheme) for sid in call_sids(count)]


def forged(genuine: Press) -> Press:
    """The same press with a signature that is not Twilio's."""
    wrong = ("A" if genuine.signature[0] != "A" else "B") + genuine.signature[1:]
    return Press(
        genuine.path,
        genuine.body,
        wrong,
        genuine.scheme,
        genuine.environ | {"HTTP_X_TWILIO_SIGNATURE": wrong},
    )
