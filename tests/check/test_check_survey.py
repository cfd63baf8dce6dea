"""The survey shows every call that the engine can make, and next to nothing besides."""

import pytest
from hypothesis import given
from rule_examples import flow_of

from ivr.call.keys import AGAIN, BACK, EMERGENCY, EVERYWHERE, KEYS, PACE, PERSON
from ivr.call.turn import NodeId
from ivr.check.survey import survey_of
from ivr.check.survey.hearing import seconds_to_keys, seconds_to_nodes
from ivr.check.survey.outside import said_outside
from ivr.check.survey.silence import asking, silent_loops, silent_ways
from ivr.menu import load_text
from ivr.walk.pages import Pages
from ivr.walk.states import Scripts
from ivr.walk.walking import walk_all
from tests.walk.flows import every_kind, shipped
from tests.walk.small_flows import small_flows

SHIPPED = [pytest.param(every_kind, id="every-kind"), pytest.param(shipped, id="shipped")]


def walked(flow):
    """Every node-to-node step of every call: from, keys, to, junctions; and every turn."""
    walk = walk_all(flow, Scripts(flow, Pages(flow)))
    steps, turns = set(), set()
    for state in walk.reached:
        turns.add(state.turn)
        for way in state.ways:
            keys = way.doing.keys
            if keys == "hangup" or keys.endswith(" star") or not state.reached & way.within:
                continue
            to = way.to.turn.node if way.to else None
            steps.add((state.turn.node, keys, to, way.through))
    return walk, steps, turns


def agrees(flow):
    survey = survey_of(flow)
    walk, steps, turns = walked(flow)
    pages = Pages(flow)
    for turn in turns:
        visit = survey.visits(turn.language)[turn.node]
        assert (turn.attempt, turn.event) in visit.pages, turn
        if turn.pace == "normal":
            assert visit.pages[turn.attempt, turn.event] == pages.verbs(turn), turn
    for start, keys, to, through in steps:
        if to == start and not through:
            continue  # heard again
        edges = [e for e in survey.edges[start] if (e.to, e.through) == (to, through)]
        assert edges, (start, keys, to, through)
        if keys in EVERYWHERE or (keys in KEYS and any(e.option for e in edges)):
            assert any(e.key == keys or e.means == "wrong" for e in edges), (start, keys, to, edges)
    reached = {state.turn.node for state in walk.reached} | walk.passed_first
    reached |= {name for state in walk.reached for way in state.ways for name in way.through}
    assert not reached & set(survey.unreached)
    return walk, steps


@given(small_flows())
def test_every_step_of_every_call_of_any_small_flow_is_in_the_survey(flow):
    agrees(flow)


@pytest.mark.parametrize("flow", SHIPPED)
def test_the_survey_has_every_step_of_every_call_and_none_forwards_besides(flow):
    flow = flow()
    _, steps = agrees(flow)
    made = {(start, to, through) for start, _, to, through in steps}
    survey = survey_of(flow)
    for name, visit in survey.visits().items():
        for edge in visit.edges:
            pressed_in_between = visit.wait() == 0 and edge.means == "key"
            if not (edge.back or edge.stays or pressed_in_between):
                assert (name, edge.to, edge.through) in made, (name, edge)
    assert survey.unreached == ()


LINE = """\
line:
  name: A line
  start: hello
  person: person
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
    pl: {name: polski, voice: Polly.Ola-Neural, locale: pl-PL}
nodes:
  hello:
    kind: menu
    prompt: Hello, {controller}.
    options:
      1: {to: leave a message, goto: consent}
      2: {for: polski, goto: hello, language: pl}
    also: For a person, press 0. To hear this again, press 9.
    wait: [4 seconds, 6 seconds]
  consent:
    kind: menu
    prompt: We keep what you say.
    options:
      1: {to: agree, goto: how, consent: true}
  how:
    kind: menu
    prompt: How?
    answer: mode
    options:
      1: {to: speak, value: voice, goto: by-mode}
      2: {for: keys, value: keypad, goto: by-mode}
    default: keypad
    otherwise: by-mode
  by-mode:
    kind: branch
    on: mode
    when: {voice: message}
    otherwise: number
  number:
    kind: ask
    prompt: Your number, then hash.
    answer: number
    accept: uk-phone-number
    entered: bye
    otherwise: back
  message:
    kind: record
    prompt: After the beep.
    longest: 3 minutes
    silence: 10 seconds
    recorded: bye
    empty: bye
  bye:
    kind: end
    prompt: Thank you. {number} is kept.
  person:
    kind: transfer
    number: person
    prompt: I will put you through.
    unavailable: Nobody is here.
translations:
  pl:
    nodes:
      hello:
        prompt: Dzień dobry, {controller}.
        also: Aby usłyszeć to ponownie, naciśnij 9.
""".replace("{number} is kept", "It is kept").replace(", {controller}", "")


@pytest.fixture(scope="module")
def small():
    return survey_of(load_text(LINE.encode()))


def test_a_junction_goes_by_what_has_just_been_chosen(small):
    ways = {(edge.means, edge.key): edge for edge in small.edges["how"]}
    assert len([edge for edge in small.edges["how"] if edge.through == ("by-mode",)]) == 5
    assert ways["key", "1"].to == "message"
    assert ways["key", "2"].to == "number"
    assert ways["silence", None].to == "number"  # the default is stored
    wrong = {edge.to for edge in small.edges["how"] if edge.means == "wrong"}
    assert wrong == {"message", "number"}  # nothing is stored, so an earlier answer decides


def test_keys_that_work_everywhere_are_edges_of_every_node(small):
    for name, visit in small.visits().items():
        if name != "person":
            assert {edge.to for edge in visit.to("key", PERSON)} == {"person"}, name
        assert [edge for edge in visit.to("key", AGAIN) if edge.stays], name
        assert visit.to("key", BACK), name
    assert small.visits()["bye"].to("hung-up")[0].to is None


def test_back_leads_to_what_a_call_can_come_from(small):
    assert {edge.to for edge in small.visits()["how"].to("key", BACK)} == {"consent"}
    assert {edge.to for edge in small.visits()["number"].to("silence")} == {"how"}


def test_what_is_asked_recorded_and_rung_is_known(small):
    visits = small.visits()
    assert [name for name, visit in visits.items() if visit.records] == ["message"]
    assert [name for name, visit in visits.items() if visit.rings] == ["person"]
    assert [name for name, visit in visits.items() if visit.asks] == ["hello", "consent", "how", "number"]
    assert list(asking(small)) == ["hello", "consent", "how", "number"]


def test_attempts_waits_and_what_is_said_at_each(small):
    hello = small.visits()["hello"]
    assert hello.silent == ((1, ""), (2, "no_input"), (3, "no_input"))
    assert hello.wrong == ((1, ""), (2, "no_match"), (3, "no_match"))
    assert [hello.wait(turn) for turn in hello.silent] == [4, 6, 6]
    assert hello.text().startswith(
        "Hello. To leave a message, press 1. For polski, press 2. For a person, press 0."
    )
    assert hello.text((2, "no_input")).startswith("Take your time.")
    assert small.visits()["message"].wait() == 0
    with pytest.raises(KeyError):
        hello.pages[4, "no_input"]


def test_presses_and_menus_are_counted_on_the_shortest_way(small):
    near = {name: (visit.presses, visit.menus) for name, visit in small.visits().items()}
    assert near["hello"] == (0, 0)
    assert near["how"] == (2, 2)
    assert near["message"] == near["number"] == (3, 3)
    assert near["bye"] == (4, 3)
    assert near["person"] == (1, 1)


def test_keys_said_are_those_of_options_and_of_free_words_in_any_language(small):
    assert list(small.visits("en")["hello"].keys_said) == ["1", "2", "0", "9"]
    assert list(small.visits("pl")["hello"].keys_said) == ["1", "2", "9"]
    seconds = list(small.visits()["hello"].keys_said.values())
    assert seconds == sorted(seconds)
    assert seconds[-1] <= small.visits()["hello"].seconds()
    assert small.visits()["how"].said_before == {"0", "1", "2", "9"}
    assert small.visits()["hello"].said_before == frozenset()
    assert small.visits()["person"].said_before == {"0", "1", "2", "9"}


def test_listening_adds_up_along_the_way(small):
    nodes = seconds_to_nodes(small)
    hello, consent = small.visits()["hello"], small.visits()["consent"]
    assert nodes["hello"] == 0
    assert nodes["consent"] == pytest.approx(hello.keys_said["1"])
    told = {(each.node, each.key): each for each in seconds_to_keys(small)}
    assert told["consent", "1"].seconds == pytest.approx(hello.keys_said["1"] + consent.keys_said["1"])
    assert told["how", "2"].way == ("hello", "consent", "how")
    assert set(told) == {("hello", "1"), ("hello", "2"), ("consent", "1"), ("how", "1"), ("how", "2")}


def test_silence_is_followed_to_what_comes_of_it(small):
    (hello,) = silent_ways(small, NodeId("hello"))
    assert (hello.reached, hello.way) == ("person", ("hello", "person"))
    assert [way.reached for way in silent_ways(small, NodeId("how"))] == ["question"]
    assert {(way.reached, way.back) for way in silent_ways(small, NodeId("number"))} == {("question", True)}
    assert silent_loops(small) == []


def test_questions_that_silence_leads_round_are_a_loop():
    flow = flow_of(
        "nodes:\n"
        "  a: {kind: menu, prompt: A., options: {1: {to: go, goto: c}}, otherwise: b}\n"
        "  b: {kind: menu, prompt: B., options: {1: {to: go, goto: c}}, otherwise: a}\n"
        "  c: {kind: end, prompt: Bye.}\n"
    )
    assert silent_loops(survey_of(flow)) == [["a", "b"]]


def test_what_no_key_interrupts_is_found_in_the_twiml(small):
    outside = list(said_outside(small))
    assert [(each.node, each.turn, each.text) for each in outside] == [
        ("person", (1, "finished"), "Thank you for calling. Goodbye.")
    ]
    assert outside[0].seconds == small.visits()["person"].uninterrupted((1, "finished")) > 1


def test_words_and_pauses_take_their_time_and_waits_do_not(small):
    hello = small.visits()["hello"]
    assert small.spoken(hello.first) == hello.text()
    assert small.seconds(hello.first) == hello.seconds()
    assert small.seconds(hello.text()) < hello.seconds() - 2  # without half a second, and one for each option


def test_a_node_that_only_going_back_leads_to_is_heard():
    flow = flow_of(
        "nodes:\n"
        "  a: {kind: record, prompt: A., longest: 30, silence: 5, recorded: c, empty: c, review: b}\n"
        "  b: {kind: end, prompt: B.}\n"
        "  c: {kind: end, prompt: Bye.}\n"
    )
    survey = survey_of(flow)
    assert survey.unreached == ()
    assert {edge.to for edge in survey.edges["c"] if edge.back} >= {"b"}
    assert survey.visits()["b"].presses == 2


def test_the_words_of_a_recorded_prompt_are_heard():
    flow = flow_of(
        "nodes:\n"
        "  a:\n"
        "    kind: menu\n"
        "    prompt: {words: 'Hello. To wait, press 9.', audio: 'https://example.org/a.mp3'}\n"
        "    options: {1: {to: {words: go, audio: 'https://example.org/go.mp3'}, goto: a}}\n"
    )
    visit = survey_of(flow).visits()["a"]
    assert visit.text() == "Hello. To wait, press 9. To go, press 1."
    assert list(visit.keys_said) == ["9", "1"]
    assert visit.seconds() > 3


def test_a_survey_is_made_once(small):
    assert survey_of(small.flow) is small


def test_the_first_menu_of_the_shipped_file_tells_how_to_go_on():
    survey = survey_of(shipped())
    assert {way.reached for name in asking(survey) for way in silent_ways(survey, name)} <= {
        "person",
        "recording",
        "question",
        "end",
    }
    assert EMERGENCY in survey.visits()["other-ways"].keys_said
    assert PACE in survey.visits()["other-ways"].keys_said


def test_back_without_a_key_passes_over_what_is_only_spoken():
    flow = flow_of(
        "nodes:\n"
        "  a: {kind: menu, prompt: A., options: {1: {to: go, goto: b}}, otherwise: d}\n"
        "  b: {kind: say, prompt: B., goto: c}\n"
        "  c: {kind: menu, prompt: C., options: {1: {to: go, goto: d}}, otherwise: back}\n"
        "  d: {kind: end, prompt: Bye.}\n"
    )
    c = survey_of(flow).visits()["c"]
    assert {edge.to for edge in c.to("silence")} == {"a"}
    assert {edge.to for edge in c.to("key", BACK)} == {"b"}


def test_a_branch_on_the_message_may_find_it_in_any_state_but_for_what_has_just_been_done():
    flow = flow_of(
        "nodes:\n"
        "  a: {kind: menu, prompt: A., options: {1: {to: go, goto: b}}, otherwise: d}\n"
        "  b: {kind: branch, on: message, when: {kept: c, sent: e}, otherwise: d}\n"
        "  c: {kind: record, prompt: C., longest: 30, silence: 5, recorded: b, empty: d}\n"
        "  d: {kind: end, prompt: Bye.}\n"
        "  e: {kind: end, prompt: Sent.}\n"
    )
    survey = survey_of(flow)
    assert {edge.to for edge in survey.edges["a"] if edge.key == "1"} == {"c", "d", "e"}
    assert {edge.to for edge in survey.edges["c"] if edge.means == "recorded"} == {"c", "e"}
