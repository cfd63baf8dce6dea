"""Use words that a child of 9 to 11 years knows, and spell short forms out.

Why: A word that a caller does not know costs the rest of the sentence, and a telephone offers nothing to look it up in.

Who is shut out: people with a learning disability; people who read little; deaf people whose first language is a sign
language; people who speak another language; older people

Source: NHS digital service manual, how we write (reading age 9 to 11),
https://service-manual.nhs.uk/content/how-we-write (public guideline); WCAG 2.2, 3.1.3 Unusual Words, 3.1.4
Abbreviations and 3.1.5 Reading Level, https://www.w3.org/WAI/WCAG22/Understanding/unusual-words (W3C standard for the
web, carried over); W3C Natural Language Interface Accessibility User Requirements, need 21,
https://www.w3.org/TR/naur/ (W3C draft). The lists are ours.

A short form is well where the same text has its words (“British Sign Language, the BSL app”), where `say_as` speaks it
in words, and where nearly everybody knows it (NHS, UK, LGBT). A grade by a formula is advice only: the NHS recommends
such tools only to find what to look at first. Finding nothing proves nothing, so a person has to read every text.

Bad:

```yaml
nodes:
  main:
    kind: end
    prompt: Prior to commencing, contact the ASB team for assistance.
```

Good:

```yaml
nodes:
  main:
    kind: end
    prompt: First ring the ASB team. They help with anti-social behaviour, and you do NOT need a GP.
```
"""

from collections.abc import Iterator

from ivr.check.finding import Finding
from ivr.check.limits import limit
from ivr.check.texts import Text, texts
from ivr.check.words.acronyms import KNOWN, acronyms, is_spelled_out
from ivr.check.words.grade import grade
from ivr.check.words.jargon import JARGON
from ivr.check.words.left_to_people import languages_left, nodes_left, place_in_node
from ivr.check.words.phrase_list import primary
from ivr.menu.edition import Edition
from ivr.menu.flow import Flow

NAME = "plain-words"
LEVEL = "warning"
NUMBER = "V22"
CALLERS = ("memory", "deaf", "languages", "older")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every word of an office, every short form that is not explained, and texts that are hard to read."""
    unknown: set[str] = set()
    found: list[Finding] = []
    for text in texts(flow):
        edition = flow.editions.get(text.language)
        if not JARGON.knows(text.language):
            unknown.add(text.language)
        found += _jargon(text)
        found += _short_forms(text, edition) if edition else ()
        found += _grade(text, flow)
    yield from found
    broken = {finding.node for finding in found if finding.level is None}
    yield from nodes_left(flow, broken, "Read it to a child of ten: which words need explaining?")
    yield from languages_left(unknown, "Read the texts to a child of ten: which words need explaining?")


def _jargon(text: Text) -> Iterator[Finding]:
    for match, instead in JARGON.found(text.words, text.language):
        yield Finding(
            text.path,
            f"“{match[0]}” is a word of offices.",
            f"Say it in plain words: {instead}." if instead != "plain words" else "Say it in plain words.",
            text.language,
        )


def _short_forms(text: Text, edition: Edition) -> Iterator[Finding]:
    for form in dict.fromkeys(acronyms(text.words)):
        if form in KNOWN or is_spelled_out(form, text.words) or _spoken_in_words(form, edition):
            continue
        yield Finding(
            text.path,
            f"Not everybody knows what “{form}” stands for.",
            f"Say what it means, at least once in this text, or leave the letters out and say only what {form} does.",
            text.language,
        )


def _spoken_in_words(form: str, edition: Edition) -> bool:
    spoken = edition.spoken(form)
    return spoken != form and any(len(word) > 2 and word.casefold() != "plus" for word in spoken.split())


def _grade(text: Text, flow: Flow) -> Iterator[Finding]:
    found = grade(text.words) if primary(text.language) == "en" else None
    most = limit(flow, "plain-words-grade", place_in_node(text))
    if found is not None and found > most:
        yield Finding(
            text.path,
            f"A formula puts this text at {found:.0f} school years, and the limit is {most:g}.",
            "Look at it first: shorter sentences and shorter words, such as “help” for “assistance”.",
            text.language,
            level="advice",
        )
