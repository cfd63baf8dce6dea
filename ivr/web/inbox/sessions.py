"""The cookie of the inbox: a random token, signed, and what forms are checked with. What it stands for is in the store.

A cookie that was signed by somebody else, or long ago, is no cookie. Beside the token it may hold, for as long as
somebody is coming in, the page they first asked for and what the organisation's sign-in has to give back. All of that
is their own; it is signed, not hidden.
"""

import re
from typing import Any, Final

from flask import session

_TOKEN: Final = "s"  # noqa: S105  # where it is, not what it is
_WANTED: Final = "wanted"
_SIGN_IN: Final = "sign-in"
_LONGEST: Final = 500
_PATH: Final = re.compile(r"/inbox/(?!/)[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*")


def token_here() -> str:
    """Return the token of whoever is asking; "" where they have none."""
    token = session.get(_TOKEN, "")
    return token if isinstance(token, str) else ""


def begin(token: str) -> None:
    """Give whoever is asking a token, and nothing that they had before: what was fixed beforehand is worth nothing.

    Only the page they first asked for stays, until they get there.
    """
    page = session.get(_WANTED)
    session.clear()
    session[_TOKEN] = token
    if page:
        session[_WANTED] = page


def end() -> None:
    """Take it away, with everything in it."""
    session.clear()


def want(page: str) -> None:
    """Remember the page that somebody asked for who is not in yet: its path and query, under /inbox/."""
    if len(page) <= _LONGEST and _PATH.fullmatch(page):
        session[_WANTED] = page


def wanted() -> str:
    """Return that page, once; "" where there is none, or where it is none of this inbox."""
    page = session.pop(_WANTED, "")
    return page if isinstance(page, str) and len(page) <= _LONGEST and _PATH.fullmatch(page) else ""


def signing_in(pending: dict[str, Any]) -> None:
    """Remember what the organisation's sign-in has to give back."""
    session[_SIGN_IN] = pending


def signed_in() -> dict[str, Any]:
    """Return that, once: who comes back a second time comes back to nothing."""
    pending = session.pop(_SIGN_IN, None)
    return pending if isinstance(pending, dict) else {}
