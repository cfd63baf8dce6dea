"""The map as a picture: well-formed, complete, and drawn so that nothing is on top of anything else."""

import json
import re
import xml.etree.ElementTree as ElementTree
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.call.turn import NodeId
from ivr.menu import load, load_text
from ivr.menu.problems import Problem
from ivr.show.plan import Plan, Spot, Way, plan
from ivr.show.sheets import sheets
from ivr.show.svg import MAP_CSS, Marks, svg
from ivr.show.svg.style import DARK, LIGHT
from scripts.bench.big_menu import big_menu
from tests.show.test_show_map import SMALL, chain

SHIPPED = Path(__file__).parents[2] / "menus.yaml"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def shipped():
    return plan(load(SHIPPED))


@pytest.fixture(scope="module")
def small():
    return plan(load_text(SMALL.encode()))


def read(text):
    return ElementTree.fromstring(text)


def named(root, attribute):
    return [each.get(attribute) for each in root.iter() if each.get(attribute) is not None]


def text_of(element):
    return " ".join(" ".join(element.itertext()).split())


def node(root, name):
    return next(each for each in root.iter() if each.get("data-node") == name)


@pytest.mark.parametrize("shape", ["board", "column", "pages"])
def test_every_node_and_every_way_is_drawn(shipped, shape):
    root = read(svg(shipped, shape=shape))
    assert sorted(named(root, "data-node")) == sorted(shipped.spots)
    ways = {f"{way.start} {way.how}" for ways in shipped.ways.values() for way in ways}
    assert set(named(root, "data-way")) == ways
    for name, spot in shipped.spots.items():
        drawn = node(root, name)
        assert drawn.get("id") == f"node-{name}"
        assert f"node kind-{spot.kind}" in drawn.get("class")
        assert drawn.find(f"{SVG}title").text.startswith(f"{name} ({spot.kind})")
    ids = named(root, "id")
    assert len(ids) == len(set(ids))


def test_options_are_drawn_with_their_words_and_where_they_lead(small):
    root = read(svg(small))
    assert "3 hear it all again → welcome" in text_of(node(root, "welcome"))
    assert "4 go back → one step back" in text_of(node(root, "welcome"))
    assert text_of(node(root, "message")).startswith(
        "message (record): “Please speak.” 1 leave a message message"
    )


def test_what_nothing_leads_to_stands_on_a_sheet_of_its_own(small):
    root = read(svg(small))
    last = [each for each in root.iter() if (each.get("id") or "").startswith("sheet-")][-1]
    assert "Nothing leads here" in text_of(last)
    assert named(last, "data-node") == ["attic"]
    assert "lost" in node(root, "attic").get("class").split()


def test_a_picture_by_itself_has_its_style_and_its_names_can_be_followed(small):
    text = svg(small)
    root = read(text)
    assert MAP_CSS in root.find(f"{SVG}style").text
    led = {link.get("href") for link in root.iter(f"{SVG}a")}
    assert "#node-bye" in led
    assert led <= {f"#{name}" for name in named(root, "id")}
    assert root.get("role") == "graphics-document"
    assert root.find(f"{SVG}title").text == "Map of Small line"


def test_a_picture_for_a_page_brings_neither_style_nor_links(small):
    root = read(svg(small, standalone=False))
    assert not list(root.iter(f"{SVG}style"))
    assert not list(root.iter(f"{SVG}a"))
    assert "bye" in named(root, "data-to")


@pytest.mark.parametrize("standalone", [True, False])
def test_no_attribute_holds_style_or_script(shipped, standalone):
    for each in read(svg(shipped, standalone=standalone)).iter():
        assert each.tag not in (f"{SVG}script", f"{SVG}foreignObject")
        for name, value in each.attrib.items():
            assert not name.startswith(("on", "style")), name
            assert not value.lstrip().startswith(("javascript:", "http")), value


def test_every_class_is_one_that_the_style_knows_or_a_kind(shipped):
    marks = Marks(NodeId("main"), {NodeId("main"): [problem("error")]}, {(NodeId("main"), "1")})
    classes = {name for each in named(read(svg(shipped, marks=marks)), "class") for name in each.split()}
    styled = set(re.findall(r"\.([a-z][a-z-]*)", MAP_CSS))
    told = {"node", "way", "problems", *{spot.does for spot in shipped.spots.values()}}
    means = {f"by-{way.means}" for ways in shipped.ways.values() for way in ways}
    assert {name for name in classes - styled - told - means if not name.startswith("kind-")} == set()


def problem(level, rule="some-rule", line=3):
    return Problem("menus.yaml", line, 1, rule, level, f"This is {rule}.", node="welcome")


def test_marks_are_words_and_shapes(small):
    welcome = NodeId("welcome")
    problems = [problem("advice"), problem("error", "bad-rule"), problem("advice", line=9)]
    untried = {(welcome, "2"), (welcome, "silence"), (welcome, "hang up"), (NodeId(""), "9")}
    root = read(svg(small, marks=Marks(welcome, {welcome: problems}, untried)))
    drawn = node(root, "welcome")
    assert "here" in drawn.get("class").split()
    said = text_of(drawn)
    assert "Line 3: This is some-rule. Line 3: This is bad-rule. Line 9" in said
    assert "error: bad-rule advice: some-rule ×2" in said
    assert "not tried: hang up" in said
    signs = [each.get("href") for each in drawn.iter(f"{SVG}use")]
    assert signs.index("#sign-error") < signs.index("#sign-advice")
    untried = {each.get("data-way") for each in root.iter() if "untried" in (each.get("class") or "").split()}
    assert {"welcome 2", "welcome silence"} <= untried
    assert "welcome 1" not in untried
    assert sum("here" in (each or "").split() for each in named(root, "class")) == 1


def test_without_marks_nothing_is_marked(shipped):
    classes = {name for each in named(read(svg(shipped)), "class") for name in each.split()}
    assert not classes & {"here", "untried", "problems"}


def test_on_pages_each_sheet_keeps_to_its_own(shipped):
    root = read(svg(shipped, shape="pages"))
    count = len(sheets(shipped).sheets)
    assert root.get("viewBox") == f"0 0 1188 {840 * count}"
    assert (root.get("width"), root.get("height")) == ("297.0mm", f"{210.0 * count}mm")
    placed = [each for each in root.iter() if (each.get("id") or "").startswith("sheet-")]
    for number, sheet in enumerate(placed):
        x, y, size = map(float, re.findall(r"[\d.]+", sheet.get("transform") + " 1")[:3])
        back = sheet.find(f"{SVG}rect")
        assert x + float(back.get("width")) * size <= 1188 - 39
        assert 840 * number + 40 <= y
        assert y + float(back.get("height")) * size <= 840 * (number + 1) - 40
        assert size > 0.75, "too small to be read"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_words_break_the_picture(words):
    try:
        flow = load_text(SMALL.replace("Hello. This is the small line.", json.dumps(words)).encode())
    except Exception:  # words that no menu may hold
        return
    assert len(named(read(svg(plan(flow))), "data-node")) == len(flow.nodes)


@given(st.text(min_size=1), st.text())
def test_no_text_at_all_breaks_the_picture(says, words):
    name = NodeId("a")
    drawn = Plan(name, (), {name: Spot(name, "menu", "chooses", says, 1, True)}, {}, says)
    drawn.ways[name] = (Way(name, name, "key", "1", f"to {words}"), Way(name, None, "words", words or "then"))
    assert named(read(svg(drawn)), "data-node") == ["a"]


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\ufffe", "\ud800", "<", "&", '"', "]]>"])
def test_no_sign_breaks_the_picture(sign):
    name = NodeId("a")
    drawn = Plan(name, (), {name: Spot(name, "menu", "chooses", f"a{sign}b", 1, True)}, {name: ()}, sign)
    assert "b" in text_of(node(read(svg(drawn)), "a"))


@pytest.mark.parametrize("length", [1, 30, 1500])
def test_a_long_chain_is_cut_into_sheets(length):
    drawn = plan(chain(length + 1))
    root = read(svg(drawn))
    assert sorted(named(root, "data-node")) == sorted(drawn.spots)


def test_a_menu_of_300_nodes_is_drawn_on_sheets_that_fit_paper():
    drawn = plan(load_text(big_menu(300).encode()))
    root = read(svg(drawn))
    assert len(named(root, "data-node")) == 300
    width, height = map(int, root.get("viewBox").split()[2:])
    assert 1 < width / height < 2
    for number, sheet in enumerate(
        each for each in root.iter() if (each.get("id") or "").startswith("sheet-")
    ):
        back = sheet.find(f"{SVG}rect")
        assert int(back.get("width")) < 1500, number
        assert int(back.get("height")) < 950, number


LETTERS = "abcdefghijklmnop"


@st.composite
def plans(draw):
    """Any plan: nodes that lead anywhere, by keys and by silence."""
    names = [NodeId(letter) for letter in LETTERS[: draw(st.integers(1, len(LETTERS)))]]
    spots = {
        name: Spot(name, "menu", "chooses", "Words. " * draw(st.integers(0, 9)), 1, True) for name in names
    }
    ways = {}
    for name in names:
        to = draw(st.lists(st.sampled_from([*names, None]), max_size=6))
        ways[name] = tuple(
            Way(name, end, "key", str(key), "to do something " * (key % 3)) for key, end in enumerate(to)
        )
        silent = draw(st.sampled_from([*names, None]))
        ways[name] += (Way(name, silent, "silence", "silence"),)
    reached, waiting = {names[0]}, [names[0]]
    while waiting:
        for way in ways[waiting.pop()]:
            if way.to and way.to not in reached:
                reached.add(way.to)
                waiting.append(way.to)
    spots = {
        name: spot if name in reached else Spot(name, spot.kind, spot.does, spot.says, 1, False)
        for name, spot in spots.items()
    }
    return Plan(names[0], (), spots, ways, "A line")


def numbers(text):
    return [float(number) for number in re.findall(r"-?[\d.]+", text)]


def boxes(sheet):
    """Where the cards of a sheet are, and the straight parts of its lines: (left, top, right, bottom) each."""
    inner = sheet.find(f"{SVG}g")
    cards, lines = [], []
    for each in inner:
        if each.tag == f"{SVG}path":
            lines.append((each.get("data-edge"), straight(each.get("d"))))
        elif each.tag == f"{SVG}g":
            x, y = numbers(each.get("transform"))
            rect = next(r for r in each.iter(f"{SVG}rect") if r.get("class") == "card")
            cards.append((x, y, x + float(rect.get("width")), y + float(rect.get("height"))))
    return cards, lines


def straight(path):
    """The straight parts of a line."""
    x = y = 0.0
    parts = []
    for command, rest in re.findall(r"([MHVq])([^MHVq]*)", path):
        at = numbers(rest)
        if command == "M":
            x, y = at
        elif command == "q":
            x, y = x + at[2], y + at[3]
        else:
            to = (at[0], y) if command == "H" else (x, at[0])
            parts.append((min(x, to[0]), min(y, to[1]), max(x, to[0]), max(y, to[1])))
            x, y = to
    return parts


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def meet(one, other):
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def assert_nothing_is_on_top_of_anything(drawn):
    root = read(svg(drawn))
    assert sorted(named(root, "data-node")) == sorted(drawn.spots)
    for sheet in (each for each in root.iter() if (each.get("id") or "").startswith("sheet-")):
        cards, lines = boxes(sheet)
        assert not any(overlap(one, other) for one, other in combinations(cards, 2))
        for _, parts in lines:
            assert not any(overlap(part, card) for part in parts for card in cards)
        for (one, parts), (other, others) in combinations(lines, 2):
            if one.split()[0] != other.split()[0]:  # lines from the same card run together
                assert not any(meet(a, b) for a in parts for b in others), (one, other)
        back = sheet.find(f"{SVG}rect")
        assert max(card[2] for card in cards) <= float(back.get("width")) - 18
        assert max(card[3] for card in cards) <= float(back.get("height")) - 18


@given(plans())
def test_cards_and_lines_never_cross(drawn):
    assert_nothing_is_on_top_of_anything(drawn)


def test_cards_and_lines_of_the_shipped_menu_never_cross(shipped):
    assert_nothing_is_on_top_of_anything(shipped)


def luminance(colour):
    digits = colour[1:] * (2 if len(colour) == 4 else 1)
    if len(colour) == 4:
        digits = "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_words_can_be_told_from_what_they_stand_on(palette):
    colours = dict(re.findall(r"--([a-z-]+):(#[0-9a-f]+)", palette))
    words = ["ink", "quiet", "link", "error", "warning", "advice"]
    pairs = [(word, ground) for word in words for ground in ("paper", "sheet", "card", "band")]
    for word, ground in [*pairs, ("on-key", "key"), ("on-here", "here")]:
        assert contrast(colours[word], colours[ground]) >= 4.5, (word, ground)
    for line, ground in [
        ("line", "card"),
        ("line", "sheet"),
        ("line", "band"),
        ("key", "card"),
        ("key", "band"),
    ]:
        assert contrast(colours[line], colours[ground]) >= 3, (line, ground)
