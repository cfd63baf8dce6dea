"""What an entry of the log says besides who did what: codes and numbers, in words."""

from collections.abc import Mapping
from typing import Any, Final

from ivr.message.audit import LINE
from ivr.message.audit.acts import Act
from ivr.web.inbox import words

ERASED_WHY: Final = {
    "asked": "A supervisor had it erased",
    "closed": "It was closed long enough ago",
    "unfinished": "It was unfinished, and as old as such messages may get",
}
_CODES: Final[Mapping[str, Mapping[str, str]]] = {
    "result": words.RESULTS,
    "outcome": words.OUTCOMES,
    "decision": {**words.ASSESSMENTS, **words.DECISIONS},
    "kind": words.REQUESTS,
    "safe": {
        "yes": "At a safe time",
        "no": "Not at a safe time",
        "unknown": "Nobody knows whether the time was safe",
    },
    "why": {
        "password": "The password was wrong",
        "first-password": "The first password was too old",
        "code": "The code was wrong",
        "role": "Their role does not let them do this",
        "sign-in": "The organisation's sign-in named nobody who has an account",
        **ERASED_WHY,
    },
    "how": {
        "password": "By password only",
        "code": "By password and code",
        "recovery-code": "By password and recovery code",
        "sign-in": "By the organisation's sign-in",
        "demonstration": "By password only, in a demonstration",
    },
    "about": {"contacted": "On contacting them", "assessment": "On assessing it", "request": "On a request"},
}
_TOLD: Final = {
    "recording": "Recording {}",
    "number": "Attempt {}",
    "to": "To {}",
    "account": "Account of {}",
    "page": "Page {}",
    "role": "Role {}",
    "what": "Changed: {}",
    "requests": "{} shown",
    "dropped": "{} entries dropped",
}
_OF_OFFICERS: Final = ("to", "account")
_UNTOLD: Final = ("request", "up_to", "digest")
"""Good for programs only."""


def details(entry_who: str, detail: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the details of an entry, each in words. Nothing in them says anything of a caller.

    `names` are those of officers, by their identity.

    >>> details("", {"recording": 2}, {}), details("", {"result": "no-answer"}, {})
    (('Recording 2',), ('No answer',))
    """
    return tuple(
        _one(name, value, names)
        for name, value in detail.items()
        if name not in _UNTOLD and value not in ("", None) and not (name == "account" and value == entry_who)
    )


def who(entry_who: str, act: str, names: Mapping[str, str]) -> str:
    """Return who did it. Nobody knows who it was that could not come in."""
    if act == Act.REFUSED and entry_who == LINE:
        return "Somebody"
    return names.get(entry_who) or words.SOMEBODY.capitalize()


def _one(name: str, value: Any, names: Mapping[str, str]) -> str:
    if name in _CODES:
        return _CODES[name].get(str(value)) or words.plain(str(value))
    if name in _OF_OFFICERS:
        value = names.get(str(value)) or words.SOMEBODY
    shown = str(value).replace(",", ", ") if name == "what" else value
    return _TOLD.get(name, f"{words.plain(name)}: {{}}").format(shown)
