"""A key works while the line is still talking.

Why: Whoever knows the menu, or needs help now, does not have to hear it out.

Who is shut out: blind people, who know their way by heart; people in danger; people who use a relay service; people for
whom every minute costs money

Source: EN 301 549 v3.2.1, clause 5.1.3.5 (speech output for closed functionality can be interrupted; short warnings
excepted), https://www.etsi.org/deliver/etsi_en/301500_301599/301549/03.02.01_60/en_301549v030201p.pdf (European
standard, read in a copy); IBM Voice Response, wording of prompts,
https://docs.blueworx.com/BVR/InfoCenter/V7/AIX/help/topic/com.ibm.wvraix.desman.doc/i630600.html (vendor); Avaya, IR
design guidelines (not over the start of an error message),
https://support.avaya.com/elmodocs2/ir/r2_0/IR_R2_0_Doc_CD/CD/html/15497.htm (vendor). The five seconds are ours.

This is asked of the TwiML that is played, not of the file: words that do not stand inside a `Gather` cannot be
interrupted. Five seconds of them are let be. Every kind of node puts its words inside one, so what is left is what the
line says by itself, such as its goodbye after a call put through. The apology for a fault of the line is left out,
since there no key could do anything.

Bad:

```yaml
line:
  name: An example
  start: main
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
  phrases:
    goodbye: >-
      Thank you for calling us today. You can ring this line again at any time of the day or night, also at weekends and
      on holidays. Goodbye.
nodes:
  main:
    kind: transfer
    number: person
    prompt: I will put you through to a person.
    unavailable: To speak to a person, ring 101.
```

Good:

```yaml
line:
  name: An example
  start: main
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
  phrases:
    goodbye: You can ring this line again. Goodbye.
nodes:
  main:
    kind: transfer
    number: person
    prompt: I will put you through to a person.
    unavailable: To speak to a person, ring 101.
```
"""

from collections.abc import Iterator

from ivr.check.finding import Finding, Path
from ivr.check.limits import limit
from ivr.check.survey import survey_of
from ivr.check.survey.outside import said_outside
from ivr.check.words.sentences import beginning
from ivr.menu.edition import Edition
from ivr.menu.flow import Flow
from ivr.menu.types import Prompt, found

NAME = "key-any-time"
LEVEL = "error"
NUMBER = "V41"
CALLERS = ("blind", "danger", "deaf")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield everything longer than a few seconds that no key can interrupt."""
    survey = survey_of(flow)
    told: set[tuple[str, Path]] = set()
    for language, edition in flow.editions.items():
        for outside in said_outside(survey, language):
            most = limit(flow, "key-any-time-seconds", outside.node)
            path = _path(edition, outside.text, flow) or ("nodes", outside.node)
            if outside.seconds > most and (language, path) not in told:
                told.add((language, path))
                yield Finding(
                    path,
                    f"For about {outside.seconds:.0f} seconds no key works here, over {most:g}: "
                    f"“{_short(outside.text)}”",
                    "Say less here, or say it in the prompt of a node, where a key always works.",
                    language,
                )


def _path(edition: Edition, text: str, flow: Flow) -> Path | None:
    """Return where one of the line's own phrases stands in the file; None for other words."""
    for name, prompt in found(edition.own_phrases, Prompt):
        if edition.spoken(prompt.words) == text:
            path: Path = ("line", "phrases", *name)
            own: Path = ("translations", edition.language, *path)
            return own if flow.source.plain(own) is not None else path
    return None


def _short(text: str) -> str:
    return beginning(text)
