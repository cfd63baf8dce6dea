"""The map as Chromium draws it: no words leave their card, none stand on others, and a sheet prints as a page."""

import re
from pathlib import Path

import pytest

from ivr.call.turn import NodeId
from ivr.check.lint import lint
from ivr.menu import load, load_text
from ivr.show.plan import plan
from ivr.show.sheets import sheets
from ivr.show.svg import Marks, marks_of, svg
from scripts.bench.big_menu import big_menu
from tests.browser.windows import PATIENCE

SHIPPED = Path(__file__).parents[2] / "menus.yaml"
AWRY = """() => {
  const box = (element) => element.getBoundingClientRect();
  const awry = [];
  for (const node of document.querySelectorAll(".node, .again")) {
    const card = box(node.querySelector(".card"));
    const texts = [...node.querySelectorAll("text")].map((text) => [text.textContent, box(text)]);
    texts.forEach(([words, at], place) => {
      if (at.left < card.left + 1 || at.right > card.right - 1 || at.bottom > card.bottom + 1) awry.push(["outside", words]);
      for (const [others, there] of texts.slice(place + 1)) {
        const across = Math.min(at.right, there.right) - Math.max(at.left, there.left);
        const down = Math.min(at.bottom, there.bottom) - Math.max(at.top, there.top);
        if (across > 0.5 && down > 3) awry.push(["on each other", words, others]);
      }
    });
  }
  return [awry, document.querySelectorAll(".node").length];
}"""


def every_mark(flow):
    drawn = plan(flow)
    untried = {(way.start, way.how) for ways in drawn.ways.values() for way in ways[::2]}
    untried |= {(name, how) for name in drawn.spots for how in ("hang up", "silence once", "wrong key once")}
    return drawn, Marks(NodeId(drawn.start), marks_of(lint(flow)).problems, untried)


@pytest.fixture(scope="module")
def page(chromium):
    page = chromium.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    page.close()


def show(page, text, tmp_path):
    (tmp_path / "map.svg").write_text(text, encoding="utf-8")
    page.goto((tmp_path / "map.svg").as_uri())


@pytest.mark.parametrize("name", ["shipped", "large"])
def test_words_keep_to_their_cards(page, tmp_path, name):
    flow = load(SHIPPED) if name == "shipped" else load_text(big_menu(160).encode())
    drawn, marks = every_mark(flow)
    show(page, svg(drawn, marks=marks), tmp_path)
    assert page.evaluate(AWRY) == [[], len(drawn.spots)]


def test_each_sheet_is_printed_on_a_page(page, tmp_path):
    drawn = plan(load(SHIPPED))
    show(page, svg(drawn, shape="pages"), tmp_path)
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", printed)) == len(sheets(drawn).sheets)
    assert set(re.findall(rb"/MediaBox \[0 0 (\d+)\S* (\d+)", printed)) == {(b"841", b"594")}


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_call_is_seen_where_it_is(page, tmp_path, colours):
    drawn, marks = every_mark(load(SHIPPED))
    show(page, svg(drawn, marks=marks), tmp_path)
    page.emulate_media(color_scheme=colours)
    shown = "element => getComputedStyle(element.querySelector('.flag')).display"
    assert page.locator("#node-welcome").evaluate(shown) != "none"
    assert page.locator("#node-main").evaluate(shown) == "none"
