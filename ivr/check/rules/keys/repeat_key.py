"""Let every menu and every message be heard again by one key, and say so in the first menu.

Why: Nobody can look again at what was said; whoever missed a word would have to guess, or to ring again.

Who is shut out: people who are hard of hearing; people with little working memory, dementia, a brain injury or a
learning disability; people in a noisy place; people who speak another language

Source: W3C, Natural Language Interface Accessibility User Requirements, need 19a, https://www.w3.org/TR/naur/ (W3C
note); EN 301 549 v3.2.1, clause 5.1.3.4 (standard: repeat; best practice is to repeat the latest portion only);
Revised Section 508, 402.2.4 (US regulation); ATIS IVR Accessibility Forum, cognitive checklist,
http://www.atis.org/ivr/checklist/cog.htm (industry forum).

Key 9 says every step again by itself, and uses up no attempt. So what can go wrong is that nobody says so: the first
menu, or words before it, have to name key 9, in each language. The first menu is the line's `first_menu`, or else the
first step that asks for a key; a menu that only asks for the language is passed over. In a language whose words for
keys are not known, only a person can tell.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options:
      1: {for: opening hours, goto: times}
    otherwise: times
  times:
    kind: end
    prompt: We are open from nine to five. Goodbye.
```

Good:

```yaml
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options:
      1: {for: opening hours, goto: times}
    also: To hear this again, press 9.
    otherwise: times
  times:
    kind: end
    prompt: We are open from nine to five. Goodbye.
```
"""

from collections.abc import Iterator

from ivr.call.keys import AGAIN
from ivr.check.finding import Finding
from ivr.check.first_steps import first_asking, told_by
from ivr.check.places import once, spoken_at
from ivr.check.survey import survey_of
from ivr.menu.flow import Flow

NAME = "repeat-key"
LEVEL = "error"
NUMBER = "V39"
CALLERS = ("memory", "hard-of-hearing", "blind", "languages")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every first menu that does not tell of key 9, and every step at which it does nothing."""
    yield from once(_found(flow))


def _found(flow: Flow) -> Iterator[Finding]:
    survey = survey_of(flow)
    first = first_asking(survey)
    if not first:
        yield Finding(
            ("line",), "No step of this line asks callers for a key.", at_key=True, outcome="does-not-apply"
        )
    for name, visit in survey.visits().items():
        if visit.asks and not visit.to("key", AGAIN):
            yield Finding(
                ("nodes", name),
                f"Key 9 does not say “{name}” again.",
                "Let it, as at every step.",
                at_key=True,
            )
    for language in flow.editions:
        for name in first:
            told = told_by(survey, name, AGAIN, language)
            path = spoken_at(flow, language, name)
            if told is None:
                yield Finding(
                    path,
                    "The words of this language for keys are not known here: does this step say how to hear it again?",
                    "Read its words: they should say that key 9 says it again.",
                    language,
                    outcome="needs-a-person",
                )
            elif not told:
                yield Finding(
                    path,
                    f"The first step that asks for a key, “{name}”, does not say how to hear it again.",
                    "Add “To hear this again, press 9.”, for instance under `also:`.",
                    language,
                )
