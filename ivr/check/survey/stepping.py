"""What can happen inside one node: its turns, and every step that leaves it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ivr.call.heard import Dialled, Heard, NothingRecorded, Pressed, Recorded, Silence
from ivr.call.keys import EVERYWHERE, HASH, Key, dtmf_of, key_of
from ivr.call.turn import Event, NodeId, Turn
from ivr.call.verbs import Gather, Verb
from ivr.check.survey.edge import Means
from ivr.menu.flow import Flow
from ivr.menu.node import Node
from ivr.menu.scene import Scene
from ivr.menu.step import Go, Missed, Moment, Stay, Step
from ivr.menu.types import BACK_WORD
from ivr.walk.doings import doings, passing
from ivr.walk.engine import everywhere
from ivr.walk.steering import ANY_TIME

At = tuple[int, Event]
"""One go at a node: the attempt, from 1, and what happened last."""

BASE = "/voice"
"""The path of the webhook in pages that are only looked at."""


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
    there (None: the node is left). `stays`: keys that only say it again. `leaves`: the steps out of it."""

    name: NodeId
    turns: dict[At, None] = field(default_factory=dict)
    silent: dict[At, At | None] = field(default_factory=dict)
    wrong: dict[At, At | None] = field(default_factory=dict)
    stays: dict[Key, None] = field(default_factory=dict)
    leaves: dict[Leave, None] = field(default_factory=dict)


def verbs_at(flow: Flow, language: str, name: NodeId, turn: At) -> tuple[Verb, ...]:
    """Return what is played at a turn of a node that is no junction."""
    edition = flow.editions[language]
    attempt, event = turn
    return edition.nodes[name].plays(
        Scene(Turn(flow.version, language, "normal", name, attempt, event), edition, BASE)
    )


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


def _follow(flow: Flow, node: Node, inside: Inside, turn: At) -> Iterator[At]:
    """Note what can be done at a turn, and yield the turns of this node that come of it."""
    verbs = verbs_at(flow, flow.source_language, inside.name, turn)
    here = Turn(flow.version, flow.source_language, "normal", inside.name, *turn)
    attempt, event = turn
    for heard, means in _done(verbs, node):
        if heard is None:
            inside.leaves[Leave(means, None, None, False)] = None
            continue
        key = _key(heard, verbs, node)
        match _step(flow, node, here, heard):
            case Stay(then):
                if key in EVERYWHERE:
                    inside.stays[key] = None
                yield attempt, then
            case Missed(how):
                means = "silence" if how == "no_input" else "wrong"
                misses = inside.silent if how == "no_input" else inside.wrong
                if attempt < node.tries(flow.line):
                    misses[turn] = (attempt + 1, how)
                    yield attempt + 1, how
                else:
                    misses[turn] = None
                    go = node.gives_up(how, flow.line)
                    _leave(inside, means, None, go, heard, event)
            case Go() as go:
                _leave(inside, "key" if key in EVERYWHERE else means, key, go, heard, event)


def _leave(inside: Inside, means: Means, key: Key | None, go: Go, heard: Heard, event: Event) -> None:
    left = event if go.to == BACK_WORD else ""
    inside.leaves[Leave(means, key, go, isinstance(heard, Pressed), left)] = None


def _step(flow: Flow, node: Node, turn: Turn, heard: Heard) -> Step:
    key = node.key(heard)
    step = everywhere(key, flow, node, turn) if key else None
    return step or node.follows(heard, Moment(turn, flow.line, ANY_TIME, {}))


def _done(verbs: tuple[Verb, ...], node: Node) -> Iterator[tuple[Heard | None, Means]]:
    """Yield everything a caller can do at a page, hanging up left out, and by what means that leads on."""
    goes_on = passing(verbs)
    for doing in doings(verbs, node):
        match doing.heard:
            case None:
                if doing.keys != "hangup":
                    yield None, "hung-up"
            case Silence() as heard:
                yield heard, "words" if goes_on else "silence"
            case NothingRecorded() as heard:
                yield heard, "empty"
            case Recorded() as heard:
                yield heard, "recorded"
            case Dialled(outcome) as heard:
                yield heard, _DIALLED[outcome]
            case Pressed() as heard:
                yield heard, "key" if _one_key(verbs) else "entered"
    if goes_on and any(isinstance(verb, Gather) for verb in verbs):
        for key in EVERYWHERE:  # words that go on by themselves can be interrupted, too
            yield Pressed(dtmf_of(key)), "key"


_DIALLED: dict[str, Means] = {
    "completed": "dialled:completed",
    "busy": "dialled:busy",
    "no-answer": "dialled:no-answer",
    "failed": "dialled:failed",
}


def _one_key(verbs: tuple[Verb, ...]) -> bool:
    return any(isinstance(verb, Gather) and verb.digits == 1 for verb in verbs)


def _key(heard: Heard, verbs: tuple[Verb, ...], node: Node) -> Key | None:
    """Return the key that was pressed, or that an entry or the end of a recording stands for."""
    match heard:
        case Pressed(digits):
            return node.key(heard) or (key_of(digits[0]) if _one_key(verbs) else None)
        case Recorded(key=dtmf) if dtmf and key_of(dtmf) != HASH:
            return key_of(dtmf)
    return None
