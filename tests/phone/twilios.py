"""What tests of the stand-in share: SIDs, a clock, clients as everybody has them."""

import json
from datetime import UTC, datetime, timedelta

import requests
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

ACCOUNT, TOKEN = "AC" + "1" * 32, "token-of-nobody"


def re(number):
    """The SID of a recording."""
    return f"RE{number:032x}"


def ca(number):
    """The SID of a call."""
    return f"CA{number:032x}"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.now = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def move(self, seconds):
        self.now += timedelta(seconds=seconds)


def client_of(served, token=None):
    """The unmodified client, pointed at the stand-in."""
    token = served.auth_token if token is None else token
    client = Client(served.account_sid, token, http_client=TwilioHttpClient(pool_connections=False))
    client.api.base_url = served.url
    return client


def media(served, sid, ending=".wav", *, auth=True, **options):
    """GET a recording's audio, as a programmer would."""
    url = f"{served.url}/2010-04-01/Accounts/{served.account_sid}/Recordings/{sid}{ending}"
    credentials = (served.account_sid, served.auth_token) if auth is True else auth
    return requests.get(url, auth=credentials, timeout=120, **options)


def ask(served, method, path, **options):
    """Any request at all, with the credentials."""
    options.setdefault("auth", (served.account_sid, served.auth_token))
    return requests.request(method, served.url + path, timeout=120, **options)


def error_of(response):
    """The code and status of Twilio's JSON error."""
    told = json.loads(response.content)
    assert set(told) == {"code", "message", "more_info", "status"}
    assert told["more_info"] == f"https://www.twilio.com/docs/errors/{told['code']}"
    return told["code"], told["status"]
