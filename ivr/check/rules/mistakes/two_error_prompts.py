"""Say one thing after silence and another after a key without a meaning, and say the choices again after both.

Why: A caller cannot see an error. Whoever pressed a key and hears the words for silence does not know that the key has
arrived; whoever pressed none wonders what they did.

Who is shut out: blind people and people with low vision; deaf and deafblind people, who hear only what a relay service
types; people with little working memory; people who cannot press keys surely

Source: WCAG 2.2, 3.3.1 Error Identification and 3.3.3 Error Suggestion,
https://www.w3.org/WAI/WCAG22/Understanding/error-identification (W3C standard for the web, carried over); EN 301 549
v3.2.1, clause 5.1.3.15, non-visual error identification,
https://www.etsi.org/deliver/etsi_en/301500_301599/301549/03.02.01_60/en_301549v030201p.pdf (standard, for closed
functionality); W3C, Natural Language Interface Accessibility User Requirements, needs 24c and 24d,
https://www.w3.org/TR/naur/ (W3C draft); Avaya, IR design guidelines, errors,
https://support.avaya.com/elmodocs2/ir/r2_0/IR_R2_0_Doc_CD/CD/html/15497.htm (vendor).

Every menu and question says its choices again by itself, and the line has words for both cases. What can still go wrong
is that both are given the same words, at a node, for the whole line or in a translation; or that a language of the line
has no words of its own for one of them, so that they come in the language of the file.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: bins, goto: bye}
    no_input: Sorry, please try again.
    no_match: Sorry, please try again.
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
    no_input: Take your time.
    no_match: Sorry, that key does not do anything here.
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

import re
from collections.abc import Iterator

from ivr.check.finding import Finding, Path
from ivr.check.survey import Visit, survey_of
from ivr.check.survey.sounding import spoken
from ivr.check.survey.stepping import At
from ivr.check.words.phrase_list import primary
from ivr.check.written import written_at
from ivr.menu.flow import Flow
from ivr.menu.types import Prompt, found

NAME = "two-error-prompts"
LEVEL = "error"
NUMBER = "V31"
CALLERS = ("blind", "deaf", "memory", "motor")

_BUILT_IN = "en"
"""The language of the line's own words, where a file gives none."""

_CASES = {
    "no_input": "silence",
    "no_match": "a key without a meaning",
    "not_accepted": "digits that cannot be used",
}
"""What has happened, by the event of the turn that follows."""

_EXAMPLES = {"no_input": "Take your time.", "no_entry": "Take your time."}


def check(flow: Flow) -> Iterator[Finding]:
    """Yield words that are the same for both cases, and words that a language lacks."""
    survey = survey_of(flow)
    told: set[Path] = set()
    for language in flow.editions:
        for visit in survey.visits(language).values():
            for finding in (*_same(flow, visit), *_missing(flow, visit)):
                if finding.path not in told:
                    told.add(finding.path)
                    yield finding


def _same(flow: Flow, visit: Visit) -> Iterator[Finding]:
    """Yield a finding where both cases sound the same at some try."""
    for silent, wrong in zip(visit.silent[1:], visit.wrong[1:], strict=False):
        if _lead(visit, silent) == _lead(visit, wrong):
            paths = [_written(flow, visit, field) for field in (wrong[1], _silence(visit, wrong[1]))]
            written = [path for path in paths if path is not None]
            in_the_file = [path for path in written if flow.source.plain(path) is not None]
            for path in (in_the_file or written)[:1]:
                yield Finding(
                    path,
                    f"After silence and after {_CASES.get(wrong[1], 'a key without a meaning')} callers hear the same.",
                    "Give each its own words: after silence “Take your time.”, and else “Sorry, that key does not do "
                    "anything here.”",
                    visit.language,
                )
            return


def _missing(flow: Flow, visit: Visit) -> Iterator[Finding]:
    """Yield a finding for each case that is spoken in another language than the rest."""
    own = primary(visit.language)
    fallback = primary(flow.source_language)
    for event in {turn[1]: None for turn in (*visit.silent[1:], *visit.wrong[1:])}:
        field = _silence(visit, event) if event == "no_input" else event
        at_node = any(path[0] == event for path, _ in found(flow.nodes[visit.node_id], Prompt))
        path: Path = ("nodes", visit.node_id, event) if at_node else ("line", "phrases", field)
        if visit.language == flow.source_language:
            lacks = own != _BUILT_IN and flow.source.plain(path) is None
        else:
            lacks = own != fallback and written_at(flow, visit.language, path) is None
        if lacks:
            name = flow.line.languages[visit.language].name
            where: Path = path
            if visit.language != flow.source_language:
                where = ("translations", visit.language, *path)
            means = _EXAMPLES.get(field, "Sorry, I did not catch that.")
            yield Finding(
                where,
                f"After {_CASES.get(event, 'a mistake')} nothing is said in {name}: callers hear another language.",
                f"Write under `{': '.join(map(str, where[:-1]))}:` a `{path[-1]}:` in {name} that means “{means}”",
                visit.language,
            )


def _silence(visit: Visit, event: str) -> str:
    """Return the name of the line's words for silence: those of a question, or those of a menu."""
    asks = visit.to("entered") or event == "not_accepted"
    return "no_entry" if asks else "no_input"


def _written(flow: Flow, visit: Visit, field: str) -> Path | None:
    """Return where the words of a case are written in the language: at the node, else for the line."""
    at_node = "no_input" if field == "no_entry" else field
    prompts = any(path[0] == at_node for path, _ in found(flow.nodes[visit.node_id], Prompt))
    path: Path = ("nodes", visit.node_id, at_node) if prompts else ("line", "phrases", field)
    return written_at(flow, visit.language, path)


def _lead(visit: Visit, turn: At) -> list[str]:
    """Return the words that a turn begins with: what is said because of what happened last."""
    first = next((visit.sounding.of(part) for part, _ in spoken(visit.pages[turn])), "")
    return re.findall(r"\w+", first.casefold())
