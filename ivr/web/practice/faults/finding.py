"""What an officer finds of a call, when it is over and all the work that follows it is done."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from ivr.message import items
from ivr.message.reconcile import reconcile
from ivr.message.store import Store
from ivr.message.tasks import Tasks
from ivr.message.told.letters import Letter
from ivr.message.tools import Limits
from ivr.message.values import MessageView
from ivr.phone.twilio_api import Served
from ivr.web.practice.faults.hosts import Line

_MINUTES: Final = (1, 2, 3, 4, 6, 8, 12, 20)
"""When the work is done after a call, again and again until nothing is left to do."""
_LONGEST_CALL: Final = timedelta(hours=5)
"""After so long every call is over, whatever was told of its end: Twilio ends them after four hours."""
_SOONER: Final = Limits(lost_after=timedelta(0), word_waits=(0,))


@dataclass(frozen=True, slots=True)
class Message:
    """A message as an officer has it. `recordings` are seconds, oldest first; `heard` how many of them can be heard."""

    state: str
    answers: Mapping[str, str] = field(repr=False)
    recordings: tuple[int, ...]
    flags: tuple[str, ...]
    heard: int


@dataclass(frozen=True, slots=True)
class Found:
    """What is there in the end: messages, requests about earlier ones, and what is wrong, in plain English."""

    messages: tuple[Message, ...]
    requests: tuple[tuple[str, Mapping[str, str]], ...] = field(repr=False)
    wrong: tuple[str, ...]


class Tape:
    """Where recordings go: the stand-in, and a copy of each, to compare with."""

    def __init__(self, local: Served) -> None:
        self.api_url = local.api_url
        self.said: dict[str, bytes] = {}
        self._local = local

    def add(self, sid: str, call_sid: str, audio: bytes, seconds: int) -> None:
        """Keep a recording of so many whole seconds."""
        self.said[sid] = audio
        self._local.add(sid, call_sid, audio, seconds)


class _Letters:
    """Whom officers' mail goes to: it is only counted."""

    def __init__(self) -> None:
        self.told: Counter[str] = Counter()

    def has_own(self, *, unheard: bool) -> bool:
        return True

    def tell(self, letter: Letter, at: datetime) -> None:
        self.told.update(new.reference for new in letter.new)


class _Later:
    """Jobs that are done one after the other, when their turn comes."""

    def __init__(self) -> None:
        self.waiting: list[tuple[str, int]] = []

    def fetch(self, connection: Any, recording_sid: str, attempt: int, delay: float = 0) -> None:
        self.waiting.append((recording_sid, attempt))

    def ended(self, recording_sid: str, attempt: int) -> bool:
        return False

    def finish(self, connection: Any, call_sid: str) -> None:
        """A round finishes it."""

    def take(self) -> list[tuple[str, int]]:
        waiting, self.waiting = self.waiting, []
        return waiting


def found(line: Line, call_sid: str, tape: Tape, at: datetime, *, reconciled: bool = False) -> Found:
    """Do all that is done after a call, by a clock that runs ahead of `at`, and return what is there then.

    `reconciled`: what every night's comparison with Twilio puts right is put right, too.
    """
    letters, jobs, now = _Letters(), _Later(), [at]
    tasks = Tasks(line.store, line.ground.provider, letters, lambda: now[0], _SOONER, jobs=jobs)
    _work(line.store, tasks, jobs, call_sid, now)
    if reconciled:
        now[0] += timedelta(hours=12)
        reconcile(line.store.database, line.store.vault, line.ground.provider, jobs, now[0])
        _work(line.store, tasks, jobs, call_sid, now)
    return _look(line, call_sid, tape, letters, tasks, now[0])


def _work(store: Store, tasks: Tasks, jobs: _Later, call_sid: str, now: list[datetime]) -> None:
    began = now[0]
    after = [timedelta(minutes=minutes) for minutes in _MINUTES]
    for wait in (*after, *(_LONGEST_CALL + each for each in after)):
        now[0] = began + wait
        did = tasks.tend()
        due = jobs.take()
        for sid, attempt in due:
            tasks.fetch(sid, attempt)
        if not (due or did.started or did.finished or did.deleted) and store.is_over(call_sid, now[0]):
            return


def _look(line: Line, call_sid: str, tape: Tape, letters: _Letters, tasks: Tasks, now: datetime) -> Found:
    views = line.store.messages(call_sid, now)
    listed = {each.reference: each for each in tasks.listing()}
    wrong: list[str] = []
    messages = []
    for view in views:
        recordings = listed[view.reference].recordings if view.reference in listed else ()
        heard = sum(_is_heard(line.store, each.sid, tape, wrong) for each in recordings if each.seconds)
        messages.append(_message(view, heard))
        told = letters.told[view.reference]
        if told != 1:
            wrong.append(f"officers were told {told} times of one message")
    kept = {each.sid for one in listed.values() for each in one.recordings}
    left = [each for each in line.ground.local.recordings.left() if each.sid in kept]
    if left:
        wrong.append(f"{len(left)} of its recordings {_are(len(left))} still at Twilio")
    requests = tuple((each.kind, dict(each.answers)) for each in line.store.requests(call_sid))
    return Found(tuple(messages), requests, tuple(dict.fromkeys(wrong)))


def _message(view: MessageView, heard: int) -> Message:
    return Message(view.state, dict(view.answers), tuple(view.recordings), tuple(view.flags), heard)


def _is_heard(store: Store, sid: str, tape: Tape, wrong: list[str]) -> bool:
    """Say whether an officer hears a recording. That it is not what was said, sample for sample, is wrong."""
    name = items.of_recording(sid)
    opened = store.database.read(lambda connection: store.vault.get_many(connection, [name])).get(name)
    if opened is None:
        wrong.append("a recording cannot be heard")
        return False
    if opened != tape.said.get(sid):
        wrong.append("a recording is not, sample for sample, what was said")
    return True


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
