"""The journal of calls as files: one for each day, one line for each step.

A line has a label of the call, names of nodes and kinds of keys. The label is a keyed hash of the CallSid: whoever
has the line's secret can find the journal of a call, and nobody else can find a call by it. No key, no number and no
word of a caller is ever written.
"""

import hmac
import json
import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final, get_args

from ivr.call.journal import Did, Entry
from ivr.call.turn import NodeId, NotAPlace, Turn, is_node_id, parse_turn, turn_path
from ivr.web.making import folder_of, secret_of
from ivr.web.settings import Settings

FOLDER: Final = "journal"
"""The folder of the files, beside the database."""
_NAME: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.jsonl")
_DIDS: Final = frozenset(get_args(Did))
_YEARS: Final = range(1970, 2200)
"""Those that clocks of the line know. At the ends of all time, no moment can be told in another zone."""
_LABEL: Final = 16
"""Hexadecimal digits of a label: of a million calls no two are likely to have the same."""
_CALLS: Final = 4096
"""Labels kept ready: a call has a dozen steps, and as many calls may go on at once."""


def label_of(secret: bytes, call_sid: str) -> str:
    """Return the label of a call, 16 hexadecimal digits."""
    return hmac.digest(secret, b"journal of calls\0" + call_sid.encode(), "sha256").hex()[:_LABEL]


class JournalFiles:
    """Writes the journal of each day (by UTC) into a file of its own, and deletes those of earlier days.

    `days`: how many days are kept before today's. A line is one write at the end of the file, so that many threads and
    processes can share it. Called as `create_app(journal=…)` wants it; raises OSError where nothing can be written.
    """

    def __init__(self, folder: Path, secret: bytes, days: int, clock: Callable[[], datetime]) -> None:
        self._folder, self._days, self._clock = folder, days, clock
        self._label = lru_cache(maxsize=_CALLS)(partial(label_of, secret))
        self._lock = threading.Lock()
        self._open: tuple[date, int] | None = None

    def __call__(self, call_sid: str, entry: Entry) -> None:
        """Write a step of a call."""
        line = written(self._label(call_sid), entry).encode() + b"\n"
        with self._lock:  # or the file could be closed under another thread's hands
            os.write(self._file(self._clock().date()), line)

    def __repr__(self) -> str:
        """Show no secret."""
        return f"<JournalFiles {self._folder}>"

    def close(self) -> None:
        """Close the file of today."""
        with self._lock:
            if self._open is not None:
                os.close(self._open[1])
                self._open = None

    def _file(self, today: date) -> int:
        if self._open is None or self._open[0] != today:
            if self._open is not None:
                os.close(self._open[1])
                self._open = None
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            name = self._folder / f"{today.isoformat()}.jsonl"
            self._open = today, os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            forget_old(self._folder, self._days, today)
        return self._open[1]


def journal_of(settings: Settings) -> JournalFiles | None:
    """Return the journal of a line; None where it is switched off, or the database is in memory.

    Raises SettingsError where the line's secret cannot be had: without it no label can be made.
    """
    folder = journal_folder(settings)
    if folder is None or not settings.journal_days:
        return None
    return JournalFiles(folder, secret_of(settings), settings.journal_days, partial(datetime.now, UTC))


def journal_folder(settings: Settings) -> Path | None:
    """Return the folder of a line's journal; None where the database is in memory."""
    beside = folder_of(settings)
    return None if beside is None else beside / FOLDER


def forget_old(folder: Path, days: int, today: date) -> None:
    """Delete the files of more than so many days ago. What is no journal's file stays."""
    oldest = today - timedelta(days=days)
    for file in files_of(folder):
        if date.fromisoformat(file.stem) < oldest:
            file.unlink(missing_ok=True)


def files_of(folder: Path) -> list[Path]:
    """Return the journal's files in a folder, the oldest first; none where there is no such folder."""
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(file for file in found if _NAME.fullmatch(file.name) and _is_day(file.stem))


def written(label: str, entry: Entry) -> str:
    """Return a step as it is written: a JSON object in one line.

    It is put together by hand, in half the time: no value has anything in it that JSON would escape. Many calls take
    the same step, so what does not say when and in which call is kept.
    """
    at = entry.at if entry.at.tzinfo is UTC else entry.at.astimezone(UTC)
    what = _what(entry.step, entry.did, entry.before, entry.through, entry.after)
    return f'{{"at": "{at.isoformat()[:19]}Z", "call": "{label}"{what}}}'


@lru_cache(maxsize=4096)
def _what(
    step: int | None, did: Did, before: Turn | None, through: tuple[NodeId, ...], after: Turn | None
) -> str:
    number = "" if step is None else f', "step": {step}'
    here = f', "before": "{turn_path(before)}"' if before else ""
    passed = f""", "through": ["{'", "'.join(through)}"]""" if through else ""
    there = f', "after": "{turn_path(after)}"' if after else ""
    return f'{number}, "did": "{did}"{here}{passed}{there}'


def read(lines: Iterable[str]) -> Iterator[tuple[str, Entry]]:
    """Yield the label and the step of each line, in order. A line that cannot be read, say a torn one, is left out."""
    for line in lines:
        try:
            yield _read(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            continue


def _read(step: dict[str, Any]) -> tuple[str, Entry]:
    did, through = step["did"], tuple(step.get("through", ()))
    number = step.get("step")
    if did not in _DIDS or not all(map(is_node_id, through)) or not isinstance(number, int | None):
        raise NotAPlace("this is no step of a call")
    at = datetime.fromisoformat(step["at"].replace("Z", "+00:00"))
    if at.tzinfo is None or at.year not in _YEARS or not re.fullmatch(rf"[0-9a-f]{{{_LABEL}}}", step["call"]):
        raise NotAPlace("this is no step of a call")
    entry = Entry(at, number, _turn(step, "before"), did, tuple(map(NodeId, through)), _turn(step, "after"))
    return step["call"], entry


def _turn(step: dict[str, Any], name: str) -> Turn | None:
    return parse_turn(step[name]) if name in step else None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
