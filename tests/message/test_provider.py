"""The provider's REST API, asked over real HTTP: the stand-in for what Twilio does, an odd server for what it does not."""

import io
import json
import logging
import subprocess
import sys
import threading
import traceback
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from odd_server import OddServer, http

from ivr.message.audio import whole
from ivr.message.media_addresses import Place, is_name, origin, redirected
from ivr.message.provider import AtProvider, NotThereYet, Provider, ProviderTrouble, Refused, Unavailable
from ivr.phone.twilio_api import Fault, PhoneNumber, Served, TwilioApi, serve, sound

ACCOUNT, TOKEN = "AC" + "1" * 32, "a-token-that-nobody-may-see"
SID, CALL = "RE" + "a" * 32, "CA" + "b" * 32
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OURS, OTHERS = "+441632960001", "+441632960002"
WAV = sound(SID, 12)


@pytest.fixture(scope="module")
def stand_in():
    numbers = [
        PhoneNumber(OURS, voice_url="https://line.example/voice", status_callback="https://line.example/s")
    ]
    with serve(TwilioApi(ACCOUNT, TOKEN, numbers=numbers)) as served:
        yield served


@pytest.fixture
def local(stand_in: Served):
    stand_in.api.reset()
    return stand_in


@pytest.fixture
def provider(local: Served):
    provider = Provider(local.url, ACCOUNT, TOKEN, timeout=60)
    yield provider
    provider.close()


@pytest.fixture
def odd():
    with OddServer() as server:
        yield server


def at(server: OddServer, **more) -> Provider:
    return Provider(server.url, ACCOUNT, TOKEN, **{"timeout": 60, **more})


def put(local: Served, sid: str = SID, **more) -> None:
    local.recordings.add(sid, CALL, sound(sid, 12), 12, **more)


def posted(server, sid: str = SID) -> str:
    return f"{server.url}/2010-04-01/Accounts/{ACCOUNT}/Recordings/{sid}"


# What Twilio does


def test_the_sound_comes_byte_for_byte(local, provider):
    put(local)
    assert provider.audio(SID, posted(local)) == WAV
    assert whole(provider.audio(SID, ""), 12).seconds == 12


def test_a_recording_is_not_there_yet_then_there_then_gone(local, provider):
    assert provider.find(SID) is None
    with pytest.raises(NotThereYet):
        provider.audio(SID, posted(local))
    put(local, made_at=NOON)
    assert provider.find(SID) == AtProvider(SID, CALL, 12, NOON, "completed")
    provider.delete(SID)
    assert local.recordings.left() == []
    assert provider.find(SID) is None
    with pytest.raises(NotThereYet):
        provider.audio(SID, posted(local))
    provider.delete(SID)  # what is not there is deleted


def test_the_length_is_not_known_while_it_is_processed(local, provider):
    put(local, made_at=NOON, ready_after=900)
    assert provider.find(SID) == AtProvider(SID, CALL, None, NOON, "processing")


def test_all_recordings_since_a_day_are_listed_page_by_page(local, provider, monkeypatch):
    monkeypatch.setattr("ivr.message.provider._PAGE_SIZE", 3)
    names = [f"RE{number:032x}" for number in range(10)]
    for number, sid in enumerate(names):
        put(local, sid, made_at=NOON - timedelta(hours=number))
    put(local, made_at=NOON - timedelta(days=2))
    found = list(provider.recordings(NOON - timedelta(hours=3)))
    assert sorted(each.sid for each in found) == names  # from midnight on
    assert {(each.call_sid, each.seconds) for each in found} == {(CALL, 12)}
    assert len([seen for seen in local.api.requests if "PageToken" in seen.query]) == 3


def test_since_when_is_told_in_utc(local, provider):
    zone = datetime.fromisoformat("2026-11-22T00:30:00+01:00")  # the day before, in UTC
    put(local, made_at=datetime(2026, 11, 21, 1, 0, tzinfo=UTC))
    assert [each.sid for each in provider.recordings(zone)] == [SID]


def test_the_account_and_its_numbers(local, provider):
    account = provider.account()
    assert (account.status, account.kind) == ("active", "Full")
    number = provider.number(OURS)
    assert number is not None
    assert (number.voice_url, number.voice_method) == ("https://line.example/voice", "POST")
    assert (number.status_callback, number.fallback_url) == ("https://line.example/s", "")
    assert number.handled_by == "webhook"
    assert provider.number(OTHERS) is None
    assert OURS not in repr(number)
    assert "line.example" not in repr(number)


@pytest.mark.parametrize(
    ("more", "by"),
    [
        ({}, "webhook"),
        ({"voice_application_sid": "AP1"}, "application"),
        ({"trunk_sid": "TK1"}, "trunk"),
        ({"voice_application_sid": "AP1", "trunk_sid": "TK1"}, "trunk"),
    ],
)
def test_who_gets_the_calls_to_a_number(odd, more, by):
    numbers = {"incoming_phone_numbers": [{"phone_number": OTHERS}, {"phone_number": OURS} | more]}
    odd.answers = [http(body=json.dumps(numbers).encode())]
    provider = at(odd)
    assert provider.number(OURS).handled_by == by
    provider.close()


def test_a_proxy_or_region_in_the_surroundings_leads_nowhere_else(local, monkeypatch):
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    monkeypatch.setenv("TWILIO_EDGE", "dublin")
    provider = Provider(local.url, ACCOUNT, TOKEN, timeout=60)
    assert provider.account().status == "active"
    provider.close()


# What goes wrong


@pytest.mark.parametrize(
    ("kind", "error", "word"),
    [
        ("not-found", NotThereYet, "not-there"),
        ("unauthorised", Refused, "refused"),
        ("too-many", Unavailable, "busy"),
        ("error", Unavailable, "broken"),
        ("unavailable", Unavailable, "broken"),
        ("drop", Unavailable, "cut-short"),
    ],
)
@pytest.mark.parametrize("on", ["media", "recording", "list", "delete", "account", "numbers"])
def test_each_failure_is_one_of_three_and_goes_by(local, provider, on, kind, error, word):
    put(local)
    ask = {
        "media": lambda: provider.audio(SID, posted(local)),
        "recording": lambda: provider.find(SID),
        "list": lambda: list(provider.recordings(NOON)),
        "delete": lambda: provider.delete(SID) or True,
        "account": lambda: provider.account(),
        "numbers": lambda: provider.number(OURS),
    }[on]
    local.faults.set(Fault(kind, on=on, in_all=1, seconds=7))
    if kind == "not-found" and on in ("recording", "delete"):
        ask()  # these know what that means
    else:
        with pytest.raises(error) as raised:
            ask()
        assert raised.value.word == word
        if kind == "too-many":
            assert raised.value.retry_after == 7
        shows_nothing(raised.value, local)
    assert ask()


def test_whoever_asks_again_is_not_told_to_wait_by_an_older_answer(local, provider):
    local.faults.set(Fault("too-many", on="recording", in_all=1, seconds=7), Fault("error", on="recording"))
    for wait in (7, None):
        with pytest.raises(Unavailable) as raised:
            provider.find(SID)
        assert raised.value.retry_after == wait


def test_a_server_that_hangs_is_not_waited_for():
    with serve(TwilioApi(ACCOUNT, TOKEN)) as hangs:
        put(hangs)
        hasty = Provider(hangs.url, ACCOUNT, TOKEN, timeout=0.2)
        for on, ask in {"media": lambda: hasty.audio(SID, ""), "recording": lambda: hasty.find(SID)}.items():
            hangs.faults.set(Fault("hang", on=on, seconds=600))
            with pytest.raises(Unavailable) as raised:
                ask()
            assert raised.value.word == "slow"
        hasty.close()


def test_a_server_that_is_not_there_is_told_apart(odd):
    gone = Provider("http://127.0.0.1:9", ACCOUNT, TOKEN, timeout=2)  # the port of nothing
    for ask in (lambda: gone.audio(SID, ""), gone.account):
        with pytest.raises(Unavailable) as raised:
            ask()
        assert raised.value.word == "unreachable"
    gone.close()


def test_wrong_credentials_are_refused(local):
    put(local)
    stranger = Provider(local.url, ACCOUNT, "another-token", timeout=60)
    for ask in (lambda: stranger.audio(SID, ""), lambda: stranger.find(SID), stranger.account):
        with pytest.raises(Refused):
            ask()
    stranger.close()


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (http(body=WAV[:-1], Content_Length=str(len(WAV))), "cut-short"),
        (http(body=b"", Content_Length=str(len(WAV))), "cut-short"),
        (http(body=b"4\r\nRIFF\r\n5\r\nab", Transfer_Encoding="chunked", Content_Length=""), "cut-short"),
        (http(body=b"4\r\nRIFF\r\n", Transfer_Encoding="chunked", Content_Length=""), "cut-short"),
        (http(body=b"RIFF\xff\xff\xff\xffWAVE", Content_Length=""), "cut-short"),
        (http(body=b"anything", Content_Length=""), "cut-short"),
        (http(body=b"x", Content_Length="99999999999"), "too-large"),
        (http(body=b"x", Content_Encoding="gzip"), "unreadable"),
        (http("204 No Content", Content_Length=""), "broken"),
        (http("206 Partial Content", body=b"x"), "broken"),
        (http("304 Not Modified", Content_Length=""), "broken"),
        (http("418 I'm a teapot"), "broken"),
        (http("302 Found"), "broken"),
        (b"no http at all\r\n\r\n", "cut-short"),
        (b"", "cut-short"),
        (http(Location="http://example.com/a.wav", status="302 Found"), "redirected"),
        (http(Location="file:///etc/passwd", status="302 Found"), "redirected"),
        (http(Location="https://user:word@example.com/a.wav", status="302 Found"), "redirected"),
        (http(Location="/again.wav", status="302 Found"), "redirected"),
        (http(Location="http://[half", status="302 Found"), "redirected"),
    ],
)
def test_an_odd_answer_to_a_request_for_sound_is_no_sound(odd, answer, word):
    odd.answers = [answer]
    with pytest.raises(Unavailable) as raised:
        at(odd).audio(SID, "")
    assert raised.value.word == word
    shows_nothing(raised.value, odd)


@pytest.mark.parametrize(
    "answer",
    [
        http(body=b"<html>"),
        http(body=b"[]"),
        http(body=b"null"),
        http(body=b'{"recordings": "many"}'),
        http(body=b'{"recordings": [], "meta": 3}'),
        http(body=b'{"recordings": [3]}'),
        http("302 Found", Location="https://example.com/"),
        http("204 No Content", Content_Length=""),
        http("400 Bad Request", body=b'{"code": 20001, "message": "' + SID.encode() + b'"}'),
        http("500 Oh", body=b'{"type": "x", "title": "' + SID.encode() + b'", "status": 500, "code": 2}'),
        b"no http at all\r\n\r\n",
        b"",
    ],
)
def test_an_odd_answer_to_a_question_is_a_trouble_of_ours(odd, answer):
    odd.answers = [answer]
    provider = at(odd)
    for ask in (lambda: list(provider.recordings(NOON)), lambda: provider.find(SID), provider.account):
        with pytest.raises(Unavailable) as raised:
            ask()
        shows_nothing(raised.value, odd)
    provider.close()


@pytest.mark.parametrize("name", ["recordings", "incoming_phone_numbers"])
def test_a_list_that_leads_elsewhere_or_round_and_round_is_not_followed(odd, name):
    provider = at(odd)
    ask = (lambda: list(provider.recordings(NOON))) if name == "recordings" else provider.numbers
    meta = f'{{"next_page_url": "https://example.com/steal", "key": "{name}"}}'
    odd.answers = [http(body=f'{{"{name}": [], "meta": {meta}}}'.encode())]
    with pytest.raises(Unavailable, match="leads nowhere"):
        ask()
    assert len(odd.asked) == 1
    odd.answers = [http(body=f'{{"{name}": [], "next_page_uri": "/2010-04-01/round"}}'.encode())]
    with pytest.raises(Unavailable, match="leads nowhere"):
        ask()
    assert len(odd.asked) == 3
    provider.close()


def test_sound_in_pieces_and_sound_that_says_its_own_size_is_taken(odd):
    pieces = b"".join(
        f"{len(WAV[at : at + 7000]):x}\r\n".encode() + WAV[at : at + 7000] + b"\r\n"
        for at in range(0, len(WAV), 7000)
    )
    odd.answers = [
        http(body=pieces + b"0\r\n\r\n", Transfer_Encoding="chunked", Content_Length=""),
        http(body=WAV, Content_Length=""),
        http(body=WAV),
    ]
    assert [at(odd).audio(SID, "") for _ in range(3)] == [WAV] * 3
    assert odd.asked[0].headers["accept-encoding"] == "identity"


def test_sound_that_trickles_is_given_up_in_time(odd):
    odd.answers = [odd.dripping(http(Content_Length=str(len(WAV))))]
    with pytest.raises(Unavailable) as raised:
        at(odd, total_seconds=0.3).audio(SID, "")
    assert raised.value.word == "slow"


def test_an_answer_that_leads_elsewhere_is_not_read_to_its_end(odd):
    odd.answers = [odd.dripping(http("302 Found", Location="/b", Content_Length="999999")), http(body=WAV)]
    assert at(odd).audio(SID, "") == WAV


def test_sound_that_stops_coming_is_given_up_in_time(odd):
    odd.answers = [odd.hanging(http(body=WAV[:100], Content_Length=str(len(WAV))))]
    with pytest.raises(Unavailable) as raised:
        at(odd, timeout=0.2).audio(SID, "")
    assert raised.value.word == "slow"


def test_sound_without_end_is_given_up_at_the_largest_size(odd):
    odd.answers = [odd.dripping(http(Content_Length=""), bytes(60_000), every=0)]
    with pytest.raises(Unavailable) as raised:
        at(odd, most_bytes=1_000_000).audio(SID, "")
    assert raised.value.word == "too-large"


@pytest.mark.parametrize(
    ("told", "wait"),
    [("3", 3), (" 30 ", 30), ("86400", 3600), ("soon", None), ("-1", None), ("1.5", None), ("9" * 30, None)],
)
def test_how_long_to_wait_is_what_the_provider_says_within_reason(odd, told, wait):
    odd.answers = [http("429 Too Many Requests", Retry_After=told)]
    provider = at(odd)
    for ask in (lambda: provider.audio(SID, ""), provider.account):
        with pytest.raises(Unavailable) as raised:
            ask()
        assert raised.value.retry_after == wait
    provider.close()


# To whom credentials are shown

BASIC = "basic "


def shown(server: OddServer) -> list[bool]:
    """For each request whether it brought credentials."""
    return [asked.headers.get("authorization", "").lower().startswith(BASIC) for asked in server.asked]


def test_credentials_do_not_follow_to_another_origin(odd, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with OddServer([http(body=WAV)]) as elsewhere:
        odd.answers = [http("302 Found", Location=f"{elsewhere.url}/a.wav?X-Signature=of%40theirs")]
        assert at(odd).audio(SID, "") == WAV
        assert (shown(odd), shown(elsewhere)) == ([True], [False])
    odd.answers = [http("307 Temporary Redirect", Location="/here.wav"), http(body=WAV)]
    assert at(odd).audio(SID, "") == WAV
    assert shown(odd) == [True, True, True]
    assert odd.asked[-1].line.startswith("GET /here.wav ")


def test_an_address_of_somebody_else_is_not_even_asked(odd):
    odd.answers = [http(body=WAV)]
    with OddServer([http(body=b"stolen")]) as elsewhere:
        assert at(odd).audio(SID, posted(elsewhere)) == WAV
        assert elsewhere.asked == []
    assert odd.asked[0].line == f"GET /2010-04-01/Accounts/{ACCOUNT}/Recordings/{SID}.wav HTTP/1.1"


TWILIO = Place("https://api.twilio.com/", ACCOUNT)
LOCAL = Place("http://127.0.0.1:8000", ACCOUNT)
BY_NAME = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Recordings/{SID}.wav"
PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Recordings/{SID}"


@pytest.mark.parametrize(
    "url",
    [
        f"https://api.twilio.com{PATH}",
        f"https://api.twilio.com{PATH}.wav",
        f"https://api.twilio.com:443{PATH}",
        f"https://API.Twilio.com{PATH}",
        f"https://api.dublin.ie1.twilio.com{PATH}",
        f"https://api.ie1.twilio.com/elsewhere/{SID}",
    ],
)
def test_twilios_own_addresses_are_used_as_they_were_told(url):
    assert TWILIO.media(SID, url) == url.removesuffix(".wav") + ".wav"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nothing of the kind",
        PATH,
        f"//api.twilio.com{PATH}",
        f"http://api.twilio.com{PATH}",
        f"https://api.twilio.com:8443{PATH}",
        f"https://user:word@api.twilio.com{PATH}",
        f"https://api.twilio.com@example.com{PATH}",
        f"https://example.com#@api.twilio.com{PATH}",
        f"https://example.com\\@api.twilio.com{PATH}",
        f"https://api.twilio.com.example.com{PATH}",
        f"https://twilio.com.{PATH}",
        f"https://eviltwilio.com{PATH}",
        f"https://169.254.169.254{PATH}",
        f"https://localhost{PATH}",
        f"http://127.0.0.1:8000{PATH}",
        f"https://[::1]{PATH}",
        f"file:///etc/passwd#{SID}",
        f"file://api.twilio.com{PATH}",
        f"ftp://api.twilio.com{PATH}",
        f"https://api.twilio.com/2010-04-01/../Accounts/{SID}",
        f"https://api.twilio.com/2010-04-01/./{SID}",
        f"https://api.twilio.com/2010-04-01//{SID}",
        f"https://api.twilio.com/%2e%2e/{SID}",
        f"https://api.twilio.com{PATH}?a=b",
        f"https://api.twilio.com{PATH}#a",
        f"https://api.twilio.com{PATH}/",
        f"https://api.twilio.com{PATH} ",
        f"https://api.twilio.com{PATH}\r\nX-Evil: 1",
        f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Recordings/RE{'c' * 32}",
        f"https://api.twilio.com/{SID}/Transcriptions",
        f"https://аpi.twilio.com{PATH}",  # a Cyrillic letter
        "https://api.twilio.com:99999/",
        "https://[half/",
    ],
)
def test_any_other_address_is_put_aside_for_one_made_of_the_name(url):
    found = TWILIO.media(SID, url)
    assert found is not None
    assert found in (BY_NAME, BY_NAME.replace("api.twilio.com", "twilio.com."))
    assert origin(found).is_twilio


def test_the_credentials_of_a_stand_in_are_not_shown_to_twilio():
    local = f"http://127.0.0.1:8000{PATH}.wav"
    assert LOCAL.media(SID, f"https://api.twilio.com{PATH}") == local
    assert LOCAL.media(SID, f"http://127.0.0.1:8001{PATH}") == local
    assert not LOCAL.trusts("https://api.twilio.com/")


@pytest.mark.parametrize(
    "sid", ["", "..", ".", "RE/../x", "RE%2e", "RE?a", "RE#a", "-RE", "RE a", "RÉ", "RE\n", "R" * 65]
)
def test_what_is_no_name_makes_no_address(odd, sid):
    odd.answers = [http(body=WAV)]
    provider = at(odd)
    assert TWILIO.media(sid, "") is None
    assert provider.find(sid) is None
    provider.delete(sid)
    with pytest.raises(NotThereYet) as raised:
        provider.audio(sid, "https://example.com/a.wav")
    assert raised.value.word == "nameless"
    assert odd.asked == []
    assert TWILIO.media(sid, f"https://api.twilio.com{PATH}") == BY_NAME  # the address is enough


@given(
    st.text(max_size=40) | st.from_regex(r"RE[0-9a-f/.%\\@:?#]{1,40}", fullmatch=True), st.text(max_size=60)
)
@example("RE1", "https://api.twilio.com")
def test_whatever_is_told_the_address_is_the_providers(sid, url):
    for told in (url, f"https://api.twilio.com{url}", f"https://api.twilio.com/{url}", f"{url}{PATH}"):
        found = TWILIO.media(sid, told)
        assert found is None or (origin(found).is_twilio and "/.." not in found and "@" not in found)
        assert found is not None or not is_name(sid)


@pytest.mark.parametrize(
    "url",
    [
        "http://api.twilio.com",
        "http://example.com",
        "ftp://127.0.0.1",
        "",
        "api.twilio.com",
        "https://u:p@api.twilio.com",
    ],
)
def test_the_provider_is_asked_over_https_or_on_this_machine(url):
    with pytest.raises(ValueError, match="https"):
        Provider(url, ACCOUNT, TOKEN)


def test_where_an_answer_sends_us_on_to():
    here, away = "http://127.0.0.1:8000/a", "https://api.twilio.com/a"
    assert redirected(away, "/b") == "https://api.twilio.com/b"
    assert redirected(away, "https://media.example/b?c=d") == "https://media.example/b?c=d"
    assert redirected(away, "//media.example/b") == "https://media.example/b"
    assert redirected(away, "http://127.0.0.1/b") is None
    assert redirected(away, "http://api.twilio.com/a") is None
    assert redirected(here, "http://127.0.0.1:8001/b") == "http://127.0.0.1:8001/b"
    assert redirected(here, "http://media.example/b") is None


# What is seen of it


def shows_nothing(error: ProviderTrouble, server) -> None:
    """Neither its text, nor a traceback, nor what rides along quotes a name, an address or a credential."""
    text = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
    for secret in (SID, CALL, ACCOUNT, TOKEN, OURS, server.url.rpartition("/")[2], "2010-04-01"):
        assert secret not in text
    assert error.__cause__ is None
    assert error.__context__ is None
    assert " " not in error.word


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO])
def test_nothing_is_logged(local, provider, odd, level):
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(lambda record: record.thread == threading.get_ident())  # not what others have to say
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(level)
    try:
        put(local)
        provider.audio(SID, posted(local))
        provider.number(OURS)
        list(provider.recordings(NOON))
        provider.delete(SID)
        odd.answers = [
            http(body=WAV, **{"Bad header ": "x"}),
            http("302 Found", Location="/b"),
            http(body=WAV),
        ]
        at(odd).audio(SID, "")
        at(odd).audio(SID, "")
    finally:
        root.setLevel(before)
        root.removeHandler(handler)
    assert written.getvalue() == ""


def test_the_provider_shows_where_it_is_and_no_more():
    assert repr(Provider("https://api.twilio.com", ACCOUNT, TOKEN)) == "<Provider https://api.twilio.com>"
    assert ACCOUNT not in repr(Provider("https://api.twilio.com/prefix", ACCOUNT, TOKEN))


def test_importing_the_provider_loads_no_library():
    code = "import sys, ivr.message.provider\nprint({'requests', 'twilio', 'urllib3'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


# What Twilio's description of its API says: api.twilio.com's twilio_api_v2010.json, version 1.0.0

IN_THE_DESCRIPTION = {
    ("GET", "/2010-04-01/Accounts/{Sid}.json"): {},
    ("GET", "/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers.json"): {
        "PhoneNumber": "phone-number",
        "PageSize": "1..1000",
    },
    ("GET", "/2010-04-01/Accounts/{AccountSid}/Recordings.json"): {
        "DateCreated>": "date-time",
        "PageSize": "1..1000",
        "Page": "integer",
        "PageToken": "string",
    },
    ("GET", "/2010-04-01/Accounts/{AccountSid}/Recordings/{Sid}.json"): {},
    ("DELETE", "/2010-04-01/Accounts/{AccountSid}/Recordings/{Sid}.json"): {},
}


def test_every_question_is_one_that_twilios_description_allows(local, provider, monkeypatch):
    import re
    from urllib.parse import parse_qsl

    monkeypatch.setattr("ivr.message.provider._PAGE_SIZE", 2)
    for number in range(5):
        put(local, f"RE{number:032x}", made_at=NOON)
    provider.account()
    provider.number(OURS)
    provider.numbers()
    found = list(provider.recordings(NOON))
    provider.find(found[0].sid)
    provider.delete(found[0].sid)

    sids = {"AccountSid": "AC", "Sid": "(AC|RE)"}
    used = set()
    for seen in local.api.requests:
        for (method, path), _ in IN_THE_DESCRIPTION.items():
            pattern = re.sub(r"\\\{(\w+)\\\}", lambda name: sids[name[1]] + "[0-9a-f]{32}", re.escape(path))
            if seen.method == method and re.fullmatch(pattern, seen.path):
                break
        else:
            pytest.fail(f"{seen.method} {seen.path} is in no description")
        used.add((method, path))
        for name, value in (
            parse_qsl(seen.query, keep_blank_values=True, strict_parsing=True) if seen.query else []
        ):
            assert re.fullmatch(
                {
                    "date-time": r"\d{4}-\d\d-\d\dT00:00:00Z",
                    "phone-number": r"\+\d+",
                    "1..1000": r"[1-9]\d{0,2}|1000",
                    "integer": r"\d+",
                    "string": r".+",
                }[IN_THE_DESCRIPTION[method, path][name]],
                value,
            )
    assert used == set(IN_THE_DESCRIPTION)
