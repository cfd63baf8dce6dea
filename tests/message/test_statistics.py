"""Numbers for managers: right where they are shown, and what is hidden cannot be worked out."""

import itertools
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from ivr.message import tables
from ivr.message.accounts.values import Officer
from ivr.message.connecting import Database
from ivr.message.desk.values import OUTCOMES
from ivr.message.small_counts import hidden, hidden_one, limit_of
from ivr.message.statistics import DECISIONS, ELSEWHERE, KINDS, Month, Waited, numbers

NOW = datetime(2026, 7, 15, 12, 0, tzinfo=UTC)
MANAGER = Officer("ab12", "manager")
AREAS = ("north", "south", "west")

# Hiding -----------------------------------------------------------------------------------------------------------------


def published(counts, limit):
    """All that anybody sees of a list of counts: the counts, and their total."""
    cells = hidden(dict(enumerate(counts)), limit)
    return (*cells.values(), hidden_one(sum(counts), limit))


@pytest.mark.parametrize(("cells", "limit"), [(1, 5), (2, 5), (3, 5), (4, 3), (4, 4), (5, 3), (6, 3)])
def test_whoever_knows_the_rule_cannot_tell_any_hidden_count(cells, limit):
    """Every list of counts there is, by what is published of it: no hidden count is the same in all that look alike."""
    alike = defaultdict(list)
    for counts in itertools.product(range(limit + 3), repeat=cells):
        alike[published(counts, limit)].append(counts)
    for seen, possible in alike.items():
        for cell in range(cells):
            if seen[cell] is None:
                assert len({counts[cell] for counts in possible}) > 1, (seen, possible)


@given(
    counts=st.lists(st.integers(0, 12) | st.integers(0, 2000), min_size=1, max_size=30),
    limit=st.integers(0, 20),
)
def test_no_hidden_count_follows_from_the_rest_and_the_total(counts, limit):
    seen = published(counts, limit)
    if seen[-1] is not None and seen.count(None) == 1:
        pytest.fail(f"{seen}: the one that is hidden is what is missing from the total")
    for cell, count in enumerate(seen[:-1]):
        if count is None:
            other = another(counts, cell, limit)
            assert other is not None, (counts, seen)
            assert other[cell] != counts[cell]
            assert published(other, limit) == seen
            assert min(other) >= 0
        else:
            assert count == counts[cell]


def another(counts, cell, limit):
    """Other counts of which the same is published, with another count in this cell; None if there are none."""
    seen = published(counts, limit)
    covered = [one for one in range(len(counts)) if seen[one] is None and one != cell]
    for one, (here, there) in itertools.product(covered, ((0, 0), (1, -1), (-1, 1))):
        other = list(counts)
        if (here, there) == (0, 0):
            other[cell], other[one] = counts[one], counts[cell]
        else:
            other[cell], other[one] = counts[cell] + here, counts[one] + there
        if other[cell] != counts[cell] and min(other) >= 0 and published(other, limit) == seen:
            return other
    for alone in range(1, limit_of(limit)):  # where the total is hidden, too
        other = [*counts[:cell], alone, *counts[cell + 1 :]]
        if alone != counts[cell] and published(other, limit) == seen:
            return other
    return None


@given(counts=st.lists(st.integers(0, 40), min_size=1, max_size=12), limit=st.integers(3, 9))
def test_small_counts_are_hidden_and_little_else(counts, limit):
    seen = published(counts, limit)
    small = [count for count in counts if 0 < count < limit]
    assert not any(0 < count < limit for count in seen if count is not None)
    if not small:
        assert seen[:-1] == tuple(counts)
    elif max(counts) >= limit:
        smallest = min(count for count in counts if count >= limit)
        assert {count for count, shown in zip(counts, seen, strict=False) if shown is None} == {
            *small,
            smallest,
        }
    else:
        assert set(seen[:-1]) == {None}


def test_a_limit_that_hides_nothing_and_the_lowest_that_does():
    assert [limit_of(small) for small in (0, 1, 2, 3, 5)] == [0, 0, 3, 3, 5]
    assert published([1, 0, 2], 1) == (1, 0, 2, 3)
    assert published([0, 0], 5) == (0, 0, 0)
    assert published([4], 5) == (None, None)
    assert published([5], 5) == (5, 5)


# Counting ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def database(any_ready_url):
    database = Database(any_ready_url)
    yield database
    database.close()


def leave(database, *messages):
    """Leave messages as rows, each with what is otherwise."""
    calls = [
        {"call_sid": f"CA{n}", "over_by": NOW, "ended_at": NOW, "listed_at": NOW, "empty": False}
        for n in range(len(messages))
    ]
    usual = {
        "opened_step": 1,
        "opened_at": NOW - timedelta(days=1),
        "state": "sent",
        "queue": "north",
        "heard_at": None,
        "contacted_at": None,
        "closed_at": None,
        "outcome": None,
        "attempts": 0,
    }
    rows = [
        {"call_sid": f"CA{n}", "reference": f"{10_000_000 + n}", **usual, **message}
        for n, message in enumerate(messages)
    ]

    def write(connection):
        connection.execute(delete(tables.message))
        connection.execute(delete(tables.call))
        connection.execute(insert(tables.call), calls)
        connection.execute(insert(tables.message), rows)

    if messages:
        database.write(write)


def told(database, small_count=0, **more):
    return numbers(database, MANAGER, NOW, small_count=small_count, **{"areas": AREAS} | more)


def test_an_empty_line_has_only_zeros(database):
    seen = told(database, 5, months=3)
    assert seen.months == (
        Month(date(2026, 5, 1), 0, 0, 0),
        Month(date(2026, 6, 1), 0, 0, 0),
        Month(date(2026, 7, 1), 0, 0, 0),
    )
    assert (seen.kept, seen.older_open, seen.erased, seen.fewer_than) == (0, 0, 0, 5)
    assert seen.areas == {"north": 0, "south": 0, "west": 0, "central": 0, "elsewhere": 0}
    assert seen.outcomes == dict.fromkeys(["open", *OUTCOMES, "other"], 0)
    assert seen.requests == dict.fromkeys(itertools.product(KINDS, DECISIONS), 0)
    assert seen.heard == seen.contacted == Waited(None, None)


def closed(outcome, at=NOW):
    return {"closed_at": at, "outcome": outcome}


def test_messages_are_counted_by_londons_months_by_area_and_by_outcome(database):
    summer = datetime(2026, 6, 30, 23, 0, tzinfo=UTC)  # midnight in London: July begins
    leave(
        database,
        {"opened_at": summer},
        {"opened_at": summer - timedelta(microseconds=1), "queue": "south"},
        {
            "opened_at": summer - timedelta(days=3),
            "state": "unfinished",
            "queue": "central",
            **closed("contacted"),
        },
        {"opened_at": summer - timedelta(days=90), "queue": "gone"},
        {"opened_at": summer, "queue": "gone"},
        {"opened_at": summer - timedelta(days=90), **closed("contacted")},
        {"opened_at": summer, **closed("withdrawn")},
        {"opened_at": summer, **closed(None)},
        {"opened_at": summer, "state": None, "queue": None},
        {"opened_at": summer, "reference": None},
    )
    seen = told(database, months=2)
    assert seen.months == (
        Month(date(2026, 6, 1), 1, 1, 0),
        Month(date(2026, 7, 1), 4, 0, 0),
    )
    assert (seen.kept, seen.older_open) == (6, 1)
    assert told(database, 5, months=2).older_open is None
    assert seen.areas == {"north": 3, "south": 1, "west": 0, "central": 1, ELSEWHERE: 1}
    assert {name: count for name, count in seen.outcomes.items() if count} == {
        "open": 3,
        "contacted": 1,
        "withdrawn": 1,
        "other": 1,
    }


def test_the_year_turns(database):
    leave(database, {"opened_at": datetime(2025, 12, 31, 23, 59, tzinfo=UTC)})
    seen = numbers(database, MANAGER, datetime(2026, 1, 1, tzinfo=UTC), months=2, small_count=0, areas=AREAS)
    assert seen.months == (Month(date(2025, 12, 1), 1, 0, 0), Month(date(2026, 1, 1), 0, 0, 0))


def test_erased_messages_are_counted_by_their_month_and_no_other_way(database):
    for n, day in enumerate(["2026-06-30", "2026-07-01", "2026-07-02", "2026-04-30", "2025-07-01"]):
        proof = {
            "reference": str(n),
            "why": "closed",
            "opened_on": day,
            "deleted_at": NOW,
            "answers": 1,
            "recordings": 1,
        }
        database.write(
            lambda connection, proof=proof: connection.execute(insert(tables.deletion).values(proof))
        )
    seen = told(database, months=2)
    assert [month.erased for month in seen.months] == [1, 2]
    assert (seen.erased, seen.kept) == (3, 0)
    assert [month.erased for month in told(database, 5, months=2).months] == [None, None]


def test_requests_are_counted_by_what_was_asked_and_decided(database):
    leave(database, {})
    asked = [
        ("cancel", None, NOW),
        ("cancel", "done", NOW),
        ("change", "refused", NOW),
        ("change", "refused", NOW - timedelta(days=300)),
        ("change", None, NOW - timedelta(days=300)),
    ]
    for step, (kind, decision, at) in enumerate(asked):
        row = {"call_sid": "CA0", "step": step, "kind": kind, "at": at, "decision": decision}
        row |= {"handled_at": at if decision else None}
        database.write(lambda connection, row=row: connection.execute(insert(tables.request).values(row)))
    seen = told(database)
    assert {of: count for of, count in seen.requests.items() if count} == {
        ("cancel", "open"): 1,
        ("cancel", "done"): 1,
        ("change", "refused"): 1,
        ("change", "open"): 1,
    }


def test_waiting_is_told_where_enough_have_waited(database):
    opened = NOW - timedelta(days=2)
    leave(
        database,
        *({"heard_at": opened + timedelta(hours=hours), "opened_at": opened} for hours in (1, 2, 5, 30)),
        {"heard_at": opened + timedelta(hours=3, seconds=59), "contacted_at": NOW, "opened_at": opened},
        {"opened_at": opened},
    )
    seen = told(database, 5)
    assert seen.heard == Waited(timedelta(hours=3), timedelta(hours=30))
    assert seen.contacted == Waited(None, None)
    assert told(database, 6).heard == Waited(None, None)
    assert told(database).contacted == Waited(timedelta(days=2), timedelta(days=2))


def test_without_areas_those_that_officers_answer_are_counted(database):
    leave(database, {}, {"queue": "south"}, {"queue": "central"})
    officer = {"officer_id": "1", "role": "officer", "hashed_under": "", "notices": "none", "made_at": NOW}
    rows = [{"officer_id": "1", "area": area} for area in ("north", "central")]
    database.write(lambda connection: connection.execute(insert(tables.officer).values(officer | BLANK)))
    database.write(lambda connection: connection.execute(insert(tables.officer_area), rows))
    assert told(database, areas=None).areas == {"north": 1, "central": 1, ELSEWHERE: 1}


BLANK = {"must_change": False, "has_code": False, "demonstration": False, "epoch": 0}


@pytest.mark.parametrize("role", ["officer", "administrator"])
def test_who_may_not_see_numbers_sees_none(database, role):
    with pytest.raises(PermissionError):
        numbers(database, Officer("cd34", role), NOW, small_count=5)


@pytest.mark.parametrize("months", [0, -1, 25])
def test_so_many_months_there_are_not(database, months):
    with pytest.raises(ValueError, match="1 to 24 months"):
        told(database, months=months)


# Nobody can work out what is hidden, from all of it together ----------------------------------------------------------------

of_messages = st.fixed_dictionaries(
    {
        "queue": st.sampled_from([*AREAS, "central"]),
        "state": st.sampled_from(["sent", "sent", "unfinished"]),
        "outcome": st.sampled_from([None, None, "contacted", "no-contact", "test"]),
        "opened_at": st.integers(0, 70).map(lambda days: NOW - timedelta(days=days)),
    }
)


@given(messages=st.lists(of_messages, max_size=40), limit=st.integers(3, 6), data=st.data())
def test_from_everything_together_no_hidden_count_can_be_told(messages, limit, data):
    """For each hidden cell there is another line of which the very same numbers are told, but for that cell."""
    database = Database("sqlite://")
    try:
        look = partial(_looked, database)
        seen, true = look(messages, limit), look(messages, 0)
        cells = [
            (what, cell) for what, counts in _lists(seen) for cell, count in counts.items() if count is None
        ]
        assume(cells)
        what, cell = data.draw(st.sampled_from(cells))
        counts = dict(_lists(true))[what]
        names = list(counts)
        other = another(list(counts.values()), names.index(cell), limit)
        assert other is not None
        changed = _moved(messages, what, dict(zip(names, other, strict=True)))
        again = look(changed, limit)
        assert _lists(again) == _lists(seen)
        assert (again.kept, again.erased) == (seen.kept, seen.erased)
        assert dict(_lists(look(changed, 0)))[what][cell] != counts[cell]
    finally:
        database.close()


def _looked(database, messages, limit):
    stopped = [
        message | {"closed_at": NOW if message["outcome"] else None, "state": message["state"]}
        for message in messages
    ]
    database.write(lambda connection: connection.execute(delete(tables.message)))
    leave(database, *stopped)
    return numbers(database, MANAGER, NOW, months=3, small_count=limit, areas=AREAS)


def _lists(seen):
    by_month = {
        (month.begins, state): getattr(month, state)
        for month in seen.months
        for state in ("sent", "unfinished")
    }
    return [("months", by_month), ("areas", dict(seen.areas)), ("outcomes", dict(seen.outcomes))]


def _moved(messages, what, wanted):
    """The messages dealt out anew, so that so many are in each cell of one list and no other list changes."""
    cells = [cell for cell, count in wanted.items() for _ in range(count)]
    # Where the total is hidden, too, there may be more or fewer messages.
    whole = [dict(message) for _, message in zip(cells, itertools.cycle(messages), strict=False)]
    for message, cell in zip(whole, cells, strict=True):
        if what == "areas":
            message["queue"] = cell
        elif what == "outcomes":
            message["outcome"] = None if cell == "open" else "somehow" if cell == "other" else cell
        else:
            begins, message["state"] = cell
            message["opened_at"] = datetime(begins.year, begins.month, 2, tzinfo=UTC)
    return whole
