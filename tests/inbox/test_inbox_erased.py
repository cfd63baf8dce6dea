"""Proofs of erasure: a supervisor can show that a message is gone, without anything of what was in it."""

import pytest
from inbox_end import made
from pages_read import Page

from ivr.message.retention import Periods, retain
from ivr.message.tables import deletion
from tests.message.message_calls import after


@pytest.fixture
def end(tmp_path):
    end = made(tmp_path)
    yield end
    end.close()


def erase(end, supervisor, reference):
    end.desk.erase(supervisor, reference, end.clock.now, "Its caller asked for it.")
    end.clock.pass_by(days=4)
    retain(end.store.database, end.store.vault, end.clock.now, Periods())


def test_a_proof_says_when_and_why_and_nothing_else(end):
    left, supervisor = end.message(seconds=(5, 6)), end.officer("supervisor")
    erase(end, supervisor, left.reference)
    page = Page(end.client(supervisor).get("/inbox/erased"))
    assert page.heading == "Erased messages (1)"
    (row,) = page.rows()
    assert row[0] == f"{left.reference[:4]} {left.reference[4:]}"
    assert row[1:4] == ["23 November 2026", "Friday 27 November 2026, 10am GMT", "A supervisor had it erased"]
    assert row[4].endswith("answers, 2 recordings")
    for said in ("07700", "900123", "hate", "asked for it"):
        assert said not in page.words


def test_what_the_provider_may_still_have_is_said(end):
    supervisor = end.officer("supervisor")
    end.store.database.write(
        lambda connection: connection.execute(
            deletion.insert(),
            [
                {"reference": "40506070", "why": "closed", "opened_on": "2026-11-02", "deleted_at": after(9), "answers": 1, "recordings": 1},
                {"reference": "40506071", "why": "unfinished", "opened_on": "2026-11-02", "deleted_at": after(5), "answers": 0, "recordings": 2},
            ],
        )
    )  # fmt: skip
    end.store.database.write(
        lambda connection: connection.execute(
            deletion.update().where(deletion.c.reference == "40506071").values(provider_clear_at=after(60))
        )
    )
    client = end.client(supervisor)
    one, other = Page(client.get("/inbox/erased")).rows()
    assert one[4:] == ["1 answer, 1 recording", "Not known to be gone yet"]
    assert other[5] == "Gone since Monday 2 November 2026, 11am GMT"
    page = Page(client.get("/inbox/erased?reference=4050 6071"))
    assert [row[0] for row in page.rows()] == ["4050 6071"]
    assert "There is no proof" in Page(client.get("/inbox/erased?reference=40506079")).words
    assert Page(client.get("/inbox/erased?reference=405")).title.startswith("Error: ")


def test_many_proofs_have_pages(end):
    rows = [
        {"reference": str(40506000 + number), "why": "closed", "opened_on": "2026-11-02", "deleted_at": after(number), "answers": 1, "recordings": 1}
        for number in range(60)
    ]  # fmt: skip
    end.store.database.write(lambda connection: connection.execute(deletion.insert(), rows))
    client = end.client(end.officer("supervisor"))
    first = Page(client.get("/inbox/erased"))
    second = Page(client.get(first.link("Next page")))
    assert [len(page.rows()) for page in (first, second)] == [50, 10]
    assert first.rows()[0][0] == "4050 6059"


def test_nothing_erased_is_said_and_only_supervisors_are_told(end):
    assert (
        "No message was erased yet." in Page(end.client(end.officer("supervisor")).get("/inbox/erased")).words
    )
    for role in ("officer", "manager", "administrator"):
        assert end.client(end.officer(role)).get("/inbox/erased").status_code == 403
