"""Every call there is: each kind of fault is found at its node, and its keys really lead there."""

import pytest
from brute import TooLarge, walk_slowly
from flows import every_kind, shipped
from hypothesis import assume, given, note, settings
from small_flows import small_flows

from ivr.call.turn import NodeId
from ivr.menu import Flow, load_text
from ivr.phone.twiml import check
from ivr.walk.doings import doings
from ivr.walk.engine import advance, begin
from ivr.walk.pages import Pages
from ivr.walk.paths import PathProblem, walk
from ivr.walk.since import Since
from ivr.walk.states import Scripts
from ivr.walk.steering import World, worlds
from ivr.walk.walking import walk_all
from scripts.bench.big_menu import big_menu

HEAD = """\
line: {name: A, start: main, person: person, languages: {en: {name: English, voice: Polly.Amy, locale: en-GB}}%s}
nodes:
  person: {kind: transfer, prompt: Wait., number: person, unavailable: Nobody.}
  bye: {kind: end, prompt: Bye.}
"""


def flow_of(nodes: str, line: str = "") -> Flow:
    return load_text((HEAD % line + nodes).encode())


def problems(flow: Flow) -> list[tuple[str, str, str | None]]:
    return [(problem.kind, problem.node, problem.keys) for problem in walk(flow, check).problems]


def menu(*ways: str, more: str = "") -> str:
    options = ", ".join(f"{key}: {{to: go, {way}}}" for key, way in zip("12346", ways, strict=False))
    return f"{{kind: menu, prompt: Hi., options: {{{options}}}{more}}}"


GOOD = f"  main: {menu('goto: more', 'goto: bye')}\n  more: {menu('goto: bye')}\n"

# A fault of each kind: nodes, more of the line, and what is found.
FAULTS = {
    "none": (GOOD, "", []),
    "unreachable": (GOOD + f"  lost: {menu('goto: bye')}\n", "", [("unreachable", "lost", None)]),
    "unreachable behind unreachable": (
        GOOD + f"  lost: {menu('goto: far')}\n  far: {menu('goto: bye')}\n",
        "",
        [("unreachable", "lost", None), ("unreachable", "far", None)],
    ),
    "unreachable junction": (
        GOOD + "  lost: {kind: branch, on: ready, when: {no: bye}, otherwise: bye}\n",
        "",
        [("unreachable", "lost", None)],
    ),
    "a value that no key has": (
        "  main: {kind: menu, prompt: Hi., answer: a, options: {1: {to: go, goto: which, value: x}}}\n"
        "  which: {kind: branch, on: a, when: {y: lost}, otherwise: bye}\n"
        "  lost: {kind: end, prompt: Bye.}\n",
        "",
        [("unreachable", "lost", None)],
    ),
    "endless silence": (
        f"  main: {menu('goto: more')}\n  more: {menu('goto: bye', more=', attempts: 1, otherwise: more')}\n",
        "",
        [("endless", "more", "1 wait")],
    ),
    "endless silence between two": (
        f"  main: {menu('goto: more', more=', otherwise: more')}\n  more: {menu('goto: bye', more=', attempts: 2, otherwise: main')}\n",
        "",
        [("endless", "main", "2")],
    ),
    "endless silence through back": (
        f"  main: {menu('goto: more', more=', otherwise: more')}\n  more: {menu('goto: bye', more=', otherwise: back')}\n",
        "",
        [("endless", "main", "")],
    ),
    "endless recordings": (
        f"  main: {menu('goto: tell')}\n  tell: {{kind: record, prompt: Speak., longest: 60, silence: 5, recorded: bye, empty: tell}}\n",
        "",
        [("endless", "tell", "1")],
    ),
    "named early": (
        f"  main: {menu('goto: bye')}\n".replace("Hi.", "Hi to LGBTQ people."),
        ", not_before_choice: [LGBT]",
        [],
    ),
    "named early by a menu": (
        f"  main: {menu('goto: bye')}\n".replace("Hi.", "Hi to LGBT people."),
        ", not_before_choice: [LGBT]",
        [("named-early", "main", "")],
    ),
    "named early, as it is spoken": (
        f"  main: {menu('goto: bye')}\n".replace("Hi.", "Hi to l g b t people."),
        ", not_before_choice: [LGBT]",
        [("named-early", "main", "")],
    ),
    "named early by an option": (
        f"  main: {menu('goto: bye')}\n".replace("to: go", "to: hear of LGBT"),
        ", not_before_choice: [LGBT]",
        [("named-early", "main", "")],
    ),
    "named after silence only": (
        f"  main: {menu('goto: bye', more=', no_input: LGBT?, attempts: 2')}\n",
        ", not_before_choice: [LGBT]",
        [("named-early", "main", "wait")],
    ),
    "named after a choice": (
        f"  main: {menu('goto: more')}\n  more: {menu('goto: bye')}\n".replace("Hi.", "LGBT.").replace("LGBT.", "Hi.", 1),
        ", not_before_choice: [LGBT]",
        [],
    ),
    "named to whoever pressed nothing": (
        f"  main: {menu('goto: bye', more=', attempts: 1, otherwise: more')}\n  more: {menu('goto: bye')}\n".replace("Hi.", "LGBT.").replace("LGBT.", "Hi.", 1),
        ", not_before_choice: [LGBT]",
        [("named-early", "more", "wait")],
    ),
    "a page Twilio refuses": (
        f"  main: {menu('goto: bye')}\n".replace("prompt: Hi.", "prompt: {words: Hi., audio: 'ftp://a.example/b c.mp3'}"),
        "",
        [("invalid-twiml", "main", "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found_at_its_node_with_the_keys_to_it(name):
    nodes, line, expected = FAULTS[name]
    assert problems(flow_of(nodes, line)) == expected


def test_where_nobody_can_be_reached_each_step_says_so():
    text = (HEAD % "" + GOOD).replace("person: person, ", "")
    found = walk(load_text(text.encode()), check).problems
    assert [(p.kind, p.node, p.keys) for p in found if p.kind == "no-person"] == [
        ("no-person", "main", "0"),
        ("no-person", "more", "1 0"),
    ]


def test_a_call_that_can_only_be_hung_up_is_a_dead_end():
    text = """\
line: {name: A, start: main, languages: {en: {name: English, voice: Polly.Amy, locale: en-GB}}}
nodes:
  main: {kind: menu, prompt: Hi., options: {1: {to: go, goto: send}, 2: {to: stop, goto: bye}}, otherwise: bye}
  send: {kind: send, goto: trap}
  trap: {kind: menu, prompt: Hm., options: {1: {to: go, goto: trap}}, otherwise: trap}
  bye: {kind: end, prompt: Bye.}
"""
    found = [(p.kind, p.node, p.keys) for p in walk(load_text(text.encode()), check).problems]
    assert ("dead-end", "trap", "1") in found
    assert ("endless", "trap") in [(kind, node) for kind, node, _ in found]
    assert not [node for kind, node, _ in found if kind in ("dead-end", "endless") and node != "trap"]


def test_a_fault_at_a_certain_time_says_when():
    nodes = f"""\
  main: {{kind: hours, open: {{monday-friday: 09:00-17:00}}, when_open: bye, when_closed: more}}
  more: {menu("goto: bye", more=", attempts: 1, otherwise: more")}
"""
    (problem,) = walk(flow_of(nodes), check).problems
    assert (problem.kind, problem.node) == ("endless", "more")
    assert problem.at is not None
    assert flow_of(nodes).nodes["main"].opening.state(_aware(problem.at)) == "closed"
    (problem,) = walk(flow_of(nodes.replace("when_open: bye, when_closed: more", "when_open: more, when_closed: bye")), check).problems  # fmt: skip
    assert flow_of(nodes).nodes["main"].opening.state(_aware(problem.at)) == "open"


def test_a_fault_of_withheld_numbers_says_so():
    nodes = f"""\
  main: {{kind: branch, on: caller_number, when: {{withheld: more}}, otherwise: bye}}
  more: {menu("goto: bye", more=", attempts: 1, otherwise: more")}
"""
    (problem,) = walk(flow_of(nodes), check).problems
    assert (problem.kind, problem.node, problem.from_) == ("endless", "more", "withheld")


def test_a_fault_in_one_language_says_which():
    nodes = f"  main: {menu('goto: bye', 'goto: more, language: pl')}\n  more: {menu('goto: bye')}\n"
    text = (HEAD % ", not_before_choice: [LGBT], first_menu: more" + nodes).replace(
        "locale: en-GB}}", "locale: en-GB}, pl: {name: Polski, voice: Polly.Ola, locale: pl-PL}}"
    )
    flow = load_text((text + "translations: {pl: {nodes: {more: {prompt: LGBT}}}}\n").encode())
    assert [(p.kind, p.node, p.language, p.keys) for p in walk(flow, check).problems] == [
        ("named-early", "more", "pl", "2")
    ]


def test_a_flow_of_every_kind_has_no_fault():
    assert walk(every_kind(), check).problems == ()


def test_the_shipped_line_has_no_fault():
    report = walk(shipped(), check)
    assert report.problems == ()
    assert report.states > 1000
    assert report.transitions > report.states


def test_a_large_menu_is_walked_too():
    report = walk(load_text(big_menu(100).encode()), check)
    assert report.problems == ()
    assert report.states > 1000


def _aware(london: str):
    from datetime import UTC, datetime

    from ivr.menu.opening import LONDON

    return datetime.fromisoformat(london).replace(tzinfo=LONDON).astimezone(UTC)


# -- the keys of a fault, pressed --


def replay(flow: Flow, problem: PathProblem) -> str:
    """Press the keys of a fault, as `ivr call` does, and return the node they lead to."""
    world = next(w for w in worlds(flow) if (w.at, w.from_) == (problem.at, problem.from_))
    for candidate in [w for w in worlds(flow) if (w.at, w.from_) == (world.at, world.from_)]:
        for notice in (True, False):
            if _replay(flow, candidate, problem, notice):
                return problem.node
    return "elsewhere"


def _replay(flow: Flow, world: World, problem: PathProblem, notice: bool) -> bool:
    answers: dict[str, str] = {"message": "none"}
    pages = Pages(flow)
    move = begin(flow, began=0, now=world.now, known={**world.known, **answers}, notice=notice)
    steps = (problem.keys or "").split()
    seen = [move.place.turn.node]
    while True:
        turn = move.place.turn
        ways = {d.keys: d for d in doings(pages.verbs(turn), flow.nodes[turn.node])}
        if "" in ways and ways[""].heard is not None:
            doing = ways[""]  # words go on by themselves
            if not steps and problem.node == turn.node:
                return True
        elif not steps:
            return problem.node == turn.node
        else:
            entry = " ".join(steps[:2])  # digits and hash are one
            doing = ways.get(entry if entry in ways else steps[0])
            del steps[: 2 if entry in ways and " " in entry else 1]
            if doing is None or doing.heard is None:
                return False
        known = {**world.known, **answers}
        move = advance(flow, move.place, doing.heard, world.now, known)
        after = Since(known, move.effects)
        answers |= {name: after[name] for name in ("message", "v", "w")}
        seen.append(move.place.turn.node)
        if not steps and problem.kind in ("no-person", "back") and problem.node == turn.node:
            return True
        if len(seen) > 200:
            return False


@settings(max_examples=settings.default.max_examples // 2)  # the slowest walk is slow
@given(small_flows(4))
def test_the_walk_finds_what_the_slowest_walk_finds(flow):
    note(flow.text.decode())
    try:
        slow = walk_slowly(flow, list(worlds(flow)), most=500, deepest=4)
    except TooLarge:
        assume(False)
    report = walk(flow, check)
    found: dict[str, set[str]] = {}
    for problem in report.problems:
        found.setdefault(problem.kind, set()).add(problem.node)
    assert not found.get("unreachable", set()) & slow.reached
    assert slow.early <= found.get("named-early", set())
    assert slow.stuck <= found.get("dead-end", set())
    assert not slow.round or found.get("endless")
    if flow.line.person:
        assert slow.no_person <= found.get("no-person", set())
    assert "invalid-twiml" not in found
    assert "back" not in found


@settings(max_examples=settings.default.max_examples // 2)
@given(small_flows(6))
def test_the_keys_of_every_fault_lead_to_it(flow):
    note(flow.text.decode())
    for problem in walk(flow, check).problems:
        note(repr(problem))
        if problem.kind == "unreachable":
            assert problem.keys is None
        else:
            assert replay(flow, problem) == problem.node


def test_every_node_is_in_the_report_once_for_each_kind_and_language():
    report = walk(flow_of(GOOD + f"  lost: {menu('goto: bye')}\n"), check)
    keys = [(p.kind, p.node, p.language) for p in report.problems]
    assert len(keys) == len(set(keys))
    assert all(NodeId(p.node) for p in report.problems)


def test_no_world_hears_what_only_another_one_can():
    flow = every_kind()
    walked = walk_all(flow, Scripts(flow, Pages(flow)))
    for state in walked.reached:
        node = flow.nodes[state.turn.node]
        if node.kind == "transfer" and state.turn.event.startswith("unavailable"):
            rings = {
                walked.worlds[n].known[f"setting:{node.number}"]
                for n in range(len(walked.worlds))
                if state.reached >> n & 1
            }
            assert rings == {""}
