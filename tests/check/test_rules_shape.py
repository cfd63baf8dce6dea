"""The rules about the shape of a menu, with the cases that are easily mistaken."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_examples import flow_of

from ivr.check.catalogue import all_rules
from ivr.check.lint import verdicts_of
from ivr.check.words.emergency_numbers import emergency_numbers
from ivr.menu import load_text
from tests.walk.flows import shipped

HEAD = """\
line:
  name: The council
  start: {start}
  languages:
    en: {{name: English, voice: Polly.Amy-Neural, locale: en-GB}}
    pl: {{name: Polski, voice: Polly.Ola-Neural, locale: pl-PL}}
    sv: {{name: Svenska, voice: Polly.Elin-Neural, locale: sv-SE}}
"""
BYE = "  bye: {kind: end, prompt: Goodbye.}\n"


def verdicts(rule, flow):
    return [(v.outcome, v.problem) for v in verdicts_of(all_rules()[rule], flow)]


def told(rule, flow):
    """What a rule finds: level, node, language."""
    return [(p.level, p.node, p.language) for outcome, p in verdicts(rule, flow) if outcome == "problem"]


def outcomes(rule, flow):
    return {outcome for outcome, _ in verdicts(rule, flow)}


def whole(nodes, start="main", line=""):
    text = HEAD.format(start=start) + textwrap.indent(textwrap.dedent(line), "  ")
    return load_text(f"{text}{textwrap.dedent(nodes)}".encode())


@pytest.mark.parametrize(
    "rule",
    [
        "max-options",
        "max-depth",
        "emergency-first",
        "most-used-first",
        "distinct-options",
        "short-opening",
    ],
)
def test_the_shipped_line_breaks_none_of_them(rule):
    assert {level for level, _, _ in told(rule, shipped())} <= {"advice"}


# ---- max-options

KEYS = "123468"


def menu_of(count, more="", prompt="Hello."):
    options = "".join(f"      {key}: {{for: thing {key}, goto: bye}}\n" for key in KEYS[:count])
    return f"nodes:\n  main:\n    kind: menu\n    prompt: {prompt}\n    options:\n{options}{more}    otherwise: bye\n{BYE}"


@pytest.mark.parametrize(("count", "level"), [(1, None), (4, None), (5, "advice"), (6, "warning")])
def test_four_choices_are_well_five_advice_six_too_many(count, level):
    found = told("max-options", flow_of(menu_of(count)))
    assert found == ([(level, "main", None)] if level else [])


def test_the_number_and_the_warning_against_splitting_are_said():
    ((_, problem),) = verdicts("max-options", flow_of(menu_of(6)))
    assert "6 choices" in problem.message
    assert "Do not add a further menu" in problem.remedy
    assert "“There are six choices.”" in problem.remedy


def test_reserved_keys_and_a_choice_that_only_says_it_again_do_not_count():
    also = "    also: To hear this again, press 9. To go back, press star. For a person, press 0.\n"
    assert told("max-options", flow_of(menu_of(4, also))) == []
    again = menu_of(4).replace("    otherwise", "      6: {to: hear this again, goto: main}\n    otherwise")
    assert told("max-options", flow_of(again)) == []


def test_a_choice_that_ends_with_a_person_counts():
    text = menu_of(4).replace("    otherwise", "      6: {for: an officer, goto: person}\n    otherwise")
    person = (
        "  person: {kind: transfer, number: person, prompt: Please wait., unavailable: Nobody is here.}\n"
    )
    assert told("max-options", flow_of(text + person)) == [("advice", "main", None)]


def test_choices_in_free_words_count_where_keys_are_taken():
    assert told("max-options", flow_of(menu_of(4, prompt="For cats, press 6. For dogs, press 8."))) == [
        ("warning", "main", None)
    ]
    assert told("max-options", flow_of(menu_of(4, prompt="For the first thing, press 1."))) == []
    ask = f"""nodes:
  main:
    kind: ask
    prompt: For cats, press 1. For dogs, press 2. For mice, press 3. For birds, press 4. For fish, press 6.
    answer: pet
    accept: digits
    at_most: 1
    entered: bye
    otherwise: bye
{BYE}"""
    assert told("max-options", flow_of(ask)) == [("advice", "main", None)]


def test_a_further_choice_in_a_translation_is_found_there():
    text = menu_of(4) + (
        "translations:\n  pl:\n    nodes:\n      main: {prompt: 'Aby porozmawiać, naciśnij 6.'}\n"
    )
    assert told("max-options", whole(text)) == [("advice", "main", "pl")]


def test_a_limit_that_the_file_changes_with_a_reason_holds():
    more = '    limits: {max-options-warning: {value: 6, why: "Six towns; tested with callers."}}\n'
    assert told("max-options", flow_of(menu_of(6, more))) == [("advice", "main", None)]
    bare = "    limits: {max-options-warning: {value: 6}}\n"
    assert told("max-options", flow_of(menu_of(6, bare))) == [("warning", "main", None)]


# ---- max-depth


def chain(depth, more="", end="bye"):
    text = "nodes:\n"
    for n in range(1, depth + 1):
        to = f"m{n + 1}" if n < depth else end
        text += (
            f"  m{n}:\n    kind: menu\n    prompt: Level {n}.\n{more}"
            f"    options:\n      1: {{for: level {n}, goto: {to}}}\n    otherwise: bye\n"
        )
    return text + BYE


@pytest.mark.parametrize(
    ("depth", "found"),
    [
        (2, []),
        (3, [("advice", "m3", None)]),
        (4, [("warning", "m4", None)]),
        (6, [("warning", "m6", None)]),
    ],
)
def test_the_deepest_menu_of_a_way_is_told(depth, found):
    assert told("max-depth", flow_of(chain(depth))) == found


def test_the_way_there_is_told():
    ((_, problem),) = verdicts("max-depth", flow_of(chain(4)))
    assert "4 menus" in problem.message
    assert "“m1”, “m2”, “m3”, “m4”" in problem.message


def test_an_end_that_a_short_way_shares_hides_no_depth():
    text = chain(4).replace(
        "1: {for: level 1, goto: m2}", "1: {for: level 1, goto: m2}\n      2: {for: out, goto: bye}"
    )
    assert told("max-depth", flow_of(text)) == [("warning", "m4", None)]


def test_the_shortest_way_counts():
    text = chain(4).replace(
        "1: {for: level 1, goto: m2}", "1: {for: level 1, goto: m2}\n      2: {for: four, goto: m4}"
    )
    assert told("max-depth", flow_of(text)) == [("advice", "m3", None)]


def test_silence_is_no_shorter_way():
    text = chain(4).replace("    otherwise: bye", "    otherwise: m4", 1)
    assert told("max-depth", flow_of(text)) == [("warning", "m4", None)]


@pytest.mark.parametrize("more", ["    role: review\n", "    role: confirm\n"])
def test_reviews_and_confirmations_are_no_depth(more):
    assert told("max-depth", flow_of(chain(6, more))) == []


def test_the_questions_of_a_form_are_no_depth():
    text = chain(6, "    answer: what\n").replace("goto:", "value: x, goto:")
    assert told("max-depth", flow_of(text)) == []


def test_two_deep_ways_are_two_findings():
    text = chain(4).replace(
        "1: {for: level 3, goto: m4}", "1: {for: level 3, goto: m4}\n      2: {for: x, goto: n4}"
    )
    text = text.replace(
        BYE,
        BYE
        + "  n4:\n    kind: menu\n    prompt: N.\n    options: {1: {for: n, goto: bye}}\n    otherwise: bye\n",
    )
    assert {node for _, node, _ in told("max-depth", flow_of(text))} == {"m4", "n4"}


def test_words_and_junctions_between_menus_are_no_depth():
    text = chain(2).replace("1: {for: level 1, goto: m2}", "1: {for: level 1, goto: hours}")
    text += (
        "  hours: {kind: hours, open: {monday: 09:00-17:00}, when_open: day, when_closed: m2}\n"
        "  day: {kind: say, prompt: Good day., goto: m2}\n"
    )
    assert told("max-depth", flow_of(text)) == []


# ---- emergency-first: more in test_check_words.py


@pytest.mark.parametrize(
    ("words", "language", "named"),
    [
        ("In danger, ring 999.", "en", True),
        ("In danger, ring 9-9-9.", "en", True),
        ("Ring triple nine.", "en", True),
        ("This is not 999.", "en", False),
        ("This is not the 999 service.", "en", False),
        ("Do not ring 999 for this.", "en", False),
        ("Please don't call 999 about bins.", "en", False),
        ("If you cannot wait, ring 999.", "en", True),
        ("This is not for emergencies: ring 999.", "en", True),
        ("Ring 01632 960999.", "en", False),
        ("Mewn perygl, ffoniwch naw naw naw.", "cy", True),
        ("Peidiwch â ffonio 999.", "cy", False),
        ("Zadzwoń pod sto dwanaście.", "pl", True),
        ("Nie dzwoń pod 112.", "pl", False),
        ("Ring 999.", "sv", True),
    ],
)
def test_an_emergency_number_is_one_to_ring(words, language, named):
    assert any(emergency_numbers(words, language)) is named


def test_how_late_the_emergency_number_comes_is_told():
    text = "  main: {kind: end, prompt: '" + "word " * 40 + "Ring 999.'}\n"
    found = verdicts("emergency-first", whole(f"nodes:\n{text}", line="kind: police\n"))
    assert "after 41 words" in found[0][1].message
    after = "nodes:\n  main: {kind: end, prompt: 'To go on, press 1. Ring 999.'}\n"
    assert (
        "after the first key"
        in verdicts("emergency-first", whole(after, line="kind: police\n"))[0][1].message
    )


def test_a_notice_does_not_count_as_the_first_words():
    flow = whole(
        "nodes:\n  main: {kind: end, prompt: Hello.}\n", line="kind: police\nnotice: In danger, ring 999.\n"
    )
    assert len(told("emergency-first", flow)) == 3


def test_each_way_to_open_needs_the_emergency_number():
    flow = whole(
        """\
        nodes:
          hours: {kind: hours, open: {monday: 09:00-17:00}, when_open: day, when_closed: night}
          day: {kind: end, prompt: "In danger, ring 999. Good day."}
          night: {kind: end, prompt: "We are closed."}
        """,
        "hours",
        "kind: police\n",
    )
    assert {node for _, node, _ in told("emergency-first", flow)} == {"night"}


# ---- most-used-first


def weighed(*weights):
    options = "".join(
        f"      {key}: {{for: thing {key}, goto: {'person' if weight == 'person' else 'bye'}"
        + (
            f", weight: {weight}}}\n"
            if isinstance(weight, int)
            else ", weight: 99}\n"
            if weight == "person"
            else "}\n"
        )
        for key, weight in zip(KEYS, weights, strict=False)
    )
    person = (
        "  person: {kind: transfer, number: person, prompt: Please wait., unavailable: Nobody is here.}\n"
    )
    return whole(
        f"nodes:\n  main:\n    kind: menu\n    prompt: Hello.\n    options:\n{options}    otherwise: bye\n{BYE}{person}",
        line="person: person\n",
    )


@pytest.mark.parametrize(
    ("weights", "outcome"),
    [
        ((60, 30, 5), "pass"),
        ((30, 30), "pass"),
        ((5, 60), "problem"),
        ((60, 5, 30), "problem"),
        ((60, None, 30), "pass"),
        ((5, None, 30), "problem"),
        ((5, "person"), "does-not-apply"),
        ((60, 5, "person"), "pass"),
        ((None, None), "does-not-apply"),
        ((5,), "does-not-apply"),
    ],
)
def test_the_commonest_choice_comes_first(weights, outcome):
    assert outcomes("most-used-first", weighed(*weights)) == {outcome}


@given(st.lists(st.integers(0, 100), min_size=2, max_size=6))
def test_any_falling_order_is_well_and_any_other_told_once(weights):
    found = told("most-used-first", weighed(*weights))
    assert len(found) == (weights != sorted(weights, reverse=True))
    assert told("most-used-first", weighed(*sorted(weights, reverse=True))) == []


# ---- distinct-options


def choices(*labels, goto="n{key}", more=""):
    options = "".join(
        f"      {key}: {{for: {label!r}, goto: {goto.format(key=key)}{more.format(key=key)}}}\n"
        for key, label in zip(KEYS, labels, strict=False)
    )
    ends = "".join(f"  n{key}: {{kind: end, prompt: Goodbye.}}\n" for key in KEYS)
    return f"nodes:\n  main:\n    kind: menu\n    prompt: Hello.\n    options:\n{options}    otherwise: n1\n{ends}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a housing repair", "a new housing repair"),
        ("bins", "the bins"),
        ("paying a bill", "to pay bills"),
        ("council tax enquiries", "council tax enquiry"),
        ("a parking fine", "fines for parking"),
        ("the housing team", "the housing benefit team"),
        ("this one", "this one"),
    ],
)
def test_choices_that_sound_alike_are_found(one, other):
    assert told("distinct-options", flow_of(choices(one, other))) == [("warning", "main", "en")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bins", "trees"),
        ("the west", "the east"),
        ("mornings", "evenings"),
        ("other bins", "parks"),
        ("a new request", "stopping a request"),
        ("a repair", "no repair"),
        ("Monday to Friday", "weekends"),
        ("adding to it", "recording it again"),
        ("going on", "going back"),
        ("something else", "anybody else"),
    ],
)
def test_choices_that_differ_are_left_to_a_person(one, other):
    assert outcomes("distinct-options", flow_of(choices(one, other))) == {"needs-a-person"}


def test_choices_that_do_the_same_are_advice():
    assert told("distinct-options", flow_of(choices("bins", "trees", goto="n1"))) == [
        ("advice", "main", None)
    ]
    stored = choices("bins", "trees", goto="n1", more=", value: v{key}").replace(
        "    otherwise", "    answer: what\n    otherwise"
    )
    assert told("distinct-options", flow_of(stored)) == []
    alike = stored.replace("value: v2", "value: v1")
    assert told("distinct-options", flow_of(alike)) == [("advice", "main", None)]


def test_choices_that_all_do_the_same_are_told_once():
    ((_, problem),) = verdicts("distinct-options", flow_of(choices("bins", "trees", "rent", goto="n1")))
    assert "Keys 1, 2 and 3" in problem.message
    assert "“bins, or trees”" in problem.remedy


def test_choices_that_change_the_language_lead_to_the_same_place():
    flow = whole(
        f"""\
        nodes:
          main:
            kind: menu
            prompt: Hello.
            options:
              1: {{for: English, goto: bye, language: en}}
              2: {{for: Polish, goto: bye, language: pl}}
            otherwise: bye
        {BYE}"""
    )
    assert told("distinct-options", flow) == []


def test_a_translation_can_make_choices_alike():
    more = "translations:\n  pl:\n    nodes:\n      main: {options: {1: śmieci domowe, 2: domowe śmieci}}\n"
    found = verdicts("distinct-options", whole(choices("bins", "trees") + more))
    assert [(outcome, p.language, p.node) for outcome, p in found if outcome == "problem"] == [
        ("problem", "pl", "main")
    ]
    (problem,) = [p for outcome, p in found if outcome == "problem"]
    assert problem.line > 20  # where the translation stands
    assert {p.language for _, p in found} == {"en", "pl"}  # nobody has translated it into Swedish


def test_one_choice_cannot_be_mistaken():
    assert outcomes("distinct-options", flow_of(choices("bins"))) == {"does-not-apply"}


# ---- short-opening


def opens(words, after="", more="", line=""):
    return whole(
        f"nodes:\n  main:\n    kind: menu\n    prompt: {words!r}\n    options:\n      1: {{for: bins, goto: bye}}\n"
        f"{after}    otherwise: bye\n{BYE}{more}",
        line=line,
    )


SENTENCE = "One two three four five. "


@pytest.mark.parametrize(
    ("count", "level"),
    [(5, None), (6, "warning"), (15, "warning"), (16, "error")],
)
def test_25_words_are_well_and_75_an_error(count, level):
    assert told("short-opening", opens(SENTENCE * count)) == ([(level, "main", "en")] if level else [])


def test_sentences_with_the_emergency_number_do_not_count():
    assert told("short-opening", opens(SENTENCE * 5 + "If you are in danger, hang up and ring 999. ")) == []
    assert told("short-opening", opens(SENTENCE * 5 + "This line is not 999. ")) == [
        ("warning", "main", "en")
    ]


def test_a_key_that_is_named_ends_the_opening():
    assert told("short-opening", opens(SENTENCE * 5 + "For a person, press 0. " + SENTENCE * 9)) == []


def test_what_a_demonstration_says_does_not_count():
    assert told("short-opening", opens(SENTENCE * 5, line=f"notice: {SENTENCE * 9!r}\n")) == []


def test_words_after_the_options_do_not_count():
    assert told("short-opening", opens("Hello.", f"    also: {SENTENCE * 9!r}\n")) == []


def test_all_words_on_the_longest_way_to_the_first_choice_count():
    flow = whole(
        f"""\
        nodes:
          hours: {{kind: hours, open: {{monday: 09:00-17:00}}, when_open: main, when_closed: night}}
          night: {{kind: say, prompt: "{SENTENCE * 3}", goto: news}}
          news: {{kind: say, prompt: "{SENTENCE * 4}", goto: main}}
          main:
            kind: menu
            prompt: Hello.
            options:
              1: {{for: bins, goto: bye}}
            otherwise: bye
        {BYE}""",
        "hours",
    )
    ((_, problem),) = verdicts("short-opening", flow)
    assert (problem.level, problem.node) == ("warning", "news")
    assert "36 words" in problem.message
    assert "“night”, “news”, “main”" in problem.message


def test_a_long_translation_is_found_in_its_place():
    more = f"translations:\n  pl:\n    nodes:\n      main: {{prompt: {SENTENCE * 6!r}}}\n"
    assert told("short-opening", opens("Hello.", more=more)) == [("warning", "main", "pl")]


def test_what_a_line_is_there_to_say_is_no_opening():
    assert told("short-opening", flow_of(f"nodes:\n  main: {{kind: end, prompt: '{SENTENCE * 20}'}}\n")) == []
    text = f"""nodes:
  main: {{kind: say, prompt: '{SENTENCE * 6}', goto: message}}
  message:
    kind: record
    prompt: '{SENTENCE * 20}'
    longest: 3 minutes
    silence: 10 seconds
    recorded: bye
    empty: bye
{BYE}"""
    assert told("short-opening", flow_of(text)) == [("warning", "main", "en")]


def test_a_long_announcement_before_somebody_answers_is_an_opening():
    text = f"nodes:\n  main: {{kind: transfer, number: desk, prompt: '{SENTENCE * 20}', unavailable: Nobody is here.}}\n"
    assert told("short-opening", flow_of(text)) == [("error", "main", "en")]


def test_a_long_chain_of_words_is_no_trouble():
    text = "nodes:\n" + "".join(
        f"  s{n}: {{kind: say, prompt: One word., goto: s{n + 1}}}\n" for n in range(1500)
    )
    ((level, _, _),) = told("short-opening", flow_of(f"{text}  s1500: {{kind: end, prompt: Goodbye.}}\n"))
    assert level == "error"
