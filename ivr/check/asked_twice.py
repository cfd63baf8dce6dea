"""Which questions a call asks though another has stored their answer before."""

from collections.abc import Iterator, Mapping, Set

from ivr.call.effects import Answered
from ivr.call.turn import NodeId
from ivr.check.survey import Visit
from ivr.menu.flow import Flow
from ivr.menu.nodes.ask import Ask
from ivr.menu.nodes.menu import Menu

Visits = Mapping[NodeId, Visit]


def asked_twice(flow: Flow, visits: Visits) -> Iterator[tuple[NodeId, NodeId]]:
    """Yield pairs of a question and another behind it that asks for the same, under the same name.

    Reviews and confirmations are left out: they are there to change an answer. So is a way that leads back to where a
    call has been before the first question: that is another task.
    """
    for answer, questions in _questions(flow, visits).items():
        for name, values in questions.items():
            like = {
                other
                for other, theirs in questions.items()
                if other != name and (values == theirs or len(values & theirs) > 1)
            }
            for other in _reached(name, answer, like, visits) if like else ():
                yield name, other


def _questions(flow: Flow, visits: Visits) -> Mapping[str, Mapping[NodeId, Set[str]]]:
    """Return, for each answer, the nodes that ask for it, each with what it takes."""
    by_answer: dict[str, dict[NodeId, Set[str]]] = {}
    for name in visits:
        match flow.nodes[name]:
            case Ask(answer=answer, accept=accept) if answer:
                by_answer.setdefault(answer, {})[name] = {accept}
            case Menu(answer=answer, role=None, options=options) if answer:
                values = {option.value for option in options.values() if option.value}
                if len(values) > 1:
                    by_answer.setdefault(answer, {})[name] = values
    return by_answer


def _reached(name: NodeId, answer: str, wanted: Set[NodeId], visits: Visits) -> list[NodeId]:
    """Return which of some nodes lie behind a question that has been answered, on a way that only leads on."""
    start = visits[name]
    waiting = [
        edge.to
        for edge in start.edges
        if edge.means in ("key", "entered")
        and any(isinstance(effect, Answered) and effect.name == answer for effect in edge.effects)
    ]
    seen: set[NodeId] = {name}
    reached: list[NodeId] = []
    while waiting:
        here = waiting.pop(0)
        if here is None or here in seen:
            continue
        seen.add(here)
        if here in wanted:
            reached.append(here)
        visit = visits[here]
        if (visit.silences, visit.presses) > (start.silences, start.presses):  # else another task begins
            waiting += [edge.to for edge in visit.edges if not edge.back and not edge.stays]
    return reached
