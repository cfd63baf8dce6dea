"""A way from one place of a call to the next, as a value."""

from dataclasses import dataclass
from typing import Final, Literal

from ivr.call.effects import Effect
from ivr.call.keys import Key
from ivr.call.turn import NodeId

Means = Literal[
    "key",
    "entered",
    "silence",
    "wrong",
    "recorded",
    "empty",
    "words",
    "dialled:completed",
    "dialled:busy",
    "dialled:no-answer",
    "dialled:failed",
    "hung-up",
]
"""By what a way is taken.

`key`: one key, or at an ask an entry that stands for one. `entered`: digits that are taken. `silence`, `wrong`: the
last attempt has gone by without a key, or with keys or digits that mean nothing. `recorded`, `empty`: a recording has
stopped, or there was none. `words`: what is said has been said. `dialled:…`: how a transfer came out. `hung-up`: the
line ends the call.
"""

DIALLED: Final[frozenset[Means]] = frozenset(
    {"dialled:completed", "dialled:busy", "dialled:no-answer", "dialled:failed"}
)
"""How a transfer can come out."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A way out of a node, with defaults, keys that work everywhere, and junctions applied.

    `to`: the node that is heard next, None where the call ends. `key`: the key that takes it, where one does.
    `option`: it is a choice of a menu. `back`: it leads one step back. `stays`: it leads to other words of the
    same node, or the same words again, no attempt being used up. `through`: the junctions passed on the way.
    `language`: the language the call goes on in, where that changes. `effects`: what it does to the caller's message.
    """

    means: Means
    key: Key | None
    to: NodeId | None
    through: tuple[NodeId, ...] = ()
    option: bool = False
    back: bool = False
    stays: bool = False
    language: str | None = None
    effects: tuple[Effect, ...] = ()
