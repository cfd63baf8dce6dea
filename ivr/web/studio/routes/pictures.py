"""The menu as a map: a picture that follows the call, the same as an outline, and as Mermaid."""

from flask import Blueprint

from ivr.web.studio.means import Means


def routes(pages: Blueprint, means: Means) -> None:
    """Add them."""
