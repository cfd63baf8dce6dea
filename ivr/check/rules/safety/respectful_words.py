"""Speak of people in the words they use themselves, without blame and without labels.

Why: One word can tell callers that this line does not know them, or thinks the less of them. They hang up, and do not
ring again.

Who is shut out: people who are lesbian, gay, bisexual or trans; people with a disability; people who have been hurt;
people in distress

Source: NHS digital service manual, inclusive content, https://service-manual.nhs.uk/content/inclusive-content (public
guideline); OHID, working definition of trauma-informed practice,
https://www.gov.uk/government/publications/working-definition-of-trauma-informed-practice (public guideline). The list
is ours, and open.

Words change, and a list is never whole: where it finds nothing, somebody whom the words are about still has to read
them. Names in quotation marks are left alone, and so are services such as Victim Support.

Bad:

```yaml
nodes:
  main:
    kind: end
    prompt: This line is for victims of crime and for homosexuals. Goodbye.
```

Good:

```yaml
nodes:
  main:
    kind: end
    prompt: This line is for anyone who has been hurt, and for gay people. Goodbye.
```
"""

from collections.abc import Iterator

from ivr.check.finding import Finding
from ivr.check.texts import texts
from ivr.check.words.hurtful_words import HURTFUL_WORDS
from ivr.check.words.left_to_people import languages_left, nodes_left, place_in_node
from ivr.check.words.quoted import unquoted
from ivr.menu.flow import Flow

NAME = "respectful-words"
LEVEL = "warning"
NUMBER = "V58"
CALLERS = ("lgbt", "anxiety", "danger")

_READ = "Let somebody whom these words are about read them: would they feel respected?"


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every text with words that people would not use of themselves."""
    unknown: set[str] = set()
    nodes: set[str | None] = set()
    for text in texts(flow):
        if not HURTFUL_WORDS.knows(text.language):
            unknown.add(text.language)
            continue
        found = list(HURTFUL_WORDS.found(unquoted(text.words), text.language))
        if found:
            nodes.add(place_in_node(text))
            said = ", ".join(dict.fromkeys(f"“{match[0]}”" for match, _ in found))
            yield Finding(
                text.path,
                f"These words may hurt, blame or label people: {said}.",
                found[0][1],
                text.language,
            )
    yield from languages_left(unknown, _READ)
    yield from nodes_left(flow, nodes, _READ)
