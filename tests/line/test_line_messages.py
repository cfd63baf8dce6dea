"""A message from the first word to the reference, every place to hang up at, and every way to change one's mind."""

import re

import pytest
from line_calls import MENUS, Call

from ivr import load
from ivr.message.audio import whole

JUNCTIONS = {"branch", "hours", "send", "discard"}


# Whole calls


def test_a_message_from_the_first_word_to_the_last(call):
    call.to_review(seconds=95).choose("send it")
    reference = call.message["reference"]
    assert len(reference) == 8
    assert reference.isdigit()
    in_groups = " ".join(reference[:4]) + ", " + " ".join(reference[4:])
    assert call.heard.count(in_groups) == 2
    assert "The officer can tell you this number, so that you know the call is real." in call.heard
    call.choose("two more questions", "the west", "Watford", "hate crime")
    assert call.node == "closing"
    assert "This call may show on your phone or your bill." in call.heard
    call.stay_silent()
    assert call.ended == "hangup"
    assert call.message == {
        "state": "sent",
        "reference": reference,
        "recordings": [2, 95],
        "answers": {
            "mode": "voice",
            "safe_number": "07700900123",
            "contact": "call",
            "rules": "safest",
            "safe_time": "evenings",
            "safe_days": "any",
            "area": "watford",
            "reason": "hate-crime",
        },
    }


def test_a_request_with_the_keypad_only(call):
    """Nobody has to speak at any point, and nothing is recorded."""
    call.to_keypad_review()
    assert "You can just hang up." in call.heard
    call.choose("send your request")
    assert call.node == "sent"
    call.choose("two more questions", "the east", "Ware", "advice").stay_silent()
    assert call.message["state"] == "sent"
    assert call.message["recordings"] == []
    assert call.answers["mode"] == "keypad"
    assert call.answers["area"] == "east-herts"
    assert call.answers["reason"] == "other"


def test_consent_comes_before_anything_is_kept_and_only_key_1_gives_it(call):
    call.dial().choose("go on", "ask for that").listen()
    assert call.keys["1"] == "To agree"
    assert "in confidence" in call.heard
    assert "we may have to act" in call.heard
    call.choose("hear more")
    assert "We only record after a beep." in call.heard
    call.listen()
    assert call.node == "consent"
    call.press("3").press("hash").silent().hang_up()
    assert call.messages == []


def test_consent_is_kept_with_its_proof(app, clock, call):
    call.to_rules().hang_up()
    (kept,) = app.extensions["store"].messages(call.caller.call_sid, clock.now)
    assert (kept.proof.node, kept.proof.key, kept.proof.language) == ("consent", "1", "en")
    assert kept.proof.at == clock.now
    assert kept.proof.version == load(MENUS).version


def test_the_name_can_be_skipped(call):
    call.to_name()
    assert "You do not have to give one: to skip this, press hash." in call.heard
    call.press("hash")
    assert call.node == "message"
    call.say(8).choose("send it")
    assert call.message["recordings"] == [8]


# Hanging up everywhere after consent

BEFORE, KEPT, SENT = None, "unfinished", "sent"
"""What is left of the call: nothing before a safe way is confirmed, then an unfinished message, then a sent one."""


def _voice(call: Call) -> Call:
    return call.agree().choose("speak a message")


def _changing(call: Call) -> Call:
    return call.to_rules().choose("change it")


def _sent(call: Call) -> Call:
    return call.to_review().choose("send it")


ROUTES = {
    "mode": (lambda call: call.agree(), BEFORE),
    "how-contact": (_voice, BEFORE),
    "safe-number": (lambda call: _voice(call).choose("another number"), BEFORE),
    "number-emergency": (lambda call: _voice(call).choose("another number").press("999 hash"), BEFORE),
    "confirm-number": (lambda call: _voice(call).give_number(), BEFORE),
    "ring-back": (lambda call: _voice(call).choose("ring us back"), BEFORE),
    "safe-rules": (lambda call: call.to_rules(), KEPT),
    "rule-caller-id": (_changing, KEPT),
    "rule-voicemail": (lambda call: _changing(call).choose("let it show"), KEPT),
    "rule-others": (lambda call: _changing(call).choose("let it show", "no message"), KEPT),
    "safe-time": (lambda call: call.to_rules().choose("keep it"), KEPT),
    "safe-days": (lambda call: call.to_rules().choose("keep it", "any time"), KEPT),
    "name": (lambda call: call.to_name(), KEPT),
    "message": (lambda call: call.to_name().say(2), KEPT),
    "nothing-heard": (lambda call: call.to_name().say(2).say(0), KEPT),
    "review": (lambda call: call.to_review(), KEPT),
    "listen": (lambda call: call.to_review().choose("listen to it"), KEPT),
    "cannot-play": (lambda call: call.to_review(recorded_at_twilio=False).choose("listen to it"), KEPT),
    "record-more": (lambda call: call.to_review().choose("add to it"), KEPT),
    "add-to-it": (lambda call: call.to_review().choose("add to it", "add to it"), KEPT),
    "delete": (lambda call: call.to_review().choose("delete it"), KEPT),
    "deleted": (lambda call: call.to_review().choose("delete it", "for good"), BEFORE),
    "kept": (lambda call: call.to_review().silent(3), KEPT),
    "keypad-review": (lambda call: call.to_keypad_review(), KEPT),
    "sent": (_sent, SENT),
    "sent-ring-back": (
        lambda call: (
            _voice(call).choose("ring us back", "choose that").press("hash").say(9).choose("send it")
        ),
        SENT,
    ),
    "area-group": (lambda call: _sent(call).choose("two more"), SENT),
    "area-west": (lambda call: _sent(call).choose("two more", "the west"), SENT),
    "area-south": (lambda call: _sent(call).choose("two more", "the south"), SENT),
    "area-north": (lambda call: _sent(call).choose("two more", "the north"), SENT),
    "area-east": (lambda call: _sent(call).choose("two more", "the east"), SENT),
    "reason": (lambda call: _sent(call).choose("two more", "anywhere"), SENT),
    "closing": (lambda call: _sent(call).choose("two more", "anywhere", "skip"), SENT),
}


@pytest.mark.parametrize("node", ROUTES)
def test_hanging_up_anywhere_after_consent_loses_nothing(call, node):
    route, left = ROUTES[node]
    route(call)
    assert call.node == node
    call.hang_up()
    assert [message["state"] for message in call.messages] == ([left] if left else [])
    if left:
        assert call.answers["safe_number"] in ("07700900123", "none")


def test_every_place_after_consent_is_one_to_hang_up_at():
    """A node added after consent needs a route above."""
    flow = load(MENUS)
    before = {"how-contact-withheld", "person", "quiet", "emergency", "emergency-landline"}
    waiting, reached = ["mode"], set()
    while waiting:
        name = waiting.pop()
        if name in reached or name in before or name == "back":
            continue
        reached.add(name)
        waiting += [str(way.to) for way in flow.nodes[name].exits(flow.line)]
    assert {name for name in reached if flow.nodes[name].kind not in JUNCTIONS} == set(ROUTES)


@pytest.mark.parametrize("node", ["name", "message", "add-to-it"])
def test_hanging_up_while_recording_keeps_what_was_said(call, node):
    ROUTES[node][0](call).say(7, then="hangup")
    assert call.message["state"] == "unfinished"
    assert call.message["recordings"][-1] == 7


# Changing one's mind


def test_adding_to_a_message_keeps_both(call):
    call.to_review(30).choose("add to it", "add to it").say(15).choose("send it")
    assert call.message["recordings"] == [2, 30, 15]


def test_recording_it_again_keeps_what_was_there(call):
    """Recordings are only added: the newest comes last, and none is lost to a wrong key."""
    call.to_review(30).choose("record it again", "record it again").say(25).choose("send it")
    assert call.message["recordings"] == [2, 30, 25]


@pytest.mark.parametrize("empty_recording", ["skips", "posts"])
def test_nothing_recorded_leads_on_without_blame(app, phone, empty_recording):
    call = phone(app, empty_recording=empty_recording).to_name().say(0)
    assert call.node == "message"
    call.say(0)
    assert call.node == "nothing-heard"
    assert "Your answers are kept." in call.heard
    call.choose("go on without speaking")
    assert call.node == "keypad-review"
    call.choose("send your request")
    assert call.message["state"] == "sent"
    assert call.answers["mode"] == "keypad"
    assert call.message["recordings"] == []


def test_adding_nothing_leads_back_to_the_review(call):
    call.to_review().choose("add to it", "add to it").say(0)
    assert call.node == "review"


# Hearing it


def test_a_caller_may_hear_what_they_left_and_is_warned_first(call):
    """What was said is never played unasked, and whoever hears the review knows what listening means."""
    call.to_review(5)
    assert "If you listen, people near you may hear it." in call.heard
    assert "<Play" not in call.caller.documents[-1].twiml
    call.choose("listen to it")
    warning, played = call.caller.heard
    assert warning.endswith("People near you may hear it. To stop it, press hash.")
    assert played == "[plays 5 seconds]"
    call.press("hash")
    assert call.node == "review"
    assert call.caller.problems == []


def test_the_name_is_not_played_with_the_message(app, local_twilio, call):
    call.to_review(5).choose("listen to it")
    path = re.search("<Play>(.*)</Play>", call.caller.documents[-1].twiml)[1]
    assert whole(app.test_client().get(path).data, None).seconds == 5


@pytest.mark.parametrize("keys", ["star", "0 star", "5 star", "7 hash", "9 hash", "5 1 star star"])
def test_after_listening_the_call_is_at_the_review_again(call, keys):
    call.to_review(5).choose("listen to it").press(keys)
    assert call.node == "review"


def test_what_cannot_be_played_is_kept_all_the_same(call):
    call.to_review(recorded_at_twilio=False).choose("listen to it")
    assert "Your message is kept" in call.heard
    call.listen()
    assert call.node == "review"
    call.choose("send it")
    assert call.message["state"] == "sent"


@pytest.mark.parametrize("route", ["to_review", "to_keypad_review"])
def test_deleting_is_confirmed_once(call, route):
    getattr(call, route)().choose("delete it")
    assert "It cannot be undone." in call.heard
    assert "If you do nothing, we keep it." in call.heard
    call.choose("for good")
    assert "Nobody will contact you because of this call." in call.heard
    call.stay_silent()
    assert call.messages == []


@pytest.mark.parametrize("route", ["to_review", "to_keypad_review"])
def test_keeping_it_after_all_leads_back(call, route):
    getattr(call, route)()
    review = call.node
    call.choose("delete it", "keep it")
    assert call.node == review
    call.hang_up()
    assert call.message["state"] == "unfinished"


def test_silence_never_deletes(call):
    call.to_review().choose("delete it").silent(3)
    assert call.node == "kept"
    call.stay_silent()
    assert call.message["state"] == "unfinished"


def test_silence_never_sends(call):
    call.to_review().stay_silent()
    assert call.message["state"] == "unfinished"
    assert "A person will look at it." in call.all_heard


def test_the_longest_message_is_kept_and_the_caller_told(call):
    call.to_name().say(2).say(180, then="silence")
    assert call.node == "review"
    assert call.heard.startswith("You reached the time limit. What you said is kept.")
    assert call.messages[0]["recordings"] == [2, 180]


def test_a_long_pause_in_the_message_does_not_end_it(call):
    """For stammers, tears and communication aids: three minutes, 15 seconds of silence, and only hash and 5 end it."""
    call.to_name().say(2)
    recording = call.caller.documents[-1].twiml.split("<Record")[1]
    assert 'timeout="15"' in recording
    assert 'maxLength="180"' in recording
    assert 'finishOnKey="5#"' in recording
    assert 'trim="do-not-trim"' in recording


# After it is sent


def test_the_questions_after_sent_can_be_skipped_by_silence(call):
    call.to_keypad_review().choose("send your request", "two more").stay_silent()
    assert call.message["state"] == "sent"
    assert call.answers["area"] == "not-stated"
    assert call.answers["reason"] == "not-stated"


@pytest.mark.parametrize(
    ("group", "town", "area"),
    [
        ("west", "Hemel Hempstead", "dacorum"),
        ("west", "Watford", "watford"),
        ("west", "Rickmansworth", "three-rivers"),
        ("south", "Harpenden", "st-albans"),
        ("south", "Bushey", "hertsmere"),
        ("south", "Hatfield", "welwyn-hatfield"),
        ("north", "Stevenage", "stevenage"),
        ("north", "Hitchin", "north-herts"),
        ("east", "Bishop's Stortford", "east-herts"),
        ("east", "Hoddesdon", "broxbourne"),
        ("east", "not sure", "any"),
    ],
)
def test_every_area_is_found_by_its_towns(call, group, town, area):
    call.to_keypad_review().choose("send your request", "two more", f"the {group}", town).hang_up()
    assert call.answers["area"] == area


def test_a_reference_can_be_heard_again(call):
    call.to_review().choose("send it")
    said = call.heard
    call.press("9")
    assert call.heard == said


def test_nothing_a_caller_said_or_entered_is_in_an_address(call):
    """Addresses are written to logs and to the telephone company's console."""
    call.to_review().choose("send it", "two more", "the west", "Watford", "hate crime")
    reference = call.message["reference"]
    addresses = " ".join(document.url for document in call.caller.documents)
    for said in ("7700900123", "7700900001", reference, "watford", "evenings", "hate-crime"):
        assert said not in addresses
