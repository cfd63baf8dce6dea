"""No page of the inbox, in none of its states, has a fault that can be measured: with axe by day and by night, and in a
window of 320 pixels, which is also 400 % of a usual one."""

import pytest
from playwright.sync_api import expect

from tests.browser.house import House
from tests.browser.serving import served
from tests.browser.windows import follow, troubles


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with served(tmp_path_factory.mktemp("house"), small_count=0) as end:
        yield House(end)


STATES = [
    "new", "of two recordings", "by keypad", "ring back", "not fetched", "in doubt", "unfinished", "assessed", "not to be rung",
    "claimed", "claimed by a colleague", "attempted", "contacted", "closed", "held", "to be erased", "to be cancelled",
    "to be changed",
]  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_a_message(house, kept, state):
    who = (
        house.officer
        if state in ("claimed", "attempted", "contacted", "to be changed", "assessed")
        else house.supervisor
    )
    page = kept(house.end, who)
    assert page.goto(house.message(state)).status == 200
    assert troubles(page) == []


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("officer", "/inbox/"),
        ("officer", "/inbox/?show=mine"),
        ("officer", "/inbox/?reference=123"),
        ("officer", "/inbox/?reference=00000000"),
        ("officer", "/inbox/requests"),
        ("officer", "/inbox/requests?show=handled"),
        ("officer", "/inbox/account"),
        ("with_nothing", "/inbox/"),
        ("supervisor", "/inbox/?show=closed"),
        ("supervisor", "/inbox/?show=unassessed&queue=watford"),
        ("supervisor", "/inbox/log"),
        ("supervisor", "/inbox/log?reference=1"),
        ("supervisor", "/inbox/erased"),
        ("supervisor", "/inbox/numbers"),
        ("manager", "/inbox/numbers"),
        ("manager", "/inbox/account"),
        ("administrator", "/inbox/accounts"),
        ("administrator", "/inbox/accounts/new"),
        ("administrator", "/inbox/log-of-accounts"),
    ],
)
def test_a_list(house, kept, who, path):
    page = kept(house.end, getattr(house, who))
    assert page.goto(path).status in (200, 400)
    assert troubles(page) == []


def test_an_account(house, kept):
    page = kept(house.end, house.administrator)
    assert page.goto(f"/inbox/accounts/{house.colleague.officer_id}").status == 200
    assert troubles(page) == []
    for link in ("Disable the account", "Reset the account"):
        page.goto(f"/inbox/accounts/{house.colleague.officer_id}")
        follow(page, page.get_by_role("button", name=link))
        expect(page.locator("main form button", has_text=link)).to_be_visible()
        assert troubles(page) == [], link


def test_an_account_that_lacks_something(house, kept):
    page = kept(house.end, house.administrator)
    page.goto("/inbox/accounts/new")
    follow(page, page.locator("main form button[type=submit]"))
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert page.title().startswith("Error: ")
    assert troubles(page) == []


def test_requests(house, kept):
    page = kept(house.end, house.supervisor)
    page.goto("/inbox/requests")
    links = [link.get_attribute("href") for link in page.locator("main .card__link").all()]
    assert len(links) == 3
    for link in links:
        page.goto(link)
        assert troubles(page) == [], link
    page.goto(links[0])
    follow(page, page.locator("main form button[type=submit]").first)
    assert troubles(page) == []


def test_what_cannot_be_done_is_said_where_it_is_wrong(house, kept):
    page = kept(house.end, house.officer)
    page.goto(house.message("claimed"))
    follow(page, page.get_by_role("button", name="Close it"))
    assert page.title().startswith("Error: ")
    assert page.locator(".govuk-error-summary a").first.get_attribute("href") == "#do-close"
    assert troubles(page) == []


def test_a_number_that_is_shown_and_what_was_done(house, kept):
    page = kept(house.end, house.officer)
    page.goto(house.message("claimed"))
    follow(page, page.get_by_role("button", name="Show the number"))
    expect(page.get_by_text("07700 900 123").first).to_be_visible()
    assert troubles(page) == []
    page.goto(house.message("claimed"))
    page.get_by_role("textbox", name="A new note").fill("Something else.")
    follow(page, page.get_by_role("button", name="Keep the note"))
    expect(page.get_by_role("alert")).to_be_visible()
    assert troubles(page) == []


def test_what_is_asked_once_more(house, kept):
    page = kept(house.end, house.supervisor)
    page.goto(house.message("in doubt"))
    page.get_by_text("Erase it").first.click()
    page.get_by_role("textbox", name="Why is it to be erased?").fill("It was a test.")
    follow(page, page.get_by_role("button", name="Erase it"))
    expect(page.get_by_role("heading", name="Erase this message?")).to_be_visible()
    assert troubles(page) == []


def test_coming_in(house, windows):
    end = house.end
    page = windows(end)
    page.goto("/inbox/")
    assert page.url.endswith("/inbox/login")
    assert troubles(page) == []
    follow(page, page.get_by_role("button", name="Go on"))
    assert page.title().startswith("Error: ")
    assert troubles(page) == []
    added = end.accounts.add(
        login="new@force.example",
        name="New",
        role="officer",
        areas=["watford"],
        by="operator",
        at=end.clock.now,
    )
    page.get_by_role("textbox", name="Login").fill("new@force.example")
    page.get_by_label("Password", exact=True).fill(added.first_password)
    follow(page, page.get_by_role("button", name="Go on"))
    assert page.url.endswith("/inbox/login/set-up")
    assert troubles(page) == []
    follow(page, page.get_by_role("button", name="Go on"))
    assert troubles(page) == []


def test_a_code_and_recovery_codes(house, windows):
    known = house.end.with_password("officer", ["watford"])
    page = windows(house.end)
    page.goto("/inbox/login")
    page.get_by_role("textbox", name="Login").fill(known.login)
    page.get_by_label("Password", exact=True).fill(known.password)
    follow(page, page.get_by_role("button", name="Go on"))
    assert troubles(page) == []
    page.get_by_label("Code", exact=True).fill("000000")
    follow(page, page.get_by_role("button", name="Go on", exact=True))
    assert page.title().startswith("Error: ")
    assert troubles(page) == []
    house.end.clock.pass_by(minutes=1)
    page.get_by_label("Code", exact=True).fill(known.code())
    follow(page, page.get_by_role("button", name="Go on", exact=True))
    page.goto("/inbox/account")
    house.end.clock.pass_by(minutes=1)
    page.get_by_label("Code", exact=True).fill(known.code())
    follow(page, page.get_by_role("button", name="Make new recovery codes"))
    assert page.locator("main li code").count() == 10
    assert troubles(page) == []


@pytest.mark.parametrize(
    ("who", "path", "code"),
    [
        (None, "/inbox/nothing", 404),
        ("officer", "/inbox/messages/00000000", 404),
        ("officer", "/inbox/accounts", 403),
        ("manager", "/inbox/requests", 403),
    ],
)
def test_what_is_not_there_or_not_for_them(house, kept, who, path, code):
    page = kept(house.end, who and getattr(house, who))
    assert page.goto(path).status == code
    assert troubles(page) == []


def test_a_list_of_several_pages(tmp_path, windows):
    with served(tmp_path) as end:
        for _ in range(26):
            end.message(seconds=())
        page = windows(end, end.officer())
        page.goto("/inbox/")
        assert troubles(page) == []
        follow(page, page.get_by_role("link", name="Next"))
        assert page.locator(".card").count() == 1
        assert troubles(page) == []


def test_a_demonstration_says_so(tmp_path, windows):
    with served(tmp_path, demonstration=True, demonstration_approved_by="") as end:
        page = windows(end, end.officer())
        page.goto("/inbox/")
        expect(page.get_by_text("This is a demonstration")).to_be_visible()
        assert troubles(page) == []
