"""What the telephone of this machine knows of the line that runs on it: its token, its database.

Without Twilio's token, `ivr serve` invents one. It is kept beside the database, readable by nobody else, so that
`ivr call --line` can sign with it.
"""

import os
import re
import secrets
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ivr.cli.exits import Cannot

if TYPE_CHECKING:
    from ivr.web.settings import Settings

BESIDE_DATABASE: Final = "telephone-token"
_ELSEWHERE: Final = Path("var")
_TOKEN: Final = re.compile(r"[0-9a-f]{32}")


def settings_of(*, without: Collection[str] = ()) -> "Settings":
    """Read the settings from the environment, some of them left out. Raises Cannot with everything wrong."""
    from ivr.web.settings import SettingsError, from_environment

    left_out = {*without, *(f"{name}_FILE" for name in without)}
    try:
        return from_environment({name: value for name, value in os.environ.items() if name not in left_out})
    except SettingsError as error:
        raise Cannot("\n".join(error.problems)) from None


def local_database(settings: "Settings") -> str | None:
    """Return the URL of the line's database if it can be looked into from here."""
    from ivr.web.making import database_file, folder_of

    file = database_file(settings)
    there = file.is_file() if file is not None else folder_of(settings) is not None
    return settings.database_url if there else None


def beside_database(settings: "Settings", name: str) -> Path:
    """Return where a file of this name is kept for the line: beside its database, or in `var` if that is no file."""
    from ivr.web.making import folder_of

    return (folder_of(settings) or _ELSEWHERE) / name


def token_file(settings: "Settings") -> Path:
    """Return where the invented token of a line is kept."""
    return beside_database(settings, BESIDE_DATABASE)


def known_token(settings: "Settings") -> str:
    """Return the token to sign with: Twilio's, or the one invented for this machine. Raises Cannot without one."""
    token = settings.twilio_auth_token or _read(token_file(settings))
    if not token:
        raise Cannot(
            "There is no token to sign with: IVR_TWILIO_AUTH_TOKEN is not set, and there is no "
            f"{token_file(settings)}, where `ivr serve` keeps the one it makes. Set the variable to the line's "
            "token, or run this in the folder that the line runs in."
        )
    return token


def invented_token(settings: "Settings") -> str:
    """Return the token invented for this machine's telephone; invent it the first time. Raises Cannot."""
    file = token_file(settings)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        except FileExistsError:
            file.chmod(0o600)
            return _read(file) or _renewed(file)
        with os.fdopen(handle, "w") as stream:
            token = secrets.token_hex(16)
            stream.write(f"{token}\n")
        return token
    except OSError as error:
        raise Cannot(
            f"The token for this machine's telephone cannot be kept in {file} ({error.strerror})."
        ) from None


def _renewed(file: Path) -> str:
    token = secrets.token_hex(16)
    file.write_text(f"{token}\n")
    return token


def _read(file: Path) -> str:
    """Return the token in a file, or "" if there is none."""
    try:
        token = file.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
    return token if _TOKEN.fullmatch(token) else ""
