"""The caller of the pytest fixture: a telephone in front of a WSGI app, which also knows what the app has kept."""

from __future__ import annotations

from typing import Any, Self

from ivr.phone.caller import Caller
from ivr.phone.wsgi import WsgiApp, WsgiLine


class AppCaller(Caller):
    """A `Caller` of a WSGI app. `messages` is what the app has kept of the call, if it is an app that says so.

    An app may say how it is to be rung: `app.extensions["caller_settings"]()` gives keyword arguments of `Caller`,
    such as the token that it checks signatures with. What the test gives goes before.
    """

    def __init__(self, app: WsgiApp, **settings: Any) -> None:
        line = WsgiLine(app)
        own = getattr(app, "extensions", {}).get("caller_settings")
        super().__init__(line.post, **{"get": line.get, **(own() if own else {}), **settings})
        self._app = app
        self._expects_problems = False

    @property
    def messages(self) -> list[Any]:
        """What `app.extensions["caller_messages"](call_sid)` gives; an empty list where the app has no such thing."""
        look_up = getattr(self._app, "extensions", {}).get("caller_messages")
        return list(look_up(self.call_sid)) if look_up is not None and self.call_sid else []

    def expect_problems(self) -> Self:
        """Say that this test gives the telephone what Twilio refuses, and looks at `problems` itself."""
        self._expects_problems = True
        return self

    @property
    def unexpected_problems(self) -> list[str]:
        """The problems for which the test has to fail."""
        return [] if self._expects_problems else self.problems
