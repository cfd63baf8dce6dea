"""The sentences in which ways are told: what a caller does, and what comes of it."""

from collections.abc import Mapping
from typing import Final

from ivr.check.diff.leads import DOES, Lead, targets
from ivr.check.diff.pair import several

DOING: Final[Mapping[tuple[str, str], str]] = {
    ("entry", "entered"): "After digits are keyed in at {node}",
    ("entry", "999 or 112 entered"): "After 999 or 112 is keyed in at {node}",
    ("silence", "silence"): "After the last silence at {node}",
    ("wrong-keys", "keys without meaning"): "After the last key without meaning at {node}",
    ("wrong-keys", "not accepted"): "After the last entry that cannot be used at {node}",
    ("recording", "recorded"): "After a recording at {node}",
    ("recording", "back to what was recorded"): "Going back to the recording of {node}",
    ("no-recording", "nothing recorded"): "When nothing was recorded at {node}",
    ("call", "answered"): "After a conversation at {node}",
    ("words", "then"): "After the words of {node}",
    ("junction", "sent"): "After the message is sent at {node}",
    ("junction", "deleted"): "After the message is deleted at {node}",
    ("junction", "it cannot be played now"): "When nothing can be played at {node}",
    ("junction", "open"): "While {node} is open",
    ("junction", "closed"): "While {node} is closed",
    ("junction", "not sure"): "When nobody can be sure whether {node} is open, as on a bank holiday",
}
"""What takes a way, by the means and the how of its `Exit`; keys are not among them."""


def same_after(led: Lead | None, other: Lead) -> bool:
    """Say whether a way leads on to the places of another."""
    return led is not None and targets(led) == targets(other)


def always(several: Lead, one: Lead) -> str:
    """Return that one of several places that a way can lead to is the only one on the other side."""
    among = {outcome.to for outcome in several}
    return "always " if len(among) > 1 and among > {outcome.to for outcome in one} else ""


def reached(words: str) -> str:
    """Return what a key did, of what it does."""
    return words.replace("reaches ", "reached ", 1).replace("goes ", "went ", 1)


def other_deed(was: tuple[str, ...], now: tuple[str, ...]) -> str:
    """Return what a way does to the message now and did not do, or no longer does."""
    gone = [f"no longer {DOES[each]}" for each in was if each not in now]
    new = [f"now {DOES[each]}" for each in now if each not in was]
    return several([*gone, *new]) if gone or new else "does the same in another order"
