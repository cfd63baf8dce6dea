"""Word the choices of a menu alike: all as things to do (“To …”), or all as things it is about (“For …”).

Why: Choices that are built alike can be told apart by the words that differ. Where the building changes from one to the
next, a caller has to take in each sentence anew, and a sentence that is not English at all stops them.

Who is shut out: people with little working memory; people with a learning disability; people who hear a menu in a
language that is not their first; people who hear it typed through a relay service

Source: Ours. Near it: WCAG 2.2, 3.2.4 Consistent Identification,
https://www.w3.org/WAI/WCAG22/Understanding/consistent-identification (W3C standard for the web, carried over); a caller
of a national hotline reported such a menu, https://github.com/corona-warn-app/cwa-documentation/issues/300 (issue).

Things to do and subjects may stand in one menu where each sort stands together: that is told as advice, and where the
words change to and fro as a warning. Choices about the call itself and what is left over (“to go on”, “to skip this”,
“for anything else”) may be worded as they are. In English it is also looked at whether the sentence that is built
from the words can be one: “To the office” and “For report a fault” cannot. Other languages are left to a person.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {to: report a repair, goto: bye}
      2: {for: rent, goto: bye}
      3: {to: move house, goto: bye}
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
      1: {for: report a repair, goto: bye}
      2: {to: the rent office, goto: bye}
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
      1: {to: report a repair, goto: bye}
      2: {to: pay the rent, goto: bye}
      3: {for: anything else, goto: bye}
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from ivr.check.finding import Finding, Path
from ivr.check.limits import limit
from ivr.check.words.option_words import LEFT_OVER, not_after_for, not_after_to
from ivr.check.words.phrase_list import primary
from ivr.menu.flow import Flow
from ivr.menu.nodes.menu import Option
from ivr.menu.types import found

NAME = "alike-options"
LEVEL = "warning"
NUMBER = None
CALLERS = ("memory", "languages", "deaf")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield menus whose choices are built unlike each other, and choices that make no sentence."""
    unread: set[str] = set()
    any_menu = False
    for language, edition in flow.editions.items():
        own = language == flow.source_language
        for name, node in edition.nodes.items():
            options = {str(path[-1]): option for path, option in found(node, Option)}
            any_menu = any_menu or bool(options)
            if own:
                yield from _mixed(flow, name, options)
            for key, option in options.items():
                if own or option.words.language == language:
                    spoken_in = primary(option.words.language or language)
                    if spoken_in != "en":
                        unread.add(spoken_in)
                        continue
                    path: Path = ("nodes", name, "options", key)
                    yield from _no_sentence(
                        option, path if own else ("translations", language, *path), language
                    )
    if not any_menu:
        yield Finding(("nodes",), "There is no menu here.", outcome="does-not-apply")
    for language in sorted(unread):
        yield Finding(
            ("line", "languages", language),
            "Whether the choices make sentences in this language only a person can tell.",
            "Read the choices aloud as they are spoken: is each a sentence, and are those of a menu built alike?",
            language,
            outcome="needs-a-person",
            at_key=True,
        )


def _mixed(flow: Flow, name: str, options: Mapping[str, Option]) -> Iterator[Finding]:
    told = [(key, o) for key, o in options.items() if LEFT_OVER.search(o.words.words) is None]
    changes = [(key, o) for (_, before), (key, o) in pairwise(told) if (before.to is None) != (o.to is None)]
    if not changes:
        return
    too_many = len(changes) > limit(flow, "alike-options-changes", name)
    doing = [key for key, option in told if option.to]
    about = [key for key, option in told if not option.to]
    key, option = changes[-1]
    if too_many:
        how = f"The words change between “To …” and “For …” {len(changes)} times in this menu"
        remedy = "Build all of them alike"
    else:
        how = "Some choices of this menu begin with “To …”, others with “For …”"
        remedy = "If all can be built alike, do so"
    example = f"“for {option.words.words}”" if option.to is None else f"“to {option.words.words}”"
    yield Finding(
        ("nodes", name, "options", key),
        f"{how} (to: {', '.join(doing)}; for: {', '.join(about)}).",
        f"{remedy}: here {example} is unlike the one before it. Say all as things to do, such as “to report a "
        "fault” and “to pay a bill”, or all as subjects, such as “for faults” and “for bills”.",
        level="warning" if too_many else "advice",
        at_key=True,
    )


def _no_sentence(option: Option, path: Path, language: str) -> Iterator[Finding]:
    words = option.words.words
    if option.to and not_after_to(words):
        message = f"This is spoken “To {words}, press …”, which is no sentence: “to” needs something to do."
        remedy = f"Say what the caller does, such as “to: speak to {words}”, or write “for: {words}”."
    elif option.to is None and not_after_for(words):
        message = f"This is spoken “For {words}, press …”, which is no sentence: “for” needs a subject."
        remedy = f"Write “to: {words}”."
    else:
        return
    yield Finding(path, message, remedy, language)
