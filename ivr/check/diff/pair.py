"""Two versions of a menu side by side, with what every part of the comparison asks of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Final

from ivr.call.turn import NodeId
from ivr.check.diff.matching import Matching, match
from ivr.check.survey import Survey, survey_of
from ivr.check.texts import Text, texts
from ivr.menu.flow import Flow
from ivr.menu.nodes.menu import Option
from ivr.menu.types import BACK_WORD, Prompt, found

_SHOWN: Final = 90
"""Characters of what is heard that are shown, to know it by."""
_NAMED: Final = 6
"""So many nodes are named where many are meant."""


@dataclass(frozen=True)
class Side:
    """One of the two versions."""

    flow: Flow

    @cached_property
    def survey(self) -> Survey:
        """What callers can hear and do."""
        return survey_of(self.flow)

    @cached_property
    def said(self) -> dict[tuple[str | int, ...], Text]:
        """Every text by its place in the file."""
        return {text.path: text for text in texts(self.flow)}

    def is_heard(self, name: NodeId) -> bool:
        """Whether some call comes to a node and something is heard there."""
        return name in self.survey.edges

    def is_reached(self, name: NodeId) -> bool:
        """Whether some call comes to a node, or through it."""
        return name in self.survey.edges or name in self.survey.passed

    def first_words(self, name: str) -> str:
        """Return the beginning of what is said at a node, as it is written; "" where nothing is."""
        node = self.flow.nodes.get(NodeId(name))
        prompt = next((prompt for _, prompt in found(node, Prompt)), None) if node else None
        return shortened(prompt.words) if prompt else ""

    def choice(self, name: NodeId, key: str) -> str:
        """Return the sentence that names a key of a menu, such as “For hate crime, press 2.”; "" for none."""
        for words in ("to", "for"):
            text = self.said.get(("nodes", name, "options", key, words))
            if text is not None:
                return " ".join(text.words.split())
        return ""

    def changes_to(self, name: NodeId, key: str) -> str:
        """Return the name of the language that a choice changes the call to; "" where it changes none."""
        option = dict(found(self.flow.nodes[name], Option)).get(("options", key))
        languages = self.flow.line.languages
        return languages[option.language].name if option and option.language else ""

    def behind(self, name: str) -> tuple[NodeId, ...]:
        """Return the nodes that are heard after a junction, or the node itself where it is none."""
        if name == BACK_WORD or self.is_heard(NodeId(name)) or NodeId(name) not in self.flow.nodes:
            return (NodeId(name),)
        heard: dict[NodeId, None] = {}
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            here = waiting.pop(0)
            if here in seen or here == BACK_WORD:
                continue
            seen.add(here)
            node = self.flow.nodes[NodeId(here)]
            ways = [way.to for way in node.exits(self.flow.line)]
            if any(found(node, Prompt)) or not ways:
                heard[NodeId(here)] = None
            else:
                waiting += ways
        return tuple(heard)


@dataclass(frozen=True)
class Pair:
    """The two versions, and which node is which."""

    old: Side
    new: Side
    matching: Matching = field(init=False)

    def __post_init__(self) -> None:
        """Match the nodes."""
        object.__setattr__(self, "matching", match(self.old.flow, self.new.flow))

    @cached_property
    def before(self) -> dict[NodeId, NodeId]:
        """The old name of each node that was there."""
        return self.matching.before

    def new_name(self, name: str) -> str:
        """Return the name in the new file of a node of the old one; its old name where it is gone."""
        return self.matching.now.get(NodeId(name), name)

    @cached_property
    def both(self) -> tuple[tuple[NodeId, NodeId], ...]:
        """The nodes that are in both, by their old and new names, in the order of the new file."""
        return tuple((self.before[name], name) for name in self.new.flow.nodes if name in self.before)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that both have."""
        return tuple(code for code in self.new.flow.editions if code in self.old.flow.editions)


def named(name: str) -> str:
    """Return a node's name as it stands in a sentence."""
    return "one step back" if name == BACK_WORD else f"“{name}”"


def several(parts: Iterable[str], joined: str = "and", *, most: int = _NAMED) -> str:
    """Return parts as a list in words: “a”, “b” and “c”; of more than `most` only the first, and how many more."""
    listed = list(parts)
    if len(listed) > most + 1:
        listed = [*islice(listed, most), f"{len(listed) - most} more"]
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} {joined} {listed[-1]}"


def shortened(words: str) -> str:
    """Return the beginning of a text, in one line."""
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rsplit(' ', 1)[0]} …"
