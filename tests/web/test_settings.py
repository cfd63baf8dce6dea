"""Settings say everything that is wrong with them at once, and never show a secret."""

import pytest
from pydantic import ValidationError

from ivr.web.every_setting import SETTINGS
from ivr.web.settings import Settings, SettingsError, from_environment

SID = "AC" + "0" * 32
SECRET = "0123456789abcdefghijklmnopqrstuv"


def problems_of(environ):
    with pytest.raises(SettingsError) as caught:
        from_environment(environ)
    return caught.value.problems


def test_with_nothing_set_there_are_safe_defaults():
    settings = from_environment({"PATH": "/usr/bin", "IVR_MENUS": " "})
    assert settings == Settings()
    assert settings.demonstration
    assert settings.number("person") == ""
    assert str(settings.menus) == "menus.yaml"


def test_every_setting_is_read_into_its_field(tmp_path):
    settings = from_environment(
        {
            "IVR_PUBLIC_URL": "https://line.example/ivr",
            "IVR_TWILIO_ACCOUNT_SID": SID,
            "IVR_TWILIO_AUTH_TOKEN": "token",
            "IVR_TWILIO_API_URL": "http://127.0.0.1:9000",
            "IVR_DATABASE_URL": "postgresql://someone:secret@db/line",
            "IVR_MENUS": str(tmp_path / "m.yaml"),
            "IVR_PERSON_NUMBER": "+441632960001",
            "IVR_DUTY_SERGEANT_NUMBER": "07700 900-002",
            "IVR_DEMONSTRATION": "Off",
            "IVR_DEMONSTRATION_APPROVED_BY": "A. N. Approver",
            "IVR_SECRET": SECRET,
        }
    )
    assert settings == Settings(
        public_url="https://line.example/ivr",
        twilio_account_sid=SID,
        twilio_auth_token="token",
        twilio_api_url="http://127.0.0.1:9000",
        database_url="postgresql://someone:secret@db/line",
        menus=tmp_path / "m.yaml",
        numbers={"person": "+441632960001", "duty-sergeant": "+447700900002"},
        demonstration=False,
        demonstration_approved_by="A. N. Approver",
        secret=SECRET,
    )
    assert settings.number("duty_sergeant") == settings.number("duty-sergeant") == "+447700900002"


IN_WORDS = {"numbers", "private_keys", "mail_supervisor", "inbox_url", "studio"}
"""What these are unless set follows from other settings, so the table says it in words."""


def test_the_table_names_every_field_and_its_default():
    assert {setting.field for setting in SETTINGS} == set(Settings.model_fields)
    defaults = Settings()
    for setting in SETTINGS:
        if setting.field in ("demonstration", "local_accounts"):
            assert (setting.default == "yes") is getattr(defaults, setting.field)
        elif setting.field not in IN_WORDS:
            assert setting.default == str(getattr(defaults, setting.field))


def test_a_secret_can_come_from_a_file(tmp_path):
    (tmp_path / "token").write_text("token\n")
    assert (
        from_environment({"IVR_TWILIO_AUTH_TOKEN_FILE": str(tmp_path / "token")}).twilio_auth_token == "token"
    )


def test_a_secrets_file_that_is_missing_empty_or_beside_the_secret_is_a_problem(tmp_path):
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    for name in ("missing", "empty", "binary", "."):
        (problem,) = problems_of({"IVR_TWILIO_AUTH_TOKEN_FILE": str(tmp_path / name)})
        assert problem.startswith("IVR_TWILIO_AUTH_TOKEN_FILE names a file")
    (problem,) = problems_of({"IVR_TWILIO_AUTH_TOKEN": "a", "IVR_TWILIO_AUTH_TOKEN_FILE": "b"})
    assert "both set" in problem


@pytest.mark.parametrize(
    "name", ["IVR_PUBLIC_UR", "IVR_TWILIO_AUTH_TOKE_FILE", "IVR_MENU", "IVR_PERSON_NUMBR"]
)
def test_an_unknown_setting_is_a_problem_with_a_suggestion(name):
    (problem,) = problems_of({name: "x"})
    assert problem.startswith(f"{name} is not a setting of this line. Did you mean IVR_")


@pytest.mark.parametrize(
    "url",
    ["mysql://somebody:hush@host/line", "var/line.db", "oracle+x://host", "postgresql", "://", "sqlite:"],
)
def test_a_database_of_another_kind_is_a_problem(url):
    (problem,) = problems_of({"IVR_DATABASE_URL": url})
    assert problem.startswith("IVR_DATABASE_URL: write it as sqlite:///FILE or postgresql://")
    assert "hush" not in problem


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///line.db",
        "sqlite+pysqlite:////srv/line.db",
        "sqlite:///file:line.db?uri=true",
        "postgresql://user:hush@host/line",
        "postgresql+psycopg:///line?host=/run",
        "postgres://host/line",
    ],
)
def test_databases_that_can_be_used(url):
    assert from_environment({"IVR_DATABASE_URL": url}).database_url == url


def test_all_problems_come_at_once():
    problems = problems_of(
        {
            "IVR_PUBLIC_URL": "line.example",
            "IVR_TWILIO_ACCOUNT_SID": "SK1",
            "IVR_PERSON_NUMBER": "999",
            "IVR_DEMONSTRATION": "perhaps",
            "IVR_NONSENSE": "1",
        }
    )
    assert len(problems) == 5
    for name in (
        "IVR_PUBLIC_URL",
        "IVR_TWILIO_ACCOUNT_SID",
        "IVR_PERSON_NUMBER",
        "IVR_DEMONSTRATION",
        "IVR_NONSENSE",
    ):
        assert any(problem.startswith(name) for problem in problems), name


@pytest.mark.parametrize(
    "number",
    [
        "999",
        "112",
        "101",
        "111",
        "+44999",
        "+44101",
        "18000",
        "116123",
        "0800 1111",
        "1234567",
        "+44 7700 900001 ext. 9",
        "person",
        "sip:a@b",
        "+999 12345678",
    ],
)
def test_nobody_is_ever_put_through_to_an_emergency_or_short_number(number):
    (problem,) = problems_of({"IVR_PERSON_NUMBER": number})
    assert problem.startswith("IVR_PERSON_NUMBER is not")


@pytest.mark.parametrize(
    ("written", "rung"),
    [
        ("+447700900123", "+447700900123"),
        ("07700 900 123", "+447700900123"),
        ("01632 960001", "+441632960001"),
        ("+44 (0)1632 960001", "+441632960001"),
        ("0300 790 6772", "+443007906772"),
    ],
)
def test_a_number_may_be_written_as_people_write_it(written, rung):
    assert from_environment({"IVR_PERSON_NUMBER": written}).numbers == {"person": rung}


@pytest.mark.parametrize("off", ["0", "no", "off", "FALSE"])
def test_turning_the_demonstration_off_needs_a_named_approver(off):
    secret = {"IVR_SECRET": SECRET}
    (problem,) = problems_of({"IVR_DEMONSTRATION": off} | secret)
    assert problem.startswith("IVR_DEMONSTRATION_APPROVED_BY: IVR_DEMONSTRATION is off")
    approved = {"IVR_DEMONSTRATION": off, "IVR_DEMONSTRATION_APPROVED_BY": "A. N. Approver"}
    assert not from_environment(approved | secret).demonstration


def test_real_calls_need_a_secret_and_it_is_told_with_everything_else_wrong():
    problems = problems_of({"IVR_DEMONSTRATION": "no", "IVR_PUBLIC_URL": "line.example"})
    assert [problem.partition(":")[0] for problem in problems] == [
        "IVR_PUBLIC_URL",
        "IVR_SECRET",
        "IVR_DEMONSTRATION_APPROVED_BY",
    ]


@pytest.mark.parametrize("demonstration", ["yes", "no"])
def test_a_secret_that_could_be_guessed_is_a_problem(demonstration):
    given = {"IVR_DEMONSTRATION": demonstration, "IVR_DEMONSTRATION_APPROVED_BY": "A. N. Approver"}
    (problem,) = problems_of(given | {"IVR_SECRET": SECRET[:31]})
    assert problem.startswith("IVR_SECRET: it has at least 32 characters")
    assert SECRET[:31] not in problem
    assert from_environment(given | {"IVR_SECRET": SECRET}).secret == SECRET


@pytest.mark.parametrize("on", ["1", "yes", "ON", "true"])
def test_the_demonstration_can_be_left_on_by_name(on):
    assert from_environment({"IVR_DEMONSTRATION": on}).demonstration


@pytest.mark.parametrize(
    "url",
    [
        "line.example",
        "ftp://line.example",
        "https://",
        "https://h?a=1",
        "https://h:0",
        "https://h:99999",
        "https://[h",
        "https://a b",
        "https://someone:pa/ss@h",
    ],
)
def test_an_address_that_twilio_could_not_call_is_a_problem(url):
    (problem,) = problems_of({"IVR_PUBLIC_URL": url})
    assert problem.startswith("IVR_PUBLIC_URL")


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("IVR_UNHEARD_HOURS", 1, 36_500),
        ("IVR_KEEP_CLOSED_DAYS", 1, 36_500),
        ("IVR_KEEP_UNFINISHED_DAYS", 1, 36_500),
        ("IVR_UNDO_DAYS", 0, 36_500),
        ("IVR_KEEP_PROOF_DAYS", 1, 36_500),
        ("IVR_KEEP_REQUESTS_DAYS", 1, 36_500),
        ("IVR_KEEP_LOG_DAYS", 1, 36_500),
        ("IVR_JOURNAL_DAYS", 0, 36_500),
        ("IVR_TRUSTED_PROXIES", 0, 5),
        ("IVR_IDLE_MINUTES", 1, 720),
        ("IVR_SESSION_HOURS", 1, 24),
        ("IVR_SMALL_COUNT", 0, 1000),
        ("IVR_LEAST_FREE_MB", 0, 1_000_000_000),
    ],
)
def test_a_number_in_a_setting_is_a_whole_one_in_its_range(name, least, most):
    for wrong in ("a day", "1.5", "1 2", "-1", str(least - 1), str(most + 1), "9" * 5000):
        (problem,) = problems_of({name: wrong})
        assert problem == f"{name}: write a whole number from {least} to {most}, in digits."
    for right in (least, most):
        assert getattr(from_environment({name: f" {right} "}), name.removeprefix("IVR_").lower()) == right


MAIL = {
    "IVR_MAIL_URL": "smtp://line:p%40ss@mail.example:587",
    "IVR_MAIL_FROM": "line@force.example",
    "IVR_MAIL_TO": "duty@force.example,sergeant@force.example",
}


def test_mail_is_set_up_whole():
    settings = from_environment(MAIL)
    assert settings.mail_to == "duty@force.example, sergeant@force.example"
    assert "p%40ss" not in repr(settings)
    rest = {other: value for other, value in MAIL.items() if other != "IVR_MAIL_FROM"}
    assert problems_of(rest) == ("IVR_MAIL_FROM: it is needed where IVR_MAIL_URL is set.",)
    for problem in problems_of({name: MAIL[name] for name in ("IVR_MAIL_FROM", "IVR_MAIL_TO")}):
        assert "nobody would get any mail" in problem


def test_officers_with_addresses_of_their_own_need_no_others():
    assert from_environment({n: MAIL[n] for n in ("IVR_MAIL_URL", "IVR_MAIL_FROM")}).mail_to == ""


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://mail.example:0",
        "smtp://line:hu/sh@mail.example",
        "smtp://mail.example?tls=no",
        "smtp://mail.example/path",
        "smtp://mail .example",
    ],
)
def test_a_mail_server_that_could_not_be_reached_is_a_problem_that_quotes_nothing(url):
    (problem,) = problems_of(MAIL | {"IVR_MAIL_URL": url})
    assert problem.startswith("IVR_MAIL_URL: write it as smtp://host:587")
    assert "hu" not in problem


@pytest.mark.parametrize("name", ["IVR_MAIL_FROM", "IVR_MAIL_TO", "IVR_MAIL_SUPERVISOR"])
@pytest.mark.parametrize(
    "address", ["nobody", "a@", "@b", "a@b c@d", "Line <a@b.example>", "a@b.example,", "a@b\nTo:c@d"]
)
def test_a_mail_address_that_is_none_is_a_problem(name, address):
    (problem,) = problems_of(MAIL | {name: address})
    assert problem.startswith(f"{name}: write ")


def test_only_one_address_can_be_whom_mail_is_from():
    (problem,) = problems_of(MAIL | {"IVR_MAIL_FROM": MAIL["IVR_MAIL_TO"]})
    assert problem.startswith("IVR_MAIL_FROM: write one address")


def test_the_keys_are_in_a_folder(tmp_path):
    (tmp_path / "key.pem").touch()
    (problem,) = problems_of({"IVR_PRIVATE_KEYS": str(tmp_path / "key.pem")})
    assert problem.startswith("IVR_PRIVATE_KEYS names a file")
    for folder in (tmp_path, tmp_path / "not-there-yet"):
        assert from_environment({"IVR_PRIVATE_KEYS": str(folder)}).private_keys == folder


def test_no_secret_is_shown_in_a_repr_or_an_error():
    settings = from_environment(
        {
            "IVR_TWILIO_AUTH_TOKEN": "hush-1",
            "IVR_DATABASE_URL": "postgresql://someone:hush-2@db/line",
            "IVR_PUBLIC_URL": "https://someone:hush-3@line.example",
            "IVR_PERSON_NUMBER": "+441632960001",
        }
    )
    for text in (repr(settings), str(settings)):
        assert "hush" not in text
        assert "960001" not in text
    problems = problems_of(
        {"IVR_TWILIO_AUTH_TOKEN": "hush-1", "IVR_PUBLIC_URL": "hush-3@line", "IVR_NONSENSE": "hush-4"}
    )
    assert "hush" not in "".join(problems)
    with pytest.raises(ValidationError) as caught:
        Settings(twilio_auth_token=["hush-5"])
    assert "hush" not in str(caught.value)


def test_settings_cannot_be_changed():
    settings = from_environment({"IVR_PERSON_NUMBER": "+441632960001"})
    with pytest.raises(ValidationError):
        settings.demonstration = False
    with pytest.raises(TypeError):
        settings.numbers["person"] = "+441632960002"


OIDC = {
    "IVR_OIDC_ISSUER": "https://login.force.example",
    "IVR_OIDC_CLIENT_ID": "liaison-line",
    "IVR_OIDC_CLIENT_SECRET": "known to both",
}


def test_a_sign_in_needs_all_three_of_its_settings():
    assert from_environment(OIDC).oidc_claim == "email"
    for name in OIDC:
        problems = problems_of({other: OIDC[other] for other in OIDC if other != name})
        assert problems, name
        assert not any("known to both" in problem for problem in problems)


def test_a_sign_in_that_anybody_could_read_is_refused():
    (problem,) = problems_of(OIDC | {"IVR_OIDC_ISSUER": "http://login.force.example"})
    assert "https" in problem


@pytest.mark.parametrize("text", ["20:00", "20-07", "20:00-20:00", "24:00-07:00", "8:00-9:00"])
def test_quiet_hours_are_two_times_of_the_day(text):
    (problem,) = problems_of({"IVR_QUIET_HOURS": text})
    assert "20:00-07:00" in problem


def test_officers_open_the_public_address_unless_they_have_one_of_their_own():
    assert from_environment({"IVR_PUBLIC_URL": "https://line.example"}).inbox_url == "https://line.example"
    both = {"IVR_PUBLIC_URL": "https://line.example", "IVR_INBOX_URL": "https://inbox.example"}
    assert from_environment(both).inbox_url == "https://inbox.example"


def test_passwords_can_be_turned_off():
    assert from_environment({}).local_accounts
    assert not from_environment({"IVR_LOCAL_ACCOUNTS": "no"}).local_accounts


def test_officers_come_over_an_encrypted_line_or_from_this_machine():
    (problem,) = problems_of({"IVR_INBOX_URL": "http://inbox.example"})
    assert "https" in problem
    assert from_environment({"IVR_INBOX_URL": "http://127.0.0.1:5055"}).inbox_url.startswith("http:")
