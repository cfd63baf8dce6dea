"""Say “press” for a choice, “enter” for digits, and “star”, “hash” and “zero” for the keys.

Why: Whoever has to work out what “hit pound” or “key in” means loses the words that follow.

Who is shut out: people who speak another language; people with a learning disability; people who are new to telephones
with keys

Source: Menu conventions published as ISO/IEC 13714, http://www.itams.co.uk/ivr-standards.htm (vendor summary, its
attribution doubtful); IBM Voice Response, wording of prompts (“hash” in the United Kingdom),
https://docs.blueworx.com/BVR/InfoCenter/V7/AIX/help/topic/com.ibm.wvraix.desman.doc/i630600.html (vendor). The list is
ours.

The words around a key are the line's own phrases, which a file may change, so this looks at those, too, and at all free
text. The signs * and # are to be written as words: voices read them in many ways. “Dial 999” is how people speak of
ringing somebody, and “101: one oh one” in the table `say_as` how they know a number: neither is meant. In a language
without a list, only a person can tell.

Bad:

```yaml
nodes:
  main:
    kind: ask
    prompt: Please key in your reference. Then hit the pound key.
    answer: earlier
    accept: reference
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
    kind: ask
    prompt: In an emergency, dial 999. Please enter your reference. Then press hash. The key in your hand is not needed.
    answer: earlier
    accept: reference
    entered: bye
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

import re
from collections.abc import Iterator
from typing import Final

from ivr.check.finding import Finding
from ivr.check.texts import texts
from ivr.check.words.key_words import KEY_WORDS, SIGNS
from ivr.check.words.left_to_people import languages_left
from ivr.check.words.phrase_list import primary
from ivr.menu.flow import Flow

NAME = "standard-key-words"
LEVEL = "warning"
NUMBER = "V19"
CALLERS = ("languages", "memory", "older")

_SIGN: Final = re.compile(r"(?<!\S)[“\"‘']?([*#])(?=[”\"’']?(?:[\s.,;:?!]|$))")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every word for a key, or for pressing one, that is not the usual one."""
    unknown: set[str] = set()
    for text in texts(flow):
        if not KEY_WORDS.knows(text.language):
            unknown.add(text.language)
        for match, instead in KEY_WORDS.found(text.words, text.language):
            yield Finding(
                text.path,
                f"“{match[0]}” is not the word that most callers know.",
                f"Say “{instead}”.",
                text.language,
            )
        for match in _SIGN.finditer(text.words):
            word = SIGNS[match[1]].get(primary(text.language), "the key's name")
            yield Finding(
                text.path,
                f"The sign {match[1]} is read aloud differently by each voice.",
                f"Write the word: “{word}”.",
                text.language,
            )
    yield from languages_left(unknown, "Read the texts aloud: are keys called what everybody calls them?")
