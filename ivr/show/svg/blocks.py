"""How the branches of a tree stand: below each other, or in blocks side by side, so that a sheet fits on paper."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ivr.call.turn import NodeId
from ivr.show.sheets import Place
from ivr.show.svg.cards import NARROW, WIDE, Card

ACROSS: Final = 46
"""Between two columns."""
DOWN: Final = 16
"""Between two cards, one above the other."""
BROAD, HIGH = 1040, 660
"""Size of a sheet on A4 paper, in pixels: what fits is printed as large as it is on the screen."""

Cards = dict[tuple[NodeId, bool], Card]
"""Cards by the name of their place, and whether that is repeated."""
Groups = Sequence[Sequence[Place]]
"""The branches of each block."""


class Spread(NamedTuple):
    """A tree in blocks, with its width, and its height at most."""

    groups: Groups
    width: int
    height: int

    @property
    def size(self) -> float:
        """How large it would be on a sheet of paper: 1 as it is, less if it would have to shrink."""
        return min(BROAD / self.width, HIGH / self.height, 1.0)


def spread(trees: Sequence[Place], cards: Cards) -> list[Groups]:
    """Return the blocks of each tree of a sheet, such that the sheet is legible at the largest size on paper."""
    measured = [_Tree(tree, cards) for tree in trees]
    chosen = [tree.best() for tree in measured]
    while sum(each.height + DOWN for each in chosen) > HIGH:
        flatter = [tree.flatter(each) for tree, each in zip(measured, chosen, strict=True)]
        gains = [each.height - flat.height for each, flat in zip(chosen, flatter, strict=True)]
        if max(gains) <= 0:
            break
        place = gains.index(max(gains))
        chosen[place] = flatter[place]
    return [each.groups for each in chosen]


class _Tree:
    """What is known of a tree before it is set: its stem, up to the first card that has several branches, and these."""

    def __init__(self, first: Place, cards: Cards) -> None:
        self.cards = cards
        stem = [first]
        while len(stem[-1].children) == 1:
            stem += stem[-1].children
        self.branches = stem[-1].children
        self.sizes = [self._size(branch) for branch in self.branches]
        self.stem = sum(NARROW if place.repeated else WIDE for place in stem) + ACROSS * (len(stem) - 1)
        self.high = max(cards[place.name, place.repeated].height for place in stem)

    def best(self) -> Spread:
        """Return the blocks with which this tree is legible at the largest size."""
        best = self._spread(1)
        while best.size < 1:
            flatter = self.flatter(best)
            if flatter.size <= best.size:
                break
            best = flatter
        return best

    def flatter(self, than: Spread) -> Spread:
        """Return the tree in more blocks, if it then is as broad as paper at most and flatter; else as it is."""
        for blocks in range(len(than.groups) + 1, len(self.branches) + 1):
            more = self._spread(blocks)
            if more.width > BROAD:
                break
            if more.height < than.height:
                return more
        return than

    def _spread(self, blocks: int) -> Spread:
        groups: list[list[Place]] = []
        width, height = self.stem, self.high
        for group in self._groups(blocks):
            groups.append([self.branches[place] for place in group])
            width += max(self.sizes[place][0] for place in group)
            height = max(height, sum(self.sizes[place][1] for place in group))
        return Spread(groups, width, height)

    def _groups(self, blocks: int) -> Iterator[list[int]]:
        """Yield which branches are in each block, so that the blocks are about as tall as each other."""
        total = sum(height for _, height in self.sizes)
        group: list[int] = []
        full = made = 0
        for place, (_, height) in enumerate(self.sizes):
            over = (full + height / 2) * blocks > total * (made + 1)
            if group and (over or len(self.sizes) - place < blocks - made):
                yield group
                group, made = [], made + 1
            group.append(place)
            full += height
        if group:
            yield group

    def _size(self, place: Place) -> tuple[int, int]:
        """Return the width of a branch, with what is left of it, and its height, with what is below it."""
        width = height = 0
        for child in place.children:
            wide, high = self._size(child)
            width, height = max(width, wide), height + high
        own = self.cards[place.name, place.repeated].height + DOWN
        return width + WIDE + ACROSS, max(height, own)
