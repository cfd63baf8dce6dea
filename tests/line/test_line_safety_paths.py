"""The eight safety paths of the shipped line, each rung through the whole app.

They are: a silent caller; hanging up in mid-message; leaving quickly, and star; redialling by somebody else; 55
pressed here; a word of danger in a message; a failing system; somebody listening nearby.
"""

from pathlib import Path

import pytest

FORBIDDEN = ("l g b t", "lgbt", "lesbian", "gay", "bisexual", "transgender", "queer")
SUBJECTS = (*FORBIDDEN, "domestic", "abuse", "hate crime")
KEYS_EVERYWHERE = ("0", "5", "7", "9", "star")


# 1. Silent caller


def test_silent_caller_is_put_through_to_a_person_where_there_is_one(staffed, phone):
    """Safety path 1, silent caller: three patient rounds, the second knows that silence may mean danger; then a person."""
    call = phone(staffed).dial()
    said = []
    for _ in range(3):
        call.silent()
        said.append(call.heard)
    assert said[0].startswith("Take your time.")
    assert "You do not need to speak." in said[1]
    assert "If it is not safe, you can hang up." in said[1]
    assert "ring nine nine nine" in said[1]
    assert call.node == "quiet"
    assert "I will put you through to a person" in said[2]
    assert call.caller.waiting == "dial"
    assert "+441632960001" in call.caller.documents[-1].twiml


def test_silent_caller_hears_true_words_and_a_kind_end_where_nobody_can_be_rung(call):
    """Safety path 1, silent caller: no number is set, so the call ends with 999, the real 55 advice, 101 and a goodbye."""
    call.dial().stay_silent()
    assert call.ended == "hangup"
    assert "I did not get a choice, so I will end this call." in call.heard
    for words in ("ring nine nine nine", "ring nine nine nine from a mobile", "ring one oh one", "Goodbye."):
        assert words in call.heard
    assert call.messages == []
    assert call.requests == []


def test_silent_caller_who_is_not_answered_hears_the_same_help(staffed, phone):
    """Safety path 1, silent caller: the person does not answer; the call does not go round, it ends with help."""
    call = phone(staffed).dial().stay_silent()
    call.caller.dial_outcome("no-answer")
    call.stay_silent()
    assert call.ended == "hangup"
    assert "nobody could take your call" in call.heard
    assert "ring nine nine nine" in call.heard


def test_silent_caller_can_do_everything_with_the_keypad(call):
    """Safety path 1, silent caller: from the first word to the reference, nothing has to be spoken."""
    call.to_keypad_review().choose("send your request")
    assert call.message["state"] == "sent"
    assert call.message["recordings"] == []
    assert not any("<Record" in document.twiml for document in call.caller.documents)


def test_silent_caller_before_consent_leaves_nothing_that_anyone_could_answer(call):
    """Safety path 1, silent caller: nobody is ever rung for silence; before consent nothing is kept at all."""
    call.dial().choose("go on", "ask for that").listen()
    assert call.node == "consent"
    call.stay_silent()
    assert call.messages == []


def test_silent_caller_after_a_confirmed_number_is_kept_as_unfinished(call):
    """Safety path 1, silent caller: with consent and a confirmed safe number, a dropped call is kept for a person to judge."""
    call.to_rules().stay_silent()
    assert call.ended == "hangup"
    assert call.message["state"] == "unfinished"
    assert call.answers["rules"] == "safest"
    assert call.answers["safe_time"] == "not-stated"
    assert call.answers["safe_days"] == "not-stated"


# 2. Hanging up in mid-message


@pytest.mark.parametrize("habits", [{}, {"status_callback": "before"}, {"status_callback_times": 2}])
def test_hanging_up_in_mid_message_keeps_what_was_said(app, phone, habits):
    """Safety path 2, hang-up in mid-message: what was said so far is kept, as unfinished, with the rules for contact."""
    call = phone(app, **habits).to_name().say(2).say(31, then="hangup")
    assert call.ended == "caller-hung-up"
    assert call.message["state"] == "unfinished"
    assert call.message["recordings"] == [2, 31]
    assert call.answers["safe_number"] == "07700900123"
    assert call.answers["safe_time"] == "evenings"


def test_hanging_up_before_consent_keeps_nothing(call):
    """Safety path 2, hang-up in mid-message: before consent there is nothing to keep."""
    call.dial().choose("go on", "ask for that").listen().hang_up()
    assert call.messages == []


def test_hanging_up_after_the_recording_keeps_it_as_unfinished(call):
    """Safety path 2, hang-up in mid-message: recorded and not sent is unfinished, and the review says "you can just hang up"."""
    call.to_review()
    assert "You can just hang up" in call.heard
    call.hang_up()
    assert call.message["state"] == "unfinished"


# 3. Leaving quickly, and star


def test_star_goes_back_one_step_and_deletes_nothing(call):
    """Safety path 3, quick exit: star goes back one step; the number and the recording it goes back over stay."""
    call.to_review().press("star")
    assert call.node == "review", "back to a recording leads to its review"
    call.press("star").press("star")
    assert call.messages[0]["recordings"] == [2, 12]
    call.hang_up()
    assert call.message["state"] == "unfinished"
    assert call.message["recordings"] == [2, 12]


def test_star_at_the_first_step_says_it_again(call):
    """Safety path 3, quick exit: there is nothing behind the first step; star never hangs up."""
    call.dial().press("star")
    assert call.node == "welcome"
    assert call.ended is None


@pytest.mark.parametrize("goal", ["sent", "deleted"])
def test_there_is_nothing_behind_sent_or_deleted(call, goal):
    """Safety path 3, quick exit: whoever takes the phone and presses star learns nothing of what was left."""
    call.to_review()
    if goal == "sent":
        call.choose("send it")
    else:
        call.choose("delete it", "for good")
    assert call.node == goal
    call.press("star")
    assert call.node == goal


def test_hanging_up_is_said_first_and_is_always_fine(call):
    """Safety path 3, quick exit: hanging up is the quick way out, and the first words say so."""
    call.dial()
    assert "You can hang up at any time." in call.heard
    call.hang_up()
    assert call.messages == []


# 4. Redialling by somebody else


def test_redial_by_somebody_else_hears_what_everybody_hears(app, phone):
    """Safety path 4, redial: the same phone rings again after a message; not a word differs, and none tells of it."""
    stranger = phone(app, from_number="+447700900002").dial()
    sender = phone(app).to_review().choose("send it")
    reference = sender.message["reference"]
    sender.hang_up()
    again = phone(app).dial()
    assert again.caller.documents[0].heard == stranger.caller.documents[0].heard
    again.choose("go on")
    stranger.choose("go on")
    assert again.heard == stranger.heard
    assert " ".join(reference[:4]) not in again.all_heard
    assert again.messages == []


@pytest.mark.parametrize("before", ["", *KEYS_EVERYWHERE, "wait"])
def test_redial_by_somebody_else_hears_no_telling_word_before_choosing(app, phone, before):
    """Safety path 4, redial: silence and the keys 0, 5, 7, 9 and star count as no choice; none brings out a telling word."""
    call = phone(app).dial()
    if before == "wait":
        call.stay_silent()
    elif before:
        call.press(before)
        if call.node == "emergency":
            call.choose("landline").listen()
        for _ in range(3):
            if not call.ended:
                call.caller.wait()
    assert not [word for word in SUBJECTS if word in call.all_heard.lower()]
    assert "liaison line" not in call.all_heard.lower()


# 5. 55 pressed here


@pytest.mark.parametrize("route", ["dial", "agree", "to_name", "to_review", "to_keypad_review"])
def test_55_pressed_here_leads_to_the_emergency_help(call, route):
    """Safety path 5, 55: anywhere, fast, the second 5 is swallowed and never read as a choice."""
    getattr(call, route)()
    node = call.node
    call.press("5 5")
    assert call.node == "emergency"
    assert "ring nine nine nine from a mobile" in call.heard
    assert "five five works only on a nine nine nine call, never on this line" in call.heard
    call.press("star")
    assert call.node == node
    assert not call.ended


def test_55_pressed_where_a_number_is_wanted(call):
    """Safety path 5, 55: also where digits are entered; it is never taken for a number."""
    call.agree().choose("speak a message", "another number").press("55")
    assert call.node == "emergency"
    call.press("star")
    assert call.node == "safe-number"


def test_5_while_recording_stops_it_keeps_it_and_helps(call):
    """Safety path 5, 55: 5 ends the recording, keeps what was said and plays the emergency help; then the call goes on."""
    call.to_name().say(2).say(9, then="5")
    assert call.node == "emergency"
    call.press("star")
    assert call.node == "review"
    assert call.messages[0]["recordings"] == [2, 9]


def test_5_pressed_again_and_again_is_told_to_the_officer(call):
    """Safety path 5, 55: three visits after consent mark the unfinished message."""
    call.to_rules()
    for _ in range(3):
        call.press("5").press("star")
    call.hang_up()
    assert call.message["flags"] == ["pressed 5 repeatedly"]


def test_the_advice_on_55_is_that_of_the_real_999_system(call):
    """Safety path 5, 55: listen first, cough or tap if asked, 55 when asked, mobiles only, no trace; nothing about this line."""
    call.dial().press("5")
    advice = call.heard
    for words in ("stay on the line and listen", "Cough or tap", "When the recorded message on that"):
        assert words in advice
    call.choose("landline")
    assert "From a landline, pressing five five does not work" in call.heard
    assert "does not tell the police where you are" in call.heard


# 6. A word of danger in a message


def test_nobody_is_left_thinking_that_somebody_listens(call):
    """Safety path 6, danger word in a message: before consent and before the beep it is said that nobody listens now, and 999."""
    call.dial()
    assert "It is not for emergencies." in call.heard
    call.choose("go on", "ask for that")
    assert "Nobody is listening now." in call.heard
    assert "We cannot say when." in call.heard
    call.choose("agree", "speak a message").give_number().choose("right and safe")
    call.choose("keep it like that", "any time", "any day")
    assert call.node == "name"
    assert "ring nine nine nine" in call.heard
    call.say(2)
    assert call.node == "message"
    assert "Nobody is listening now." in call.heard
    assert "ring nine nine nine" in call.heard
    call.say(20).choose("add to it", "add to it")
    assert "Nobody is listening now." in call.heard


# 7. A failing system


def test_a_store_that_fails_is_told_before_consent(make_app, phone, tmp_path: Path):
    """Safety path 7, system failure: nobody tells their story to a line that cannot keep it."""
    (tmp_path / "file").write_text("not a folder")
    broken = make_app(database_url=f"sqlite:///{tmp_path / 'file' / 'line.db'}")
    call = phone(broken).dial().choose("go on", "ask for that")
    assert call.node == "full"
    assert "this line cannot take messages just now" in call.heard
    assert "ring one oh one" in call.heard
    assert "ring nine nine nine" in call.heard
    assert "consent" not in "".join(document.url for document in call.caller.documents)


def test_a_store_that_fails_during_the_call_is_owned_up_to(make_app, phone, tmp_path: Path):
    """Safety path 7, system failure: after consent the line says that the message may be lost, and what still works."""
    app = make_app(database_url=f"sqlite:///{tmp_path / 'line.db'}")
    call = phone(app).to_rules()
    app.extensions["store"].close()
    for file in tmp_path.glob("line.db*"):
        file.unlink()
    (tmp_path / "line.db").mkdir()
    call.choose("keep it like that")
    assert "Your message may not be kept." in call.heard
    assert "ring one oh one" in call.heard
    assert "ring nine nine nine" in call.heard
    assert call.ended == "hangup"


def test_a_line_without_its_file_still_helps(make_app, phone, tmp_path: Path):
    """Safety path 7, system failure: no menu at all; the words that depend on nothing name 101 and 999."""
    call = phone(make_app(flow_source=None, menus=tmp_path / "gone.yaml")).dial()
    assert call.ended == "hangup"
    assert "ring 1 0 1" in call.heard
    assert "ring 9 9 9" in call.heard


@pytest.mark.parametrize("lacks", ["a key", "room"])
def test_without_a_key_or_room_callers_are_told_before_they_agree_to_anything(
    make_app, phone, tmp_path, lacks
):
    """Safety path 7: outside a demonstration nobody makes keys by themselves, and a message needs room."""
    real = {"demonstration": False, "demonstration_approved_by": "A. Name", "secret": "0" * 32}
    changes = real if lacks == "a key" else {"least_free_mb": 10**9}
    call = phone(make_app(database_url=f"sqlite:///{tmp_path}/line.db", **changes)).dial()
    call.choose("go on", "ask for that")
    assert call.node == "full"
    assert "ring one oh one" in call.heard
    assert call.messages == []


# 8. Somebody listening nearby


def test_nothing_a_caller_said_is_read_out_unless_they_ask_for_it(app, phone):
    """Safety path 8, someone listening nearby: reading back is opt-in and warned, and only "listen to it" plays anything."""
    played = []
    for way in (("add to it", "add to it"), ("listen to it",), ("delete it", "keep it"), ("send it",)):
        call = phone(app).to_review().choose(*way)
        if way == ("listen to it",):
            assert call.heard.index("People near you may hear it.") < call.heard.index("[plays")
            call.press("0").press("star").press("5").press("star")  # a person, emergency help, and back
        played.append(["<Play" in document.twiml for document in call.caller.documents].count(True))
    assert played == [0, 1, 0, 0]


@pytest.mark.parametrize("route", ["to_review", "to_keypad_review"])
def test_the_subject_is_not_said_aloud_once_it_is_chosen(call, route):
    """Safety path 8, someone listening nearby: from the first step of the request on, no page names the subject."""
    getattr(call, route)().choose("send")
    asked = [
        i for i, document in enumerate(call.caller.documents) if "To ask for that" in " ".join(document.heard)
    ]
    after = " ".join(
        words for document in call.caller.documents[asked[-1] + 1 :] for words in document.heard
    ).lower()
    assert "how is it safe" in after
    assert not [word for word in SUBJECTS if word in after]


def test_help_with_domestic_abuse_does_not_begin_by_naming_it(call):
    """Safety path 8, someone listening nearby: the choice is not said back; the first words give nothing away."""
    call.dial().choose("go on", "domestic abuse")
    opening = " ".join(call.heard.lower().split()[:12])
    assert not [word for word in SUBJECTS if word in opening]
