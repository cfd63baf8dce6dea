"""What callers leave: messages and requests, kept so that none is lost and nothing is done twice.

Importing this room costs no database; `Store` brings it in when it is asked for.
"""

from typing import TYPE_CHECKING, Any

from ivr.message.values import (
    CallRef,
    MessageView,
    Proof,
    RequestView,
    SaidSoFar,
    StoreUnavailable,
    as_json,
)

if TYPE_CHECKING:
    from ivr.message.store import Store

__all__ = [
    "CallRef",
    "MessageView",
    "Proof",
    "RequestView",
    "SaidSoFar",
    "Store",
    "StoreUnavailable",
    "as_json",
]


def __getattr__(name: str) -> Any:
    if name == "Store":
        from ivr.message.store import Store

        return Store
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
