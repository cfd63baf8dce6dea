"""A session does not end unsaid: whoever is there can stay in, and of who is not there nothing stays on the screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.serving import served
from tests.browser.windows import NARROW, WIDE, problems, stop_time, too_wide

MINUTES = 60_000


@pytest.fixture
def end(tmp_path):
    with served(tmp_path) as end:
        yield end


def opened(windows, end):
    left = end.message()
    page = windows(end, end.officer())
    stop_time(page)
    page.goto(f"/inbox/messages/{left.reference}")
    return page


def told(page):
    return page.locator("[data-staying]")


def passes(page, end, minutes):
    """Let so many minutes pass by, here and there."""
    end.clock.pass_by(minutes=minutes)
    page.clock.run_for(minutes * MINUTES)


def test_it_is_said_before_it_ends_and_a_key_is_enough_to_stay(end, windows):
    page = opened(windows, end)
    said, note = told(page), page.get_by_role("textbox", name="A new note")
    note.fill("Rather in the evening.")
    passes(page, end, 29)
    expect(said).to_contain_text("In two minutes at most you are out")
    expect(said).to_be_in_viewport()
    page.set_viewport_size(NARROW)
    assert too_wide(page) == []
    page.set_viewport_size(WIDE)
    with page.expect_response("**/inbox/stay"):
        page.get_by_role("button", name="Stay in").click()
    expect(said).to_be_empty()
    passes(page, end, 29)
    expect(said).to_contain_text("you are out")
    with page.expect_response("**/inbox/stay"):
        note.press("End")
    expect(said).to_be_empty()
    expect(note).to_have_value("Rather in the evening.")


def test_what_is_said_then_can_be_read_by_everybody(end, windows):
    page = windows(end, end.officer("manager", ()))  # with a clock that goes, for axe waits for that
    page.goto("/inbox/account")
    end.clock.pass_by(minutes=29)
    page.evaluate("new BroadcastChannel('inbox').postMessage('look')")  # as another window does
    expect(told(page)).to_contain_text("you are out")
    assert problems(page) == []
    page.emulate_media(color_scheme="dark")
    assert problems(page, "color-contrast") == []


def test_of_who_is_not_there_nothing_stays_on_the_screen(end, windows):
    page = opened(windows, end)
    page.get_by_role("textbox", name="A new note").fill("Rather in the evening.")
    passes(page, end, 31)
    expect(page.get_by_role("heading", name="Come in")).to_be_visible()
    assert "evening" not in page.content()


def test_nor_where_nobody_answers_any_more(end, windows):
    page = opened(windows, end)
    page.route("**/inbox/**", lambda route: route.abort())
    page.clock.run_for(31 * MINUTES)
    expect(page.get_by_role("heading", name="Before you contact them")).to_have_count(0)


def test_who_leaves_in_one_window_has_left_in_all(end, windows):
    page = opened(windows, end)
    other = page.context.new_page()
    other.goto("/inbox/")
    other.get_by_role("button", name="Leave").click()
    expect(other.get_by_role("heading", name="Come in")).to_be_visible()
    expect(page.get_by_role("heading", name="Come in")).to_be_visible()
