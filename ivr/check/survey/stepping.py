"""What can happen inside one node: its turns, and every step that leaves it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ivr.call.effects import Effect
from ivr.call.heard import Dialled, Heard, NothingRecorded, Pressed, Recorded, Silence
from ivr.call.keys import EVERYWHERE, HASH, Key, dtmf_of, key_of
from ivr.call.turn import Event, NodeId, Turn
from ivr.call.verbs import Gather, Play, Say, Verb
from ivr.check.survey.edge import Means
from ivr.check.survey.keeping_scene import KeepingScene, Kept
from ivr.menu.flow import Flow
from ivr.menu.node import Node, NotHeard
from ivr.menu.step import Go, Missed, Moment, Stay, Step
from ivr.menu.types import BACK_WORD
from ivr.walk.doings import doings, passing
from ivr.walk.engine import everywhere
from ivr.walk.steering import ANY_TIME

At = tuple[int, Event]
"""One go at a node: the attempt, from 1, and what happened last."""

BASE = "/voice"
"""The path of the webhook in pages that are only looked at."""


_Taken = tuple[Means, Key | None, bool, Step | None]
"""What somebody did: by what means, with which key, whether a key was pressed; and what follows, None for the end."""


class Leave(NamedTuple):
    """A step out of a node, before it is known where that leads. `go`: None where the line hangs up.

    `pressed`: a key did it, which matters for going back. `event`: of the turn that is left, where that matters.
    """

    means: Means
    key: Key | None
    go: Go | None
    pressed: bool
    event: Event = ""


@dataclass
class Inside:
    """A node from the inside. `turns`: those that can occur, with the turn that follows silence and a wrong key
    there (None: the node is left). `stays`: what only leads to other words here. `leaves`: the steps out of it.
    `steps`: what can be done, by what happened last. `played`: pages in the file's own language, as far as they were
    looked at. `outside`: what happened last where something is said outside a Gather. `kept`: the verbs of options that
    were made so far in that language, at any node."""

    name: NodeId
    turns: dict[At, None] = field(default_factory=dict)
    silent: dict[At, At | None] = field(default_factory=dict)
    wrong: dict[At, At | None] = field(default_factory=dict)
    stays: dict[tuple[Means, Key | None], None] = field(default_factory=dict)
    leaves: dict[Leave, None] = field(default_factory=dict)
    steps: dict[Event, tuple[_Taken, ...]] = field(default_factory=dict, repr=False)
    played: dict[At, tuple[Verb, ...]] = field(default_factory=dict, repr=False)
    outside: set[Event] = field(default_factory=set)
    kept: Kept = field(default_factory=dict, repr=False)


def verbs_at(flow: Flow, language: str, kept: Kept, name: NodeId, turn: At) -> tuple[Verb, ...]:
    """Return what is played at a turn of a node that is no junction. `kept`: options made so far in this language."""
    edition = flow.editions[language]
    attempt, event = turn
    here = Turn(flow.version, language, "normal", name, attempt, event)
    return edition.nodes[name].plays(KeepingScene(here, edition, BASE, kept))


def arrive(flow: Flow, inside: Inside, event: Event) -> bool:
    """Follow a node from an arrival on, and say whether that was new."""
    if (1, event) in inside.turns:
        return False
    node = flow.nodes[inside.name]
    waiting: list[At] = [(1, event)]
    while waiting:
        turn = waiting.pop(0)
        if turn not in inside.turns:
            inside.turns[turn] = None
            waiting += _follow(flow, node, inside, turn)
    return True


def stored(flow: Flow, name: NodeId, kept: Kept) -> Iterator[tuple[tuple[Effect, ...], Means]]:
    """Yield what the steps out of a node do to the message, and by what means; nothing for a junction.

    `kept`: the verbs of options that were made so far in the file's own language.
    """
    try:
        steps = _steps(flow, flow.nodes[name], Inside(name, kept=kept), (1, ""))
    except NotHeard:
        return
    for means, _, _, step in steps:
        if isinstance(step, Missed):
            step = flow.nodes[name].gives_up(step.how, flow.line)
        if isinstance(step, Go):
            yield step.effects, means


def _follow(flow: Flow, node: Node, inside: Inside, turn: At) -> Iterator[At]:
    """Note what can be done at a turn, and yield the turns of this node that come of it."""
    attempt, event = turn
    # Where this has happened before, every step out of here has been noted, but for those after the last attempt.
    known = event in inside.steps
    for means, key, pressed, step in _steps(flow, node, inside, turn):
        if known and not isinstance(step, Stay | Missed):
            continue
        match step:
            case None:
                inside.leaves[Leave(means, None, None, False)] = None
            case Stay(then):
                if key in EVERYWHERE or means.startswith("dialled"):
                    inside.stays[means, key] = None
                yield attempt, then
            case Missed(how):
                misses = inside.silent if how == "no_input" else inside.wrong
                if attempt < node.tries(flow.line):
                    misses[turn] = (attempt + 1, how)
                    yield attempt + 1, how
                elif turn not in misses:
                    misses[turn] = None
                    go = node.gives_up(how, flow.line)
                    _leave(inside, "silence" if how == "no_input" else "wrong", None, go, pressed, event)
            case Go() as go:
                _leave(inside, means, key, go, pressed, event)


def _steps(flow: Flow, node: Node, inside: Inside, turn: At) -> tuple[_Taken, ...]:
    """Return what can be done at a turn and what follows. Attempts differ in words and waits, never in that."""
    event = turn[1]
    steps = inside.steps.get(event)
    if steps is None:
        verbs = verbs_at(flow, flow.source_language, inside.kept, inside.name, turn)
        here = Turn(flow.version, flow.source_language, "normal", inside.name, *turn)
        moment = Moment(here, flow.line, ANY_TIME, {})
        inside.played[turn] = verbs
        if any(isinstance(verb, Say | Play) for verb in verbs):
            inside.outside.add(event)
        steps = inside.steps[event] = tuple(_taken(flow, node, moment, *done) for done in _done(verbs, node))
    return steps


def _taken(
    flow: Flow, node: Node, moment: Moment, heard: Heard | None, means: Means, key: Key | None
) -> _Taken:
    if heard is None:
        return means, None, False, None
    pressed = isinstance(heard, Pressed)
    if pressed and key in EVERYWHERE:
        step = everywhere(key, flow, node, moment.turn)
        if step is not None:
            return "key", key, True, step
    return means, key, pressed, node.follows(heard, moment)


def _leave(inside: Inside, means: Means, key: Key | None, go: Go, pressed: bool, event: Event) -> None:
    left = event if go.to == BACK_WORD else ""
    inside.leaves[Leave(means, key, go, pressed, left)] = None


def _done(verbs: tuple[Verb, ...], node: Node) -> Iterator[tuple[Heard | None, Means, Key | None]]:
    """Yield everything a caller can do at a page, hanging up left out; by what means that leads on; the key.

    The key is the one pressed, or the one that an entry, or the end of a recording, stands for.
    """
    goes_on = passing(verbs)
    one_key = any(isinstance(verb, Gather) and verb.digits == 1 for verb in verbs)
    for doing in doings(verbs, node):
        match doing.heard:
            case None:
                if doing.keys != "hangup":
                    yield None, "hung-up", None
            case Pressed(digits) as heard if one_key:
                yield heard, "key", key_of(digits[0])
            case Pressed() as heard:
                yield heard, "entered", node.key(heard)
            case Silence() as heard:
                yield heard, "words" if goes_on else "silence", None
            case NothingRecorded() as heard:
                yield heard, "empty", None
            case Recorded(key=dtmf) as heard:
                yield heard, "recorded", key_of(dtmf) if dtmf and key_of(dtmf) != HASH else None
            case Dialled(outcome) as heard:
                yield heard, _DIALLED[outcome], None
    if goes_on and any(isinstance(verb, Gather) for verb in verbs):
        for key in EVERYWHERE:  # words that go on by themselves can be interrupted, too
            yield Pressed(dtmf_of(key)), "key", key


_DIALLED: dict[str, Means] = {
    "completed": "dialled:completed",
    "busy": "dialled:busy",
    "no-answer": "dialled:no-answer",
    "failed": "dialled:failed",
}
