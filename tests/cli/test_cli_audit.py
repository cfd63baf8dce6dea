"""`ivr audit`, as an operator types it: the log verified, noted and listed."""

import json
import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from command_line import ivr
from operated import REAL, Line
from sqlalchemy import delete, select, update

from ivr.cli.accounts_here import accounts_here
from ivr.message import tables
from ivr.message.audit import LINE, OPERATOR, Act, Audit, shorten

pytestmark = pytest.mark.usefixtures("cheap_passwords")

LOG = tables.audit
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
"""At 13:00 by London's clock."""


@pytest.fixture
def line(tmp_path, monkeypatch):
    line = Line(tmp_path, monkeypatch, **REAL)
    line.begin()
    line.make_keys()
    return line


def log(line, act=Act.OPENED, *, who=LINE, at=NOON, **more):
    return line.with_store(
        lambda store: store.database.write(
            lambda connection: Audit(store.vault).write(connection, act, who=who, at=at, **more)
        )
    )


def fill(line):
    log(line, Act.CLAIMED, who="ab12", reference="40506070")
    log(line, Act.PLAYED, who="ab12", at=NOON + timedelta(hours=1), reference="40506070", recording=2)
    log(line, Act.ERASED, at=NOON + timedelta(days=1), reference="50607080", why="closed")


def officer(line, login="sam", name="Sam Jones"):
    def add(store):
        accounts = accounts_here(line.settings, store.database, store.vault)
        return accounts.add(login=login, name=name, role="officer", by=OPERATOR, at=NOON).officer

    return line.with_store(add)


def audit(*words, code=0):
    """Type `ivr audit …`, look at its exit code, and give what it says."""
    done = ivr("audit", *words)
    assert done.exit_code == code, done.output
    return done.stdout if code != 2 else done.stderr


# Verify and head ------------------------------------------------------------------------------------------------------------


def test_an_empty_log_is_well_and_has_no_head(line):
    assert audit("verify") == "The log is empty.\n"
    done = ivr("audit", "head")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "ivr: The log is empty.\n")


def test_a_log_that_nobody_touched_is_well(line):
    fill(line)
    head = audit("head")
    assert re.fullmatch(r"3:[0-9a-f]{32}\n", head)
    assert audit("verify") == f"The log is well: 3 entries, 1 to 3.\nHead: {head}"
    assert audit("verify", "--head", head.strip()) == audit("verify")


def test_a_changed_entry_is_a_problem_and_the_first_is_named(line):
    fill(line)
    line.write(update(LOG).where(LOG.c.number >= 2).values(who="cd34"))
    first, second = audit("verify", code=1).splitlines()
    assert first == "Entry 2 is not right: it was changed after it was written. 1 more thing is wrong."
    assert second.startswith("Copy the database as it is now")


def test_a_log_that_lost_its_end_is_a_problem_where_a_head_was_noted(line):
    fill(line)
    head = audit("head").strip()
    line.write(delete(LOG).where(LOG.c.number == 3))
    assert audit("verify").startswith("The log is well: 2 entries")
    said = audit("verify", "--head", head, code=1)
    assert said.startswith("Entry 3 is missing, which was there when its head was noted.\n")
    log(line, Act.CLOSED)
    assert "Entry 3 is not right" in audit("verify", "--head", head, code=1)


def test_after_the_secret_was_changed_somebody_has_to_say_since_when(line):
    fill(line)
    line.set(IVR_SECRET="quite-another-0123456789abcdefghijklmnop")
    said = audit("verify", code=1)
    assert "Entry 1 is not right: it is sealed under another secret than the present one" in said
    log(line)
    told = audit("verify", "--secret-changed-after", "3").splitlines()
    assert told[0] == "The log is well: 4 entries, 1 to 4."
    assert told[1].startswith("Sealed under another secret than the present one: 3 entries.")
    audit("verify", "--secret-changed-after", "2", code=1)


def test_a_shortened_log_says_so(line):
    fill(line)
    heads = [f"{row.number}:{row.digest.hex()}" for row in line.rows(LOG)]
    now = NOON + timedelta(days=10, minutes=1)
    line.with_store(
        lambda store: store.database.write(
            lambda connection: shorten(connection, Audit(store.vault), now, 10)
        )
    )
    said = audit("verify", *(word for head in heads for word in ("--head", head)))
    assert "Entries up to 1 were dropped for their age; an entry of the log says so." in said
    assert "whose head was noted" not in said
    now += timedelta(hours=2)
    line.with_store(
        lambda store: store.database.write(
            lambda connection: shorten(connection, Audit(store.vault), now, 10)
        )
    )
    said = audit("verify", "--head", heads[0])
    assert "Entry 1, whose head was noted, was dropped for its age since." in said


@pytest.mark.parametrize(
    "words",
    [
        ("verify", "--head", "17"),
        ("verify", "--head", "0:" + "a" * 32),
        ("verify", "--secret-changed-after", "0"),
        ("list", "--since", "yesterday"),
        ("list", "--limit", "0"),
        ("list", "--format", "xml"),
        ("tidy",),
    ],
)
def test_wrong_usage_ends_with_2(line, words):
    assert "Error" in audit(*words, code=2)


@pytest.mark.parametrize("what", ["verify", "head", "list"])
def test_without_a_database_it_ends_with_2_and_makes_none(tmp_path, monkeypatch, what):
    Line(tmp_path, monkeypatch)
    assert "There is no database here" in audit(what, code=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["menus.yaml"]


# List -------------------------------------------------------------------------------------------------------------------------


def listed(*words):
    return json.loads(audit("list", "--format", "json", *words))


def test_entries_are_listed_newest_first_by_londons_clock(line):
    assert audit("list") == "There is no such entry.\n"
    fill(line)
    assert audit("list").splitlines() == [
        "3: 2 July 2026 13:00:00 BST, the line itself, erased, 50607080, why closed.",
        "2: 1 July 2026 14:00:00 BST, officer ab12, played, 40506070, recording 2.",
        "1: 1 July 2026 13:00:00 BST, officer ab12, claimed, 40506070.",
    ]
    assert listed()[1] == {
        "number": 2,
        "at": "2026-07-01T13:00:00+00:00",
        "who": "ab12",
        "name": None,
        "act": "played",
        "reference": "40506070",
        "detail": {"recording": 2},
    }


def test_entries_are_found_by_message_officer_and_time(line):
    fill(line)

    def numbers(*words):
        return [one["number"] for one in listed(*words)]

    assert numbers("--reference", "4050 6070") == [2, 1]
    assert numbers("--reference", "-") == []
    assert numbers("--officer", "ab12") == [2, 1]
    assert numbers("--officer", "line") == [3]
    assert numbers("--since", "2026-07-02") == [3]
    assert numbers("--since", "2026-07-01T14:00") == [3, 2]
    assert numbers("--since", "2026-07-01T14:01") == [3]
    assert numbers("--limit", "2") == [3, 2]
    assert numbers("--before", "3", "--limit", "1") == [2]
    assert audit("list", "--limit", "2").splitlines()[-1] == "There are more: `--before 2` goes on."
    assert "There are more" not in audit("list", "--limit", "3")


def test_officers_have_names_only_where_they_can_be_opened(line):
    sam = officer(line)
    log(line, Act.CLAIMED, who=sam.officer_id, reference="40506070")
    assert listed("--officer", "Sam")[0]["name"] == "Sam Jones"
    assert f"Sam Jones ({sam.officer_id}), claimed, 40506070." in audit("list")
    shutil.rmtree(line.folder / "var" / "keys")
    assert listed("--officer", "Sam")[0]["name"] is None
    said = audit("list")
    assert f"officer {sam.officer_id}, claimed, 40506070." in said
    assert "the command line, account-made, account " in said
    assert "Jones" not in said


def test_what_somebody_wrote_into_the_database_does_not_reach_the_terminal(line):
    log(line)
    line.change(LOG, who="a\x1b[2Jb\nc", detail="[")
    said = audit("list")
    assert said == "1: 1 July 2026 13:00:00 BST, officer a?[2Jb?c, opened.\n"
    audit("verify", code=1)


def test_nothing_is_written_by_looking(line):
    fill(line)
    before = line.rows(select(LOG).subquery())
    for words in (("verify",), ("head",), ("list",)):
        audit(*words)
    assert line.rows(select(LOG).subquery()) == before
