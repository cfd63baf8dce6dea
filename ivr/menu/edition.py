"""The words of a flow in one language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ivr.call.turn import NodeId
from ivr.menu.line import Line
from ivr.menu.phrases import Phrases

if TYPE_CHECKING:
    from ivr.menu.node import Node


@dataclass(frozen=True)
class Edition:
    """A flow as it is told in one language.

    Words that have no translation stay those of the source language (`Prompt.language` is then empty) and are
    spoken by that language's voice. `phrases` are the system's own, by language, the source's under "".
    """

    language: str
    line: Line
    nodes: Mapping[NodeId, "Node"]
    phrases: Mapping[str, Phrases]

    @property
    def own_phrases(self) -> Phrases:
        """The system's phrases in this language."""
        return self.phrases.get(self.language, self.phrases[""])

    @cached_property
    def say_as(self) -> re.Pattern[str] | None:
        """A pattern of everything the `say_as` table replaces, longest first; None for an empty table."""
        written = sorted(self.line.say_as, key=len, reverse=True)
        if not written:
            return None
        return re.compile(rf"(?<![\w])(?:{'|'.join(map(re.escape, written))})(?![\w])")

    def spoken(self, text: str) -> str:
        """Return a text as it is spoken: written forms replaced by the `say_as` table."""
        if self.say_as is None:
            return text
        return self.say_as.sub(lambda match: self.line.say_as[match[0]], text)
