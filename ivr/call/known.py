"""What may steer a call besides keys and the time, by name. Any other name is that of an answer."""

from collections.abc import Mapping
from types import MappingProxyType

CALLER_NUMBER = "caller_number"
"""Whether the caller can be rung on the number they ring from: `usable` or `withheld`."""

CALLER = "caller"
"""The usable number itself, as people key it; empty where it is withheld."""

READY = "ready"
"""Whether a message can be kept: `yes` or `no`."""

MESSAGE = "message"
"""How the message of the call stands: `none`, `draft`, `kept` (hanging up does not lose it) or `sent`."""

SETTING = "setting:"
"""What the name of a setting begins with: `setting:person` is the number for transfers to `person`, or empty."""

LISTEN = "listen:"
"""What a name begins with that says whether the caller's own recordings can be played now, `yes` or `no`:
`listen:message,more` for those of two nodes, `listen:` for all of the message."""

SAMPLE_NUMBER = "+441632960000"
"""A number that a setting may hold; Ofcom keeps it for drama."""

VALUES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        CALLER_NUMBER: ("usable", "withheld"),
        READY: ("yes", "no"),
        MESSAGE: ("none", "draft", "kept", "sent"),
    }
)
"""What a branch can be on without asking anybody, and the values it has."""
