"""What every way of coming in ends with: a new token, the page that was wanted, words for who could not come in."""

from datetime import timedelta
from math import ceil
from typing import Final

from flask import Response, make_response, redirect, request, url_for

from ivr.message.accounts import Begun
from ivr.web.inbox import guard, sessions
from ivr.web.inbox.entering import device
from ivr.web.inbox.means import Means

Problems = tuple[tuple[str, str], ...]
"""What is wrong with a form: of each problem the field it is about, and what to do."""
_MINUTE: Final = 60


def go_on(means: Means, begun: Begun) -> Response:
    """Let somebody go on from where `begun` leaves them: to their code, to setting one up, or to the page they want."""
    take(means, begun)
    return device.know(make_response(redirect(following(begun), 303)), begun.device)


def take(means: Means, begun: Begun) -> None:
    """Give the browser the token of `begun`. One it had before is good for nothing any more."""
    before = sessions.token_here()
    if before and before != begun.token:
        means.accounts.leave(before, means.clock())
    sessions.begin(begun.token)


def following(begun: Begun) -> str:
    """Return the address of the page that comes next."""
    if begun.stage != "in":
        return url_for(guard.PAGE_OF[begun.stage])
    wanted = sessions.wanted()
    return f"{request.script_root}{wanted}" if wanted else url_for(guard.HOME)


def later(wait: timedelta) -> str:
    """Say when to try again, never too early.

    >>> later(timedelta(seconds=90)), later(timedelta(seconds=20)), later(timedelta(0))
    ('Try again in 2 minutes.', 'Try again in 20 seconds.', 'Try again in 1 second.')
    """
    seconds = max(1, ceil(wait.total_seconds()))
    number, unit = (seconds, "second") if seconds < _MINUTE else (ceil(seconds / _MINUTE), "minute")
    return f"Try again in {number} {unit}{'' if number == 1 else 's'}."
