"""Whether a list would look different by now: what pages ask by themselves, while somebody looks at them."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from ivr.message.accounts.roles import May
from ivr.web.inbox import words
from ivr.web.inbox.guard import by_itself, needs, officer_here
from ivr.web.inbox.means import Means


def routes(pages: Blueprint, means: Means) -> None:
    """Add it."""

    @pages.get("/changes")
    @by_itself
    @needs(May.READ)
    def changes() -> ResponseReturnValue:
        """Tell the stamp of this officer's list. `words` say what to announce; "" if it is still that of `since`."""
        officer, now = officer_here(), means.clock()
        stamp = means.desk.stamp(officer, now)
        if stamp == request.args.get("since"):
            return jsonify(stamp=stamp, words="")
        counts = means.desk.counts(officer, now)
        told = [words.counted(counts.open, "open message")]
        if counts.requests:
            told.append(words.counted(counts.requests, "request"))
        return jsonify(stamp=stamp, words=f"The list has changed: {' and '.join(told)} now.")
