"""The rules about a person and another way in: what they must find, and what they must leave alone."""

import textwrap

import pytest

from ivr.check.catalogue import all_rules
from ivr.menu import load, load_text

LANGUAGES = """\
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
    pl: {name: Polski, voice: Polly.Ola-Neural, locale: pl-PL}
    cy: {name: Cymraeg, voice: Polly.Gwyneth, locale: cy-GB}
    sv: {name: Svenska, voice: Polly.Elin-Neural, locale: sv-SE}
"""

DESK = (
    "  desk: {kind: transfer, number: desk, prompt: I will put you through., unavailable: Nobody is here.}\n"
)


def flow(nodes, line="person: desk", languages=("en",), more="", desk=True):
    """A flow of these nodes, begun at the first, with a desk to be put through to."""
    nodes = textwrap.indent(textwrap.dedent(nodes).strip("\n"), "  ")
    start = nodes.split(":")[0].strip()
    spoken = "".join(row + "\n" for row in LANGUAGES.splitlines() if row.split(":")[0].strip() in languages)
    head = f"line:\n  name: A\n  start: {start}\n{textwrap.indent(textwrap.dedent(line), '  ')}\n  languages:\n{spoken}"
    return load_text(f"{head}nodes:\n{nodes}\n{DESK if desk else ''}{textwrap.dedent(more)}".encode())


def findings(rule, of):
    return list(all_rules()[rule].check(of))


def problems(rule, of):
    return [f for f in findings(rule, of) if f.outcome == "problem"]


def levels(rule, of):
    return [f.level or all_rules()[rule].level for f in problems(rule, of)]


def outcomes(rule, of):
    return {f.outcome for f in findings(rule, of)} or {"pass"}


MAIN = """
main:
  kind: menu
  prompt: Hello.
  options: {1: {for: books, goto: books}}
  also: For a person, press 0.
books: {kind: say, prompt: We have books., goto: main}
"""


# ---- person-from-every-step -------------------------------------------------------------------------------


def test_a_transfer_is_a_person_whether_or_not_its_number_is_set():
    assert findings("person-from-every-step", flow(MAIN)) == []


def test_no_person_is_one_problem_for_the_whole_line():
    (found,) = problems("person-from-every-step", flow(MAIN, "note: x", desk=False))
    assert found.path == ("line",)
    assert "key 0 does nothing" in found.message
    assert "“main”" in found.message


def test_words_before_the_transfer_are_well_and_a_further_key_is_not():
    words = MAIN + "hello: {kind: say, prompt: One moment., goto: desk}"
    assert problems("person-from-every-step", flow(words, "person: hello")) == []
    choice = (
        MAIN
        + "hello: {kind: menu, prompt: Which?, options: {1: {for: the desk, goto: desk}}, otherwise: desk}"
    )
    (found,) = problems("person-from-every-step", flow(choice, "person: hello"))
    assert found.path == ("line", "person")
    assert "another menu" in found.message


HOURS = (
    MAIN
    + """
hours: {kind: hours, open: {monday-friday: 09:00-17:00}, when_open: desk, when_closed: shut%s}
shut: %s
"""
)


def test_a_person_who_is_away_at_night_is_found_where_the_hours_say_so():
    shut = flow(HOURS % ("", "{kind: end, prompt: We are shut. Goodbye.}"), "person: hours")
    (found,) = problems("person-from-every-step", shut)
    assert found.path == ("nodes", "hours", "when_closed")
    assert "closed" in found.message


def test_words_before_the_hours_hide_nothing():
    nodes = HOURS % ("", "{kind: end, prompt: We are shut. Goodbye.}")
    said = flow(nodes + "moment: {kind: say, prompt: One moment., goto: hours}", "person: moment")
    (found,) = problems("person-from-every-step", said)
    assert found.path == ("nodes", "hours", "when_closed")


def test_a_recording_while_closed_is_left_to_a_person():
    record = (
        "{kind: record, prompt: Speak., longest: 3 minutes, silence: 10 seconds, recorded: bye, empty: bye}"
    )
    away = flow(HOURS % ("", record) + "bye: {kind: end, prompt: Goodbye.}", "person: hours")
    (found,) = findings("person-from-every-step", away)
    assert found.outcome == "needs-a-person"
    assert found.path == ("nodes", "hours", "when_closed")


def test_a_recording_at_every_hour_is_no_person():
    record = "{kind: record, prompt: Speak., longest: 3 minutes, silence: 10 seconds, recorded: books, empty: books}"
    (found,) = problems("person-from-every-step", flow(MAIN + f"shut: {record}", "person: shut"))
    assert "takes a recording" in found.message


def test_open_at_all_hours_but_a_bank_holiday_counts_too():
    nodes = HOURS % (", bank_holidays: scotland, when_unsure: shut", "{kind: end, prompt: Shut. Goodbye.}")
    found = problems(
        "person-from-every-step",
        flow(nodes.replace("when_closed: shut", "when_closed: desk"), "person: hours"),
    )
    assert [f.path for f in found] == [("nodes", "hours", "when_unsure")]


def test_a_number_that_is_not_set_is_no_fault_of_the_file():
    nodes = MAIN + "set: {kind: branch, on: 'setting:desk', when: {'': none}, otherwise: desk}\n"
    nodes += "none: {kind: say, prompt: Please ring 101., goto: back}"
    assert problems("person-from-every-step", flow(nodes, "person: set")) == []


def test_reviews_alone_need_no_person_and_words_alone_do_not_either():
    review = MAIN.replace("kind: menu", "kind: menu\n  role: review")
    assert outcomes("person-from-every-step", flow(review, "note: x", desk=False)) == {"does-not-apply"}
    words = "bye: {kind: end, prompt: Goodbye.}"
    assert outcomes("person-from-every-step", flow(words, "note: x", desk=False)) == {"does-not-apply"}


# ---- zero-means-person ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "To go back to the main menu, press 0.",
        "To hear this again, press zero.",
        "Press 0 to pay a bill.",
        "For bins, press 3, or to leave feedback, press 0.",
        "For carer's allowance, press 0.",
        "For office hours, press 0.",
        "If you have finished, press the 0 key.",
    ],
)
def test_words_that_give_0_another_meaning_are_found(words):
    (found,) = problems("zero-means-person", flow(MAIN.replace("prompt: Hello.", f"prompt: {words!r}")))
    assert found.path == ("nodes", "main", "prompt")
    assert found.language == "en"


@pytest.mark.parametrize(
    "words",
    [
        "To speak to someone, press 0.",
        "Press 0 at any time.",
        "You do not need to press 0.",
        "For anything else, press 0.",
        "For all other enquiries, press 0.",
        "If you are not sure, press 0.",
        "Enter ten digits, starting with zero.",
        "Need a person? Press 0.",
        "For reception, press 0.",
        "For your link worker, press 0.",
        "For the office, press 0 at any time.",
        "To get through to us, press 0.",
        "Please remember to press 0.",
        "On their line, you hear “To pay a bill, press 0.”",
        "To pay a bill, press 1.",
        "Ring 0300 790 6772.",
    ],
)
def test_words_that_leave_0_its_meaning_are_left_alone(words):
    assert problems("zero-means-person", flow(MAIN.replace("prompt: Hello.", f"prompt: {words!r}"))) == []


TRANSLATED = """
translations:
  pl: {nodes: {main: {also: "%s"}}}
  cy: {nodes: {main: {also: "%s"}}}
"""


def test_translations_are_looked_at_in_their_own_words():
    good = TRANSLATED % ("Aby porozmawiać z pracownikiem, naciśnij 0.", "I siarad â rhywun, pwyswch 0.")
    bad = TRANSLATED % ("Aby wrócić do menu, naciśnij 0.", "I fynd yn ôl, pwyswch 0.")
    languages = ("en", "pl", "cy")
    assert problems("zero-means-person", flow(MAIN, languages=languages, more=good)) == []
    found = problems("zero-means-person", flow(MAIN, languages=languages, more=bad))
    assert [(f.language, f.path[:2]) for f in found] == [
        ("pl", ("translations", "pl")),
        ("cy", ("translations", "cy")),
    ]


def test_an_unknown_language_is_left_to_a_person():
    more = "translations: {sv: {nodes: {main: {also: 'Tryck 0.'}}}}"
    (found,) = findings("zero-means-person", flow(MAIN, languages=("en", "sv"), more=more))
    assert (found.outcome, found.language) == ("needs-a-person", "sv")


@pytest.mark.parametrize(
    ("person", "node", "count"),
    [
        ("main", "", 1),
        ("which", "which: {kind: menu, prompt: Which?, options: {1: {for: the desk, goto: desk}}}", 0),
        ("which", "which: {kind: menu, prompt: Which?, options: {1: {for: the desk, goto: desk}, 2: {for: books, goto: books}}}", 1),
        ("help", "help: {kind: say, prompt: To speak to a person please ring 101., goto: back}", 0),
        ("more", "more: {kind: end, prompt: We sell cakes. Goodbye.}", 1),
        ("code", "code: {kind: ask, prompt: Your code?, answer: code, accept: digits, entered: books}", 1),
    ],
)  # fmt: skip
def test_what_0_leads_to_is_looked_at(person, node, count):
    assert len(problems("zero-means-person", flow(MAIN + node, f"person: {person}"))) == count


def test_being_closed_is_not_another_meaning():
    shut = flow(HOURS % ("", "{kind: end, prompt: We are shut. Goodbye.}"), "person: hours")
    assert problems("zero-means-person", shut) == []


# ---- person-offered-aloud ---------------------------------------------------------------------------------


def test_a_first_menu_that_names_no_person_is_found():
    (found,) = problems("person-offered-aloud", flow(MAIN.replace("  also: For a person, press 0.\n", "")))
    assert (found.path, found.language, found.level) == (("nodes", "main", "prompt"), "en", None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("prompt: Hello.", "prompt: 'You can press 0 at any time.'"),
        ("options: {1: {for: books, goto: books}}", "options: {1: {to: speak to somebody, goto: desk}}"),
    ],
)
def test_a_person_may_be_told_in_other_words(old, new):
    nodes = MAIN.replace("  also: For a person, press 0.\n", "").replace(old, new)
    assert problems("person-offered-aloud", flow(nodes)) == []


def test_a_choice_of_help_with_something_names_no_person():
    nodes = MAIN.replace("  also: For a person, press 0.\n", "")
    nodes = nodes.replace("for: books, goto: books", "for: help with tickets, goto: desk")
    assert levels("person-offered-aloud", flow(nodes)) == ["warning"]


def test_words_before_the_first_menu_count():
    nodes = "hello: {kind: say, prompt: 'For a person, press 0 at any time.', goto: main}\n"
    nodes += MAIN.replace("  also: For a person, press 0.\n", "")
    assert problems("person-offered-aloud", flow(nodes)) == []


def test_a_0_with_another_meaning_offers_nobody():
    nodes = MAIN.replace("For a person, press 0.", "To hear this again, press 0.")
    assert levels("person-offered-aloud", flow(nodes)) == ["warning"]


def test_a_menu_of_languages_is_passed_over():
    nodes = "which: {kind: menu, prompt: Hello., options: {1: {for: English, goto: main, language: en},"
    nodes += " 2: {to: mówić po polsku, goto: main, language: pl}}}\n" + MAIN
    polish = 'translations: {pl: {nodes: {main: {also: "Aby porozmawiać z kimś, naciśnij 0."}}}}'
    assert problems("person-offered-aloud", flow(nodes, languages=("en", "pl"), more=polish)) == []
    silent = 'translations: {pl: {nodes: {main: {also: "Do widzenia."}}}}'
    (found,) = problems("person-offered-aloud", flow(nodes, languages=("en", "pl"), more=silent))
    assert (found.language, found.path) == ("pl", ("nodes", "main", "prompt"))


def test_both_first_menus_behind_opening_hours_are_looked_at():
    nodes = (
        "hours: {kind: hours, open: {monday-friday: 09:00-17:00}, when_open: main, when_closed: night}\n"
        + MAIN
    )
    nodes += "night: {kind: menu, prompt: We are closed., options: {1: {for: books, goto: books}}}"
    assert [f.path[1] for f in problems("person-offered-aloud", flow(nodes))] == ["night"]


def menus(*prompts):
    """Menus, each with three options; where `{}` stands among them is a person."""
    nodes = ""
    for number, (before, after) in enumerate(prompts):
        following = (number + 1) % len(prompts)
        nodes += f"m{number}:\n  kind: menu\n  prompt: Hello. {before}\n"
        nodes += (
            f"  options: {{1: {{for: books, goto: m{following}}}, 2: {{for: events, goto: m{following}}}}}\n"
        )
        nodes += f"  also: Thank you. {after}\n"
    return flow(nodes)


FIRST, LAST, NONE = ("For a person, press 0.", ""), ("", "For a person, press 0."), ("", "")


@pytest.mark.parametrize(
    ("prompts", "found"),
    [
        ((LAST, LAST, LAST), []),
        ((FIRST, FIRST, FIRST), []),
        ((FIRST, LAST, LAST), []),
        ((LAST, NONE, NONE), []),
        ((LAST, FIRST, LAST, LAST), ["m1"]),
        ((LAST, LAST, FIRST, FIRST), ["m1"]),
    ],
)
def test_a_person_stays_in_the_same_place(prompts, found):
    of = menus(*prompts)
    assert [f.path[1] for f in problems("person-offered-aloud", of)] == found
    assert set(levels("person-offered-aloud", of)) <= {"advice"}


def test_a_person_in_the_middle_is_found():
    nodes = MAIN.replace("press 0.", "press 0. For cakes, press 2.")
    assert levels("person-offered-aloud", flow(nodes)) == ["advice"]


def test_keys_for_again_and_back_are_no_places():
    nodes = MAIN.replace("press 0.", "press 0. To hear this again, press 9. To go back, press star.")
    assert problems("person-offered-aloud", flow(nodes)) == []


# ---- another-way-in ---------------------------------------------------------------------------------------

TASKS = """
main:
  kind: menu
  prompt: "Hello. By textphone, call 18001, then 01632 960000. You can also go to www.library.example."
  options: {1: {for: books, goto: books}, 2: {to: renew a book, goto: renew}, 3: {for: opening hours, goto: times}}
books: {kind: end, prompt: We have books. Goodbye.}
renew: {kind: menu, prompt: Renew which?, options: {1: {for: all, goto: renewed}}}
renewed: {kind: end, prompt: It is renewed. Goodbye.}
times: {kind: say, prompt: We open at nine., goto: main}
"""


def ways(*covers, person="person: desk", **other):
    rows = "".join(
        f"\n  - {{kind: {kind}, address: {address}, covers: [{names}]}}" for kind, address, names in covers
    )
    return flow(TASKS, f"{person}\nalternatives:{rows or ' []'}", **other)


RELAY = ("relay", "18001 01632 960000")
WEB = ("web", "www.library.example")


def test_no_other_way_is_an_error():
    assert levels("another-way-in", ways()) == ["error"]
    assert levels("another-way-in", ways(("letter", "1 High Street", "main"))) == ["error"]


def test_every_task_covered_passes_but_a_relay_call_has_to_be_tried():
    covered = ways((*RELAY, "desk, books, renewed"), (*WEB, "times"))
    assert outcomes("another-way-in", covered) == {"needs-a-person"}


def test_a_task_is_covered_by_what_every_call_passes_on_the_way_to_it():
    assert problems("another-way-in", ways((*RELAY, "desk, books, renew"), (*WEB, "times"))) == []
    assert problems("another-way-in", ways((*RELAY, "main"))) == []


def test_tasks_without_another_way_are_named():
    (found,) = problems("another-way-in", ways((*RELAY, "books, times")))
    assert found.path == ("line", "alternatives")
    assert "“desk”" in found.message
    assert "“renewed”" in found.message
    assert "“books”" not in found.message


def test_information_without_another_way_is_advice():
    (found,) = problems("another-way-in", ways((*RELAY, "desk, books, renew")))
    assert found.level == "advice"
    assert "“times”" in found.message


def test_what_only_silence_leads_to_is_no_task():
    nodes = TASKS + "quiet: {kind: end, prompt: Goodbye then.}"
    line = "person: desk\notherwise: {no_input: quiet, no_match: desk}\n"
    line += (
        "alternatives:\n  - {kind: relay, address: 18001 01632 960000, covers: [desk, books, renew, times]}"
    )
    assert problems("another-way-in", flow(nodes, line)) == []


def test_sending_a_message_is_a_task_and_its_junction_may_be_named():
    nodes = """
    main:
      kind: menu
      prompt: Hello. By textphone, call 18001.
      options: {1: {to: leave a message, goto: message, consent: true}}
    message: {kind: record, prompt: Speak., longest: 3 minutes, silence: 10 seconds, recorded: send, empty: main}
    send: {kind: send, goto: sent}
    sent: {kind: menu, prompt: It is sent., options: {1: {to: go on, goto: main}}}
    """
    line = "person: desk\nalternatives:\n  - {kind: relay, address: 18001 01632 960000, covers: [desk%s]}"
    assert levels("another-way-in", flow(nodes, line % "")) == ["error"]
    assert problems("another-way-in", flow(nodes, line % ", send")) == []


def test_an_unknown_node_and_a_missing_address_are_errors():
    bad = flow(TASKS, "person: desk\nalternatives:\n  - {kind: relay, address: '', covers: [main, boks]}")
    found = problems("another-way-in", bad)
    assert [f.path for f in found if f.level is None] == [
        ("line", "alternatives", 0, "address"),
        ("line", "alternatives", 0, "covers", 1),
    ]
    assert "“books”" in found[1].remedy


def test_no_relay_and_nothing_told_is_advice():
    (relay,) = problems("another-way-in", ways((*WEB, "main")))
    assert (relay.level, "relay" in relay.message) == ("advice", True)
    told = "By textphone, call 18001, then 01632 960000. You can also go to www.library.example."
    line = "person: desk\nalternatives:\n  - {kind: relay, address: 18001 01632 960000, covers: [main]}"
    (found,) = problems("another-way-in", flow(TASKS.replace(told, ""), line))
    assert found.level == "advice"
    assert "within 2 presses" in found.message


def test_a_way_told_too_deep_is_not_told_and_the_limit_can_be_changed():
    nodes = "\n".join(
        f"m{n}: {{kind: menu, prompt: Hello., options: {{1: {{to: go on, goto: m{n + 1}}}}}}}"
        for n in range(3)
    )
    nodes += "\nm3: {kind: say, prompt: Go to www.library.example., goto: m0}"
    line = "person: desk\nalternatives:\n  - {kind: relay, address: www.library.example, covers: [m0]}"
    assert levels("another-way-in", flow(nodes, line)) == ["advice"]
    more = line + "\nlimits: {another-way-in-presses: {value: 3, why: It was tried.}}"
    assert problems("another-way-in", flow(nodes, more)) == []


def test_a_language_without_another_way_is_advice_in_that_language():
    line = "person: desk\nalternatives:\n"
    line += "  - {kind: relay, address: 18001 01632 960000, covers: [main], languages: [en]}"
    found = problems("another-way-in", flow(TASKS, line, languages=("en", "pl")))
    assert [(f.level, f.language) for f in found] == [("advice", "pl")]


# ---- transfer-not-redial ----------------------------------------------------------------------------------


def said(words, **other):
    return flow(f"bye:\n  kind: end\n  prompt: {words!r}\n", "note: x", desk=False, **other)


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("Please call 01632 960123.", "warning"),
        ("You can ring us on 01632 960123.", "warning"),
        ("If we are closed, phone the night team on 07700 900123.", "warning"),
        ("For help, dial 116 123.", "warning"),
        ("You need to contact Highways on 01632 960999.", "warning"),
        ("Do not hang up, but ring +44 1632 960123.", "warning"),
        ("Their number is 01632 960123.", "advice"),
        ("The team can be reached on 01632 960123.", "advice"),
    ],
)
def test_telling_to_ring_another_number_is_found(words, level):
    assert levels("transfer-not-redial", said(words)) == [level]


@pytest.mark.parametrize(
    "words",
    [
        "Please ring 101. In danger, ring 999.",
        "We will call you on 01632 960123.",
        "An officer may ring from 01632 960123.",
        "Your call to 01632 960123 is free.",
        "By textphone, call 18001 01632 960123.",
        "Text us on 07700 900123.",
        "Your reference is 4821 3765.",
        "Never call 01632 960123.",
        "Ring this line again at any time.",
        "We are open from 9 to 5.",
    ],
)
def test_other_numbers_are_left_alone(words):
    assert findings("transfer-not-redial", said(words)) == []


def test_a_service_is_read_as_its_number():
    services = "services: {help: {name: The Help, number: 01632 960123}}"
    of = flow("bye: {kind: end, prompt: 'Please ring {help.number}.'}", services, desk=False)
    assert levels("transfer-not-redial", of) == ["warning"]
    short = flow(
        "bye: {kind: end, prompt: 'Please ring {help.number}.'}",
        services.replace("01632 960123", "101"),
        desk=False,
    )
    assert findings("transfer-not-redial", short) == []


@pytest.mark.parametrize(
    "nodes",
    [
        "a: {kind: menu, prompt: Ring 01632 960123., options: {1: {to: be put through, goto: desk}}}",
        "a: {kind: say, prompt: Ring 01632 960123., goto: desk}",
        "a: {kind: transfer, number: desk, prompt: One moment., unavailable: Ring 01632 960123.}",
    ],
)
def test_a_step_that_puts_the_caller_through_may_name_the_number(nodes):
    assert findings("transfer-not-redial", flow(nodes)) == []


def test_a_key_for_a_person_is_not_being_put_through_there():
    nodes = MAIN.replace("prompt: Hello.", "prompt: For lost books, ring 01632 960123.")
    assert levels("transfer-not-redial", flow(nodes)) == ["warning"]


def test_the_words_of_an_option_are_looked_at():
    nodes = MAIN.replace("for: books", "to: hear why you should ring 01632 960123")
    assert [f.path for f in problems("transfer-not-redial", flow(nodes))] == [
        ("nodes", "main", "options", "1", "to")
    ]


@pytest.mark.parametrize(
    ("language", "words", "count"),
    [
        ("pl", "Proszę zadzwonić pod numer 01632 960123.", 1),
        ("pl", "Oddzwonimy wkrótce. Zadzwoń pod 101.", 0),
        ("cy", "Ffoniwch 01632 960123.", 1),
        ("cy", "Ffoniwch 101.", 0),
    ],
)
def test_translations_that_tell_to_ring(language, words, count):
    more = f"translations: {{{language}: {{nodes: {{bye: {{prompt: {words!r}}}}}}}}}"
    found = problems("transfer-not-redial", said("Goodbye.", languages=("en", language), more=more))
    assert [f.language for f in found] == [language] * count


def test_a_number_in_an_unknown_language_is_left_to_a_person():
    more = "translations: {sv: {nodes: {bye: {prompt: 'Ring 01632 960123.'}}}}"
    assert outcomes("transfer-not-redial", said("Goodbye.", languages=("en", "sv"), more=more)) == {
        "needs-a-person"
    }
    quiet = "translations: {sv: {nodes: {bye: {prompt: 'Hej.'}}}}"
    assert findings("transfer-not-redial", said("Goodbye.", languages=("en", "sv"), more=quiet)) == []


def test_the_digits_of_a_number_are_a_limit():
    longer = flow(
        "bye: {kind: end, prompt: Ring 116 123.}",
        "limits: {transfer-not-redial-digits: {value: 7, why: It is known here.}}",
        desk=False,
    )
    assert findings("transfer-not-redial", longer) == []


# ---- say-what-happens-next --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["Goodbye.", "Thank you. Goodbye.", "Please hold.", "Thank you very much for your message. Goodbye."],
)
def test_an_end_that_says_nothing_of_what_happens_is_found(words):
    (found,) = problems("say-what-happens-next", said(words))
    assert (found.path, found.level) == (("nodes", "bye", "prompt"), None)


@pytest.mark.parametrize(
    "words",
    [
        "Thank you. We will ring you by the end of tomorrow. Goodbye.",
        "We have your message. You can hang up now.",
        "We cannot take messages now. Please ring 101.",
        "Your book is renewed and kept for two weeks.",
        "Nobody is here just now. We open at 9 in the morning.",
        "Nobody is here just now. You can leave a message on this line.",
    ],
)
def test_an_end_that_says_so_is_never_more_than_left_to_a_person(words):
    (found,) = findings("say-what-happens-next", said(words))
    assert (found.outcome, found.path) == ("needs-a-person", ("nodes", "bye"))


def test_few_words_are_told_with_the_limit():
    (found,) = problems("say-what-happens-next", said("We will ring."))
    assert "3 words" in found.message
    assert "6" in found.message


@pytest.mark.parametrize(("prompt", "count"), [("One moment now, if you please, dear caller.", 1), ("Please hold while we connect you.", 0)])  # fmt: skip
def test_a_transfer_says_that_it_puts_through(prompt, count):
    nodes = f"desk: {{kind: transfer, number: desk, prompt: {prompt!r}, unavailable: Please ring again tomorrow. Goodbye.}}"
    assert len(problems("say-what-happens-next", flow(nodes, "note: x", desk=False))) == count


def test_the_last_words_where_nobody_can_be_rung_are_an_end():
    nodes = (
        MAIN
        + "quiet: {kind: transfer, number: q, prompt: We are putting you through now., unavailable: Nobody is there.}"
    )
    line = "person: desk\notherwise: quiet\nphrases: {goodbye: Bye.}"
    found = [f for f in problems("say-what-happens-next", flow(nodes, line)) if f.node == "quiet"]
    assert [f.path for f in found] == [("nodes", "quiet", "unavailable")]


RECORDED = """
message: {kind: record, prompt: Speak., longest: 3 minutes, silence: 10 seconds, recorded: after, empty: bye}
after: {kind: say, prompt: "%s", goto: more}
more: {kind: menu, prompt: "%s", options: {1: {to: stop, goto: bye}}}
bye: {kind: end, prompt: You can ring us again at any time.}
"""


@pytest.mark.parametrize(
    ("said_first", "said_then", "found"),
    [
        ("Thank you.", "What else would you like here?", ["after"]),
        ("Thank you.", "We will listen to it tomorrow.", []),
        ("We have your message now.", "What else?", []),
    ],
)
def test_what_follows_a_recording_is_an_end_with_all_that_is_said_by_itself(said_first, said_then, found):
    of = flow(RECORDED % (said_first, said_then))
    assert [f.node for f in problems("say-what-happens-next", of) if f.node != "desk"] == found


def test_words_that_are_not_translated_are_told_of_once():
    of = said("Goodbye.", languages=("en", "pl", "cy"))
    assert [f.language for f in problems("say-what-happens-next", of)] == ["en"]
    silent = flow(MAIN.replace("  also: For a person, press 0.\n", ""), languages=("en", "pl"))
    assert [f.language for f in problems("person-offered-aloud", silent)] == ["en"]


def test_english_words_in_a_polish_call_are_judged_as_english():
    of = said("We will ring you by the end of tomorrow.", languages=("en", "pl"))
    assert problems("say-what-happens-next", of) == []


def test_hearing_ones_own_words_is_no_information():
    nodes = TASKS + "hear: {kind: listen, prompt: This plays it., goto: main, unavailable: main}"
    nodes = nodes.replace("3: {for", "4: {to: listen, goto: hear}, 3: {for")
    line = "person: desk\nalternatives:\n  - {kind: relay, address: 18001 101, covers: [desk, books, renew, times]}"
    assert problems("another-way-in", flow(nodes, line)) == []


def test_translated_ends_are_looked_at_in_their_own_words():
    good = "We will ring you by the end of tomorrow."
    polish = "translations: {pl: {nodes: {bye: {prompt: %r}}}}"
    bad = said(good, languages=("en", "pl"), more=polish % "Dziękujemy. Do widzenia.")
    (found,) = problems("say-what-happens-next", bad)
    assert (found.language, found.path[:2]) == ("pl", ("translations", "pl"))
    well = said(
        good, languages=("en", "pl"), more=polish % "Oddzwonimy do końca jutrzejszego dnia, do widzenia."
    )
    assert problems("say-what-happens-next", well) == []
    unknown = said(good, languages=("en", "sv"), more=(polish % "Hej då.").replace("pl:", "sv:"))
    assert outcomes("say-what-happens-next", unknown) == {"needs-a-person"}


# ---- The shipped menu -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule",
    [
        "person-from-every-step",
        "zero-means-person",
        "person-offered-aloud",
        "another-way-in",
        "transfer-not-redial",
        "say-what-happens-next",
    ],
)
def test_the_shipped_menu_has_no_error_and_no_warning(rule, shipped):
    assert [level for level in levels(rule, shipped) if level != "advice"] == []


@pytest.fixture(scope="module")
def shipped(request):
    return load(request.config.rootpath / "menus.yaml")
