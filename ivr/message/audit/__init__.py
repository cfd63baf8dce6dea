"""The log of who did what: entries chained by hash, that nobody can change unnoticed."""

from ivr.message.audit.acts import OF_ACCOUNTS, Act
from ivr.message.audit.reading import Entry, entries
from ivr.message.audit.shortening import shorten
from ivr.message.audit.verdict import Head, Verdict, head
from ivr.message.audit.verifying import verify
from ivr.message.audit.writing import LINE, OPERATOR, Audit

__all__ = [
    "LINE",
    "OF_ACCOUNTS",
    "OPERATOR",
    "Act",
    "Audit",
    "Entry",
    "Head",
    "Verdict",
    "entries",
    "head",
    "shorten",
    "verify",
]
