"""Say what a key does before the key: “For bins, press 3”, never “Press 3 for bins”.

Why: A caller who hears the key first has to hold it in mind while working out whether the words are theirs.

Who is shut out: people with little working memory, such as after a brain injury or with dementia; people with a
learning disability; people who are afraid or in a hurry; people who hear a menu typed through a relay service

Source: W3C WAI, Let Users Avoid Navigating Voice Menus,
https://www.w3.org/WAI/WCAG2/supplemental/patterns/o6p04-voice-menus/ (W3C guidance); W3C, Making Content Usable for
People with Cognitive and Learning Disabilities, user story Voice Menus, https://www.w3.org/TR/coga-usable/ (W3C note);
IBM Voice Response, wording of prompts (“the goal precedes the means”),
https://docs.blueworx.com/BVR/InfoCenter/V7/AIX/help/topic/com.ibm.wvraix.desman.doc/i630600.html (vendor).

The words of an option are built into a sentence with the key last, so this is about words that are written freely.
Hash ends an entry and is no choice, so “Then press hash” is well. What stands in quotation marks is said by another
line. In a language whose words for keys are not known, only a person can tell.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello. Press 1 for bins, or press 2 for trees.
    options:
      1: {for: bins, goto: bye}
      2: {for: trees, goto: bye}
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
      1: {for: bins, goto: bye}
      2: {for: trees, goto: bye}
    also: To hear this again, press 9.
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

import re
from collections.abc import Iterator, Set

from ivr.check.finding import Finding
from ivr.check.key_phrases import HASHES, KeyPhrase, Words, says_something, words_of
from ivr.check.survey.sounding import key_named
from ivr.check.texts import Text, texts
from ivr.check.words.left_to_people import languages_left, place_in_node
from ivr.check.words.phrase_list import primary
from ivr.check.words.told_keys import told_phrases
from ivr.menu.flow import Flow

NAME = "option-before-key"
LEVEL = "error"
NUMBER = "V16"
CALLERS = ("memory", "anxiety", "deaf")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every key that is said before what it does."""
    unknown: set[str] = set()
    turned: set[tuple[str, str | None, str]] = set()
    for text in texts(flow):
        words = words_of(text.language)
        if words is None:
            unknown.add(text.language)
            continue
        menu = (text.language, place_in_node(text), str(text.path[-1]))
        for phrase in told_phrases(text, words):
            if not _key_first(phrase, words) or (text.option and menu in turned):
                continue  # the phrase that makes all these sentences is at fault: once in a menu is enough
            if text.option and _made_by(menu, turned):
                turned.add(menu)
            elif text.option and menu[1] is None:
                turned.add((menu[0], None, menu[2].removeprefix("option_")))
            yield _finding(phrase, text)
    yield from languages_left(unknown, "Read the texts aloud: is it always said first what a key does?")


def _made_by(menu: tuple[str, str | None, str], turned: Set[tuple[str, str | None, str]]) -> bool:
    """Whether the line's own phrase for options of this form, in this language, puts the key first."""
    language, _, form = menu
    return (language, None, form) in turned


def _key_first(phrase: KeyPhrase, words: Words) -> bool:
    if re.match(rf"(?:{words.purposes})\b", phrase.after, re.IGNORECASE):
        return True
    return phrase.key not in HASHES and not says_something(phrase.before, words)


def _finding(phrase: KeyPhrase, text: Text) -> Finding:
    rest = text.words[phrase.start :]
    press = rest[: rest.lower().index(phrase.key) + len(phrase.key)]
    press = press[:1].lower() + press[1:]
    message = f"Key {phrase.key} is said before what it does: “{f'{press} {phrase.after[:60]}'.strip()}”."
    if primary(text.language) == "en":  # the words that standard-key-words and simple-input ask for
        press = f"press {key_named(phrase.key, 'en') or phrase.key}"
    remedy = f"Say what it does first, and the key last: “…, {press}.”"
    if phrase.after:
        remedy = f"Say “{phrase.after[:1].upper()}{phrase.after[1:60]}, {press}.”"
    return Finding(text.path, message, remedy, text.language)
