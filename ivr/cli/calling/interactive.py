"""A call by hand: what is said is printed, and what you key in is done.

Plain lines, one after the other, that a screen reader reads as they come. In a terminal a key acts at once, as on a
telephone; from a pipe each line is what the caller does next.
"""

import os
import re
import sys
import termios
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from ivr.cli.calling.lines import Telephone
from ivr.cli.calling.told import page
from ivr.phone.document import Document
from ivr.phone.steps import DialOutcome, HangUp, Speak, Step, StepDoesNotFit, UnknownStep, Wait, parse

HELP: Final = (
    "Keys: 0 to 9, * (star) and # (hash). Enter: do nothing. r and a number: speak for so many seconds.",
    "When somebody is rung: c they answer, b busy, n no answer, f it fails. h: hang up. ?: this help.",
)
_PROMPTS: Final = {
    "gather": "Your key? (Enter: none)",
    "record": "Speak? (r and seconds; Enter: say nothing)",
    "dial": "It rings. (c, b, n or f)",
}
_PASSING: Final = "Nothing is asked here. Your key? (Enter: go on)"
_OUTCOMES: Final = {"c": "completed", "b": "busy", "n": "no-answer", "f": "failed"}
_USUAL_SECONDS: Final = 5
_TAKES_ONE: Final = re.compile(r'<Gather\b[^>]*\bnumDigits="1"')
_SPEAKS: Final = re.compile(r"r\s*(\d*)")
_ENDS: Final = ("", "\x04")
"""What a terminal reads when it has gone, and at Ctrl-D."""

Tell = Callable[[str], None]


def converse(telephone: Telephone, tell: Tell) -> None:
    """Ring the line and do what the person at the keyboard does, until somebody hangs up.

    The end of the input and Ctrl-C hang up, too.
    """
    caller = telephone.caller
    shown = 0
    try:
        with _keys_act_at_once():
            for line in HELP:
                tell(line)
            telephone.dial()
            while True:
                for document in caller.documents[shown:]:
                    for line in page(document):
                        tell(line)
                shown = len(caller.documents)
                if caller.ended is not None:
                    return
                _turn(telephone, caller.documents[-1], tell)
    except (KeyboardInterrupt, EOFError):
        if caller.documents and caller.ended is None:
            caller.hang_up()


def _turn(telephone: Telephone, document: Document, tell: Tell) -> None:
    """Ask what the caller does, and do it. What cannot be done is told, and asked again."""
    waiting = telephone.caller.waiting or "gather"
    many = waiting == "gather" and not _TAKES_ONE.search(document.twiml)
    tell(_PASSING if waiting == "gather" and not (many or document.keys) else _PROMPTS[waiting])
    read = _key if sys.stdin.isatty() else _line
    words = read(many=many)
    if words == "?":
        for line in HELP:
            tell(line)
        return
    try:
        steps = _steps(words, ringing=waiting == "dial")
        tell(f"> {' '.join(map(str, steps))}")
        for step in steps:
            telephone.caller.do(step)
    except (UnknownStep, StepDoesNotFit) as wrong:
        tell(str(wrong))


def _steps(words: str, *, ringing: bool) -> tuple[Step, ...]:
    """Read what was typed: the steps of `--keys`, and the short forms of the help."""
    if not words:
        return (Wait(),)
    if words in ("h", "q"):
        return (HangUp(),)
    if ringing and words in _OUTCOMES:
        return (DialOutcome(_OUTCOMES[words]),)
    if speaks := _SPEAKS.fullmatch(words):
        seconds = int(speaks[1][:6] or _USUAL_SECONDS)
        return (Speak(seconds, "hash" if seconds else "silence"),)
    return parse(words)


def _line(*, many: bool) -> str:
    """Read a line from a pipe or a file. Raises EOFError at its end."""
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip()


def _key(*, many: bool) -> str:
    """Read one key from a terminal, or, where several belong together, all up to Enter or hash. Raises EOFError."""
    typed = ""
    while True:
        key = os.read(sys.stdin.fileno(), 1).decode("ascii", "ignore")
        if key in _ENDS:
            raise EOFError
        if key in "\r\n":
            return typed
        if not key.isprintable():
            continue
        typed += key
        together = typed[0] == "r" or (many and typed[0] in "0123456789*")
        if not together or key == "#":
            return typed


@contextmanager
def _keys_act_at_once() -> Iterator[None]:
    """Let a terminal hand over each key as it is pressed, for the whole call: keys pressed early are not lost."""
    if not sys.stdin.isatty():
        yield
        return
    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin, termios.TCSADRAIN)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
