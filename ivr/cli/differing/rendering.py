"""Changes made short enough to be read: problems of one rule together, and of texts only what changed."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from ivr.check.diff import Change, Piece

_TOGETHER: Final = 3
"""From so many on, problems of one rule are told as one."""
_NAMED: Final = 8
"""So many nodes are named where many have the same problem."""
_NEAR: Final = 6
"""Words that are shown before and after a change."""


def gathered(changes: Sequence[Change]) -> Iterator[Change]:
    """Yield changes; many problems of one rule as one, with the first of them in full."""
    alike: dict[object, list[Change]] = {}
    for change in changes:
        rule = f"{change.was}{change.now}" if change.section == "problems" else ""
        alike.setdefault((change.kind, rule, change.fails) if rule else change, []).append(change)
    for each in alike.values():
        first = each[0]
        if first.section != "problems":
            yield first
        elif len(each) < _TOGETHER:
            yield from (replace(one, sentence=f"{one.sentence} [{one.was}{one.now}]") for one in each)
        else:
            others = [f"“{one.node}”" for one in each[1:] if one.node and one.node != first.node]
            at = f", also at {', '.join(list(dict.fromkeys(others))[:_NAMED])}" if others else ""
            more = f" ({len(each)} of these{at}{' …' if len(others) > _NAMED else ''})"
            yield replace(first, sentence=f"{first.sentence} [{first.was}{first.now}]{more}")


def both(change: Change, render: Callable[[tuple[Piece, ...], str], str]) -> Iterator[tuple[str, str]]:
    """Yield what was and what is heard, each with its label; of a long text only what changed, and what is near it."""
    if change.section != "reach" and not change.pieces:
        return
    whole = bool(change.pieces) and not any(piece.kind == "same" for piece in change.pieces)
    for label, kind, words in (("was:", "old", change.was), ("now:", "new", change.now)):
        if not words:
            continue
        if whole or not change.pieces:
            yield label, render((Piece("same", words),), kind)
        else:
            yield label, render(_near(change.pieces), kind)


def _near(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return pieces without the middle of what stayed the same."""
    short = []
    for number, piece in enumerate(pieces):
        words = piece.words.split()
        first, last = number == 0, number == len(pieces) - 1
        if piece.kind != "same" or len(words) <= 2 * _NEAR:
            short.append(piece)
        elif first:
            short.append(Piece("same", f"… {' '.join(words[-_NEAR:])}"))
        elif last:
            short.append(Piece("same", f"{' '.join(words[:_NEAR])} …"))
        else:
            short.append(Piece("same", f"{' '.join(words[:_NEAR])} … {' '.join(words[-_NEAR:])}"))
    return tuple(short)


def bracketed(pieces: tuple[Piece, ...], kind: str) -> str:
    """Return one side of a comparison with what is only there in brackets."""
    return " ".join(
        piece.words if piece.kind == "same" else f"[{piece.words}]"
        for piece in pieces
        if piece.kind in ("same", kind)
    )


def struck(pieces: tuple[Piece, ...], kind: str) -> str:
    """Return one side of a comparison in Markdown: what is gone struck out, what is new in bold."""
    mark = "~~" if kind == "old" else "**"
    return " ".join(
        plain(piece.words) if piece.kind == "same" else f"{mark}{plain(piece.words)}{mark}"
        for piece in pieces
        if piece.kind in ("same", kind)
    )


def plain(words: str) -> str:
    """Return words in which Markdown finds no marks of its own, and nobody is notified by an at sign."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", words).replace("@", "@\u200b")
