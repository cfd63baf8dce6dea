"""The map as nested lists, how it is cut into sheets, and marks where it is read and not seen."""

from pathlib import Path

import pytest

from ivr.call.turn import NodeId
from ivr.check.coverage import coverage
from ivr.check.lint import lint
from ivr.menu import load, load_text
from ivr.menu.problems import Problem
from ivr.show.branches import html_outline
from ivr.show.marks import LINE, Marks, marks_of
from ivr.show.mermaid import mermaid
from ivr.show.outline import outline
from ivr.show.plan import Plan, Spot, Way, plan
from ivr.show.sheets import TALLEST, WIDEST, sheets, walk
from scripts.bench.big_menu import big_menu
from tests.show.test_show_map import SMALL, assert_mermaid, chain

SHIPPED = Path(__file__).parents[2] / "menus.yaml"
WELCOME = NodeId("welcome")


@pytest.fixture(scope="module")
def small():
    return plan(load_text(SMALL.encode()))


MENUS = {
    "shipped": lambda: load(SHIPPED),
    "large": lambda: load_text(big_menu(300).encode()),
    "long": lambda: chain(200),
}


@pytest.fixture(scope="module", params=MENUS)
def drawn(request):
    return plan(MENUS[request.param]())


def branches(parts):
    for each in parts:
        yield each
        yield from branches(each.children)


def all_branches(told):
    return [branch for part in told.parts for branch in branches(part.branches)]


def test_each_node_stands_in_full_once(drawn):
    told = all_branches(html_outline(drawn))
    assert sorted(b.name for b in told if not b.repeated) == sorted(drawn.spots)
    repeated = [b.name for b in told if b.repeated]
    assert len(repeated) == len(set(repeated))


def test_each_way_is_told_once(drawn):
    told = all_branches(html_outline(drawn))
    tree = {link.way for branch in told for link in branch.by}
    links = [link.way for branch in told for link in branch.links]
    # The way to a node that follows on another sheet is told at both ends.
    again = {link.way for branch in told if branch.repeated for child in branch.children for link in child.by}
    assert set(links) & tree == again
    assert len(links) == len(set(links))
    assert {*links, *tree} == {f"{way.start} {way.how}" for ways in drawn.ways.values() for way in ways}


def test_a_link_names_the_sheet_that_its_node_is_on(drawn):
    told = html_outline(drawn)
    on = {b.name: part.number for part in told.parts for b in branches(part.branches) if not b.repeated}
    for branch in all_branches(told):
        for link in branch.links:
            assert link.sheet == (on[link.to] if link.to else None)


def test_what_is_repeated_stood_on_an_earlier_sheet_or_above(drawn):
    seen = set()
    for branch in all_branches(html_outline(drawn)):
        assert branch.repeated == (branch.name in seen)
        seen.add(branch.name)


def test_keys_are_in_their_order(drawn):
    for branch in all_branches(html_outline(drawn)):
        keys = [link.key for child in branch.children for link in child.by if link.key.isdigit()]
        assert keys == sorted(keys, key=keys.index)
        firsts = [child.key for child in branch.children if child.key.isdigit()]
        assert firsts == sorted(firsts)


def test_no_sheet_is_deeper_than_its_width(drawn):
    def depth(place):
        return (not place.repeated) + max(map(depth, place.children), default=0)

    for sheet in sheets(drawn).sheets:
        assert all(depth(place) <= WIDEST for place in sheet.places)


def test_a_sheet_holds_what_a_page_can():
    for sheet in sheets(plan(load(SHIPPED))).sheets:
        assert len(list(walk(sheet.places))) <= TALLEST


def test_the_small_menu_reads_like_this(small):
    told = html_outline(small)
    assert [key.key for key in told.keys] == ["0", "7", "9", "star"]
    assert [part.heading for part in told.parts] == ["A call begins", "From everywhere", "Nothing leads here"]
    (welcome,) = told.parts[0].branches
    assert [(child.key, child.words, child.name) for child in welcome.children] == [
        ("1", "to leave a message", "message"),
        ("2", "for opening hours", "when"),
    ]
    assert [(link.key, link.to) for link in welcome.links] == [
        ("3", "welcome"),
        ("4", None),
        ("silence", "bye"),
        ("keys without meaning", "person"),
    ]
    assert welcome.says == "Hello. This is the small line."
    assert welcome.line == 7


def test_a_node_that_only_silence_leads_to_stands_under_the_one_it_does():
    start, quiet = NodeId("start"), NodeId("quiet")
    drawn = Plan(
        start,
        (),
        {name: Spot(name, "menu", "chooses", "", 1, True) for name in (start, quiet)},
        {name: (Way(name, quiet, "silence", "silence"),) for name in (start, quiet)},
    )
    (part,) = html_outline(drawn).parts
    assert [child.name for child in part.branches[0].children] == ["quiet"]


PROBLEM = Problem("menus.yaml", 7, 1, "some-rule", "warning", "This is unwise.", node="welcome")
MARKS = Marks(
    WELCOME,
    {WELCOME: [PROBLEM, PROBLEM]},
    {(WELCOME, "1"), (WELCOME, "silence"), (WELCOME, "hang up"), (LINE, "9")},
)


def test_branches_have_their_marks(small):
    told = all_branches(html_outline(small, MARKS))
    welcome = next(branch for branch in told if branch.name == "welcome")
    assert welcome.here
    assert welcome.problems == (PROBLEM, PROBLEM)
    assert welcome.untried == ("hang up",)
    untried = {link.way for branch in told for link in (*branch.by, *branch.links) if link.untried}
    assert untried == {"welcome 1", "welcome silence"}
    assert sum(branch.here for branch in told) == 1


def test_the_outline_says_what_is_marked(small):
    lines = outline(small, MARKS).splitlines()
    assert "   9    hear again (not tried)" in lines
    at = next(number for number, line in enumerate(lines) if line.startswith("   welcome"))
    assert lines[at + 1 : at + 4] == [
        "      warning: some-rule (2 times)",
        "      not tried: hang up",
        "      1  to leave a message (not tried) → message (record) “Please speak.”",
    ]
    assert "      silence (not tried) → bye (end) “Goodbye.”" in lines


def test_mermaid_says_what_is_marked(small):
    text = mermaid(small, MARKS)
    assert_mermaid(text)
    assert "<br/>warning: some-rule<br/>not tried: hang up" in text
    assert '|"1: to leave a message #40;not tried#41;"|' in text


def test_marks_are_made_of_what_linter_and_coverage_found():
    flow = load_text(SMALL.encode())
    problems = lint(flow)
    covered = coverage(flow, [])
    marks = marks_of(problems, covered.untried, WELCOME)
    assert sum(map(len, marks.problems.values())) == sum(problem.node is not None for problem in problems)
    drawn = plan(flow)
    # Every way on the map that a call can go is found by the names that coverage has for it.
    ways = {(way.start, way.how) for ways in drawn.ways.values() for way in ways}
    asked = {
        (item.node, item.how)
        for item in covered.items
        if item.kind in ("option", "silence", "wrong-key", "entry", "way") and not item.how.endswith(" once")
    }
    assert asked <= ways
    assert {(LINE, key.key) for key in drawn.keys} <= marks.untried
