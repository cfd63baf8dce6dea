"""Who is told of what, and when: by the queues they answer, by what they prefer, and never late of what needs nobody."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier
from types import SimpleNamespace

import pytest
from message_calls import CANCEL, CONSENT, SAFE_NUMBER, SECRET
from sqlalchemy import delete, update
from task_line import LIMITS, Line, Mailbox, ca_sid
from vaults import Killed, Mortal

from ivr.call.effects import Answered, Confirmed
from ivr.message import tables
from ivr.message.accounts.mails import hide_mail
from ivr.message.tasks import Tasks
from ivr.message.told.hours import QuietHours
from ivr.message.told.standing import mails
from ivr.message.vault import Vault


@pytest.fixture
def line():
    line = Line()
    yield line
    line.close()


@pytest.fixture
def any_line(any_ready_url):
    line = Line(any_ready_url)
    yield line
    line.close()


def leave(line, number=1, area=None):
    """Have a caller leave a message for an area, and return its reference."""
    call = line.call(number)
    area = (Answered("area", area),) if area else ()
    call.do(1, CONSENT, *area, SAFE_NUMBER, Confirmed(), at=line.clock.now)
    line.end(call)
    return reference_of(line, number)


def reference_of(line, number=1):
    return next(row.reference for row in line.rows(tables.message) if row.call_sid == ca_sid(number))


def ask(line, number=1):
    """Have a caller ask for a message to be cancelled."""
    line.call(number).do(1, CANCEL, at=line.clock.now)
    line.end(line.call(number))


def told(line):
    """Who was told of which references, in the order of their addresses."""
    return sorted((letter.to, *(new.reference for new in letter.new)) for letter in line.mail.letters)


def quiet(line, hours="20:00-07:00"):
    """Have hours in which no mail is sent."""
    line.limits = replace(LIMITS, quiet=QuietHours.read(hours))
    line.tasks = line.more_tasks()


# Who


def test_each_officer_of_the_area_gets_a_mail_of_their_own(any_line):
    line = any_line
    a, b = line.officer("a", "watford"), line.officer("b", "watford", "dacorum")
    line.officer("c", "dacorum")
    reference = leave(line, area="watford")
    line.run()
    assert told(line) == [(a, reference), (b, reference)]
    assert len({letter.identity for letter in line.mail.letters}) == 2
    assert line.rows(tables.lease) == []
    assert line.rows(tables.message)[0].notified_at == line.clock.now


@pytest.mark.parametrize("area", ["not-stated", "any", None])
def test_who_did_not_say_where_is_for_the_central_queue(line, area):
    line.officer("a", "watford")
    central = line.officer("c", "central")
    leave(line, area=area)
    line.run()
    assert [letter.to for letter in line.mail.letters] == [central]


def test_where_nobody_answers_it_is_those_of_the_settings_and_else_the_supervisors(line):
    line.officer("a", "watford", mail="")
    line.officer("n", "watford", notices="none")
    supervisor = line.officer("s", "dacorum", role="supervisor")
    leave(line, 1, area="watford")
    line.run()
    line.mail.own = False
    leave(line, 2, area="watford")
    line.run()
    assert [letter.to for letter in line.mail.letters] == ["", supervisor]


@pytest.mark.parametrize("role", ["manager", "administrator"])
def test_who_may_see_no_message_is_told_of_none(line, role):
    line.officer("m", "watford", role=role)
    leave(line, area="watford")
    line.run()
    assert [letter.to for letter in line.mail.letters] == [""]


def test_where_nobody_is_there_they_are_told_who_come_within_a_week(line):
    line.mail.own = False
    reference = leave(line, area="watford")
    line.run(2)
    assert all(row.finished_at is not None for row in line.rows(tables.call))
    assert line.rows(tables.notice) == []
    line.clock.pass_by(days=3)
    officer = line.officer("a", "watford")
    line.run(2)
    assert told(line) == [(officer, reference)]


def test_an_address_that_cannot_be_read_is_no_address(line):
    """It is hidden with the server's secret; after that was changed it is hidden again when the inbox starts."""
    line.officer("a", "watford")
    other = hide_mail(Vault.throw_away(), "a", "a@line.example")
    line.store.database.write(
        lambda connection: connection.execute(update(tables.officer).values(mail=other))
    )
    leave(line, area="watford")
    line.run()
    assert [letter.to for letter in line.mail.letters] == [""]


def test_who_only_works_needs_no_key_that_opens_anything(line):
    officer = line.officer("a", "watford")
    reference = leave(line, area="watford")
    store = SimpleNamespace(
        database=line.store.database,
        vault=Vault(SECRET, None),
        jobs=line.queue,
        sweep=line.store.sweep,
    )
    line.more_tasks(store=store).finish(ca_sid(1))
    assert told(line) == [(officer, reference)]


def test_of_a_callers_request_the_central_queue_is_told_once(line):
    central = line.officer("c", "central")
    line.officer("a", "watford")
    ask(line)
    line.run(5)
    [letter] = line.mail.letters
    assert (letter.to, letter.requests, letter.new) == (central, 1, ())
    assert "40506070" not in letter.subject + letter.text()


def test_nobody_is_told_of_a_request_that_was_handled(line):
    line.officer("c", "central", notices="hourly")
    ask(line)
    line.run()
    handled = update(tables.request).values(handled_at=line.clock.now)
    line.store.database.write(lambda connection: connection.execute(handled))
    line.clock.pass_by(hours=1)
    line.run(1)
    assert line.mail.letters == []
    assert line.rows(tables.notice) == []


# When


def test_one_mail_an_hour_tells_of_all_that_came(any_line):
    line = any_line
    hourly, daily, at_once = (
        line.officer("h", "central", notices="hourly"),
        line.officer("d", "central", notices="daily"),
        line.officer("o", "central"),
    )
    references = [leave(line, 1), leave(line, 2)]
    ask(line, 3)
    line.run(59)
    assert {letter.to for letter in line.mail.letters} == {at_once}
    assert len(line.mail.letters) == 3
    line.mail.letters.clear()
    line.run(1)
    [letter] = line.mail.letters
    assert (letter.to, letter.requests) == (hourly, 1)
    assert {new.reference for new in letter.new} == set(references)
    line.clock.now = datetime.fromisoformat("2026-11-03T08:00:00+00:00")
    line.run(1)
    assert [(letter.to, len(letter.new)) for letter in line.mail.letters] == [(hourly, 2), (daily, 2)]
    assert line.rows(tables.lease) == []


def test_in_quiet_hours_nobody_is_told_and_then_everybody(line):
    quiet(line)
    officer = line.officer("a", "central")
    line.officer("h", "central", notices="hourly")
    line.clock.now = datetime.fromisoformat("2026-11-02T19:30:00+00:00")
    early = leave(line, 1)
    line.run(31)
    late = leave(line, 2)
    line.run(60)
    assert told(line) == [(officer, early)]
    line.mail.letters.clear()
    line.clock.now = datetime.fromisoformat("2026-11-03T06:58:00+00:00")
    line.run(1)
    assert line.mail.letters == []
    line.run(1)
    assert told(line) == [(officer, late), ("h@line.example", early, late)]


def test_what_could_not_be_sent_before_the_quiet_hours_waits_for_their_end(line):
    quiet(line)
    line.clock.now = datetime.fromisoformat("2026-11-02T19:58:00+00:00")
    line.mail.refuse = 99
    leave(line)
    line.run(2)
    line.mail.refuse = 0
    line.run(30)
    assert line.mail.letters == []
    line.clock.now = datetime.fromisoformat("2026-11-03T07:00:00+00:00")
    line.run(1)
    assert len(line.mail.letters) == 1


def test_an_alarm_waits_for_the_end_of_the_quiet_hours(line):
    quiet(line)
    leave(line)
    line.run()
    line.clock.now = datetime.fromisoformat("2026-11-03T21:00:00+00:00")
    assert line.tasks.alarm() == 0
    line.clock.now = datetime.fromisoformat("2026-11-04T07:00:00+00:00")
    assert line.tasks.alarm() == 1


# What needs nobody any more


@pytest.mark.parametrize("what", ["heard_at", "closed_at", "claimed_by"])
def test_nobody_is_told_late_of_what_somebody_has_come_upon(line, what):
    line.officer("d", "central", notices="daily")
    reference = leave(line)
    line.run()
    line.change(reference, **{what: "o" if what == "claimed_by" else line.clock.now})
    line.clock.pass_by(days=1)
    line.run(2)
    assert line.mail.letters == []
    assert line.rows(tables.notice) == []


def test_one_of_several_that_was_heard_is_left_out(line):
    line.officer("h", "central", notices="hourly")
    first, second = leave(line, 1), leave(line, 2)
    line.run()
    line.change(first, heard_at=line.clock.now)
    line.clock.pass_by(hours=1)
    line.run()
    line.tasks.tend()
    assert told(line) == [("h@line.example", second)]


@pytest.mark.parametrize("how", ["disabled", "moved", "none", "no address", "no officer"])
def test_who_does_not_answer_for_it_any_more_is_not_told_and_others_are(line, how):
    line.officer("a", "watford")
    line.mail.refuse = 1
    reference = leave(line, area="watford")
    line.run()
    if how == "moved":
        areas = delete(tables.officer_area)
        line.store.database.write(lambda connection: connection.execute(areas))
    else:
        values = {
            "disabled": {"disabled_at": line.clock.now},
            "none": {"notices": "none"},
            "no address": {"mail": None},
            "no officer": {"role": "manager"},
        }
        line.change_officer("a", **values[how])
    other = line.officer("b", "watford")
    line.run(2)
    assert told(line) == [(other, reference)]


# Trouble


def test_one_address_that_is_refused_holds_up_nobody(line):
    refused, well = line.officer("a", "central"), line.officer("b", "central")
    line.mail.refused[refused] = False
    references = [leave(line, number) for number in range(1, 6)]
    line.run(1)
    assert told(line) == sorted((well, reference) for reference in references)
    del line.mail.refused[refused]
    line.run(11)
    assert sorted(told(line)) == sorted((to, each) for each in references for to in (well, refused))


def test_however_many_addresses_are_refused_they_hold_up_nobody(line):
    for name in "abcde":
        line.mail.refused[line.officer(name, "central")] = True
    well = line.officer("z", "central")
    references = [leave(line, number) for number in range(1, 4)]
    line.queue.waiting.clear()
    for number in range(1, 4):
        line.tasks.finish(ca_sid(number))
    assert told(line) == sorted((well, reference) for reference in references)


def test_an_address_that_is_refused_for_good_is_given_up_after_a_day(line, caplog):
    refused = line.officer("a", "central")
    line.mail.refused[refused] = True
    leave(line)
    tried = []
    tell = line.mail.tell
    line.mail.tell = lambda letter, at: (tried.append(at), tell(letter, at))
    began = line.clock.now
    line.run()
    while line.clock.now < began + timedelta(hours=30):
        line.clock.pass_by(minutes=10)
        line.tasks.tend()
    assert timedelta(days=1) <= tried[-1] - began <= timedelta(days=1, minutes=20)
    assert len(tried) <= 150
    said = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len(said) == 1
    assert "for a day" in said[0]
    assert "@" not in caplog.text
    assert standing_of(line).given_up == 1
    line.change(reference_of(line), heard_at=line.clock.now)
    assert standing_of(line).given_up == 0


def test_an_operator_sees_how_many_can_be_told_and_what_waits(line):
    line.officer("a", "central")
    line.officer("n", "central", mail="")
    line.officer("m", role="manager")
    began = line.clock.now
    line.mail.refuse = 99
    leave(line)
    line.run(1)
    stands = standing_of(line)
    assert (stands.reachable, stands.waiting, stands.since) == (1, 1, began)
    line.mail.refuse = 0
    line.run(1)
    assert (standing_of(line).waiting, standing_of(line).since) == (0, None)


def standing_of(line):
    return line.store.database.read(lambda connection: mails(connection, line.clock.now))


def test_an_outage_of_days_is_waited_for(line):
    officer = line.officer("a", "central")
    reference = leave(line)
    line.mail.refuse = 10**6
    line.run(1)
    for _ in range(5):
        line.clock.pass_by(hours=20)
        line.run(1)
    line.mail.refuse = 0
    line.run(1)
    assert told(line) == [(officer, reference)]


def test_a_notice_that_a_clock_wrote_for_years_ahead_is_sent(line):
    line.officer("h", "central", notices="hourly")
    leave(line)
    line.run()
    far = update(tables.notice).values(due_at=line.clock.now + timedelta(days=400))
    line.store.database.write(lambda connection: connection.execute(far))
    line.run(1)
    assert len(line.mail.letters) == 1


@pytest.mark.parametrize("notices", ["at-once", "hourly"])
def test_however_often_somebody_is_told_of_a_message_it_is_the_same_mail(line, notices):
    line.officer("h", "central", notices=notices)
    leave(line, 1)
    leave(line, 2)
    line.mail.cut = 2
    line.run(65)
    by_identity = {letter.identity: letter for letter in line.mail.letters}
    assert all(by_identity[letter.identity] == letter for letter in line.mail.letters)
    of_reference = {}
    for letter in line.mail.letters:
        for new in letter.new:
            of_reference.setdefault(new.reference, set()).add(letter.identity)
    assert [len(identities) for identities in of_reference.values()] == [1, 1]
    assert len(line.mail.letters) == (4 if notices == "at-once" else 3)


def test_what_comes_when_the_mail_of_its_hour_is_gone_gets_another(line):
    """Two hosts' clocks differ a little: one of them may still plan for an hour that the other has told of."""
    line.officer("h", "central", notices="hourly")
    first = leave(line, 1)
    line.run()
    line.clock.pass_by(hours=1)
    line.run(1)
    second = leave(line, 2)
    line.queue.run(line.tasks)
    [sent] = [row for row in line.rows(tables.notice) if row.sent_at]
    slow = update(tables.notice).where(tables.notice.c.sent_at.is_(None)).values(due_at=sent.due_at)
    line.store.database.write(lambda connection: connection.execute(slow))
    line.run(3)
    assert told(line) == sorted([("h@line.example", first), ("h@line.example", second)])
    assert len({letter.identity for letter in line.mail.letters}) == 2


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("notices", ["at-once", "hourly"])
def test_killed_at_any_point_everybody_is_told_under_one_name(when, notices):
    died = 0
    for turn in range(1, 30):
        line = Line()
        line.officer("a", "central", notices=notices)
        line.officer("b", "central", notices=notices)
        leave(line, 1)
        ask(line, 2)
        if notices == "hourly":
            line.run()
            line.clock.pass_by(hours=1)
        mortal = Mortal(line.store.database, turn, when)
        vault, sweep = line.store.vault, line.store.sweep
        store = SimpleNamespace(database=mortal, vault=vault, jobs=line.queue, sweep=sweep)
        try:
            line.queue.run(line.more_tasks(store=store))
            line.more_tasks(store=store).tend()
        except Killed:
            died += 1
        else:
            line.close()
            break
        line.clock.pass_by(minutes=3)
        line.run(5)
        assert all(row.sent_at is not None for row in line.rows(tables.notice))
        names = {}
        for letter in line.mail.letters:
            for what in (*letter.new, *(["request"] if letter.requests else [])):
                names.setdefault((letter.to, what), set()).add(letter.identity)
        assert len(names) == 4
        assert all(len(each) == 1 for each in names.values())
        assert line.rows(tables.lease) == []
        line.close()
    assert died > 8


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("notices", ["at-once", "hourly"])
def test_two_hosts_at_the_same_instant_tell_each_person_once(any_ready_url, notices):
    lines = [Line(any_ready_url), Line(any_ready_url)]
    mail, line = Mailbox(), lines[0]
    line.officer("a", "central", notices=notices)
    line.officer("b", "central", notices=notices)
    for number in range(1, 7):
        leave(line, number)
    line.queue.waiting.clear()
    if notices == "hourly":
        for number in range(1, 7):
            line.tasks.finish(ca_sid(number))
    for each in lines:
        each.clock.pass_by(hours=1)
    hosts = [each.more_tasks(mail=mail) for each in lines]
    both = Barrier(2)

    def host(tasks: Tasks) -> None:
        both.wait(60)
        tasks.tend()

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(host, tasks) for tasks in hosts]:
            done.result()
    hosts[0].tend()
    sent = sorted((letter.to, new.reference) for letter in mail.letters for new in letter.new)
    assert len(sent) == len(set(sent)) == 12
    assert len(mail.letters) == (12 if notices == "at-once" else 2)
    for each in lines:
        each.close()


# Alarms


def test_the_supervisors_of_a_queue_are_told_that_nobody_has_listened(line):
    line.officer("a", "watford")
    watford = line.officer("s", "watford", role="supervisor", notices="none")
    central = line.officer("t", "central", role="supervisor")
    leave(line, 1, area="watford")
    leave(line, 2)
    leave(line, 3, area="dacorum")
    line.run()
    line.mail.letters.clear()
    line.clock.pass_by(days=1)
    assert line.tasks.alarm() == 3
    alarms = {letter.to: letter.unheard for letter in line.mail.letters}
    numbers = {watford: 1, central: 2, "": 3}
    assert alarms == {to: (reference_of(line, number),) for to, number in numbers.items()}
    line.mail.own = False
    line.clock.pass_by(days=1)
    assert line.tasks.alarm() == 3
    last = {letter.to: len(letter.unheard) for letter in line.mail.letters[3:]}
    assert last == {watford: 2, central: 2}


def test_a_supervisor_whose_mail_is_refused_keeps_it_from_no_other(line):
    refused = line.officer("s", "central", role="supervisor")
    other = line.officer("t", "central", role="supervisor")
    leave(line)
    line.run()
    line.mail.letters.clear()
    line.mail.refused[refused] = False
    line.clock.pass_by(days=1)
    assert line.tasks.alarm() == 1
    assert [letter.to for letter in line.mail.letters] == [other]
    line.mail.refused.clear()
    line.run(11)
    assert [letter.to for letter in line.mail.letters] == [other, refused]
    assert line.tasks.alarm() == 0


def test_who_was_told_today_that_nobody_has_listened_is_not_told_by_a_host_that_looked_too_early(line):
    """It may have looked at the message before another host had written that it had told of it."""
    reference = leave(line)
    line.run()
    line.clock.pass_by(days=1)
    assert line.tasks.alarm() == 1
    line.change(reference, alarmed_at=None)
    line.clock.pass_by(minutes=1)
    assert line.tasks.alarm() == 0
