"""Every step can be reached, and from every step some key that is named, or silence, leads on to an end.

Why: Somebody who cannot improvise gets no further where the menu goes round in a circle, and cannot tell that it does.

Who is shut out: people with a learning disability, dementia or a brain injury; people in distress; people who have
little credit or time; people who cannot try out keys that nobody has told them of

Source: W3C COGA research module Voice Systems and Conversational Interfaces (“Ensure fallbacks do not result in
frustrating loops”), https://raw.githack.com/w3c/coga/research-modules-wd-1/issue-papers/Conversational-Voice-Systems.html
(W3C editor's draft).

A `goto` to nowhere, and steps that lead round to each other without a caller, cannot be built at all. This rule looks
at calls: with the keys that work everywhere, each outcome of a junction, and silence. It finds

- a step that no call comes to;
- steps that lead only to each other: no choice, no silence and no key that has been named there leads to an end of the
  call or to a person. A key that works but that nobody has named does not count: callers cannot guess it.

A `transfer` has no opening hours of its own here, and says by itself what works where nobody can be rung; so none can
be offered while it is closed. `ivr paths` walks all calls one by one, and shows the keys that lead to a fault.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: bins, goto: bins}
    otherwise: bins
  bins:
    kind: say
    prompt: Bins are emptied on Mondays.
    goto: main
```

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: bins, goto: bye}
    otherwise: bye
  trees:
    kind: say
    prompt: Trees are cut in autumn.
    goto: main
  bye:
    kind: end
    prompt: Goodbye.
```

Good:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: bins, goto: bins}
    otherwise: bye
  bins:
    kind: say
    prompt: Bins are emptied on Mondays.
    goto: main
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections import deque
from collections.abc import Iterator

from ivr.call.keys import HASH
from ivr.call.turn import NodeId
from ivr.check.finding import Finding
from ivr.check.survey import Edge, Survey, Visit, survey_of
from ivr.menu.flow import Flow
from ivr.walk.loops import loops

NAME = "sound-graph"
LEVEL = "error"
NUMBER = "V11"
CALLERS = ("memory", "anxiety")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield the steps that no call comes to, and those that no call gets out of."""
    survey = survey_of(flow)
    for name in survey.unreached:
        yield Finding(
            ("nodes", name),
            f"No call ever comes to “{name}”.",
            f"Lead to it with `goto: {name}`, or take it out.",
            at_key=True,
        )
    for stuck in _stuck(survey):
        names = ", ".join(f"“{name}”" for name in stuck)
        message = f"A call that comes to {names} gets no further: it is asked the same again and again."
        if len(stuck) > 1:
            message = (
                f"These steps lead only to each other: {names}. No choice and no key that is named leads out."
            )
        yield Finding(
            ("nodes", stuck[0]),
            message,
            "Give one of them a way out, such as “To speak to a person, press 0”, or let silence lead to a person.",
            at_key=True,
        )


def _stuck(survey: Survey) -> Iterator[tuple[NodeId, ...]]:
    """Yield the steps that lead only to each other, in file order."""
    ahead: dict[NodeId, list[NodeId]] = {}
    before: dict[NodeId, list[NodeId]] = {}
    ends: dict[NodeId, None] = {}
    for name, visit in survey.visits().items():
        ahead[name] = []
        for edge in visit.edges:
            if edge.to is None or edge.means == "dialled:completed":
                ends[name] = None
            elif not edge.stays and _is_told(edge, visit):
                ahead[name].append(edge.to)
                before.setdefault(edge.to, []).append(name)
    waiting = deque(ends)
    while waiting:
        for name in before.get(waiting.popleft(), ()):
            if name not in ends:
                ends[name] = None
                waiting.append(name)
    lost = [name for name in ahead if name not in ends]
    inside = {name: ahead[name] or [name] for name in lost}
    for loop in sorted(
        (sorted(loop, key=lost.index) for loop in loops(inside)), key=lambda loop: lost.index(loop[0])
    ):
        if all(to in loop for name in loop for to in ahead[name]):
            yield tuple(loop)


def _is_told(edge: Edge, visit: Visit) -> bool:
    """Whether a caller knows of a way out: it needs no key, or one that has been named."""
    if edge.means != "key" or edge.option or edge.key == HASH:
        return True
    return edge.key in visit.keys_said or edge.key in visit.said_before
