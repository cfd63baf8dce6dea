"""The words to say when ringing somebody back, with their own choices filled in."""

from ivr.message.contact import script

CALL = {"contact": "call", "safe_number": "07700900123", "safe_time": "evenings", "safe_days": "any"}
CHANGED = CALL | {
    "rules": "changed",
    "voicemail": "first-name",
    "others": "ask-for-name",
    "caller_id": "shown",
}


def said(answers, *, name_given):
    return [step.say for step in script(answers, name_given=name_given) if step.say]


def done(answers, *, name_given=False):
    return " ".join(step.do for step in script(answers, name_given=name_given))


def test_without_a_name_nobody_is_asked_for():
    assert said(CALL, name_given=False) == [
        "Hello, I'm returning a call.",
        "Sorry, wrong number.",
        "Is now a good time to talk?",
        "No problem. Sorry to bother you.",
        "I can read you your reference so that you know it is me.",
    ]


def test_with_a_name_and_other_choices():
    assert said(CHANGED, name_given=True) == [
        "Hello. Is that (the name they gave)?",
        "Could I speak to (the name they gave)? I'll try another time, thanks.",
        "Hi, it's (your first name), returning your call. I'll try again.",
        "Is now a good time to talk?",
        "No problem. Sorry to bother you.",
        "I can read you your reference so that you know it is me.",
    ]


def test_a_name_alone_does_not_let_others_be_told():
    assert "Sorry, wrong number." in said(CALL, name_given=True)


def test_the_safe_time_the_hidden_number_and_the_three_tries_are_in_it():
    told = done(CALL)

    assert "Only in the evening, 5 to 9. Hide your number before you ring. Try at most 3 times" in told
    assert "Let your number show." in done(CHANGED)
    assert "If it goes to voicemail, end the call and say nothing." in told


def test_whoever_rings_back_is_waited_for():
    back = {"contact": "ring-back", "safe_number": "none"}

    assert done(back).startswith("Do not ring.")
    assert said(back, name_given=True) == ["Is now a good time to talk?"]


def test_police_is_never_among_the_words_to_say():
    for answers in (CALL, CHANGED, {}):
        assert not any("police" in words.lower() for words in said(answers, name_given=True))
