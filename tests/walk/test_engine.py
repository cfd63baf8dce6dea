"""Where the call goes next: every kind of node, and the keys that work everywhere."""

import dataclasses
from datetime import UTC, datetime

import pytest
from engine_calls import A_WEDNESDAY, Call, heard_of
from flows import EVERY_KIND, every_kind
from hypothesis import given
from hypothesis import strategies as st

from ivr.call.effects import (
    Answered,
    Confirmed,
    Consented,
    Discarded,
    Marked,
    RecordingKept,
    Requested,
    Sent,
)
from ivr.call.heard import Dialled, NothingRecorded, Pressed, Recorded, Silence
from ivr.call.turn import LONGEST_TRAIL, NodeId, parse_path, path
from ivr.menu import load_text
from ivr.walk.engine import UnknownPlace, advance, begin

TO_MAIN = "wait"
# How to reach a page of each node, and the trail there.
WAYS = {
    "welcome": ("", ""),
    "main": (TO_MAIN, "welcome"),
    "consent": (f"{TO_MAIN} 1", "welcome main"),
    "contact": (f"{TO_MAIN} 1 1", "welcome main consent"),
    "number": (f"{TO_MAIN} 1 1 2", "welcome main consent contact"),
    "check": (f"{TO_MAIN} 1 1 2 07700900123", "welcome main consent contact number"),
    "mode": (f"{TO_MAIN} 1 1 1", "welcome main consent contact"),
    "message": (f"{TO_MAIN} 1 1 1 1", "welcome main consent contact mode"),
    "empty": (f"{TO_MAIN} 1 1 1 1 nothing", "welcome main consent contact mode message"),
    "review": (f"{TO_MAIN} 1 1 1 2", "welcome main consent contact mode"),
    "sure": (f"{TO_MAIN} 1 1 1 2 3", "welcome main consent contact mode review"),
    "gone": (f"{TO_MAIN} 1 1 1 2 3 1", ""),
    "not-now": (f"{TO_MAIN} 1 1 1 2 4", "welcome main consent contact mode review"),
    "sent": (f"{TO_MAIN} 1 1 1 2 1", ""),
    "open": (f"{TO_MAIN} 2", "welcome main"),
    "cancel": (f"{TO_MAIN} 6", "welcome main"),
    "cancelled": (f"{TO_MAIN} 6 48213765", "welcome main cancel"),
    "desk": (f"{TO_MAIN} 4", "welcome main"),
    "bye": (f"{TO_MAIN} 8", "welcome main"),
    "person": (f"{TO_MAIN} 0", "welcome main"),
    "emergency": (f"{TO_MAIN} 5", "welcome main"),
}


AGAIN = {"desk": "unavailable"}
"""The desk has no number to ring; hearing that again is not ringing it."""


def call(steps: str = "", **rest) -> Call:
    return Call(every_kind(), **rest).go(steps)


def test_a_call_begins_at_the_start():
    begun = call()
    assert begun.at == "welcome"
    assert begun.place.turn.language == "en"
    assert begun.place.turn.pace == "normal"
    assert begun.place.turn.version == every_kind().version
    assert begun.place.track.step == 1
    assert begun.place.track.began == 29_000_000
    assert begun.trail == ""
    assert begun.effects == ()
    assert begun.event == ""


def test_a_demonstration_says_so_first_and_only_then():
    assert call(notice=True).event == "notice"
    assert call("wait", notice=True).event == ""
    assert call("9", notice=True).event == "again"
    without = load_text(EVERY_KIND.replace("  notice: This is a test.\n", "").encode())
    assert Call(without, notice=True).event == ""


def test_a_call_may_begin_in_a_language_of_the_line():
    rest = {"began": 1, "now": A_WEDNESDAY, "known": {}}
    assert begin(every_kind(), language="pl", **rest).place.turn.language == "pl"
    with pytest.raises(UnknownPlace):
        begin(every_kind(), language="cy", **rest)


@pytest.mark.parametrize("node", WAYS)
def test_every_way_to_a_node_is_remembered(node):
    steps, trail = WAYS[node]
    there = call(steps)
    assert (there.at, there.trail, there.attempt) == (node, trail, 1)
    assert there.place.track.step == 1 + len(steps.split())


# -- everywhere --


@pytest.mark.parametrize("node", WAYS)
def test_key_0_leads_to_a_person_from_everywhere(node):
    there = call(WAYS[node][0])
    trail = f"{there.trail} {node}".strip()
    there.go("0")
    assert there.at == "person"
    if node == "person":
        assert there.event == "again"
    else:
        assert there.trail == trail


@pytest.mark.parametrize("node", WAYS)
def test_key_5_leads_to_emergency_help_from_everywhere_and_twice_is_once(node):
    there = call(WAYS[node][0])
    trail = f"{there.trail} {node}".strip()
    there.go("5")
    assert there.at == "emergency"
    if node == "emergency":
        assert (there.event, there.effects, there.trail) == ("again", (), "welcome main")
        return
    assert there.effects == (Marked("emergency"),)
    assert there.trail == trail
    there.go("5")
    assert (there.at, there.event, there.effects, there.trail) == ("emergency", "again", (), trail)


@pytest.mark.parametrize("node", WAYS)
def test_key_9_says_it_again_and_uses_up_nothing(node):
    there = call(WAYS[node][0]).go("9 9 9 9")
    assert (there.at, there.event, there.attempt, there.effects) == (node, AGAIN.get(node, "again"), 1, ())


@pytest.mark.parametrize("node", WAYS)
def test_key_7_changes_the_pace_of_everything_that_follows_and_back(node):
    there = call(WAYS[node][0]).go("7")
    assert (there.at, there.event, there.attempt) == (node, AGAIN.get(node, "again"), 1)
    assert there.place.turn.pace == "slow"
    there.go("5 0")
    assert there.place.turn.pace == "slow"
    there.go("7")
    assert there.place.turn.pace == "normal"


@pytest.mark.parametrize("node", WAYS)
def test_star_leads_back_one_step(node):
    there = call(WAYS[node][0])
    trail = there.trail.split()
    there.go("star")
    if not trail:
        assert (there.at, there.event, there.attempt, there.trail) == (node, "again", 1, "")
    else:
        assert (there.at, there.trail, there.event) == (trail[-1], " ".join(trail[:-1]), "")


@pytest.mark.parametrize("node", sorted(set(WAYS) - {"emergency"}))
def test_star_leads_back_from_emergency_help(node):
    there = call(WAYS[node][0])
    trail = there.trail
    there.go("5 star")
    assert (there.at, there.trail) == (node, trail)


def test_star_leads_back_all_the_way_and_then_stays():
    there = call(WAYS["check"][0])
    passed = []
    for _ in range(7):
        there.go("star")
        passed.append(there.at)
    assert passed == ["number", "contact", "consent", "main", "welcome", "welcome", "welcome"]


def test_without_a_person_key_0_means_nothing():
    text = EVERY_KIND.replace("  person: person\n  emergency: emergency\n", "")
    there = Call(load_text(text.encode())).go("wait 0")
    assert (there.at, there.event, there.attempt) == ("main", "no_match", 2)


def test_without_a_node_for_it_key_5_says_what_helps_and_uses_up_no_attempt():
    text = EVERY_KIND.replace("  emergency: emergency\n", "")
    there = Call(load_text(text.encode())).go("wait 5 5 5 5")
    assert (there.at, there.event, there.attempt) == ("main", "emergency", 1)


def test_where_nothing_is_ever_an_emergency_key_5_means_nothing():
    text = EVERY_KIND.replace("  emergency: emergency\n", "  emergency_relevant: no\n")
    assert Call(load_text(text.encode())).go("wait 5").event == "no_match"


def test_the_way_back_is_not_kept_for_ever():
    there = call(TO_MAIN)
    for _ in range(40):
        there.go("2 wait")
    assert len(there.place.track.trail) == LONGEST_TRAIL
    assert parse_path(path(there.place)) == there.place


def test_there_is_nothing_behind_what_was_sent_or_deleted():
    assert call(WAYS["sent"][0]).go("star").at == "sent"
    assert call(WAYS["gone"][0]).go("star").at == "gone"
    assert call(WAYS["gone"][0]).go("wait star").at == "gone"


# -- menus --


def test_a_menu_is_asked_as_often_as_the_line_says():
    there = call(TO_MAIN)
    there.go("wait")
    assert (there.at, there.event, there.attempt) == ("main", "no_input", 2)
    there.go("wait")
    assert (there.at, there.event, there.trail) == ("person", "given_up", "welcome main")


def test_a_menu_may_be_asked_more_often():
    there = call(WAYS["consent"][0])
    assert [(there.go("wait").event, there.attempt) for _ in range(2)] == [("no_input", 2), ("no_input", 3)]
    assert there.go("wait").at == "quiet"


def test_silence_and_wrong_keys_count_together_and_the_last_of_them_decides():
    assert call(WAYS["consent"][0]).go("wait wait 8").at == "bye"
    assert call(WAYS["consent"][0]).go("8 8 wait").at == "quiet"
    there = call(WAYS["consent"][0]).go("hash")
    assert (there.event, there.attempt) == ("no_match", 2)


def test_hearing_it_again_gives_no_further_attempt():
    there = call(WAYS["consent"][0]).go("wait wait 9 7 9")
    assert (there.event, there.attempt) == ("again", 3)
    assert there.go("wait").at == "quiet"


def test_going_back_to_a_menu_begins_anew():
    there = call(WAYS["consent"][0]).go("wait wait 5 star")
    assert (there.at, there.event, there.attempt) == ("consent", "", 1)


def test_otherwise_may_lead_back():
    there = call(WAYS["consent"][0]).go("5 wait wait")
    assert (there.at, there.trail) == ("consent", "welcome main")


def test_the_line_may_say_where_silence_leads():
    text = EVERY_KIND.replace(
        "  attempts: 2\n", "  attempts: 2\n  otherwise: {no_input: quiet, no_match: bye}\n"
    )
    flow = load_text(text.encode())
    assert Call(flow).go("wait wait wait").at == "quiet"
    assert Call(flow).go("wait wait hash").at == "bye"
    assert Call(flow).go("wait 6 wait wait").at == "quiet"


def test_without_any_word_of_it_the_call_begins_again():
    text = EVERY_KIND.replace("  person: person\n  emergency: emergency\n", "")
    assert Call(load_text(text.encode())).go("wait wait wait").at == "welcome"


def test_a_key_keeps_its_value():
    assert call(WAYS["mode"][0]).go("2").effects == (Answered("mode", "keyed"),)
    assert call(WAYS["mode"][0]).go("2").at == "review"
    assert call(WAYS["mode"][0]).go("1").at == "message"


def test_silence_keeps_the_default_and_a_wrong_key_does_not():
    there = call(WAYS["mode"][0]).go("wait wait")
    assert (there.at, there.effects) == ("message", (Answered("mode", "spoken"),))
    there = call(WAYS["mode"][0]).go("wait 8")
    assert (there.at, there.effects) == ("bye", ())


def test_consent_is_kept_with_its_proof():
    there = call(WAYS["consent"][0]).go("7 1")
    assert there.effects == (Consented(every_kind().version, "en", NodeId("consent"), "1"),)


def test_the_number_they_ring_from_stands_for_its_placeholder():
    assert call(WAYS["contact"][0]).go("1").effects == (Answered("number", "07700900001"), Confirmed())
    assert call(WAYS["contact"][0], caller="").go("1").effects == (Confirmed(),)
    assert "07700900001" not in repr(call(WAYS["contact"][0]).go("1").effects)


def test_the_number_they_ring_from_is_told_also_where_there_is_nothing_to_go_back_to():
    head = EVERY_KIND.partition("nodes:")[0].replace("start: welcome", "start: contact")
    head = head.replace("  person: person\n  emergency: emergency\n", "")
    menu = 'prompt: How?, answer: number, options: {1: {to: ring, goto: back, value: "{caller_number}"}}'
    there = Call(load_text(f"{head}nodes:\n  contact: {{kind: menu, {menu}}}\n".encode())).go("1")
    assert (there.at, there.effects) == ("contact", (Answered("number", "07700900001"),))


def test_a_withheld_number_is_never_offered():
    assert call(WAYS["consent"][0], caller_number="withheld").go("1").at == "number"


def test_a_language_lasts():
    there = call(TO_MAIN).go("3")
    assert (there.at, there.place.turn.language, there.trail) == ("main", "pl", "welcome main")
    assert there.go("1 1 1 5 star star 9").place.turn.language == "pl"


def test_a_language_chosen_on_the_way_back_is_kept():
    text = EVERY_KIND.replace("goto: main, language: pl", "goto: back, language: pl")
    there = Call(load_text(text.encode())).go("wait 3")
    assert (there.at, there.place.turn.language) == ("welcome", "pl")
    text = text.replace("start: welcome", "start: main")
    there = Call(load_text(text.encode())).go("3")
    assert (there.at, there.place.turn.language, there.event) == ("main", "pl", "again")


# -- asks --

ENTRIES = {
    "07700900123": ("check", "07700900123"),
    "01632960001": ("check", "01632960001"),
    "00447700900123": ("check", "07700900123"),
    "447700900123": ("check", "07700900123"),
    "0044 0".replace(" ", "") + "7700900123": ("check", "07700900123"),
    "0163296001": ("check", "0163296001"),
    "07700900123#": ("check", "07700900123"),
    "0": ("person", None),
    "5": ("emergency", None),
    "55": ("emergency", None),
    "999": ("emergency", None),
    "112": ("emergency", None),
    "999#": ("emergency", None),
    "0770090012": ("number", None),
    "077009001234": ("number", None),
    "09011234567": ("number", None),
    "07012345678": ("number", None),
    "07612345678": ("number", None),
    "08001111": ("number", None),
    "08456123456": ("number", None),
    "101": ("number", None),
    "555": ("number", None),
    "00": ("number", None),
    "0033123456789": ("number", None),
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_is_taken_or_not(entry):
    node, value = ENTRIES[entry]
    there = call(WAYS["number"][0]).go(entry)
    assert there.at == node
    if node == "number":
        assert (there.event, there.attempt, there.effects) == ("not_accepted", 2, ())
    elif node == "check":
        assert there.effects == (Answered("number", value),)
    elif entry in ("5", "55"):
        assert there.effects == (Marked("emergency"),)
    else:
        assert there.effects == ()


@pytest.mark.parametrize("entry", ["*", "0770*", "*12", "12*#", "**"])
def test_a_star_anywhere_in_an_entry_leads_back(entry):
    assert call(WAYS["number"][0]).go(entry).at == "contact"


def test_keys_alone_work_in_an_entry():
    there = call(WAYS["number"][0])
    assert there.go("9").event == "again"
    assert there.go("7").place.turn.pace == "slow"
    assert there.attempt == 1
    assert there.go("hash").event == "no_input"
    assert there.attempt == 2
    assert there.go("wait").at == "mode"


def test_the_last_attempt_leads_on():
    assert call(WAYS["number"][0]).go("1 123").at == "mode"


def test_an_emergency_number_may_lead_elsewhere():
    text = EVERY_KIND.replace("    entered: check\n", "    entered: check\n    emergency_number: bye\n")
    assert Call(load_text(text.encode())).go(f"{WAYS['number'][0]} 112").at == "bye"


def test_without_emergency_help_999_is_no_safe_number():
    text = EVERY_KIND.replace("  emergency: emergency\n", "")
    there = Call(load_text(text.encode())).go(f"{WAYS['number'][0]} 999")
    assert (there.at, there.event) == ("number", "not_accepted")


def test_a_request_names_the_message():
    there = call(WAYS["cancel"][0]).go("48213765")
    assert there.effects == (Requested("cancel", "48213765"), Answered("earlier", "48213765"))
    assert "48213765" not in repr(there.effects)
    assert call(WAYS["cancel"][0]).go("4821376").event == "not_accepted"
    assert call(WAYS["cancel"][0]).go("999").event == "not_accepted"


# -- recordings --


@pytest.mark.parametrize(
    ("step", "node", "event"),
    [
        ("record:12", "review", ""),
        ("record:12+hangup", "review", ""),
        ("record:12+limit", "review", ""),
        ("record:60+limit", "review", "time_limit"),
        ("record:60", "review", ""),
        ("record:0", "review", ""),
    ],
)
def test_what_was_said_is_kept_however_it_ends(step, node, event):
    there = call(WAYS["message"][0]).go(step)
    assert (there.at, there.event) == (node, event)
    heard = heard_of(step)
    assert there.effects == (
        RecordingKept(NodeId("message"), "RE1", "https://api.example/RE1", heard.seconds),
    )
    assert "api.example" not in repr(there.effects)
    assert there.trail.endswith("mode review")  # star leads to the review, never to another recording


def test_key_5_ends_a_recording_and_leads_to_emergency_help():
    there = call(WAYS["message"][0]).go("record:12+5")
    assert there.at == "emergency"
    assert [type(effect) for effect in there.effects] == [RecordingKept, Marked]
    assert there.go("star").at == "review"
    assert there.trail == "welcome main consent contact mode"


def test_without_emergency_help_key_5_only_ends_a_recording():
    text = EVERY_KIND.replace("  emergency: emergency\n", "")
    there = Call(load_text(text.encode())).go(f"{WAYS['message'][0]} record:12+5")
    assert there.at == "review"


def test_without_a_review_back_leads_to_the_recording():
    text = EVERY_KIND.replace("    empty: empty\n    review: review\n", "    empty: empty\n")
    there = Call(load_text(text.encode())).go(f"{WAYS['message'][0]} record:12 star")
    assert there.at == "message"


def test_the_words_before_the_beep_can_be_cut_short():
    there = call(WAYS["message"][0])
    assert (there.go("1").at, there.event) == ("message", "at_once")
    assert there.go("record:3").at == "review"
    assert call(WAYS["message"][0]).go("hash").at == "empty"
    assert call(WAYS["message"][0]).go("nothing").at == "empty"
    assert call(WAYS["message"][0]).go("1 nothing").at == "empty"
    assert call(WAYS["message"][0]).go("nothing star").at == "message"


# -- transfers --


def test_a_call_is_put_through():
    there = call(WAYS["person"][0])
    assert there.event == ""
    assert call(WAYS["person"][0]).go("1").event == "at_once"
    there.go("dial:completed")
    assert (there.at, there.event) == ("person", "finished")
    assert call(WAYS["desk"][0], setting_desk="+441632960002").go("dial:completed").at == "after-desk"


@pytest.mark.parametrize("outcome", ["busy", "no-answer", "failed"])
@pytest.mark.parametrize("before", ["", "1 ", "9 ", "7 "])
def test_who_pressed_0_and_reaches_nobody_is_told_and_goes_back(before, outcome):
    there = call(f"{WAYS['consent'][0]} 0 {before}dial:{outcome}")
    assert (there.at, there.event) == ("person", "unreached")
    assert there.go("9").event == "unreached"
    there.go("wait")
    assert (there.at, there.trail, there.event) == ("consent", "welcome main", "")


@pytest.mark.parametrize("outcome", ["busy", "no-answer", "failed"])
@pytest.mark.parametrize("before", ["", "1 ", "9 ", "7 "])
def test_who_pressed_nothing_and_reaches_nobody_is_told_and_hears_goodbye(before, outcome):
    there = call(f"{TO_MAIN} wait wait {before}dial:{outcome}")
    assert (there.at, there.event) == ("person", "unreached_given_up")
    assert there.go("1").event == "unreached_given_up"


def test_canceled_is_nobody_too():
    there = call(WAYS["person"][0])
    move = advance(there.flow, there.place, Dialled("canceled"), there.now, there.known)
    assert move.place.turn.event == "unreached"


def test_without_a_number_it_says_so_at_once():
    there = call(WAYS["consent"][0], setting_person="").go("0")
    assert (there.at, there.event) == ("person", "unavailable")
    assert there.go("7").event == "unavailable"
    assert there.go("0").event == "unavailable"
    assert there.go("wait").at == "consent"
    assert there.place.turn.pace == "slow"
    there = call(f"{TO_MAIN} wait wait", setting_person="")
    assert there.event == "unavailable_given_up"
    assert there.go("star").at == "main"


ONLY_A_PERSON = """\
line: {name: A, start: hello, person: person, languages: {en: {name: English, voice: Polly.Amy, locale: en-GB}}}
nodes:
  hello: {kind: say, prompt: Hello., goto: person}
  person: {kind: transfer, prompt: Wait., number: person, unavailable: Nobody., unanswered: No answer.}
"""


@pytest.mark.parametrize("start", ["hello", "person"])
@pytest.mark.parametrize(("number", "steps"), [("", ""), ("+441632960001", "dial:busy")])
def test_where_there_is_nothing_to_go_back_to_a_transfer_ends_the_call(start, number, steps):
    flow = load_text(ONLY_A_PERSON.replace("start: hello", f"start: {start}").encode())
    there = Call(flow, setting_person=number).go(f"{'wait ' if start == 'hello' else ''}{steps}")
    told = "unreached" if number else "unavailable"
    assert (there.at, there.event) == ("person", told)
    assert there.go("9").event == told  # and does not ring a number that is not there
    there.go("wait")
    assert (there.at, there.event) == ("person", "finished")


def test_going_back_without_a_key_leads_to_somebody_who_waits():
    text = EVERY_KIND.replace("4: {to: ring us, goto: desk}", "4: {to: ring us, goto: moment}").replace(
        "nodes:\n  welcome:", "nodes:\n  moment: {kind: say, prompt: One moment., goto: desk}\n  welcome:", 1
    )
    there = Call(load_text(text.encode())).go("wait 4 wait")
    assert (there.at, there.event, there.trail) == ("desk", "unavailable", "welcome main moment")
    assert there.go("star").at == "moment"
    assert there.go("wait wait").at == "main"


def test_star_at_a_person_leads_back():
    assert call(WAYS["consent"][0]).go("0 star").at == "consent"


# -- says and ends --


def test_words_go_on_by_themselves_or_by_a_key():
    assert call("wait").at == "main"
    assert call("1").at == "main"
    assert call("hash").at == "main"
    assert call(WAYS["bye"][0]).go("1").at == "bye"
    assert call(WAYS["bye"][0]).go("1").event == "again"


# -- junctions --


def test_a_junction_sees_what_was_chosen_a_moment_before():
    assert call(WAYS["mode"][0], mode="spoken").go("2").at == "review"


def test_a_junction_sees_what_happened_to_the_message():
    text = EVERY_KIND.replace("goto: gone}", "goto: seen}").replace(
        "nodes:\n  welcome:",
        "nodes:\n  seen: {kind: branch, on: message, when: {none: gone, draft: bye, kept: quiet}, otherwise: main}\n  welcome:",
        1,
    )
    flow = load_text(text.encode())
    assert Call(flow).go(WAYS["gone"][0]).at == "gone"


def test_effects_of_junctions_come_in_order():
    there = call(WAYS["sure"][0]).go("1")
    assert there.effects == (Discarded(),)
    assert there.moves[-1].through == ("discard",)
    there = call(WAYS["review"][0]).go("1")
    assert there.effects == (Sent(),)
    assert there.moves[-1].through == ("send",)


def test_hours_lead_by_the_time():
    at = {
        "open": datetime(2026, 6, 3, 11, tzinfo=UTC),
        "closed": datetime(2026, 6, 6, 11, tzinfo=UTC),
        "unsure": datetime(2026, 12, 28, 11, tzinfo=UTC),
    }
    for node, now in at.items():
        assert call(f"{TO_MAIN} 2", now=now).at == node


# -- whatever comes --


def test_a_place_the_flow_does_not_have_is_refused():
    there = call(TO_MAIN)
    for elsewhere in ({"node": NodeId("nowhere")}, {"language": "cy"}):
        place = there.place._replace(turn=there.place.turn._replace(**elsewhere))
        with pytest.raises(UnknownPlace):
            advance(there.flow, place, Silence(), there.now, there.known)


@pytest.mark.parametrize("node", WAYS)
@pytest.mark.parametrize(
    "heard",
    [Silence(), NothingRecorded(), Recorded("", "", 0), Recorded("RE1", "u", 5, "5"), Dialled("failed"), Dialled("completed"), Pressed("#"), Pressed("12#*")],
    ids=repr,
)  # fmt: skip
def test_what_does_not_belong_to_a_page_is_no_error(node, heard):
    there = call(WAYS[node][0])
    move = advance(there.flow, there.place, heard, there.now, there.known)
    assert parse_path(path(move.place)) == move.place
    assert move.place.track.step == there.place.track.step + 1


@given(
    st.lists(
        st.sampled_from(
            [f"{key}" for key in "0123456789"]
            + [
                "star",
                "hash",
                "wait",
                "record:5",
                "nothing",
                "07700900123",
                "48213765",
                "dial:busy",
                "dial:completed",
            ]
        ),
        max_size=30,
    )
)
def test_the_same_place_and_doing_is_always_the_same_move(steps):
    there = call(" ".join(steps))
    again = call(" ".join(steps))
    assert there.moves == again.moves
    assert dataclasses.is_dataclass(there.effects[0]) if there.effects else True


# -- hearing one's own recording --

TO_HEAR = f"{TO_MAIN} 1 1 1 1 record:12 4"
RECORDED = "welcome main consent contact mode review"
PLAYABLE = {"listen:message": "yes"}


def at_hear(**rest) -> Call:
    there = call(TO_HEAR, **PLAYABLE, **rest)
    assert (there.at, there.trail) == ("hear", RECORDED + " review")
    return there


def test_what_can_be_played_is_played_and_then_the_call_is_where_it_was():
    for ends in ("wait", "hash", "1", "2", "8"):
        there = at_hear().go(ends)
        assert (there.at, there.trail, there.event) == ("review", RECORDED, "")


def test_what_cannot_be_played_is_passed_by():
    there = call(TO_HEAR)
    assert there.at == "not-now"
    assert there.moves[-1].through == ("hear",)
    there.go("wait")
    assert (there.at, there.trail) == ("review", RECORDED)


@pytest.mark.parametrize("keys", ["star", "wait star", "0 star", "5 star", "5 wait wait", "0 wait"])
def test_going_back_never_plays_it_again(keys):
    there = at_hear()
    before = len(there.moves)
    there.go(keys)
    assert "hear" not in {move.place.turn.node for move in there.moves[before:]}


def test_it_is_played_again_for_whoever_asks_for_that():
    assert (at_hear().go("9").at, at_hear().go("7").place.turn.pace) == ("hear", "slow")


def test_key_5_on_a_line_without_a_node_for_it_stops_it():
    """The emergency words are said, and nothing is played after them."""
    text = EVERY_KIND.replace("  emergency: emergency\n", "")
    there = Call(load_text(text.encode()), **PLAYABLE).go(f"{TO_HEAR} 5")
    assert (there.at, there.event) == ("hear", "emergency")
    assert there.go("9").event == "emergency"
    assert there.go("wait").at == "review"
