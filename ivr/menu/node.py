"""A named place in the flow: what every kind of node has in common, and what a kind may decide for itself."""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Literal

from ivr.call.effects import Effect
from ivr.call.heard import Heard, Pressed, Silence
from ivr.call.keys import EVERYWHERE, Key, key_of
from ivr.call.turn import Event
from ivr.call.verbs import Verb
from ivr.menu.changed_limit import ChangedLimit
from ivr.menu.fault import Around, Fault
from ivr.menu.line import Line
from ivr.menu.opening import Opening
from ivr.menu.otherwise import Otherwise
from ivr.menu.scene import Scene
from ivr.menu.step import Exit, Go, Missed, Missing, Moment, Stay, Step
from ivr.menu.types import Model, Prompt, Several


class NotHeard(LookupError):
    """Raised where a node is asked for what its kind does not have: a junction for its page, or what follows a key."""


class Node(Model):
    """A named place in the flow.

    `note` is for people who edit the file. `sensitive`, `role`, `collects`, `irreversible` tell what happens
    here, for the checks. `allow` names rules that are broken on purpose, each with a reason; `limits` changes
    limits of the checks here, each with a value and a reason.
    """

    waits: ClassVar[bool] = True
    """Whether a page of this kind waits for the caller, so that going back to it by itself makes sense."""

    returns: ClassVar[bool] = True
    """Whether *back* leads here. Where it does not, it leads to the step before, and nothing is heard unasked."""

    kind: str
    note: str = ""
    sensitive: bool = False
    role: Literal["review", "confirm"] | None = None
    collects: Several[str] = ()
    irreversible: bool = False
    allow: Mapping[str, str] = {}
    limits: Mapping[str, ChangedLimit] = {}

    def plays(self, scene: Scene) -> tuple[Verb, ...]:
        """Return what the caller hears at this turn. Raises NotHeard for a junction."""
        raise NotHeard(f"a {self.kind} node is a junction: it has no page")

    def follows(self, heard: Heard, moment: Moment) -> Step:
        """Return what follows what the caller did. The keys that work everywhere never come here.

        Raises NotHeard for a junction.
        """
        raise NotHeard(f"a {self.kind} node is a junction: nobody is heard there")

    def passes(self, moment: Moment) -> Go | None:
        """Return where the call goes on without the caller; None where the node waits for somebody."""
        return None

    def goes_by(self) -> Mapping[str, tuple[str, ...]]:
        """Return what decides here besides keys and the time: the names in `Moment.known` that are looked at.

        Each with the values it may have when somebody rings; none where the call itself brings it about, such as
        an answer. Every walk tries them all.
        """
        return {}

    @property
    def opening(self) -> Opening | None:
        """The opening hours that decide here, if any do."""
        return None

    def arrives(self, event: Event, moment: Moment) -> Event:
        """Return how the call comes in here, if that depends on what is known."""
        return event

    def again(self, event: Event) -> Event:
        """Return the event of hearing this node again, after an event."""
        return "again"

    def stranded(self, event: Event) -> Event:
        """Return the event of going back without a key, where there is nothing to go back to."""
        return self.again(event)

    def entries(self) -> tuple[str, ...]:
        """Return entries worth trying here, as digits, where several are taken; what every walk presses."""
        return ()

    def faults(self, around: Around) -> Iterable[Fault]:
        """Return what cannot be built here, given the rest of the file. Words and gotos are checked elsewhere."""
        return ()

    def exits(self, line: Line) -> Iterable[Exit]:
        """Return every way out that is written in the file."""
        return ()

    def tries(self, line: Line) -> int:
        """Return how often the node asks before it gives up."""
        return 1

    def gives_up(self, how: Missing, line: Line) -> Go:
        """Return where the call goes after the last attempt. Raises NotHeard for a node that never misses."""
        raise NotHeard(f"a {self.kind} node asks nothing")

    def key(self, heard: Heard) -> Key | None:
        """Return the key that works everywhere, if that is what was pressed here."""
        if isinstance(heard, Pressed):
            key = key_of(heard.digits[0])
            return key if key in EVERYWHERE else None
        return None


def said_first(
    scene: Scene, *, no_input: tuple[Prompt, ...] = (), no_match: Prompt | None = None
) -> tuple[Prompt | None, ...]:
    """Return what is said before a node's own words, because of what happened last."""
    phrases = scene.edition.own_phrases
    match scene.turn.event:
        case "notice":
            return (scene.line.notice,)
        case "time_limit":
            return (phrases.time_limit,)
        case "emergency":
            return (phrases.emergency,)
        case "no_input" if no_input:
            return (no_input[min(scene.turn.attempt - 2, len(no_input) - 1)],)
        case "no_match" | "not_accepted":
            return (no_match or phrases.no_match,)
    return ()


def given_up(otherwise: Otherwise | None, how: Missing, line: Line, effects: tuple[Effect, ...] = ()) -> Go:
    """Return where the call goes after the last attempt: as the node says, or the line, or to the person."""
    way = otherwise or line.otherwise
    if way is None:
        return Go(line.person or line.start, effects, event="given_up")
    return Go(way.no_input if how == "no_input" else way.no_match, effects, event="given_up")


def spoken_then_on(heard: Heard, to: str) -> Step:
    """Return what follows spoken words that ask nothing: going on, also by any key."""
    return Go(to) if isinstance(heard, Pressed | Silence) else Stay("again")


__all__ = ["Exit", "Go", "Missed", "Missing", "Moment", "Node", "NotHeard", "Scene", "Stay", "Step"]
