"""How long a scenario may be. It is one call of one person; what is longer is a slip, and would be rung for minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ivr.phone.scenario.values import Does, Step
from ivr.phone.steps import Press

MOST_STEPS: Final = 2_000
"""Steps, of what is done and what is heard."""
MOST_KEYS: Final = 200
"""Keys that one step presses."""
MOST_KEYS_IN_ALL: Final = 2_000
"""Keys that all steps press together."""


def too_much(steps: Sequence[Step | None]) -> tuple[int, str] | None:
    """Return the index of the first step that is more than a scenario may have, and why; None where all is well.

    >>> too_much([Does(Press("1" * 200))] * 11)
    (10, 'With these the caller has pressed 2,200 keys. A scenario has 2,000 at most.')
    """
    pressed = 0
    for index, step in enumerate(steps):
        if index >= MOST_STEPS:
            return index, f"This is one step too many. A scenario has {MOST_STEPS:,} at most."
        if isinstance(step, Does) and isinstance(step.doing, Press):
            pressed += len(step.doing.keys)
            if pressed > MOST_KEYS_IN_ALL:
                told = f"With these the caller has pressed {pressed:,} keys."
                return index, f"{told} A scenario has {MOST_KEYS_IN_ALL:,} at most."
    return None
