"""Say nothing that only takes time, and nothing that hurries.

Why: Every word before a choice has to be listened to, held or typed; and whoever is told to be quick gets worse at it.

Who is shut out: people with anxiety, autism or ADHD; people with little working memory; people who stammer; people who
hear a menu typed through a relay service; people with little credit on their telephone

Source: W3C WAI, Let Users Avoid Navigating Voice Menus,
https://www.w3.org/WAI/WCAG2/supplemental/patterns/o6p04-voice-menus/ (W3C guidance); W3C COGA, Voice Systems and
Conversational Interfaces (“Avoid unnecessary delays by answering the following questions quickly and correctly” is its
bad example), https://raw.githack.com/w3c/coga/research-modules-wd-1/issue-papers/Conversational-Voice-Systems.html (W3C
draft). The list is ours.

“Visit our website” is promotion only before the first choice; behind a choice it may be the answer. In a language
without a list, only a person can tell.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: >-
      Your call is important to us. Please listen carefully, as our options have changed.
      Avoid delays by answering quickly.
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
    prompt: This is the council. Take your time.
    options:
      1: {for: bins, goto: bye}
    otherwise: bye
  bye:
    kind: end
    prompt: For more about bins, visit our website. An officer will answer as soon as they can. Goodbye.
```
"""

from collections.abc import Iterator

from ivr.call.turn import NodeId
from ivr.check.finding import Finding
from ivr.check.survey import survey_of
from ivr.check.texts import Text, texts
from ivr.check.words.filler import ELSEWHERE, FILLER, HURRY
from ivr.check.words.left_to_people import languages_left, place_in_node
from ivr.menu.flow import Flow

NAME = "no-filler-no-hurry"
LEVEL = "warning"
NUMBER = "V20"
CALLERS = ("anxiety", "memory", "speech", "deaf")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every phrase that only takes time or hurries."""
    first = {name for name, visit in survey_of(flow).visits().items() if not visit.menus}
    unknown: set[str] = set()
    for text in texts(flow):
        if not FILLER.knows(text.language):
            unknown.add(text.language)
        for match, instead in FILLER.found(text.words, text.language):
            yield _finding(text, f"“{match[0]}” tells callers nothing that they need.", instead)
        for match, instead in HURRY.found(text.words, text.language):
            yield _finding(text, f"“{match[0]}” puts callers under pressure of time.", instead)
        if _before_a_choice(text, first):
            for match, instead in ELSEWHERE.found(text.words, text.language):
                yield _finding(text, f"“{match[0]}” stands before the first choice.", instead)
    yield from languages_left(unknown, "Read the texts aloud: does any of them only take time, or hurry?")


def _before_a_choice(text: Text, first: set[NodeId]) -> bool:
    name = place_in_node(text)
    return name is not None and name in first and text.path[-1] in ("prompt", "words")


def _finding(text: Text, message: str, instead: str) -> Finding:
    return Finding(text.path, message, f"{instead}.", text.language)
