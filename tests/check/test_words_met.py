"""Sentences of real menus, each with a rule: those that it has to find, and those that it has to leave alone."""

import pytest
from saying import end, found, menu, whole

FOUND = [
    ("option-before-key", "Please choose: press 3 for bins."),
    ("option-before-key", "Press or say 3 for bins."),
    ("no-filler-no-hurry", "Using your keypad, enter the 14 digits of your reference quickly."),
    ("no-filler-no-hurry", "Leave your name and a brief message."),
    ("no-filler-no-hurry", "We're dead proud to be the UK's number one for green power."),
    ("no-filler-no-hurry", "Please hurry."),
    ("no-filler-no-hurry", "For quality and training purposes your call will be recorded."),
    ("no-filler-no-hurry", "We are receiving higher than normal call volumes."),
    ("option-before-key", "Touch one if you lost it today."),
    ("identity-not-demanded", "What is your sexual preference?"),
    ("say-what-happens-next", "Thank you. If you are in danger, ring 999."),
    ("identity-not-demanded", "Please key in your date of birth."),
    ("emergency-words-true", "You have pressed 5. Help is on its way to you."),
    ("emergency-words-true", "We will trace this call."),
    (
        "no-filler-no-hurry",
        "This is the university voted the nation's friendliest campus three years running.",
    ),
    ("no-filler-no-hurry", "Fancy a day at the seaside? Kids go free all summer."),
    ("no-filler-no-hurry", "Abuse of our staff will not be tolerated. Please be kind to our staff."),
    ("no-filler-no-hurry", "Have your card to hand, so that we can deal with this without delay."),
    ("kind-error-words", "We will end this call after one more failed attempt."),
    ("kind-error-words", "Error. Notice not found."),
    ("respectful-words", "This is the helpline for battered wives."),
    (
        "respectful-words",
        "Appointments for the elderly with diabetes are on Tuesdays. Epileptics come on Fridays.",
    ),
    ("plain-words", "We will signpost you to the clinician who can see you."),
    ("transfer-not-redial", "Please give the parking shop a call on 01632 960123."),
    ("transfer-not-redial", "You can speak to the parking shop on 01632 960123."),
    ("transfer-not-redial", "Our partner sees to that. Phone them on 01632 960123."),
    ("transfer-not-redial", "For parking, try 01632 960123."),
    ("option-before-key", "Punch 4 for cash machines."),
    ("option-before-key", "Choose option 2 for rent."),
    ("no-filler-no-hurry", "Thank you for your patience. We are sorry for any inconvenience."),
    ("no-filler-no-hurry", "Please listen to all the options before you choose."),
    ("no-filler-no-hurry", "Your call may be recorded to help us improve our service."),
    ("no-filler-no-hurry", "We would like to remind you to cancel what you cannot keep."),
    ("no-filler-no-hurry", "We have won two awards."),
    ("no-filler-no-hurry", "If you do not choose within ten seconds, you have to begin again."),
    ("kind-error-words", "That is not an acceptable reply."),
    ("plain-words", "Your claim is deemed closed after a mandatory reconsideration."),
    ("kind-error-words", "You have exceeded the number of attempts."),
    ("kind-error-words", "I still can't understand you."),
    ("kind-error-words", "Sorry, that's not right."),
    ("kind-error-words", "As there was no answer, we will disconnect you."),
    ("respectful-words", "Tell us why you did not come sooner. Prank callers pay a fine."),
    ("respectful-words", "This is the line for old age pensioners."),
    ("gender-neutral", "A policewoman will ring you."),
    ("plain-words", "Are you in receipt of a pension? We will liaise with them in relation to it."),
    ("emergency-words-true", "Cough, and we will know that you are in danger."),
    ("emergency-words-true", "If you cannot talk, tap any key and officers will be sent."),
    ("emergency-words-true", "This call is traced automatically."),
    ("emergency-words-true", "If you are silent or do not speak, we will send help."),
    ("identity-not-demanded", "Tell us who you are and where you live."),
    ("keys-do-everything", "You can speak to me naturally."),
    ("standard-key-words", "Select 6 if you want to change."),
    ("no-filler-no-hurry", "To help us help you, have your papers by you."),
    ("no-filler-no-hurry", "Stay near the meter, as we have limited time."),
    ("identity-not-demanded", "Enter the date of birth of the account holder."),
    ("one-idea", "Enter your UCAS number and your postcode, and tell us your predicted grades."),
]

LEFT_ALONE = [
    ("option-before-key", "Key 5 has been pressed. You are safe here."),
    ("option-before-key", "Bins: press 3."),
    ("no-filler-no-hurry", "There is no hurry. If you are in danger, dial 999 immediately."),
    ("emergency-words-true", "This line cannot trace your call. An officer will find time for you."),
    ("say-what-happens-next", "The office is closed until Monday at 8."),
    ("say-what-happens-next", "A controller will take your call next."),
    ("say-what-happens-next", "We will find someone to talk with you. There is music."),
    ("say-what-happens-next", "That reading has gone through. There is nothing more for you to do."),
    ("say-what-happens-next", "We are sorry to miss you. We are back on Monday."),
    ("identity-not-demanded", "You can leave out your full name and address."),
    ("same-key-same-meaning", "For the menu before this one, press star."),
    ("keys-do-everything", "If you need an interpreter, tell us."),
    ("keys-do-everything", "Ring the unit and speak to the midwife."),
    ("say-what-happens-next", "A listener is there for you. It may take a little while."),
    (
        "no-filler-no-hurry",
        "You can report threatening or abusive behaviour. We treat all people with respect.",
    ),
    ("kind-error-words", "If that's not right, press star."),
    ("emergency-words-true", "Cough or tap the handset if you are asked. We will listen tomorrow."),
    ("emergency-words-true", "If you stay silent, somebody will help you with the choices."),
    (
        "emergency-words-true",
        "We will find you a helper. There are quiet ways to talk. Mornings can be quiet.",
    ),
    ("emergency-words-true", "If you do not speak English, wait. We do not speak Polish."),
    ("emergency-words-true", "The number 55 stops outside."),
    ("keys-do-everything", "You can tell us more in a letter. You can say as little as you like."),
    ("respectful-words", "It was not your fault."),
    ("identity-not-demanded", "Bring a letter with your address on it."),
    ("option-before-key", "For help at night, call 111 and choose option 2 for mental health."),
    ("standard-key-words", "For help at night, call 111 and choose option 2."),
    ("standard-key-words", "Choose one of these. You can choose 2 towns or more."),
    ("same-key-same-meaning", "If you made a slip, press star."),
    ("transfer-not-redial", "A nurse will ring them from 01632 960123."),
    ("keys-do-everything", "We cannot hear you. Please speak up."),
    ("kind-error-words", "If there is an error in your bill, we will write to you."),
    ("respectful-words", "The diabetic eye clinic and the care of the elderly ward are on the first floor."),
    ("transfer-not-redial", "We speak to everyone who rings, and show 01632 960123."),
]


@pytest.mark.parametrize(("rule", "words"), FOUND)
def test_what_shuts_somebody_out_is_found(rule, words):
    assert found(rule, end(words))


@pytest.mark.parametrize(("rule", "words"), LEFT_ALONE)
def test_what_shuts_nobody_out_is_left_alone(rule, words):
    assert not found(rule, end(words))


@pytest.mark.parametrize(
    ("choice", "words"), [("for: UC", "Universal Credit. We"), ("to: keep it", "Keeping it. We")]
)
def test_a_choice_is_taken_up_by_other_forms_of_its_words(choice, words):
    taken_up = f"  bye: {{kind: end, prompt: {words} write to you tomorrow.}}\n"
    assert found("choice-confirmed", menu(options=f"1: {{{choice}, goto: bye}}"))
    nodes = f"  main:\n    kind: menu\n    prompt: Hello.\n    options: {{1: {{{choice}, goto: bye}}}}\n    otherwise: bye\n"
    assert not found("choice-confirmed", whole(nodes + taken_up))


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ("to: go without, goto: main", False),
        ("to: agree, goto: bye, consent: true", False),
        ("to: agree, goto: bye", True),
    ],
)
def test_consent_and_a_menu_heard_before_need_not_be_taken_up(choice, told):
    nodes = (
        "  main: {kind: menu, prompt: Hi there., options: {1: {for: more, goto: more}}, otherwise: bye}\n"
        f"  more: {{kind: menu, prompt: More., options: {{1: {{{choice}}}}}, otherwise: bye}}\n"
        "  bye: {kind: end, prompt: We write to you tomorrow.}\n"
    )
    assert bool(found("choice-confirmed", whole(nodes))) == told


def test_the_sentence_that_tells_of_another_way_fits_its_kind():
    ways = "  alternatives: [{kind: relay, address: 18001 01632 960000, covers: [main]}]\n"
    told = [
        one.remedy for one in found("another-way-in", menu(line=ways)) if "told to callers" in one.message
    ]
    assert told == ["Say one of them early, such as “By Relay UK, call 18001, then this number.”"]


def test_the_remedy_for_a_key_said_first_breaks_no_other_rule():
    (one,) = found("option-before-key", menu("Hit or say nine to hear this again."))
    assert one.remedy == "Say “To hear this again, press 9.”"


def test_a_place_that_many_ways_lead_to_is_not_given_the_words_of_one():
    nodes = (
        "  main: {kind: menu, prompt: Hi., options: {1: {for: bins, goto: x}, 2: {for: rats, goto: x}}, otherwise: x}\n"
        "  x: {kind: end, prompt: We write to you tomorrow.}\n"
    )
    remedies = [one.remedy for one in found("choice-confirmed", whole(nodes))]
    assert all("words of its own first, such as" in remedy for remedy in remedies)
    assert ["“Bins. …”" in remedy for remedy in remedies] == [True, False]


def test_the_remedy_for_unsafe_contact_breaks_no_other_rule_of_words():
    message = (
        "  main:\n    kind: record\n    sensitive: true\n    longest: 3 minutes\n    silence: 15 seconds\n"
        "    recorded: bye\n    empty: bye\n    prompt: {words}\n  bye: {kind: end, prompt: Goodbye.}\n"
    )
    (problem,) = found("safe-to-call-back", whole(message.replace("{words}", "Leave a message.")))
    advised = problem.remedy.partition("“")[2].partition("”")[0]
    flow = whole(message.replace("{words}", advised))
    for rule in ("safe-to-call-back", "one-idea", "identity-not-demanded", "short-sentences"):
        assert not found(rule, flow)
