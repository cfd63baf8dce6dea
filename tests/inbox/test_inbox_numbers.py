"""The numbers: a manager sees counts, nobody can be found by them, and the file holds no more than the page."""

import csv
import io
from datetime import timedelta

import pytest
from inbox_end import made
from pages_read import Page

from ivr.web.inbox.lists.numbers import Table, as_csv


@pytest.fixture
def end(tmp_path):
    end = made(tmp_path)
    yield end
    end.close()


def table(page, name):
    """The rows of one table, each by its first cell."""
    rows = page.find(f"//table[caption/@id='{name}']/tbody/tr")
    cells = [[" ".join(cell.text_content().split()) for cell in row] for row in rows]
    return {first: rest for first, *rest in cells}


def test_a_manager_sees_how_many_there_are_and_where(end):
    for _ in range(6):
        end.message(area="watford", seconds=(), fetched=False)
    for _ in range(5):
        end.message(area=None, sent=False, seconds=(), fetched=False, ago=timedelta(days=40))
    page = Page(end.client(end.officer("manager", [])).get("/inbox/numbers"))
    assert page.heading == "Numbers of the last 12 months"
    assert table(page, "all") == {
        "Kept, of these months": ["11"],
        "Older, and still open": ["0"],
        "Erased, of these months": ["0"],
    }
    months = table(page, "months")
    assert len(months) == 12
    assert months["November 2026"] == ["6", "0", "0"]
    assert months["October 2026"] == ["0", "5", "0"]
    areas = table(page, "areas")
    assert (areas["Watford"], areas["Dacorum"]) == (["6"], ["0"])
    assert areas["Not sure (central queue)"] == ["5"]
    assert table(page, "outcomes")["Still open"] == ["11"]


def test_small_counts_are_hidden_and_what_would_give_them_away_too(end):
    for area, number in (("watford", 2), ("dacorum", 7), ("hertsmere", 9)):
        for _ in range(number):
            end.message(area=area, seconds=(), fetched=False)
    page = Page(end.client(end.officer("manager", [])).get("/inbox/numbers"))
    areas = table(page, "areas")
    assert areas["Watford"] == areas["Dacorum"] == ["hidden"]
    assert (areas["Hertsmere"], areas["Stevenage"]) == (["9"], ["0"])
    assert "counts under 5 are hidden, and so are larger ones" in page.words


def test_how_small_is_too_small_is_a_setting(tmp_path):
    end = made(tmp_path, small_count=0)
    end.message(seconds=(), fetched=False)
    page = Page(end.client(end.officer("manager", [])).get("/inbox/numbers"))
    assert table(page, "areas")["Watford"] == ["1"]
    assert "hidden" not in page.words
    end.close()


def test_requests_and_waits_are_told(tmp_path):
    end = made(tmp_path, small_count=0)
    left, supervisor = end.message(ago=timedelta(hours=3)), end.officer("supervisor")
    end.request("cancel", left.reference)
    now = end.clock.now
    end.desk.audio(supervisor, left.reference, 1, now)
    page = Page(end.client(supervisor).get("/inbox/numbers"))
    assert table(page, "requests") == {
        "Stop contacting them": ["1", "0", "0"],
        "Change the safe time": ["0", "0", "0"],
    }
    assert table(page, "waited") == {
        "Somebody listened": ["3 hours", "3 hours"],
        "Somebody spoke with them": ["Too few to say", "Too few to say"],
    }
    end.close()


def test_waits_of_few_are_not_told(end):
    left, supervisor = end.message(), end.officer("supervisor")
    end.desk.audio(supervisor, left.reference, 1, end.clock.now)
    page = Page(end.client(supervisor).get("/inbox/numbers"))
    assert table(page, "waited")["Somebody listened"] == ["Too few to say", "Too few to say"]


def test_the_file_holds_what_the_page_holds(end):
    for area, number in (("watford", 2), ("dacorum", 7), ("hertsmere", 9)):
        for _ in range(number):
            end.message(area=area, seconds=(), fetched=False)
    client = end.client(end.officer("manager", []))
    page = Page(client.get("/inbox/numbers"))
    answer = client.get(page.link("Take these numbers as a file for a spreadsheet (CSV)"))
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="messages-2026-11-23.csv"'
    rows = [row for row in csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))) if row]
    shown = []
    for one in page.find("//table"):
        shown.append([one.xpath("string(caption)")])
        shown += [[" ".join(cell.text_content().split()) for cell in row] for row in one.xpath(".//tr")]
    assert rows == shown


def test_every_table_has_a_caption_and_names_for_its_rows_and_columns(end):
    page = Page(end.client(end.officer("manager", [])).get("/inbox/numbers"))
    tables = page.find("//table")
    assert len(tables) == 6
    for one in tables:
        assert one.xpath("string(caption)").strip()
        assert all(cell.get("scope") == "col" for cell in one.xpath("thead//th"))
        assert [cell.get("scope") for cell in one.xpath("tbody//th")] == ["row"] * len(one.xpath("tbody/tr"))


def test_no_cell_is_a_formula():
    (row,) = list(csv.reader(io.StringIO(as_csv((Table("x", "=1+1", (), ()),)).decode("utf-8-sig"))))[:1]
    assert row == ["'=1+1"]


def test_only_managers_and_supervisors_see_numbers(end):
    for role, code in (("officer", 403), ("supervisor", 200), ("manager", 200), ("administrator", 403)):
        client = end.client(end.officer(role))
        assert (client.get("/inbox/numbers").status_code, client.get("/inbox/numbers.csv").status_code) == (
            code,
            code,
        )
