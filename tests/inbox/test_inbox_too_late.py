"""What an officer has written is not lost to them because the session ended meanwhile."""

import pytest
from inbox_end import made

WORDS = "They would rather be rung in the evening. <b>Ask for nobody else.</b>"


@pytest.fixture
def end(tmp_path):
    end = made(tmp_path)
    yield end
    end.close()


def box(answer):
    """The words in the box of the page, as they stand in it; None where there is no box."""
    _, found, rest = answer.text.partition('id="written"')
    return rest.partition(">\n")[2].partition("</textarea>")[0] if found else None


@pytest.mark.parametrize(("form", "field"), [("note", "note"), ("hold", "reason")])
def test_a_form_that_comes_too_late_gives_back_what_was_written(end, form, field):
    left, officer = end.message(), end.officer()
    client = end.client(officer)
    end.clock.pass_by(hours=2)
    answer = client.send(f"/inbox/messages/{left.reference}/{form}", {field: WORDS})
    assert answer.status_code == 401
    assert box(answer) == WORDS.replace("<", "&lt;").replace(">", "&gt;")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_form_of_an_earlier_session_gives_it_back_too(end):
    left, officer = end.message(), end.officer()
    client = end.client(officer)
    answer = client.post(
        f"/inbox/messages/{left.reference}/note", data={"note": "Evenings only.", "csrf_token": "old"}
    )
    assert (answer.status_code, box(answer)) == (400, "Evenings only.")


def test_nothing_else_is_given_back(end):
    left = end.message()
    late = end.client().send(f"/inbox/messages/{left.reference}/note", {"note": " "})
    assert (late.status_code, box(late)) == (401, None)
    login = end.client().post("/inbox/login", data={"login": "a", "password": "secret", "csrf_token": "old"})
    assert login.status_code == 400
    assert "secret" not in login.text
    elsewhere = end.client().send(
        f"/inbox/messages/{left.reference}/note", {"note": WORDS}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert (elsewhere.status_code, box(elsewhere)) == (403, None)
