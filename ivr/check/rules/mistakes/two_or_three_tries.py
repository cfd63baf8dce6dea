"""Ask two or three times, then lead to a person.

Why: One slip must not end the choosing: people lift the telephone from the ear to find the key. Nor does being asked
ten times help anybody who cannot press one.

Who is shut out: people who cannot press keys quickly or surely, or have no keypad; older people; people with ADHD,
autism or anxiety, and people in distress

Source: Avaya, IR design guidelines, errors,
https://support.avaya.com/elmodocs2/ir/r2_0/IR_R2_0_Doc_CD/CD/html/15497.htm (vendor: “no more than two or three tries”,
then an attendant); Ireland, Centre for Excellence in Universal Design, customer communications toolkit,
http://publicservice.universaldesign.ie/digital21.html (guideline: to an employee “once the options have been presented
twice”).

Hearing it again with 9 and changing the pace with 7 use up no try. Silence and keys without a meaning count together.
Where silence leads after the last try is silence-reaches-person's; this rule looks where keys without a meaning lead:
a call must not end because of them. Reviews and confirmations may end it, since they keep what was said.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: bins, goto: bye}
    attempts: 1
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
      1: {for: bins, goto: bye}
    attempts: 2
    otherwise: person
  person:
    kind: transfer
    number: person
    prompt: I will put you through to a person.
    unavailable: Nobody can take your call just now.
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator, Mapping

from ivr.call.turn import NodeId
from ivr.check.finding import Finding, Path
from ivr.check.limits import limit
from ivr.check.survey import Visit, survey_of
from ivr.menu.flow import Flow

NAME = "two-or-three-tries"
LEVEL = "warning"
NUMBER = "V33"
CALLERS = ("motor", "older", "anxiety")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every step that asks too seldom or too often, and every one where wrong keys end the call."""
    visits = survey_of(flow).visits()
    told: set[Path] = set()
    for name, visit in visits.items():
        if not visit.to("silence") and not visit.to("wrong"):
            continue
        finding = _tries(flow, visit)
        if finding and finding.path not in told:
            told.add(finding.path)
            yield finding
        if visit.node.role is None and any(
            _ends(edge.to, visits) for edge in visit.to("wrong") if not edge.back
        ):
            own = ("nodes", name, "otherwise")
            path: Path = own if flow.source.plain(own) is not None else ("line", "otherwise")
            if path not in told:
                told.add(path)
                tries = visit.node.tries(flow.line)
                yield Finding(
                    path,
                    f"The call ends at “{name}” when somebody has pressed keys without a meaning {_times(tries)}.",
                    "Let keys without a meaning lead to a person, such as `otherwise: {no_match: person, …}`.",
                )


def _tries(flow: Flow, visit: Visit) -> Finding | None:
    tries = visit.node.tries(flow.line)
    least = limit(flow, "two-or-three-tries-least", visit.node_id)
    most = limit(flow, "two-or-three-tries-most", visit.node_id)
    own = ("nodes", visit.node_id, "attempts")
    path: Path = own if flow.source.plain(own) is not None else ("line", "attempts")
    if tries < least:
        return Finding(
            path,
            f"Callers are asked {_times(tries)}: one slip, and the choice is over. It takes at least {least:g} tries.",
            f"Write `attempts: {max(least, min(3, most)):g}`, so that the choices are said again first.",
        )
    if tries > most:
        return Finding(
            path,
            f"Callers are asked {tries} times before anybody helps them; more than {most:g} do not help.",
            f"Write `attempts: {most:g}`, and let the call go to a person then.",
        )
    return None


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _ends(name: NodeId | None, visits: Mapping[NodeId, Visit]) -> bool:
    """Whether words at a node, or at those that follow by themselves, end the call, and no person comes before."""
    seen: set[NodeId] = set()
    waiting = [name]
    while waiting:
        here = waiting.pop()
        if here is None or here in seen:
            continue
        seen.add(here)
        visit = visits[here]
        if visit.to("hung-up") and not visit.to("dialled:failed"):
            return True
        if not visit.wait():
            waiting += [edge.to for edge in visit.to("words") if not edge.back]
    return False
