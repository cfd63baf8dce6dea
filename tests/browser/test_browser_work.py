"""All of an officer's work, without a mouse: coming in, hearing a message, reaching its caller, finishing, leaving.

Once with JavaScript, once without it.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.keys import reach
from tests.browser.serving import served

WHAT_WAS_DONE = ["played", "claimed", "number-shown", "attempted", "contacted", "closed"]


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_message_from_coming_in_to_leaving(tmp_path, windows, javascript):
    with served(tmp_path) as end:
        known = end.with_password("officer", ["watford"], name="Ola Field")
        end.officer("officer", ["watford"])
        left = end.message(seconds=(2,), answers={"safe_time": "any"})
        page = windows(end, java_script_enabled=javascript)
        keys = page.keyboard

        def enter(target, key="Enter"):
            reach(page, target)
            with page.expect_navigation():
                keys.press(key)

        page.goto("/inbox/")
        keys.press("Tab")
        expect(page.get_by_role("link", name="Skip to the main content")).to_be_focused()
        reach(page, page.get_by_role("textbox", name="Login"))
        keys.type(known.login)
        reach(page, page.get_by_label("Password", exact=True))
        keys.type(known.password)
        with page.expect_navigation():
            keys.press("Enter")
        reach(page, page.get_by_label("Code", exact=True))
        keys.type(known.code())
        with page.expect_navigation():
            keys.press("Enter")

        enter(page.locator(".card__link"))
        expect(page.get_by_role("heading", level=1)).to_contain_text("Before you contact them")
        expect(page.locator(".rules")).to_contain_text("Hide your number.")

        player = page.get_by_role("button", name="Play") if javascript else page.locator("audio")
        reach(page, player)
        with page.expect_response(lambda answer: "/recordings/1" in answer.url) as heard:
            keys.press("Space")
        assert heard.value.status in (200, 206)

        enter(page.get_by_role("button", name="Claim it"))
        expect(page.get_by_role("alert")).to_contain_text("You have claimed this message.")
        enter(page.get_by_role("button", name="Show the number"))
        expect(page.locator(".number")).to_contain_text("07700 900 123")
        reach(page, page.get_by_role("radio", name="Reached"))
        keys.press("ArrowDown")
        expect(page.get_by_role("radio", name="No answer")).to_be_checked()
        enter(page.get_by_role("button", name="Write the attempt down"))
        reach(page, page.locator("summary", has_text="mark it as contacted"))
        keys.press("Enter")
        enter(page.get_by_role("button", name="Mark it as contacted"))
        reach(page, page.get_by_role("combobox", name="How does it end?"))
        keys.press("c")
        enter(page.get_by_role("button", name="Close it"))
        expect(page.get_by_text("It was closed")).to_be_visible()
        enter(page.get_by_role("button", name="Leave"))
        expect(page.get_by_role("heading", name="Come in")).to_be_visible()

        assert [act for act in end.acts(left.reference) if act != "opened"] == WHAT_WAS_DONE
        assert page.goto(f"/inbox/messages/{left.reference}").url.endswith("/inbox/login")


def test_the_skip_link_leads_past_the_navigation(tmp_path, windows):
    with served(tmp_path) as end:
        page = windows(end, end.officer())
        page.goto("/inbox/")
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to the main content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
