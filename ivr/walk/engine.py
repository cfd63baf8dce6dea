"""Where the call goes next. A pure function of what is in its arguments: no clock, no store, no network."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from ivr.call.effects import Answered, Effect, Marked
from ivr.call.heard import Heard, Pressed
from ivr.call.keys import AGAIN, BACK, EMERGENCY, PACE, PERSON, Key
from ivr.call.known import CALLER, CALLER_NUMBER
from ivr.call.turn import LONGEST_TRAIL, Event, NodeId, Pace, Place, Track, Turn
from ivr.menu.edition import Edition
from ivr.menu.flow import Flow
from ivr.menu.node import Node
from ivr.menu.step import Go, Missed, Moment, Stay, Step
from ivr.menu.types import BACK_WORD
from ivr.walk.since import Since

CALLERS_OWN = f"{{{CALLER_NUMBER}}}"
"""The one option value that is not its own text: it stands for the number the caller rings from."""

_OTHER_PACE: dict[Pace, Pace] = {"normal": "slow", "slow": "normal"}


class UnknownPlace(LookupError):
    """Raised when a place names a language or a node that the flow does not have, or a junction, where nobody waits."""


class Move(NamedTuple):
    """The place the call has come to, what happened to the message, and the junctions passed on the way."""

    place: Place
    effects: tuple[Effect, ...] = ()
    through: tuple[NodeId, ...] = ()


def begin(
    flow: Flow,
    *,
    began: int,
    now: datetime,
    known: Mapping[str, str],
    notice: bool = False,
    language: str | None = None,
) -> Move:
    """Return the first place of a call.

    `began`: the minute it begins, since 1970 in UTC. `now`: an aware time. `known`: see `Moment`. `notice`:
    whether the line says first that it is a demonstration. `language`: the code of the language to begin in, if
    not the one the file is written in. Raises UnknownPlace if the line does not have it.
    """
    turn = Turn(flow.version, language or flow.source_language, "normal", NodeId(flow.line.start))
    _edition(flow, turn)
    start = Place(turn, Track((), 1, began))
    event: Event = "notice" if notice and flow.line.notice else ""
    return _arrive(flow, start, Go(flow.line.start, event=event), now, known, leaving=None)


def advance(flow: Flow, place: Place, heard: Heard, now: datetime, known: Mapping[str, str]) -> Move:
    """Return where the call goes from a place, after what was heard there.

    Raises UnknownPlace if the flow has no such place; a place that came out of this flow always exists.
    """
    turn = place.turn
    _edition(flow, turn)
    node = _node(flow, turn.node)
    trail, number, began = place.track
    next_place = Place(turn, Track(trail, number + 1, began))
    key = node.key(heard)
    step = everywhere(key, flow, node, turn) if key else None
    if step is None:
        step = node.follows(heard, Moment(turn, flow.line, now, known))
    pressed = isinstance(heard, Pressed)
    return _taken(flow, node, next_place, step, now, known, pressed=pressed)


def _taken(
    flow: Flow,
    node: Node,
    place: Place,
    step: Step,
    now: datetime,
    known: Mapping[str, str],
    *,
    pressed: bool,
) -> Move:
    turn = place.turn
    match step:
        case Stay(event, pace):
            here = Turn(turn.version, turn.language, pace or turn.pace, turn.node, turn.attempt, event)
            return Move(Place(here, place.track))
        case Missed(how):
            if turn.attempt < node.tries(flow.line):
                return Move(Place(turn._replace(attempt=turn.attempt + 1, event=how), place.track))
            step = node.gives_up(how, flow.line)
    if step.to == BACK_WORD:
        return _back(flow, place, step, now, known, pressed=pressed)
    if not node.returns and place.track.trail[-1:] == (
        step.to,
    ):  # going on to where the call was is going back
        place = Place(turn, place.track._replace(trail=place.track.trail[:-1]))
    return _arrive(flow, place, step, now, known, leaving=turn.node if node.returns else None)


def everywhere(key: Key, flow: Flow, node: Node, turn: Turn) -> Step | None:
    """Return what a key that works everywhere does; None where the line has nothing for it."""
    line, here = flow.line, str(turn.node)
    again = Stay(node.again(turn.event))
    if key == AGAIN:
        return again
    if key == PACE:
        return Stay(again.event, _OTHER_PACE[turn.pace])
    if key == BACK:
        return Go(BACK_WORD)
    if key == PERSON and line.person:
        return again if line.person == here else Go(line.person)
    if key == EMERGENCY and line.emergency is None and line.emergency_relevant is not False:
        return Stay("emergency") if again.event == "again" else again
    if key == EMERGENCY and line.emergency:
        # The second 5 of a 55 is swallowed: whoever is at the emergency help already only hears it again.
        return again if line.emergency == here else Go(line.emergency, (Marked("emergency"),))
    return None


def _back(
    flow: Flow, place: Place, go: Go, now: datetime, known: Mapping[str, str], *, pressed: bool
) -> Move:
    """Go back one step. Nobody having pressed a key, that is to the last step that waits for one.

    Where there is nothing behind, say it again.
    """
    turn, track = place.turn, place.track
    trail = track.trail
    while trail and not (pressed or _node(flow, trail[-1]).waits):
        trail = trail[:-1]  # words that go on by themselves would only lead here again
    if not trail:
        node = _node(flow, turn.node)
        event = node.again(turn.event) if pressed else node.stranded(turn.event)
        here = turn._replace(event=event, attempt=1, language=go.language or turn.language)
        return Move(Place(here, track), _settled(go.effects, known))
    shorter = Place(turn, Track(trail[:-1], track.step, track.began))
    behind = Go(trail[-1], go.effects, language=go.language)
    return _arrive(flow, shorter, behind, now, known, leaving=None)


def _arrive(
    flow: Flow, place: Place, go: Go, now: datetime, known: Mapping[str, str], leaving: NodeId | None
) -> Move:
    """Go to a node, and on through junctions until somebody is waited for."""
    turn, track = place.turn, place.track
    trail = track.trail
    if leaving is not None:
        trail = (*trail, NodeId(go.behind or leaving))
    language = go.language or turn.language
    to, effects = go.to, _settled(go.effects, known) if go.effects else ()
    through: tuple[NodeId, ...] = ()
    while True:
        node = _node(flow, NodeId(to))
        here = Turn(flow.version, language, turn.pace, NodeId(to))
        moment = Moment(here, flow.line, now, Since(known, effects) if effects else known)
        on = node.passes(moment)
        if on is None:
            break
        effects += on.effects
        through += (here.node,)
        if on.forget:
            trail = ()
        to = on.to
    event = node.arrives(go.event, moment)
    arrived = here._replace(event=event) if event else here
    return Move(Place(arrived, Track(trail[-LONGEST_TRAIL:], track.step, track.began)), effects, through)


def _settled(effects: tuple[Effect, ...], known: Mapping[str, str]) -> tuple[Effect, ...]:
    """Return the effects with the caller's own number in place of its placeholder, where it is known."""
    settled: list[Effect] = []
    for effect in effects:
        if isinstance(effect, Answered) and effect.value == CALLERS_OWN:
            number = known.get(CALLER, "")
            if number:
                settled.append(Answered(effect.name, number))
        else:
            settled.append(effect)
    return tuple(settled)


def _edition(flow: Flow, turn: Turn) -> Edition:
    edition = flow.editions.get(turn.language)
    if edition is None:
        raise UnknownPlace(f"the line has no language {turn.language!r}")
    return edition


def _node(flow: Flow, name: NodeId) -> Node:
    node = flow.nodes.get(name)
    if node is None:
        raise UnknownPlace(f"the flow has no node {name!r}")
    return node
