"""A node as callers meet it in one language."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ivr.call.keys import Key
from ivr.call.turn import NodeId
from ivr.call.verbs import Verb
from ivr.check.survey.edge import DIALLED, Edge
from ivr.check.survey.sounding import Sounding, spoken, wait_of
from ivr.check.survey.stepping import At, Inside
from ivr.menu.node import Node


class Pages(Mapping[At, tuple[Verb, ...]]):
    """What is played at each turn of a node, compiled when it is looked at."""

    def __init__(
        self,
        turns: Iterable[At],
        plays: Callable[[At], tuple[Verb, ...]],
        made: Mapping[At, tuple[Verb, ...]],
    ) -> None:
        self._turns, self._plays, self._made = dict.fromkeys(turns), plays, dict(made)

    def __getitem__(self, turn: At) -> tuple[Verb, ...]:
        """Return the verbs of a turn; KeyError for one that no call comes to."""
        made = self._made.get(turn)
        if made is None:
            if turn not in self._turns:
                raise KeyError(turn)
            made = self._made[turn] = self._plays(turn)
        return made

    def __iter__(self) -> Iterator[At]:
        """Iterate over the turns, in the order a call comes to them."""
        return iter(self._turns)

    def __len__(self) -> int:
        """Return how many turns there are."""
        return len(self._turns)


@dataclass(frozen=True)
class Visit:
    """A node that some call comes to, as it is in one language.

    `pages`: the verbs of every turn that can occur, by attempt and event. `edges`: every way out. `presses`: the
    fewest keys to be pressed to be there, each entry and each recording counted as one; `menus`: the fewest choice
    menus on the way, this one not counted; silence counts as a way only to where nothing else leads. `silences`: on
    such a way, how often a caller presses nothing, or nothing with a meaning, until the last attempt has gone by.
    """

    node_id: NodeId
    node: Node
    language: str
    pages: Mapping[At, tuple[Verb, ...]] = field(repr=False)
    edges: tuple[Edge, ...] = field(repr=False)
    inside: Inside = field(repr=False)
    sounding: Sounding = field(repr=False)
    presses: int
    menus: int
    silences: int
    told: Callable[[], Mapping[NodeId, frozenset[Key]]] = field(repr=False)

    @property
    def said_before(self) -> frozenset[Key]:
        """The keys that have been named on every way to here, whichever way a call comes."""
        return self.told()[self.node_id]

    @cached_property
    def start(self) -> At:
        """The turn of arriving here, in the plainest way there is."""
        arrivals = [turn for turn in self.inside.turns if turn[0] == 1]
        plain: At = (1, "")
        return plain if plain in arrivals else arrivals[0]

    @property
    def first(self) -> tuple[Verb, ...]:
        """What is played first."""
        return self.pages[self.start]

    @cached_property
    def keys_said(self) -> Mapping[Key, float]:
        """The keys that are named at first, with the seconds until each has been."""
        return self.sounding.keys_said(self.first)

    @cached_property
    def options(self) -> tuple[Edge, ...]:
        """The choices, in the order of the file; one of them more than once where a junction follows."""
        return tuple(edge for edge in self._by_means.get("key", ()) if edge.option)

    @property
    def rings(self) -> bool:
        """Whether somebody is rung here."""
        return not self._by_means.keys().isdisjoint(DIALLED)

    @property
    def asks(self) -> bool:
        """Whether a key is waited for here."""
        return "silence" in self._by_means

    @property
    def records(self) -> bool:
        """Whether the caller is recorded here."""
        return "recorded" in self._by_means

    @property
    def silent(self) -> tuple[At, ...]:
        """The turns of a caller who presses nothing, from arriving to leaving."""
        return self._missing(self.inside.silent)

    @property
    def wrong(self) -> tuple[At, ...]:
        """The turns of a caller who presses only keys, or enters only digits, without a meaning here."""
        return self._missing(self.inside.wrong)

    def to(self, means: str, key: Key | None = None) -> tuple[Edge, ...]:
        """Return the ways out by one means, and by one key if that is named."""
        return tuple(edge for edge in self._by_means.get(means, ()) if key in (None, edge.key))

    def text(self, turn: At | None = None, *, filled: bool = False) -> str:
        """Return what is said at a turn, at first if none is named, as it is spoken.

        What only a call can fill in stands as `{name}`, or, `filled`, as a sample of it.
        """
        here = turn or self.start
        text = self._texts.get((here, filled))
        if text is None:
            text = self._texts[here, filled] = self.sounding.text(self.pages[here], filled=filled)
        return text

    def seconds(self, turn: At | None = None) -> float:
        """Return how long that takes to say, without the wait for a key."""
        here = turn or self.start
        seconds = self._seconds.get(here)
        if seconds is None:
            seconds = self._seconds[here] = self.sounding.seconds(self.pages[here])
        return seconds

    def wait(self, turn: At | None = None) -> int:
        """Return the seconds of silence that a key is waited for after it; 0 where the call goes on by itself."""
        return wait_of(self.pages[turn or self.start])

    def uninterrupted(self, turn: At) -> float:
        """Return the seconds of a turn in which no key works while something is said."""
        return sum(
            self.sounding.seconds_of(part) for part, takes_keys in spoken(self.pages[turn]) if not takes_keys
        )

    @cached_property
    def _by_means(self) -> Mapping[str, list[Edge]]:
        ways: dict[str, list[Edge]] = {}
        for edge in self.edges:
            ways.setdefault(edge.means, []).append(edge)
        return ways

    @cached_property
    def _texts(self) -> dict[tuple[At, bool], str]:
        return {}  # filled as they are asked for: several rules ask for the same

    @cached_property
    def _seconds(self) -> dict[At, float]:
        return {}

    def _missing(self, follow: Mapping[At, At | None]) -> tuple[At, ...]:
        turns: list[At] = []
        here: At | None = self.start
        while here is not None and here in follow and here not in turns:
            turns.append(here)
            here = follow[here]
        return tuple(turns)
