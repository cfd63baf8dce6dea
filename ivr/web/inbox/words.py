"""What the pages of the inbox call things: times, areas, how far a message is, what callers chose, what officers did.

What is not known to a table here is told by itself, without its dashes.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from ivr.menu.flow import Flow
from ivr.menu.nodes.menu import Menu
from ivr.menu.opening import LONDON
from ivr.message.accounts.values import CENTRAL
from ivr.message.audit.acts import Act

NOT_SURE: Final = "Not sure (central queue)"
SOMEBODY: Final = "somebody who has no account any more"

STATES: Final = {"sent": "Sent", "unfinished": "Unfinished", "draft": "The call goes on"}
STAGES: Final = {"new": "New", "claimed": "Claimed", "contacted": "Contacted", "closed": "Closed"}
OUTCOMES: Final = {
    "contacted": "Contacted",
    "no-contact": "No contact",
    "withdrawn": "Withdrawn by the caller",
    "passed-on": "Passed on",
    "duplicate": "The same as another message",
    "not-for-us": "Not for liaison officers",
    "test": "A test",
}
RESULTS: Final = {"reached": "Reached", "no-answer": "No answer", "not-safe": "Not safe to talk"}
ASSESSMENTS: Final = {"contact": "They may be contacted", "no-contact": "They are not to be contacted"}
REQUESTS: Final = {"cancel": "Stop contacting them", "change": "Change the safe time"}
DECISIONS: Final = {"done": "Done", "refused": "Refused"}
ACTS: Final[Mapping[str, str]] = {
    Act.OPENED: "Opened the message",
    Act.PLAYED: "Played a recording",
    Act.NUMBER_SHOWN: "Showed the number",
    Act.CLAIMED: "Claimed it",
    Act.RELEASED: "Released it",
    Act.HANDED_OVER: "Handed it over",
    Act.ASSESSED: "Assessed it",
    Act.ATTEMPTED: "Tried to contact the caller",
    Act.CONTACTED: "Marked it as contacted",
    Act.NOTED: "Wrote a note",
    Act.CLOSED: "Closed it",
    Act.REOPENED: "Opened it again",
    Act.EXPORTED: "Took it out as a file",
    Act.HELD: "Put a hold on it",
    Act.HOLD_ENDED: "Ended the hold",
    Act.ERASURE_ASKED: "Asked for it to be erased",
    Act.ERASURE_UNDONE: "Undid the erasing",
    Act.ERASED: "Erased it",
    Act.REQUEST_OPENED: "Looked at requests",
    Act.REQUEST_HANDLED: "Dealt with a request",
    Act.ENTERED: "Came in",
    Act.REFUSED: "Was not let in",
    Act.NOT_THEIRS: "Asked for a message that is not theirs, or not there",
    Act.LEFT: "Left",
    Act.ACCOUNT_MADE: "Made an account",
    Act.ACCOUNT_CHANGED: "Changed an account",
    Act.ACCOUNT_DISABLED: "Disabled an account",
    Act.ACCOUNT_ENABLED: "Enabled an account",
    Act.ACCOUNT_RESET: "Reset an account",
    Act.SESSIONS_ENDED: "Ended the sessions of an account",
    Act.PASSWORD_CHANGED: "Changed the password",
    Act.CODE_SET_UP: "Set up the code",
    Act.LOG_SHORTENED: "Shortened the log",
}
_QUESTIONS: Final = {
    "contact": "How to contact them",
    "safe_number": "Safe number",
    "rules": "Rules of contact",
    "caller_id": "The officer's number",
    "voicemail": "Voicemail",
    "others": "If someone else answers",
    "safe_time": "Safe time",
    "safe_days": "Safe days",
    "mode": "How they left it",
    "earlier_reference": "Reference they keyed in",
}
_ANSWERS: Final = {
    ("area", "any"): "anywhere, or not sure",
    ("contact", "call"): "ring the safe number",
    ("contact", "ring-back"): "the caller rings back",
    ("safe_number", "none"): "none: the caller rings back",
    ("mode", "voice"): "by speaking",
    ("mode", "keypad"): "with the keypad only",
    ("voicemail", "none"): "no voicemail",
    ("others", "ask-for-name"): "the officer asks for them by the name they gave",
    ("rules", "safest"): "the safest ones",
    ("rules", "changed"): "changed, one by one",
    ("reason", "not-stated"): "not stated",
}
"""Where an option's own words say too little away from its menu, or are not in one."""


def moment(at: datetime, now: datetime | None = None) -> str:
    """Return a moment as a clock in London shows it, with the name of the zone; `now` lets it say today or yesterday.

    >>> from datetime import UTC
    >>> moment(datetime(2026, 11, 22, 19, 30, tzinfo=UTC)), moment(datetime(2026, 7, 1, 11, 0, tzinfo=UTC))
    ('Sunday 22 November 2026, 7:30pm GMT', 'Wednesday 1 July 2026, 12 noon BST')
    """
    local = at.astimezone(LONDON)
    return f"{day(at, now)}, {_hour(local)} {local:%Z}"


def day(at: datetime, now: datetime | None = None) -> str:
    """Return the day in London, in words; with `now` also as today or yesterday."""
    date = at.astimezone(LONDON).date()
    if now is not None and (ago := (now.astimezone(LONDON).date() - date).days) in (0, 1):
        return ("today", "yesterday")[ago]
    return f"{date:%A} {date.day} {date:%B %Y}"


def _hour(local: datetime) -> str:
    if (local.hour, local.minute) in ((0, 0), (12, 0)):
        return "12 noon" if local.hour else "12 midnight"
    minutes = f":{local:%M}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def waiting(how_long: timedelta) -> str:
    """Return a time that has passed, in its largest whole unit.

    >>> waiting(timedelta(days=3, hours=5)), waiting(timedelta(minutes=119)), waiting(timedelta(seconds=59))
    ('3 days', '1 hour', 'less than a minute')
    """
    seconds = int(how_long.total_seconds())
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length:
            return counted(seconds // length, unit)
    return "less than a minute"


def counted(number: int, one: str, several: str = "") -> str:
    """Return a number with its noun: `1 day`, `2 days`; `several` where the plural is no plain s."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def plain(word: str) -> str:
    """Return a word of the files as people write it: `not-stated` as `Not stated`."""
    words = word.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def stage(word: str) -> str:
    """Return how far a message is, in words."""
    return STAGES.get(word) or plain(word)


def state(word: str) -> str:
    """Return whether its caller sent it, in words."""
    return STATES.get(word) or plain(word)


def outcome(word: str) -> str:
    """Return how a message was closed, in words."""
    return OUTCOMES.get(word) or plain(word)


def act(word: str) -> str:
    """Return what somebody did, in words: for a line of the log that begins with who did it and when."""
    return ACTS.get(word) or plain(word)


def queues(areas: Mapping[str, str]) -> dict[str, str]:
    """Return the name of each queue: every area (of `Means.areas`), and last the central one."""
    return {**areas, CENTRAL: NOT_SURE}


def area(queue: str, areas: Mapping[str, str]) -> str:
    """Return the name of one queue, also where the menu file does not know the area any more."""
    return queues(areas).get(queue) or plain(queue)


def language(code: str, flow: Flow | None) -> str:
    """Return the name of a call's language."""
    known = flow.line.languages.get(code) if flow else None
    return known.name if known else code or "Not known"


def question(name: str) -> str:
    """Return what an answer is about."""
    return _QUESTIONS.get(name) or plain(name)


def answer_words(flow: Flow | None, name: str, value: str) -> str:
    """Return an answer in the words of the option that was pressed, as its caller heard it; by itself without one.

    `flow` is the version of the menu that the caller heard. Words with a placeholder in them say nothing here.
    """
    if known := _ANSWERS.get((name, value)):
        return known
    menus = (node for node in (flow.nodes.values() if flow else ()) if isinstance(node, Menu))
    for menu in menus:
        for option in menu.options.values() if menu.answer == name else ():
            if option.value == value and "{" not in value + option.words.words:
                return option.words.words
    return value if any(sign.isdigit() for sign in value) else plain(value).lower()
