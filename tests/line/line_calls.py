"""Calls to the shipped line: the real app, the real menus.yaml, a telephone that obeys TwiML, a clock that stands still.

Tests choose by words, not by keys, as a caller does: `call.choose("ask for that")`.
"""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask

from ivr.message.values import RequestView
from ivr.phone.caller import Caller
from ivr.phone.wsgi import WsgiLine

MENUS = Path(__file__).parents[2] / "menus.yaml"
TOKEN = "0123456789abcdef0123456789abcdef"
PERSON = "01632 960001"
LONDON = ZoneInfo("Europe/London")
A_WEDNESDAY = "2026-11-25T10:00:00"
OTHER_PHONE = "07700900123"
"""Keyed in as the safe number; the telephone itself is 07700 900001."""

_NODE = re.compile(r'<(?:Gather|Record|Dial)[^>]* action="/voice/[0-9a-f]{12}/[a-z]+/(\w+)/([a-z0-9-]+)/')
_PASSING = re.compile(r'<Gather[^>]* timeout="1"')
MOST_SPOKEN_STEPS = 10


class Clock:
    def __init__(self) -> None:
        self.set(A_WEDNESDAY)

    def set(self, london: str) -> None:
        self.now = datetime.fromisoformat(london).replace(tzinfo=LONDON).astimezone(UTC)

    def __call__(self) -> datetime:
        return self.now


class Call:
    """Somebody who rings the line. Every method that does something gives the call back.

    Words that only wait to be interrupted do not pass by themselves here, so that each can be looked at; `listen`
    and `choose` go on.
    """

    def __init__(self, app: Flask, **telephone) -> None:
        self.app = app
        line = WsgiLine(app)
        habits = {"passing_words": "wait", "recordings": app.extensions.get("local_twilio"), **telephone}
        self.caller = Caller(line.post, get=line.get, token=TOKEN, **habits)

    # What the caller does

    def dial(self) -> "Call":
        self.caller.dial()
        return self

    def press(self, keys: str) -> "Call":
        self.caller.press(keys)
        return self

    def choose(self, *choices: str) -> "Call":
        """Listen until there are choices, and press the key of the one with these words; so for each."""
        for words in choices:
            self.listen()
            fitting = [key for key, said in self.keys.items() if words.lower() in said.lower()]
            assert len(fitting) == 1, f"“{words}” is not one of {self.keys} at {self.node}"
            self.press(fitting[0])
        return self

    def listen(self) -> "Call":
        """Listen to what is only spoken, until the line wants something."""
        for _ in range(MOST_SPOKEN_STEPS):
            if not self.speaks_and_goes_on:
                return self
            self.caller.wait()
        raise AssertionError(f"{MOST_SPOKEN_STEPS} spoken steps in a row, the last {self.node}")

    def silent(self, times: int = 1) -> "Call":
        for _ in range(times):
            self.listen().caller.wait()
        return self

    def stay_silent(self) -> "Call":
        """Do nothing at all until the call is over or rings somebody."""
        for _ in range(60):
            if self.ended or self.caller.waiting == "dial":
                return self
            self.caller.wait()
        raise AssertionError(f"silence never ends, the last step is {self.node}")

    def say(self, seconds: int, then: str | None = None) -> "Call":
        self.caller.record(seconds, then)
        return self

    def hang_up(self) -> "Call":
        self.caller.hang_up()
        return self

    # Ways that many callers go

    def agree(self) -> "Call":
        """Dial, ask for a liaison officer, hear how it works, agree."""
        return self.dial().choose("go on", "ask for that", "agree")

    def give_number(self, digits: str = OTHER_PHONE) -> "Call":
        self.choose("give a").press(f"{digits} hash") if "withheld" in self.node else self.choose(
            "another number"
        ).press(f"{digits} hash")
        return self

    def to_rules(self, mode: str = "speak a message") -> "Call":
        return self.agree().choose(mode).give_number().choose("right and safe")

    def to_name(self) -> "Call":
        return self.to_rules().choose("keep it like that", "evenings", "any day")

    def to_review(self, seconds: int = 12, *, recorded_at_twilio: bool = True) -> "Call":
        self.to_name().say(2).say(seconds)
        if not recorded_at_twilio:
            self.app.extensions["local_twilio"].recordings.clear()
        return self

    def to_keypad_review(self) -> "Call":
        return self.to_rules("keypad only").choose("keep it like that", "mornings", "weekends")

    # What is so

    @property
    def keys(self) -> dict[str, str]:
        return self.caller.keys

    @property
    def heard(self) -> str:
        """All words of the last page."""
        return " ".join(self.caller.heard)

    @property
    def all_heard(self) -> str:
        return " ".join(self.caller.all_heard)

    @property
    def node(self) -> str:
        """The node whose page was heard last."""
        return _NODE.search(self.caller.documents[-1].twiml)[2]

    @property
    def pace(self) -> str:
        return _NODE.search(self.caller.documents[-1].twiml)[1]

    @property
    def speaks_and_goes_on(self) -> bool:
        document = self.caller.documents[-1]
        only_speaks = _PASSING.search(document.twiml) and "<Record" not in document.twiml
        return (
            not self.ended
            and bool(only_speaks)
            and "<Dial" not in document.twiml
            and "<Hangup" not in document.twiml
        )

    @property
    def ended(self) -> str | None:
        return self.caller.ended

    @property
    def messages(self) -> list[dict]:
        return self.app.extensions["caller_messages"](self.caller.call_sid)

    @property
    def message(self) -> dict:
        (only,) = self.messages
        return only

    @property
    def answers(self) -> dict[str, str]:
        return self.message["answers"]

    @property
    def requests(self) -> list[RequestView]:
        return self.app.extensions["store"].requests(self.caller.call_sid)
