"""Everything that is written into the log, each by one word."""

from enum import StrEnum


class Act(StrEnum):
    """What somebody did. Those of messages name the message; those of accounts name the account in `detail`."""

    OPENED = "opened"
    PLAYED = "played"
    NUMBER_SHOWN = "number-shown"
    CLAIMED = "claimed"
    RELEASED = "released"
    HANDED_OVER = "handed-over"
    ASSESSED = "assessed"
    ATTEMPTED = "attempted"
    CONTACTED = "contacted"
    NOTED = "noted"
    CLOSED = "closed"
    REOPENED = "reopened"
    EXPORTED = "exported"
    HELD = "held"
    HOLD_ENDED = "hold-ended"
    ERASURE_ASKED = "erasure-asked"
    ERASURE_UNDONE = "erasure-undone"
    ERASED = "erased"
    REQUEST_OPENED = "request-opened"
    REQUEST_HANDLED = "request-handled"
    ENTERED = "entered"
    REFUSED = "refused"
    NOT_THEIRS = "not-theirs"
    LEFT = "left"
    ACCOUNT_MADE = "account-made"
    ACCOUNT_CHANGED = "account-changed"
    ACCOUNT_DISABLED = "account-disabled"
    ACCOUNT_ENABLED = "account-enabled"
    ACCOUNT_RESET = "account-reset"
    SESSIONS_ENDED = "sessions-ended"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105  # the word for what was done
    CODE_SET_UP = "code-set-up"
    LOG_SHORTENED = "log-shortened"


OF_ACCOUNTS = frozenset(
    {
        Act.ENTERED,
        Act.REFUSED,
        Act.LEFT,
        Act.ACCOUNT_MADE,
        Act.ACCOUNT_CHANGED,
        Act.ACCOUNT_DISABLED,
        Act.ACCOUNT_ENABLED,
        Act.ACCOUNT_RESET,
        Act.SESSIONS_ENDED,
        Act.PASSWORD_CHANGED,
        Act.CODE_SET_UP,
    }
)
"""What administrators may read; all else is for supervisors."""
