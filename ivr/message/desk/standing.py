"""How things stand with a message, as far as it decides what may be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ivr.message import contact
from ivr.message.desk.values import MOST_ATTEMPTS


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand with a message, as far as it decides what may be done.

    `tried` attempts reached nobody, since it was last opened again; `asked` requests of its caller wait for an
    officer; `rings_back`: there is nobody to ring.
    """

    unfinished: bool
    closed: bool
    claimed_by: str
    assessment: str
    contacted: bool
    tried: int
    held: bool
    to_be_erased: bool
    asked: int
    rings_back: bool
    has_number: bool

    @property
    def unassessed(self) -> bool:
        """Whether a supervisor has still to decide if anybody may ring."""
        return self.unfinished and not self.assessment

    @property
    def given_up(self) -> bool:
        """Whether it was tried often enough."""
        return self.tried >= MOST_ATTEMPTS and not self.contacted


def standing(row: Any, answers: Mapping[str, str], asked: int) -> Standing:
    """Return how things stand, from a message's row, its answers, and how many requests are open."""
    return Standing(
        unfinished=row.state == "unfinished",
        closed=row.closed_at is not None,
        claimed_by=row.claimed_by or "",
        assessment=row.assessment or "",
        contacted=row.contacted_at is not None,
        tried=row.attempts,
        held=row.held_at is not None,
        to_be_erased=row.erase_at is not None,
        asked=asked,
        rings_back=answers.get("contact") == "ring-back",
        has_number=contact.rules(answers).ring,
    )
