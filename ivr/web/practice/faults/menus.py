"""A menu file that is changed, broken and changed again while a call goes on, and two hosts that share the call.

One host has served the menu that the call began on; the other has never seen it, and answers every other step.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

from ivr.menu import Flow, load_text
from ivr.phone.caller import Caller
from ivr.phone.exchange import Answer, Post
from ivr.phone.faults import Trunk
from ivr.phone.faults.trunks import is_callback

_NOW: Final = "This is another menu now."
_OTHER: Final = f"""
line:
  name: Another line
  start: other
  languages:
    en: {{name: English, voice: Polly.Amy-Neural, locale: en-GB}}
nodes:
  other:
    kind: end
    prompt: {_NOW} Goodbye.
""".encode()
_BROKEN: Final = b"line: {name: A line that somebody is just writing"


@cache
def other_menu() -> Flow:
    """Return the menu that the file is changed to."""
    return load_text(_OTHER, "menus.yaml")


@dataclass(slots=True)
class File:
    """A menu file that people change: a source of flows. `first` is what it holds before anybody does."""

    first: Callable[[], Flow]
    changes: int = 0

    def __call__(self) -> Flow:
        """Return the flow as the file is now; every other change breaks it. Raises what is wrong with it."""
        if self.changes == 0:
            return self.first()
        return other_menu() if self.changes % 2 else load_text(_BROKEN, "menus.yaml")


class Changing(Trunk):
    """Before each step of a call but the first, the file is changed, and somebody else rings.

    `first` and `second` post to the two hosts, `telephone` gives one that rings the first.
    """

    def __init__(self, first: Post, second: Post, file: File, telephone: Callable[[], Caller]) -> None:
        super().__init__(first)
        self._hosts, self._file, self._telephone = (first, second), file, telephone
        self._steps = 0

    def post(self, url: str, form: dict[str, str], headers: dict[str, str]) -> Answer:
        """Post a step to the host whose turn it is; first change the file."""
        if is_callback(form):
            return self._line(url, form, headers)
        if self._steps:
            self._change()
        self._steps += 1
        return self._hosts[(self._steps + 1) % 2](url, form, headers)

    def _change(self) -> None:
        """Change the file. Whoever rings then hears the new menu; the last good one while it is broken."""
        self._file.changes += 1
        self.times += 1
        heard = " ".join(self._telephone().dial().all_heard)
        if _NOW not in heard:
            self._complain(f"Somebody who rang after the change heard “{heard[:80]}”.")
