"""What the surroundings decide: environment variables, read once, checked together, secrets never shown.

>>> from_environment({"IVR_PERSON_NUMBER": "01632 960001"}).number("person")
'+441632960001'
"""

import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from ivr.web.numbers import e164, plain_name

_NUMBER: Final = re.compile(r"IVR_([A-Z0-9]+(?:_[A-Z0-9]+)*)_NUMBER")
_YES: Final = frozenset({"1", "yes", "on", "true", "y"})
_NO: Final = frozenset({"0", "no", "off", "false", "n"})


class Setting(NamedTuple):
    """One environment variable: for `ivr doctor`, for README and for "did you mean"."""

    name: str
    what: str
    default: str = ""
    secret: bool = False
    """Never shown, and may come from the file that `<name>_FILE` names instead."""
    field: str = ""
    """The field of `Settings` that holds it."""


SETTINGS: Final = (
    Setting(
        "IVR_PUBLIC_URL", "The address Twilio calls, such as https://line.example", "", False, "public_url"
    ),
    Setting("IVR_TWILIO_ACCOUNT_SID", "The Twilio account, AC…", "", False, "twilio_account_sid"),
    Setting("IVR_TWILIO_AUTH_TOKEN", "The secret that Twilio signs with", "", True, "twilio_auth_token"),
    Setting("IVR_TWILIO_API_URL", "Twilio's REST API", "https://api.twilio.com", False, "twilio_api_url"),
    Setting(
        "IVR_DATABASE_URL", "Where messages are kept", "sqlite:///var/liaison-line.db", True, "database_url"
    ),
    Setting("IVR_SECRET", "The line's own secret, the same on every host", "", True, "secret"),
    Setting(
        "IVR_PRIVATE_KEYS",
        "The folder of the keys that open messages; on hosts that only answer calls: none",
        "keys, beside the database",
        False,
        "private_keys",
    ),
    Setting("IVR_MENUS", "The file that says what callers hear", "menus.yaml", False, "menus"),
    Setting(
        "IVR_PERSON_NUMBER", "The person whom key 0 rings; IVR_<NAME>_NUMBER for others", "", False, "numbers"
    ),
    Setting("IVR_DEMONSTRATION", "Say first that this is a demonstration", "yes", False, "demonstration"),
    Setting(
        "IVR_DEMONSTRATION_APPROVED_BY",
        "Who approved real calls: needed where IVR_DEMONSTRATION is off",
        "",
        False,
        "demonstration_approved_by",
    ),
    Setting(
        "IVR_MAIL_URL", "The mail server, such as smtp://user:password@mail.example:587", "", True, "mail_url"
    ),
    Setting("IVR_MAIL_FROM", "Whom the officers' mail is from", "", False, "mail_from"),
    Setting("IVR_MAIL_TO", "Who is told of a new message; several with commas", "", False, "mail_to"),
    Setting(
        "IVR_MAIL_SUPERVISOR",
        "Who is told that nobody has listened",
        "those of IVR_MAIL_TO",
        False,
        "mail_supervisor",
    ),
    Setting("IVR_UNHEARD_HOURS", "Hours after which somebody is told so", "24", False, "unheard_hours"),
    Setting(
        "IVR_KEEP_CLOSED_DAYS", "Days a message is kept after it was closed", "30", False, "keep_closed_days"
    ),
    Setting(
        "IVR_KEEP_UNFINISHED_DAYS",
        "Days an unfinished message is kept after somebody listened to it",
        "7",
        False,
        "keep_unfinished_days",
    ),
    Setting("IVR_UNDO_DAYS", "Days in which an erasure can be undone", "3", False, "undo_days"),
    Setting("IVR_KEEP_PROOF_DAYS", "Days the proof of an erasure is kept", "365", False, "keep_proof_days"),
    Setting(
        "IVR_LEAST_FREE_MB",
        "Free megabytes under which no new message is begun",
        "200",
        False,
        "least_free_mb",
    ),
)
"""Every setting of the line, in the order people set them."""

_BY_NAME: Final = {setting.name: setting for setting in SETTINGS}
_BY_FIELD: Final = {setting.field: setting for setting in SETTINGS}


class SettingsError(ValueError):
    """Settings that cannot be used. `problems` has every one of them, in plain words and without any secret."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(BaseModel):
    """The line's settings, checked. Made by `from_environment`, or by hand in a test."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    public_url: str = Field(default="", repr=False)
    """`https://host`, perhaps with a port and a prefix; "" until it is known. It may hold a password."""
    twilio_account_sid: str = Field(default="", pattern=r"^(AC[0-9a-fA-F]{32})?$")
    twilio_auth_token: str = Field(default="", repr=False)
    twilio_api_url: str = Field(default="https://api.twilio.com", repr=False)
    database_url: str = Field(default="sqlite:///var/liaison-line.db", repr=False)
    """An SQLAlchemy URL. It may hold a password."""
    secret: str = Field(default="", repr=False)
    """At least 32 characters; "" lets a demonstration make one."""
    private_keys: Path | None = None
    """A folder of PEM files; None: `keys` beside the database file, or in `var`."""
    menus: Path = Path("menus.yaml")
    numbers: Mapping[str, str] = Field(default={}, repr=False)
    """Whom a transfer can ring: the setting's name in lower case (`person`) to a number in E.164 (`+44…`)."""
    demonstration: bool = True
    demonstration_approved_by: str = Field(default="", repr=False)
    mail_url: str = Field(default="", repr=False)
    """`smtp://` or `smtps://`. It may hold a password."""
    mail_from: str = Field(default="", repr=False)
    mail_to: str = Field(default="", repr=False)
    mail_supervisor: str = Field(default="", repr=False)
    unheard_hours: int = Field(default=24, ge=1)
    keep_closed_days: int = Field(default=30, ge=1)
    keep_unfinished_days: int = Field(default=7, ge=1)
    undo_days: int = Field(default=3, ge=0)
    keep_proof_days: int = Field(default=365, ge=1)
    least_free_mb: int = Field(default=200, ge=0)

    def number(self, name: str) -> str:
        """Give the number in E.164 for a transfer's `number: NAME`, or "" where none is set."""
        return self.numbers.get(plain_name(name), "")

    @field_validator("public_url", "twilio_api_url")
    @classmethod
    def _a_url(cls, url: str) -> str:
        parts = urlsplit(url)  # its ValueError says what is wrong with the host
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and not parts.query
        if url and not (usable and re.fullmatch(r"[!-~]+", url)):
            raise ValueError("write it as https://host or https://host/prefix, without a query")
        return url

    @field_validator("numbers")
    @classmethod
    def _numbers_that_can_be_rung(cls, numbers: Mapping[str, str]) -> Mapping[str, str]:
        return MappingProxyType({plain_name(name): e164(name, text) for name, text in numbers.items()})

    @model_validator(mode="after")
    def _somebody_approved_real_calls(self) -> "Settings":
        if not self.demonstration and not self.demonstration_approved_by.strip():
            raise ValueError(
                "IVR_DEMONSTRATION is off, so callers would take this for the real service. Name in "
                "IVR_DEMONSTRATION_APPROVED_BY who approved that"
            )
        return self


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Read the settings from environment variables, and from the files that `<NAME>_FILE` variables name.

    A variable that is empty counts as not set. Variables that do not begin with `IVR_` are not looked at.

    Raises:
        SettingsError: with every problem at once: an unknown `IVR_` variable, a file that cannot be read, a value
            that cannot be used.
    """
    given = {
        name: value.strip() for name, value in environ.items() if name.startswith("IVR_") and value.strip()
    }
    problems: list[str] = []
    for setting in SETTINGS:
        path = given.pop(f"{setting.name}_FILE", None) if setting.secret else None
        if path is not None and setting.name in given:
            problems.append(f"{setting.name} and {setting.name}_FILE are both set. Keep one of them.")
        elif path is not None:
            _read_secret(setting.name, path, given, problems)
    fields: dict[str, Any] = {}
    numbers = {}
    for name, value in sorted(given.items()):
        if number := _NUMBER.fullmatch(name):
            numbers[number[1]] = value
        elif name == "IVR_DEMONSTRATION":
            if value.lower() not in _YES | _NO:
                problems.append("IVR_DEMONSTRATION is neither yes nor no. Write one of them.")
            else:
                fields["demonstration"] = value.lower() in _YES
        elif name in _BY_NAME:
            fields[_BY_NAME[name].field] = value
        else:
            problems.append(_unknown(name))
    try:
        settings = Settings(**fields, numbers=numbers)
    except ValidationError as error:
        problems += _in_plain_words(error)
    if problems:
        raise SettingsError(tuple(problems))
    return settings


def _read_secret(name: str, path: str, given: dict[str, str], problems: list[str]) -> None:
    try:
        secret = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        problems.append(
            f"{name}_FILE names a file that cannot be read as text. Check its path and who may read it."
        )
        return
    if secret:
        given[name] = secret
    else:
        problems.append(f"{name}_FILE names a file that is empty.")


def _unknown(name: str) -> str:
    known = [setting.name for setting in SETTINGS]
    known += [f"{setting.name}_FILE" for setting in SETTINGS if setting.secret]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    return f"{name} is not a setting of this line." + (f" Did you mean {near[0]}?" if near else "")


def _in_plain_words(error: ValidationError) -> list[str]:
    problems = []
    for detail in error.errors(include_url=False, include_input=False):
        words = detail["msg"].removeprefix("Value error, ")
        setting = _BY_FIELD.get(str(detail["loc"][0])) if detail["loc"] else None
        if setting is None or setting.field == "numbers":  # these name their variable themselves
            problems.append(f"{words}.")
        elif setting.field == "twilio_account_sid":
            problems.append(f"{setting.name} is not an account SID: AC and 32 more letters and digits.")
        else:
            problems.append(f"{setting.name}: {words}.")
    return problems
