"""What each role may do. This table is the only place that says so.

>>> May.READ in MAY["officer"], May.READ in MAY["manager"], May.ACCOUNTS in MAY["supervisor"]
(True, False, False)
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal

Role = Literal["officer", "supervisor", "manager", "administrator"]
"""What somebody is here for: to answer messages, to answer for them, to see numbers, or to keep the accounts."""

ROLES: Final[tuple[Role, ...]] = ("officer", "supervisor", "manager", "administrator")


class May(StrEnum):
    """Something that a role may do, or not."""

    ENTER = "enter"
    """Come in, see one's own account, and leave again."""
    READ = "read"
    """See lists, messages and requests of one's own areas, and those one has claimed; listen to them."""
    READ_ALL = "read-all"
    """The same of every area."""
    WORK = "work"
    """Claim, show a number, try to ring, note, contact, close, hand over and release what one has claimed; act on
    requests."""
    SUPERVISE = "supervise"
    """Assess what is unfinished; hand over or release what others have claimed; reopen; hold, erase, undo that; see
    proofs of erasure and the log of what was done with messages."""
    EXPORT = "export"
    """Take a message out, as a file."""
    NUMBERS = "numbers"
    """See counts, in which small ones are hidden."""
    ACCOUNTS = "accounts"
    """Make, change and disable accounts; see the log of what was done with accounts."""


_WORK: Final = frozenset({May.ENTER, May.READ, May.WORK, May.EXPORT})

MAY: Final[Mapping[Role, frozenset[May]]] = MappingProxyType(
    {
        "officer": _WORK,
        "supervisor": _WORK | {May.READ_ALL, May.SUPERVISE, May.NUMBERS},
        "manager": frozenset({May.ENTER, May.NUMBERS}),
        "administrator": frozenset({May.ENTER, May.ACCOUNTS}),
    }
)
"""What each role may do. Managers see no content; administrators see neither content nor counts."""
