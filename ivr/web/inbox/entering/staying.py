"""How long somebody is still in: what pages ask to say it in time, and what tells that whoever writes is there."""

from datetime import timedelta

from flask import Blueprint, g, jsonify
from flask.typing import ResponseReturnValue

from ivr.message.accounts.roles import May
from ivr.web.inbox import sessions
from ivr.web.inbox.guard import by_itself, needs, officer_here
from ivr.web.inbox.means import Means


def routes(pages: Blueprint, means: Means) -> None:
    """Add both, and let templates use `left_here`."""
    idle = timedelta(minutes=means.settings.idle_minutes)
    longest = timedelta(hours=means.settings.session_hours)

    def left_here() -> int:
        """Return for how many seconds who is asking is in if nothing more is done."""
        ends: timedelta = g.session.began_at + longest - means.clock()
        return _seconds(min(idle, ends))

    pages.add_app_template_global(left_here)

    @pages.get("/stay")
    @needs(May.ENTER)
    def stay() -> ResponseReturnValue:
        """Count as doing something."""
        return jsonify(left=left_here())

    @pages.get("/staying")
    @by_itself
    @needs(May.ENTER)
    def staying() -> ResponseReturnValue:
        """Tell how long it still lasts, and do not count as doing anything."""
        now, token = means.clock(), sessions.token_here()
        open_here = means.accounts.sessions_of(officer_here().officer_id, now, here=token)
        ends = [min(one.seen_at + idle, one.began_at + longest) - now for one in open_here if one.here]
        return jsonify(left=_seconds(max(ends, default=timedelta(0))))


def _seconds(left: timedelta) -> int:
    return max(0, int(left.total_seconds()))
