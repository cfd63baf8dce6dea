"""Random and mutated webhooks against the line: never a 5xx, always valid TwiML, nothing kept is ever lost.

A short run is part of the suite. 100,000 webhooks by hand:

    pytest tests/web/test_webhook_properties.py --hypothesis-profile=long
    WEBHOOKS=5000 pytest tests/web/test_webhook_properties.py --hypothesis-profile=webhooks
"""

import re
import shutil
import tempfile
from collections import Counter
from html import unescape
from itertools import count
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote, unquote, urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, settings, target
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from twilio_end import SMALL, Clock, Twilio, line_settings

from ivr.call.turn import EVENTS, parse_path
from ivr.phone.twiml import check
from ivr.web import create_app

SHIPPED = Path(__file__).parents[2] / "menus.yaml"
FORM = "application/x-www-form-urlencoded"
SORRY = "something went wrong"
NUMBERS = st.sampled_from(
    ["+447700900001", "+266696687", "", "anonymous", "sip:a@example.org", "+441632960000"]
)
KEYS = st.sampled_from([*"0123456789*#"])
ENTRIES = st.sampled_from(
    [
        "07700900123",
        "07700 900456",
        "999",
        "112",
        "101",
        "5",
        "55",
        "0",
        "123",
        "*",
        "1*",
        "#",
        "48213765",
        "0" * 60,
    ]
)
SOME_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
FIELDS = st.sampled_from(
    [
        *(
            "CallSid",
            "From",
            "To",
            "Digits",
            "RecordingUrl",
            "RecordingSid",
            "RecordingDuration",
            "DialCallStatus",
        ),
        *("CallStatus", "RecordingStatus", "SpeechResult", "ErrorCode", "", "é", "Digits "),
    ]
)
VALUES = SOME_TEXT | st.sampled_from(
    ["", "1", "5", "hangup", "completed", "busy", "0", "-1", "9" * 400, "\0", "<&>"]
)
PAIRS = st.lists(st.tuples(FIELDS, VALUES), max_size=12)


class Line:
    """A running line in a folder of its own, shared by all examples: every call has a name of its own."""

    def __init__(self, menus: Path) -> None:
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(menus, self.folder / "menus.yaml")
        self.clock = Clock()
        made = line_settings(self.folder, numbers={"person": "01632 960001"})
        self.app = create_app(made, clock=self.clock)
        self.twilio = Twilio(self.app)
        self.store = self.app.extensions["store"]
        self.calls = count()
        self.seen: Counter[int] = Counter()
        first = self.twilio.post("/voice", CallSid="CAfirst")
        self.version = re.search("/voice/([0-9a-f]{12})/", first)[1]
        from ivr import menu

        self.flow = menu.load(self.folder / "menus.yaml")

    def close(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)


class Webhooks(RuleBasedStateMachine):
    """One call that goes as calls go, and everything else that may be posted meanwhile."""

    line: ClassVar[Line]

    @initialize(number=NUMBERS)
    def ring(self, number: str) -> None:
        self.sid = f"CA{next(self.line.calls):032x}"
        self.number = number
        self.recordings = count(1)
        self.kept = 0
        self.sent: dict[str, set[str]] = {}
        self.over = False
        self.steps: list[tuple[str, list[tuple[str, str]], bytes]] = []
        self.page = b""
        self.send("/voice", [("CallStatus", "ringing")])

    # The call as it goes ----------------------------------------------------------------------------------------

    def send(self, path: str, pairs: list[tuple[str, str]]) -> bytes:
        """A webhook of this call, as the last page asks for it. It never meets an apology."""
        pairs = [("CallSid", self.sid), ("From", self.number), *pairs]
        page = self.post(path, pairs)
        assert SORRY.encode() not in page, path
        self.steps.append((path, pairs, page))
        self.page = page
        if self.has_discarded():  # asked for, and what was sent before stays, as `nothing_is_lost` finds
            self.kept = min(self.kept, self.spoken())
        return page

    def post(self, path: str, pairs: list[tuple[str, str]]) -> bytes:
        answer = self.line.twilio.send(path, pairs)
        self.line.seen[answer.status_code] += 1
        assert answer.status_code == 200, path
        assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
        assert check(answer.data) == []
        return answer.data

    def verb(self, name: str, attribute: str = "action") -> str:
        """The URL of a verb of this page, or ""."""
        found = re.search(rf'<{name}\b[^>]*?\b{attribute}="([^"]*)"', self.page.decode())
        return unescape(found[1]) if found else ""

    def place(self, url: str):
        return parse_path(unquote(urlsplit(url).path).removeprefix("/voice/"))

    @precondition(lambda self: self.verb("Gather"))
    @rule(key=KEYS)
    def press(self, key: str) -> None:
        self.send(self.verb("Gather"), [("Digits", key)])

    @precondition(lambda self: self.verb("Gather"))
    @rule(keys=st.lists(st.sampled_from("11123"), min_size=1, max_size=6))
    def press_on(self, keys: list[str]) -> None:
        """Far into the line, where the messages are."""
        for key in keys:
            if url := self.verb("Gather"):
                self.send(url, [("Digits", key)])

    @precondition(lambda self: self.verb("Gather"))
    @rule(most=st.integers(3, 20))
    def go_to_the_beep(self, most: int) -> None:
        """By first options and good numbers, which is how a message begins."""
        for _ in range(most):
            url = self.verb("Gather")
            if not url or self.verb("Record"):
                break
            node = self.line.flow.nodes[self.place(url).turn.node]
            key = next(iter(node.options)) if node.kind == "menu" else "1"
            self.send(url, [("Digits", "07700900123" if node.kind == "ask" else key)])

    @precondition(lambda self: self.verb("Gather"))
    @rule(digits=ENTRIES)
    def enter(self, digits: str) -> None:
        here = self.place(self.verb("Gather"))
        self.send(self.verb("Gather"), [("Digits", digits)])
        node = self.line.flow.nodes[here.turn.node]
        onward = self.verb("Gather")
        if node.kind == "ask" and onward and self.place(onward).turn.node == node.entered:
            told = self.line.store.said_so_far(self.sid, here.track.step).answers
            assert told[node.answer] == "".join(filter(str.isdigit, digits))[-len(told[node.answer]) :]

    @precondition(lambda self: self.verb("Gather"))
    @rule(pairs=st.sampled_from([[], [("Digits", "")], [("msg", "Gather End"), ("Digits", "")]]))
    def say_nothing(self, pairs: list[tuple[str, str]]) -> None:
        if 'actionOnEmptyResult="true"' in self.page.decode():
            self.send(self.verb("Gather"), pairs)

    @precondition(lambda self: self.verb("Record"))
    @rule(seconds=st.integers(1, 200), ended=st.sampled_from(["#", "5", "", "hangup"]), early=st.booleans())
    def speak(self, seconds: int, ended: str, early: bool) -> None:
        sid = f"RE{self.sid[-22:]}{next(self.recordings):010d}"
        told = [("RecordingSid", sid), ("RecordingUrl", f"https://api.twilio.com/{sid}")]
        told += [("RecordingDuration", str(seconds))]
        callback = self.verb("Record", "recordingStatusCallback")
        if early:
            self.post(callback, [("CallSid", self.sid), ("RecordingStatus", "completed"), *told])
        self.send(self.verb("Record"), [*told, ("Digits", ended)])
        self.post(callback, [("CallSid", self.sid), ("RecordingStatus", "completed"), *told])
        now = self.spoken()
        assert now == self.kept + 1
        self.kept = now

    @precondition(lambda self: self.verb("Record"))
    @rule(posts=st.booleans())
    def keep_silent(self, posts: bool) -> None:
        if posts:
            self.send(
                self.verb("Record"), [("RecordingUrl", "https://x.example/RE0"), ("RecordingDuration", "0")]
            )
        else:
            onward = re.search("<Redirect[^>]*>([^<]+)", self.page.decode())
            self.send(unescape(onward[1]), [])

    @precondition(lambda self: self.verb("Dial"))
    @rule(status=st.sampled_from(["completed", "busy", "no-answer", "failed", "canceled", "new"]))
    def be_put_through(self, status: str) -> None:
        self.send(self.verb("Dial"), [("DialCallStatus", status)])

    @rule(status=st.sampled_from(["completed", "failed", "ringing", ""]))
    def hear_of_the_end(self, status: str) -> None:
        """Perhaps before the last action has arrived: the order is not guaranteed."""
        self.post("/voice/status", [("CallSid", self.sid), ("CallStatus", status)])
        self.over |= status in ("completed", "failed")

    # The same again, and what nobody should post --------------------------------------------------------------------

    @precondition(lambda self: self.steps)
    @rule(data=st.data())
    def come_again(self, data: st.DataObject) -> None:
        """A webhook comes twice, the second time late: nothing changes."""
        before = self.messages()
        path, pairs, page = data.draw(st.sampled_from(self.steps))
        again = self.post(path, pairs)
        assert self.messages() == before
        if path == self.steps[-1][0] and path != "/voice":
            assert again == page

    @rule(pairs=PAIRS, path=SOME_TEXT)
    def post_anything(self, pairs: list[tuple[str, str]], path: str) -> None:
        signed = "/voice/" + quote(path, safe="/")
        answer = self.line.twilio.send(signed, pairs)
        self.line.seen[answer.status_code] += 1
        assert answer.status_code in (200, 403, 404)
        if answer.status_code == 200:
            assert check(answer.data) == []

    @rule(data=st.data(), pairs=PAIRS)
    def post_to_a_place_like_ours(self, data: st.DataObject, pairs: list[tuple[str, str]]) -> None:
        """Signed, and of parts that are each right."""
        nodes = st.sampled_from([*self.line.flow.nodes, "no-such-node"])
        draw = data.draw
        parts = [
            draw(st.sampled_from([self.line.version, "0123456789ab", "x"])),
            draw(st.sampled_from([*self.line.flow.editions, "fr", "EN", ""])),
            draw(st.sampled_from(["normal", "slow", "fast"])),
            draw(nodes),
            draw(st.sampled_from(["1", "2", "3", "9", "99", "0", "-1"])),
            draw(st.sampled_from([event.replace("_", "-") or "-" for event in EVENTS])),
            draw(st.sampled_from(["0", "1", "7", "999999", "1000000", "01"])),
            draw(st.sampled_from(["29926680", "0", "9" * 10, "9" * 11])),
            ".".join(draw(st.lists(nodes, max_size=26))) or "-",
        ]
        query = draw(st.sampled_from(["", "?heard=nothing", "?x=%00"]))
        others = [pair for pair in pairs if pair[0] != "CallSid"]
        self.post("/voice/" + "/".join(parts) + query, [("CallSid", f"CB{self.sid[2:]}"), *others])

    @precondition(lambda self: self.steps)
    @rule(data=st.data())
    def change_a_signed_request(self, data: st.DataObject) -> None:
        """Somebody caught a request and changes it: no way in."""
        before = self.messages()
        path, pairs, _ = data.draw(st.sampled_from(self.steps))
        signature = self.line.twilio.sign(path, pairs)
        change = data.draw(st.sampled_from(["field", "path", "query", "signature", "none", "type"]))
        body, kind = urlencode(pairs), FORM
        if change == "field":
            body = urlencode([*pairs, ("Digits", data.draw(KEYS) + "8")])
        elif change == "path":
            path = path.rpartition("/")[0] + "/main.main" if "/" in path[1:] else "/voice/status"
        elif change == "query":
            path += "&x" if "?" in path else "?heard=nothing"
        elif change == "signature":
            signature = data.draw(
                st.sampled_from(["", "=", signature[::-1], signature.lower(), signature + "="])
            )
        elif change == "type":
            kind = data.draw(st.sampled_from(["text/plain", "application/json", "", "multipart/form-data"]))
        headers = {} if change == "none" else {"X-Twilio-Signature": signature}
        answer = self.line.twilio.client.post(path, data=body, content_type=kind, headers=headers)
        self.line.seen[answer.status_code] += 1
        assert (answer.status_code, answer.data) == (403, b"")
        assert self.messages() == before

    @rule(data=st.data())
    def send_what_is_hardly_http(self, data: st.DataObject) -> None:
        raw = st.text(st.characters(max_codepoint=255), max_size=20)
        environ = {
            "PATH_INFO": "/"
            + data.draw(st.sampled_from(["voice/", "voice", "healthz", ""]))
            + data.draw(raw),
            "QUERY_STRING": data.draw(raw),
            "HTTP_HOST": data.draw(st.sampled_from(["", "a b", "[", "x:y", "é", "line.example:99999"])),
            "CONTENT_LENGTH": data.draw(st.sampled_from(["", "x", "-1", "5", "70000"])),
            "HTTP_X_TWILIO_SIGNATURE": data.draw(raw),
        }
        method = data.draw(st.sampled_from(["POST", "GET", "PUT", "OPTIONS", "BREW"]))
        answer = self.line.twilio.client.open("/", method=method, environ_overrides=environ)
        self.line.seen[answer.status_code] += 1
        assert answer.status_code < 500

    # What holds at every moment -----------------------------------------------------------------------------------

    def messages(self) -> list[dict]:
        return self.line.app.extensions["caller_messages"](self.sid)

    def spoken(self) -> int:
        return sum(len(message["recordings"]) for message in self.messages())

    @invariant()
    def nothing_is_lost(self) -> None:
        messages = self.messages()
        spoken = sum(len(message["recordings"]) for message in messages)
        assert spoken >= self.kept
        self.kept = spoken
        found = {message["reference"]: message for message in messages}
        for reference, answers in self.sent.items():
            assert found[reference]["state"] == "sent"
            assert answers <= set(found[reference]["answers"])
        for reference, message in found.items():
            if message["state"] == "sent":
                self.sent[reference] = set(message["answers"])

    def has_discarded(self) -> bool:
        """Whether the last page is what follows a deletion."""
        onward = self.verb("Gather")
        after = {node.goto for node in self.line.flow.nodes.values() if node.kind == "discard"}
        return bool(onward) and self.place(onward).turn.node in after

    def teardown(self) -> None:
        """The call ends: what was spoken is there for an officer, sent or not."""
        if not hasattr(self, "sid"):
            return
        self.post("/voice/status", [("CallSid", self.sid), ("CallStatus", "completed")])
        for message in self.messages():
            assert message["state"] in ("sent", "unfinished")
        assert self.spoken() >= self.kept
        target(len(self.steps), label="steps of a call")


STEPS = 20


def run(machine: type[Webhooks], menus: Path) -> None:
    """Run as many examples as the profile says; few unless somebody asked for more."""
    machine.line = Line(menus)
    few = settings(max_examples=15, stateful_step_count=STEPS, deadline=None, derandomize=True, database=None)
    asked = settings.get_current_profile_name() in ("long", "webhooks")
    chosen = settings(
        settings.default if asked else few, suppress_health_check=list(HealthCheck), print_blob=False
    )
    try:
        run_state_machine_as_test(machine, settings=chosen)
        left = machine.line.store.all_messages(machine.line.clock())
        states = Counter(message.state for message in left)
        spoken = sum(len(message.recordings) for message in left)
        total = sum(machine.line.seen.values())
        print(f"\n{total} webhooks by status: {dict(machine.line.seen)}; {dict(states)}, {spoken} recordings")
        assert machine.line.seen[200] > 100
        assert machine.line.seen[403] > 0
    finally:
        machine.line.close()


@pytest.mark.parametrize("menus", [SMALL, SHIPPED], ids=["small line", "shipped line"])
def test_any_webhooks_in_any_order(menus: Path) -> None:
    class Machine(Webhooks):
        pass

    run(Machine, menus)
