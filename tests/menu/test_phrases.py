"""How what is written becomes what is spoken: sentences of options, the line's phrases, say_as, constants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from menu_texts import ENGLISH, flow_of, menu_file, places, problems_of

from ivr.call.speech import Break, Slot, Words
from ivr.call.turn import NodeId, Turn
from ivr.call.verbs import Gather, Play, Say
from ivr.menu import Flow, load_text
from ivr.menu.phrases import Phrases
from ivr.menu.scene import Scene
from ivr.menu.types import Prompt, found

MAIN = """\
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {to: leave a message, goto: bye}
      2: {for: hate crime, goto: bye}
    also: To hear this again, press 9.
"""


def speech(flow: Flow, event: str = "", attempt: int = 1, pace: str = "normal", node: str = "main") -> list:
    """Return what is spoken at a node: text with | for pauses, or the address of a recorded prompt."""
    turn = Turn(flow.version, "en", pace, NodeId(node), attempt, event)
    (gather, *_) = flow.nodes[node].plays(Scene(turn, flow.editions["en"], "/voice"))
    assert isinstance(gather, Gather)
    return [_written(verb) for verb in gather.speaks]


def _written(verb) -> str:
    if isinstance(verb, Play):
        return verb.url
    assert isinstance(verb, Say)
    parts = {Words: lambda p: p.text, Break: lambda p: f"|{p.milliseconds}|", Slot: lambda p: f"<{p.name}>"}
    return "".join(parts[type(piece)](piece) for piece in verb.speech)


def test_an_options_sentence_is_built_from_its_words_and_its_key():
    assert speech(flow_of(MAIN, start="main")) == [
        "|500|Hello.",
        "To leave a message,|300|press 1.|750|",
        "For hate crime,|300|press 2.|750|",
        "To hear this again, press 9.",
    ]


def test_the_slow_pace_has_longer_pauses_and_a_rest_between_sentences():
    slow = speech(
        flow_of(MAIN.replace("Hello.", "Hello. Good day! How are you? Well."), start="main"), pace="slow"
    )
    assert slow[0] == "|1000|Hello.|400|Good day!|400|How are you?|400|Well."
    assert slow[1] == "To leave a message,|600|press 1.|1500|"


@pytest.mark.parametrize(
    ("event", "attempt", "first"),
    [
        ("", 1, ["|500|Hello."]),
        ("again", 1, ["|500|Hello."]),
        ("again", 2, ["|500|Hello."]),
        ("given_up", 1, ["|500|Hello."]),
        ("notice", 1, ["|500|This is a test.", "Hello."]),
        ("time_limit", 1, ["|500|You reached the time limit. What you said is saved.", "Hello."]),
        ("no_input", 2, ["|500|Take your time. I will say the choices again."]),
        (
            "no_input",
            3,
            ["|500|You do not need to speak. You can use the keypad. I will say the choices again."],
        ),
        (
            "no_input",
            9,
            ["|500|You do not need to speak. You can use the keypad. I will say the choices again."],
        ),
        ("no_match", 2, ["|500|Sorry, I did not catch that. Here are the choices again."]),
    ],
)
def test_what_happened_last_is_said_first(event, attempt, first):
    said = speech(flow_of(MAIN, start="main", line="notice: This is a test."), event, attempt)
    assert said[: len(first)] == first
    assert said[len(first)].startswith("To leave a message,")


def test_a_node_may_say_it_in_its_own_words():
    more = "    no_input: [One., Two.]\n    no_match: Not that.\n    reprompt: Again.\n"
    flow = flow_of(MAIN + more, start="main")
    assert [speech(flow, "no_input", attempt)[:2] for attempt in (2, 3, 4)] == [
        ["|500|One.", "Again."],
        ["|500|Two.", "Again."],
        ["|500|Two.", "Again."],
    ]
    assert speech(flow, "no_match", 2)[:2] == ["|500|Not that.", "Again."]
    assert speech(flow, "again", 2)[0] == "|500|Hello."


def test_the_line_may_say_it_in_its_own_words():
    line = "phrases: {option_to: 'Press {key} to {words}.', no_input: Hello?, no_match: No.}"
    flow = flow_of(MAIN, start="main", line=line)
    assert speech(flow)[1] == "Press 1 to leave a message.|750|"
    assert speech(flow, "no_input", 2)[0] == "|500|Hello?"
    assert speech(flow, "no_match", 2)[0] == "|500|No."


def test_an_ask_says_again_what_is_needed():
    ask = "  main: {kind: ask, prompt: Number?, reprompt: The number?, answer: n, accept: digits, entered: bye}\n"
    flow = flow_of(ask, start="main")
    assert speech(flow) == ["|500|Number?"]
    assert speech(flow, "no_input", 2) == ["|500|Take your time. You can use the keypad.", "The number?"]
    assert speech(flow, "not_accepted", 2) == [
        "|500|Sorry, I could not use that. You can try again.",
        "The number?",
    ]
    assert speech(flow, "again", 2) == ["|500|Number?"]


def test_a_recorded_prompt_is_played():
    words = "{words: Hello., audio: https://line.example/hello.mp3}"
    flow = flow_of(
        MAIN.replace("Hello.", words).replace("{to: leave a message,", "{to: {words: go, audio: go.mp3},"),
        start="main",
    )
    assert speech(flow)[:2] == ["https://line.example/hello.mp3", "go.mp3"]


# -- say_as --


def spoken(words: str, say_as: str) -> str:
    flow = flow_of(f"  main: {{kind: end, prompt: '{words}'}}\n", start="main", line=f"say_as: {say_as}")
    return speech(flow)[0].removeprefix("|500|")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("LGBT and LGBT+ people", "L G B T and L G B T plus people"),
        ("LGBTQ, xLGBT, LGBT1, LGBT_", "LGBTQ, xLGBT, LGBT1, LGBT_"),
        ("(LGBT)", "(L G B T)"),
        ("999.", "nine nine nine."),
        ("1999 or 9990", "1999 or 9990"),
        ("www.x.uk/Report or www.x.uk.", "W slash report or W."),
        ("lgbt", "lgbt"),
        ("a.c and abc", "dotted and abc"),
    ],
)
def test_written_forms_are_spoken_longest_first_and_as_whole_words(words, said):
    table = "{LGBT: L G B T, LGBT+: L G B T plus, '999': nine nine nine, www.x.uk: W, www.x.uk/Report: W slash report, a.c: dotted}"
    assert spoken(words, table) == said


def test_say_as_reaches_every_word_that_is_spoken():
    flow = flow_of(
        "  main: {kind: menu, prompt: UK. {controller}. {help}., options: {1: {to: hear the UK, goto: bye}}, also: UK.}\n".replace(
            "prompt: UK. {controller}. {help}.", "prompt: 'UK. {controller}. {help}.'"
        ),
        start="main",
        line="say_as: {UK: U K}, controller: The UK line, services: {help: {name: UK Help}}",
    )
    assert speech(flow) == [
        "|500|U K. The U K line. U K Help.",
        "To hear the U K,|300|press 1.|750|",
        "U K.",
    ]


def test_what_say_as_gives_is_not_read_again():
    assert spoken("A B", "{A: B, B: A}") == "B A"


@given(st.text("ABC+ .", min_size=1, max_size=12), st.text("AB+", min_size=1, max_size=3))
def test_say_as_changes_whole_words_only(text, written):
    if not text.strip():
        return
    said = spoken(text, f"{{'{written}': '§'}}")
    assert said.replace("§", written) == text
    for place, letter in enumerate(said):
        if letter == "§":
            assert place == 0 or not said[place - 1].isalnum()
            assert place == len(said) - 1 or not said[place + 1].isalnum()


# -- placeholders --


def test_what_differs_by_caller_is_a_slot_and_all_else_is_words():
    line = "controller: We, services: {help: {name: Help, number: 0300 790 6772}}"
    nodes = """\
  main: {kind: ask, prompt: Number?, answer: n, accept: digits, entered: tell, otherwise: bye}
  tell: {kind: end, prompt: "{controller} heard {n}. {help}: {help.number}."}
"""
    flow = flow_of(nodes, start="main", line=line)
    assert speech(flow, node="tell") == ["|500|We heard <n>. Help: 0 3 0 0, 7 9 0, 6 7 7 2."]


def test_every_phrase_can_be_replaced_and_has_words():
    for name, prompt in found(Phrases(), Prompt):
        words = "Say {words} and {key}." if name[0].startswith("option") else "Words."
        text = menu_file(MAIN, start="main", line=f"phrases: {{{name[0]}: '{words}'}}")
        (_, replaced), *_ = found(getattr(load_text(text).line.phrases, name[0]), Prompt)
        assert replaced.words == words
        assert prompt.words


def test_a_mark_of_ours_cannot_be_written():
    for where in ('prompt: "Hi \\ue000n\\ue001."', 'prompt: "\\ue001"', 'prompt: {words: "\\ue000"}'):
        problems = problems_of(
            menu_file(f"  main: {{kind: end, {where}}}\n", start="main", languages=ENGLISH)
        )
        assert [place.split()[1] for place in places(problems)] == ["wrong-value"]
