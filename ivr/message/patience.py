"""Patience with other servers: an outage must not make everything else wait for as many timeouts as there are calls."""

from dataclasses import dataclass
from typing import Final

FAILURES: Final = 3


@dataclass(slots=True)
class Patience:
    """How many more failures in a row of the provider, and of the mail, are put up with before they are left alone."""

    provider: int = FAILURES
    mail: int = FAILURES
