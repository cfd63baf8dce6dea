"""The files of the look: kept for as long as they are the same, nothing but themselves, and not those of GOV.UK."""

import re

import pytest

from ivr.web.inbox import assets
from tests.browser.serving import made


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    end = made(tmp_path_factory.mktemp("assets"))
    yield end.client()
    end.close()


NAMES = [
    "inbox.css",
    "inbox.js",
    "player.js",
    "live.js",
    "staying.js",
    "govuk-frontend.min.js",
    "favicon.svg",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_may_be_kept_for_a_year_by_anybody(client, name):
    answer = client.get(f"/inbox/assets/{assets.VERSION}/{name}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype in ("text/css", "text/javascript", "image/svg+xml")
    assert "Set-Cookie" not in answer.headers
    again = client.get(
        f"/inbox/assets/{assets.VERSION}/{name}", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


def test_a_file_of_another_version_is_not_kept(client):
    answer = client.get("/inbox/assets/0123456789ab/inbox.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "name", ["LICENCE-govuk-frontend.txt", "source", "source/inbox.scss", "..%2f..%2fapp.py", "nothing.css"]
)
def test_nothing_else_is_served(client, name):
    assert client.get(f"/inbox/assets/{assets.VERSION}/{name}").status_code == 404


def test_pages_name_only_files_that_there_are(client):
    page = client.get("/inbox/login").text
    names = re.findall(r"/inbox/assets/([0-9a-f]{12})/([^\"']+)", page)
    assert {name for _, name in names} >= {"inbox.css", "inbox.js", "favicon.svg"}
    assert all(version == assets.VERSION and name in NAMES for version, name in names)
    for name in NAMES:
        text = client.get(f"/inbox/assets/{assets.VERSION}/{name}").text
        for imported in re.findall(
            r"from \"\./([^\"]+)\"|sourceMappingURL=(\S+)|url\(['\"]?([^)'\"]+)", text
        ):
            assert set(imported) - {""} <= set(NAMES)


def test_nothing_would_pass_for_gov_uk(client):
    for name in ("inbox.css", "favicon.svg"):
        text = client.get(f"/inbox/assets/{assets.VERSION}/{name}").text.lower()
        assert "gds transport" not in text
        assert "crown" not in text
        assert "#ffdd00" not in text
    assert "--govuk-brand-colour: #4a3478" in client.get(f"/inbox/assets/{assets.VERSION}/inbox.css").text
    assert "crown" not in client.get("/inbox/login").text.lower()


def test_scripts_make_no_code_or_markup_of_text(client):
    """The policy of the pages forbids it too; here it is found without a browser."""
    for name in NAMES:
        if name.endswith(".js"):
            text = client.get(f"/inbox/assets/{assets.VERSION}/{name}").text
            assert not re.search(
                r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write", text
            )


def test_every_colour_on_its_ground_can_be_read():
    """Each pair of text and ground in the sheet of colours, by day and by night, is at least 4.5 to 1."""
    source = (assets.files("ivr.web") / "static" / "inbox" / "source" / "_colours.scss").read_text()
    day, night = source.split("@media (prefers-color-scheme: dark)")
    for sheet in (day, night):
        colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", sheet))
        for name in ("new", "mine", "warn", "stop", "good", "rules"):
            assert contrast(colours[f"{name}-text"], colours[name]) >= 4.5, name
        for text, ground in (("on-top", "top"), ("on-button", "button"), ("on-button", "button-over")):
            assert contrast(colours[text], colours[ground]) >= 4.5, text
        assert contrast("#ffffff", colours["warning"]) >= 4.5


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
