"""The page of the studio, and how the menu file stands."""

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ivr.check.coverage import Coverage
from ivr.menu.clock_words import clock_examples
from ivr.menu.problems import Problem, as_json
from ivr.phone.faults import FAULTS
from ivr.web.studio import protection
from ivr.web.studio.guard import visitors
from ivr.web.studio.live import Seen
from ivr.web.studio.means import Means
from ivr.web.studio.ringing.telephones import can_ring_itself


def routes(pages: Blueprint, means: Means) -> None:
    """Add them."""

    @pages.get("")
    @visitors
    def home() -> ResponseReturnValue:
        """Lead to the page from its address without the stroke at the end."""
        return redirect(url_for("studio.page"), 308)

    @pages.get("/")
    @visitors
    def page() -> ResponseReturnValue:
        """Show the telephone and the map."""
        flow = means.live.look().flow
        if flow is not None:
            means.ways.prepare(flow, means.clock())
        return render_template(
            "studio/index.html",
            line=flow.line.name if flow else means.settings.menus.name,
            languages={code: language.name for code, language in flow.line.languages.items()} if flow else {},
            areas={key: area.name for key, area in flow.line.areas.items()} if flow else {},
            csrf_token=protection.token(means.key),
            clock_examples=clock_examples(),
            saves=means.saves,
            running_line=can_ring_itself(means.settings),
            file=means.settings.menus.name,
            faults={name: fault.does for name, fault in FAULTS.items()} if means.saves else {},
        )

    @pages.get("/now")
    @visitors
    def now() -> ResponseReturnValue:
        """Say how the menu file stands. Pages ask twice a second: mostly the answer is that nothing has changed."""
        seen = means.live.look()
        told = Response()
        told.set_etag(_state_of(seen, means.suite.covered))
        if request.if_none_match.contains(_state_of(seen, means.suite.covered)):
            told.status_code = 304
            return told
        response = jsonify(
            {
                "version": seen.flow.version if seen.flow else None,
                "good": seen.good,
                "broken": _problems(seen.broken),
                "lint": None if seen.lint is None else _problems(seen.lint),
                "coverage": _tried(means.suite.covered),
            }
        )
        response.set_etag(_state_of(seen, means.suite.covered))
        return response


def _problems(problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    return [as_json(problem) for problem in problems]


def _tried(covered: Coverage | None) -> dict[str, Any] | None:
    if covered is None:
        return None
    return {
        "version": covered.version,
        "share": covered.share,
        "tried": covered.tried,
        "items": len(covered.items),
    }


def _state_of(seen: Seen, covered: Coverage | None) -> str:
    version = seen.flow.version if seen.flow else "none"
    broken = f"{hash(seen.broken) & 0xFFFFFFFF:x}" if seen.broken else "good" if seen.good else "bad"
    asked = "asking" if seen.lint is None else "asked"
    tried = f"{covered.version}-{covered.tried}-{covered.calls}" if covered else "none"
    return f"{version}-{broken}-{asked}-{tried}"
