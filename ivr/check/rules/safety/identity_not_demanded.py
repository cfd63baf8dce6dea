"""Ask who somebody is only where it is needed, and say that they need not tell.

Why: Fear of being named or outed stops people. More than nine in ten of the most serious incidents against LGBT people
are never reported.

Who is shut out: people who are not out; people in danger; people who are afraid of the police; people without papers

Source: NHS digital service manual, sex, gender and sexuality,
https://service-manual.nhs.uk/content/inclusive-content/sex-gender-and-sexuality (public guideline: “Only mention sex,
gender or sexuality if they're relevant”); GOV.UK Design System, Names,
https://design-system.service.gov.uk/patterns/names/ (public guideline); Galop, rights of people reporting hate crime,
https://galop.org.uk (charity, read in an excerpt); National LGBT Survey 2018,
https://www.gov.uk/government/publications/national-lgbt-survey-summary-report (government survey).

A whole name, an address, a date of birth, a title, gender, sexuality and the like count anywhere; any name at all
counts in a branch that is `sensitive`, and there it is an error. Asking with keys counts, too, and a way to skip it
by key is a way to refuse. The refusal has to be said at the same node: “You do not have to give one.” Whether it is
needed at all, only a person can tell.

Bad:

```yaml
nodes:
  message:
    kind: record
    prompt: Please leave your full name, your address and your date of birth.
    longest: 3 minutes
    silence: 15 seconds
    recorded: bye
    empty: bye
  bye:
    kind: end
    prompt: Goodbye.
```

```yaml
nodes:
  gender:
    kind: menu
    sensitive: true
    prompt: What is your gender?
    options:
      1: {for: a woman, goto: bye}
      2: {for: a man, goto: bye}
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```

Good:

```yaml
nodes:
  message:
    kind: record
    prompt: Tell us what happened. You can leave your full name, but you do not have to.
    longest: 3 minutes
    silence: 15 seconds
    recorded: bye
    empty: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator
from typing import Final

from ivr.check.finding import Finding
from ivr.check.in_private import sensitive_branch
from ivr.check.node_words import NodeWords, words_at_nodes
from ivr.check.survey import survey_of
from ivr.check.words import words_in
from ivr.check.words.identity_words import IDENTITY_WORDS, IdentityWords
from ivr.check.words.left_to_people import languages_left
from ivr.check.words.phrase_list import primary
from ivr.check.words.quoted import unquoted
from ivr.check.words.sentences import beginning, sentences
from ivr.menu.flow import Flow
from ivr.menu.node import Node

NAME = "identity-not-demanded"
LEVEL = "error"
NUMBER = "V59"
CALLERS = ("lgbt", "danger")

_JUDGE: Final = "Is it needed here to know who somebody is, and is it clear that nobody has to tell?"
_COLLECTS: Final = words_in(
    "address date-of-birth birth-date date_of_birth birth_date gender sex sexuality sexual-orientation title full-name"
)


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every node that asks who somebody is, and does not say that they need not tell."""
    unknown: set[str] = set()
    judged = False
    private = sensitive_branch(survey_of(flow))
    for language, table in words_at_nodes(flow).items():
        words = IDENTITY_WORDS.get(primary(language))
        if words is None:
            unknown.add(language)
            continue
        for name, said in table.items():
            if said.translated:
                for finding in _demanded(flow.nodes[name], said, words, sensitive=name in private):
                    judged = True
                    yield finding
    yield from languages_left(unknown, _JUDGE)
    if not (judged or unknown):
        words_of_line = (
            "No text seems to ask who somebody is. Read them: is that so, also where keys are asked for?"
        )
        yield Finding(("line",), words_of_line, outcome="needs-a-person", at_key=True)


def _demanded(node: Node, said: NodeWords, words: IdentityWords, *, sensitive: bool) -> Iterator[Finding]:
    heard = unquoted(said.words)
    demanded = next((one for one in sentences(heard) if _asks(one, words, sensitive=sensitive)), "")
    collected = set(node.collects) & (_COLLECTS | ({"name"} if sensitive else set()))
    if not (demanded or collected):
        return
    if words.refusal.search(heard):
        yield Finding(said.path, _JUDGE, language=said.language, outcome="needs-a-person")
        return
    what = f"“{beginning(demanded, 100)}”" if demanded else f"`collects: {', '.join(sorted(collected))}`"
    yield Finding(
        said.path,
        f"This asks who somebody is, and does not say that they need not tell: {what}",
        "Leave it out if you can do without it; else add “You do not have to give this.” Where nothing can be done "
        "without it, write why under `allow:`.",
        said.language,
        level="error" if sensitive else "warning",
    )


def _asks(sentence: str, words: IdentityWords, *, sensitive: bool) -> bool:
    """Whether a sentence asks who somebody is, and does not say that nobody should tell."""
    patterns = (words.demands, words.question, *((words.demands_name,) if sensitive else ()))
    for pattern in patterns:
        match = pattern.search(sentence)
        if match and not words.denied.search(sentence[: match.start()]):
            return True
    return False
