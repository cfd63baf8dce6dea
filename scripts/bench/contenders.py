"""The applications that are measured, each made by a function that granian can call too.

`flask` is the anchor: a bare Flask view that answers constant bytes and checks nothing. `naive` is what most people
write: `RequestValidator` and `VoiceResponse` on each request. `journaled` writes each key press to SQLite as well.
`line` is the whole of Liaison Line.
"""

import os
import sqlite3
import tempfile
import xml.etree.ElementTree as ET
from contextlib import closing
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from scripts.bench.presses import HOST, TOKEN, Press, call_sids, fields, press, presses

ROOT = Path(__file__).parents[2]
ELSEWHERE = "/voice/0a1b2c3d4e5f/en/normal/main/1/-/3/29000000/welcome"
"""A path as long as the line's own, for the contenders that have no paths."""
CHECKS = {"line", "naive", "journaled"}
"""Those that say they refuse a forged request."""
SCHEMES = {"naive": "http", "journaled": "http"}
"""Behind a plain loopback server Flask believes the URL to be http; the line goes by its public URL."""
OPTIONS = ("ask for that", "hear who is there", "domestic abuse help", "hate crime", "hear when we are open")


def wsgi():
    """Plain WSGI: the cheapest thing that Python can answer with."""
    headers = [("Content-Type", "text/xml; charset=utf-8"), ("Content-Length", str(len(CONSTANT)))]

    def app(environ, start_response):
        environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        start_response("200 OK", headers)
        return [CONSTANT]

    return app


def flask():
    """A bare Flask view, constant bytes."""
    from flask import Flask, Response

    app = Flask("bare")

    @app.post("/voice/<path:place>")
    def answer(place):
        return Response(CONSTANT, content_type="text/xml; charset=utf-8")

    return app


def naive(journal=None):
    """The signature by Twilio's library, the document built for each request."""
    from flask import Flask, Response, abort, request
    from twilio.request_validator import RequestValidator

    app = Flask("naive")
    validator = RequestValidator(TOKEN)

    @app.post("/voice/<path:place>")
    def answer(place):
        if not validator.validate(request.url, request.form, request.headers.get("X-Twilio-Signature", "")):
            abort(403)
        if journal:
            journal(request.form["CallSid"], request.form["Digits"])
        return Response(menu(), content_type="text/xml; charset=utf-8")

    return app


def journaled():
    """The same, and a row for each key press, as a first version has it: connect, insert, commit, close."""
    path = Path(os.environ.get("BENCH_FOLDER") or tempfile.mkdtemp()) / "journal.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table if not exists pressed (call text, digits text)")

    def write(call, digits):
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("insert into pressed values (?, ?)", (call, digits))

    return naive(write)


def line():
    """The whole line: the file that `BENCH_MENUS` names, or the one it ships with."""
    from ivr import create_app
    from ivr.web.settings import Settings

    folder = os.environ.get("BENCH_FOLDER") or tempfile.mkdtemp()
    return create_app(
        Settings(
            public_url=f"https://{HOST}",
            twilio_auth_token=TOKEN,
            database_url=f"sqlite:///{folder}/line.db",
            menus=Path(os.environ.get("BENCH_MENUS") or ROOT / "menus.yaml"),
            numbers={"person": "+441632960001"},
        )
    )


def menu() -> bytes:
    """A document of five options, built with Twilio's own classes."""
    from twilio.twiml.voice_response import Gather, VoiceResponse

    response = VoiceResponse()
    gather = Gather(num_digits=1, action=ELSEWHERE, method="POST", timeout=10, action_on_empty_result=True)
    for key, words in enumerate(OPTIONS, 1):
        gather.say(f"To {words}, press {key}.", voice="Polly.Amy-Neural", language="en-GB")
    response.append(gather)
    return str(response).encode()


CONSTANT = menu()


def first_menu(app) -> str:
    """Ring the line, follow its documents to the first question that one key answers; give the path of its action.

    Nothing is pressed on the way. After a document that only speaks the call goes where the document says.
    """
    (sid,) = call_sids(1, seed=2)
    path = "/voice"
    for step in range(10):
        form = fields(sid, **({"Digits": ""} if step else {}))
        status, body = press(path, form).call(app)
        if not status.startswith("200"):
            raise RuntimeError(f"{path} answered {status}")
        document = ET.fromstring(body)
        if (gather := document.find("Gather")) is not None and gather.get("action"):
            return local(path, gather.get("action"))
        if (redirect := document.find("Redirect")) is None:
            break
        path = local(path, redirect.text)
    raise RuntimeError("the line asks nothing that a key could answer")


def local(base: str, url: str) -> str:
    """The path and query of a URL in a document that was fetched from `base`."""
    parts = urlsplit(urljoin(f"https://{HOST}{base}", url.strip()))
    return parts.path + (f"?{parts.query}" if parts.query else "")


def presses_for(name: str, count: int, *, loopback: bool) -> list[Press]:
    """Presses that this contender accepts: key 9, hear it again, at the line's first menu."""
    path = first_menu(line()) if name == "line" else ELSEWHERE
    scheme = SCHEMES.get(name, "https") if loopback else "https"
    return presses(path, count, scheme=scheme)
