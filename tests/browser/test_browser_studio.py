"""The studio in a real browser: rings, presses, speaks, keeps, follows the menu file; by the keyboard alone, and by axe."""

import io
import json
import re
import wave

import pytest
from click.testing import CliRunner
from playwright.sync_api import expect

from ivr.cli import main
from tests.browser.keys import reach
from tests.browser.studio_serving import PERSON, SHIPPED, Hands, studio
from tests.browser.windows import NARROW, PATIENCE, WIDE, problems, stop_time, too_wide, troubles, until

MANUAL = (SHIPPED.parent / "docs" / "menus.md").read_text("utf-8")
QUIET = re.search(r"^```yaml\n(.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL)[1]
"""A small menu."""
TO_NAME = "1 1 1 1 1 1 1 1 1"
"""Keys from the beginning to the first recording, where the caller says a name."""
CHRISTMAS = "2026-12-25T10:00:00"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with studio(tmp_path_factory.mktemp("studio"), IVR_SPEECH="off") as house:
        yield house


@pytest.fixture
def page(house, kept):
    """A window in which nobody has been: what the studio keeps in a browser is taken out of it."""
    page = kept(house)
    if page.url != "about:blank":
        page.evaluate("localStorage.clear()")
    page.context.clear_cookies()
    return page


@pytest.fixture
def hands(page):
    return Hands(page)


def ring_settings(page):
    page.locator("#ring-summary").click()


def beside_the_map(page):
    """Put away the map, which is looked at for itself: it is much to look at."""
    page.locator("#tab-scenarios").click()
    expect(page.locator("#picture")).to_be_hidden()


def settled(page):
    """Wait until what the page has asked for by now is answered: nothing asked later is answered sooner."""
    for _ in range(2):
        page.evaluate("async () => (await fetch('calls/none', {cache: 'no-store'})).status")


def test_a_call_is_as_ivr_call_tells_it_turn_by_turn(hands, monkeypatch):
    monkeypatch.setenv("IVR_PERSON_NUMBER", PERSON)
    page = hands.page
    ring_settings(page)
    page.get_by_label("The line’s clock").fill("2026-12-25 10:00")
    hands.ring()
    hands.keys("1 2 w 0", "person")
    keys = ["--keys", "1 2 wait 0", "--at", CHRISTMAS, "--format", "json"]
    told = CliRunner().invoke(main, ["call", str(SHIPPED), *keys], catch_exceptions=False)
    assert hands.heard() == [turn["heard"] for turn in json.loads(told.stdout) if "heard" in turn]
    assert "Today may be different." in hands.heard()[2][0]  # it was Christmas there


def test_everything_by_the_keyboard_alone(hands):
    page = hands.page
    reach(page, page.locator("#ring"))
    page.keyboard.press("Enter")
    hands.at("welcome")
    expect(page.locator("#keypad")).to_be_focused()  # the button that had the focus is gone
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    hands.at("main")
    hands.keys("1 1 1 2", "safe-number")
    expect(page.locator("#waits")).to_have_text("The line waits for several digits, ended by hash.")
    page.keyboard.type("07700900123")
    expect(page.locator("#entry")).to_have_text("07700900123")
    page.keyboard.press("#")
    hands.at("confirm-number")
    assert any("0 7 7 0 0" in words for words in hands.heard()[-1])
    hands.keys("1 1 1 1", "name")
    reach(page, page.locator("#how-long"))
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    hands.at("message")
    reach(page, page.locator("#then"))
    page.keyboard.type("hang")
    expect(page.locator("#then")).to_have_value("hangup")
    reach(page, page.locator("#say-it"))
    page.keyboard.press("Enter")
    expect(page.locator("#kept")).to_contain_text("unfinished")
    expect(page.locator("#kept")).to_contain_text("2 recordings")
    page.keyboard.press("s")
    expect(page.locator("#title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#save-dialog")).not_to_be_visible()


def test_letters_can_be_turned_off_and_work_in_the_phone_all_the_same(hands):
    page = hands.page
    posted = []

    def asks(asked):
        if asked.method == "POST":
            posted.append(asked.url)

    page.on("request", asks)
    page.get_by_text("Keys and time").click()
    page.get_by_label("Keys of the keyboard work on the whole page").uncheck()
    page.locator("#tab-map").focus()
    page.keyboard.press("r")
    settled(page)
    assert posted == []
    page.remove_listener("request", asks)
    page.locator("#ring").focus()
    page.keyboard.press("r")
    hands.at("welcome")
    page.reload()
    expect(page.get_by_label("Keys of the keyboard work on the whole page")).not_to_be_checked()


def test_whoever_writes_presses_no_keys(hands):
    page = hands.page
    ring_settings(page)
    page.get_by_label("The line’s clock").press_sequentially("Christmas Day 10:00")
    expect(page.get_by_label("The line’s clock")).to_have_value("Christmas Day 10:00")
    settled(page)
    expect(page.locator("#where")).to_have_text("Nobody is on the phone.")


def test_somebody_made_up_can_be_put_through(hands):
    page = hands.page
    beside_the_map(page)
    ring_settings(page)
    page.get_by_label("There is a person to put callers through to").check()
    hands.ring()
    hands.keys("1 0", "person")
    assert problems(page) == []
    page.locator('[data-dial="busy"]').click()
    expect(page.locator("#dial")).not_to_be_visible()


def test_keys_after_ringing_from_a_field_are_for_the_line(hands):
    page = hands.page
    ring_settings(page)
    page.get_by_label("The line’s clock").fill("Christmas Day 10:00")
    page.keyboard.press("Enter")
    hands.at("welcome")
    expect(page.locator("#keypad")).to_be_focused()
    page.keyboard.press("1")
    hands.at("main")
    expect(page.get_by_label("The line’s clock")).to_have_value("Christmas Day 10:00")


def test_a_time_and_a_number_that_are_none_are_told_at_their_fields(hands):
    page = hands.page
    beside_the_map(page)
    ring_settings(page)
    page.get_by_label("The line’s clock").fill("half past never")
    page.locator("#ring").click()
    expect(page.locator("#clock-error")).not_to_be_empty()
    expect(page.get_by_label("The line’s clock")).to_be_focused()
    page.get_by_label("The line’s clock").fill("")
    page.get_by_label("Another number").check()
    number = page.get_by_label("Telephone number")
    number.fill("07700 90012")
    page.locator("#ring").click()
    expect(page.locator("#other-error")).to_contain_text("Write one such as 07700 900002")
    expect(page.locator("#clock-error")).to_be_hidden()
    expect(number).to_be_focused()
    expect(number).to_have_value("07700 90012")
    expect(number).to_have_attribute("aria-describedby", "other-hint other-error")
    assert problems(page) == []
    number.fill("07700 900123")
    hands.ring()
    expect(page.locator("#other-error")).to_be_hidden()
    expect(number).to_have_attribute("aria-describedby", "other-hint")


def test_no_state_has_a_fault_that_can_be_measured(hands):
    page = hands.page
    expect(page.locator("#picture svg")).to_be_visible()
    assert problems(page) == [], "before the first call"
    page.locator("#tab-problems").click()
    beside_the_map(page)
    hands.ring()
    hands.keys(TO_NAME, "name")
    page.get_by_text("TwiML and request").last.click()
    for how in ("microphone", "words"):
        page.locator(f"#how-{how}").check()
        assert problems(page, "label", "color-contrast", "aria-valid-attr-value", within="#speak") == [], how
    page.get_by_text("Keys and time").click()
    ring_settings(page)
    assert troubles(page) == [], "at a recording, with everything open"
    page.keyboard.press("h")
    expect(page.locator("#where")).to_have_text("The call is over.")
    page.keyboard.press("s")
    assert problems(page) == [], "keeping"
    page.keyboard.press("Escape")
    page.locator("#tab-problems").click()
    expect(page.locator("#count-problems")).to_contain_text("(")  # the rules have been asked
    assert problems(page) == [], "what the rules say"
    page.locator("#tab-map").click()
    page.locator("#map-outline").check()
    expect(page.locator("#outline button").first).to_be_visible()
    assert problems(page) == [], "the outline"
    page.set_viewport_size(NARROW)
    assert too_wide(page) == [], "the outline"


def test_colours_of_the_readers_own_and_a_narrow_window(house, windows):
    page = windows(house, forced_colors="active", viewport=NARROW, reduced_motion="reduce")
    hands = Hands(page)
    hands.ring()
    hands.keys("1", "main")
    assert problems(page) == []
    assert too_wide(page) == []
    page.set_viewport_size(WIDE)


def test_the_map_follows_the_call_and_leads_to_a_place(house, page):
    house.settled()  # when the rules have been asked it is drawn anew, and the focus in it is lost
    hands = Hands(page)
    hands.ring()
    hands.keys("1", "main")
    here = page.locator("#picture [data-node].here")
    expect(here).to_have_attribute("data-node", "main")
    expect(page.locator('#picture [data-way="welcome 1"]')).to_have_class(re.compile(r"\bwent\b"))
    page.locator("#picture").focus()
    width = "document.querySelector('#picture svg').getBoundingClientRect().width"
    before = page.evaluate(width)
    page.keyboard.press("+")
    assert page.evaluate(width) > before
    page.keyboard.press("0")
    assert page.evaluate(width) < before
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    node = page.evaluate("document.activeElement.dataset.node")
    assert node not in (None, "main")
    page.keyboard.press("ArrowLeft")
    page.locator('#picture [data-node="more"]').first.focus()
    page.keyboard.press("Enter")
    hands.at("more")
    expect(here).to_have_attribute("data-node", "more")
    page.locator("#jump-to").select_option("confirm-number")
    page.get_by_role("button", name="Jump there").click()
    hands.at("confirm-number")


def test_a_saved_file_is_followed_and_a_broken_one_is_told(house, hands):
    page = hands.page
    beside_the_map(page)
    hands.ring()
    try:
        house.edit("goto: main}", "goto: mian}")
        banner = page.locator(".file")
        expect(banner).to_contain_text("The last good version stays on the line")
        expect(banner).to_contain_text(re.compile(r"Line \d+, column \d+: .*mian"))
        assert problems(page) == []
        hands.keys("1", "main")  # the call goes on
        house.mend()
        expect(banner).to_have_count(0)
        house.edit("They will treat you with respect.", "They will listen to you.")
        expect(page.locator("#voice")).to_contain_text("The menu has changed")
        page.keyboard.press("h")
        expect(page.locator("#where")).to_have_text("The call is over.")
        page.keyboard.press("a")  # the same again, on the new menu
        until(page, "document.querySelectorAll('.turn--did').length === 1")
        expect(page.locator("#said")).to_contain_text("They will listen to you.")
    finally:
        house.mend()
        house.settled()


def test_words_are_for_a_screen_reader_where_somebody_wants_that(page):
    hands = Hands(page, words="announce")
    hands.ring()
    hands.keys("1", "main")
    words = hands.page.locator("#words")
    expect(words).to_have_attribute("aria-live", "polite")
    assert [line.text_content() for line in words.locator("p").all()] == hands.heard()[-1]
    hands.page.locator("#words-read").check()
    hands.keys("3", "hate-choices")
    expect(words).to_be_empty()


def test_whom_the_line_rings_is_up_to_who_tries_it(hands):
    page = hands.page
    beside_the_map(page)
    hands.ring()
    hands.keys("0", "person")
    assert problems(page) == []
    page.get_by_role("button", name="Busy").click()
    expect(page.locator(".turn--did").last).to_contain_text("busy")
    expect(page.locator("#said")).to_contain_text("nobody could take your call")


def test_silence_takes_its_time_where_somebody_wants_that(house, windows):
    page = windows(house)
    stop_time(page)
    hands = Hands(page)
    hands.ring()
    page.clock.pause_at(page.evaluate("Date.now()") + 60_000)  # from here on time stands still
    settled(page)
    expect(page.locator(".turn--did")).to_have_count(0)  # at first there is no hurry
    page.get_by_text("Keys and time").click()
    page.get_by_label("Silence takes its time").check()
    page.keyboard.press("9")
    until(page, "document.querySelectorAll('.turn').length >= 3")
    page.clock.run_for(14_000)
    settled(page)
    expect(page.locator(".turn--did")).to_have_count(1)
    page.clock.run_for(2_000)
    expect(page.locator(".turn--did").last).to_contain_text("stay silent")


def test_what_is_said_into_the_microphone_is_heard_again(house, windows):
    page = windows(house, permissions=["microphone"])
    hands = Hands(page)
    page.locator("#jump-to").select_option("name")
    page.get_by_role("button", name="Jump there").click()
    hands.at("name")
    page.locator("#how-microphone").check()
    page.get_by_role("button", name="Begin to speak").click()
    spoken = re.compile(
        r"0:0[3-9]|[1-9]:|\d[1-9]:|:[1-5]\d"
    )  # for a while of it the microphone may have stood still
    expect(page.locator("#microphone-length")).to_contain_text(spoken)
    with page.expect_request("**/record*") as sent:
        page.locator("#say-it").click()
    body = sent.value.post_data_buffer
    assert (body[:4], body[8:16]) == (b"RIFF", b"WAVEfmt ")
    assert int.from_bytes(body[24:28], "little") == 8000
    assert len(body) > 8000  # half a second
    hands.at("message")


def test_a_message_can_be_listened_to_again(hands):
    page = hands.page
    page.locator("#jump-to").select_option("review")
    page.get_by_role("button", name="Jump there").click()
    hands.at("review")
    page.keyboard.press("2")
    player = page.locator(".part audio").last
    with page.expect_response("**/sound/**") as sound:
        player.evaluate("it => it.play()")
    assert sound.value.body()[:4] == b"RIFF"
    until(page, "document.querySelector('.part audio').currentTime > 0")
    assert problems(page, "button-name", "aria-allowed-attr", "audio-caption") == []


def test_a_file_is_said_and_one_without_sound_is_refused(hands):
    page = hands.page
    page.locator("#jump-to").select_option("name")
    page.get_by_role("button", name="Jump there").click()
    hands.at("name")
    page.locator("#how-file").check()
    file = {"name": "a.wav", "mimeType": "audio/wav", "buffer": b"no sound at all"}
    page.locator("#sound-file").set_input_files(file)
    page.locator("#say-it").click()
    expect(page.locator("#speak-error")).to_contain_text("cannot read that file")
    page.locator("#sound-file").set_input_files({**file, "buffer": wav(3)})
    page.locator("#say-it").click()
    hands.at("message")
    expect(page.locator(".turn--did").last).to_contain_text("speak for 3 seconds")


def test_a_call_is_kept_as_a_scenario_that_runs(tmp_path, windows):
    with studio(tmp_path, QUIET, IVR_SPEECH="off") as house:
        hands = Hands(windows(house))
        page = hands.page
        hands.ring("main")
        hands.keys("1 1", "message")
        page.locator("#then").select_option("hangup")
        page.locator("#say-it").click()
        expect(page.locator("#kept")).to_contain_text("1 recording")
        page.keyboard.press("s")
        page.locator("#title").fill("Somebody hangs up while speaking")
        page.keyboard.press("Enter")
        expect(page.locator("#shared")).to_contain_text("tests/calls/somebody-hangs-up-while-speaking.yaml")
        assert (house.folder / "tests/calls/somebody-hangs-up-while-speaking.yaml").exists()
        page.locator("#tab-scenarios").click()
        page.locator("#fault").select_option("twice")
        page.get_by_role("button", name="Run them").click()
        sums = ["The one scenario went as written.", "The one run with a fault went as it must."]
        expect(page.locator(".results__sum")).to_have_text(sums)
        expect(page.locator(".results__one").first).to_contain_text("Somebody hangs up while speaking")
        page.get_by_text("What no scenario has tried").click()
        assert problems(page) == []
        house.edit("prompt: Speak after the beep", "prompt: Speak now")
        expect(page.locator("#picture")).to_contain_text("Speak now")
        page.get_by_role("button", name="Run them").click()
        expect(page.locator(".results__sum")).to_contain_text("1 of 1 scenario did not")
        expect(page.locator(".results__why")).to_contain_text("Speak now")
        assert problems(page) == []


def test_a_link_does_the_call_again_without_what_was_keyed_in(hands):
    page = hands.page
    hands.ring()
    hands.keys("1 1 1 1 2", "safe-number")
    page.keyboard.type("02000000000#")
    hands.at("confirm-number")
    page.keyboard.press("s")
    expect(page.locator("#scenario")).to_contain_text("confirm-number")
    assert "02000" not in page.locator("#scenario").text_content()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Link to this call").click()
    link = page.locator("#shared input").input_value()
    page.keyboard.press("h")  # also while the link is chosen, to be copied
    over = page.locator("#picture .here.over")
    expect(over).to_have_attribute("aria-label", "Ring confirm-number, the call ended here")
    expect(over.locator(".flag")).to_have_attribute("href", "#sign-flag-over")
    page.keyboard.press("a")
    until(
        page, "document.querySelectorAll('.turn--did').length === 1 && document.querySelector('.turn--end')"
    )
    expect(page.locator(".part--coming")).to_have_count(0)  # words that are only written are all said
    expect(over).to_have_count(1)
    assert "02000" not in link
    assert "?" not in link
    page.goto("about:blank")
    page.goto(link)
    expect(page.get_by_role("button", name="Do this call")).to_be_visible()
    beside_the_map(page)
    assert problems(page) == []
    page.get_by_role("button", name="Do this call").click()
    hands.at("confirm-number")
    assert page.url.endswith("/studio/")


def test_visitors_from_elsewhere_can_read_a_scenario_and_write_no_file(tmp_path, windows):
    with studio(tmp_path, QUIET, IVR_SPEECH="off", IVR_STUDIO="on") as house:
        hands = Hands(windows(house))
        page = hands.page
        hands.ring("main")
        page.get_by_role("button", name="Show as a scenario").click()
        expect(page.locator("#scenario")).to_contain_text("hears:")
        expect(page.get_by_role("button", name="Save it")).to_have_count(0)
        assert problems(page) == []
        page.get_by_role("button", name="Close", exact=True).click()
        page.locator("#tab-scenarios").click()
        expect(page.get_by_role("button", name="Run them")).to_be_hidden()


def test_a_call_that_the_line_does_not_know_any_more_is_over(tmp_path, windows):
    with studio(tmp_path, QUIET, IVR_SPEECH="off") as house:
        hands = Hands(windows(house))
        page = hands.page
        hands.ring("main")
        house.app.extensions["studio"].calls._calls.clear()  # as after half an hour, or a new start
        page.keyboard.press("1")
        expect(page.locator("#phone-error")).to_contain_text("Ring again")
        expect(page.locator("#where")).to_have_text("The call is over.")
        hands.ring("main")


def test_words_are_spoken_and_a_key_stops_them(tmp_path, windows):
    with studio(tmp_path, QUIET, IVR_SPEECH="hibari") as house:
        page, spoken = windows(house), []

        def goes_on(route):
            """Let the page have a sound that does not end by itself while it is looked at."""
            answer = route.fetch(timeout=PATIENCE)
            spoken.append(answer.body())
            route.fulfill(response=answer, body=wav(60, rate=8000))

        page.route("**/sound/**", goes_on)
        hands = Hands(page, words="hear")
        with page.expect_response("**/sound/0/0"):
            hands.ring("main")
        assert spoken[0][:4] == b"RIFF"
        now = page.locator(".part--now")
        expect(now).to_contain_text("This is the quiet line")
        expect(page.locator("#hush")).to_be_visible()
        page.keyboard.press("1")
        hands.at("agree")
        expect(now).to_contain_text("We keep your message")
        expect(now).to_have_count(1)
        assert page.locator(".turn").first.locator(".part--coming").count() > 0  # they were never said
        page.keyboard.press(".")
        expect(now).to_have_count(0)
        page.unroute_all(behavior="wait")


def wav(seconds, rate=44100):
    with io.BytesIO() as file:
        with wave.open(file, "wb") as sound:
            sound.setnchannels(2)
            sound.setsampwidth(2)
            sound.setframerate(rate)
            sound.writeframes(b"\0\x10\0\x10" * rate * seconds)
        return file.getvalue()
