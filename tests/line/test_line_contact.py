"""How an officer may reach somebody: the number, the rules, the times; and every way not to give a number."""

import pytest

OWN_PHONE = "07700900001"
SAFEST = {"rules": "safest", "safe_time": "evenings", "safe_days": "any"}


# The number they ring from


def test_the_phone_they_ring_from_is_read_back_and_confirmed(call):
    """People ring from somebody else's phone: "use this phone" alone is not enough."""
    call.agree().choose("speak a message", "phone you are ringing from")
    assert call.node == "confirm-number"
    assert "0 7 7 0 0, 9 0 0, 0 0 1" in call.heard
    call.choose("right and safe").hang_up()
    assert call.message["state"] == "unfinished"
    assert call.answers["safe_number"] == OWN_PHONE
    assert call.answers["contact"] == "call"


def test_a_number_that_nobody_confirmed_is_not_kept(call):
    call.agree().choose("speak a message", "phone you are ringing from").hang_up()
    assert call.messages == []


def test_the_number_they_ring_from_is_kept_only_if_they_choose_it(call):
    call.to_keypad_review().choose("send")
    assert OWN_PHONE not in str(call.message)
    assert OWN_PHONE[1:] not in str(call.message)


def test_another_number_instead_of_the_phone_they_ring_from(call):
    call.agree().choose("speak a message", "phone you are ringing from", "another number").press(
        "07700900123 hash"
    )
    assert "0 7 7 0 0, 9 0 0, 1 2 3" in call.heard
    call.choose("right and safe").hang_up()
    assert call.answers["safe_number"] == "07700900123"


@pytest.mark.parametrize(
    "ringing_from",
    [
        "withheld",
        "+266696687",
        "+7378742833",
        "anonymous",
        "",
        "sip:somebody@example.com",
        "client:desk",
        "+441632960000",
    ],
)
def test_a_withheld_number_is_never_asked_for_again(app, phone, ringing_from):
    """Hidden, from a computer, or the switchboard's: never offered, never used, and nobody is asked to show it."""
    call = phone(app, from_number=ringing_from).agree().choose("speak a message")
    assert call.node == "how-contact-withheld"
    assert "that is fine" in call.heard
    offered = set(call.keys.values())
    call.choose("give a number").press("07700900123 hash").choose("choose another way")
    offered |= set(call.keys.values())
    assert not [words for words in offered if "ringing from" in words or "this phone" in words]
    assert call.node == "how-contact-withheld"
    call.choose("ring us back", "choose that").hang_up()
    assert call.answers["safe_number"] == "none"


# The number they enter


@pytest.mark.parametrize(
    ("entered", "kept"),
    [
        ("07700900123", "07700900123"),
        ("00447700900123", "07700900123"),
        ("447700900123", "07700900123"),
        ("004407700900123", "07700900123"),
        ("01632960123", "01632960123"),
        ("00441632960123", "01632960123"),
    ],
)
def test_a_number_written_from_abroad_is_kept_as_people_here_write_it(call, entered, kept):
    call.agree().choose("keypad only", "another number").press(f"{entered} hash")
    assert call.node == "confirm-number"
    call.choose("right and safe").hang_up()
    assert call.answers["safe_number"] == kept


@pytest.mark.parametrize(
    "entered",
    [
        pytest.param("07000900123", id="personal"),
        pytest.param("07600900123", id="pager"),
        pytest.param("08432960123", id="084"),
        pytest.param("08712960123", id="087"),
        pytest.param("09012960123", id="premium"),
        pytest.param("118500", id="directory"),
        pytest.param("101", id="101"),
        pytest.param("111", id="111"),
        pytest.param("12345", id="short"),
        pytest.param("0770090012", id="one too few"),
        pytest.param("077009001234", id="one too many"),
        pytest.param("0033123456789", id="abroad"),
    ],
)
def test_a_number_nobody_can_safely_ring_is_refused_without_blame(call, entered):
    call.agree().choose("keypad only", "another number").press(f"{entered} hash")
    assert call.node == "safe-number"
    assert call.heard.startswith("Sorry, I cannot use that number.")
    for blame in ("invalid", "wrong", "incorrect"):
        assert blame not in call.heard.lower()
    call.press(f"{entered} hash")
    assert call.node == "how-contact", (
        "after the second try every way is offered again, ringing back among them"
    )
    assert any("ring us back" in words for words in call.keys.values())


def test_a_pager_number_of_the_isle_of_man_is_a_mobile(call):
    """07624 looks like a pager and is not one."""
    call.agree().choose("keypad only", "another number").press("07624900123 hash")
    assert call.node == "confirm-number"


@pytest.mark.parametrize("number", ["999", "112"])
def test_999_keyed_in_as_the_safe_number_may_be_a_call_for_help(call, number):
    call.agree().choose("speak a message", "another number").press(f"{number} hash")
    assert call.node == "number-emergency"
    assert "This line cannot ring nine nine nine." in call.heard
    assert "hang up and ring nine nine nine yourself" in call.heard
    assert not any(f"<Number>{number}" in document.twiml for document in call.caller.documents)
    call.choose("give a number").press("07700900123 hash").choose("right and safe").hang_up()
    assert call.answers["safe_number"] == "07700900123"


def test_999_keyed_in_and_then_ringing_back(call):
    call.agree().choose("keypad only", "another number").press("999 hash").choose(
        "ring us back", "choose that"
    )
    call.choose("send your request")
    assert call.answers["safe_number"] == "none"
    assert call.answers["contact"] == "ring-back"


def test_silence_at_the_number_offers_every_way_again(call):
    call.agree().choose("speak a message", "another number").silent(2)
    assert call.node == "how-contact"
    call.choose("ring us back")
    assert call.node == "ring-back"


def test_silence_never_confirms_a_number(call):
    """Nobody is rung on a number that they have not said is theirs and safe."""
    call.agree().choose("speak a message").give_number().silent(3)
    assert call.node == "how-contact"
    call.stay_silent()
    assert call.messages == []


def test_star_at_the_number_goes_back(call):
    call.agree().choose("speak a message", "another number").press("07700*")
    assert call.node == "how-contact"


# "I will ring back"


def test_the_ring_back_path_keeps_no_number_and_says_what_to_do(call):
    call.agree().choose("speak a message", "ring us back")
    assert "Nobody will ring you." in call.heard
    call.choose("choose that")
    assert call.node == "name", "no rules, times or days: nobody will ring"
    call.say(2).say(20).choose("send it")
    assert call.node == "sent-ring-back"
    assert "ring one oh one and give this number" in call.heard
    assert "The officer can tell you this number" not in call.heard
    assert call.answers == {"mode": "voice", "safe_number": "none", "contact": "ring-back"}
    assert call.message["state"] == "sent"


def test_ringing_back_after_all_forgets_the_number(call):
    """Whoever entered a number and then decides to ring back leaves no number behind, by whichever way they came."""
    call.agree().choose("keypad only").give_number().choose(
        "another way", "ring us back", "choose that"
    ).hang_up()
    assert call.answers["safe_number"] == "none"
    assert call.answers["contact"] == "ring-back"


def test_ringing_back_by_way_of_star_forgets_the_number(call):
    call.agree().choose("keypad only").give_number().press("star").press("star")
    assert call.node == "how-contact"
    call.choose("ring us back", "choose that").hang_up()
    assert call.answers["safe_number"] == "none"


def test_giving_a_number_after_all(call):
    call.agree().choose("keypad only", "ring us back", "give a number").press("07700900123 hash").choose(
        "right and safe"
    )
    call.choose("keep it like that", "evenings", "any day", "send your request")
    assert call.node == "sent"
    assert call.answers["contact"] == "call"
    assert call.answers["safe_number"] == "07700900123"


# Rules, times and days


def test_silence_keeps_the_safest_rules(call):
    call.to_rules()
    for words in ("hide their number", "no voicemail", "send no text", "will not say who they are"):
        assert words in call.heard
    call.silent(3)
    assert call.node == "safe-time"
    call.hang_up()
    assert call.answers["rules"] == "safest"


def test_the_rules_can_be_changed(call):
    call.to_rules().choose("change it", "let it show", "first name", "ask for you by the name")
    assert call.node == "safe-time"
    call.hang_up()
    assert call.answers["rules"] == "changed"
    assert call.answers["caller_id"] == "shown"
    assert call.answers["voicemail"] == "first-name"
    assert call.answers["others"] == "ask-for-name"


def test_silence_while_changing_keeps_the_safest_rule_of_each(call):
    call.to_rules().choose("change it").silent(9)
    assert call.node == "safe-time"
    call.hang_up()
    assert call.answers["caller_id"] == "hidden"
    assert call.answers["voicemail"] == "none"
    assert call.answers["others"] == "end-call"


def test_whoever_gives_no_name_is_not_asked_for_by_name(call):
    """With the keypad only there is no name that the officer could ask for."""
    call.to_rules("keypad only").choose("change it", "number hidden", "no message")
    assert call.node == "safe-time"


@pytest.mark.parametrize(
    ("words", "kept"), [("any time", "any"), ("mornings", "mornings"), ("afternoons", "afternoons")]
)
def test_a_safe_time_is_chosen(call, words, kept):
    call.to_rules().choose("keep it like that", words).hang_up()
    assert call.answers["safe_time"] == kept


def test_any_time_is_never_assumed(call):
    """Silence is kept as "not stated", for a person to judge."""
    call.to_rules().choose("keep it like that").silent(6)
    assert call.node == "name"
    call.hang_up()
    assert call.answers["safe_time"] == "not-stated"
    assert call.answers["safe_days"] == "not-stated"
