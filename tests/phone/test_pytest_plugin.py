"""The plugin, tried in test runs of its own."""

import subprocess
import sys
import textwrap

import pytest

pytest_plugins = ["pytester"]

APP = """
    import pytest

    DOCUMENTS = {
        "/voice": "<Response><Gather action='/next' numDigits='1'><Say>Hello.</Say></Gather></Response>",
        "/next": "<Response><Shout>Hey</Shout></Response>",
    }

    def wsgi(environ, start_response):
        body = DOCUMENTS.get(environ["PATH_INFO"])
        start_response("200 OK" if body else "404 Not Found", [("Content-Type", "text/xml")])
        return [(body or "").encode()]
"""
APP_FIXTURE = """
    @pytest.fixture
    def app():
        return wsgi
"""


def run(pytester: pytest.Pytester, *sources: str) -> pytest.RunResult:
    pytester.makepyfile("".join(textwrap.dedent(source) for source in sources))
    return pytester.runpytest_inprocess("-W", "error", "-p", "no:cacheprovider")


def test_any_wsgi_app_can_be_rung(pytester):
    result = run(
        pytester,
        APP,
        APP_FIXTURE,
        """
    def test_it(caller):
        assert caller.dial().heard == ["Hello."]
        assert (caller.at, caller.waiting, caller.ended) == ("/voice", "gather", None)
        assert caller.hang_up().ended == "caller-hung-up"
        assert caller.messages == []
    """,
    )
    result.assert_outcomes(passed=1)


def test_what_twilio_refuses_fails_the_test(pytester):
    result = run(pytester, APP, APP_FIXTURE, "def test_it(caller): caller.dial().press('1')")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        ["*Twilio would not take this:", "*- /next: Shout: TwiML has no such element.*"]
    )


def test_problems_can_be_expected(pytester):
    result = run(
        pytester,
        APP,
        APP_FIXTURE,
        "def test_it(caller): assert caller.expect_problems().dial().press('1').problems",
    )
    result.assert_outcomes(passed=1)


def test_settings_are_a_fixture_of_their_own(pytester):
    result = run(
        pytester,
        APP,
        APP_FIXTURE,
        """
    @pytest.fixture
    def caller_settings():
        return {"status_path": "/no-such-status"}

    def test_it(caller):
        caller.expect_problems().dial().hang_up()
        assert caller.problems == ["Status callback: POST /no-such-status was answered with 404 (error 11200)."]
    """,
    )
    result.assert_outcomes(passed=1)


def test_messages_come_from_the_apps_extension(pytester):
    result = run(
        pytester,
        APP,
        """
    class App:
        extensions = {"caller_messages": lambda sid: [{"sid": sid}]}
        __call__ = staticmethod(wsgi)

    @pytest.fixture
    def app():
        return App()

    def test_it(caller):
        assert caller.messages == []
        caller.dial()
        assert caller.messages == [{"sid": caller.call_sid}]
    """,
    )
    result.assert_outcomes(passed=1)


def test_a_missing_app_is_explained(pytester):
    result = run(pytester, "def test_it(caller): pass")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*The fixture 'caller' needs a fixture 'app'*"])


def test_what_the_caller_says_is_kept_at_the_local_twilio(pytester):
    result = run(
        pytester,
        APP.replace("<Shout>Hey</Shout>", "<Record action='/voice'/>"),
        APP_FIXTURE,
        """
    @pytest.fixture
    def local_twilio_settings():
        return {"account_sid": "AC" + "5" * 32}

    @pytest.fixture
    def caller_settings(local_twilio):
        return {"recordings": local_twilio, "account_sid": local_twilio.account_sid}

    def test_it(caller, local_twilio):
        caller.dial().press("1").record(3)
        (kept,) = local_twilio.recordings.all()
        assert (kept.call_sid, kept.seconds) == (caller.call_sid, 3)
        assert local_twilio.account_sid == "AC" + "5" * 32
    """,
    )
    result.assert_outcomes(passed=1)


def test_the_plugin_itself_imports_nothing_but_pytest():
    script = (
        "import sys, pytest, ivr; before = set(sys.modules); import ivr.phone.pytest_plugin; "
        "print(sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['ivr.phone', 'ivr.phone.pytest_plugin']"
