"""Give more time by one simple key that is named, as often as anybody likes, or wait long enough without it.

Why: There is always somebody slower than whoever wrote the menu expected.

Who is shut out: people who cannot press keys quickly or surely; people with little working memory, dementia or a brain
injury; older people; people who look for the keypad on a screen; people who listen in a second language

Source: WCAG 2.2, success criterion 2.2.1 Timing Adjustable (20 seconds to ask for more time with a simple action, ten
times or more), https://www.w3.org/WAI/WCAG22/Understanding/timing-adjustable (W3C standard for the web, carried over);
36 CFR 1194.23(d), http://edocket.access.gpo.gov/cfr_2001/julqtr/36cfr1194.23.htm (US rule, superseded); W3C Natural
Language Interface Accessibility User Requirements, https://www.w3.org/TR/naur/ (W3C draft).

Key 9 says a step again, in this line always, as often as anybody presses it, and without using up an attempt. What can
still go wrong is that nobody tells callers of it. So a step keeps this rule when key 9 is named there, or on every way
to it; or else when the waits of all attempts come to 20 seconds or more. Only time counts here; where silence leads is
the matter of `silence-reaches-person`. In a language whose words for keys are not known, only a person can tell.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: bins, goto: bye}
    wait: 5 seconds
    attempts: 2
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
    also: To hear this again, press 9.
    wait: 5 seconds
    attempts: 2
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: bins, goto: bye}
    wait: 10 seconds
    attempts: 2
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator

from ivr.call.keys import AGAIN
from ivr.check.finding import Finding
from ivr.check.key_phrases import words_of
from ivr.check.limits import limit
from ivr.check.survey import survey_of
from ivr.check.survey.silence import asking
from ivr.menu.flow import Flow

NAME = "more-time-without-penalty"
LEVEL = "error"
NUMBER = "V26"
CALLERS = ("motor", "memory", "older", "languages")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every step that waits for little time and does not tell how to get more."""
    survey = survey_of(flow)
    for name in asking(survey):
        for language in flow.editions:
            visit = survey.visits(language)[name]
            enough = limit(flow, "more-time-without-penalty-wait", name)
            waits = sum(visit.wait(turn) for turn in visit.silent)
            if waits >= enough or AGAIN in visit.keys_said or AGAIN in visit.said_before:
                continue
            known = words_of(language) is not None
            yield Finding(
                ("nodes", name, "wait"),
                f"All waits at “{name}” come to {waits} seconds, under {enough:g}, and "
                + ("no caller is told" if known else "this rule cannot tell whether callers are told")
                + " that key 9 says it again.",
                "Say “To hear this again, press 9”, here or in the first menu; or wait longer, such as "
                "`wait: [10 seconds, 15 seconds, 20 seconds]`.",
                language,
                outcome="problem" if known else "needs-a-person",
            )
