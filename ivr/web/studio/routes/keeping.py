"""Keeping a call: as a scenario to read, as a file, as a link."""

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from ivr.menu.flow import Flow
from ivr.phone.scenario.harmless import harmless_title
from ivr.web.studio.asked import Asked
from ivr.web.studio.guard import only_here, visitors
from ivr.web.studio.keeping.files import save as save_file
from ivr.web.studio.keeping.links import fragment
from ivr.web.studio.keeping.written import as_scenario, usual_title
from ivr.web.studio.means import Means
from ivr.web.studio.ringing.call import StudioCall
from ivr.web.studio.sorry import Sorry

_LONGEST_TITLE = 120


def routes(pages: Blueprint, means: Means) -> None:
    """Add them."""

    @pages.get("/calls/<call_id>/scenario")
    @visitors
    def scenario(call_id: str) -> ResponseReturnValue:
        """Show a call as a scenario."""
        call = means.calls.find(call_id)
        text = as_scenario(call, usual_title(call), _flow(call, means), means.practice_settings(call.wish))
        return Response(text, content_type="text/yaml; charset=utf-8")

    @pages.post("/calls/<call_id>/save")
    @only_here
    def save(call_id: str) -> ResponseReturnValue:
        """Write a call as a scenario beside the menu file."""
        title = " ".join(Asked(("title",)).text("title", longest=_LONGEST_TITLE).split())
        if not title:
            raise Sorry(400, "Say in a few words what happens in this call.", field="title")
        if not title.isprintable():
            raise Sorry(400, "There is a character in this title that cannot be shown.", field="title")
        title = harmless_title(title)
        call = means.calls.find(call_id)
        text = as_scenario(call, title, _flow(call, means), means.practice_settings(call.wish))
        file = save_file(means.folder, title, text)
        return jsonify({"file": str(file.relative_to(means.settings.menus.parent))}), 201

    @pages.get("/calls/<call_id>/link")
    @visitors
    def link(call_id: str) -> ResponseReturnValue:
        """Give what a link has to say so that the same call is done again."""
        return jsonify({"fragment": fragment(means.calls.find(call_id))})


def _flow(call: StudioCall, means: Means) -> Flow:
    """Return the menu that a call is on, or the newest one where that is not known any more."""
    return means.live.version(call.version) or means.live.newest()
