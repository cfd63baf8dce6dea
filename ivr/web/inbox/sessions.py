"""The cookie of the inbox: a random token, signed, and what forms are checked with. What it stands for is in the store.

A cookie that was signed by somebody else, or long ago, is no cookie.
"""

from typing import Final

from flask import session

_TOKEN: Final = "s"


def token_here() -> str:
    """Return the token of whoever is asking; "" where they have none."""
    token = session.get(_TOKEN, "")
    return token if isinstance(token, str) else ""


def begin(token: str) -> None:
    """Give whoever is asking a token, and nothing that they had before: what was fixed beforehand is worth nothing."""
    session.clear()
    session[_TOKEN] = token


def end() -> None:
    """Take it away."""
    session.clear()
