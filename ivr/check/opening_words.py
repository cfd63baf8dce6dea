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


MOST_OPENINGS = 1_000
"""Ways that a call can open, beyond which no more are looked at: each junction may double them."""


def opening_words(edition: Edition) -> Iterator[Opening]:
    """Yield the ways a call can open: one, and more where a junction stands before the first words."""
    start = (NodeId(edition.line.start), ())
    waiting: list[tuple[NodeId, tuple[NodeId, ...]]] = [start]
    seen: set[tuple[NodeId, tuple[NodeId, ...]]] = {
        start
    }  # ways that meet again, having said the same, are one
    found_so_far = 0
    while waiting and found_so_far < MOST_OPENINGS:
        here, spoke = waiting.pop()
        speaks = _first_words(edition, here) is not None
        spoke = (*spoke, here) if speaks else spoke
        ways = [
            (NodeId(way.to), spoke)
            for way in exits(here, edition.nodes, edition.line)
            if way.means == "junction" or (way.means == "words" and speaks)
        ]
        if not ways:
            found_so_far += 1
            yield _opening(edition, spoke, here)
        new = [way for way in dict.fromkeys(ways) if way not in seen]
        seen.update(new)
        waiting += reversed(new)


def _opening(edition: Edition, spoke: tuple[NodeId, ...], last: NodeId) -> Opening:
    said = [(name, *words) for name in spoke if (words := _first_words(edition, name))]
    path: Path = ("nodes", said[0][0], *said[0][1]) if said else ("nodes", last)
    language = (said[0][2].language if said else "") or next(iter(edition.line.languages))
    return Opening(" ".join(prompt.words for _, _, prompt in said), path, language)


def _first_words(edition: Edition, name: NodeId) -> tuple[Path, Prompt] | None:
    return next(iter(found(edition.nodes[name], Prompt)), None)
