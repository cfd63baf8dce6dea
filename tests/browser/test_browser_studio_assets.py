"""The files of the studio's look: all there, kept while they are the same, and making no markup of text."""

import re

import pytest

from ivr.web.studio import assets
from tests.browser.studio_serving import studio


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with studio(tmp_path_factory.mktemp("assets"), IVR_SPEECH="off") as house:
        yield house.client()


def get(client, name, version=assets.VERSION):
    return client.get(f"/studio/assets/{version}/{name}")


def test_a_file_is_kept_as_long_as_it_is_the_same(client):
    answer = get(client, "studio.js")
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.mimetype == "text/javascript"
    assert get(client, "studio.js", "0123456789ab").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["LICENCE-govuk-frontend.txt", "source", "..%2f..%2fapp.py", "none.js"])
def test_nothing_else_is_served(client, name):
    assert get(client, name).status_code == 404


def test_whatever_a_page_or_a_script_names_is_there(client):
    page = client.get("/studio/").text
    named = set(re.findall(r"/studio/assets/[0-9a-f]{12}/([^\"']+)", page))
    assert {"inbox.css", "map.css", "studio.css", "studio.js"} <= named
    for name in assets.NAMES:
        if name.endswith(".js"):
            named |= set(re.findall(r"from \"\./([^\"]+)\"", get(client, name).text))
    assert named == set(assets.NAMES)  # and nothing is served that nobody names


def test_scripts_make_no_code_or_markup_of_text(client):
    """The policy of the pages forbids it too; here it is found without a browser."""
    for name in assets.NAMES:
        if name.endswith(".js"):
            text = get(client, name).text
            assert not re.search(
                r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser",
                text,
            ), name


def test_every_id_that_a_script_looks_for_is_in_the_page(client):
    ids = set(re.findall(r'\bid="([^"]+)"', client.get("/studio/").text))
    for name in assets.NAMES:
        if name.endswith(".js") and "govuk" not in name:
            for wanted in re.findall(r'\bby\("([^"]+)"\)', get(client, name).text):
                assert wanted in ids, f"{name} looks for #{wanted}"


def test_the_page_has_no_style_or_script_of_its_own(client):
    page = client.get("/studio/").text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page)
