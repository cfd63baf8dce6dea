"""The edge that faces the web: Twilio's webhook, and a page that says what runs.

`create_app` is imported when it is asked for: whoever only needs the settings does not load Flask.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ivr.web.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    """Import the app's factory on first use."""
    if name == "create_app":
        from ivr.web.app import create_app

        return create_app
    raise AttributeError(name)
