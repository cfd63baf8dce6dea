"""The rules about exceptions and limits themselves: they are to say why, and to be needed."""

from dataclasses import dataclass
from typing import Final

from ivr.menu.problems import Level, StructuralRule


@dataclass(frozen=True, slots=True)
class UpkeepRule:
    """A rule about `allow:` and `limits:`: its level, and what `ivr explain` says about it."""

    level: Level
    manual: StructuralRule


def _rule(level: Level, name: str, what: str, why: str, remedy: str) -> tuple[str, UpkeepRule]:
    return name, UpkeepRule(level, StructuralRule(name, what, why, remedy))


UPKEEP: Final[dict[str, UpkeepRule]] = dict(
    (
        _rule(
            "warning",
            "unused-exception",
            "`allow:` names a rule that nothing here breaks any more.",
            "It would hide the next fault of that kind, and its reason is about something that is gone.",
            "Take the rule out of `allow:`.",
        ),
        _rule(
            "error",
            "unknown-limit",
            "`limits:` names a limit that does not exist.",
            "The limit you meant to change would stay as it is.",
            "Check the spelling; the manual of each rule lists its limits.",
        ),
        _rule(
            "warning",
            "unused-limit",
            "`limits:` gives a limit the value that it has anyway.",
            "Whoever reads the file later would take it for a decision.",
            "Take the limit out of `limits:`.",
        ),
        _rule(
            "advice",
            "changed-limit",
            "A limit is not what it is elsewhere, and the file says why.",
            "The reason may have been good once; only a person can tell whether it still is.",
            "Read the reason again from time to time. This by itself never fails a check.",
        ),
    )
)
"""By name. A bare exception is `missing-key`, an exception from no rule `unknown-rule`."""
