"""What an entry of the log says besides who did what: codes and numbers, in words."""

from collections.abc import Mapping
from typing import Any, Final

from ivr.web.inbox import words

_VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "result": words.RESULTS,
    "outcome": words.OUTCOMES,
    "decision": {**words.ASSESSMENTS, **words.DECISIONS},
    "kind": words.REQUESTS,
    "why": {**words.ERASED_WHY},
}
_OF_OFFICERS: Final = ("to", "by", "account", "officer", "officer_id", "from", "claimed_by")


def details(act: str, detail: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the details of an entry, each in words. Nothing in them says anything of a caller.

    >>> details("played", {"recording": 2}, {})
    ('Recording: 2',)
    """
    return tuple(_one(name, value, names) for name, value in detail.items() if value not in ("", None))


def _one(name: str, value: Any, names: Mapping[str, str]) -> str:
    about = words.plain(name)
    if name in _OF_OFFICERS:
        return f"{about}: {names.get(str(value)) or words.SOMEBODY}"
    if isinstance(value, str):
        return f"{about}: {_VALUES.get(name, {}).get(value) or value}"
    return f"{about}: {value}"
