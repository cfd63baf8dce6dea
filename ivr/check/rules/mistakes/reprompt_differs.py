"""When something is said a second time, say it shorter, or more plainly.

Why: Words that were not understood are not understood better for being said again. A short second version takes half
the time, and says only what to do.

Who is shut out: people with little working memory; people who hear a menu in a language that is not their first; people
with a learning disability; people who hear a menu typed through a relay service

Source: W3C COGA research module Voice Systems and Conversational Interfaces (tapered prompts),
https://raw.githack.com/w3c/coga/research-modules-wd-1/issue-papers/Conversational-Voice-Systems.html (W3C draft);
W3C COGA pattern Let Users Avoid Navigating Voice Menus,
https://www.w3.org/WAI/WCAG2/supplemental/patterns/o6p04-voice-menus/ (W3C guidance); Avaya, IR design guidelines,
errors, https://support.avaya.com/elmodocs2/ir/r2_0/IR_R2_0_Doc_CD/CD/html/15497.htm (vendor). That a fifth has to be
different is ours.

The choices themselves are always said again, and rightly. This is about the words around them: told is a `reprompt`, or
words for silence, that repeat the prompt; and a prompt so long that the few words for silence before it make no
difference, where there is no `reprompt`. A difference is no proof that the second version is plainer, so nothing found
is no pass.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello. This is the council. What is it about?
    reprompt: Hello, this is the council. What is it about?
    options:
      1: {for: bins, goto: bye}
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
    prompt: Hello. This is the council. What is it about?
    reprompt: You can press one key.
    options:
      1: {for: bins, goto: bye}
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ivr.check.finding import Finding, Path
from ivr.check.limits import limit
from ivr.check.survey import Visit, survey_of
from ivr.check.survey.sounding import spoken
from ivr.check.written import written_at
from ivr.menu.flow import Flow
from ivr.menu.types import Prompt, found

NAME = "reprompt-differs"
LEVEL = "advice"
NUMBER = "V34"
CALLERS = ("memory", "languages", "deaf")

_LISTEN = "Press nothing here and listen: is what comes then shorter or plainer than at first?"


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every second prompt that is nearly the first, and every other for a person to hear."""
    survey = survey_of(flow)
    asked = False
    for language in flow.editions:
        for name, visit in survey.visits(language).items():
            if len(visit.silent) < 2:
                continue
            asked = True
            if language != flow.source_language and written_at(flow, language, ("nodes", name)) is None:
                continue
            yield _finding(flow, visit) or Finding(
                written_at(flow, language, ("nodes", name)) or ("nodes", name),
                _LISTEN,
                language=language,
                outcome="needs-a-person",
                at_key=True,
            )
    if not asked:
        yield Finding(("nodes",), "No step asks a second time.", outcome="does-not-apply")


def _finding(flow: Flow, visit: Visit) -> Finding | None:
    least = limit(flow, "reprompt-differs-distance", visit.node_id)
    own = {
        path: _words(visit.sounding.edition.spoken(prompt.words))
        for path, prompt in found(visit.node, Prompt)
    }
    first = own.get(("prompt",), [])
    for path, words in own.items():
        if path[0] in ("reprompt", "no_input") and _is_near(first, words, least):
            return _told(
                flow,
                visit,
                path,
                "This nearly repeats what was said at first.",
                "Say only what to do, in other words, such as “You can press one key, or stay on the line.”",
            )
    again = visit.pages[visit.silent[1]]
    lead = _words(next((visit.sounding.of(part) for part, _ in spoken(again)), ""))
    if ("reprompt",) not in own and len(lead) < least * (len(lead) + len(first)):
        return _told(
            flow,
            visit,
            ("prompt",),
            f"After silence all {len(first)} words of this are said again.",
            "Add a `reprompt:` that says only what to do, in a few words.",
        )
    return None


def _told(flow: Flow, visit: Visit, inside: Path, message: str, remedy: str) -> Finding:
    path: Path = ("nodes", visit.node_id, *inside)
    return Finding(written_at(flow, visit.language, path) or path, message, remedy, visit.language)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _is_near(one: Sequence[str], other: Sequence[str], least: float) -> bool:
    """Whether two texts differ in less than a share of their words (Levenshtein, over the longer)."""
    longer = max(len(one), len(other))
    if not one or not other or max((Counter(one) - Counter(other)).total(), 0) >= least * longer:
        return False
    before = list(range(len(other) + 1))
    for row, word in enumerate(one, 1):
        here = [row]
        for column, against in enumerate(other, 1):
            here.append(min(before[column] + 1, here[-1] + 1, before[column - 1] + (word != against)))
        before = here
    return before[-1] < least * longer
