"""Let no caller go through more than three menus to what they want.

Why: Each menu asks the caller to remember how they came there, and what they wanted. One wrong key deep down can mean
starting again. Depth asks more of the memory than length.

Who is shut out: people with little working memory, such as after a brain injury or with dementia; people with a
learning disability; people with ADHD, autism or anxiety, and people in distress

Source: Ireland, Centre for Excellence in Universal Design, customer communications toolkit,
http://publicservice.universaldesign.ie/digital21.html (guideline: “no more than three levels”); Commarford and others
2008, Human Factors 50(1), https://doi.org/10.1518/001872008X250665 (experiment). That the third menu calls for advice
is ours.

Counted are the menus on the shortest way through the call, this one with them, so that an end which many ways share
hides none. Menus that store an `answer` are the questions of a form, and those with the `role` review or confirm its
last page: neither counts. Only the deepest menu of each way is told: a warning over three menus, advice at three.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options: {1: {for: homes, goto: homes}}
    otherwise: bye
  homes:
    kind: menu
    prompt: Homes.
    options: {1: {for: repairs, goto: repairs}}
    otherwise: bye
  repairs:
    kind: menu
    prompt: Repairs.
    options: {1: {for: heating, goto: heating}}
    otherwise: bye
  heating:
    kind: menu
    prompt: Heating.
    options: {1: {for: boilers, goto: bye}}
    otherwise: bye
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
      1: {for: repairs to heating, goto: heating}
      2: {for: other repairs, goto: bye}
      3: {for: anything else, goto: bye}
    otherwise: bye
  heating:
    kind: menu
    prompt: Heating.
    options:
      1: {for: boilers, goto: bye}
      2: {for: radiators, goto: bye}
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

import heapq
from collections.abc import Iterator

from ivr.call.turn import NodeId
from ivr.check.finding import Finding
from ivr.check.limits import limit
from ivr.check.survey import Survey, Visit, survey_of
from ivr.menu.flow import Flow
from ivr.menu.problems import Level
from ivr.menu.types import AnswerName, found

NAME = "max-depth"
LEVEL = "warning"
NUMBER = "V09"
CALLERS = ("memory", "anxiety")

_SILENT = frozenset({"silence", "wrong", "empty"})


def check(flow: Flow) -> Iterator[Finding]:
    """Yield the deepest menu of every way that goes through many."""
    ways = _ways(survey_of(flow))
    deep = {name: told for name, way in ways.items() if (told := _too_deep(flow, name, len(way)))}
    on_the_way = {name for deeper in deep for name in ways[deeper][:-1]}
    for name, (words, level) in deep.items():
        if name not in on_the_way:
            way = ", ".join(f"“{step}”" for step in ways[name])
            yield Finding(
                ("nodes", name),
                f"Callers come here through {len(ways[name])} menus, this one counted ({way}): {words}.",
                "Offer its choices one menu earlier, even if that menu grows longer: callers remember a long menu "
                "better than a deep one. Or let a person sort it out: “For anything else, press 4.”",
                level=level,
                at_key=True,
            )


def _too_deep(flow: Flow, name: NodeId, depth: int) -> tuple[str, Level] | None:
    if depth > (most := limit(flow, "max-depth-warning", name)):
        return f"more than {most:g} are too many", "warning"
    if depth > limit(flow, "max-depth-advice", name):
        return "one more would be too many" if depth == most else f"the most is {most:g}", "advice"
    return None


def _ways(survey: Survey) -> dict[NodeId, tuple[NodeId, ...]]:
    """Return, for every menu that counts, the menus on the shortest way to it, itself the last (Dijkstra).

    A way on which a caller has to press nothing counts only to where no other leads.
    """
    visits = survey.visits()
    menus = {name for name, visit in visits.items() if _counts(visit)}
    found_ways: dict[NodeId, tuple[NodeId, ...]] = {}
    waiting: list[tuple[int, int, int, NodeId, tuple[NodeId, ...]]] = []
    made = 0
    for name in survey.opens:
        waiting.append((0, 0, made := made + 1, name, ()))
    while waiting:
        silences, _, _, here, way = heapq.heappop(waiting)
        if here in found_ways:
            continue
        way = (*way, here) if here in menus else way
        found_ways[here] = way
        for edge in visits[here].edges:
            if edge.to is not None and not edge.back and not edge.stays and edge.to not in found_ways:
                silent = silences + (edge.means in _SILENT)
                heapq.heappush(waiting, (silent, len(way), made := made + 1, edge.to, way))
    return {name: way for name, way in found_ways.items() if name in menus}


def _counts(visit: Visit) -> bool:
    """Whether a node is a choice of what to do, and no step of a form."""
    return bool(visit.options) and visit.node.role is None and not any(found(visit.node, AnswerName))
