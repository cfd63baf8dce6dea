"""The pages for eyes and papers of every kind: own colours, no movement, large text, paper."""

import pytest

from tests.browser.house import House
from tests.browser.serving import served
from tests.browser.windows import too_wide


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with served(tmp_path_factory.mktemp("house")) as end:
        yield House(end)


@pytest.fixture
def shown(house, kept):
    """Opens a page of an officer for eyes of some kind: `shown(officer, path, forced_colors="active")`."""
    usual = {
        "media": "screen",
        "color_scheme": "light",
        "forced_colors": "none",
        "reduced_motion": "no-preference",
    }
    pages = []

    def opened(officer, path, **eyes):
        page = kept(house.end, officer)
        pages.append(page)
        page.emulate_media(**eyes)
        page.goto(path)
        return page

    yield opened
    for page in pages:
        page.emulate_media(**usual)


def test_own_colours_leave_edges_and_the_focus(house, shown):
    page = shown(house.supervisor, house.message("unfinished"), forced_colors="active")
    edges = page.eval_on_selector_all(
        ".govuk-tag, .rules, .player, .govuk-button, .govuk-textarea",
        "all => all.map((it) => parseFloat(getComputedStyle(it).borderTopWidth))",
    )
    assert len(edges) > 8
    assert min(edges) >= 1
    for name in ("Claim it", "Play"):
        page.keyboard.press("Tab")  # so that the browser shows the focus
        page.get_by_role("button", name=name).focus()
        style = page.evaluate(
            "(({outlineStyle, outlineWidth}) => [outlineStyle, outlineWidth])(getComputedStyle(document.activeElement))"
        )
        assert style == ["solid", "3px"]


def test_nothing_moves_for_whom_that_disturbs(house, shown):
    page = shown(house.supervisor, house.message("new"), reduced_motion="reduce")
    moving = page.eval_on_selector_all(
        "*",
        """all => all.filter((it) => ['transitionDuration', 'animationDuration'].some(
             (name) => getComputedStyle(it)[name].split(',').some((time) => parseFloat(time) > 0))).map((it) => it.outerHTML.slice(0, 80))""",
    )
    assert moving == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_has_what_counts_in_black_on_white(house, shown, scheme):
    page = shown(house.officer, house.message("claimed"), media="print", color_scheme=scheme)
    for there in ("Hide your number.", "What they answered", "A note of two lines.", "Who did what"):
        assert page.get_by_text(there, exact=False).first.is_visible(), there
    for gone in ("nav", "button", "textarea", "select", "audio", ".foot", ".player"):
        assert not any(it.is_visible() for it in page.locator(gone).all()), gone
    dark = page.eval_on_selector_all(
        "main *, main",
        """all => all.filter((it) => it.offsetParent && it.textContent.trim()).filter((it) => {
             const style = getComputedStyle(it);
             const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 765;
             const none = style.backgroundColor === 'rgba(0, 0, 0, 0)';
             return light(style.color) > 0.45 || (!none && light(style.backgroundColor) < 0.8);
           }).map((it) => it.outerHTML.slice(0, 100))""",
    )
    assert dark == []


@pytest.mark.parametrize("path", ["/inbox/", "message", "/inbox/requests"])
def test_text_twice_as_large_and_wider_spaced_loses_nothing(house, shown, path):
    """WCAG 1.4.4 and 1.4.12."""
    page = shown(house.officer, house.message("claimed") if path == "message" else path)
    page.evaluate(
        """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(`
             html { font-size: 200% !important }
             * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
             p { margin-bottom: 2em !important }`); document.adoptedStyleSheets = [sheet]; }"""
    )
    assert too_wide(page) == []
    cut = page.eval_on_selector_all(
        "main *",
        """all => all.filter((it) => ['hidden', 'clip'].includes(getComputedStyle(it).overflowX) && it.textContent.trim() &&
             !it.closest('.govuk-visually-hidden') && it.scrollWidth > it.clientWidth + 1).map((it) => it.outerHTML.slice(0, 100))""",
    )
    assert cut == []


def test_without_javascript_the_player_is_the_browsers_own(house, windows):
    page = windows(house.end, house.officer, java_script_enabled=False)
    page.goto(house.message("claimed"))
    assert page.locator("audio").is_visible()
    assert page.locator("audio").get_attribute("controls") is not None
    assert page.locator(".player button").count() == 0
    page.set_viewport_size({"width": 320, "height": 640})
    assert too_wide(page) == []
