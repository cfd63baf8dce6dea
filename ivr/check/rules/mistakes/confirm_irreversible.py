"""Ask once more before anything that cannot be undone, and let silence be the safe choice.

Why: A hand that trembles, a key in the dark, a child with the telephone: one slip must not delete what somebody took
all their courage to say.

Who is shut out: people who cannot press keys surely; people with little working memory; blind people and people with
low vision; people who are watched, or interrupted

Source: WCAG 2.2, 3.3.4 Error Prevention (Legal, Financial, Data),
https://www.w3.org/WAI/WCAG22/Understanding/error-prevention-legal-financial-data (W3C standard for the web, carried
over: reversible, checked or confirmed); W3C, Natural Language Interface Accessibility User Requirements, needs 19b and
25, https://www.w3.org/TR/naur/ (W3C draft).

What cannot be undone is every node marked `irreversible: true`, and every `discard`, marked or not. Each way into one
has to be a key that is pressed at a node with `role: confirm`; silence, keys without a meaning and words that go on by
themselves must never lead there. Sending can be undone by a person, so only a person can say whether it is well that a
message is sent without a key for it, or a request is handed over unconfirmed.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Your message is kept.
    options:
      1: {to: delete it, goto: delete-it}
    otherwise: bye
  delete-it:
    kind: discard
    goto: bye
  bye:
    kind: end
    prompt: Goodbye.
```

```yaml
nodes:
  main:
    kind: menu
    role: confirm
    prompt: Shall we cancel your appointment?
    options:
      1: {to: cancel it, goto: cancelled}
      2: {to: keep it, goto: bye}
    otherwise: {no_input: cancelled, no_match: bye}
  cancelled:
    kind: end
    irreversible: true
    prompt: Your appointment is cancelled. Goodbye.
  bye:
    kind: end
    prompt: Goodbye.
```

Good:

```yaml
nodes:
  main:
    kind: menu
    prompt: Your message is kept.
    options:
      1: {to: delete it, goto: sure}
    otherwise: bye
  sure:
    kind: menu
    role: confirm
    prompt: This deletes your message for good. If you do nothing, we keep it.
    options:
      1: {to: delete it, goto: delete-it}
      2: {to: keep it, goto: bye}
    otherwise: bye
  delete-it:
    kind: discard
    irreversible: true
    goto: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator

from ivr.call.effects import Effect, Requested, Sent
from ivr.call.turn import NodeId
from ivr.check.finding import Finding, Path
from ivr.check.survey import Edge, Survey, Visit, survey_of
from ivr.menu.flow import Flow
from ivr.menu.nodes.menu import Option
from ivr.menu.types import found

NAME = "confirm-irreversible"
LEVEL = "error"
NUMBER = "V35"
CALLERS = ("motor", "memory", "blind", "danger")

_BY_ITSELF = {
    "silence": "pressing nothing",
    "empty": "saying nothing",
    "wrong": "pressing keys without a meaning",
    "words": "hearing this to the end",
    "recorded": "recording something",
    "entered": "entering something",
}


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every way into something that cannot be undone, other than a key at a confirmation."""
    survey = survey_of(flow)
    about_anything = False
    told: set[Finding] = set()
    for visit in survey.visits().values():
        for edge in visit.edges:
            deed = _deed(flow, edge)
            about_anything = about_anything or deed is not None
            finding = _unconfirmed(flow, visit, edge, deed) if deed else _for_a_person(survey, visit, edge)
            if finding and finding not in told:
                told.add(finding)
                yield finding
    if not about_anything and not told:
        yield Finding(("nodes",), "Nothing on this line is marked as irreversible.", outcome="does-not-apply")


def _deed(flow: Flow, edge: Edge) -> NodeId | None:
    """Return the node on a way that cannot be undone, if there is one. A question about it is not the deed."""
    if edge.stays or edge.back:
        return None
    passed = [*edge.through, *([edge.to] if edge.to else [])]
    for name in passed:
        node = flow.nodes[name]
        deletes = any(way.message == "deletes" for way in node.exits(flow.line))
        if deletes or (node.irreversible and node.role != "confirm"):
            return name
    return None


def _unconfirmed(flow: Flow, visit: Visit, edge: Edge, deed: NodeId) -> Finding | None:
    if edge.means != "key":
        how = _BY_ITSELF.get(edge.means, "doing nothing")
        return Finding(
            _place(flow, visit, edge),
            f"Callers come to “{deed}”, which cannot be undone, by {how}.",
            "Lead there only by a key at a node with `role: confirm`, and let silence keep what there is: “If you do "
            "nothing, we keep it.”",
        )
    if visit.node.role != "confirm":
        return Finding(
            _place(flow, visit, edge),
            f"Key {edge.key} leads straight to “{deed}”, which cannot be undone: one slip is enough.",
            "Put a menu with `role: confirm` between them: “This deletes your message for good. To delete it, press 1. "
            "To keep it, press 2.”",
        )
    return None


def _for_a_person(survey: Survey, visit: Visit, edge: Edge) -> Finding | None:
    """Return what a person has to think about: a message that is sent by itself, a request that nobody confirms."""
    if _does(edge, Sent) and edge.means != "key" and visit.node.role is None:
        words = "The message is sent here without a key for it. Can a caller still take it back?"
    elif _does(edge, Requested) and edge.to and survey.flow.nodes[edge.to].role != "confirm":
        words = "What is asked for here is handed over as it is entered. Can a caller still take it back?"
    else:
        return None
    return Finding(("nodes", visit.node_id), words, outcome="needs-a-person", at_key=True)


def _does(edge: Edge, kind: type[Effect]) -> bool:
    return any(isinstance(effect, kind) for effect in edge.effects)


def _place(flow: Flow, visit: Visit, edge: Edge) -> Path:
    """Return where the file says that a call goes this way."""
    node: Path = ("nodes", visit.node_id)
    if edge.key in {path[-1] for path, _ in found(visit.node, Option)}:
        return (*node, "options", str(edge.key), "goto")
    fields = {"silence": "otherwise", "wrong": "otherwise", "words": "goto"}
    own: Path = (*node, fields.get(edge.means, edge.means))
    if flow.source.plain(own) is not None or edge.means not in ("silence", "wrong"):
        return own
    return ("line", "otherwise") if flow.source.plain(("line", "otherwise")) is not None else node
