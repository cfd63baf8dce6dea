"""Plain data to a flow: every part is checked by the type of its field, and all that is wrong is told at once."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from menu_texts import BYE, COMMON, ENGLISH, flow_of, menu_file, places, problems_of, spoken_of

from ivr.call.keys import OPTION_KEYS, RESERVED
from ivr.menu import load_text
from ivr.menu.problems import STRUCTURAL

MENU = """\
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {to: go on, goto: bye}
"""

# What stands in place of MENU (from row 4), then what is wrong: ROW:COLUMN RULE, and words of what is said.
WRONG_NODES = {
    "unknown key of a node": (
        MENU + "    promt: Hello.\n",
        ["9:5 unknown-key"],
        "There is no “promt” here. Did you mean “prompt”?",
    ),
    "unknown key that is like nothing": (
        "  main: {kind: end, prompt: Bye., colour: red}\n",
        ["4:35 unknown-key"],
        "There can be: allow, collects, irreversible, kind, limits, note, prompt, role, sensitive.",
    ),
    "unknown key of an option": (
        MENU.replace("goto: bye}", "goto: bye, vallue: x}"),
        ["8:33 unknown-key"],
        "There is no “vallue” here. Did you mean “value”?",
    ),
    "unknown key of otherwise": (
        MENU + "    otherwise: {no_input: bye, no_mach: bye}\n",
        ["9:5 missing-key", "9:32 unknown-key"],
        "There is no “no_mach” here. Did you mean “no_match”?",
    ),
    "unknown key of a prompt": (
        MENU.replace("prompt: Hello.", "prompt: {words: Hello., adio: x.mp3}"),
        ["6:29 unknown-key"],
        "There is no “adio” here. Did you mean “audio”?",
    ),
    "a python name is no name of the file": (
        MENU.replace("{to: go on,", "{for_: go on,"),
        ["8:11 unknown-key"],
        "There is no “for_” here. Did you mean “for”?",
    ),
    "unknown kind": (
        MENU.replace("kind: menu", "kind: mneu"),
        ["5:11 unknown-kind"],
        "There is no kind “mneu”. Did you mean “menu”?",
    ),
    "no kind": (
        MENU.replace("    kind: menu\n", ""),
        ["4:3 missing-key"],
        "“kind” is missing here. It is one of",
    ),
    "a kind that is a list": (
        MENU.replace("kind: menu", "kind: [menu]"),
        ["5:11 unknown-kind"],
        "It is one of ask, branch, discard, end, hours, listen, menu, record, say, send, transfer.",
    ),
    "a node that is text": ("  main: Hello\n", ["4:9 wrong-value"], "A node should be a group of names"),
    "an empty node": ("  main:\n", ["4:8 wrong-value"], "A node should be a group of names"),
    "a node that is called back": (
        MENU + "  back: {kind: end, prompt: Bye.}\n",
        ["9:3 wrong-value"],
        "“back” means one step back, so it cannot name a node.",
    ),
    "a node with capitals": (
        MENU + "  Good_Bye: {kind: end, prompt: Bye.}\n",
        ["9:3 wrong-value"],
        "Use small letters, digits and hyphens, such as safe-number",
    ),
    "a node with a long name": (
        MENU + f"  {'a' * 41}: {{kind: end, prompt: Bye.}}\n",
        ["9:3 wrong-value"],
        "at most 40 of them",
    ),
    "no prompt": (MENU.replace("    prompt: Hello.\n", ""), ["4:3 missing-key"], "“prompt” is missing here."),
    "an empty prompt": (MENU.replace("Hello.", ""), ["6:12 missing-key"], "There are no words here."),
    "a blank prompt": (MENU.replace("Hello.", "'  '"), ["6:13 missing-key"], "There are no words here."),
    "empty words": (
        MENU.replace("Hello.", "{words: '', audio: a.mp3}"),
        ["6:13 missing-key"],
        "There are no words here.",
    ),
    "a prompt that is a list": (
        MENU.replace("Hello.", "[Hello., Bye.]"),
        ["6:13 wrong-value"],
        "This should be a group of names, each with a colon.",
    ),
    "no options": (
        MENU.replace("      1: {to: go on, goto: bye}\n", ""),
        ["7:13 wrong-value"],
        "group of names",
    ),
    "an empty group of options": (
        MENU.replace("options:\n      1: {to: go on, goto: bye}", "options: {}"),
        ["7:14 wrong-value"],
        "There should be at least one here.",
    ),
    "an option without words": (
        MENU.replace("to: go on, ", ""),
        ["8:10 missing-key"],
        "An option needs its words once: `to:` (“To leave a message, press 1.”) or `for:`",
    ),
    "an option with words twice": (
        MENU.replace("to: go on, ", "to: go on, for: more, "),
        ["8:10 wrong-value"],
        "An option needs its words once",
    ),
    "an option without goto": (
        MENU.replace(", goto: bye", ""),
        ["8:7 missing-key"],
        "“goto” is missing here.",
    ),
    "an option with an empty goto": (
        MENU.replace("goto: bye", "goto: "),
        ["8:28 missing-key"],
        "This needs the name of the node that follows.",
    ),
    "a value without answer": (
        MENU.replace("goto: bye", "goto: bye, value: x"),
        ["5:5 missing-key"],
        "`value` and `default` need `answer:`",
    ),
    "an answer with capitals": (
        MENU + "    answer: Safe-Number\n",
        ["9:13 wrong-value"],
        "“Safe-Number” cannot name an answer. Use small letters, digits and the underscore",
    ),
    "an answer called as what the line knows by itself": (
        MENU + "    answer: reference\n",
        ["9:13 wrong-value"],
        "“reference” is something the line knows without asking, so no answer can have that name.",
    ),
    "yes or no": (
        MENU.replace("goto: bye", "goto: bye, consent: perhaps"),
        ["8:42 wrong-value"],
        "This should be yes or no.",
    ),
    "a wait without a number": (
        MENU + "    wait: ten seconds\n",
        ["9:11 wrong-value"],
        "“ten seconds” is not a length of time. Write it as 10 seconds, 3 minutes or 1 minute 30 seconds.",
    ),
    "a wait among waits": (
        MENU + "    wait: [10 seconds, 15 hours]\n",
        ["9:24 wrong-value"],
        "“15 hours” is not a length of time.",
    ),
    "a negative wait": (MENU + "    wait: -5\n", ["9:11 wrong-value"], "is not a length of time"),
    "no wait": (MENU + "    wait: 0 seconds\n", ["9:11 wrong-value"], "is not a length of time"),
    "an empty wait": (MENU + "    wait:\n", ["9:10 wrong-value"], "is not a length of time"),
    "an empty list of waits": (MENU + "    wait: []\n", ["9:11 wrong-value"], "at least one"),
    "a wait of five hours": (
        MENU + "    wait: 300 minutes\n",
        ["9:11 wrong-value"],
        "is not a length of time",
    ),
    "attempts without number": (MENU + "    attempts: many\n", ["9:15 wrong-value"], "a whole number"),
    "too many attempts": (MENU + "    attempts: 10\n", ["9:15 wrong-value"], "This should be at most 9."),
    "no attempts": (MENU + "    attempts: 0\n", ["9:15 wrong-value"], "This should be at least 1."),
    "a role there is not": (
        MENU + "    role: reviw\n",
        ["9:11 wrong-value"],
        "This should be review or confirm. Did you mean “review”?",
    ),
    "accept what nobody can": (
        "  main: {kind: ask, prompt: Say., answer: a, accept: uk-phone-nummer, entered: bye}\n",
        ["4:54 wrong-value"],
        "Did you mean “uk-phone-number”?",
    ),
    "an ask that keeps nothing": (
        "  main: {kind: ask, prompt: Say., accept: digits, entered: bye}\n",
        ["4:9 missing-key"],
        "“answer” is missing here",
    ),
    "digits the wrong way round": (
        "  main: {kind: ask, prompt: Say., answer: a, accept: digits, at_least: 5, at_most: 4, entered: bye}\n",
        ["4:9 wrong-value"],
        "`at_least` is more than `at_most`",
    ),
    "a day there is not": (
        "  main: {kind: hours, open: {montag: 09:00-17:00}, when_open: bye, when_closed: bye}\n",
        ["4:29 wrong-value"],
        "“montag” is not a day, or days in order.",
    ),
    "days the wrong way round": (
        "  main: {kind: hours, open: {friday-monday: 09:00-17:00}, when_open: bye, when_closed: bye}\n",
        ["4:29 wrong-value"],
        "is not a day, or days in order",
    ),
    "a day twice": (
        "  main: {kind: hours, open: {monday-friday: 09:00-17:00, tuesday: 09:00-12:00}, when_open: bye, "
        "when_closed: bye}\n",
        ["4:29 wrong-value"],
        "Tuesday is here twice.",
    ),
    "hours that overlap": (
        "  main: {kind: hours, open: {monday: [09:00-12:00, 11:00-13:00]}, when_open: bye, when_closed: bye}\n",
        ["4:29 wrong-value"],
        "overlap",
    ),
    "hours from late to early": (
        "  main: {kind: hours, open: {monday: 17:00-09:00}, when_open: bye, when_closed: bye}\n",
        ["4:29 wrong-value"],
        "The hours of monday should be written as 09:00-17:00",
    ),
    "hours past midnight": (
        "  main: {kind: hours, open: {monday: 17:00-24:01}, when_open: bye, when_closed: bye}\n",
        ["4:29 wrong-value"],
        "up to 24:00",
    ),
    "no hours at all": (
        "  main: {kind: hours, open: {}, when_open: bye, when_closed: bye}\n",
        ["4:29 wrong-value"],
        "Write days and hours, such as {monday-friday: 09:00-17:00}.",
    ),
    "hours of one word": (
        "  main: {kind: hours, open: always, when_open: bye, when_closed: bye}\n",
        ["4:29 wrong-value"],
        "Write days and hours",
    ),
    "bank holidays of nowhere": (
        "  main: {kind: hours, open: {monday: 09:00-10:00}, bank_holidays: england, when_open: bye, "
        "when_closed: bye}\n",
        ["4:67 wrong-value"],
        "england-and-wales",
    ),
    "a recording of a second": (
        "  main: {kind: record, prompt: Speak., longest: 1 second, silence: 5, recorded: bye, empty: bye}\n",
        ["4:49 wrong-value"],
        "This should be at least 2.",
    ),
    "a number in the file": (
        "  main: {kind: transfer, number: 01632 960001, prompt: Wait., unavailable: Sorry.}\n",
        ["4:34 wrong-value"],
        "cannot name a number",
    ),
    "a branch without ways": (
        "  main: {kind: branch, on: ready, when: {}, otherwise: bye}\n",
        ["4:41 wrong-value"],
        "at least one",
    ),
}


@pytest.mark.parametrize("name", WRONG_NODES)
def test_a_wrong_node_is_told_at_its_place(name):
    nodes, expected, words = WRONG_NODES[name]
    problems = problems_of(menu_file(nodes, start="main"))
    assert places(problems) == expected
    assert words in spoken_of(problems)
    assert all(problem.node for problem in problems)
    assert all(problem.rule in STRUCTURAL for problem in problems)


LANGUAGES = "{en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}}"

# The whole line, then what is wrong.
WRONG_LINES = {
    "no name": (f"{{start: main, languages: {LANGUAGES}}}", ["1:1 missing-key"], "“name” is missing"),
    "no start": (f"{{name: A, languages: {LANGUAGES}}}", ["1:1 missing-key"], "“start” is missing"),
    "no languages": ("{name: A, start: main}", ["1:1 missing-key"], "“languages” is missing"),
    "empty languages": ("{name: A, start: main, languages: {}}", ["1:41 wrong-value"], "at least one"),
    "a voice there is not": (
        "{name: A, start: main, languages: {en: {name: English, voice: Amy, locale: en-GB}}}",
        ["1:69 wrong-value"],
        "“Amy” is not a voice. Use one such as Polly.Amy-Neural or Google.en-GB-Neural2-A.",
    ),
    "a locale without country": (
        "{name: A, start: main, languages: {en: {name: English, voice: Polly.Amy, locale: en}}}",
        ["1:88 wrong-value"],
        "“en” is not a locale. Write language and country, such as en-GB.",
    ),
    "a language that is no code": (
        "{name: A, start: main, languages: {English: {name: English, voice: Polly.Amy, locale: en-GB}}}",
        ["1:42 wrong-value"],
        "“English” is not the code of a language",
    ),
    "a person that is not there": (
        f"{{name: A, start: main, person: persn, languages: {LANGUAGES}}}",
        ["1:38 unknown-node"],
        "There is no node “persn”. Did you mean “person”?",
    ),
    "an emergency that is not there": (
        f"{{name: A, start: main, emergency: emergncy, languages: {LANGUAGES}}}",
        ["1:41 unknown-node"],
        "Did you mean “emergency”?",
    ),
    "a start that is back": (
        f"{{name: A, start: back, languages: {LANGUAGES}}}",
        ["1:24 unknown-node"],
        "There is no node “back”.",
    ),
    "a first menu that is not there": (
        f"{{name: A, start: main, first_menu: mian, languages: {LANGUAGES}}}",
        ["1:42 unknown-node"],
        "Did you mean “main”?",
    ),
    "an otherwise that is not there": (
        f"{{name: A, start: main, otherwise: {{no_input: byee, no_match: main}}, languages: {LANGUAGES}}}",
        ["1:52 unknown-node"],
        "Did you mean “bye”?",
    ),
    "an otherwise for both that is not there": (
        f"{{name: A, start: main, otherwise: byee, languages: {LANGUAGES}}}",
        ["1:41 unknown-node"],
        "Did you mean “bye”?",
    ),
    "an unknown name": (
        f"{{name: A, start: main, emergancy: main, languages: {LANGUAGES}}}",
        ["1:30 unknown-key"],
        "There is no “emergancy” here. Did you mean “emergency”?",
    ),
    "an unknown phrase": (
        f"{{name: A, start: main, phrases: {{no_inputs: Hello?}}, languages: {LANGUAGES}}}",
        ["1:40 unknown-key"],
        "Did you mean “no_input”?",
    ),
    "an option's sentence without its key": (
        f"{{name: A, start: main, phrases: {{option_to: 'To {{words}}, press it.'}}, languages: {LANGUAGES}}}",
        ["1:51 wrong-value"],
        "This phrase must hold {key}.",
    ),
    "say_as without words": (
        f"{{name: A, start: main, say_as: {{LGBT+: }}, languages: {LANGUAGES}}}",
        ["1:38 wrong-value"],
        "Write each as WRITTEN: SPOKEN, such as LGBT+: L G B T plus.",
    ),
    "say_as for nothing": (
        f"{{name: A, start: main, say_as: {{'': nothing}}, languages: {LANGUAGES}}}",
        ["1:38 wrong-value"],
        "Write each as WRITTEN: SPOKEN",
    ),
    "say_as with a mark of ours": (
        f'{{name: A, start: main, say_as: {{UK: "\\ue000x\\ue001"}}, languages: {LANGUAGES}}}',
        ["1:43 wrong-value"],
        "There is a character here that no voice can speak.",
    ),
    "a controller with a mark of ours": (
        f'{{name: A, start: main, controller: "\\ue000x\\ue001", languages: {LANGUAGES}}}',
        ["1:42 wrong-value"],
        "There is a character here that no voice can speak.",
    ),
    "a service with a mark of ours": (
        f'{{name: A, start: main, services: {{x: {{name: "\\ue000x\\ue001"}}}}, languages: {LANGUAGES}}}',
        ["1:51 wrong-value"],
        "There is a character here that no voice can speak.",
    ),
    "a kind of line there is not": (
        f"{{name: A, start: main, kind: polcie, languages: {LANGUAGES}}}",
        ["1:36 wrong-value"],
        "Did you mean “police”?",
    ),
    "an alternative of no kind": (
        f"{{name: A, start: main, alternatives: [{{kind: fax, address: x}}], languages: {LANGUAGES}}}",
        ["1:52 wrong-value"],
        "relay, web",
    ),
    "text": ("Hello", ["1:7 wrong-value"], "This should be a group of names"),
}


@pytest.mark.parametrize("name", WRONG_LINES)
def test_a_wrong_line_is_told_at_its_place(name):
    line, expected, words = WRONG_LINES[name]
    problems = problems_of(
        f"line: {line}\nnodes:\n{MENU}{BYE}  person: {{kind: end, prompt: Bye.}}\n"
        "  emergency: {kind: end, prompt: Bye.}\n"
    )
    assert places(problems) == expected
    assert words in spoken_of(problems)
    assert all(problem.node is None for problem in problems)


@pytest.mark.parametrize("key", RESERVED)
def test_no_option_can_be_on_a_key_with_a_meaning(key):
    problems = problems_of(menu_file(MENU.replace("1:", f"{key}:"), start="main"))
    assert places(problems) == ["8:7 reserved-key"]
    assert (
        f"Key {key} means {RESERVED[key]} at every step, so it cannot be an option. Use one of 1, 2, 3, 4, 6, 8."
        in (spoken_of(problems))
    )


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=3))
def test_an_option_is_on_a_key_that_is_free_or_is_refused_at_it(key):
    problems = problems_of(menu_file(MENU.replace("1:", f"'{key}':"), start="main"))
    if key in OPTION_KEYS:
        assert not problems
    else:
        assert places(problems) == [f"8:7 {'reserved-key' if key in RESERVED else 'wrong-value'}"]


def test_two_options_on_one_key_are_refused_with_the_row_of_the_second():
    problems = problems_of(menu_file(MENU + "      1: {to: stay, goto: bye}\n", start="main"))
    assert places(problems) == ["9:7 key-used-twice"]
    assert "row 8" in spoken_of(problems) or "line 8" in spoken_of(problems), spoken_of(problems)


def test_a_file_without_line_or_nodes_says_so():
    assert places(problems_of(f"nodes:\n{MENU}{COMMON}")) == ["1:1 missing-key"]
    assert places(problems_of(f"line: {{name: A, start: main, languages: {LANGUAGES}}}")) == [
        "1:1 missing-key",
        "1:24 unknown-node",
    ]
    assert places(problems_of(f"line: {{name: A, start: main, languages: {LANGUAGES}}}\nnodes: []\n")) == [
        "1:24 unknown-node",
        "2:8 missing-key",
    ]


def test_an_unknown_name_at_the_top_is_told():
    text = menu_file(MENU, start="main", more="node:\n  more: {kind: end, prompt: Bye.}\n")
    problems = problems_of(text)
    assert [problem.rule for problem in problems] == ["unknown-key"]
    assert "There is no “node” here. Did you mean “nodes”?" in spoken_of(problems)


def test_many_faults_are_told_at_once_in_the_order_of_the_file():
    text = f"""\
line:
  name: A
  start: mian
  voice: Amy
  languages: {{{ENGLISH}, pl: {{name: Polski, voice: Ola, locale: pl-PL}}}}
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {{to: go on, goto: nowhere}}
      5: {{to: get help, goto: elsewhere}}
    otherwise: mainn
    wait: soon
  other:
    kind: sing
    goto: nowhere
  last:
    kind: end
    prompt: Bye.
    Prompt: Bye again.
"""
    problems = problems_of(text)
    assert places(problems) == [
        "3:10 unknown-node",
        "4:3 unknown-key",
        "5:102 wrong-value",
        "11:28 unknown-node",
        "12:7 reserved-key",
        "12:31 unknown-node",
        "13:16 unknown-node",
        "14:11 wrong-value",
        "16:11 unknown-kind",
        "21:5 unknown-key",
    ]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("10 seconds", 10),
        ("2 seconds", 2),
        ("1 minute 1 second", 61),
        ("3 minutes", 180),
        ("1 minute 30 seconds", 90),
        ("90", 90),
        ("90s", 90),
        ("2 min", 120),
        ("'  7 seconds '", 7),
        ("240 minutes", 14400),
    ],
)
def test_lengths_of_time_are_read_as_people_write_them(written, seconds):
    flow = flow_of(MENU + f"    wait: {written}\n", start="main")
    assert flow.nodes["main"].wait == (seconds,)


@given(st.text(max_size=12))
@example("1")
def test_a_length_of_time_is_read_or_refused_in_one_sentence(text):
    quoted = "'" + "".join(c for c in text if c.isprintable()).replace("'", "''") + "'"
    menu = menu_file(MENU + f"    wait: {quoted}\n", start="main")
    problems = problems_of(menu)
    if problems:
        assert places(problems) == ["9:11 wrong-value"]
        assert problems[0].message.endswith(
            ("Write it as 10 seconds, 3 minutes or 1 minute 30 seconds.", "Give 10 seconds or more.")
        )
    else:
        assert 2 <= load_text(menu).nodes["main"].wait[0] <= 14400


def test_the_words_of_the_file_are_never_guessed_at():
    flow = flow_of(
        "  main: {kind: end, prompt: 012, note: no}\n", start="main", line="say_as: {999: nine, no: '0161'}"
    )
    assert flow.nodes["main"].prompt.words == "012"
    assert flow.nodes["main"].note == "no"
    assert dict(flow.line.say_as) == {"999": "nine", "no": "0161"}


def test_the_version_is_the_name_of_the_bytes():
    text = menu_file(MENU, start="main")
    assert load_text(text).version == load_text(text).version
    assert load_text(text).version != load_text(text + b"# a note\n").version
    assert load_text(text).text == text
