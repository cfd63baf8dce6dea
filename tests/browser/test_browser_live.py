"""A list tells, with JavaScript, that it is no longer what there is; whoever reads it decides when to see that."""

import time

import pytest
from playwright.sync_api import expect

from tests.browser.serving import served
from tests.browser.windows import PATIENCE, problems, stop_time

ONCE = 21_000
"""Milliseconds: a little more than between two questions."""


@pytest.fixture
def end(tmp_path):
    with served(tmp_path) as end:
        yield end


def opened(windows, end, officer):
    page = windows(end, officer)
    stop_time(page)
    page.goto("/inbox/")
    return page


def asked(page, milliseconds=ONCE):
    """Let the time pass by until the page has asked, and return the answer to that."""
    with page.expect_response(lambda answer: "/inbox/changes" in answer.url) as answer:
        passes_until(answer, page, milliseconds)
    settled(page)
    return answer.value


def passes_until(event, page, milliseconds):
    """Let so much time pass by, and then more, little by little: a page that was busy has set its timer late."""
    page.clock.run_for(milliseconds)
    deadline = time.monotonic() + PATIENCE / 1000
    while not event.is_done() and time.monotonic() < deadline:
        page.wait_for_timeout(20)
        page.clock.run_for(100)


def settled(page):
    """Wait until the page has taken in what was answered before: it gets to no later answer sooner."""
    page.evaluate(
        "async () => (await fetch(document.querySelector('link[rel=stylesheet]').href, {cache: 'no-store'})).text()"
    )


def test_what_another_officer_does_is_told_and_shown_when_asked_for(end, windows):
    left, officer, other = end.message(), end.officer(), end.officer()
    page = opened(windows, end, officer)
    live = page.locator("[data-live]")
    expect(live).to_have_attribute("aria-live", "polite")
    assert asked(page).json()["words"] == ""
    expect(live).to_be_empty()

    page.locator("#reference").fill("4050")
    assert end.client(other).send(f"/inbox/messages/{left.reference}/claim").status_code == 303
    end.message()
    asked(page)
    expect(live).to_contain_text("The list has changed")
    expect(page.locator(".card")).to_have_count(1)  # nothing moves under anybody's hands
    expect(page.locator("#reference")).to_be_focused()
    expect(page.locator("#reference")).to_have_value("4050")
    page.clock.resume()  # axe waits by it
    assert problems(page) == []
    page.get_by_role("button", name="Show them").click()
    expect(page.locator(".card")).to_have_count(2)
    expect(live).to_be_empty()


def test_it_is_said_once_however_often_it_is_asked(end, windows):
    page = opened(windows, end, end.officer())
    end.message()
    asked(page)
    button = page.get_by_role("button", name="Show them")
    button.focus()
    said = page.locator("[data-live] p").element_handle()
    asked(page)
    assert said.evaluate("it => it.isConnected"), "it was said again"
    end.message()
    asked(page)
    expect(page.locator("[data-live]")).to_contain_text("2 open messages")
    expect(page.locator("[data-live] button")).to_have_count(1)
    expect(button).to_be_focused()


def test_who_was_put_out_is_told_so_and_asks_no_more(end, windows):
    officer = end.officer()
    page = opened(windows, end, officer)
    end.accounts.disable(officer.officer_id, by="operator", at=end.clock.now)
    assert asked(page).status == 401
    expect(page.locator("[data-live]")).to_contain_text("Your session has ended.")
    more = []
    page.on("request", lambda it: more.append(it.url))
    page.clock.run_for(20 * ONCE)
    assert more == []
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_role("heading", name="Come in")).to_be_visible()


def test_where_nothing_answers_it_asks_less_and_less_often(end, windows):
    page = opened(windows, end, end.officer())
    page.route("**/inbox/changes*", lambda route: route.abort())

    def fails(milliseconds):
        with page.expect_event("requestfailed") as failed:
            passes_until(failed, page, milliseconds)
        settled(page)

    def keeps_quiet(milliseconds):
        asked = []
        page.on("request", lambda it: asked.append(it.url))
        page.clock.run_for(milliseconds)
        assert asked == []

    fails(ONCE)
    keeps_quiet(ONCE)
    fails(ONCE)
    keeps_quiet(3 * ONCE)
    fails(ONCE)
    page.unroute("**/inbox/changes*")
    end.message()
    asked(page, 400_000)
    expect(page.locator("[data-live]")).to_contain_text("1 open message")


def test_it_is_not_taken_for_somebody_being_there(end, windows):
    officer = end.officer()
    page = opened(windows, end, officer)
    for _ in range(4):
        end.clock.pass_by(minutes=9)
        answer = asked(page)
    assert answer.status == 401
