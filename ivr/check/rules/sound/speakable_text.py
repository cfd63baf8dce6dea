"""Write numbers, web addresses and short forms so that a voice says them right.

Why: A number read as millions, or an address read as one word, cannot be written down or even understood.

Who is shut out: people with a learning disability; people with little working memory; people who are hard of hearing;
blind people, who cannot look it up

Source: W3C Natural Language Interface Accessibility User Requirements, need 23c, https://www.w3.org/TR/naur/ (W3C
draft); HCI Beyond the GUI, chapter on interactive voice response (numbers in groups), https://www.studmed.ru (book,
one page read). The lists are ours.

What the table `say_as` replaces is well, and so are placeholders: the line says their digits one by one, in groups.
Numbers that people know by their digits (101, 999, 112, 18000, 18001, 116 123, 55), and short forms that voices know
(NHS, UK), are no findings. Short forms of a language without a list are left to a person.

Bad:

```yaml
nodes:
  main:
    kind: end
    prompt: Ring 03007906772, Mon-Fri 9-5, or see www.example.org. E.g. for ASB & noise, 24/7.
```

Good:

```yaml
line:
  name: An example
  start: main
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
  services:
    noise: {name: The noise team, number: 0300 790 6772}
  say_as: {www.example.org: example dot org, ASB: A S B, "999": nine nine nine}
nodes:
  main:
    kind: end
    prompt: >-
      Ring {noise.number}, Monday to Friday, from 9 to 5, or see www.example.org. For ASB and noise, ring day and night.
      In danger, ring 999, or 18000 by Relay UK. Ring 116 123 to talk.
```
"""

import re
from collections.abc import Iterator
from typing import Final

from ivr.check.finding import Finding, Path, node_of
from ivr.check.limits import limit
from ivr.check.texts import texts
from ivr.check.words.acronyms import KNOWN, acronyms
from ivr.check.words.left_to_people import languages_left
from ivr.check.words.unspeakable import KNOWN_NUMBERS, SHORT_FORMS, SIGNS
from ivr.menu.edition import Edition
from ivr.menu.flow import Flow
from ivr.menu.placeholders import split

NAME = "speakable-text"
LEVEL = "warning"
NUMBER = "V46"
CALLERS = ("memory", "hard-of-hearing", "blind")

_DIGITS: Final = re.compile(r"\d+(?: \d+)*")
_MAY_HAVE_SIGNS: Final = re.compile(r"[^\w\s.,;:?!'’“”()\"…+*#]|_|\.\w")
"""Most texts have none, and need not be searched for each."""


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every written form that a voice would say wrong."""
    unknown: set[str] = set()
    for path, words, language in _all_texts(flow):
        edition = flow.editions.get(language) or flow.editions[flow.source_language]
        if not SHORT_FORMS.knows(language):
            unknown.add(language)
        for message, remedy in _wrong(words, edition, language, flow, node_of(path)):
            yield Finding(path, message, remedy, language)
    yield from languages_left(unknown, "Ring the line: is everything that is written short spoken in full?")


def _all_texts(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    """Yield every text with its place and language: also the names that placeholders stand for."""
    for text in texts(flow):
        yield text.path, text.words, text.language
    for name, service in flow.line.services.items():
        yield ("line", "services", name, "name"), service.name, flow.source_language
    if flow.line.controller:
        yield ("line", "controller"), flow.line.controller, flow.source_language


def _wrong(
    words: str, edition: Edition, language: str, flow: Flow, node: str | None
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a text, and the remedy. What one finding covers, no other does."""
    said = " ".join(edition.spoken(part) for part, _ in split(words))
    for what, (pattern, remedy) in SIGNS.items() if _MAY_HAVE_SIGNS.search(said) else ():
        found = dict.fromkeys(match[0].strip() for match in pattern.finditer(said))
        said = pattern.sub(" ", said)
        for match in found:
            yield f"A voice may say “{match.strip(' ,.;:')}” wrong ({what}).", f"{remedy}."
    longest = limit(flow, "speakable-text-digits", node)
    for number in dict.fromkeys(_DIGITS.findall(said)):
        runs = [len(run) for run in number.split() if len(run) >= longest and run not in KNOWN_NUMBERS]
        if runs:
            yield (
                f"“{number}” has {max(runs)} digits in a row; a voice reads {longest:g} or more as one huge number.",
                "Let a placeholder say it digit by digit: put it under `services:` and write {name.number}.",
            )
    for short, instead in SHORT_FORMS.found(said, language):
        yield f"A voice says “{short[0]}” wrong: it is a short form.", f"Write it out: “{instead}”."
    for form in dict.fromkeys(acronyms(said)):
        if form not in KNOWN:
            spoken = " ".join(form)
            yield (
                f"A voice may say “{form}” as a word.",
                f"Say how it is spoken under `say_as`, such as “{form}: {spoken}”, or write it out.",
            )
