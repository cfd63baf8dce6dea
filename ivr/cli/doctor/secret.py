"""The line's secret, for checks that need what follows from it."""

from typing import TYPE_CHECKING

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import NotYet

if TYPE_CHECKING:
    from ivr.message.vault import Vault


def vault_with_secret(case: Case) -> "Vault":
    """Return a vault that knows the secret and holds no private key. Raises NotYet, SettingsError."""
    from ivr.message.vault import Vault
    from ivr.web.making import secret_of

    file = case.secret_file
    if file is not None and not file.exists():
        raise NotYet("a demonstration makes its secret when it starts")
    if not case.settings.secret and file is None:
        raise NotYet("all of it is in memory, as the messages are")
    return Vault(secret_of(case.settings), None)
