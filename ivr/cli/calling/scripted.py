"""A call whose steps are all known: `ivr call --keys`."""

from collections.abc import Iterator

from ivr.cli.calling.lines import Telephone
from ivr.cli.calling.told import page
from ivr.cli.exits import Cannot
from ivr.phone.steps import Step, StepDoesNotFit, UnknownStep, parse


def steps_of(keys: str) -> tuple[Step, ...]:
    """Read a line of steps. Raises Cannot naming the one that is none."""
    try:
        return parse(keys)
    except UnknownStep as unknown:
        raise Cannot(str(unknown)) from None


def perform(telephone: Telephone, steps: tuple[Step, ...]) -> Iterator[str]:
    """Ring the line and do the steps, yielding what is heard and done, line by line.

    Raises Cannot at a step that does not fit where the call is, naming it.
    """
    shown = 0
    telephone.dial()
    for step in (None, *steps):
        if step is not None:
            yield f"> {step}"
            try:
                telephone.caller.do(step)
            except StepDoesNotFit as wrong:
                raise Cannot(str(wrong)) from None
        for document in telephone.caller.documents[shown:]:
            yield from page(document)
        shown = len(telephone.caller.documents)
