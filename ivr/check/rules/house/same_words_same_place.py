"""Let choices with the same words lead to the same place, wherever they are offered.

Why: Callers who have learned what a choice does choose it by its words. Where the same words do something else, they
find out only after they have been led astray.

Who is shut out: blind people who know a line by heart; people with little working memory; people with autism or
anxiety, who rely on things being as they were; people who cannot hear which menu they are in

Source: Ours. Near it: WCAG 2.2, 3.2.4 Consistent Identification,
https://www.w3.org/WAI/WCAG22/Understanding/consistent-identification (W3C standard for the web, carried over).

Words that mean something only in their own menu (“to go on”, “to delete it”, “yes”) are left out, and so is a choice
that a confirmation (`role: confirm`) says once more in the words of the one that led there. Choices that answer a
question are held only against others that answer the same one. Where both places do the same sort of thing, such as two
ways to leave a message, it is told as advice: only a person can tell whether they are one to the caller.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: repairs, goto: repairs}
      2: {to: speak to the housing team, goto: team}
    otherwise: team
  repairs:
    kind: menu
    prompt: Repairs.
    options:
      1: {to: speak to the housing team, goto: bye}
    otherwise: team
  team:
    kind: transfer
    number: person
    prompt: Please wait for the housing team.
    unavailable: The housing team is not there now.
  bye:
    kind: end
    prompt: The housing team is open from 9 to 5. Goodbye.
```

Good:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: repairs, goto: repairs}
      2: {to: speak to the housing team, goto: team}
    otherwise: team
  repairs:
    kind: menu
    prompt: Repairs.
    options:
      1: {to: speak to the housing team, goto: team}
      2: {to: hear when the housing team is open, goto: bye}
    otherwise: team
  team:
    kind: transfer
    number: person
    prompt: Please wait for the housing team.
    unavailable: The housing team is not there now.
  bye:
    kind: end
    prompt: The housing team is open from 9 to 5. Goodbye.
```
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ivr.call.turn import NodeId
from ivr.check.finding import Finding
from ivr.check.survey import survey_of
from ivr.check.words.option_words import CONTEXT
from ivr.menu.flow import Flow
from ivr.menu.nodes.menu import Menu

NAME = "same-words-same-place"
LEVEL = "warning"
NUMBER = None
CALLERS = ("blind", "memory", "anxiety")


class _Place(NamedTuple):
    """A choice: where it stands, what it answers, and where it leads."""

    node: NodeId
    key: str
    words: str
    goto: str
    value: str | None


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every choice whose words have led somewhere else before, in the order of the file."""
    first: dict[tuple[str, str | None], _Place] = {}
    places = list(_places(flow))
    if len({place.node for place, _ in places}) < 2:
        yield Finding(("nodes",), "There are no two menus here.", outcome="does-not-apply")
    for place, question in places:
        known = first.setdefault((_plain(place.words), question), place)
        if known.node == place.node or CONTEXT.search(place.words):
            continue
        if question is None and known.goto != place.goto and not _asks_once_more(flow, known, place):
            yield _elsewhere(flow, known, place)
        elif question is not None and known.value != place.value:
            yield Finding(
                ("nodes", place.node, "options", place.key),
                f"“{place.words}” keeps the answer “{place.value}” here, and “{known.value}” in “{known.node}”.",
                "Let the same words keep the same answer, or word the two differently.",
                at_key=True,
            )


def _places(flow: Flow) -> Iterator[tuple[_Place, str | None]]:
    """Yield every choice with the name of the answer it gives, if it gives one."""
    for name, node in flow.nodes.items():
        if isinstance(node, Menu):
            for key, option in node.options.items():
                question = node.answer if option.value is not None else None
                yield _Place(name, key, option.words.words, option.goto, option.value), question


def _asks_once_more(flow: Flow, one: _Place, other: _Place) -> bool:
    """Whether a choice leads to a confirmation whose choice says the same again: “to cancel it”, and once more."""
    return any(
        flow.nodes[sure.node].role == "confirm" and choice.goto == sure.node
        for choice, sure in ((one, other), (other, one))
    )


def _elsewhere(flow: Flow, known: _Place, place: _Place) -> Finding:
    one, other = _does(flow, known), _does(flow, place)
    return Finding(
        ("nodes", place.node, "options", place.key),
        f"“{place.words}” leads to “{place.goto}” here, and to “{known.goto}” from “{known.node}”.",
        f"Lead both to the same place, or say in the words how they differ, such as “{place.words} about …”.",
        level="advice" if one == other else "warning",
        at_key=True,
    )


def _does(flow: Flow, place: _Place) -> frozenset[str]:
    """Return what happens behind a choice: what kinds of node are heard next, junctions passed."""
    edges = survey_of(flow).edges.get(place.node, ())
    heard = {edge.to for edge in edges if edge.option and edge.key == place.key and edge.to}
    return frozenset(flow.nodes[name].kind for name in heard)


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))
