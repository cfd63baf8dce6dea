"""Let every key that is said work, and say every key that works.

Why: Callers press what they have been told; a key that does nothing makes them doubt themselves, and a key that nobody
tells of helps only those who already know it.

Who is shut out: blind people, who cannot look anything up meanwhile; deaf people who hear a menu typed through a relay
service; people with little working memory; people who speak another language

Source: WCAG 2.2, 3.3.2 Labels or Instructions and 2.4.6 Headings and Labels,
https://www.w3.org/WAI/WCAG22/Understanding/labels-or-instructions (W3C standard for the web, carried over); W3C Natural
Language Interface Accessibility User Requirements, need 17a, https://www.w3.org/TR/naur/ (W3C draft).

The choices of a menu are said by themselves, with the keys they are on. So this is about words that are written freely,
in every language: a prompt that tells of a key which has no meaning there (an error), or which gives a choice the words
of another. And about the keys that work everywhere: 0 for a person, 9 to hear it again, and from the second menu on
star to go back are to be said on every way to where they work (a warning). 5 and 7 are extras that nobody depends on.
What stands in quotation marks is said by another line.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello. For trees, press 3.
    options:
      1: {for: bins, goto: bye}
      2: {for: trees, goto: bye}
    also: To hear this again, press 9. To speak to a person, press 0.
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: bins, goto: bye}
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```

Good:

```yaml
line:
  name: An example
  start: main
  person: person
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
nodes:
  main:
    kind: menu
    prompt: Hello. Do not press 5 unless you are in danger.
    options:
      1: {for: bins, goto: bye}
      2: {for: trees, goto: bye}
    also: To hear this again, press 9. To speak to a person, press 0.
    otherwise: person
  bye:
    kind: end
    prompt: Goodbye.
  person:
    kind: transfer
    number: person
    prompt: We are putting you through to a person.
    unavailable: Nobody is here. Please ring 101.
```
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from ivr.call.keys import AGAIN, BACK, EVERYWHERE, HASH, PERSON, Key
from ivr.call.turn import NodeId
from ivr.check.finding import Finding
from ivr.check.key_phrases import KeyPhrase, words_of
from ivr.check.survey import Survey, Visit, survey_of
from ivr.check.texts import Text, texts
from ivr.check.words.left_to_people import languages_left, place_in_node
from ivr.check.words.told_keys import told_keys
from ivr.menu.flow import Flow
from ivr.menu.nodes.menu import Option
from ivr.menu.types import found

NAME = "keys-match-words"
LEVEL = "error"
NUMBER = "V17"
CALLERS = ("blind", "deaf", "memory", "languages")

_DOES: Final[Mapping[Key, tuple[str, str]]] = {
    PERSON: ("leads to a person", "For a person, press 0."),
    AGAIN: ("says everything again", "To hear this again, press 9."),
    BACK: ("goes back one step", "To go back, press star."),
}
"""Keys that callers depend on: what each does, and a sentence that tells of it."""

_ENDS_THE_CALL: Final = frozenset({"goodbye", "error"})
_FOR_ENTRIES: Final = frozenset({"no_entry", "not_accepted"})


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every key that is said and does nothing, or something else, and every key that nobody tells of."""
    survey = survey_of(flow)
    said = list(texts(flow))
    for text in said:
        yield from _said_wrongly(text, flow, survey)
    untold: dict[tuple[Key, NodeId], list[Finding]] = {}
    for language in flow.editions:
        for key, finding in _never_said(language, survey) if words_of(language) else ():
            untold.setdefault((key, NodeId(finding.node or "")), []).append(finding)
    for findings in untold.values():
        everywhere = len(findings) == sum(words_of(language) is not None for language in flow.editions)
        yield replace(findings[0], language=None) if everywhere else findings[0]
    yield from languages_left(
        (text.language for text in said if words_of(text.language) is None),
        "Ring the line: does every key that is said do what is said, and are 0, 9 and star told of?",
    )


def _said_wrongly(text: Text, flow: Flow, survey: Survey) -> Iterator[Finding]:
    if text.option:
        return
    name = place_in_node(text)
    visit = survey.visits().get(NodeId(name)) if name else None
    if name and visit is None:
        return  # nobody hears it, which is another rule's
    works = _works(visit, survey) if visit else _works_in_phrase(text.path, flow, survey)
    for key, phrase in told_keys(text):
        if key not in works:
            nothing = (
                "does nothing here" if visit else "does nothing at some of the places where this is said"
            )
            yield Finding(
                text.path,
                f"Callers are told here to press {key}, and {key} {nothing}.",
                _instead(key, phrase, visit, works),
                text.language,
            )
        elif visit is not None:
            yield from _other_words(key, phrase, visit, text, flow)


def _works(visit: Visit, survey: Survey) -> set[Key]:
    """Return the keys with a meaning at a node, and, where it goes on by itself, at all that can follow."""
    keys = {edge.key for edge in visit.edges if edge.means == "key" and edge.key is not None}
    keys |= {key for key in EVERYWHERE if any(edge.key == key for edge in visit.edges)}
    if not survey.flow.line.person:
        keys.discard(PERSON)
    if any(edge.means == "entered" for edge in visit.edges):
        keys.add(HASH)
        if any(len(entry) == 1 for entry in visit.node.entries()):
            keys |= {Key(digit) for digit in "0123456789"}
    if visit.wait():
        return keys
    keys.add(HASH)  # any key skips words that go on by themselves
    following = [edge.to for edge in visit.edges if edge.means == "words" and edge.to]
    nearest = [
        {edge.key for edge in survey.edges[to] if edge.means == "key" and edge.key} for to in following
    ]
    return keys | (set.intersection(*nearest) if nearest else set())


def _works_in_phrase(path: tuple[str | int, ...], flow: Flow, survey: Survey) -> set[Key]:
    """Return the keys that work wherever a text of the line itself is said."""
    if "notice" in path:
        return set.intersection(*(_works(survey.visits()[name], survey) for name in survey.opens))
    name = path[path.index("phrases") + 1] if "phrases" in path else ""
    if name in _ENDS_THE_CALL:
        return set()
    line = flow.line
    everywhere = {key for key in EVERYWHERE if key != PERSON or line.person}
    return everywhere | ({HASH} if name in _FOR_ENTRIES else set())


def _instead(key: Key, phrase: KeyPhrase, visit: Visit | None, works: set[Key]) -> str:
    if key == PERSON:
        return "Name the node that key 0 leads to under `line:`, as `person:`, or leave these words out."
    options = [edge.key for edge in visit.options if edge.key] if visit else []
    if options:
        keys = ", ".join(dict.fromkeys(options))
        return f"Leave it out: the choices here are on {keys} and are said by themselves. Or add the choice."
    if not works:
        return "Leave it out: the call is over here."
    return "Leave it out, or let that key do it."


def _other_words(key: Key, phrase: KeyPhrase, visit: Visit, text: Text, flow: Flow) -> Iterator[Finding]:
    """Yield a choice that is told of freely in the words of another one."""
    node = flow.editions[visit.language].nodes[visit.node_id]
    for edition in flow.editions.values():
        if edition.language == text.language:
            node = edition.nodes[visit.node_id]
    labels = {str(path[-1]): _content(option.words.words) for path, option in found(node, Option)}
    told = _content(phrase.before + " " + phrase.after)
    if key not in labels or told & labels[key]:
        return
    meant = [other for other, label in labels.items() if told & label]
    if len(meant) == 1:
        yield Finding(
            text.path,
            f"Callers are told here to press {key} for what is on key {meant[0]}.",
            f"Say {meant[0]}, or leave it out: the choices are said by themselves.",
            text.language,
        )


def _content(words: str) -> set[str]:
    return {word for word in re.findall(r"\w+", words.casefold()) if len(word) > 3}


def _never_said(language: str, survey: Survey) -> Iterator[tuple[Key, Finding]]:
    visits = survey.visits(language)
    for key, (does, sentence) in _DOES.items():
        untold = [visit for visit in visits.values() if _is_untold(key, visit)]
        if untold:
            first = min(untold, key=lambda visit: visit.presses)
            more = len(untold) - 1
            others = f" and at {more} other {'place' if more == 1 else 'places'}" if more else ""
            name = "star" if key == BACK else key
            yield (
                key,
                Finding(
                    ("nodes", first.node_id),
                    f"Key {name} {does} here{others}, and callers who come here have not been told so.",
                    f"Say it in the first menu, under `also:`, such as “{sentence}”",
                    language,
                    level="warning",
                    at_key=True,
                ),
            )


def _is_untold(key: Key, visit: Visit) -> bool:
    """Whether a key that somebody waits for here has not been named, here or on every way here."""
    if not visit.wait() or (key == BACK and not visit.menus):
        return False
    works = any(edge.key == key for edge in visit.edges)
    return works and key not in visit.keys_said and key not in visit.said_before
