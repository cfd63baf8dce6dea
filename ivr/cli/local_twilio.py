"""Twilio's place in a demonstration without an account: a stand-in for its REST API, on this computer only.

What is said to the line by `ivr call --line` is put there, and the line fetches it from there as it would from Twilio.
Its address is in a file beside the database, which is only there while it runs; its token is that of the telephone.
"""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ivr.cli.exits import Cannot
from ivr.cli.telephone import beside_database

if TYPE_CHECKING:
    from ivr.phone.twilio_api import RemoteRecordings
    from ivr.web.settings import Settings

BESIDE_DATABASE: Final = "local-twilio"


@contextmanager
def local_twilio(settings: "Settings", token: str) -> Iterator[dict[str, str]]:
    """Run a stand-in while the block runs, and give the settings by which the line reaches it. Raises Cannot."""
    from ivr.phone.twilio_api import TwilioApi, serve

    file = beside_database(settings, BESIDE_DATABASE)
    with serve(TwilioApi(auth_token=token)) as served:
        try:
            _write(file, f"{served.url}\n")
        except OSError as error:
            raise Cannot(f"Where recordings are cannot be kept in {file} ({error.strerror}).") from None
        try:
            yield {"IVR_TWILIO_ACCOUNT_SID": served.account_sid, "IVR_TWILIO_API_URL": served.url}
        finally:
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)


def recordings_of(settings: "Settings", token: str) -> "RemoteRecordings | None":
    """Return where a telephone of this machine puts what is said; None where no stand-in runs."""
    from ivr.phone.twilio_api import ACCOUNT_SID, RemoteRecordings, StandInFailed

    try:
        url = beside_database(settings, BESIDE_DATABASE).read_text(encoding="ascii").strip()
        if urlsplit(url).hostname != "127.0.0.1":
            return None
        recordings = RemoteRecordings(url, ACCOUNT_SID, token)
        recordings.happened()  # it may have been left over by a line that was killed
    except (OSError, ValueError, StandInFailed):
        return None
    return recordings


def _write(file: Path, text: str) -> None:
    new = file.with_name(f"{file.name}.{os.getpid()}")
    new.write_text(text, encoding="ascii")
    new.chmod(0o600)
    new.replace(file)
