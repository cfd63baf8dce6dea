"""What there is to try: everything that some call can do, from walking them all."""

from collections.abc import Iterable, Iterator
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
from ivr.walk.states import Script, Scripts, State, Way, Worlds
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
        walk = walk_all(flow, Scripts(flow, Pages(flow)))
        return items_of(walk, to_try(walk))


def to_try(walk: Walk) -> dict[What, Worlds]:
    """Return everything that the calls of a walk can try, with the worlds in which there is such a call."""
    found: dict[What, Worlds] = {}
    seen: dict[object, tuple[What, ...]] = {}
    for number, world in enumerate(walk.worlds):
        move = begin(walk.flow, began=0, now=world.now, known=world.known, language=world.language)
        for what in tried_by(walk.flow, beginning(world.now, move)):
            found[what] = found.get(what, 0) | 1 << number
    for state in walk.reached:
        for way in state.ways or ():
            if within := way.within & state.reached:
                step = (state.turn, way.doing, way.through, way.to and way.to.turn)
                if step not in seen:  # what was known before makes no difference here
                    seen[step] = tuple(_by_going(walk, state, way))
                for what in seen[step]:
                    found[what] = found.get(what, 0) | within
        if any(isinstance(verb, Record) for verb in walk.scripts[state.turn].verbs):
            what = What(state.turn.node, "hang-up", WHILE_RECORDING)
            found[what] = found.get(what, 0) | state.reached
    return found


def items_of(walk: Walk, found: Iterable[What]) -> tuple[Item, ...]:
    """Return things to try as items, in the order of the file."""
    flow = walk.flow
    if len(flow.editions) == 1:
        found = [what for what in found if what.kind != "language"]
    order = {name: place for place, name in enumerate(flow.nodes)}
    exits = {name: _hows(flow, name) for name in flow.nodes}

    def place(what: What) -> tuple[int, int, int, str]:
        if what.node is None:
            return len(order), KINDS.index(what.kind), 0, what.how
        return order[what.node], KINDS.index(what.kind), exits[what.node].get(what.how, -1), what.how

    return tuple(Item(*what, _words(flow, what)) for what in sorted(found, key=place))


def _by_going(walk: Walk, state: State, way: Way) -> Iterator[What]:
    """Yield what is tried by going one way from a state."""
    doing = way.doing
    if doing.keys == "hangup":
        if waits_for_caller(walk.scripts[state.turn]):
            yield What(state.turn.node, "hang-up", HANG_UP)
    elif (
        way.to is not None and doing.heard is not None and doing in walk.scripts[state.turn].doings
    ):  # else it is two steps in one
        move = Move(way.to.place, (), way.through)
        yield from tried_by(
            walk.flow, entry(walk.flow, state.place, doing.heard, walk.worlds[0].now, {}, move)
        )


def waits_for_caller(script: Script) -> bool:
    """Say whether the line waits for the caller at a page, so that hanging up there is the caller's doing."""
    return not script.passing and not any(isinstance(verb, Hangup) for verb in script.verbs)


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
