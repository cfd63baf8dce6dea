"""The rules about time: waits, digits, pauses, what a key is answered with, how long a menu is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from saying import end, found, menu, whole

from ivr.check.words.quantities import digit_counts, lengths_of_time

# ---- wait-for-first-key


def waiting(wait="", line=""):
    at_node = f"    wait: {wait}\n" if wait else ""
    return whole(
        "  main:\n    kind: menu\n    prompt: Hello.\n    options:\n      1: {for: bins, goto: bye}\n"
        f"    otherwise: bye\n{at_node}"
        "  more:\n    kind: menu\n    prompt: Hello.\n    options:\n      1: {for: bins, goto: bye}\n    otherwise: bye\n"
        "  bye: {kind: end, prompt: Goodbye.}\n",
        line=line,
    )


@pytest.mark.parametrize(
    ("wait", "levels"),
    [
        ("4 seconds", ["error"]),
        ("5 seconds", ["warning"]),
        ("9 seconds", ["warning"]),
        ("10 seconds", []),
        ("[20 seconds, 3 seconds]", ["error"]),
        ("[20 seconds, 15 seconds, 9 seconds]", ["warning"]),
        ("", []),
    ],
)
def test_a_wait_is_held_against_its_shortest_attempt(wait, levels):
    assert [finding.level for finding in found("wait-for-first-key", waiting(wait))] == levels


def test_an_attempt_that_nobody_reaches_does_not_count():
    assert not found("wait-for-first-key", waiting("[12 seconds, 12 seconds, 12 seconds, 2 seconds]"))


def test_a_wait_of_the_line_is_told_once_and_where_it_stands():
    nodes = (
        "  main: {kind: menu, prompt: Hi., options: {1: {for: bins, goto: more}}, otherwise: bye}\n"
        "  more: {kind: menu, prompt: Hi., options: {1: {for: bins, goto: bye}}, otherwise: bye}\n"
        "  long: {kind: menu, prompt: Hi., options: {1: {for: bins, goto: bye}}, otherwise: bye}\n"
        "  bye: {kind: end, prompt: Goodbye.}\n"
    )
    (finding,) = found("wait-for-first-key", whole(nodes, line="  wait: 6 seconds\n"))
    assert finding.path == ("line", "wait")
    assert "2 steps" in finding.message  # nobody comes to `long`


def test_digits_wait_as_the_line_says_for_entries():
    nodes = (
        "  main: {kind: ask, prompt: Enter 4 digits. Then press hash., answer: pin, accept: digits, at_least: 4,"
        " at_most: 4, entered: bye, otherwise: bye}\n  bye: {kind: end, prompt: Goodbye.}\n"
    )
    (finding,) = found("wait-for-first-key", whole(nodes, line="  entry_wait: 8 seconds\n"))
    assert finding.path == ("line", "entry_wait")


def test_a_limit_may_be_changed_with_a_reason():
    flow = waiting(
        "8 seconds\n    limits: {wait-for-first-key-warning: {value: 8, why: Tested with callers.}}"
    )
    assert not found("wait-for-first-key", flow)


# ---- time-to-enter-digits


def asking(prompt, more="accept: reference", languages=("en",), translations=""):
    return whole(
        f"  main:\n    kind: ask\n    prompt: {prompt!r}\n    answer: given\n    entered: bye\n    otherwise: bye\n"
        f"    {more}\n  bye: {{kind: end, prompt: Goodbye.}}\n",
        languages,
        translations=translations,
    )


@pytest.mark.parametrize(
    ("prompt", "more", "parts"),
    [
        ("Enter the eight digits. Then press hash.", "accept: reference", []),
        ("Enter the 8-digit number, and finish with hash.", "accept: reference", []),
        ("Enter the eight-digit number. Press the hash key.", "accept: reference", []),
        ("It has 8 numbers on it. Press #.", "accept: reference", []),
        ("Enter the number. Then press hash.", "accept: reference", ["how many"]),
        ("Enter the eight digits.", "accept: reference", ["which key"]),
        ("Enter the six digits. Then press hash.", "accept: reference", ["6 digits, and takes 8"]),
        ("Enter your number.", "accept: reference", ["how many", "which key"]),
        ("Enter 10 or 11 digits. Then press hash.", "accept: uk-phone-number", []),
        ("Enter 4 to 6 digits. Then press hash.", "accept: digits\n    at_least: 4\n    at_most: 6", []),
        ("Enter the digit. Then press hash.", "accept: digits\n    at_most: 1", []),
        ("Enter 8 digits. Then press hash.", "accept: reference\n    wait: 19 seconds", ["19 seconds for"]),
        (
            "Enter 4 digits. Then press hash.",
            "accept: digits\n    at_least: 4\n    at_most: 4\n    wait: 6 seconds",
            [],
        ),
        (
            "Enter 4 digits. Then press hash.",
            "accept: digits\n    at_least: 4\n    at_most: 4\n    wait: 4 seconds",
            ["between two digits"],
        ),
    ],
)
def test_digits_have_time_a_number_and_an_end(prompt, more, parts):
    messages = [finding.message for finding in found("time-to-enter-digits", asking(prompt, more))]
    assert len(messages) == len(parts), messages
    for message, part in zip(messages, parts, strict=True):
        assert part in message


def test_a_translation_has_to_say_it_too():
    polish = "  pl:\n    nodes:\n      main: {prompt: Wpisz numer.}\n"
    flow = asking(
        "Enter the eight digits. Then press hash.", languages=("en", "pl", "sv"), translations=polish
    )
    assert [(f.language, f.path[0]) for f in found("time-to-enter-digits", flow)] == [
        ("pl", "translations")
    ] * 2
    told = "  pl:\n    nodes:\n      main: {prompt: 'Wpisz osiem cyfr. Potem naciśnij krzyżyk.'}\n"
    flow = asking("Enter the eight digits. Then press hash.", languages=("en", "pl"), translations=told)
    assert not found("time-to-enter-digits", flow)


def test_a_language_without_words_is_left_to_a_person():
    swedish = "  sv:\n    nodes:\n      main: {prompt: Skriv numret.}\n"
    flow = asking("Enter the eight digits. Then press hash.", languages=("en", "sv"), translations=swedish)
    assert not found("time-to-enter-digits", flow)
    assert [f.language for f in found("time-to-enter-digits", flow, "needs-a-person")] == ["sv"]


@given(st.integers(min_value=1, max_value=99), st.sampled_from(["digits", "numbers", "figures"]))
def test_any_number_of_digits_in_figures_is_read(number, word):
    assert digit_counts(f"Enter the {number} {word} of your code.", "en") == (number,)


@given(st.integers(min_value=1, max_value=240), st.integers(min_value=1, max_value=59))
def test_minutes_and_seconds_add_up(minutes, seconds):
    text = f"You have up to {minutes} minutes and {seconds} seconds. Then it ends."
    assert list(lengths_of_time(text, "en")) == [minutes * 60 + seconds]


# ---- pause-between-options


@pytest.mark.parametrize(
    ("phrase", "count"),
    [
        ("For {words} press {key}.", 1),
        ("For {words}, press {key}.", 0),
        ("Press {key} for {words}.", 0),  # option-before-key tells of that
    ],
)
def test_a_phrase_without_a_comma_leaves_no_pause(phrase, count):
    flow = menu(line=f"  phrases: {{option_for: {phrase!r}}}\n")
    findings = found("pause-between-options", flow)
    assert [f.path for f in findings] == [("line", "phrases", "option_for")] * count


def test_the_phrase_of_a_translation_is_found_in_its_own_place():
    flow = whole(
        "  main: {kind: menu, prompt: Hi., options: {1: {for: bins, goto: bye}}, otherwise: bye}\n"
        "  bye: {kind: end, prompt: Goodbye.}\n",
        ("en", "pl"),
        translations="  pl:\n    line: {phrases: {option_for: 'Śmieci: {words} naciśnij {key}.'}}\n"
        "    nodes: {main: {prompt: Witaj., options: {1: kosze}}}\n",
    )
    (finding,) = found("pause-between-options", flow)
    assert (finding.path[:2], finding.language) == (("translations", "pl"), "pl")


@pytest.mark.parametrize(
    ("prompt", "also", "count"),
    [
        ("For bins, press 1. For trees, press 2.", "", 1),
        ("Hello.", "For bins, press 1.", 1),
        ("Hello.", "To hear this again, press 9. To go back, press star. For a person, press 0.", 0),
        ("Hello.", "When the recorded message on that 999 call asks, press 55.", 0),
    ],
)
def test_options_named_in_a_text_have_no_pause(prompt, also, count):
    findings = found("pause-between-options", menu(prompt, also=also))
    assert [f.level for f in findings] == ["advice"] * count


def test_pauses_in_a_recording_a_person_has_to_hear():
    flow = menu(options="1: {for: {words: bins, audio: bins.wav}, goto: bye}")
    assert not found("pause-between-options", flow)
    (finding,) = found("pause-between-options", flow, "needs-a-person")
    assert finding.node == "main"


# ---- choice-confirmed


def choosing(option, words, more="", kind="end"):
    rest = ", number: x, unavailable: Ring 101." if kind == "transfer" else ""
    return whole(
        f"  main: {{kind: menu, prompt: Hi., options: {{1: {option}}}, otherwise: main-end}}\n"
        f"  there: {{kind: {kind}, prompt: {words!r}{rest}{more}}}\n  main-end: {{kind: end, prompt: Goodbye.}}\n"
    )


@pytest.mark.parametrize(
    ("option", "words", "count"),
    [
        ("{for: hate crime, goto: there}", "A hate crime is a crime.", 0),
        ("{to: report a pothole, goto: there}", "Reporting potholes.", 0),
        ("{for: bins, goto: there}", "Your bin.", 0),
        ("{for: bins, goto: there}", "We come on Fridays.", 1),
        (
            "{for: bins, goto: there}",
            "One two three four five six seven eight nine ten eleven twelve bins.",
            1,
        ),
        ("{to: keep it, goto: there}", "Your message is kept.", 0),
        ("{to: send your letter, goto: there}", "We have sent nothing.", 0),
        ("{to: keep it, goto: there}", "Your message is sent.", 1),
        ("{to: go on, goto: there}", "We come on Fridays.", 0),  # nothing in it could be taken up
    ],
)
def test_the_first_words_take_up_the_choice(option, words, count):
    assert len(found("choice-confirmed", choosing(option, words))) == count


def test_being_put_through_takes_up_a_wish_to_speak():
    flow = choosing("{to: speak to an adviser, goto: there}", "Connecting you to a person.", kind="transfer")
    assert not found("choice-confirmed", flow)


def test_a_private_node_must_not_take_it_up():
    flow = choosing("{for: bins, goto: there}", "We come on Fridays.", ", sensitive: yes")
    assert not found("choice-confirmed", flow)
    assert not found("choice-confirmed", flow, "needs-a-person")


def test_words_that_are_alike_prove_nothing():
    flow = choosing("{for: bins, goto: there}", "Your bins.")
    assert [f.node for f in found("choice-confirmed", flow, "needs-a-person")] == ["main"]


def test_a_recording_after_a_key_is_listened_to():
    nodes = (
        "  main: {kind: menu, prompt: {words: Hi., audio: hi.wav}, options: {1: {for: bins, goto: there}}, otherwise: there}\n"
        "  there: {kind: end, prompt: {words: Your bins., audio: bins.wav}}\n"
    )
    left = found("choice-confirmed", whole(nodes), "needs-a-person")
    assert [f.node for f in left if "recording" in f.message] == [
        "there"
    ]  # nobody has pressed a key before `main`


def test_a_choice_of_language_is_taken_up_by_its_language():
    nodes = (
        "  main: {kind: menu, prompt: Hi., options: {1: {to: go on in Polish, language: pl, goto: there}}, otherwise: there}\n"
        "  there: {kind: end, prompt: Goodbye.}\n"
    )
    assert not found("choice-confirmed", whole(nodes, ("en", "pl")))


# ---- menu-length


@pytest.mark.parametrize(("words", "levels"), [(20, []), (50, ["advice"]), (90, ["warning"])])
def test_a_long_menu_is_found(words, levels):
    flow = menu(" ".join(["word"] * words) + ".")
    assert [f.level for f in found("menu-length", flow)] == levels


def test_what_is_said_after_silence_does_not_count():
    flow = menu("Hello.", line=f"  phrases: {{no_input: [{' '.join(['word'] * 90)}]}}\n")
    assert not found("menu-length", flow)


def test_a_translation_may_be_longer():
    long = " ".join(["słowo"] * 100)
    flow = whole(
        "  main: {kind: menu, prompt: Hi., options: {1: {for: bins, goto: bye}}, otherwise: bye}\n"
        "  bye: {kind: end, prompt: Goodbye.}\n",
        ("en", "pl"),
        translations=f"  pl: {{nodes: {{main: {{prompt: {long}}}}}}}\n",
    )
    assert [(f.language, f.path[:2]) for f in found("menu-length", flow)] == [("pl", ("translations", "pl"))]


@pytest.mark.parametrize("rule", ["menu-length", "time-to-enter-digits", "choice-confirmed"])
def test_a_line_without_choices_is_not_asked(rule):
    assert len(found(rule, end("Goodbye."), "does-not-apply")) == 1
