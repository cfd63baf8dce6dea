"""What the surroundings decide: environment variables, read once, checked together, secrets never shown.

>>> from_environment({"IVR_PERSON_NUMBER": "01632 960001"}).number("person")
'+441632960001'
"""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from ivr.web.addresses import (
    database_address,
    hours_of_the_day,
    issuer_address,
    mail_address,
    mail_addresses,
    mail_server,
    safe_address,
    web_address,
)
from ivr.web.every_setting import SETTINGS as SETTINGS
from ivr.web.every_setting import Setting as Setting
from ivr.web.every_setting import unknown
from ivr.web.numbers import e164, plain_name

_NUMBER: Final = re.compile(r"IVR_([A-Z0-9]+(?:_[A-Z0-9]+)*)_NUMBER")
SHORTEST_SECRET: Final = 32
"""Characters. Keys are derived from the secret, so it has to be beyond guessing."""
_YES: Final = frozenset({"1", "yes", "on", "true", "y"})
_NO: Final = frozenset({"0", "no", "off", "false", "n"})
_MOST: Final = 36_500  # days: a hundred years
_BY_NAME: Final = {setting.name: setting for setting in SETTINGS}
_SWITCHES: Final = frozenset({"IVR_DEMONSTRATION", "IVR_LOCAL_ACCOUNTS"})
_BY_FIELD: Final = {setting.field: setting for setting in SETTINGS}


class SettingsError(ValueError):
    """Settings that cannot be used. `problems` has every one of them, in plain words and without any secret."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(BaseModel):
    """The line's settings, checked. Made by `from_environment`, or by hand in a test."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    demonstration: bool = True
    """First, because other settings are needed only where it is off."""
    public_url: str = Field(default="", repr=False)
    """`https://host`, perhaps with a port and a prefix; "" until it is known. It may hold a password."""
    twilio_account_sid: str = Field(default="", pattern=r"^(AC[0-9a-fA-F]{32})?$")
    twilio_auth_token: str = Field(default="", repr=False)
    twilio_api_url: str = Field(default="https://api.twilio.com", repr=False)
    database_url: str = Field(default="sqlite:///var/liaison-line.db", repr=False)
    """An SQLAlchemy URL. It may hold a password."""
    secret: str = Field(default="", repr=False, validate_default=True)
    """At least 32 characters; "" lets a demonstration make one."""
    private_keys: Path | None = None
    """A folder of PEM files; None: `keys` beside the database file, or in `var`."""
    menus: Path = Path("menus.yaml")
    numbers: Mapping[str, str] = Field(default={}, repr=False)
    """Whom a transfer can ring: the setting's name in lower case (`person`) to a number in E.164 (`+44…`)."""
    demonstration_approved_by: str = Field(default="", repr=False, validate_default=True)
    mail_url: str = Field(default="", repr=False)
    """`smtp://` or `smtps://`. It may hold a password."""
    mail_from: str = Field(default="", repr=False, validate_default=True)
    mail_to: str = Field(default="", repr=False, validate_default=True)
    """With a comma and a blank between them."""
    mail_supervisor: str = Field(default="", repr=False)
    unheard_hours: int = Field(default=24, ge=1, le=_MOST)
    keep_closed_days: int = Field(default=30, ge=1, le=_MOST)
    keep_unfinished_days: int = Field(default=7, ge=1, le=_MOST)
    undo_days: int = Field(default=3, ge=0, le=_MOST)
    keep_proof_days: int = Field(default=365, ge=1, le=_MOST)
    keep_requests_days: int = Field(default=365, ge=1, le=_MOST)
    keep_log_days: int = Field(default=365, ge=1, le=_MOST)
    journal_days: int = Field(default=7, ge=0, le=_MOST)
    """0 for no journal."""
    inbox_url: str = Field(default="", repr=False, validate_default=True)
    """`https://host`, perhaps with a port; that of `public_url` where it is not set."""
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    idle_minutes: int = Field(default=30, ge=1, le=720)
    session_hours: int = Field(default=12, ge=1, le=24)
    local_accounts: bool = True
    oidc_issuer: str = ""
    oidc_client_id: str = Field(default="", validate_default=True)
    oidc_client_secret: str = Field(default="", repr=False, validate_default=True)
    oidc_claim: str = Field(default="email", pattern=r"^[A-Za-z0-9_.:/-]+$")
    oidc_strength: str = ""
    quiet_hours: str = ""
    """`HH:MM-HH:MM`, London time, perhaps over midnight; "" for none."""
    small_count: int = Field(default=5, ge=0, le=1000)
    least_free_mb: int = Field(default=200, ge=0, le=1_000_000_000)
    studio: Literal["", "here", "on", "off"] = ""
    """`here`: for browsers on this machine; `on`: for others too, with less; "" lets `ivr serve` decide."""

    speech: Literal["auto", "hibari", "espeak-ng", "off"] = "auto"
    """The voice of the browser phone; `ivr.phone.speaking.speaker` takes it."""

    def number(self, name: str) -> str:
        """Give the number in E.164 for a transfer's `number: NAME`, or "" where none is set."""
        return self.numbers.get(plain_name(name), "")

    _web_address = field_validator("public_url")(web_address)
    _safe_address = field_validator("twilio_api_url")(safe_address)
    _issuer = field_validator("oidc_issuer")(issuer_address)
    _quiet_hours = field_validator("quiet_hours")(hours_of_the_day)
    _database_address = field_validator("database_url")(database_address)
    _mail_server = field_validator("mail_url")(mail_server)
    _mail_address = field_validator("mail_from")(mail_address)
    _mail_addresses = field_validator("mail_to", "mail_supervisor")(mail_addresses)

    @field_validator("studio", mode="before")
    @classmethod
    def _where_the_studio_is(cls, where: str) -> str:
        plain = where.strip().lower()
        switched = "on" if plain in _YES else "off" if plain in _NO else plain
        if switched not in ("", "here", "on", "off"):
            raise ValueError("write here (browsers on this machine), on (others, too) or off")
        return switched

    @field_validator("speech", mode="before")
    @classmethod
    def _a_voice(cls, voice: str) -> str:
        plain = voice.strip().lower()
        plain = "off" if plain in _NO else plain
        if plain not in ("auto", "hibari", "espeak-ng", "off"):  # as `ivr.phone.speaking.CHOICES` has it
            raise ValueError("write auto, hibari, espeak-ng or off")
        return plain

    @field_validator("mail_from", "mail_to")
    @classmethod
    def _all_that_mail_needs(cls, address: str, info: ValidationInfo) -> str:
        server = info.data.get("mail_url")  # not there if it could not be used
        if server and not address and info.field_name == "mail_from":
            raise ValueError("it is needed where IVR_MAIL_URL is set")
        if address and server == "":
            raise ValueError("it is set, but IVR_MAIL_URL is not, so nobody would get any mail")
        return address

    @field_validator("inbox_url")
    @classmethod
    def _where_officers_are(cls, url: str, info: ValidationInfo) -> str:
        return safe_address(url) if url else info.data.get("public_url", "")

    @field_validator("oidc_client_id", "oidc_client_secret")
    @classmethod
    def _all_that_sign_in_needs(cls, given: str, info: ValidationInfo) -> str:
        issuer = info.data.get("oidc_issuer")  # not there if it could not be used
        if issuer and not given:
            raise ValueError("it is needed where IVR_OIDC_ISSUER is set")
        if given and issuer == "":
            raise ValueError("it is set, but IVR_OIDC_ISSUER is not, so nobody could come in by it")
        return given

    @field_validator("numbers")
    @classmethod
    def _numbers_that_can_be_rung(cls, numbers: Mapping[str, str]) -> Mapping[str, str]:
        return MappingProxyType({plain_name(name): e164(name, text) for name, text in numbers.items()})

    @field_validator("secret")
    @classmethod
    def _long_enough(cls, secret: str, info: ValidationInfo) -> str:
        if secret and len(secret) < SHORTEST_SECRET:
            raise ValueError(
                f"it has at least {SHORTEST_SECRET} characters; `openssl rand -hex 32` makes one"
            )
        if not secret and not info.data.get("demonstration", True):
            raise ValueError(
                f"it is needed where IVR_DEMONSTRATION is off: at least {SHORTEST_SECRET} characters, the same on "
                "every host; `openssl rand -hex 32` makes one"
            )
        return secret

    @field_validator("demonstration_approved_by")
    @classmethod
    def _somebody_approved_real_calls(cls, who: str, info: ValidationInfo) -> str:
        if not who.strip() and not info.data.get("demonstration", True):
            raise ValueError(
                "IVR_DEMONSTRATION is off, so callers would take this for the real service. Name here who approved "
                "that"
            )
        return who


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
        elif name in _SWITCHES:
            if value.lower() not in _YES | _NO:
                problems.append(f"{name} is neither yes nor no. Write one of them.")
            else:
                fields[_BY_NAME[name].field] = value.lower() in _YES
        elif name in _BY_NAME:
            fields[_BY_NAME[name].field] = value
        else:
            problems.append(unknown(name))
    folder = fields.get("private_keys")
    if folder and Path(folder).exists() and not Path(folder).is_dir():
        problems.append("IVR_PRIVATE_KEYS names a file. Name the folder that the keys are in.")
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


def _in_plain_words(error: ValidationError) -> list[str]:
    problems = []
    for detail in error.errors(include_url=False, include_input=False):
        words = detail["msg"].removeprefix("Value error, ")
        setting = _BY_FIELD.get(str(detail["loc"][0])) if detail["loc"] else None
        if setting is None or setting.field == "numbers":  # these name their variable themselves
            problems.append(f"{words}.")
        elif setting.field == "twilio_account_sid":
            problems.append(f"{setting.name} is not an account SID: AC and 32 more letters and digits.")
        elif (of := Settings.model_fields[setting.field]).annotation is int:
            least, most = (
                getattr(bound, side) for bound, side in zip(of.metadata, ("ge", "le"), strict=True)
            )
            problems.append(f"{setting.name}: write a whole number from {least} to {most}, in digits.")
        else:
            problems.append(f"{setting.name}: {words}.")
    return problems
