"""What is done in a call of the browser phone, and how a line of it is written."""

from dataclasses import dataclass

from ivr.phone.steps import Step, UnknownStep, parse
from ivr.web.studio.sorry import Sorry

PASS = "pass"  # noqa: S105  # a word, no secret
"""The step of hearing words to the end that go on by themselves."""


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done: a step, or None for words that were heard to the end.

    `documents`: how many there were before it. `interrupts`: it was done while words were said that go on by
    themselves.
    """

    step: Step | None
    documents: int
    interrupts: bool = False

    def __str__(self) -> str:
        return PASS if self.step is None else str(self.step)


def pieces(line: str) -> list[str]:
    """Return a line of steps in pieces, where `pass` is one of its own.

    >>> pieces("1 pass 07700900123 hash")
    ['1', 'pass', '07700900123 hash']
    """
    found: list[str] = []
    for word in line.split():
        if found and PASS not in (word, found[-1]):
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def read(words: str) -> tuple[Step, ...]:
    """Return steps as values. Raises Sorry for what is none."""
    try:
        return parse(words)
    except UnknownStep as wrong:
        raise Sorry(400, str(wrong)) from None
