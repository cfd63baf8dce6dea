"""A message's life, and what belongs to it."""

from datetime import timedelta

import pytest
from message_calls import CONSENT, EMERGENCY, SAFE_NUMBER, TEN, Call, after, taped

from ivr.call.effects import Answered, Confirmed, Consented, Discarded, RecordingKept, Sent
from ivr.message import CallRef, Proof, as_json

NUMBER = {"safe_number": "07700900123"}


def test_a_message_opens_with_consent_as_a_draft_with_its_proof(call: Call) -> None:
    call.do(3, CONSENT)
    [message] = call.store.messages(call.sid, TEN)
    assert message.state == "draft"
    assert message.proof == Proof(TEN, "0123456789ab", "en", "how-it-works", "1")
    assert (message.opened_at, message.language, message.flags) == (TEN, "en", ())


def test_before_consent_there_is_no_message(call: Call) -> None:
    call.do(1, SAFE_NUMBER, Confirmed(), EMERGENCY, Sent(), Discarded())
    assert call.left() == []


def test_a_second_consent_in_a_draft_is_the_same_draft_and_the_first_proof_stays(call: Call) -> None:
    call.do(3, CONSENT)
    reference = call.store.reference(call.sid, 3)
    call.do(4, SAFE_NUMBER)
    call.do(6, Consented("0123456789ab", "pl", "again", "2"), at=after(1))
    [message] = call.store.messages(call.sid, TEN)
    assert (message.answers, message.reference) == (NUMBER, reference)
    assert message.proof == Proof(TEN, "0123456789ab", "en", "how-it-works", "1")


@pytest.mark.parametrize("closed_by", [Sent(), Discarded()])
def test_after_sent_or_discarded_consent_opens_another_message(
    call: Call, closed_by: Sent | Discarded
) -> None:
    call.do(3, CONSENT)
    first = call.store.reference(call.sid, 3)
    call.do(4, SAFE_NUMBER)
    call.do(5, closed_by)
    call.do(6, CONSENT)
    call.do(7, Answered("safe_number", "07700900999"))
    assert call.left()[-1] == ("draft", {"safe_number": "07700900999"}, [])
    assert call.store.reference(call.sid, 7) not in (first, None)
    assert len(call.left()) == (2 if closed_by == Sent() else 1)


@pytest.mark.parametrize("kept_by", [Confirmed(), taped()])
def test_hanging_up_keeps_a_message_from_a_safe_contact_or_a_recording(
    call: Call, kept_by: Confirmed | RecordingKept
) -> None:
    call.do(3, CONSENT, SAFE_NUMBER)
    call.do(4, kept_by)
    call.end(3)
    assert call.left(2.9)[0][0] == "draft"
    assert call.left(3)[0][:2] == ("unfinished", NUMBER)


def test_hanging_up_before_that_leaves_nothing(call: Call) -> None:
    call.do(3, CONSENT, SAFE_NUMBER)
    call.end(3)
    assert call.left(3) == []


def test_without_a_status_callback_the_longest_call_and_five_minutes_end_it(call: Call) -> None:
    ref = CallRef(call.sid, int(TEN.timestamp()) // 60, None, longest_minutes=12)
    call.store.do((CONSENT, Confirmed()), ref, 3, after(4))
    assert call.left(16.9)[0][0] == "draft"
    assert call.left(17)[0][0] == "unfinished"


def test_a_call_cannot_have_begun_in_the_future(call: Call) -> None:
    call.store.do((CONSENT, Confirmed()), CallRef(call.sid, 9_999_999_999), 3, TEN)
    assert call.left(25)[0][0] == "unfinished"


def test_sent_stays_sent_whatever_comes(call: Call) -> None:
    call.do(3, CONSENT, SAFE_NUMBER)
    call.do(4, taped())
    call.do(5, Sent())
    call.do(6, Sent())
    call.do(7, Discarded())
    call.end()
    assert call.left(9) == [("sent", NUMBER, [12])]


def test_sent_that_comes_after_the_end_of_the_call_counts(call: Call) -> None:
    call.do(3, CONSENT, Confirmed())
    call.end()
    assert call.left(4) == [("unfinished", {}, [])]
    call.do(4, Sent(), at=after(5))
    assert call.left(5) == [("sent", {}, [])]


def test_answers_after_sent_belong_to_the_sent_message(call: Call) -> None:
    call.do(3, CONSENT, SAFE_NUMBER)
    call.do(4, Sent())
    call.do(5, Answered("area", "dacorum"))
    assert call.left() == [("sent", NUMBER | {"area": "dacorum"}, [])]


def test_the_newest_answer_counts_and_never_an_older_step(call: Call) -> None:
    call.do(3, CONSENT)
    call.do(9, Answered("safe_number", "07700900999"))
    call.do(5, SAFE_NUMBER)
    assert call.left() == [("draft", {"safe_number": "07700900999"}, [])]
    call.do(11, Answered("times", "mornings"), Answered("times", "evenings"))
    assert call.left()[0][1]["times"] == "evenings"


def test_discarded_takes_all_of_this_message_and_nothing_of_the_others(call: Call) -> None:
    call.do(3, CONSENT, SAFE_NUMBER)
    call.do(4, Sent())
    call.do(5, CONSENT, Answered("safe_number", "07700900999"))
    call.do(6, taped("RE2"))
    call.do(7, Discarded())
    assert call.left() == [("sent", NUMBER, [])]
    assert call.store.reference(call.sid, 7) is None
    assert call.store.answers(call.sid, 7) == {}


def test_what_comes_late_for_a_discarded_message_is_dropped_with_it(call: Call) -> None:
    call.do(3, CONSENT)
    call.do(7, Discarded())
    call.tape(5)
    call.do(5, taped(), SAFE_NUMBER)
    call.end()
    assert call.left() == call.left(4) == []
    assert call.store.answer(call.sid, "safe_number", 8) is None


def test_a_recording_without_consent_opens_a_message_without_proof(call: Call) -> None:
    call.tape(5)
    [message] = call.store.messages(call.sid, TEN)
    assert (message.state, message.recordings, message.proof, message.language) == ("draft", (12,), None, "")
    assert message.reference == call.store.reference(call.sid, 5)


def test_a_recording_after_a_discarded_message_opens_one_of_its_own(call: Call) -> None:
    call.do(3, CONSENT)
    call.tape(8)  # arrives before the step that makes it one of its own
    call.do(7, Discarded())
    call.end()
    assert call.left(4) == [("unfinished", {}, [12])]


def test_a_consent_that_comes_after_its_recording_is_its_consent(call: Call) -> None:
    call.tape(5)
    call.do(3, CONSENT, SAFE_NUMBER)
    [message] = call.store.messages(call.sid, TEN)
    assert message.proof is not None
    assert (message.answers, message.recordings) == (NUMBER, (12,))


def test_consent_under_the_same_step_as_a_recording_adds_its_proof(call: Call) -> None:
    call.tape(5)
    reference = call.store.reference(call.sid, 5)
    call.do(5, CONSENT)
    [message] = call.store.messages(call.sid, TEN)
    assert message.proof is not None
    assert message.reference == reference


def test_a_recording_after_the_end_makes_an_ended_draft_unfinished(call: Call) -> None:
    call.do(3, CONSENT, SAFE_NUMBER)
    call.end(3)
    assert call.left(3.5) == []
    call.tape(4, at=after(4))
    assert call.left(4) == [("unfinished", NUMBER, [12])]


@pytest.mark.parametrize("action_first", [True, False])
def test_action_and_status_callback_tell_of_one_recording(call: Call, action_first: bool) -> None:
    call.do(3, CONSENT)
    told = [lambda: call.do(4, taped(seconds=0)), lambda: call.tape(4, seconds=12)]
    for tell in told if action_first else reversed(told):
        tell()
    assert call.left() == [("draft", {}, [12])]


def test_recordings_are_listed_oldest_first_and_their_length_never_shrinks(call: Call) -> None:
    call.do(3, CONSENT)
    call.tape(9, "RE3", 30)
    call.tape(7, "RE1", 10)
    call.tape(8, "RE2", 20)
    call.tape(8, "RE2", None)
    call.tape(8, "RE2", 0)
    assert call.left() == [("draft", {}, [10, 20, 30])]


def test_a_recording_in_which_nothing_was_said_keeps_nothing(call: Call) -> None:
    call.tape(2, "RE0", 0)
    call.do(3, CONSENT)
    call.tape(4, "RE1", 0)
    call.tape(5, "RE2", 9, status="absent")
    call.tape(5, "RE3", 9, status="failed")
    assert call.left() == [("draft", {}, [])]
    call.end()
    assert call.left(3) == []


def test_a_length_not_known_yet_is_not_an_empty_recording(call: Call) -> None:
    call.do(3, CONSENT)
    call.tape(4, seconds=None)
    call.end()
    assert call.left(3) == [("unfinished", {}, [0])]


def test_a_recording_that_a_step_kept_is_not_taken_for_empty(call: Call) -> None:
    call.do(3, CONSENT)
    call.do(4, taped(seconds=0))
    call.end()
    assert call.left(3) == [("unfinished", {}, [0])]


@pytest.mark.parametrize("steps", [(4, 6), (6, 4)])
def test_a_recording_told_of_under_two_steps_is_not_lost_to_a_deletion_between_them(
    call: Call, steps: tuple[int, int]
) -> None:
    call.do(3, CONSENT)
    for step in steps:
        call.tape(step)
    call.do(5, Discarded())
    assert call.left() == [("draft", {}, [12])]


def test_a_call_ends_when_it_was_first_said_to(call: Call) -> None:
    call.do(3, CONSENT, Confirmed())
    for minutes in (3, 2, 9):
        call.end(minutes)
    assert (call.left(1.9)[0][0], call.left(2)[0][0]) == ("draft", "unfinished")


def test_two_recordings_under_one_step_are_both_kept(call: Call) -> None:
    call.do(3, CONSENT)
    call.do(4, taped("RE1"), SAFE_NUMBER)
    call.do(4, taped("RE2"), Answered("safe_number", "07700900999"))
    assert call.left() == [("draft", NUMBER, [12, 12])]


def test_a_recording_stays_with_the_call_that_made_it(call: Call) -> None:
    call.tape(4, "RE1", 12)
    other = Call(call.store, "CA2")
    other.do(3, CONSENT)
    other.tape(4, "RE1", 99)
    assert (call.left(), other.left()) == ([("draft", {}, [12])], [("draft", {}, [])])


def test_five_pressed_three_times_within_a_message_is_flagged(call: Call) -> None:
    call.do(1, EMERGENCY)
    call.do(3, CONSENT)
    call.do(4, EMERGENCY)
    call.do(5, EMERGENCY)
    assert call.store.messages(call.sid, TEN)[0].flags == ()
    call.do(6, EMERGENCY)
    [message] = call.store.messages(call.sid, TEN)
    assert message.flags == ("pressed 5 repeatedly",)
    assert as_json(message)["flags"] == ["pressed 5 repeatedly"]


def test_json_has_these_four_and_flags_only_where_there_are_any(call: Call) -> None:
    call.do(3, CONSENT, SAFE_NUMBER, taped())
    [message] = call.store.messages(call.sid, TEN)
    assert as_json(message) == {
        "state": "draft",
        "reference": message.reference,
        "answers": NUMBER,
        "recordings": [12],
    }


def test_all_messages_are_those_of_every_call_oldest_first(call: Call) -> None:
    younger = Call(call.store, "CA0")
    younger.do(3, CONSENT, at=TEN + timedelta(seconds=1))
    call.do(3, CONSENT, taped())
    assert [message.recordings for message in call.store.all_messages(TEN)] == [(12,), ()]


def test_a_page_may_say_what_was_answered_up_to_its_step(call: Call) -> None:
    call.do(1, Answered("language", "en"))
    call.do(3, CONSENT, SAFE_NUMBER)
    call.do(5, Answered("safe_number", "07700900999"))
    assert call.store.answer(call.sid, "safe_number", 2) is None
    assert call.store.answer(call.sid, "safe_number", 4) == "07700900123"
    assert call.store.answers(call.sid, 5) == {"language": "en", "safe_number": "07700900999"}
    assert call.store.reference(call.sid, 2) is None
    assert call.left() == [("draft", {"safe_number": "07700900999"}, [])]


def test_a_page_knows_how_the_message_stands_at_its_step(call: Call) -> None:
    call.do(3, CONSENT)
    call.do(4, Confirmed())
    call.do(5, Sent())
    call.do(6, CONSENT)
    call.do(7, Discarded())
    states = [call.store.said_so_far(call.sid, step).state for step in range(2, 8)]
    assert states == [None, "draft", "kept", "sent", "draft", None]


def test_the_reference_is_the_same_however_often_a_webhook_comes(call: Call) -> None:
    call.do(3, CONSENT)
    call.do(4, Sent())
    reference = call.store.reference(call.sid, 4)
    for _ in range(3):
        call.do(3, CONSENT)
        call.do(4, Sent())
        assert call.store.reference(call.sid, 4) == reference


def test_a_step_is_done_once_even_if_it_comes_back_changed(call: Call) -> None:
    call.do(3, CONSENT, SAFE_NUMBER)
    call.do(3, Answered("safe_number", "07700900999"), Answered("area", "dacorum"), Discarded())
    assert call.left() == [("draft", NUMBER, [])]


def test_a_step_without_effects_writes_nothing(call: Call) -> None:
    call.do(3)
    call.do(3, CONSENT)
    assert len(call.left()) == 1
