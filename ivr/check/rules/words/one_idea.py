"""Say one thing at a time: no conditions in a chain, one thing asked for in a step, one thing in an option.

Why: Whoever has to keep an “if” and an “unless” in mind has no room left for what they lead to.

Who is shut out: people with little working memory; people with a learning disability; people who are afraid; people who
speak another language

Source: ATIS IVR Accessibility Forum, checklist on cognition (“let users perform one step at a time”),
http://www.atis.org/ivr/checklist/cog.htm (industry forum); W3C COGA, Voice Systems and Conversational Interfaces,
https://raw.githack.com/w3c/coga/research-modules-wd-1/issue-papers/Conversational-Voice-Systems.html (W3C draft). The
numbers are ours.

Found are two conditions in a sentence, two questions or two things asked for in a step, and three things in an option.
Names that begin with capitals count as one: callers wait for theirs (“Hitchin, Letchworth or Royston”). All this is
guessed from words, so a person has to listen to every text.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: If you rent, choose the first, unless you pay by card.
    options:
      1: {for: "rent, repairs and keys", goto: number}
    otherwise: bye
  number:
    kind: ask
    prompt: Please enter your date of birth and your account number. Then press hash.
    answer: number
    accept: digits
    entered: bye
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
    prompt: If you rent, choose the first.
    options:
      1: {for: rent, goto: number}
      2: {for: "Hitchin, Letchworth or Royston", goto: number}
    otherwise: bye
  number:
    kind: ask
    prompt: Please enter your account number. It has 8 digits. Then press hash.
    answer: number
    accept: digits
    entered: bye
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

import re
from collections.abc import Iterator

from ivr.check.finding import Finding
from ivr.check.limits import limit
from ivr.check.texts import Text, texts
from ivr.check.words.ideas import CONDITIONS, JOINED, REQUESTS, THINGS_ASKED_FOR
from ivr.check.words.left_to_people import languages_left, nodes_left, place_in_node
from ivr.check.words.phrase_list import primary
from ivr.check.words.sentences import sentences
from ivr.menu.flow import Flow

NAME = "one-idea"
LEVEL = "warning"
NUMBER = "V23"
CALLERS = ("memory", "anxiety", "languages")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every sentence with several conditions, every step that asks several things, every option of several."""
    unknown: set[str] = set()
    found: list[Finding] = []
    for text in texts(flow):
        if not CONDITIONS.knows(text.language):
            unknown.add(text.language)
        found += _conditions(text, flow)
        found += _option(text, flow) if text.option else _requests(text, flow)
    yield from found
    broken = {finding.node for finding in found}
    yield from nodes_left(flow, broken, "Listen to it: is one thing said, and one thing asked, at a time?")
    yield from languages_left(
        unknown, "Listen to the texts: is one thing said, and one thing asked, at a time?"
    )


def _conditions(text: Text, flow: Flow) -> Iterator[Finding]:
    most = limit(flow, "one-idea-conditions", place_in_node(text))
    for sentence in sentences(text.words):
        found = [match[0] for match, _ in CONDITIONS.found(sentence, text.language)]
        if len(found) > most:
            yield Finding(
                text.path,
                f"This sentence has {len(found)} conditions ({_quoted(found)}), and the limit is {most:g}.",
                "Make a sentence of each, or let the menu ask: “Do you rent? For yes, press 1.”",
                text.language,
            )


def _requests(text: Text, flow: Flow) -> Iterator[Finding]:
    if place_in_node(text) is None:
        return
    most = limit(flow, "one-idea-requests", place_in_node(text))
    questions = [sentence for sentence in sentences(text.words) if sentence.rstrip("”\"')").endswith("?")]
    if len(questions) > most:
        yield Finding(
            text.path,
            f"This step asks {len(questions)} questions at once, and the limit is {most:g}.",
            "Ask one question in each step.",
            text.language,
        )
    for sentence in sentences(text.words):
        request = next(REQUESTS.found(sentence, text.language), None)
        rest = request[0].string[request[0].end() :] if request else ""
        asked = (match[0] for match, _ in THINGS_ASKED_FOR.found(rest, text.language))
        things = list(dict.fromkeys(asked))
        if len(things) > most and re.search(JOINED[primary(text.language)], rest):
            yield Finding(
                text.path,
                f"This step asks for {len(things)} things at once ({_quoted(things)}), and the limit is {most:g}.",
                f"Ask here for one of them at most, and for “{things[1]}”, if you need it, in a step of its own.",
                text.language,
            )


def _option(text: Text, flow: Flow) -> Iterator[Finding]:
    joined = JOINED.get(primary(text.language))
    if joined is None or place_in_node(text) is None:
        return
    things = [thing.strip() for thing in re.split(joined, text.prompt.words) if thing.strip()]
    most = limit(flow, "one-idea-topics", place_in_node(text))
    if len(things) > most and not all(thing[:1].isupper() for thing in things):
        yield Finding(
            text.path,
            f"This option joins {len(things)} things ({_quoted(things)}), and the limit is {most:g}.",
            "Name what they have in common, such as “for your home”, or make options of them.",
            text.language,
        )


def _quoted(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
