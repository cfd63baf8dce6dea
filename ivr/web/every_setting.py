"""Every environment variable of the line, with what it is for."""

import difflib
from typing import Final, NamedTuple


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
        "The folder of the keys that open messages; hosts that only answer calls need none",
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
    Setting(
        "IVR_MAIL_TO",
        "Who is told of a new message where no officer with an address answers; several with commas",
        "",
        False,
        "mail_to",
    ),
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
        "IVR_KEEP_REQUESTS_DAYS",
        "Days a request to change or cancel a message is kept",
        "365",
        False,
        "keep_requests_days",
    ),
    Setting("IVR_KEEP_LOG_DAYS", "Days the log of who did what is kept", "365", False, "keep_log_days"),
    Setting(
        "IVR_JOURNAL_DAYS",
        "Days the journal of calls is kept (node names and kinds of keys only); 0 for none",
        "7",
        False,
        "journal_days",
    ),
    Setting("IVR_INBOX_URL", "The address officers open", "IVR_PUBLIC_URL", False, "inbox_url"),
    Setting(
        "IVR_TRUSTED_PROXIES",
        "How many proxies of yours stand before the inbox, for the address of whoever comes in",
        "0",
        False,
        "trusted_proxies",
    ),
    Setting(
        "IVR_IDLE_MINUTES",
        "Minutes after which an officer who does nothing is out",
        "30",
        False,
        "idle_minutes",
    ),
    Setting(
        "IVR_SESSION_HOURS", "Hours after which an officer has to come in anew", "12", False, "session_hours"
    ),
    Setting(
        "IVR_LOCAL_ACCOUNTS", "Officers may come in by password and code", "yes", False, "local_accounts"
    ),
    Setting(
        "IVR_OIDC_ISSUER",
        "Your organisation's sign-in (OpenID Connect), such as https://login.force.example",
        "",
        False,
        "oidc_issuer",
    ),
    Setting("IVR_OIDC_CLIENT_ID", "What the line is called there", "", False, "oidc_client_id"),
    Setting("IVR_OIDC_CLIENT_SECRET", "Its secret there", "", True, "oidc_client_secret"),
    Setting(
        "IVR_OIDC_CLAIM", "What it calls the name that an account's login is", "email", False, "oidc_claim"
    ),
    Setting(
        "IVR_OIDC_STRENGTH",
        "What it has to say of how somebody signed in (acr or amr), such as mfa; of several, one is enough",
        "",
        False,
        "oidc_strength",
    ),
    Setting(
        "IVR_QUIET_HOURS", "When no mail is sent to officers, such as 20:00-07:00", "", False, "quiet_hours"
    ),
    Setting("IVR_SMALL_COUNT", "Counts under this are hidden in the numbers", "5", False, "small_count"),
    Setting(
        "IVR_LEAST_FREE_MB",
        "Free megabytes under which no new message is begun",
        "200",
        False,
        "least_free_mb",
    ),
    Setting(
        "IVR_STUDIO",
        "The browser phone at /studio: here (browsers on this machine), on (others, too) or off",
        "here, where a demonstration is served to this machine only",
        False,
        "studio",
    ),
    Setting(
        "IVR_SPEECH",
        "The voice of the browser phone: auto (hibari where it is installed), hibari, espeak-ng or off",
        "auto",
        False,
        "speech",
    ),
)
"""Every setting of the line, in the order people set them."""


def unknown(name: str) -> str:
    """Say that a name is no setting, and which one was probably meant.

    >>> unknown("IVR_MENU")
    'IVR_MENU is not a setting of this line. Did you mean IVR_MENUS?'
    """
    known = [setting.name for setting in SETTINGS]
    known += [f"{setting.name}_FILE" for setting in SETTINGS if setting.secret]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    return f"{name} is not a setting of this line." + (f" Did you mean {near[0]}?" if near else "")
