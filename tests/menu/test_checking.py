"""What has to hold across a whole file: gotos, placeholders, lengths, loops, names used in two places."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from menu_texts import EMERGENCY, ENGLISH, PERSON, POLISH, flow_of, menu_file, places, problems_of, spoken_of

from ivr.call.speech import spoken_length
from ivr.call.turn import EVENTS, PACES, Turn
from ivr.call.twiml import document
from ivr.call.verbs import Gather, Say
from ivr.menu import load_text
from ivr.menu.scene import Scene

# -- goto --

DANGLING = {
    "an option": (
        "  main: {kind: menu, prompt: Hi., options: {1: {to: go on, goto: byee}}}\n",
        ["4:66 unknown-node"],
    ),
    "otherwise": (
        "  main: {kind: menu, prompt: Hi., otherwise: byee, options: {1: {to: go on, goto: bye}}}\n",
        ["4:46 unknown-node"],
    ),
    "half of otherwise": (
        "  main: {kind: menu, prompt: Hi., otherwise: {no_input: bye, no_match: byee}, options: {1: {to: go on, goto: bye}}}\n",
        ["4:72 unknown-node"],
    ),
    "a say": ("  main: {kind: say, prompt: Hi., goto: byee}\n", ["4:40 unknown-node"]),
    "an ask, three times": (
        "  main: {kind: ask, prompt: Hi., answer: a, accept: uk-phone-number, entered: byee, emergency_number: byee, otherwise: byee}\n",
        ["4:79 unknown-node", "4:103 unknown-node", "4:120 unknown-node"],
    ),
    "a record, three times": (
        "  main: {kind: record, prompt: Hi., longest: 60, silence: 5, recorded: byee, empty: byee, review: byee}\n",
        ["4:72 unknown-node", "4:85 unknown-node", "4:99 unknown-node"],
    ),
    "hours, three times": (
        "  main: {kind: hours, open: {monday: 09:00-10:00}, when_open: byee, when_closed: byee, when_unsure: byee}\n",
        ["4:63 unknown-node", "4:82 unknown-node", "4:101 unknown-node"],
    ),
    "a branch": (
        "  main: {kind: branch, on: ready, when: {no: byee}, otherwise: byee}\n",
        ["4:46 unknown-node", "4:64 unknown-node"],
    ),
    "a transfer": (
        "  main: {kind: transfer, number: x, prompt: Hi., unavailable: No., answered: byee}\n",
        ["4:78 unknown-node"],
    ),
    "send and discard": (
        "  main: {kind: send, goto: more}\n  more: {kind: discard, goto: byee}\n",
        ["5:31 unknown-node"],
    ),
    "a node that has other faults": (
        "  main: {kind: menu, promt: Hi., options: {1: {to: go on, goto: byee}, 9: {to: stop, goto: byee}}, otherwise: byee}\n",
        ["4:3 missing-key", "4:22 unknown-key", "4:65 unknown-node", "4:72 reserved-key", "4:92 unknown-node", "4:111 unknown-node"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DANGLING)
def test_a_goto_to_nowhere_is_told_wherever_it_is(name):
    nodes, expected = DANGLING[name]
    problems = problems_of(menu_file(nodes, start="main"))
    assert places(problems) == expected
    for problem in problems:
        if problem.rule == "unknown-node":
            assert problem.message == "There is no node “byee”."
            assert problem.remedy == "Did you mean “bye”?"


def test_a_goto_to_a_node_that_cannot_be_read_is_no_fault_of_the_goto():
    nodes = "  main: {kind: say, prompt: Hi., goto: other}\n  other: {kind: say, goto: bye}\n"
    assert places(problems_of(menu_file(nodes, start="main"))) == ["5:3 missing-key"]


def test_where_nothing_is_like_it_the_remedy_says_what_to_do():
    problems = problems_of(menu_file("  main: {kind: say, prompt: Hi., goto: zzz}\n", start="main"))
    assert problems[0].remedy == "Write the node, or the name of another one."


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ("{kind: branch, on: ready, when: {no: bye}, otherwise: back}", ["4:63 wrong-value"]),
        ("{kind: branch, on: ready, when: {no: back}, otherwise: bye}", ["4:46 wrong-value"]),
        (
            "{kind: hours, open: {monday: 09:00-10:00}, when_open: bye, when_closed: back}",
            ["4:81 wrong-value"],
        ),
        ("{kind: send, goto: back}", ["4:28 wrong-value"]),
        ("{kind: discard, goto: back}", ["4:31 wrong-value"]),
    ],
)
def test_a_junction_cannot_lead_back(node, expected):
    problems = problems_of(menu_file(f"  main: {node}\n", start="main"))
    assert places(problems) == expected
    assert "going back from here would leave the caller without a word" in spoken_of(problems)


def test_the_review_of_a_recording_is_a_node():
    node = "  main: {kind: record, prompt: Hi., longest: 60, silence: 5, recorded: bye, empty: bye, review: back}\n"
    problems = problems_of(menu_file(node, start="main"))
    assert places(problems) == ["4:97 wrong-value"]


# -- names used in two places --


@pytest.mark.parametrize(
    ("on", "when", "expected", "words"),
    [
        ("modee", "{x: bye}", ["5:29 unknown-answer"], "Nothing is known of “modee”. Did you mean “mode”?"),
        ("colour", "{x: bye}", ["5:29 unknown-answer"], "It is an answer's name, or one of caller_number, ready, message."),
        ("mode", "{x: bye, no such value: bye}", [], ""),
        ("caller_number", "{hidden: bye}", ["5:51 wrong-value"], "“caller_number” is usable or withheld, never “hidden”."),
        ("ready", "{'true': bye}", ["5:43 wrong-value"], "“ready” is yes or no, never “true”."),
        ("setting:person", "{'': bye}", [], ""),
    ],
)  # fmt: skip
def test_a_branch_is_on_something_that_is_known(on, when, expected, words):
    nodes = (
        "  main: {kind: menu, prompt: Hi., answer: mode, options: {1: {to: go on, goto: which, value: x}}}\n"
        f"  which: {{kind: branch, on: {on}, when: {when}, otherwise: bye}}\n"
    )
    problems = problems_of(menu_file(nodes, start="main"))
    assert places(problems) == expected
    assert words in spoken_of(problems)


AREA = "  main: {kind: menu, prompt: Where?, answer: area, options: {1: {to: say Watford, goto: bye, value: watfrod}}}\n"


def test_an_area_is_one_of_the_line():
    areas = "areas: {watford: {name: Watford}, any: {name: Anywhere}}"
    problems = problems_of(menu_file(AREA, start="main", line=areas))
    assert places(problems) == ["4:101 unknown-area"]
    assert spoken_of(problems) == "There is no area “watfrod”. Did you mean “watford”?"
    assert not problems_of(menu_file(AREA.replace("watfrod", "watford"), start="main", line=areas))
    assert not problems_of(menu_file(AREA, start="main"))


def test_a_language_is_one_of_the_line():
    nodes = "  main: {kind: menu, prompt: {words: Cześć., language: pl}, options: {1: {to: speak Polish, goto: bye, language: pll}}}\n"
    problems = problems_of(menu_file(nodes, start="main"))
    assert places(problems) == ["4:56 unknown-language", "4:114 unknown-language"]
    problems = problems_of(menu_file(nodes, start="main", languages=f"{ENGLISH}, {POLISH}"))
    assert places(problems) == ["4:114 unknown-language"]
    assert spoken_of(problems) == "The line has no language “pll”. Did you mean “pl”?"


# -- placeholders --

ASK = "{kind: ask, prompt: Number?, answer: number, accept: digits, entered: %s, otherwise: %s}"
MENU = "{kind: menu, prompt: Hi., options: {%s}}"


def asking(entered: str, otherwise: str = "bye") -> str:
    return ASK % (entered, otherwise)


def menu(*ways: str) -> str:
    return MENU % ", ".join(f"{key}: {{to: go, {way}}}" for key, way in zip("12346", ways, strict=False))


RECORD = "{kind: record, prompt: Speak., longest: 60, silence: 5, recorded: %s, empty: %s}"
SAYS_NUMBER = "{kind: end, prompt: 'You keyed in {number}.'}"
SAYS_REFERENCE = "{kind: end, prompt: 'It is {reference}.'}"
SAYS_DAY = "{kind: end, prompt: 'They open {next_open_day}.'}"
HOURS = "{kind: hours, open: {monday: %s}, when_open: %s, when_closed: %s}"

# Nodes, and whether the words of `tell` are refused.
WAYS = {
    "asked on the only way": ({"main": asking("tell"), "tell": SAYS_NUMBER}, None),
    "not asked when silence leads there": ({"main": asking("tell", "tell"), "tell": SAYS_NUMBER}, "number"),
    "a diamond where both sides ask": (
        {"main": menu("goto: left", "goto: right"), "left": asking("tell"), "right": asking("tell"), "tell": SAYS_NUMBER},
        None,
    ),
    "a diamond where one side asks": (
        {"main": menu("goto: left", "goto: right"), "left": asking("tell"), "right": menu("goto: tell"), "tell": SAYS_NUMBER},
        "number",
    ),
    "a diamond with a question before it": (
        {"main": asking("fork"), "fork": menu("goto: left", "goto: tell"), "left": menu("goto: tell"), "tell": SAYS_NUMBER},
        None,
    ),
    "a way round through the question": (
        {"main": menu("goto: ask", "goto: bye"), "ask": asking("tell"), "tell": "{kind: menu, prompt: 'You said {number}.', options: {1: {to: do it again, goto: main}}}"},
        None,
    ),
    "a branch that skips the question": (
        {"main": "{kind: branch, on: ready, when: {yes: ask}, otherwise: tell}", "ask": asking("tell"), "tell": SAYS_NUMBER},
        "number",
    ),
    "hours that skip the question": (
        {"main": HOURS % ("09:00-10:00", "ask", "tell"), "ask": asking("tell"), "tell": SAYS_NUMBER},
        "number",
    ),
    "a menu that keeps a value on every key": (
        {"main": "{kind: menu, prompt: Hi., answer: number, options: {1: {to: go, goto: tell, value: a}, 2: {to: stay, goto: tell, value: b}}}", "tell": SAYS_NUMBER},
        None,
    ),
    "a menu that keeps a value on one key": (
        {"main": "{kind: menu, prompt: Hi., answer: number, options: {1: {to: go, goto: tell, value: a}, 2: {to: stay, goto: tell}}}", "tell": SAYS_NUMBER},
        "number",
    ),
    "a menu that keeps a default after silence": (
        {"main": "{kind: menu, prompt: Hi., answer: number, default: a, otherwise: {no_input: tell, no_match: bye}, options: {1: {to: go, goto: tell, value: a}}}", "tell": SAYS_NUMBER},
        None,
    ),
    "a menu that keeps a default, and a wrong key": (
        {"main": "{kind: menu, prompt: Hi., answer: number, default: a, otherwise: tell, options: {1: {to: go, goto: tell, value: a}}}", "tell": SAYS_NUMBER},
        "number",
    ),
    "an emergency number is no answer": (
        {"main": "{kind: ask, prompt: Number?, answer: number, accept: uk-phone-number, entered: tell, emergency_number: tell, otherwise: bye}", "tell": SAYS_NUMBER},
        "number",
    ),
    "a request need not keep an answer": (
        {"main": "{kind: ask, prompt: Number?, request: cancel, accept: reference, entered: tell, otherwise: bye}", "tell": SAYS_NUMBER, "other": asking("bye")},
        "number",
    ),
    "behind the emergency key": (
        {"main": asking("emergency"), "emergency": "{kind: menu, prompt: Ring 999., options: {1: {to: go, goto: tell}}}", "tell": SAYS_NUMBER},
        "number",
    ),
    "the emergency help itself": (
        {"main": asking("emergency"), "emergency": SAYS_NUMBER.replace("end", "end"), "tell": "{kind: end, prompt: Bye.}"},
        "number",
    ),
    "the person behind a question": (
        {"main": asking("person"), "person": "{kind: transfer, number: x, prompt: 'You keyed in {number}.', unavailable: No.}", "tell": "{kind: end, prompt: Bye.}"},
        "number",
    ),
    "the person's way on": (
        {"main": asking("person"), "person": "{kind: transfer, number: x, prompt: Hi., unavailable: No., answered: tell}", "tell": SAYS_NUMBER},
        "number",
    ),
    "after deleting the message": (
        {"main": menu("goto: ask, consent: true"), "ask": asking("drop"), "drop": "{kind: discard, goto: tell}", "tell": SAYS_NUMBER},
        "number",
    ),
    "after deleting, but asked before there was a message": (
        {"main": asking("agree"), "agree": menu("goto: drop, consent: true"), "drop": "{kind: discard, goto: tell}", "tell": SAYS_NUMBER},
        None,
    ),
    "after sending": (
        {"main": menu("goto: ask, consent: true"), "ask": asking("hand"), "hand": "{kind: send, goto: tell}", "tell": SAYS_NUMBER},
        None,
    ),
    "in a second message": (
        {"main": menu("goto: ask, consent: true"), "ask": asking("hand"), "hand": "{kind: send, goto: more}", "more": menu("goto: tell, consent: true"), "tell": SAYS_NUMBER},
        "number",
    ),
    "in a second message, asked again": (
        {"main": menu("goto: ask, consent: true"), "ask": asking("hand"), "hand": "{kind: send, goto: more}", "more": menu("goto: ask2, consent: true"), "ask2": asking("tell"), "tell": SAYS_NUMBER},
        None,
    ),
    "reference before consent": ({"main": menu("goto: tell"), "tell": SAYS_REFERENCE}, "reference"),
    "reference after consent": ({"main": menu("goto: tell, consent: true"), "tell": SAYS_REFERENCE}, None),
    "reference where one key does not consent": (
        {"main": menu("goto: tell, consent: true", "goto: tell"), "tell": SAYS_REFERENCE},
        "reference",
    ),
    "reference after a recording without consent": ({"main": RECORD % ("tell", "bye"), "tell": SAYS_REFERENCE}, None),
    "reference after an empty recording without consent": (
        {"main": RECORD % ("tell", "tell"), "tell": SAYS_REFERENCE},
        "reference",
    ),
    "reference after sending nothing": (
        {"main": menu("goto: hand"), "hand": "{kind: send, goto: tell}", "tell": SAYS_REFERENCE},
        "reference",
    ),
    "reference after sending": (
        {"main": menu("goto: hand, consent: true"), "hand": "{kind: send, goto: tell}", "tell": SAYS_REFERENCE},
        None,
    ),
    "reference after deleting": (
        {"main": menu("goto: drop, consent: true"), "drop": "{kind: discard, goto: tell}", "tell": SAYS_REFERENCE},
        "reference",
    ),
    "a review that only going back leads to": (
        {"main": RECORD.replace("}", ", review: tell}") % ("ask", "bye"), "ask": asking("tell"), "tell": SAYS_NUMBER},
        "number",
    ),
    "day right behind opening hours": ({"main": HOURS % ("09:00-10:00", "bye", "tell"), "tell": SAYS_DAY}, None),
    "day further behind opening hours": (
        {"main": HOURS % ("09:00-10:00", "bye", "more"), "more": menu("goto: tell"), "tell": SAYS_DAY},
        None,
    ),
    "day without opening hours": ({"main": menu("goto: tell"), "tell": SAYS_DAY}, "next_open_day"),
    "day on a way without opening hours": (
        {"main": menu("goto: open", "goto: tell"), "open": HOURS % ("09:00-10:00", "bye", "tell"), "tell": SAYS_DAY},
        "next_open_day",
    ),
    "day of two different opening hours": (
        {"main": menu("goto: open", "goto: other"), "open": HOURS % ("09:00-10:00", "bye", "tell"), "other": HOURS % ("19:00-20:00", "bye", "tell"), "tell": SAYS_DAY},
        "next_open_day",
    ),
    "day of the hours passed last": (
        {"main": HOURS % ("09:00-10:00", "other", "other"), "other": HOURS % ("19:00-20:00", "bye", "tell"), "tell": SAYS_DAY},
        None,
    ),
    "a node no way leads to": ({"main": menu("goto: bye"), "tell": SAYS_NUMBER, "other": asking("bye")}, None),
}  # fmt: skip


@pytest.mark.parametrize("name", WAYS)
def test_what_is_read_back_has_been_asked_on_every_way(name):
    nodes, missing = WAYS[name]
    common = {"person": PERSON, "emergency": EMERGENCY, "bye": "  bye: {kind: end, prompt: Bye.}\n"}
    text = "".join(f"  {node}: {fields}\n" for node, fields in nodes.items())
    common = "".join(part for node, part in common.items() if node not in nodes)
    problems = problems_of(menu_file(text, start="main", common=common))
    if missing is None:
        assert not problems
    else:
        assert [problem.rule for problem in problems] == ["unasked-placeholder"]
        assert f"{{{missing}}}" in problems[0].message
        said = next(line for line in text.splitlines() if f"{{{missing}}}" in line)
        assert problems[0].node == said.split(":")[0].strip()
        assert problems[0].line == 4 + text.splitlines().index(said)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Your numbr is {numbr}.", "Nothing is called {numbr}. Did you mean {number}?"),
        ("{Number}", "Nothing is called {Number}. Did you mean {number}?"),
        ("{}", "Nothing is called {}."),
        ("{zzzzzz}", "There can be: controller, help, help.number, next_open_day, number, quiet, reference."),
        ("{quiet.number}", "Nothing is called {quiet.number}."),
        ("{help.nmber}", "Did you mean {help.number}?"),
        ("{help.name}", "Nothing is called {help.name}."),
    ],
)
def test_a_placeholder_that_nothing_fills_is_told(words, expected):
    services = "services: {help: {name: Help, number: 01632 960001}, quiet: {name: Quiet}}"
    nodes = f"  main: {{kind: menu, prompt: '{words}', options: {{1: {{to: go, goto: ask}}}}}}\n  ask: {asking('bye')}\n"
    problems = problems_of(menu_file(nodes, start="main", line=services))
    assert places(problems) == ["4:30 unknown-placeholder"]
    assert expected in spoken_of(problems)


def test_what_the_line_itself_says_can_hold_only_what_is_always_known():
    line = "controller: Us, services: {help: {name: Help}}, notice: 'By {controller} and {help}.'"
    assert not problems_of(menu_file(f"  main: {asking('bye')}\n", start="main", line=line))
    line = (
        "phrases: {goodbye: 'Bye, {number}.', no_input: [Hm., 'Well, {reference}.']}, notice: 'By {nobody}.'"
    )
    problems = problems_of(menu_file(f"  main: {asking('bye')}\n", start="main", line=line))
    assert [problem.rule for problem in problems] == [
        "unasked-placeholder",
        "unasked-placeholder",
        "unknown-placeholder",
    ]


# -- lengths --


def words_of(length: int) -> str:
    return ("word " * length)[: length - 1] + "."


GOOGLE = "en: {name: English, voice: Google.en-GB-Neural2-A, locale: en-GB}"


@pytest.mark.parametrize(("languages", "limit"), [(ENGLISH, 3000), (GOOGLE, 5000)])
def test_a_prompt_fits_its_voice(languages, limit):
    def problems(length: int):
        return problems_of(
            menu_file(
                f"  main: {{kind: end, prompt: {words_of(length)}}}\n", start="main", languages=languages
            )
        )

    assert not problems(limit)
    assert places(problems(limit + 1)) == ["4:29 prompt-too-long"]
    assert f"This is {limit + 1:,} characters when spoken" in spoken_of(problems(limit + 1))
    assert f"speaks at most {limit:,} at once. Say less, or divide it between two nodes." in spoken_of(
        problems(limit + 1)
    ).replace("\n", " ")


@pytest.mark.parametrize(
    ("words", "say_as", "fits"),
    [
        ("UK " * 900, "{UK: U K}", False),  # 2,700 written, 3,600 spoken
        ("UK " * 600, "{UK: U K}", True),
        ("UK", f"{{UK: {words_of(3001)}}}", False),
        ("LGBT plus " * 320, "{LGBT plus: L}", True),  # 3,200 written, 640 spoken
        ("{help} " * 300, "{UK: U K}", False),  # a name of 20 letters
    ],
)
def test_what_counts_is_what_is_spoken(words, say_as, fits):
    line = f"say_as: {say_as}, services: {{help: {{name: A service to help you}}}}"
    problems = problems_of(
        menu_file(f"  main: {{kind: end, prompt: '{words.strip()}'}}\n", start="main", line=line)
    )
    assert places(problems) == ([] if fits else ["4:29 prompt-too-long"])


def test_what_the_line_says_fits_too():
    line = f"notice: {words_of(3001)}, phrases: {{goodbye: {words_of(3001)}}}"
    problems = problems_of(menu_file("  main: {kind: end, prompt: Bye.}\n", start="main", line=line))
    assert [problem.rule for problem in problems] == ["prompt-too-long", "prompt-too-long"]
    assert [problem.node for problem in problems] == [None, None]


def test_a_long_prompt_is_told_together_with_all_else():
    nodes = f"  main: {{kind: say, prompt: {words_of(3100)}, goto: nowhere}}\n"
    assert [p.rule for p in problems_of(menu_file(nodes, start="main"))] == [
        "prompt-too-long",
        "unknown-node",
    ]


def large_menu(words: str) -> str:
    options = ", ".join(f"{key}: {{to: '{words}', goto: bye}}" for key in "123468")
    return f"  main: {{kind: menu, prompt: '{words}', also: '{words}', no_match: '{words}', options: {{{options}}}}}\n"


def test_a_page_over_64_kb_is_refused():
    problems = problems_of(menu_file(large_menu("żółć. " * 490), start="main"))
    assert places(problems) == ["4:3 page-too-large"]
    assert "What is said here makes a page of " in problems[0].message
    assert not problems_of(menu_file(large_menu("word " * 590), start="main"))


@settings(max_examples=15)
@given(st.integers(1, 2900), st.sampled_from(["żółć. ", "a. ", "& ", "word ", "< > ", "数。", "''"]))
def test_no_page_of_a_file_that_is_taken_is_over_64_kb(length, what):
    text = menu_file(large_menu((what * length)[:length].replace("'", "''") + "x"), start="main")
    problems = problems_of(text)
    if problems:
        assert [problem.rule for problem in problems] == ["page-too-large"]
        return
    edition = load_text(text).editions["en"]
    for turn in [
        Turn("0" * 12, "en", pace, "main", 2, event)
        for pace in PACES
        for event in EVENTS
        if event != "notice"
    ]:
        assert len(document(edition.nodes["main"].plays(Scene(turn, edition, "/voice")))) <= 64_000


def test_every_word_that_is_taken_fits_the_voice_where_it_is_spoken():
    flow = flow_of(large_menu("word " * 590), start="main")
    edition = flow.editions["en"]
    (gather,) = edition.nodes["main"].plays(
        Scene(Turn(flow.version, "en", "normal", "main"), edition, "/voice")
    )
    assert isinstance(gather, Gather)
    assert max(spoken_length(say.speech) for say in gather.speaks if isinstance(say, Say)) <= 3000


# -- loops --

SAY = "{kind: say, prompt: Hi., goto: %s}"
LOOPS = {
    "a say alone": ({"main": SAY % "main"}, "main to main", 4),
    "two says": ({"main": SAY % "more", "more": SAY % "main"}, "main to more to main", 4),
    "hours": ({"main": HOURS % ("09:00-10:00", "bye", "more"), "more": SAY % "main"}, "main to more to main", 4),
    "a branch": (
        {"main": SAY % "more", "more": "{kind: branch, on: ready, when: {yes: bye}, otherwise: main}"},
        "main to more to main",
        4,
    ),
    "send": ({"main": "{kind: send, goto: more}", "more": SAY % "main"}, "main to more to main", 4),
    "away from the start": (
        {"main": menu("goto: one"), "one": SAY % "two", "two": SAY % "three", "three": SAY % "two"},
        "two to three to two",
        6,
    ),
    "where nothing leads": ({"main": menu("goto: bye"), "one": SAY % "one"}, "one to one", 5),
    "through a menu": ({"main": SAY % "more", "more": menu("goto: main")}, None, 0),
    "through a menu's silence": (
        {"main": SAY % "more", "more": "{kind: menu, prompt: Hi., otherwise: main, options: {1: {to: go, goto: bye}}}"},
        None,
        0,
    ),
    "through a recording": ({"main": SAY % "more", "more": RECORD % ("main", "main")}, None, 0),
    "a diamond is no loop": (
        {"main": HOURS % ("09:00-10:00", "left", "right"), "left": SAY % "tell", "right": SAY % "tell", "tell": SAY % "bye"},
        None,
        0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LOOPS)
def test_a_way_round_without_a_caller_is_refused(name):
    nodes, way, row = LOOPS[name]
    text = "".join(f"  {node}: {fields}\n" for node, fields in nodes.items())
    problems = problems_of(menu_file(text, start="main"))
    if way is None:
        assert not problems
    else:
        assert places(problems) == [f"{row}:3 endless-loop"]
        assert f"The call would go round for ever without the caller: {way}." in problems[0].message


# -- hearing a recording --

RECORD = "  told: {kind: record, prompt: Hi., longest: 60, silence: 5, recorded: main, empty: bye}\n"
LISTEN = "  hear: {{kind: listen, prompt: Hi., of: {}, goto: main, unavailable: {}}}\n"
CHOICE = (
    "  main: {kind: menu, prompt: Hi., options: {1: {to: speak, goto: told}, 2: {to: listen, goto: hear}}}\n"
)


@pytest.mark.parametrize(
    ("of", "expected", "words"),
    [
        ("told", [], ""),
        ("[told]", [], ""),
        ("[]", [], ""),
        ("[told, tolld]", ["4:48 unknown-node"], "“tolld” is no node that records. Did you mean “told”?"),
        ("main", ["4:41 unknown-node"], "“main” is no node that records. Name nodes of the kind record."),
        ("[{}]", ["4:42 wrong-value"], "This should be text."),
    ],
)
def test_only_what_records_can_be_listened_to(of, expected, words):
    problems = problems_of(menu_file(LISTEN.format(of, "bye") + RECORD + CHOICE, start="main"))
    assert places(problems) == expected
    assert words in spoken_of(problems)


def test_a_recording_that_cannot_be_read_is_no_fault_of_who_listens_to_it():
    broken = RECORD.replace("longest: 60", "longest: ever")
    problems = problems_of(menu_file(LISTEN.format("told", "bye") + broken + CHOICE, start="main"))
    assert [problem.node for problem in problems] == ["told"]


def test_where_nothing_can_be_played_something_is_said():
    problems = problems_of(menu_file(LISTEN.format("told", "back") + RECORD + CHOICE, start="main"))
    assert places(problems) == ["4:72 wrong-value"]
