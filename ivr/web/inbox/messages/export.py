"""A message as a file, for a case that is kept elsewhere. Taking it out is in the log."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from ivr.message.accounts.roles import May
from ivr.message.desk import NotNow
from ivr.web.inbox.guard import needs, officer_here
from ivr.web.inbox.means import Means
from ivr.web.inbox.messages.message import MESSAGE, page


def routes(pages: Blueprint, means: Means) -> None:
    """Add it."""

    @pages.post(f"{MESSAGE}/export")
    @needs(May.EXPORT)
    def export(reference: str) -> ResponseReturnValue:
        try:
            packed = means.desk.export(officer_here(), reference, means.clock(), means.accounts.names())
        except NotNow as why:
            return page(means, reference, verb="export", trouble=str(why), code=409)
        headers = {"Content-Disposition": f'attachment; filename="message-{reference}.zip"'}
        return Response(packed, headers=headers, mimetype="application/zip")
