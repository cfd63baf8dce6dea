"""An officer's account, as a value."""

from dataclasses import dataclass, field
from typing import Final, Literal

from ivr.message.accounts.roles import MAY, May, Role

CENTRAL: Final = "central"
"""The queue of messages whose callers named no area."""

_NOWHERE: Final = frozenset({"", "any", "not-stated", CENTRAL})

Notices = Literal["at-once", "hourly", "daily", "none"]
"""How an officer is told by mail of what is new in their areas."""


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody with an account, whatever their role.

    `officer_id` is random and says nothing. `areas` are the queues they answer. `name` is what colleagues read,
    `login` what they type to come in ("" where they come in by the organisation's sign-in only), `mail` "" where there
    is none. `has_code`: a second step was set up. `demonstration`: made by a demonstration, and good only there.
    """

    officer_id: str
    role: Role
    areas: frozenset[str] = frozenset()
    name: str = field(default="", repr=False)
    login: str = field(default="", repr=False)
    mail: str = field(default="", repr=False)
    notices: Notices = "at-once"
    disabled: bool = False
    has_password: bool = True
    has_code: bool = False
    demonstration: bool = False

    def may(self, what: May) -> bool:
        """Say whether this officer's role lets them do that."""
        return what in MAY[self.role]

    def sees(self, queue: str) -> bool:
        """Say whether messages of this queue are theirs to see."""
        return self.may(May.READ_ALL) or (self.may(May.READ) and queue in self.areas)


def queue_of(area: str | None) -> str:
    """Return the queue of a message whose caller gave this answer: the area, or the central one.

    >>> queue_of("watford"), queue_of("not-stated"), queue_of(None)
    ('watford', 'central', 'central')
    """
    return CENTRAL if area is None or area in _NOWHERE else area
