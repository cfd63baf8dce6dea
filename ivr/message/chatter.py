"""Keeping the libraries quiet that ask the provider: each line of their logs holds an address, and so a name."""

import logging
from typing import Final

SILENT: Final = logging.Logger("silent", logging.CRITICAL + 1)
"""A logger that says nothing."""
_CHATTY: Final = ("urllib3.connectionpool", "urllib3.util.retry", "urllib3.connection")


def _drop(record: logging.LogRecord) -> bool:
    """Let nothing pass: each line of theirs holds an address, and an address holds names."""
    return False


def hush() -> None:
    """Let what sends the requests log nothing of them."""
    for name in _CHATTY:
        logging.getLogger(name).addFilter(_drop)  # the same filter is added once only
