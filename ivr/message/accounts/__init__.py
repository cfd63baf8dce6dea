"""Who may come in, and what they may do there: officers' accounts, passwords, codes and sessions.

Importing this costs neither a database nor a hash; `Accounts` brings them in when it is asked for.
"""

from typing import TYPE_CHECKING, Any

from ivr.message.accounts.outcomes import Added, Begun, OpenSession, Session, SetUp, Stage
from ivr.message.accounts.refusals import (
    LoginTaken,
    NoAccount,
    NotIn,
    Refusal,
    TooOften,
    UnknownOfficer,
    WrongCode,
    WrongPassword,
)
from ivr.message.accounts.roles import MAY, ROLES, May, Role
from ivr.message.accounts.values import CENTRAL, Notices, Officer, queue_of

if TYPE_CHECKING:
    from ivr.message.accounts.accounts import Accounts
    from ivr.message.audit.writing import OPERATOR

__all__ = [
    "CENTRAL",
    "MAY",
    "OPERATOR",
    "ROLES",
    "Accounts",
    "Added",
    "Begun",
    "LoginTaken",
    "May",
    "NoAccount",
    "NotIn",
    "Notices",
    "Officer",
    "OpenSession",
    "Refusal",
    "Role",
    "Session",
    "SetUp",
    "Stage",
    "TooOften",
    "UnknownOfficer",
    "WrongCode",
    "WrongPassword",
    "queue_of",
]


def __getattr__(name: str) -> Any:
    if name == "Accounts":
        from ivr.message.accounts.accounts import Accounts

        return Accounts
    if name == "OPERATOR":
        from ivr.message.audit.writing import OPERATOR

        return OPERATOR
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
