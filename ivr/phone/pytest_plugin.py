"""The pytest fixtures `caller`, which rings any Flask or WSGI app that speaks TwiML, and `local_twilio`.

    @pytest.fixture
    def app():
        return create_app()

    def test_a_pizza_is_ordered(caller):
        caller.dial("/voice").press("1").record(5)
        assert "Thank you" in caller.heard[-1]
        assert caller.ended == "hangup"

The test gives the app as its own fixture `app`; a fixture `caller_settings` may give back a dict of keyword arguments
for `ivr.phone.caller.Caller` (the token that requests are signed with, the public URL, the number rung from…). When
the test is over, it fails if Twilio would have refused anything it was given, unless the test has said
`caller.expect_problems()`.

`local_twilio` is a stand-in for Twilio's REST API that runs for the length of a test (`ivr.phone.twilio_api.Served`);
`local_twilio_settings` may give back keyword arguments for its `TwilioApi`. What the caller says is kept there if
`caller_settings` gives back `{"recordings": local_twilio}`.

Installed packages with a `pytest11` entry point are imported before coverage is measured and in every pytest run, so
nothing of the telephone is imported before the fixture is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ivr.phone.fixture import AppCaller
    from ivr.phone.twilio_api import Served


@pytest.fixture
def caller_settings() -> dict[str, Any]:
    """Keyword arguments of `Caller`; override it to set the token, the base URL, the number rung from…"""
    return {}


@pytest.fixture
def caller(request: pytest.FixtureRequest, caller_settings: dict[str, Any]) -> Iterator[AppCaller]:
    """A person with a telephone, in front of the test's own `app`: dial, press, wait, record, hang_up."""
    from ivr.phone.fixture import AppCaller

    try:
        app = request.getfixturevalue("app")
    except pytest.FixtureLookupError:
        pytest.fail(
            "The fixture 'caller' needs a fixture 'app': the Flask or WSGI app to ring.", pytrace=False
        )
    telephone = AppCaller(app, **caller_settings)
    yield telephone
    unexpected = telephone.unexpected_problems
    if unexpected:
        pytest.fail(
            "Twilio would not take this:\n" + "\n".join(f"- {it}" for it in unexpected), pytrace=False
        )


@pytest.fixture
def local_twilio_settings() -> dict[str, Any]:
    """Keyword arguments of `TwilioApi`; override it to set the account, its numbers, whether audio needs a password."""
    return {}


@pytest.fixture
def local_twilio(local_twilio_settings: dict[str, Any]) -> Iterator[Served]:
    """A stand-in for Twilio's REST API on a free port: `url`, `account_sid`, `auth_token`, `recordings`, `faults`."""
    from ivr.phone.twilio_api import TwilioApi, serve

    with serve(TwilioApi(**local_twilio_settings)) as served:
        yield served
