"""The player of recordings: by the keyboard, in words, and only when somebody asks for it."""

import pytest
from playwright.sync_api import expect

from tests.browser.serving import served
from tests.browser.windows import problems, until


@pytest.fixture(scope="module")
def end(tmp_path_factory):
    with served(tmp_path_factory.mktemp("player")) as end:
        yield end


@pytest.fixture(scope="module")
def reader(end):
    return end.officer()


@pytest.fixture(scope="module")
def message(end):
    """The path of a message of two recordings: one of twelve seconds, and one that does not end while a test goes on."""
    return f"/inbox/messages/{end.message(seconds=(12, 600)).reference}"


@pytest.fixture
def page(end, message, reader, kept):
    page = kept(end, reader)
    page.asked = []

    def asks(asked):
        if "/recordings/" in asked.url:
            page.asked.append(asked.url)

    page.on("request", asks)
    page.goto(message)
    yield page
    page.remove_listener("request", asks)
    page.unroute_all()
    page.emulate_media(reduced_motion="no-preference")


def first(page):
    return page.locator("[data-player]").first


def long(page):
    return page.locator("[data-player]").nth(1)


def goes_on(page, number=0):
    """Wait until a recording is heard."""
    until(page, f"document.querySelectorAll('audio')[{number}].currentTime > 0")


def position(page, number=0):
    return page.evaluate("it => document.querySelectorAll('audio')[it].currentTime", number)


def plays(page, number=0):
    return page.evaluate("it => !document.querySelectorAll('audio')[it].paused", number)


def test_nothing_plays_or_is_fetched_by_itself(page):
    assert page.asked == []
    assert not plays(page)
    expect(first(page).locator(".player__time")).to_have_text("0:00 of 0:12")


def test_it_plays_and_pauses_by_the_keyboard_and_says_so(page):
    button = long(page).get_by_role("button", name="Play")
    button.focus()
    page.keyboard.press("Space")
    expect(long(page).get_by_role("button", name="Pause")).to_be_focused()
    goes_on(page, 1)
    page.keyboard.press("Enter")
    expect(long(page).get_by_role("button", name="Play")).to_be_visible()
    assert not plays(page, 1)
    assert problems(page) == []


def test_position_is_told_in_words_and_moves_by_keys(page):
    slider = first(page).get_by_role("slider", name="Position")
    slider.focus()
    expect(slider).to_have_attribute("aria-valuetext", "0 seconds of 12 seconds")
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "5 seconds of 12 seconds")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "12 seconds of 12 seconds")
    page.keyboard.press("ArrowLeft")
    expect(first(page).locator(".player__time")).to_have_text("0:07 of 0:12")
    page.keyboard.press("Home")
    expect(slider).to_have_value("0")
    expect(long(page).get_by_role("slider")).to_have_attribute("aria-valuetext", "0 seconds of 10 minutes")


def test_where_somebody_went_before_playing_is_where_it_begins(page):
    long(page).get_by_role("button", name="Forward 5 seconds").click()
    long(page).get_by_role("button", name="Play").click()
    until(page, "document.querySelectorAll('audio')[1].currentTime > 5")
    long(page).get_by_role("button", name="Pause").click()
    expect(long(page).get_by_role("button", name="Play")).to_be_visible()
    there = position(page, 1)
    long(page).get_by_role("button", name="Back 5 seconds").click()
    assert position(page, 1) == pytest.approx(there - 5, abs=0.5)


def test_speed_keeps_the_voice_as_it_is(page):
    first(page).get_by_role("combobox", name="Speed").select_option("2")
    first(page).get_by_role("button", name="Play").click()
    goes_on(page)
    assert page.evaluate("(it => [it.playbackRate, it.preservesPitch])(document.querySelector('audio'))") == [
        2,
        True,
    ]


def test_keys_do_nothing_outside_the_player(page):
    page.evaluate("document.querySelector('main').focus()")
    for key in ("Space", "ArrowRight", "k", "p"):
        page.keyboard.press(key)
    assert not plays(page)
    assert position(page) == 0
    assert page.asked == []


def test_one_plays_at_a_time(page):
    first(page).get_by_role("button", name="Play").click()
    goes_on(page)
    long(page).get_by_role("button", name="Play").click()
    goes_on(page, 1)
    assert not plays(page)
    assert plays(page, 1)


def test_the_bar_moves_with_the_voice(page):
    long(page).get_by_role("button", name="Play").click()
    expect(long(page).locator(".player__level")).to_have_attribute("aria-hidden", "true")
    until(
        page,
        "parseFloat((document.querySelectorAll('.player__level span')[1].style.transform.match(/[0-9.]+/) || ['0'])[0]) > 0.01",
    )


def test_the_bar_is_not_there_for_whom_movement_disturbs(page):
    page.emulate_media(reduced_motion="reduce")
    expect(long(page).locator(".player__level")).to_be_hidden()
    long(page).get_by_role("button", name="Play").click()
    goes_on(page, 1)
    assert page.evaluate("document.querySelectorAll('.player__level span')[1].style.transform") == ""


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "not in any more"),
        (403, "role"),
        (404, "not here"),
        (410, "erased"),
        (503, "cannot be reached"),
        (500, "could not be fetched"),
    ],
)
def test_what_is_wrong_is_said_in_words(page, status, words):
    page.route("**/recordings/*", lambda route: route.fulfill(status=status, body=""))
    first(page).get_by_role("button", name="Play").click()
    expect(first(page).get_by_role("alert")).to_contain_text(words)
    expect(first(page).get_by_role("button", name="Play")).to_be_visible()
    assert problems(page) == []


def test_what_was_wrong_once_may_work_later(page):
    page.route("**/recordings/*", lambda route: route.fulfill(status=503, body=""))
    first(page).get_by_role("button", name="Play").click()
    expect(first(page).get_by_role("alert")).to_contain_text("Try again")
    page.unroute("**/recordings/*")
    first(page).get_by_role("button", name="Play").click()
    goes_on(page)
    expect(first(page).locator(".player__trouble")).to_be_empty()


def test_an_officer_who_was_put_out_is_told_so(end, message, windows):
    officer = end.officer()
    page = windows(end, officer)
    page.goto(message)
    end.accounts.disable(officer.officer_id, by="operator", at=end.clock.now)
    first(page).get_by_role("button", name="Play").click()
    expect(first(page).get_by_role("alert")).to_contain_text("You are not in any more.")
