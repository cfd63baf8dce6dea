"""The log of who did what: whatever is done to it behind its back is found."""

import threading
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update

from ivr.message import tables
from ivr.message.audit import (
    LINE,
    OPERATOR,
    Act,
    Audit,
    Entry,
    Head,
    entries,
    head,
    shorten,
    verify,
    verifying,
)
from ivr.message.audit.chain import START, SealKey, digest_of
from ivr.message.connecting import Database
from ivr.message.vault import PrivateKeys, Vault
from tests import postgresql

LOG = tables.audit
SECRET = b"the same on every host of this line"
VAULT = Vault(SECRET, None)
OTHERS = Vault(b"what somebody else takes for a secret", None)
AUDIT = Audit(VAULT)
NOON = datetime(2026, 11, 22, 12, 0, 0, 987654, tzinfo=UTC)
MANY = 12


@pytest.fixture
def database(any_ready_url):
    database = Database(any_ready_url)
    yield database
    database.close()


def write(database, act=Act.OPENED, *, audit=AUDIT, who="ab12", at=NOON, **more):
    return database.write(lambda connection: audit.write(connection, act, who=who, at=at, **more))


def fill(database, count=MANY, *, audit=AUDIT, days=1.0, begin=NOON):
    """Write so many entries, one after the other, all different."""
    acts = list(Act)

    def all_at_once(connection):
        for n in range(count):
            at = begin + timedelta(days=n * days, microseconds=n)
            who = (LINE, OPERATOR, "ab12")[n % 3]
            reference = None if n % 4 == 0 else f"4050607{n % 10}"
            audit.write(connection, acts[n % len(acts)], who=who, at=at, reference=reference, count=n)

    database.write(all_at_once)


def verdict(database, vault=VAULT, **more):
    return database.read(lambda connection: verify(connection, vault, **more))


# What is written ----------------------------------------------------------------------------------------------------


def test_what_was_written_is_read_newest_first(database):
    assert write(database, Act.CLAIMED, reference="40506070") == 1
    summer = datetime(2026, 7, 1, 13, 0, 0, 1, tzinfo=ZoneInfo("Europe/London"))
    assert write(database, Act.ERASED, who=LINE, at=summer, recordings=2, why="old") == 2
    assert database.read(entries) == [
        Entry(2, datetime(2026, 7, 1, 12, 0, 0, 1, tzinfo=UTC), "line", "erased", None, {"recordings": 2, "why": "old"}),
        Entry(1, NOON, "ab12", "claimed", "40506070", {}),
    ]  # fmt: skip
    assert verdict(database).well


def test_entries_are_found_by_what_is_asked_for(database):
    fill(database)

    def numbers(**wanted):
        return [one.number for one in database.read(lambda connection: entries(connection, **wanted))]

    assert numbers() == list(range(MANY, 0, -1))
    assert numbers(limit=2) == [12, 11]
    assert numbers(before=3) == [2, 1]
    assert numbers(who=OPERATOR) == [11, 8, 5, 2]
    assert numbers(reference="40506071") == [12, 2]
    assert numbers(acts=[Act.OPENED, Act.NUMBER_SHOWN]) == [3, 1]
    assert numbers(acts=[]) == []
    assert numbers(since=NOON + timedelta(days=10), who="ab12") == [12]


@pytest.mark.parametrize(
    "personal", ["Sam Jones", "sam@home.example", "+447700900123", "said “come at nine”", "a\nb"]
)
def test_what_a_person_wrote_is_refused(database, personal):
    with pytest.raises(
        ValueError, match="the log takes no text that a person wrote; why looks like one"
    ) as refused:
        write(database, why=personal)
    assert personal not in str(refused.value)
    assert database.read(head) is None


def test_what_is_neither_word_nor_number_and_a_moment_without_a_zone_are_refused(database):
    with pytest.raises(TypeError, match="words and whole numbers"):
        write(database, why=["x"])
    with pytest.raises(TypeError, match="time zone"):
        write(database, at=datetime(2026, 1, 1))  # noqa: DTZ001


def test_an_entry_and_what_it_tells_of_are_written_together_or_not_at_all(database):
    def half(connection):
        AUDIT.write(connection, Act.CLAIMED, who="ab12", at=NOON)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        database.write(half)
    assert write(database) == 1
    assert verdict(database).well


def test_both_databases_keep_the_same_log():
    kept = [[tuple(row) for row in _filled(kind)[1]] for kind in ("sqlite", "postgresql")]
    assert len(kept[0]) == MANY
    assert kept[0] == kept[1]


def test_the_digest_is_of_all_that_stands_there():
    one = (7, NOON, "ab12", "opened", "40506070", '{"n":1}', START, "cd34")
    others = (8, NOON + timedelta(microseconds=1), "ab1", "opene", None, '{"n":2}', b"\1" * 32, "cd3")
    digests = {digest_of(*one[:n], others[n], *one[n + 1 :]) for n in range(len(one))} | {digest_of(*one)}
    assert len(digests) == 9
    assert digest_of(1, NOON, "a", "bc", "", "", START, "") != digest_of(
        1, NOON, "ab", "c", "", "", START, ""
    )
    assert digest_of(1, NOON, "a", "b", "", "", START, "") != digest_of(
        1, NOON, "a", "b", None, "", START, ""
    )


# What is done to it behind its back -------------------------------------------------------------------------------------

KINDS = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
OTHER_VALUES = {
    "number": st.integers(-3, 2 * MANY),
    "at": st.sampled_from([-86400.0, -1e-6, 1e-6, 1.0, 3600.0]),
    "who": st.sampled_from(["ab12", "line", "operator", "", "ab13"]),
    "what": st.sampled_from([*map(str, Act), "", "no act"]),
    "reference": st.none() | st.sampled_from(["40506070", "40506071", ""]),
    "detail": st.sampled_from(["{}", "", '{"count":1}', '{"count": 2}', "null", "[", '{"up_to":3}']),
    "previous": st.binary(max_size=33) | st.just(START),
    "digest": st.binary(max_size=33) | st.just(START),
    "seal": st.binary(max_size=33) | st.just(START),
    "sealed_under": st.sampled_from(["", SealKey(OTHERS).fingerprint]),
}
places = st.integers(1, MANY)


@cache
def _filled(kind):
    """A log that is made once, and its rows. Tests change it in transactions that are taken back."""
    database = Database("sqlite://" if kind == "sqlite" else postgresql.ready())
    fill(database)
    return database, database.read(
        lambda connection: connection.execute(select(LOG).order_by(LOG.c.number)).all()
    )


def after(kind, *statements, vault=VAULT, **more):
    """The verdict on that log, were these statements done to it."""

    def look(connection):
        for statement in statements:
            statement(connection) if callable(statement) else connection.execute(statement)
        return verify(connection, vault, **more)

    return _filled(kind)[0].rehearse(look)


def values(kind, number):
    return _filled(kind)[1][number - 1]._asdict()


@KINDS
def test_a_log_that_nobody_touched_verifies(kind):
    found = after(kind)
    last = _filled(kind)[1][-1]
    assert found.well
    assert (found.entries, found.first, found.dropped_to, found.bad, found.foreign) == (MANY, 1, 0, 0, 0)
    assert found.head == Head(MANY, last.digest.hex()[:32]) == _filled(kind)[0].read(head)
    assert after(kind, heads=[found.head, Head(3, values(kind, 3)["digest"].hex())]).well


@KINDS
@given(data=st.data(), place=places, column=st.sampled_from(sorted(OTHER_VALUES)))
def test_any_change_of_one_thing_in_one_entry_is_found(kind, data, place, column):
    was = values(kind, place)[column]
    other = OTHER_VALUES[column]
    if column == "number":
        other = other.filter(lambda number: not 1 <= number <= MANY)
    if column == "at":
        other = other.map(lambda seconds: was + timedelta(seconds=seconds))
    value = data.draw(other.filter(lambda value: value != was))
    found = after(kind, update(LOG).where(LOG.c.number == place).values({column: value}))
    assert not found.well
    if column != "number":
        # Where the digest itself was changed, nobody can tell whether it or what hangs on it is wrong.
        assert found.bad_number == place
        assert found.bad == (2 if column == "digest" and place < MANY else 1)


@KINDS
@given(place=st.integers(1, MANY - 1), count=st.integers(1, MANY))
def test_entries_that_are_missing_are_found(kind, place, count):
    gone = LOG.c.number.between(place, min(place + count - 1, MANY - 1))
    found = after(kind, delete(LOG).where(gone))
    assert not found.well
    assert "missing" in found.why


@KINDS
@given(kept=st.integers(0, MANY - 1), noted=places)
def test_a_missing_end_is_found_by_a_head_that_was_noted(kind, kept, noted):
    cut = delete(LOG).where(LOG.c.number > kept)
    assert after(kind, cut).well, "nothing in the log can show this"
    earlier = Head(noted, values(kind, noted)["digest"].hex()[:32])
    found = after(kind, cut, heads=[earlier])
    assert found.well == (noted <= kept)
    if not found.well:
        assert found.why == f"entry {noted} is missing, which was there when its head was noted"


@KINDS
@given(one=places, other=places)
def test_entries_that_changed_places_are_found(kind, one, other):
    if one == other:
        other = one % MANY + 1
    first, second = values(kind, one), values(kind, other)
    found = after(
        kind,
        update(LOG).where(LOG.c.number == one).values(second | {"number": one}),
        update(LOG).where(LOG.c.number == other).values(first | {"number": other}),
    )
    assert not found.well
    assert found.bad_number == min(one, other)


def move(from_, by):
    """Make room, as whoever slips an entry in has to, or close the gap where one was."""

    def moved(connection):
        rows = connection.execute(select(LOG.c.number).where(LOG.c.number >= from_)).scalars().all()
        for number in sorted(rows, reverse=by > 0):
            connection.execute(update(LOG).where(LOG.c.number == number).values(number=number + by))

    return moved


@KINDS
@given(place=st.integers(1, MANY + 1), copied=places)
def test_an_entry_slipped_in_is_found(kind, place, copied):
    copy = insert(LOG).values(values(kind, copied) | {"number": place})
    found = after(kind, move(place, +1), copy)
    assert not found.well
    assert found.bad_number in (place, place + 1)


@KINDS
@given(place=st.integers(1, MANY - 1))
def test_an_entry_taken_out_is_found_where_the_others_moved_up(kind, place):
    found = after(kind, delete(LOG).where(LOG.c.number == place), move(place + 1, -1))
    assert not found.well
    assert found.bad_number == place


def forged(kind, place, key, **changes):
    """Change an entry and make all digests from there anew, with seals of another secret: `key` says under which
    name."""

    def forge(connection):
        previous = START if place == 1 else values(kind, place - 1)["digest"]
        for row in connection.execute(select(LOG).where(LOG.c.number >= place).order_by(LOG.c.number)).all():
            new = row._asdict() | {"previous": previous, "sealed_under": key}
            new |= changes if row.number == place else {}
            told = (new[name] for name in ("number", "at", "who", "what", "reference", "detail", "previous"))
            new["digest"] = previous = digest_of(*told, key)
            new["seal"] = SealKey(OTHERS).seal(previous)
            connection.execute(update(LOG).where(LOG.c.number == row.number).values(new))

    return forge


@KINDS
@given(place=places, same_name=st.booleans())
def test_a_chain_made_anew_without_the_secret_is_found(kind, place, same_name):
    name = SealKey(VAULT if same_name else OTHERS).fingerprint
    found = after(kind, forged(kind, place, name, who="cd34"))
    assert (found.bad_number, found.bad) == (place, MANY - place + 1)
    assert ("seal is not this line's" if same_name else "another secret") in found.why
    assert found.foreign == (0 if same_name else found.bad)


@KINDS
def test_an_entry_added_at_the_end_without_the_secret_is_found(kind):
    def add(connection):
        Audit(OTHERS).write(connection, Act.CLOSED, who="ab12", at=NOON)

    assert after(kind, add).bad_number == MANY + 1


def test_what_can_only_be_done_to_sqlite_is_found_too():
    for column, value in (
        ("at", "'yesterday'"),
        ("at", "7"),
        ("digest", "'text'"),
        ("digest", "7"),
        ("seal", "'text'"),
        ("detail", "x'00ff'"),
        ("who", "x'00ff'"),
        ("previous", "2.5"),
    ):
        spoilt = text(f"UPDATE ivr_audit SET {column} = {value} WHERE number = 5")
        found = after("sqlite", spoilt)
        assert found.bad_number == 5, (column, value)
        assert found.entries == MANY


def test_reading_goes_on_where_a_detail_was_spoilt():
    def look(connection):
        for number, spoilt in enumerate(("", "[1]", "{", "[" * 100_000), 1):
            connection.execute(update(LOG).where(LOG.c.number == number).values(detail=spoilt))
        return [dict(one.detail) for one in entries(connection, before=6)]

    assert _filled("sqlite")[0].rehearse(look) == [{"count": 4}, {}, {}, {}, {}]


@KINDS
@pytest.mark.parametrize("lot", [1, 4, 5, MANY, MANY + 1])
def test_a_long_log_is_looked_at_whole(kind, lot, monkeypatch):
    monkeypatch.setattr(verifying, "_LOT", lot)
    assert after(kind).entries == MANY
    for number in (1, 4, 5, 6, 9, MANY):
        found = after(kind, update(LOG).where(LOG.c.number == number).values(who="cd34"))
        assert (found.entries, found.bad, found.bad_number) == (MANY, 1, number)


# The secret was changed ---------------------------------------------------------------------------------------------------


def test_entries_under_an_earlier_secret_are_a_problem_until_somebody_says_up_to_where(database):
    fill(database, 3)
    old_head = database.read(head)
    fill(database, 2, audit=Audit(OTHERS))
    found = verdict(database, OTHERS)
    assert (found.foreign, found.bad, found.bad_number) == (3, 3, 1)
    assert (found.changed_after, found.earlier) == ((3,), True)
    assert "--secret-changed-after" in found.why
    found = verdict(database, OTHERS, secret_changed_after=[3], heads=[old_head])
    assert found.well
    assert found.foreign == 3
    for wrong in ([2], [4], [5], [1, 3]):
        assert verdict(database, OTHERS, secret_changed_after=wrong).well == (wrong == [1, 3]), wrong
    # They still hang together with what follows.
    database.write(
        lambda connection: connection.execute(update(LOG).where(LOG.c.number == 2).values(who="cd34"))
    )
    assert verdict(database, OTHERS, secret_changed_after=[3]).bad_number == 2


def test_a_stretch_under_two_secrets_is_a_problem(database):
    fill(database, 2)
    fill(database, 1, audit=Audit(OTHERS))
    third = Vault(b"the third secret of this line, so far", None)
    fill(database, 1, audit=Audit(third))
    assert verdict(database, third, secret_changed_after=[2, 3]).well
    found = verdict(database, third, secret_changed_after=[3])
    assert (found.bad, found.bad_number) == (1, 3)


def test_what_is_sealed_under_another_secret_after_the_present_one_is_no_earlier_one(database):
    fill(database, 2, audit=Audit(OTHERS))
    assert (verdict(database).changed_after, verdict(database).earlier) == ((2,), True)
    fill(database, 2)
    write(database, audit=Audit(OTHERS))
    assert (verdict(database).changed_after, verdict(database).earlier) == ((2, 4, 5), False)
    assert verdict(database, OTHERS).changed_after == (2, 4)
    for n in range(30):
        write(database, audit=Audit(OTHERS) if n % 2 else AUDIT)
    assert len(verdict(database).changed_after) == 20


def test_the_name_of_a_secret_says_nothing_of_it():
    assert SealKey(VAULT).fingerprint == SealKey(Vault(SECRET, PrivateKeys(None))).fingerprint
    assert SealKey(VAULT).fingerprint != SealKey(OTHERS).fingerprint
    assert SealKey(VAULT).fingerprint not in VAULT.keyed("audit").hex()


# Dropped for its age --------------------------------------------------------------------------------------------------------


def shortened(database, days, *, audit=AUDIT, keep=5):
    now = NOON + timedelta(days=days, hours=1)
    return database.write(lambda connection: shorten(connection, audit, now, keep))


def test_what_is_too_old_is_dropped_and_the_rest_verifies(database):
    fill(database)
    noted = [database.read(head), *(Head(number, _digest(database, number)) for number in (2, 7, 8))]
    assert shortened(database, 4) == 0
    assert shortened(database, 10) == 6
    assert shortened(database, 11) == 1
    found = verdict(database, heads=noted)
    assert found.well
    assert (found.first, found.dropped_to, found.entries) == (8, 7, 7)
    assert found.unseen == (noted[1],), "the last one dropped is still known by its digest"
    newest, before = database.read(lambda connection: entries(connection, limit=2))
    assert (newest.who, newest.act) == ("line", "log-shortened")
    assert newest.detail == {"up_to": 7, "digest": noted[2].digest, "dropped": 1}
    assert before.detail["up_to"] == 6
    assert not verdict(database, heads=[Head(7, "0" * 32)]).well
    assert not verdict(database, heads=[Head(8, "0" * 32)]).well


def _digest(database, number):
    wanted = select(LOG.c.digest).where(LOG.c.number == number)
    return database.read(lambda connection: connection.scalar(wanted)).hex()


def test_where_everything_is_too_old_one_entry_is_left_that_says_so(database):
    assert shortened(database, 1000) == 0
    fill(database)
    assert shortened(database, 1000) == MANY
    assert shortened(database, 1000) == 0
    found = verdict(database)
    assert found.well
    assert (found.entries, found.first, found.dropped_to) == (1, MANY + 1, MANY)
    assert shortened(database, 2000) == 1
    assert verdict(database).dropped_to == MANY + 1
    assert write(database) == MANY + 3
    assert verdict(database).well


def test_a_clock_that_was_wrong_once_neither_keeps_nor_drops_the_rest(database):
    fill(database, 3)
    write(database, at=NOON + timedelta(days=9000))
    write(database, at=NOON - timedelta(days=9000))
    fill(database, 3, begin=NOON + timedelta(days=3))
    assert shortened(database, 6) == 2
    assert verdict(database).first == 3
    assert shortened(database, 9) == 5
    assert verdict(database).well


def test_a_shortening_is_not_pretended_without_the_secret(database):
    fill(database)
    database.write(lambda connection: connection.execute(delete(LOG).where(LOG.c.number <= 4)))
    assert "the entries before it, from 1 to 4, are missing" in verdict(database).why
    # Neither by an entry that somebody else's secret seals, nor by a right one that tells of something else.
    for audit, detail in (
        (AUDIT, {"up_to": 4, "digest": START.hex()}),
        (AUDIT, {"up_to": 3, "digest": _previous(database, 5)}),
        (Audit(OTHERS), {"up_to": 4, "digest": _previous(database, 5)}),
    ):
        write(database, Act.LOG_SHORTENED, audit=audit, who=LINE, **detail)
        found = verdict(database)
        assert (found.well, found.dropped_to, found.bad_number) == (False, 0, 5)
    write(database, Act.CLOSED, up_to=4, digest=_previous(database, 5))
    assert verdict(database).bad_number == 5
    write(database, Act.LOG_SHORTENED, up_to=4, digest=_previous(database, 5))
    assert verdict(database).bad_number == MANY + 3, (
        "only the entry under another secret is left to complain of"
    )


def _previous(database, number):
    wanted = select(LOG.c.previous).where(LOG.c.number == number)
    return database.read(lambda connection: connection.scalar(wanted)).hex()


def test_an_entry_put_back_before_a_shortened_log_is_found(database):
    fill(database)
    (third,) = database.read(
        lambda connection: connection.execute(select(LOG).where(LOG.c.number == 3)).all()
    )
    shortened(database, 11)
    database.write(lambda connection: connection.execute(insert(LOG).values(third._asdict())))
    assert not verdict(database).well


# The head -------------------------------------------------------------------------------------------------------------------


@given(number=st.integers(1, 10**9), digest=st.binary(min_size=16, max_size=32))
def test_a_head_is_read_as_it_is_written(number, digest):
    noted = Head(number, digest.hex())
    assert Head.read(f" {noted} \n") == Head.read(str(noted).upper()) == noted


@pytest.mark.parametrize(
    "wrong", ["", "17", "17:", "0:" + "0" * 32, "1:" + "0" * 31, "1:" + "g" * 32, "-1:" + "0" * 32]
)
def test_what_is_no_head_is_refused(wrong):
    with pytest.raises(ValueError, match="as `ivr audit head` prints it"):
        Head.read(wrong)


def test_an_empty_log_verifies_and_has_no_head(database):
    assert database.read(head) is None
    assert verdict(database).well
    assert not verdict(database, heads=[Head(1, "0" * 32)]).well


# Many at once -----------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("patient")
def test_writers_at_once_leave_no_gap(any_ready_url):
    databases = [Database(any_ready_url), Database(any_ready_url)]
    for database in databases:
        database.read(lambda _: None)
    began, troubles, each = threading.Barrier(6), [], 8

    def two(connection, name):
        for act in (Act.CLAIMED, Act.NOTED):
            AUDIT.write(connection, act, who=name, at=NOON)

    def work(database, name):
        began.wait()
        try:
            for n in range(each):
                if n % 2:
                    write(database, who=name, n=n)
                else:  # two entries of one transaction belong together
                    database.write(lambda connection: two(connection, name))
        except Exception as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=work, args=(databases[n % 2], f"of{n}")) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = verdict(databases[0])
    every = databases[1].read(lambda connection: entries(connection, limit=1000))
    for database in databases:
        database.close()
    assert troubles == []
    assert found.well, found
    assert found.entries == 6 * each * 3 // 2 == len(every)
    told = [(one.who, one.act) for one in reversed(every)]
    for first, second in pairwise(told):
        if first[1] == "claimed":
            assert second == (first[0], "noted")
