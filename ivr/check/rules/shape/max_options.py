"""Offer four choices or fewer in a menu.

Why: A caller has to hold every choice in mind until the right one has come. On a screen one can look back; here one
cannot.

Who is shut out: people with little working memory, such as after a brain injury or with dementia; people with ADHD,
autism or anxiety, and people in distress; people who hear a menu in a language that is not their first

Source: Ireland, Centre for Excellence in Universal Design, customer communications toolkit,
http://publicservice.universaldesign.ie/digital21.html (guideline: “no more than four options per level”); Avaya, IR
design guidelines, https://support.avaya.com/elmodocs2/ir/r2_0/IR_R2_0_Doc_CD/CD/html/15577.htm (vendor: “four or
five”); against it Commarford and others 2008, Human Factors 50(1), https://doi.org/10.1518/001872008X250665
(experiment: a broad menu did better than a deep one, most of all for people with little working memory).

Five choices are advice, six a warning. Counted is every choice, wherever it leads, and every further key that the
words themselves offer; 0, 5, 7, 9, star and hash are not, nor is a choice that only says the menu again. The sources
disagree, so never add a menu to get below the number: max-depth and time-to-task matter more.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: bins, goto: bye}
      2: {for: trees, goto: bye}
      3: {for: rent, goto: bye}
      4: {for: council tax, goto: bye}
      6: {for: parking, goto: bye}
      8: {for: libraries, goto: bye}
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
      1: {for: bins and trees, goto: bye}
      2: {for: rent and council tax, goto: bye}
      3: {for: parking, goto: bye}
      4: {for: anything else, goto: bye}
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator, Set

from ivr.call.keys import OPTION_KEYS
from ivr.call.turn import NodeId
from ivr.check.finding import Finding
from ivr.check.limits import limit
from ivr.check.survey import Visit, survey_of
from ivr.menu.flow import Flow
from ivr.menu.node import Node
from ivr.menu.nodes.menu import Option
from ivr.menu.problems import Level
from ivr.menu.types import found

NAME = "max-options"
LEVEL = "warning"
NUMBER = "V08"
CALLERS = ("memory", "anxiety", "languages")

_NAMES = {4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight"}


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every menu with more choices than people can hold in mind."""
    survey = survey_of(flow)
    told: dict[NodeId, Set[str]] = {}
    for language in flow.editions:
        visits = survey.visits(language)
        for name, node in flow.nodes.items():
            choices = _choices(name, node, visits.get(name))
            if choices != told.get(name):  # what is the same in another language is told already
                yield from _findings(flow, name, len(choices), language if name in told else None)
            told.setdefault(name, choices)


def _choices(name: NodeId, node: Node, visit: Visit | None) -> Set[str]:
    """Return the keys that are offered as choices: those of options, and those that only the words speak of."""
    options = {str(path[-1]): option for path, option in found(node, Option)}
    again = {key for key, option in options.items() if _says_it_again(name, option)}
    spoken = visit.keys_said.keys() & set(OPTION_KEYS) if visit and visit.wait() else set()
    return (options.keys() | spoken) - again


def _says_it_again(name: NodeId, option: Option) -> bool:
    return (
        str(option.goto) == name and option.value is None and option.language is None and not option.consent
    )


def _findings(flow: Flow, name: NodeId, count: int, language: str | None) -> Iterator[Finding]:
    most: float
    level: Level
    if count > (most := limit(flow, "max-options-warning", name)):
        level = "warning"
    elif count > (most := limit(flow, "max-options-advice", name)):
        level = "advice"
    else:
        return
    yield Finding(
        ("nodes", name, "options"),
        f"This menu offers {count} choices, and callers can hold about {most:g} in mind.",
        "Offer one choice for things that the same people deal with, or leave out one that hardly anybody needs. Do "
        "not add a further menu to get below the number: a long menu is easier than a deep one. If all are needed, "
        f"say first how many there are (“There are {_NAMES.get(count, count)} choices.”), and why under `allow:`.",
        language,
        level,
        at_key=True,
    )
