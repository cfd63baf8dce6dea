"""Say first what most callers come for.

Why: Each choice that is said before theirs is one more to listen to and to hold in mind. If the commonest comes first,
most callers can press a key soon and stop listening.

Who is shut out: people with ADHD, autism or anxiety, and people in distress; people with little working memory; people
who pay by the minute

Source: Ireland, Centre for Excellence in Universal Design, customer communications toolkit,
http://publicservice.universaldesign.ie/digital21.html (guideline); Avaya, IR design guidelines,
https://support.avaya.com/elmodocs2/ir/r2_0/IR_R2_0_Doc_CD/CD/html/15577.htm (vendor).

This can only be told where the options have a `weight`: how often each is chosen, in any unit, the same within one
menu. Options without one are passed over. What leads to the line's person or emergency help may stand anywhere.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: allotments, goto: bye, weight: 5}
      2: {for: bins, goto: bye, weight: 60}
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
      1: {for: bins, goto: bye, weight: 60}
      2: {for: allotments, goto: bye, weight: 5}
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator

from ivr.check.finding import Finding
from ivr.menu.flow import Flow
from ivr.menu.nodes.menu import Option
from ivr.menu.types import found

NAME = "most-used-first"
LEVEL = "advice"
NUMBER = "V13"
CALLERS = ("anxiety", "memory")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield, for every menu out of order, the first choice that is said too late."""
    anywhere = (flow.line.person, flow.line.emergency)
    measured = False
    for name, node in flow.nodes.items():
        weighed = [
            (str(path[-1]), option, option.weight)
            for path, option in found(node, Option)
            if option.weight is not None and option.goto not in anywhere
        ]
        measured = measured or len(weighed) > 1
        for place, (key, option, weight) in enumerate(weighed[1:], 1):
            rarer = min(weighed[:place], key=lambda other: other[2])
            if weight > rarer[2]:
                yield Finding(
                    ("nodes", name, "options", key),
                    f"“{option.words.words}” (weight {weight}) is said after “{rarer[1].words.words}” "
                    f"(weight {rarer[2]}), though more callers choose it.",
                    f"Say “{option.words.words}” first, and give it the lower key.",
                    at_key=True,
                )
                break
    if not measured:
        yield Finding(
            ("nodes",),
            "Nothing says how often each choice is taken: no menu has two options with a `weight`.",
            outcome="does-not-apply",
        )
