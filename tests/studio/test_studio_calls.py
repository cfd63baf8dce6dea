"""The browser phone's calls: the same as `ivr call` makes, jumps to any node, and nothing that does not fit."""

import json
import re
import threading

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from studio_end import HOST, NOW, PERSON, SHIPPED, SMALL, Browser, line_of, means_of

from ivr.cli.calling.lines import throw_away
from ivr.cli.calling.scripted import perform
from ivr.cli.calling.told import as_json
from ivr.phone.steps import parse
from ivr.walk.filling import spoken
from ivr.web.studio.ringing.calls import MOST

KEYS = [*"01234567", "9", "star", "hash", "wait", "8", "hangup"]
ENTRIES = ["07700900123 hash", "48213765 hash", "12", "0 hash", "star", "wait", "1 hash", "55", "hangup"]
SAYS = [
    "record:12",
    "record:3+hangup",
    "record:0",
    "record:181",
    "record:4+silence",
    "wait",
    "star",
    "hangup",
]
RINGS = ["dial:completed", "dial:busy", "dial:no-answer", "dial:failed", "wait", "hangup"]


def fitting(document):
    """What can be done at a document, key by key where it takes one."""
    if document["waiting"] == "gather" and 'numDigits="1"' not in document["twiml"]:
        return ENTRIES
    return {"gather": KEYS, "record": SAYS, "dial": RINGS}[document["waiting"]]


def plain(documents, messages):
    """Documents without what is drawn by lot anew in each call: references and tokens."""
    text = json.dumps(documents, sort_keys=True, ensure_ascii=False)
    for number, message in enumerate(messages):
        for form in (spoken(message["reference"]), message["reference"]):
            text = text.replace(form, f"reference {number}")
    return re.sub(r"/voice/listen/[^\"<]*", "/voice/listen", text)


def as_told(document):
    """A document of the studio as `ivr call` tells it."""
    names = ("node", "url", "keys", "twiml", "waiting", "seconds")
    return {
        **{name: document[name] for name in names},
        "heard": [part["words"] for part in document["heard"]],
    }


# Each example is two calls: what fails is shown as it was found.
@settings(max_examples=12, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(choices=st.lists(st.integers(0, 10_000), min_size=3, max_size=12), withheld=st.booleans())
def test_a_call_is_the_same_as_that_of_the_command_turn_by_turn(lines, choices, withheld):
    browser = lines
    number = "withheld" if withheld else "+447700900123"
    phone = browser.ring(number=number, clock="Christmas Day 10:00")
    steps = []
    for choice in choices:
        phone.hear_out()
        if phone.state["ended"]:
            break
        possible = fitting(phone.documents[-1])
        steps.append(possible[choice % len(possible)])
        answer = phone.do(steps[-1])
        assert answer.status_code == 200, (steps, answer.text)
    phone.hear_out()
    at = means_of(browser.client.application).calls.find(phone.state["id"]).wish.at
    with throw_away(str(SMALL), language=None, at=at, caller=number, passing="pass") as telephone:
        list(perform(telephone, tuple(step for words in steps for step in parse(words))))
        *documents, end = as_json(telephone)
    phone.take(browser.get(phone.url).json)
    assert [step for step in phone.state["steps"] if step != "pass"] == [
        str(step) for words in steps for step in parse(words)
    ]
    mine = plain([as_told(document) for document in phone.documents], phone.state["messages"])
    theirs = plain(
        [{name: document[name] for name in as_told(phone.documents[0])} for document in documents],
        end["messages"],
    )
    assert mine == theirs
    assert (phone.state["ended"] or "waiting") == end["end"]
    assert phone.state["problems"] == end["problems"]
    assert plain(phone.state["messages"], phone.state["messages"]) == plain(end["messages"], end["messages"])
    means_of(browser.client.application).calls.close()


@pytest.fixture(scope="module")
def lines():
    """Hypothesis takes no fixture of a test: one browser for all examples, in front of a line that names nobody."""
    app = line_of(SMALL, numbers={})
    yield Browser(app)
    means_of(app).calls.close()
    app.extensions["store"].close()


def test_words_that_go_on_by_themselves_are_told_and_can_be_interrupted(browser):
    phone = browser.ring(node="sent")
    heard = phone.documents[-1]
    assert heard["waiting"] == "gather"
    phone = browser.ring()
    first = phone.documents[0]
    assert (first["node"], first["kind"], first["passing"], first["waiting"]) == (
        "welcome",
        "say",
        True,
        None,
    )
    assert phone.do("pass").status_code == 200
    assert phone.node == "main"
    assert phone.documents[0]["waiting"] is None
    assert phone.do("pass").status_code == 409
    assert phone.state["steps"] == ["pass"]
    phone = browser.ring()
    phone.do("1")
    assert phone.node != "welcome"


def test_what_can_be_pressed_is_told(browser):
    phone = browser.ring().all()
    document = phone.documents[-1]
    assert document["keys"]["1"] == "To leave a message"
    assert document["keys_everywhere"].keys() == {"0", "5", "7", "9", "star"} - document["keys"].keys()
    phone.all("0")
    assert phone.documents[-1]["waiting"] == "dial"
    assert phone.documents[-1]["keys_everywhere"] == {}
    assert PERSON in phone.documents[-1]["twiml"]
    phone.all("dial:completed")


def test_a_request_is_shown_without_whose_number_it_is(browser):
    mine = "+44" + "2079" + "460" + "123"
    phone = browser.ring(number=mine).all("2")
    told = phone.documents[0]["request"]
    assert told["signature"] == "present"
    assert told["form"]["From"] == told["form"]["Caller"] == "+44••••••••23"
    assert told["url"] == "/voice"
    assert mine not in str([document["request"] for document in phone.documents])
    assert phone.documents[-1]["request"]["url"] == phone.documents[-1]["url"]
    assert "X-Twilio-Signature" not in browser.get(phone.url).text
    drama = browser.ring(number="07700 900123").documents[0]["request"]
    assert drama["form"]["From"] == "+447700900123"


def test_the_clock_the_language_the_pace_and_the_number_are_as_wished(browser):
    phone = browser.ring(clock="Christmas Day 10:00").all("2")
    assert phone.state["clock"] == "2026-12-25T10:00:00"
    assert "We are closed now." in str(phone.documents)
    assert "We are open now." in str(browser.ring(clock="Wednesday 10:00").all("2").documents)
    polish = browser.ring(language="pl")
    assert "/pl/" in polish.documents[0]["twiml"]
    slow = browser.ring(pace="slow")
    assert "/slow/" in slow.documents[-1]["twiml"]
    assert slow.state["steps"] == []
    assert slow.state["through"] == len(slow.documents) - 1
    withheld = browser.ring(number="withheld", node="message").all("record:3", "1")
    assert withheld.state["number"] == "withheld"


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"clock": "the 32nd of May"}, "clock"),
        ({"language": "xx"}, None),
        ({"number": "12"}, "number"),
        ({"number": "07700 90012"}, "number"),
        ({"number": ["+447700900123"]}, None),
        ({"pace": "fast"}, None),
        ({"line": "somewhere"}, None),
        ({"node": "../x"}, None),
        ({"clock": "x" * 101}, None),
        ({"clock": "a\0b"}, None),
        ({"unknown": "1"}, None),
    ],
)
def test_a_wish_that_cannot_be_is_told_in_words(browser, wish, field):
    answer = browser.post("calls", wish)
    assert answer.status_code == 400
    assert answer.json["error"].endswith(".") or answer.json["error"].endswith("?")
    assert answer.json.get("field") == field
    assert len(means_of(browser.client.application).calls) == 0


def test_what_is_no_json_object_is_told(browser):
    nested = browser.client.post(
        "/studio/calls", data="[" * 16000, content_type="application/json", headers=browser.headers
    )
    assert nested.status_code == 400
    for body in (b"", b"[]", b"{", b'"x"', b"\xff"):
        answer = browser.client.post(
            "/studio/calls", data=body, content_type="application/json", headers=browser.headers
        )
        assert answer.status_code == 400


def test_a_step_that_does_not_fit_changes_nothing(browser):
    phone = browser.ring().all("1")
    before = browser.get(phone.url).json
    assert phone.do("record:12").status_code == 409
    assert phone.do("dial:busy").status_code == 409
    assert phone.do("dance").status_code == 400
    assert phone.do("").status_code == 400
    assert browser.get(phone.url).json == before
    phone.all("hangup")
    assert phone.do("1").status_code == 409
    assert phone.state["ended"] == "caller-hung-up"


def test_only_new_documents_come_and_the_last_one_if_it_has_changed(browser):
    phone = browser.ring().all("1")
    count = len(phone.documents)
    answer = browser.post(f"{phone.url}/do?from={count}", {"step": "2"}).json
    assert [document["n"] for document in answer["documents"]] == list(
        range(count, count + len(answer["documents"]))
    )
    assert browser.get(f"{phone.url}?from=1").json["documents"][0]["n"] == 1
    for wrong in ("-1", "x", "9" * 50, "١"):
        assert browser.get(f"{phone.url}?from={wrong}").status_code == 400


@pytest.mark.parametrize(
    ("node", "where"),
    [
        ("welcome", "welcome"),
        ("person", "person"),
        ("confirm-number", "confirm-number"),
        ("asked", "asked"),
        ("nothing-heard", "nothing-heard"),
        ("hear", "hear"),
        ("bye", "bye"),
        ("number", "own-number"),
        ("hours", "open"),
        ("send", "sent"),
    ],
)
def test_whatever_node_is_wanted_the_call_gets_there_if_any_call_does(browser, node, where):
    """A junction is passed on the way to what follows it, where something is heard."""
    answer = browser.post("calls", {"node": node, "clock": "Wednesday 10:00"})
    assert answer.status_code == 201
    assert answer.json["node"] == where


def test_a_jump_is_a_real_call_and_says_what_was_pressed(browser):
    phone = browser.ring(node="review")
    again = browser.ring().all(*(step for step in phone.state["steps"] if step != "pass"))
    assert again.node == phone.node == "review"
    assert phone.state["through"] == len(phone.documents) - 1
    assert phone.state["messages"][0]["recordings"]


def test_where_no_call_gets_is_told_with_what_would(browser):
    answer = browser.post("calls", {"node": "closed", "clock": "Wednesday 10:00"})
    assert answer.status_code == 409
    assert "“closed”" in answer.json["error"]
    assert browser.post("calls", {"node": "closed", "clock": answer.json["clock"]}).status_code == 201
    assert browser.post("calls", {"node": "gone"}).status_code == 409
    assert browser.post("calls", {"node": "message", "line": "running"}).status_code in (403, 409)


def test_so_many_calls_at_once_and_the_one_least_missed_makes_room(app, monkeypatch):
    most, now = 4, [0.0]
    assert MOST == 40
    monkeypatch.setattr("ivr.web.studio.ringing.calls.MOST", most)
    calls = means_of(app).calls
    before, calls.monotonic = calls.monotonic, lambda: now[0]
    browser = Browser(app)
    try:
        first = browser.ring()
        for _ in range(most - 1):
            browser.ring()
        refused = browser.post("calls")
        assert refused.status_code == 429
        assert len(calls) == most
        first.all("hangup")
        browser.ring()  # one that is over makes room at once
        assert browser.get(first.url).status_code == 404
        assert browser.post("calls").status_code == 429
        now[0] = 61.0
        browser.ring()
        assert len(calls) == most
        now[0] += 30 * 60 + 1
        assert browser.post("calls").status_code == 201
        assert len(calls) == 1
    finally:
        calls.monotonic = before
        calls.close()


def test_a_call_that_goes_on_and_on_is_kept_only_so_far_and_can_be_hung_up(browser, monkeypatch):
    monkeypatch.setattr("ivr.web.studio.ringing.call.MOST_TURNS", 12)
    phone = browser.ring().all()
    answer = phone.do(" ".join(["9"] * 30))
    assert answer.status_code == 409
    assert "12 turns" in answer.json["error"]
    phone.take(browser.get(phone.url).json)
    assert 12 <= len(phone.documents) <= 14
    for step in ("9", "wait", "pass"):
        assert phone.do(step).status_code == 409
    assert phone.do("hangup").status_code == 200
    assert phone.state["ended"] == "caller-hung-up"
    assert browser.get(f"{phone.url}/scenario").status_code == 200


def test_a_call_that_is_over_leaves_no_line_behind(browser):
    threads = {thread for thread in threading.enumerate() if thread.name == "local-twilio"}
    phone = browser.ring(node="message").all("record:5+hangup")
    left = {thread for thread in threading.enumerate() if thread.name == "local-twilio"} - threads
    assert not left
    assert browser.get(phone.url).json["messages"][0]["state"] == "unfinished"


def test_two_at_once_do_one_step_after_the_other(browser):
    phone = browser.ring().all()
    answers = []

    def press():
        answers.append(Browser(browser.client.application).post(f"{phone.url}/do", {"step": "9"}).status_code)

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 6
    assert browser.get(phone.url).json["steps"].count("9") == 6


def test_nothing_of_a_call_is_in_an_address_or_a_log(browser, caplog):
    keyed = "07" + "123" + "456" + "789"
    with caplog.at_level("DEBUG"):
        phone = browser.ring(node="safe-number", number="withheld").all(f"{keyed} hash")
        browser.get(f"{phone.url}/scenario")
        browser.get(f"{phone.url}/link")
    assert keyed[2:] in re.sub(r"\D", "", str(phone.documents[-1]["heard"]))
    assert keyed not in caplog.text
    sounds = [part["sound"] for document in phone.documents for part in document["heard"] if part["sound"]]
    assert not any(keyed in address for address in [phone.url, *sounds])


def test_a_failure_of_our_own_says_nothing_of_the_call(browser, monkeypatch, caplog):
    phone = browser.ring()
    keyed = "07700900999"
    call = means_of(browser.client.application).calls.find(phone.state["id"])
    monkeypatch.setattr(call.telephone.caller, "do", lambda step: 1 / len(keyed[99:]), raising=False)
    answer = phone.do(f"{keyed} hash")
    assert answer.status_code == 500
    assert "ZeroDivisionError" in caplog.text
    assert keyed not in caplog.text + answer.text


def test_a_shipped_menu_is_rung_at_once():
    app = line_of(SHIPPED, clock=lambda: NOW)
    browser = Browser(app, Host=HOST)
    phone = browser.ring(node="message").all("record:12", "1")
    assert phone.state["messages"][0]["state"] == "sent"
    means_of(app).calls.close()
    app.extensions["store"].close()
