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
from collections.abc import Iterator

from ivr.check.finding import Finding
from ivr.check.key_phrases import HASHES, KeyPhrase, Words, says_something, words_of
from ivr.check.texts import Text, texts
from ivr.check.words.left_to_people import languages_left
from ivr.check.words.told_keys import told_phrases
from ivr.menu.flow import Flow

NAME = "option-before-key"
LEVEL = "error"
NUMBER = "V16"
CALLERS = ("memory", "anxiety", "deaf")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every key that is said before what it does."""
    unknown: set[str] = set()
    for text in texts(flow):
        words = words_of(text.language)
        if words is None:
            unknown.add(text.language)
            continue
        for phrase in told_phrases(text, words):
            if _key_first(phrase, words):
                yield _finding(phrase, text)
    yield from languages_left(unknown, "Read the texts aloud: is it always said first what a key does?")


def _key_first(phrase: KeyPhrase, words: Words) -> bool:
    if re.match(rf"(?:{words.purposes})\b", phrase.after, re.IGNORECASE):
        return True
    return phrase.key not in HASHES and not says_something(phrase.before, words)


def _finding(phrase: KeyPhrase, text: Text) -> Finding:
    said = f"{phrase.key} {phrase.after[:60]}".strip()
    message = f"Key {phrase.key} is said before what it does: “press {said}”."
    remedy = f"Say what it does first, and the key last: “…, press {phrase.key}.”"
    if phrase.after:
        remedy = f"Say “{phrase.after[:1].upper()}{phrase.after[1:60]}, press {phrase.key}.”"
    return Finding(text.path, message, remedy, text.language)
