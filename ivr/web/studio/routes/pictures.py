"""The menu as a map: a picture that follows the call, the same as an outline, and as Mermaid."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from typing import Final

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from ivr.call.turn import NodeId
from ivr.menu.flow import Flow
from ivr.show.branches import html_outline
from ivr.show.marks import Marks, marks_of
from ivr.show.mermaid import mermaid
from ivr.show.plan import plan
from ivr.show.svg import svg
from ivr.web.studio.guard import visitors
from ivr.web.studio.means import Means

_SVG: Final = "image/svg+xml; charset=utf-8"
_STYLE: Final = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def routes(pages: Blueprint, means: Means) -> None:
    """Add them."""

    @pages.get("/map.svg")
    @visitors
    def picture() -> ResponseReturnValue:
        """Draw the map: for the page, or with `print`, on sheets of paper by itself."""
        flow, marks = _marked(means)
        if "print" not in request.args:
            return Response(svg(plan(flow), marks=marks, standalone=False), content_type=_SVG)
        drawn = svg(plan(flow), marks=marks, shape="pages")
        response = Response(drawn, content_type=_SVG)
        response.headers["Content-Security-Policy"] = _only_its_style(drawn)
        return response

    @pages.get("/outline")
    @visitors
    def outline() -> ResponseReturnValue:
        """Write the map as nested lists."""
        flow, marks = _marked(means)
        return render_template(
            "studio/_outline.html", outline=html_outline(plan(flow), marks), over=marks.over
        )

    @pages.get("/map.mmd")
    @visitors
    def chart() -> ResponseReturnValue:
        """Write the map as Mermaid."""
        flow, marks = _marked(means)
        return Response(mermaid(plan(flow), marks), content_type="text/plain; charset=utf-8")


def _marked(means: Means) -> tuple[Flow, Marks]:
    """Return the newest menu, with what is unwise in it, what nobody has tried, and where the call is."""
    flow = means.live.newest()
    covered = means.suite.covered
    untried = covered.untried if covered is not None and covered.version == flow.version else ()
    marks = marks_of(means.live.look().lint or (), untried)
    if asked := request.args.get("call"):
        call = means.calls.find(asked)
        if call.node is not None and call.node in flow.nodes:
            marks = replace(marks, here=NodeId(call.node), over=call.ended is not None)
    return flow, marks


def _only_its_style(drawn: str) -> str:
    """Return a policy for a picture that is a page by itself: nothing but the style inside it."""
    hashes = " ".join(
        f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" for style in _STYLE.findall(drawn)
    )
    return f"default-src 'none'; style-src {hashes}; base-uri 'none'; frame-ancestors 'none'"
