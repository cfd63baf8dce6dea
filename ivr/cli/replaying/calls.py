"""The calls in a journal: which there are, and which one is meant."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ivr.call.journal import Entry
from ivr.cli.exits import Cannot
from ivr.walk.retracing import steps_of
from ivr.web.journal import files_of, journal_folder, label_of, read
from ivr.web.making import secret_of
from ivr.web.settings import SettingsError

if TYPE_CHECKING:
    from ivr.web.settings import Settings

Calls = Mapping[str, Sequence[Entry]]
"""The entries of each call, by its label; the call that began first comes first."""

_SID = re.compile(r"CA[0-9a-f]{32}")
_LABEL = re.compile(r"[0-9a-f]{4,16}")


def calls_in(files: Sequence[Path], settings: "Settings") -> Calls:
    """Return the calls in journal files; without any, in the line's own. Raises Cannot."""
    if not files:
        folder = journal_folder(settings)
        files = files_of(folder) if folder else ()
        if not files:
            where = f" in {folder}" if folder else ""
            raise Cannot(
                f"There is no journal of calls{where}. A line writes one while IVR_JOURNAL_DAYS is not 0; name "
                "another with --journal."
            )
    calls: dict[str, list[Entry]] = {}
    for file in files:
        try:
            with file.open(encoding="utf-8", errors="replace") as lines:
                for label, entry in read(lines):
                    calls.setdefault(label, []).append(entry)
        except OSError as error:
            raise Cannot(f"{file} cannot be read ({error.strerror}).") from None
    return dict(sorted(calls.items(), key=lambda call: call[1][0].at))


def call_of(wanted: str, calls: Calls, settings: "Settings") -> Sequence[Entry]:
    """Return the entries of the call that is meant by a label, the beginning of one, or a CallSid. Raises Cannot."""
    if _SID.fullmatch(wanted):
        try:
            label = label_of(secret_of(settings), wanted)
        except SettingsError as error:
            raise Cannot("\n".join(error.problems)) from None
        found = [label] if label in calls else []
    elif _LABEL.fullmatch(wanted.lower()):
        found = [label for label in calls if label.startswith(wanted.lower())]
    else:
        raise Cannot(
            f"“{wanted[:40]}” names no call. Write its label (ivr replay --list shows them) or its CallSid."
        )
    if not found:
        raise Cannot("The journal has no such call. `ivr replay --list` shows those that it has.")
    if len(found) > 1:
        raise Cannot(f"{len(found)} calls begin like that: {', '.join(found[:5])}. Write more of the label.")
    return calls[found[0]]


def listed(calls: Calls) -> list[str]:
    """Return a line for each call: its label, when it began, how many steps it had, and where it went."""
    from ivr.menu.clock_words import clock_words

    lines = []
    for label, entries in calls.items():
        steps = steps_of(entries)
        nodes = [str(step.after.node) for step in steps if step.after]
        way = " → ".join(
            [nodes[0], *(["…"] if len(nodes) > 2 else []), nodes[-1]] if len(nodes) > 1 else nodes
        )
        over = any(entry.did == "over" for entry in entries)
        count = "1 step" if len(steps) == 1 else f"{len(steps)} steps"
        ended = "" if over else ", its end is missing"
        lines.append(f"{label}  {clock_words(entries[0].at.replace(second=0))}  {count:>9}  {way}{ended}")
    return lines
