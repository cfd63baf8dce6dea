"""Word the choices of a menu so that no two sound alike or overlap.

Why: Between “billing”, “accounts” and “payments” a caller has to guess how the office is organised. Words that sound
alike are taken for each other on a bad line.

Who is shut out: people with a learning disability, dementia or a brain injury; people who are hard of hearing; people
who hear a menu in a language that is not their first

Source: W3C COGA research module Voice Systems and Conversational Interfaces (“billing”, “accounts” and “sales” are its
example), https://raw.githack.com/w3c/coga/research-modules-wd-1/issue-papers/Conversational-Voice-Systems.html (W3C
draft); ISO 9241-154:2013, clause 7.2 Phonetically distinct vocabulary,
https://standards.iteh.ai/catalog/standards/iso/137442a8-0ac0-4d12-b7de-20576c34f602/iso-9241-154-2013 (standard, its
title only). That 0.6 of the words are too many to share is ours.

Two choices are told as alike where most of the words that carry meaning are the same. Two choices that do the very same
are told as advice. Whether other words mean the same to a caller only people can tell, so nothing found is no pass:
`ivr lint --manual` lists the menus to be read aloud.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {to: report a housing repair, goto: new}
      2: {for: a report of a new housing repair, goto: bye}
    otherwise: bye
  new:
    kind: end
    prompt: We will ring you. Goodbye.
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
      2: {for: street lights, goto: bye}
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
      1: {to: report a repair, goto: new}
      2: {to: ask when somebody comes, goto: bye}
    otherwise: bye
  new:
    kind: end
    prompt: We will ring you. Goodbye.
  bye:
    kind: end
    prompt: Goodbye.
```
"""

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

from ivr.call.turn import NodeId
from ivr.check.finding import Finding, Path
from ivr.check.limits import limit
from ivr.check.words import words_in
from ivr.check.words.empty_words import EMPTY
from ivr.check.words.phrase_list import primary
from ivr.menu.flow import Flow
from ivr.menu.nodes.menu import Option
from ivr.menu.types import found

NAME = "distinct-options"
LEVEL = "warning"
NUMBER = "V14"
CALLERS = ("memory", "hard-of-hearing", "languages")

_READ_ALOUD = (
    "Read the choices of this menu aloud: would anybody take one for another, or not know which is theirs?"
)

_TELLING: Final = words_in(
    "not no other another more new make get give take let need use hear next first say up down on off in out over "
    "again back else line want someone somebody something anything "
    "ddim nid na arall eraill mynd cael gwneud cymryd nie inny inna inne inną coś"
)
"""Words that say little alone, and yet tell one choice from another."""

_ENDING: Final = re.compile(r"(?<=\w{3})(?:['’]s|ies|es|s|ing|ed|y|e)$")

Options = Mapping[str, Option]


def check(flow: Flow) -> Iterator[Finding]:
    """Yield choices that sound alike, choices that do the same, and every other menu for a person to hear."""
    any_menu = False
    for language, edition in flow.editions.items():
        for name, node in edition.nodes.items():
            options = {str(path[-1]): option for path, option in found(node, Option)}
            own = {option.words.language for option in options.values()}
            if len(options) < 2 or (language != flow.source_language and language not in own):
                continue  # an untranslated menu is told of in the language it is in
            any_menu = True
            findings = [*_alike(flow, name, language, options)]
            if language == flow.source_language:
                findings += _same(name, options)
            yield from findings or [_for_a_person(flow, name, language)]
    if not any_menu:
        yield Finding(("nodes",), "No menu has two choices.", outcome="does-not-apply")


def _alike(flow: Flow, name: NodeId, language: str, options: Options) -> Iterator[Finding]:
    most = limit(flow, "distinct-options-likeness", name)
    said = [
        (key, option, _content(option.words.words, option.words.language or flow.source_language))
        for key, option in options.items()
    ]
    for (key, one, words), (other_key, other, more) in combinations(said, 2):
        shared = len(words & more) / (len(words | more) or 1)
        if shared >= most:
            yield Finding(
                _at(flow, name, language, other_key),
                f"“{other.words.words}” (key {other_key}) sounds much like “{one.words.words}” (key {key}): "
                f"{shared:.0%} of their words are the same.",
                "Name in each choice what only that one is about, such as “to report a new repair” and “to ask when "
                "somebody comes”. If both are about one thing, make them one choice.",
                language,
            )


def _content(text: str, language: str) -> frozenset[str]:
    """Return the words of a text that tell it from others, without endings; all of them where none does."""
    empty = EMPTY.get(primary(language), frozenset()) - _TELLING
    words = re.findall(r"\w+(?:['’]\w+)*", text.casefold())
    telling = [word for word in words if word not in empty] or words
    return frozenset(_ENDING.sub("", word) if primary(language) == "en" else word for word in telling)


def _same(name: NodeId, options: Options) -> Iterator[Finding]:
    does: dict[tuple[object, ...], list[str]] = {}
    for key, option in options.items():
        deed = (option.goto, option.value, option.consent, option.confirms, option.language)
        does.setdefault(deed, []).append(key)
    for first, *others in does.values():
        if others:
            both = f"{options[first].words.words}, or {options[others[0]].words.words}"
            yield Finding(
                ("nodes", name, "options", others[0]),
                f"Keys {', '.join((first, *others[:-1]))} and {others[-1]} lead to “{options[first].goto}”, and do "
                "nothing else: callers have to choose where there is no choice.",
                f"Make one choice of them, such as “{both}”, or let each lead to words of its own.",
                level="advice",
                at_key=True,
            )


def _for_a_person(flow: Flow, name: NodeId, language: str) -> Finding:
    path: Path = ("nodes", name, "options")
    if language != flow.source_language:
        path = ("translations", language, *path)
    return Finding(path, _READ_ALOUD, language=language, outcome="needs-a-person", at_key=True)


def _at(flow: Flow, name: NodeId, language: str, key: str) -> Path:
    path: Path = ("nodes", name, "options", key)
    return path if language == flow.source_language else ("translations", language, *path)
