"""The rules about safety and respect, with words that nearly break them and words that nearly do not."""

import pytest
from saying import end, end_in, found, whole

from ivr.check.words.quoted import unquoted

# ---- emergency-words-true: promises


def promised(words, language="en"):
    return [finding.level or "error" for finding in found("emergency-words-true", end_in(language, words))]


@pytest.mark.parametrize(
    "words",
    [
        "If you cannot speak, press 55.",
        "In danger, ring 999. If you cannot speak, press 55 here.",
        "Press 5, 5 and we know that you need help.",
        "Press the 5 key twice.",
        "Press five five for the police.",
        "Stay silent, and somebody will come.",
        "Say nothing. We will send help.",
        "If you do not speak, we will trace this call again.",
        "Use the Silent Solution on this line.",
    ],
)
def test_a_promise_of_help_is_found(words):
    assert promised(words) == ["error"]


@pytest.mark.parametrize(
    "words",
    [
        "When the recorded message on that 999 call asks you to, press 55.",
        "Ring 999, stay silent and press five five when you are asked.",
        "Ring nine nine nine and then press 5, 5 when it asks.",
        "55 works only on a 999 call, never on this line.",
        "If you stay silent, I will say the choices again.",
        "If you do not speak, we will put you through to a person.",
        "You can stay quiet while you think.",
        "You do not have to speak.",
        "Ring 01632 960055.",
        "Ring 0300 55 60 70.",
        "It takes 55 minutes.",
        "We are at 55 High Street.",
        "This is for people over 55.",
        "The bus is number 555.",
        "For emergency help at any time, press 5.",
        "It costs £55.",
    ],
)
def test_true_words_and_other_numbers_are_well(words):
    assert promised(words) == []


@pytest.mark.parametrize("words", ["Pressing 55 does not work here.", "Do not press 55 on this line."])
def test_a_denial_that_can_be_half_heard_is_only_advised(words):
    assert promised(words) == ["advice"]


def test_not_being_able_to_speak_denies_nothing():
    assert promised("If you cannot speak and are not safe, press 55 for help.") == ["error"]


@pytest.mark.parametrize(
    ("language", "words", "levels"),
    [
        ("pl", "Naciśnij 55, a pomożemy.", ["error"]),
        ("pl", "Na 999 naciśnij 55, gdy nagranie o to poprosi.", []),
        ("cy", "Pwyswch 55 am help.", ["error"]),
        ("cy", "Arhoswch yn dawel.", ["error"]),
    ],
)
def test_promises_in_other_languages(language, words, levels):
    assert promised(words, language) == levels


# ---- emergency-words-true: where 999 is said

RECORD = "kind: record, longest: 3 minutes, silence: 15 seconds, recorded: bye, empty: bye"
BYE = "  bye: {kind: end, prompt: Goodbye.}\n"
NOBODY = "Nobody is listening now."


def nowhere(nodes, **more):
    """The nodes in which 999 is missing."""
    findings = found("emergency-words-true", whole(nodes + BYE, **more))
    return [finding.node for finding in findings if finding.level != "advice"]


def test_a_recording_says_it_itself_whatever_its_parent_said():
    parent = "  main: {kind: say, prompt: 'In danger, ring 999.', goto: message}\n"
    assert nowhere(f"{parent}  message: {{{RECORD}, prompt: {NOBODY}}}\n") == ["message"]
    assert nowhere(f"{parent}  message: {{{RECORD}, prompt: '{NOBODY} In danger, ring 999.'}}\n") == []
    assert nowhere(f"  main: {{{RECORD}, prompt: '{NOBODY} In danger, ring nine nine nine.'}}\n") == []


def test_the_way_a_line_speaks_it_counts():
    line = "  say_as: {'999': treble nine}\n"
    assert nowhere(f"  main: {{{RECORD}, prompt: '{NOBODY} Ring treble nine.'}}\n", line=line) == []


WAYS = (
    "  main: {kind: menu, prompt: Hi.SAID, options: {1: {for: one, goto: one}, 2: {for: two, goto: two}}, otherwise: bye}\n"
    "  one: {kind: say, prompt: One.ONE, goto: private}\n"
    "  two: {kind: say, prompt: Two.TWO, goto: private}\n"
    "  private: {kind: say, sensitive: true, prompt: Here.HERE, goto: bye}\n"
)


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ((), ["private"]),
        (("ONE",), ["private"]),
        (("ONE", "TWO"), []),
        (("SAID",), []),
        (("HERE",), []),
    ],
)
def test_a_private_node_needs_it_unless_every_way_there_said_it(said, missing):
    nodes = WAYS
    for place in ("SAID", "ONE", "TWO", "HERE"):
        nodes = nodes.replace(place, " Ring 999." if place in said else "")
    assert nowhere(nodes) == missing


def test_words_after_a_mistake_are_not_said_on_every_way():
    nodes = (
        "  main: {kind: menu, prompt: Hi., reprompt: Ring 999., options: {1: {to: go on, goto: private}}, otherwise: bye}\n"
        "  private: {kind: say, sensitive: true, prompt: Here., goto: bye}\n"
    )
    assert nowhere(nodes) == ["private"]


def test_a_line_may_say_that_nobody_in_danger_rings_it():
    nodes = f"  main: {{{RECORD}, prompt: Speak.}}\n{BYE}"
    assert not found("emergency-words-true", whole(nodes, line="  emergency_relevant: no\n"))


def test_a_translation_has_to_say_it_too():
    nodes = f"  main: {{{RECORD}, prompt: '{NOBODY} In danger, ring 999.'}}\n"
    polish = "  pl: {nodes: {main: {prompt: Nikt teraz nie słucha.}}}\n"
    findings = found("emergency-words-true", whole(nodes + BYE, ("en", "pl"), translations=polish))
    assert [(f.language, f.path[0]) for f in findings] == [("pl", "translations")]


def test_that_nobody_listens_is_advised_before_the_beep_or_earlier():
    bare = f"  main: {{{RECORD}, prompt: 'Speak. In danger, ring 999.'}}\n{BYE}"
    assert [f.level for f in found("emergency-words-true", whole(bare))] == ["advice"]
    before = f"  main: {{kind: say, prompt: {NOBODY}, goto: message}}\n{bare.replace('main', 'message')}"
    assert not found("emergency-words-true", whole(before))


# ---- safe-to-call-back


def asking(words, before="Hi.", sensitive="true", more="accept: uk-phone-number"):
    return whole(
        f"  main: {{kind: menu, prompt: {before!r}, options: {{1: {{to: go on, goto: number}}}}, otherwise: bye}}\n"
        f"  number: {{kind: ask, sensitive: {sensitive}, prompt: {words!r}, answer: given, {more}, entered: bye,"
        f" otherwise: bye}}\n{BYE}"
    )


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("Enter your number.", 1),
        ("Enter a number that is safe to ring.", 0),
        ("Enter a number. How is it safe to contact you?", 0),
        ("You are safe here. Enter your number.", 1),
        ("Call us back. Enter your number. Keep your PIN safe.", 1),
    ],
)
def test_a_number_is_asked_for_with_what_is_safe(words, count):
    assert len(found("safe-to-call-back", asking(words))) == count


def test_asking_before_counts():
    assert not found("safe-to-call-back", asking("Enter your number.", "Is it safe to call you back?"))


def test_asking_by_key_counts():
    flow = whole(
        "  main: {kind: menu, prompt: Hi., options: {1: {for: a safe time to call you, goto: number}}, otherwise: bye}\n"
        f"  number: {{kind: ask, sensitive: true, prompt: Enter a number., answer: given, accept: uk-phone-number,"
        f" entered: bye, otherwise: bye}}\n{BYE}"
    )
    assert not found("safe-to-call-back", flow)


def test_asking_on_one_of_two_ways_is_not_enough():
    flow = whole(
        "  main: {kind: menu, prompt: Hi., options: {1: {for: one, goto: safe}, 2: {for: two, goto: message}}, otherwise: bye}\n"
        "  safe: {kind: say, prompt: Say when it is safe to call., goto: message}\n"
        f"  message: {{{RECORD}, sensitive: true, prompt: Speak.}}\n{BYE}"
    )
    assert [f.node for f in found("safe-to-call-back", flow)] == ["message"]


def test_elsewhere_a_person_judges():
    flow = asking("Enter your number.", sensitive="false")
    assert not found("safe-to-call-back", flow)
    assert [f.node for f in found("safe-to-call-back", flow, "needs-a-person")] == ["number"]


def test_a_branch_is_private_behind_a_private_node():
    flow = whole(
        "  main: {kind: say, sensitive: true, prompt: Hi., goto: message}\n"
        f"  message: {{{RECORD}, prompt: Speak.}}\n{BYE}"
    )
    assert [f.node for f in found("safe-to-call-back", flow)] == ["message"]


def test_a_reference_is_no_way_to_contact_somebody():
    flow = asking("Enter the eight digits.", more="accept: reference")
    assert not found("safe-to-call-back", flow)


# ---- private-aloud


def chosen(words, sensitive="true", line=""):
    return whole(
        "  main: {kind: menu, prompt: Hi., options: {1: {to: talk, goto: there}}, otherwise: bye}\n"
        f"  there: {{kind: end, sensitive: {sensitive}, prompt: {words!r}}}\n{BYE}",
        line=line,
    )


@pytest.mark.parametrize(
    ("words", "sensitive", "count"),
    [
        ("Domestic abuse. Ring us.", "true", 1),
        ("You chose the LGBT+ officer.", "true", 1),
        ("For gay people.", "true", 1),
        ("Domestic abuse. Ring us.", "false", 0),
        ("Thank you. Ring us.", "true", 0),
        ("One two three four five six seven eight nine ten eleven twelve abuse.", "true", 0),
        ("A translation is here. It is transparent.", "true", 0),
    ],
)
def test_the_first_words_of_a_private_node_tell_nothing(words, sensitive, count):
    assert len(found("private-aloud", chosen(words, sensitive))) == count


def test_the_words_that_the_line_names_count():
    flow = chosen("The blue team.", line="  not_before_choice: [blue team]\n")
    assert len(found("private-aloud", flow)) == 1


def test_a_number_is_said_only_where_it_is_checked():
    nodes = (
        "  main: {kind: ask, sensitive: true, collects: [contact], prompt: A safe number., answer: number,"
        " accept: uk-phone-number, entered: check, otherwise: bye}\n"
        "  check: {kind: menu, sensitive: true, prompt: 'You entered {number}.', options: {1: {to: go on, goto: later}},"
        " otherwise: bye}\n"
        "  later: {kind: menu, sensitive: true, ROLEprompt: 'It is {number}.', options: {1: {to: go on, goto: bye}},"
        " otherwise: bye}\n"
    )
    assert [f.node for f in found("private-aloud", whole(nodes.replace("ROLE", "") + BYE))] == ["later"]
    assert not found("private-aloud", whole(nodes.replace("ROLE", "role: confirm, ") + BYE))


def test_a_recording_is_played_only_when_asked_for_and_with_a_warning():
    nodes = (
        f"  main: {{{RECORD.replace('recorded: bye', 'recorded: TO')}, prompt: Speak.}}\n"
        "  review: {kind: menu, prompt: Kept., options: {1: {to: listen to it, goto: hear}}, otherwise: bye}\n"
        "  hear: {kind: listen, prompt: WORDS, goto: review, unavailable: review}\n"
    )
    near = "People near you may hear it."
    good = nodes.replace("TO", "review").replace("WORDS", near)
    assert not found("private-aloud", whole(good + BYE))
    (unasked,) = found("private-aloud", whole(nodes.replace("TO", "hear").replace("WORDS", near) + BYE))
    assert "without being asked" in unasked.message
    (unwarned,) = found("private-aloud", whole(good.replace(near, "Here it is.") + BYE))
    assert unwarned.level == "warning"


# ---- gender-neutral


@pytest.mark.parametrize(
    ("words", "levels"),
    [
        ("Thank you, sir or madam.", ["error"]),
        ("Hello, ma'am.", ["error"]),
        ("Ladies and gentlemen, welcome.", ["error"]),
        ("He or she will ring you.", ["warning"]),
        ("The officer will hide her number.", ["warning"]),
        ("Ask for Mrs Jones.", ["warning"]),
        ("Ask for Mr. Jones, sir.", ["error", "warning"]),
        ("Is it about your husband or wife?", ["warning"]),
        ("Please say your title.", ["warning"]),
        ("If you miss your turn, ring again.", []),
        ("The officer will hide their number.", []),
        ("The helper is here. There is history. Shed and theme.", []),
        ("Ask for the “He or She” project.", []),
        ('Ask for "Sir or Madam".', []),
        ("The Sir John Moore School is shut.", []),
        ("Her Majesty's Court is open.", []),
        ("Ask for the She Project.", []),
        ("She Project helps.", ["warning"]),  # at the start of a sentence nobody can tell it from a guess
        ("For a midwife, wait.", []),
        ("Men's Advice Line and Women's Aid.", []),
    ],
)
def test_no_gender_is_guessed(words, levels):
    assert [finding.level or "error" for finding in found("gender-neutral", end(words))] == levels


@pytest.mark.parametrize(
    ("language", "words", "levels"),
    [
        ("cy", "Diolch, syr.", ["error"]),
        ("cy", "Bydd hi'n braf.", []),
        ("pl", "Proszę pana, do widzenia.", ["error"]),
        ("pl", "Czy zadzwoniłeś wcześniej?", ["warning"]),
        ("pl", "Proszę poczekać.", []),
    ],
)
def test_no_gender_is_guessed_in_other_languages(language, words, levels):
    assert [f.level or "error" for f in found("gender-neutral", end_in(language, words))] == levels


def test_what_is_quoted_keeps_its_place():
    text = "Ask “He” or „Sie“, «il» and \"she\" or ‘her’. It's the caller's."
    assert len(unquoted(text)) == len(text)
    assert unquoted(text).split() == ["Ask", "or", ",", "and", "or", ".", "It's", "the", "caller's."]


# ---- respectful-words


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("For homosexuals and transsexuals.", 1),
        ("For victims of crime.", 1),
        ("If you are a victim, wait.", 1),
        ("For Victim Support, wait. Ask for the Victim Support team.", 0),
        ("Are you suffering from stress?", 1),
        ("Why did you not ring before?", 1),
        ("You should have rung before.", 1),
        ("You should have your reference with you.", 0),
        ("For lifestyle advice, wait.", 0),
        ("About your lifestyle.", 1),
        ("For the disabled, there is a ramp.", 1),
        ("For the disabled parking badge, wait.", 0),
        ("For the blind, ask.", 1),
        ("Ask for “Victims of Crime Trust”.", 0),
        ("For LGBT+ people, and people who have been hurt.", 0),
        ("For Alcoholics Anonymous, wait.", 0),
        ("The invalid number was refused.", 0),  # kind-error-words tells of that
    ],
)
def test_words_that_hurt_are_found(words, count):
    assert len(found("respectful-words", end(words))) == count


def test_finding_nothing_is_left_to_people_node_by_node():
    assert [f.node for f in found("respectful-words", end("Hello."), "needs-a-person")] == ["bye"]
    assert next(f.language for f in found("respectful-words", end_in("sv", "Hej."), "needs-a-person")) == "sv"


# ---- identity-not-demanded


def demanded(words, sensitive="false", fields=""):
    flow = whole(f"  main: {{{RECORD}, sensitive: {sensitive}, {fields}prompt: {words!r}}}\n{BYE}")
    return [finding.level for finding in found("identity-not-demanded", flow)]


@pytest.mark.parametrize(
    ("words", "levels"),
    [
        ("Please leave your full name and address.", ["warning"]),
        ("State your date of birth.", ["warning"]),
        ("What is your sexual orientation?", ["warning"]),
        ("Are you a man or a woman?", ["warning"]),
        ("Leave your name and number.", []),
        ("Leave your e-mail address.", []),
        ("Say your job title.", []),
        ("Leave your full name, if you want to.", []),
        ("You do not have to give your address.", []),
        ("Please do not give your address.", []),
        ("You can report it without giving your full name.", []),
        ("We will not ask your gender.", []),
        ("The officer will give their full name.", []),
        ("Ask for “State your full name”.", []),
    ],
)
def test_who_somebody_is_may_not_be_demanded(words, levels):
    assert demanded(words) == levels


@pytest.mark.parametrize(
    ("words", "levels"),
    [
        ("Leave your name and number.", ["error"]),
        ("Leave your name. It can be any name.", []),
        ("Leave your full name.", ["error"]),
        ("Tell us what happened.", []),
    ],
)
def test_any_name_counts_where_it_is_private(words, levels):
    assert demanded(words, "true") == levels


def test_what_a_node_says_it_collects_counts():
    assert demanded("Speak now.", "true", "collects: [name], ") == ["error"]
    assert demanded("Speak now.", "false", "collects: [name], ") == []
    assert demanded("Speak now.", "false", "collects: [gender], ") == ["warning"]


def asked_by_key(last):
    return whole(
        "  main: {kind: menu, sensitive: true, prompt: What is your gender?, options: {1: {for: a woman, goto: bye},"
        f" 2: {{for: a man, goto: bye}}, 3: {{{last}, goto: bye}}}}, otherwise: bye}}\n{BYE}"
    )


def test_asking_by_key_counts_and_so_does_refusing_by_key():
    assert len(found("identity-not-demanded", asked_by_key("for: another"))) == 1
    assert not found("identity-not-demanded", asked_by_key("to: skip this"))
    assert not found("identity-not-demanded", asked_by_key("to: go on if you would rather not say"))


def test_a_line_that_asks_nobody_is_still_read():
    flow = end("Hello.")
    assert not found("identity-not-demanded", flow)
    assert len(found("identity-not-demanded", flow, "needs-a-person")) == 1
