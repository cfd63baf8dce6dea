"""An inbox whose officers come in by their organisation's sign-in, and the provider of that."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from inbox_end import made
from oidc_provider import CLIENT_ID, CLIENT_SECRET, running

MAIL: Final = "sam@force.example"
SAM: Final = {"sub": "7-of-the-directory", "email": MAIL, "email_verified": True}


@contextmanager
def signing_in(folder: Path, **settings: Any) -> Iterator[SimpleNamespace]:
    """Give the inbox (`end`), its `provider`, at which `SAM` signs in, and the `officer` who that is here."""
    clock = SimpleNamespace(now=None)
    with running(lambda: clock.now()) as provider:
        end = made(
            folder,
            oidc_issuer=provider.issuer,
            oidc_client_id=CLIENT_ID,
            oidc_client_secret=CLIENT_SECRET,
            **settings,
        )
        clock.now = end.clock
        provider.person = dict(SAM)
        officer = end.officer("officer", ["watford"], login=MAIL, name="Sam Jones")
        yield SimpleNamespace(end=end, provider=provider, officer=officer)
        end.close()
