"""What there is to try: everything that some call can do, from walking them all."""

from collections.abc import Iterator
from typing import Final

from ivr.call.keys import EVERYWHERE, Key
from ivr.call.turn import NodeId
from ivr.call.verbs import Hangup, Record
from ivr.check.coverage.item import HANG_UP, KINDS, LONGEST, WHILE_RECORDING, Item, What
from ivr.check.coverage.tried import tried_by
from ivr.check.once import once_per_flow
from ivr.menu.collector import collector_off
from ivr.menu.flow import Flow
from ivr.menu.types import BACK_WORD
from ivr.walk.engine import Move, begin
from ivr.walk.journal import beginning, entry
from ivr.walk.pages import Pages
from ivr.walk.states import Scripts, State, Way
from ivr.walk.walking import Walk, walk_all

_SAYS: Final = {
    "silence once": "nothing pressed, once",
    "wrong key once": "a key without a meaning, once",
    "not accepted once": "digits that cannot be used, once",
    HANG_UP: "hung up here",
    WHILE_RECORDING: "hung up while speaking",
    LONGEST: "spoke until the time was up",
}
_OUTCOMES: Final = {
    "completed": "somebody answered",
    "busy": "the line was busy",
    "no-answer": "nobody answered",
    "failed": "it could not be rung",
}


@once_per_flow
def demanded(flow: Flow) -> tuple[Item, ...]:
    """Return everything that calls can try, none of it tried yet, in the order of the file. Takes a walk."""
    with collector_off():
        return items_of(walk_all(flow, Scripts(flow, Pages(flow))))


def items_of(walk: Walk) -> tuple[Item, ...]:
    """Return everything that the calls of a walk can try, in the order of the file."""
    flow = walk.flow
    found = dict.fromkeys(_begun(walk))
    seen: set[tuple[object, ...]] = set()
    for state in walk.reached:
        found.update(dict.fromkeys(_at(walk, state, seen)))
    if len(flow.editions) == 1:
        found = {what: None for what in found if what.kind != "language"}
    order = {name: place for place, name in enumerate(flow.nodes)}
    exits = {name: _hows(flow, name) for name in flow.nodes}

    def place(what: What) -> tuple[int, int, int, str]:
        if what.node is None:
            return len(order), KINDS.index(what.kind), 0, what.how
        hows = exits[what.node]
        return order[what.node], KINDS.index(what.kind), hows.get(what.how, -1), what.how

    return tuple(Item(*what, _words(flow, what)) for what in sorted(found, key=place))


def doing_at(walk: Walk, state: State, way: Way) -> Iterator[What]:
    """Yield what is tried by going one way from a state."""
    doing = way.doing
    if doing.heard is None:
        if doing.keys == "hangup":
            yield from hanging_up(walk, state)
    elif way.to is not None and doing in walk.scripts[state.turn].doings:  # else it is two steps in one
        move = Move(way.to.place, (), way.through)
        yield from tried_by(
            walk.flow, entry(walk.flow, state.place, doing.heard, walk.worlds[0].now, {}, move)
        )


def hanging_up(walk: Walk, state: State) -> Iterator[What]:
    """Yield what is tried by hanging up at a state."""
    script, node = walk.scripts[state.turn], state.turn.node
    if not script.passing and not any(isinstance(verb, Hangup) for verb in script.verbs):
        yield What(node, "hang-up", HANG_UP)


def _at(walk: Walk, state: State, seen: set[tuple[object, ...]]) -> Iterator[What]:
    for way in state.ways or ():
        step = (state.turn, way.doing, way.through, way.to and way.to.turn)
        if way.within & state.reached and step not in seen:  # what was known before makes no difference here
            seen.add(step)
            yield from doing_at(walk, state, way)
    if any(isinstance(verb, Record) for verb in walk.scripts[state.turn].verbs):
        yield What(state.turn.node, "hang-up", WHILE_RECORDING)


def _begun(walk: Walk) -> Iterator[What]:
    for world in walk.worlds:
        move = begin(walk.flow, began=0, now=world.now, known=world.known, language=world.language)
        yield from tried_by(walk.flow, beginning(world.now, move))


def _hows(flow: Flow, name: NodeId) -> dict[str, int]:
    return {way.how: place for place, way in enumerate(flow.nodes[name].exits(flow.line))}


def _words(flow: Flow, what: What) -> str:
    """Say it to people."""
    if what.node is None:
        if what.kind == "language":
            return f"a call in {flow.line.languages[what.how].name}"
        return f"key {what.how}: {EVERYWHERE[Key(what.how)]}"
    way = next((way for way in flow.nodes[what.node].exits(flow.line) if way.how == what.how), None)
    to = "" if way is None else ", back" if way.to == BACK_WORD else f", to {way.to}"
    match what.kind:
        case "option":
            return f"key {what.how}: {_option(flow, what)}"
        case "silence" if way:
            return f"nothing pressed until it goes on{to}"
        case "wrong-key" if way:
            return f"keys without a meaning until it goes on{to}"
        case "not-accepted" if way:
            return f"digits that cannot be used until it goes on{to}"
        case "entry":
            return f"digits that are taken{to}" if way and way.how == "entered" else f"digits: {what.how}"
        case "recording" if way:
            return f"spoke{to}"
        case "no-recording":
            return f"said nothing when asked to speak{to}"
        case "dial":
            return _OUTCOMES.get(what.how, f"{what.how}{to}")
        case "words":
            return f"heard to its end{to}"
        case "way":
            return f"{what.how}{to}"
    return _SAYS.get(what.how, what.how)


def _option(flow: Flow, what: What) -> str:
    """Return an option's words as they are spoken: "to leave a message", "for hate crime"."""
    way = next(way for way in flow.nodes[what.node or NodeId("")].exits(flow.line) if way.how == what.how)
    written = flow.source.plain(("nodes", what.node or "", *way.path[:-1]))
    return f"{'for' if isinstance(written, dict) and 'for' in written else 'to'} {way.words}"
