"""The page for people, and what machines ask."""

import os
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from twilio_end import PUBLIC, SECRET, TOKEN, Twilio

from ivr import menu
from ivr.phone.twiml import check
from ivr.web.pages import shown

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Outline(HTMLParser):
    """What a screen reader goes by, and whether every tag is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict]] = []
        self.headings: list[int] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words += data


@pytest.fixture
def page(app):
    return app.test_client().get("/")


def test_it_says_what_runs_and_how_to_ring_it(page, menus):
    words = Outline(page.text).words
    assert "A small line" in words
    assert menu.load(menus).version in words
    assert "This is a demonstration." in words
    assert f"ivr call --line {PUBLIC}" in words
    assert "ivr call menus.yaml" in words


@pytest.mark.parametrize(
    ("python", "command"),
    [(".venv/bin/python", ".venv/bin/ivr"), ("../elsewhere/bin/python", "ivr"), ("/usr/bin/python", "ivr")],
)
def test_its_commands_work_as_they_are_written(app, tmp_path, monkeypatch, python, command):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.executable", os.path.normpath(tmp_path / python))
    text = app.test_client().get("/").text
    commands = re.findall(r"<pre><code>(\S*ivr) ", text)
    assert len(commands) == 3
    assert set(commands) == {command}
    assert str(tmp_path) not in text


def test_it_says_how_to_point_a_number_at_it(page):
    words = Outline(page.text).words
    assert f"{PUBLIC}/voice" in words
    assert f"{PUBLIC}/voice/status" in words
    assert "HTTP POST" in words
    assert "Twilio cannot reach" not in words
    fallback = words[words.index("<?xml") : words.index("</Response>") + len("</Response>")]
    assert check(fallback.encode()) == []
    assert "9 9 9" in fallback


@pytest.mark.parametrize("public", ["http://127.0.0.1:5055", "https://localhost", "http://line.example"])
def test_it_says_when_twilio_cannot_reach_it(make_app, public):
    assert "Twilio cannot reach" in make_app(public_url=public).test_client().get("/").text


def test_it_has_nothing_secret_and_nothing_of_the_machine(make_app, tmp_path):
    app = make_app(
        public_url="https://user:hunter2@line.example/prefix#rc=2", numbers={"person": "01632 960001"}
    )
    text = app.test_client().get("/").text
    for secret in (TOKEN, "hunter2", "user:", "960001", "sqlite", str(tmp_path), "rc=2"):
        assert secret not in text
    assert "https://line.example/prefix/voice" in text
    assert shown("https://user:hunter2@line.example:8443/#rc=1") == "https://line.example:8443"


def test_its_policy_lets_in_its_own_style_and_nothing_else(page):
    policy = page.headers["Content-Security-Policy"]
    style = re.search("<style>(.*)</style>", page.text, re.DOTALL)[1]
    assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    tags = {tag for tag, _ in Outline(page.text).tags}
    assert not tags & {"script", "img", "iframe", "link", "form", "object"}
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in page.headers


def test_it_can_be_read_by_everybody(page):
    outline = Outline(page.text)
    assert outline.open == []
    attributes = dict(outline.tags)
    assert attributes["html"]["lang"] == "en-GB"
    assert attributes["meta"]["name"] == "viewport"  # the last of them
    assert "maximum-scale" not in attributes["meta"]["content"]
    assert outline.headings == [1, 2, 2, 2, 2]
    tags = [tag for tag, _ in outline.tags]
    assert tags.count("main") == 1
    assert tags.count("title") == 1
    assert {"lang": "pl"} in [found for tag, found in outline.tags if tag == "span"]
    assert "white-space: pre-wrap" in page.text  # commands wrap at 400 % instead of scrolling sideways


def test_without_a_menu_it_says_so(make_app, menus):
    menus.write_text("nodes: ]")
    page = make_app().test_client().get("/")
    assert page.status_code == 200
    assert "has no menu yet" in page.text
    assert "ivr lint menus.yaml" in page.text
    assert Outline(page.text).open == []


def test_what_people_write_is_not_markup(make_app, menus):
    menus.write_text(menus.read_text().replace("A small line", "A <b>bold</b> line"))
    assert "A &lt;b&gt;bold&lt;/b&gt; line" in make_app().test_client().get("/").text


def test_health_and_readiness(app, tmp_path):
    client = app.test_client()
    assert client.get("/healthz").json == {"status": "up"}
    ready = client.get("/readyz")
    well = {"store": True, "menu": True, "keys": True, "room": True}
    assert (ready.status_code, ready.json) == (200, {"status": "ready", **well})
    assert ready.headers["Cache-Control"] == "no-store"
    app.extensions["store"].close()
    for file in tmp_path.glob("line.db*"):
        file.unlink()
    (tmp_path / "line.db").mkdir()
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json["status"], ready.json["store"]) == (503, "not ready", False)
    assert ready.json["menu"]
    assert client.get("/healthz").status_code == 200


def test_without_room_it_is_not_ready_and_says_which_part(make_app):
    ready = make_app(least_free_mb=10**9).test_client().get("/readyz")
    assert ready.status_code == 503
    assert [name for name, well in ready.json.items() if well is False] == ["room"]


def test_without_keys_it_is_not_ready_and_callers_are_told_before_they_agree(make_app):
    """Outside a demonstration nobody invents keys."""
    app = make_app(demonstration=False, demonstration_approved_by="A person", secret=SECRET)
    ready = app.test_client().get("/readyz")
    assert ready.status_code == 503
    assert [name for name, well in ready.json.items() if well is False] == ["keys"]


def test_the_page_shows_the_version_that_new_calls_get(app, menus):
    twilio = Twilio(app)
    menus.write_text(menus.read_text().replace("A small line", "Another line"))
    twilio.post("/voice")
    assert "Another line" in twilio.client.get("/").text
