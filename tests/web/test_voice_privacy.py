"""Nothing that a caller says or keys in is in a URL, a log line, a trace or a repr, whatever happens on the way."""

import logging
import re

import pytest
from twilio_end import A_WEDNESDAY, SMALL, TOKEN, Twilio

from ivr import menu
from ivr.phone.caller import Caller
from ivr.phone.wsgi import WsgiLine
from ivr.walk.pages import Pages
from ivr.web.flows import Serving
from ivr.web.form import parse_form
from ivr.web.webhook import Webhook

FROM = "+447700900987"
KEYED = "07700900654"
REFERENCE = "48213765"
ENTRIES = ("900987", "900654", REFERENCE, "RE" + "9" * 32)
"""What is private of this call, as far as it could be recognised: numbers in part, the recording's name."""


@pytest.fixture
def records(caplog):
    """Everything that anybody logs, at every level, of every library."""
    caplog.set_level(logging.DEBUG)
    for name in ("sqlalchemy.engine", "sqlalchemy.pool", "werkzeug", "ivr", "flask.app"):
        caplog.set_level(
            logging.DEBUG if name.startswith(("ivr", "flask", "werk")) else logging.INFO, logger=name
        )
    return caplog


class Watched(WsgiLine):
    """A line whose URLs and answers are written down."""

    def __init__(self, app) -> None:
        super().__init__(app)
        self.urls: list[str] = []
        self.answers: list[str] = []

    def post(self, url, form, headers):
        self.urls.append(url)
        answer = super().post(url, form, headers)
        self.answers.append(answer.body.decode())
        self.urls += re.findall(
            r'(?:action|url|recordingStatusCallback)="([^"]*)"|<Redirect[^>]*>([^<]*)', self.answers[-1]
        )
        return answer


def walk(app) -> Watched:
    line = Watched(app)
    caller = Caller(line.post, from_number=FROM).dial()
    caller.press("4").press(f"{REFERENCE} hash")  # cancel an earlier message
    caller.press("1 1 2").press(f"{KEYED} hash").press("2").press(f"{KEYED} hash").press("1")
    caller.record(12).press("2").record(9, then="5").press("star 1")
    caller.hang_up()
    assert caller.problems == []
    assert len(line.urls) > 30
    return line


def hidden(text: str) -> None:
    digits = re.sub(r"[ ,-]", "", text)
    for entry in ENTRIES:
        assert entry not in digits
    assert TOKEN not in text


def test_a_whole_call_leaves_nothing_in_urls_and_logs(app, records, capfd):
    line = walk(app)
    said = "".join(line.answers).replace(" ", "").replace(",", "")
    assert "07700900654" in said  # it was read back, so the search would find it
    hidden(str(line.urls))
    hidden(records.text)
    hidden("".join(capfd.readouterr()))
    (message,) = app.extensions["store"].all_messages(A_WEDNESDAY)
    assert message.answers["safe_number"] == KEYED
    hidden(repr(message))


@pytest.mark.parametrize("where", ["do", "said_so_far", "recording", "call_ended"])
def test_nor_when_things_go_wrong_with_the_values_in_the_exceptions(app, records, capfd, monkeypatch, where):
    def leak(*args: object, **more: object) -> None:
        raise RuntimeError(f"while at {args} {more} {KEYED} {FROM}")

    monkeypatch.setattr(app.extensions["store"], where, leak)
    twilio = Twilio(app)
    url = re.compile('action="([^"]+)"')
    twiml = twilio.post("/voice", From=FROM)
    for keys in ("1", "1", "1", "2", KEYED, "1"):
        if found := url.findall(twiml):
            twiml = twilio.post(found[-1], Digits=keys, From=FROM)
    twilio.post("/voice/recording/message/5", RecordingSid="RE" + "9" * 32, RecordingDuration="4", From=FROM)
    twilio.post("/voice/status", CallStatus="completed", From=FROM)
    assert "RuntimeError" in records.text
    hidden(records.text)
    hidden("".join(capfd.readouterr()))


def test_nor_when_what_is_posted_makes_no_sense(app, records, capfd):
    twilio = Twilio(app)
    for path in (f"/voice/{KEYED}", "/voice/recording/x/y", "/voice/0123456789ab/en/normal/main/1/-/1/1/-"):
        twilio.post(path, Digits=KEYED, RecordingUrl=f"https://x.example/{KEYED}", From=FROM)
    refused = twilio.client.post("/voice", data={"Digits": KEYED, "From": FROM})
    assert refused.status_code == 403
    hidden(records.text)
    hidden("".join(capfd.readouterr()))


def test_values_that_hold_a_call_do_not_show_it(app):
    form = parse_form(f"Digits={KEYED}&From=%2B447700900987".encode())
    hidden(repr(form))

    def look(*args: object) -> None:
        raise AssertionError

    flow = menu.load(SMALL)
    serving = Serving(flow, Pages(flow), frozenset())
    hidden(repr(Webhook(None, look, None, serving, form.values, 1, None)))  # type: ignore[arg-type]
