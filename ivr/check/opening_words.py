"""What a caller hears first of all, up to the first choice."""

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.call.turn import NodeId
from ivr.check.finding import Path
from ivr.menu.edition import Edition
from ivr.menu.graph import exits
from ivr.menu.types import Prompt, found


@dataclass(frozen=True, slots=True)
class Opening:
    """The words from the start of the call to the first choice. `path` is where the first of them stand, `language`
    that of the first: an untranslated text stays in the line's own."""

    words: str
    path: Path
    language: str


def opening_words(edition: Edition) -> Iterator[Opening]:
    """Yield every way a call can open: one, and more where a junction stands before the first words."""
    waiting: list[tuple[NodeId, tuple[Prompt, ...], Path, frozenset[NodeId]]]
    waiting = [(NodeId(edition.line.start), (), (), frozenset())]
    while waiting:
        here, said, path, seen = waiting.pop()
        first = next(iter(found(edition.nodes[here], Prompt)), None)
        if first is not None:
            said = (*said, first[1])
            path = path or ("nodes", here, *first[0])
        ways = [
            NodeId(way.to)
            for way in exits(here, edition.nodes, edition.line)
            if way.means == "junction" or (way.means == "words" and first is not None)
        ]
        if ways and here not in seen:
            waiting += ((to, said, path, seen | {here}) for to in reversed(ways))
        else:
            language = (said[0].language if said else "") or next(iter(edition.line.languages))
            yield Opening(" ".join(prompt.words for prompt in said), path or ("nodes", here), language)
