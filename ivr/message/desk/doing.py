"""What officers do with a message: each an act within one transaction, with its entry in the log.

Doing it twice is doing it once, and leaves one entry. All raise NotNow where things have changed.
"""

from datetime import timedelta
from typing import Any, get_args

from sqlalchemy import func, insert, select

from ivr.message import keeping, tables
from ivr.message.accounts.roles import MAY, May
from ivr.message.audit import Act
from ivr.message.desk import contents, rules
from ivr.message.desk.notes import TWICE
from ivr.message.desk.tools import Acting
from ivr.message.desk.values import OUTCOMES, Assessment, NotNow, Outcome, Result

_attempts, _officers = tables.attempt, tables.officer


def claim(this: Acting) -> None:
    """Take it on."""
    if this.mine and this.row.closed_at is None:
        return
    this.need("claim")
    this.change(claimed_by=this.officer.officer_id, claimed_at=this.now)
    this.log(Act.CLAIMED)


def release(this: Acting, reason: str) -> None:
    """Give it back to the queue."""
    if this.row.claimed_by is None and this.row.closed_at is None:
        return
    this.need("release")
    this.note("release", reason)
    this.change(claimed_by=None, claimed_at=None)
    this.log(Act.RELEASED)


def hand_over(this: Acting, to: str, note: str) -> None:
    """Give it to another officer, of whatever area."""
    if this.row.claimed_by == to and this.row.closed_at is None:
        return
    this.need("hand-over")
    if not _takes_messages(this, to):
        raise NotNow("There is nobody of that name who takes messages.")
    this.note("hand-over", note)
    this.change(claimed_by=to, claimed_at=this.now)
    this.log(Act.HANDED_OVER, to=to)


def attempt(this: Acting, result: Result, note: str) -> None:
    """Write down what came of ringing them. Who was reached has been contacted."""
    if result not in get_args(Result):
        raise ValueError("an attempt has one of three results")
    if _just_tried(this, result):
        return
    standing = this.need("attempt")
    if standing.rings_back and result != "reached":
        raise NotNow("They ring back themselves: there is nobody to ring.")
    of_it = (_attempts.c.call_sid == this.row.call_sid) & (_attempts.c.opened_step == this.row.opened_step)
    number = (this.connection.execute(select(func.max(_attempts.c.number)).where(of_it)).scalar() or 0) + 1
    place = {"call_sid": this.row.call_sid, "opened_step": this.row.opened_step, "number": number}
    by = {"officer_id": this.officer.officer_id, "at": this.now, "result": result}
    this.connection.execute(insert(_attempts).values(**place, **by))
    this.note("attempt", note)
    if result == "reached":
        this.change(contacted_at=this.row.contacted_at or this.now)
    else:
        this.change(attempts=this.row.attempts + 1)
    this.log(Act.ATTEMPTED, result=result, number=number)


def contacted(this: Acting, note: str) -> None:
    """Mark that somebody spoke to its caller. Where that is known, a note is still written."""
    if this.row.contacted_at is not None and this.row.closed_at is None and this.mine:
        if this.note("contacted", note):
            this.log(Act.NOTED, about="contacted")
        return
    this.need("contacted")
    this.note("contacted", note)
    this.change(contacted_at=this.now)
    this.log(Act.CONTACTED)


def close(this: Acting, outcome: Outcome, note: str) -> None:
    """Say that nothing is left to do, and how it ended."""
    if outcome not in OUTCOMES:
        raise ValueError("a message is closed with one of the outcomes there are")
    if this.row.closed_at is not None and this.row.outcome == outcome:
        return
    standing = this.need("close")
    if why := rules.why_not_as(outcome, standing, this.officer):
        raise NotNow(why)
    this.note("close", note)
    closed(this, outcome)
    this.log(Act.CLOSED, outcome=outcome)


def closed(this: Acting, outcome: Outcome) -> None:
    """Write that it is closed, and nothing else.

    Nobody has to listen any more where there is nothing to hear, or its caller has taken it back: it is not kept for
    want of a listener.
    """
    keeping.close(this.connection, this.row.reference, this.now)
    if outcome == "withdrawn" or not contents.recording_rows(this.connection, this.row):
        keeping.mark_heard(this.connection, this.row.reference, this.now)
    this.change(outcome=outcome)
    if outcome == "contacted" and this.row.contacted_at is None:
        this.change(contacted_at=this.now)


def reopen(this: Acting, note: str) -> None:
    """Put a closed message back into its queue, unclaimed, to be tried anew."""
    if this.row.closed_at is None:
        return
    this.need("reopen")
    this.note("reopen", note, needed="Say why it is opened again.")
    fresh: dict[str, Any] = dict.fromkeys(
        ("closed_at", "outcome", "claimed_by", "claimed_at", "contacted_at")
    )
    this.change(**fresh, attempts=0)
    this.log(Act.REOPENED)


def note(this: Acting, text: str) -> None:
    """Write a note, for whoever reads the message next."""
    this.need("note")
    if this.note("note", text, needed="Write something first."):
        this.log(Act.NOTED)


def assess(this: Acting, decision: Assessment, note: str) -> None:
    """Decide whether somebody who did not send their message is to be contacted."""
    if decision not in get_args(Assessment):
        raise ValueError("an assessment is contact or no-contact")
    this.need("assess")
    if this.row.assessment == decision:
        if this.note("assessment", note):
            this.log(Act.NOTED, about="assessment")
        return
    this.note("assessment", note)
    this.change(assessment=decision)
    this.log(Act.ASSESSED, decision=decision)


def hold(this: Acting, why: str) -> None:
    """Keep it, whatever its age. An erasure that is due is called off."""
    if this.row.held_at is not None:
        return
    this.need("hold")
    this.note("hold", why, needed="Say why it has to be kept.")
    keeping.hold(this.connection, this.tools.vault, this.row.reference, why.strip(), this.now)
    this.log(Act.HELD)


def end_hold(this: Acting) -> None:
    """Let its age count again."""
    if this.row.held_at is None:
        return
    this.need("unhold")
    keeping.release(this.connection, this.tools.vault, this.row.reference)
    this.log(Act.HOLD_ENDED)


def erase(this: Acting, why: str) -> None:
    """Have it erased when that can no longer be undone."""
    if this.row.erase_at is not None and this.row.held_at is None:
        return
    this.need("erase")
    this.note("erase", why, needed="Say why it is erased.")
    keeping.erase(this.connection, this.row.reference, this.now, timedelta(days=this.tools.periods.undo_days))
    this.log(Act.ERASURE_ASKED)


def undo_erase(this: Acting, why: str) -> None:
    """Call an erasure off: it is held from now on, or its age would have it erased again at once."""
    if this.row.erase_at is None and this.row.held_at is not None:
        return
    this.need("undo-erase")
    this.note("undo-erase", why, needed="Say why it is not erased.")
    keeping.undo_erasure(this.connection, this.tools.vault, this.row.reference, why.strip(), this.now)
    this.log(Act.ERASURE_UNDONE)


def _just_tried(this: Acting, result: Result) -> bool:
    of_it = (_attempts.c.call_sid == this.row.call_sid) & (_attempts.c.opened_step == this.row.opened_step)
    last = select(_attempts).where(of_it).order_by(_attempts.c.number.desc()).limit(1)
    one = this.connection.execute(last).first()
    if one is None or (one.officer_id, one.result) != (this.officer.officer_id, result):
        return False
    return bool(this.now - one.at < TWICE)


def _takes_messages(this: Acting, officer_id: str) -> bool:
    wanted = select(_officers).where(_officers.c.officer_id == officer_id)
    row = this.connection.execute(wanted.with_for_update(read=True)).first()
    return row is not None and row.disabled_at is None and May.WORK in MAY.get(row.role, ())
