"""The scenarios beside the menu file: running them all, and what came of it."""

from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from ivr.check.coverage import Coverage
from ivr.web.studio.asked import Asked
from ivr.web.studio.guard import only_here, visitors
from ivr.web.studio.means import Means
from ivr.web.studio.sorry import Sorry
from ivr.web.studio.suite import faults_named


def routes(pages: Blueprint, means: Means) -> None:
    """Add them."""

    @pages.post("/scenarios")
    @only_here
    def run() -> ResponseReturnValue:
        """Begin to run them. It takes a while: how far that has come is asked for by GET."""
        name = Asked(("fault",)).text("fault", longest=40)
        try:
            faults = faults_named(name)
        except KeyError:
            raise Sorry(400, "There is no such fault.") from None
        means.suite.start(means.live.newest(), faults)
        return jsonify(_told(means)), 202

    @pages.get("/scenarios")
    @visitors
    def results() -> ResponseReturnValue:
        """Say how far it has come."""
        return jsonify(_told(means))


def _told(means: Means) -> dict[str, Any]:
    progress = means.suite.progress()
    covered = means.suite.covered
    return {
        "running": progress.running,
        "done": progress.done,
        "of": progress.of,
        "results": list(progress.results),
        "error": progress.error,
        "coverage": as_json(covered) if covered and not progress.running else None,
    }


def as_json(covered: Coverage) -> dict[str, Any]:
    """Return what was tried as a JSON object."""
    return {**covered.as_json(), "share": covered.share}
