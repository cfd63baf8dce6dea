"""Name the emergency number in the first words, before any choice, in every language.

Why: Somebody in danger who has rung the wrong number hears at once what to do, and loses no time in a menu.

Who is shut out: people in danger; children; people who panic; people who cannot listen for long

Source: Ireland, Centre for Excellence in Universal Design, customer communications toolkit (“information that is
important to the caller should be presented at the beginning”); NHS digital service manual (“start with the most
important information”). The first 30 words are our own limit.

This is asked of a line that says so (`emergency_relevant: yes`), or whose kind is police, health, fire or
domestic-abuse. What a demonstration says first is not counted.

Bad:

```yaml
line:
  name: Night line
  kind: police
  start: welcome
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
nodes:
  welcome:
    kind: menu
    prompt: Thank you for ringing the night line.
    options:
      1: {to: leave a message, goto: danger}
    also: If you are in danger, ring 999.
    otherwise: danger
  danger:
    kind: end
    prompt: If you are in danger, ring 999. Goodbye.
```

Good:

```yaml
line:
  name: Night line
  kind: police
  start: welcome
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
nodes:
  welcome:
    kind: menu
    prompt: If you are in danger, hang up and ring 999. Thank you for ringing the night line.
    options:
      1: {to: leave a message, goto: danger}
    otherwise: danger
  danger:
    kind: end
    prompt: If you are in danger, ring 999. Goodbye.
```
"""

import re
from collections.abc import Iterator

from ivr.check.finding import Finding
from ivr.check.key_phrases import key_phrases, words_of
from ivr.check.opening_words import opening_words
from ivr.menu.flow import Flow

NAME = "emergency-first"
LEVEL = "error"
NUMBER = "V12"
CALLERS = ("danger", "anxiety", "memory")

FIRST_WORDS = 30
"""Words: about ten seconds. Our own limit."""

RELEVANT = frozenset({"police", "health", "fire", "domestic-abuse"})
"""The kinds of line that people in danger may ring."""

_NUMBER = re.compile(r"\b(?:999|112|nine[ -]nine[ -]nine|one[ -]one[ -]two)\b", re.IGNORECASE)


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every language in which the emergency number is not in the first words."""
    line = flow.line
    relevant = line.kind in RELEVANT if line.emergency_relevant is None else line.emergency_relevant
    if not relevant:
        yield Finding(
            ("line", "kind"),
            "This line is not one that people in danger would ring.",
            outcome="does-not-apply",
        )
        return
    for language, edition in flow.editions.items():
        for opening in opening_words(edition):
            if not _is_named(opening.words, opening.language):
                translated = ("translations", language, *opening.path)
                yield Finding(
                    translated if flow.source.plain(translated) is not None else opening.path,
                    f"The first {FIRST_WORDS} words do not say what to do in an emergency.",
                    "Begin with words such as “If you are in danger, hang up and ring 999.”",
                    language,
                )


def _is_named(text: str, language: str) -> bool:
    """Whether the number is among the first words, and before the first key."""
    words = words_of(language)
    first_key = next(iter(key_phrases(text, words)), None) if words else None
    before = text[: first_key.start] if first_key else text
    number = _NUMBER.search(before)
    return number is not None and len(before[: number.start()].split()) < FIRST_WORDS
