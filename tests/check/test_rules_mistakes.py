"""The rules about what happens after a mistake, with the cases that are easily mistaken."""

import textwrap

import pytest

from ivr.check.catalogue import all_rules
from ivr.check.lint import verdicts_of
from ivr.check.words.unkind import UNKIND, unkind_words
from ivr.menu import load_text
from tests.walk.flows import shipped

HEAD = """\
line:
  name: The council
  start: main
  person: person
{line}  languages:
{languages}"""
LANGUAGES = {
    "en": "    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}\n",
    "us": "    en-Latn: {name: American English, voice: Polly.Joanna-Neural, locale: en-US}\n",
    "pl": "    pl: {name: Polski, voice: Polly.Ola-Neural, locale: pl-PL}\n",
    "sv": "    sv: {name: Svenska, voice: Polly.Elin-Neural, locale: sv-SE}\n",
}
ENDS = """\
  person: {kind: transfer, number: person, prompt: I will put you through., unavailable: Nobody is here.}
  bye: {kind: end, prompt: Goodbye.}
"""


def verdicts(rule, flow):
    return [(v.outcome, v.problem) for v in verdicts_of(all_rules()[rule], flow)]


def problems(rule, flow):
    return [problem for outcome, problem in verdicts(rule, flow) if outcome == "problem"]


def told(rule, flow):
    """What a rule finds: level, node, language."""
    return [(p.level, p.node, p.language) for p in problems(rule, flow)]


def outcomes(rule, flow):
    return {outcome for outcome, _ in verdicts(rule, flow)}


def at(flow, problem):
    """The words of the file that a problem points at."""
    return flow.text.decode().splitlines()[problem.line - 1][problem.column - 1 :]


def line(nodes, *, more="", languages="en", words=""):
    head = HEAD.format(
        line=textwrap.indent(textwrap.dedent(more), "  "),
        languages="".join(LANGUAGES[code] for code in languages.split()),
    )
    return load_text(f"{head}nodes:\n{nodes}{ENDS}{textwrap.dedent(words)}".encode())


def menu(fields="", *, name="main", options="1: {for: bins, goto: bye}", prompt="Hello."):
    fields = textwrap.indent(textwrap.dedent(fields), "    ")
    return f"  {name}:\n    kind: menu\n    prompt: {prompt}\n    options: {{{options}}}\n{fields}"


def ask(fields="", *, name="main", entered="right", accept="reference", answer="number"):
    fields = textwrap.indent(textwrap.dedent(fields), "    ")
    return (
        f"  {name}:\n    kind: ask\n    prompt: Please enter it.\n    answer: {answer}\n"
        f"    accept: {accept}\n    entered: {entered}\n{fields}"
    )


def right(prompt="You entered {number}.", *, name="right", back="main", on="bye", fields="role: confirm\n"):
    options = f"1: {{to: go on, goto: {on}}}, 2: {{to: change it, goto: {back}}}"
    return menu(fields, name=name, options=options, prompt=prompt)


@pytest.mark.parametrize("rule", [name for name, rule in all_rules().items() if rule.section == "mistakes"])
def test_the_shipped_line_breaks_none_of_them(rule):
    assert told(rule, shipped()) == []


# ---- two-error-prompts

SAME = "no_input: Please try again.\nno_match: please try again\n"


def test_the_same_words_for_both_are_found_at_the_node():
    flow = line(menu(SAME))
    (problem,) = problems("two-error-prompts", flow)
    assert (problem.level, problem.node, problem.language) == ("error", "main", "en")
    assert at(flow, problem) == "please try again"


def test_the_words_of_the_line_are_told_once():
    flow = line(
        menu(options="1: {for: bins, goto: other}") + menu(name="other"),
        more="phrases:\n  no_input: Again.\n  no_match: Again.\n",
    )
    (problem,) = problems("two-error-prompts", flow)
    assert problem.node is None
    assert at(flow, problem) == "Again."


def test_words_of_the_node_can_be_those_of_the_line():
    built_in = "Sorry, I did not catch that. Here are the choices again."
    flow = line(menu(f"no_input: {built_in!r}\n"))
    (problem,) = problems("two-error-prompts", flow)
    assert at(flow, problem).strip("'") == built_in


def test_the_second_silence_counts_too():
    assert (
        told("two-error-prompts", line(menu("attempts: 2\nno_input: [One., Two.]\nno_match: Two.\n"))) == []
    )
    both = "attempts: 3\nno_input: [One., Two.]\nno_match: Two.\n"
    assert told("two-error-prompts", line(menu(both))) == [("error", "main", "en")]


def test_a_question_has_words_of_its_own_for_digits():
    assert told("two-error-prompts", line(ask("no_input: No.\nnot_accepted: No.\n") + right())) == [
        ("error", "main", "en")
    ]
    assert told("two-error-prompts", line(ask() + right())) == []
    assert told(
        "two-error-prompts", line(ask("not_accepted: Take your time. You can use the keypad.\n") + right())
    ) == [("error", "main", "en")]


def test_the_systems_own_words_are_well():
    assert outcomes("two-error-prompts", line(menu())) == {"pass"}


POLISH = """\
translations:
  pl:
    line:
      phrases:
        no_input: [Nie ma pośpiechu.]
        no_match: {no_match}
"""


def test_a_translation_can_make_them_the_same():
    flow = line(menu(), languages="en pl", words=POLISH.replace("{no_match}", "Nie ma pośpiechu!"))
    (problem,) = problems("two-error-prompts", flow)
    assert (problem.language, at(flow, problem)) == ("pl", "Nie ma pośpiechu!")
    flow = line(menu(), languages="en pl", words=POLISH.replace("{no_match}", "Przepraszamy."))
    assert told("two-error-prompts", flow) == []


def test_a_language_without_words_for_one_of_them_is_found():
    words = POLISH.replace("        no_match: {no_match}\n", "")
    (problem,) = problems("two-error-prompts", line(menu(), languages="en pl", words=words))
    assert problem.language == "pl"
    assert "Polski" in problem.message
    assert "key without a meaning" in problem.message
    assert "`no_match:`" in problem.remedy
    assert len(problems("two-error-prompts", line(menu(), languages="en pl"))) == 2


def test_words_of_a_node_need_a_translation_too():
    words = POLISH.replace("{no_match}", "Przepraszamy.")
    flow = line(menu("no_match: Sorry.\n"), languages="en pl", words=words)
    assert [(p.node, p.language) for p in problems("two-error-prompts", flow)] == [("main", "pl")]


def test_a_file_in_another_language_needs_words_of_its_own():
    assert {language for _, _, language in told("two-error-prompts", line(menu(), languages="pl"))} == {"pl"}
    own = "phrases: {no_input: Nie ma pośpiechu., no_match: Przepraszamy.}\n"
    assert told("two-error-prompts", line(menu(), languages="pl", more=own)) == []
    at_node = menu("no_input: Nie ma pośpiechu.\nno_match: Przepraszamy.\n")
    assert told("two-error-prompts", line(at_node, languages="pl")) == []


def test_another_kind_of_the_same_language_needs_no_other_words():
    assert told("two-error-prompts", line(menu(), languages="en us")) == []


# ---- kind-error-words


@pytest.mark.parametrize(
    "words",
    [
        "That is an invalid choice.",
        "Incorrect. Try again.",
        "You pressed the wrong key.",
        "That is not a valid number.",
        "Bad entry.",
        "You failed to press a key.",
        "Too many attempts.",
        "Please speak up.",
        "Please speak more clearly.",
        "Are you still there?",
        "You took too long.",
        "You have made an error.",
        "Your call will be terminated.",
        "When you enter it, it must not be invalid.",
    ],
)
def test_words_that_blame_or_press_are_found(words):
    assert any(unkind_words(words, "en"))


@pytest.mark.parametrize(
    "words",
    [
        "Take your time. I am listening. I am here.",
        "Sorry, that key does not do anything here.",
        "Sorry, I did not recognise that.",
        "Sorry, something went wrong with this line.",
        "If that is wrong, press star.",
        "If there is anything wrong with it, press 2.",
        "Is something wrong? For a person, press 0.",
        "If the number is incorrect, press 2.",
        "We could not hear anything.",
        "You do not need to speak.",
        "I did not get a choice.",
        "You can tell us what is wrong.",
    ],
)
def test_kind_words_are_well(words):
    assert not list(unkind_words(words, "en"))


@pytest.mark.parametrize(
    ("language", "unkind", "kind"),
    [
        ("en", "Wrong key.", "Take your time."),
        ("cy", "Mae’r rhif yn anghywir.", "Cymerwch eich amser."),
        ("pl", "Nieprawidłowy wybór.", "Nie ma pośpiechu."),
    ],
)
def test_every_language_knows_an_unkind_and_a_kind_sentence(language, unkind, kind):
    assert any(unkind_words(unkind, language))
    assert not any(unkind_words(kind, language))
    assert set(UNKIND.by_language) == {"en", "cy", "pl"}


def test_every_remedy_is_kind():
    for language, phrases in UNKIND.by_language.items():
        for instead in phrases.values():
            assert not any(unkind_words(instead, language)), instead


@pytest.mark.parametrize(
    "flow",
    [
        line(menu("reprompt: Invalid.\n")),
        line(menu("no_input: [Hello., Invalid.]\n")),
        line(menu("no_match: Invalid.\n")),
        line(ask("not_accepted: Invalid.\n") + right()),
        line(menu(), more="phrases: {no_match: Invalid.}\n"),
        line(menu(), more="phrases: {no_entry: Invalid.}\n"),
        line(menu(), more="phrases: {goodbye: Invalid.}\n"),
        line(menu("otherwise: sorry\n") + "  sorry: {kind: say, prompt: Invalid., goto: person}\n"),
        line(menu().replace("goto: bye", "goto: end") + "  end: {kind: end, prompt: Invalid.}\n"),
    ],
    ids=["reprompt", "no_input", "no_match", "not_accepted", "line", "entry", "goodbye", "given-up", "end"],
)
def test_everything_that_is_said_after_a_mistake_is_looked_at(flow):
    (problem,) = problems("kind-error-words", flow)
    assert "“Invalid”" in problem.message
    assert at(flow, problem).startswith(("Invalid", "[Hello., Invalid"))


def test_what_is_said_elsewhere_is_not():
    options = "1: {to: tell us that your bill is wrong, goto: bye}, 2: {for: invalid tickets, goto: bye}"
    assert told("kind-error-words", line(menu(options=options, prompt="For an invalid ticket."))) == []
    main = menu(options=options) + menu("otherwise: main\n", name="other")
    assert told("kind-error-words", line(main)) == []


def test_a_translation_is_read_in_its_own_language():
    words = "translations:\n  pl:\n    nodes:\n      main: {no_match: Nieprawidłowy wybór.}\n"
    flow = line(menu("no_match: Sorry.\n"), languages="en pl", words=words)
    (problem,) = problems("kind-error-words", flow)
    assert (problem.language, problem.node) == ("pl", "main")


def test_a_language_that_is_not_known_is_left_to_a_person():
    words = "translations:\n  sv:\n    nodes:\n      main: {no_match: Ogiltigt val.}\n"
    flow = line(menu("no_match: Sorry.\n"), languages="en sv", words=words)
    assert [(outcome, p.language) for outcome, p in verdicts("kind-error-words", flow)] == [
        ("needs-a-person", "sv")
    ]


# ---- two-or-three-tries


@pytest.mark.parametrize(
    ("attempts", "said"), [(1, "once"), (2, ""), (3, ""), (4, "4 times"), (9, "9 times")]
)
@pytest.mark.parametrize("where", ["node", "line"])
def test_two_or_three_tries_are_well(attempts, said, where):
    own = f"attempts: {attempts}\n"
    flow = line(menu(own)) if where == "node" else line(menu(), more=own)
    found = problems("two-or-three-tries", flow)
    assert len(found) == bool(said)
    for problem in found:
        assert said in problem.message
        assert at(flow, problem) == str(attempts)
        assert (problem.level, problem.node) == ("warning", "main" if where == "node" else None)


def test_the_lines_tries_are_told_once():
    nodes = menu(options="1: {for: bins, goto: other}") + menu(name="other")
    assert len(problems("two-or-three-tries", line(nodes, more="attempts: 1\n"))) == 1


def test_words_messages_and_transfers_have_no_tries():
    nodes = "  main: {kind: say, prompt: Hello., goto: person}\n"
    assert told("two-or-three-tries", line(nodes, more="attempts: 1\n")) == []


def test_keys_without_a_meaning_must_not_end_the_call():
    said = "  sorry: {kind: say, prompt: Sorry., goto: bye}\n"
    for otherwise in ("bye", "sorry", "{no_input: person, no_match: bye}"):
        flow = line(menu(f"otherwise: {otherwise}\n") + said)
        assert told("two-or-three-tries", flow) == [("warning", "main", None)], otherwise
    for otherwise in ("person", "{no_input: bye, no_match: person}", "back"):
        assert told("two-or-three-tries", line(menu(f"otherwise: {otherwise}\n") + said)) == [], otherwise


def test_a_review_may_end_the_call():
    assert told("two-or-three-tries", line(menu("otherwise: bye\nrole: review\n"))) == []


def test_the_lines_otherwise_is_told_once():
    nodes = menu(options="1: {for: bins, goto: other}") + menu(name="other")
    (problem,) = problems("two-or-three-tries", line(nodes, more="otherwise: bye\n"))
    assert problem.node is None


# ---- reprompt-differs

PROMPT = "Hello. This is the council. You can tell us what you need, by day or by night."
LONG = " ".join([PROMPT] * 4)


def test_a_second_prompt_that_is_the_first_is_advised_against():
    flow = line(menu(f"reprompt: {PROMPT[:-1]!r}\n", prompt=f"{PROMPT!r}"))
    (problem,) = problems("reprompt-differs", flow)
    assert (problem.level, problem.node) == ("advice", "main")
    assert "Hello. This" in at(flow, problem)


def test_words_for_silence_that_are_the_prompt_are_found():
    assert told("reprompt-differs", line(menu(f"no_input: {PROMPT!r}\n", prompt=f"{PROMPT!r}"))) == [
        ("advice", "main", "en")
    ]


def test_a_long_prompt_needs_a_shorter_second_version():
    assert told("reprompt-differs", line(menu(prompt=f"{LONG!r}"))) == [("advice", "main", "en")]
    assert (
        told("reprompt-differs", line(menu("reprompt: You can press one key.\n", prompt=f"{LONG!r}"))) == []
    )
    assert told("reprompt-differs", line(menu(prompt=f"{PROMPT!r}"))) == []


def test_a_question_is_looked_at_too():
    text = ask().replace("Please enter it.", LONG) + right()
    assert told("reprompt-differs", line(text)) == [("advice", "main", "en")]


def test_a_difference_is_left_to_a_person():
    assert outcomes("reprompt-differs", line(menu("reprompt: You can press one key.\n"))) == {
        "needs-a-person"
    }
    assert outcomes("reprompt-differs", line(menu("attempts: 1\n"))) == {"does-not-apply"}


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ("One two three four five six seven eight nine ten", True),
        ("One two three four five six seven eight nine eleven", True),
        ("One two three four five six seven eight twelve eleven", False),
        ("Ten nine eight seven six five four three two one", False),
        ("One two three four five", False),
    ],
)
def test_a_fifth_of_the_words_has_to_differ(second, found):
    flow = line(menu(f"reprompt: {second}\n", prompt="One two three four five six seven eight nine ten"))
    assert bool(problems("reprompt-differs", flow)) is found


def test_a_translation_can_repeat_itself():
    words = f"translations:\n  pl:\n    nodes:\n      main: {{prompt: {PROMPT!r}, reprompt: {PROMPT!r}}}\n"
    flow = line(menu("reprompt: One key.\n"), languages="en pl", words=words)
    assert told("reprompt-differs", flow) == [("advice", "main", "pl")]


# ---- confirm-irreversible

DELETE = "  gone: {kind: discard, goto: bye}\n"


def sure(
    fields="role: confirm\n",
    name="sure",
    options="1: {to: delete it, goto: gone}, 2: {to: keep it, goto: bye}",
):
    return menu(fields, name=name, options=options)


def start(goto="sure", fields=""):
    return menu(fields, options=f"1: {{to: delete it, goto: {goto}}}")


def test_deleting_after_a_confirmation_is_well():
    assert outcomes("confirm-irreversible", line(start() + sure() + DELETE)) == {"pass"}


def test_deleting_without_one_is_found_where_it_is_written():
    flow = line(start("gone") + DELETE)
    (problem,) = problems("confirm-irreversible", flow)
    assert (problem.level, problem.node) == ("error", "main")
    assert at(flow, problem).startswith("gone")


@pytest.mark.parametrize("role", ["", "role: review\n"])
def test_a_review_is_no_confirmation(role):
    assert told("confirm-irreversible", line(start() + sure(role) + DELETE)) == [("error", "sure", None)]


@pytest.mark.parametrize(
    "otherwise", ["gone", "{no_input: gone, no_match: bye}", "{no_input: bye, no_match: gone}"]
)
def test_silence_and_wrong_keys_never_delete(otherwise):
    flow = line(start() + sure(f"role: confirm\notherwise: {otherwise}\n") + DELETE)
    assert {(p.level, p.node) for p in problems("confirm-irreversible", flow)} == {("error", "sure")}


def test_silence_by_the_lines_default_never_deletes():
    flow = line(start() + sure() + DELETE, more="otherwise: gone\n")
    assert {p.node for p in problems("confirm-irreversible", flow)} == {None}
    assert {at(flow, p) for p in problems("confirm-irreversible", flow)} == {"gone"}


def test_words_that_go_on_by_themselves_never_delete():
    nodes = (
        start("really") + "  really: {kind: say, role: confirm, prompt: Now it goes., goto: gone}\n" + DELETE
    )
    assert told("confirm-irreversible", line(nodes)) == [("error", "really", None)]


def test_a_junction_on_the_way_hides_nothing():
    way = "  which: {kind: branch, on: message, when: {draft: gone}, otherwise: bye}\n"
    assert told("confirm-irreversible", line(start("which") + way + DELETE)) == [("error", "main", None)]


def test_whatever_is_marked_irreversible_counts():
    marked = "  gone: {kind: end, irreversible: yes, prompt: It is cancelled. Goodbye.}\n"
    assert told("confirm-irreversible", line(start("gone") + marked)) == [("error", "main", None)]
    assert told("confirm-irreversible", line(start() + sure() + marked)) == []
    unmarked = marked.replace("irreversible: yes, ", "")
    assert outcomes("confirm-irreversible", line(start("gone") + unmarked)) == {"does-not-apply"}


def test_the_question_itself_may_be_marked():
    assert (
        told("confirm-irreversible", line(start() + sure("role: confirm\nirreversible: yes\n") + DELETE))
        == []
    )


def test_sending_by_itself_is_left_to_a_person():
    record = (
        "  main:\n    kind: record\n    prompt: Please speak.\n    longest: 3 minutes\n    silence: 10 seconds\n"
        "    recorded: send\n    empty: bye\n  send: {kind: send, goto: bye}\n"
    )
    assert outcomes("confirm-irreversible", line(record)) == {"needs-a-person"}
    by_key = menu("role: review\n", options="1: {to: send it, goto: send}")
    assert told("confirm-irreversible", line(by_key + "  send: {kind: send, goto: bye}\n")) == []


# ---- read-back-once


def test_a_number_that_is_read_back_and_confirmed_is_well():
    assert outcomes("read-back-once", line(ask() + right())) == {"pass"}


@pytest.mark.parametrize("accept", ["reference", "uk-phone-number", "digits"])
def test_a_number_that_nobody_reads_back_is_found(accept):
    flow = line(ask(accept=accept) + right("Is that right?"))
    (problem,) = problems("read-back-once", flow)
    assert (problem.level, problem.node) == ("warning", "main")
    assert at(flow, problem) == "right"
    assert "{number}" in problem.remedy


@pytest.mark.parametrize(("digits", "found"), [(3, False), (4, True)])
def test_few_digits_need_no_reading_back(digits, found):
    flow = line(ask(f"at_most: {digits}\n", accept="digits") + right("Is that right?"))
    assert bool(problems("read-back-once", flow)) is found


def test_words_before_the_reading_back_are_well():
    nodes = ask(entered="thanks") + "  thanks: {kind: say, prompt: Thank you., goto: right}\n" + right()
    assert told("read-back-once", line(nodes)) == []


def test_every_way_on_has_to_read_it_back():
    nodes = (
        ask(entered="which")
        + right()
        + "  which: {kind: branch, on: ready, when: {'yes': right}, otherwise: bye}\n"
    )
    assert told("read-back-once", line(nodes)) == [("warning", "main", None)]


def test_where_an_emergency_number_leads_nothing_is_read_back():
    nodes = ask("emergency_number: help\n", accept="uk-phone-number") + right()
    assert told("read-back-once", line(nodes + "  help: {kind: end, prompt: Ring 999.}\n")) == []


def test_somebody_has_to_be_told_how_to_put_it_right():
    end = "  right: {kind: end, prompt: 'You entered {number}.'}\n"
    assert told("read-back-once", line(ask() + end)) == [("advice", "right", None)]
    star = end.replace("}.", "}. If that is not right, press star.")
    assert told("read-back-once", line(ask() + star)) == []
    option = right(fields="")
    assert told("read-back-once", line(ask() + option)) == []


def test_a_translation_has_to_read_it_back():
    words = "translations:\n  pl:\n    nodes:\n      right: {prompt: Czy to się zgadza?}\n"
    flow = line(ask() + right(), languages="en pl", words=words)
    (problem,) = problems("read-back-once", flow)
    assert (problem.language, problem.node, problem.level) == ("pl", "right", "warning")
    assert "Polski" in problem.message
    assert told("read-back-once", line(ask() + right(), languages="en pl")) == []


def test_digits_without_a_name_cannot_be_read_back():
    text = (
        ask("request: cancel\n").replace("    answer: number\n", "")
        + "  right: {kind: end, prompt: Goodbye.}\n"
    )
    assert told("read-back-once", line(text)) == [("warning", "main", None)]


def test_numbers_are_read_in_groups_unless_the_file_says_otherwise():
    more = 'limits: {read-back-once-group-most: {value: 3, why: "Tested with callers."}}\n'
    (problem,) = problems("read-back-once", line(ask(more) + right()))
    assert "groups of 4, 4" in problem.message


def test_what_is_asked_twice_is_found():
    nodes = ask() + right(on="again") + ask(name="again", entered="right-again")
    nodes += right(name="right-again", back="again")
    flow = line(nodes)
    assert told("read-back-once", flow) == [("warning", "again", None)]
    assert "“main”" in problems("read-back-once", flow)[0].message


def test_two_tasks_that_ask_for_the_same_ask_once_each():
    options = "1: {to: change it, goto: one}, 2: {to: stop it, goto: two}"
    nodes = menu(options=options)
    for name in ("one", "two"):
        nodes += ask(name=name, entered=f"{name}-right") + right(name=f"{name}-right", back=name, on="main")
    assert told("read-back-once", line(nodes)) == []


def test_the_same_choice_asked_twice_is_found_and_a_refinement_is_not():
    def question(name, goto, values, fields="answer: when\n"):
        options = ", ".join(
            f"{key}: {{for: time {value}, value: {value}, goto: {goto}}}"
            for key, value in enumerate(values, 1)
        )
        return menu(fields, name=name, options=options)

    again = question("main", "next", "ab") + question("next", "bye", "ab")
    assert told("read-back-once", line(again)) == [("warning", "next", None)]
    finer = question("main", "next", "ab") + question("next", "bye", "bc")
    assert told("read-back-once", line(finer)) == []
    review = question("main", "next", "ab") + question("next", "bye", "ab", "answer: when\nrole: review\n")
    assert told("read-back-once", line(review)) == []
    other = question("main", "next", "ab") + question("next", "bye", "ab", "answer: where\n")
    assert told("read-back-once", line(other)) == []
