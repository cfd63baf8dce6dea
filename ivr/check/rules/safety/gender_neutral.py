"""Guess nobody's gender: no “sir” or “madam”, no “he or she”, no titles.

Why: A wrong guess tells callers that they were not heard, or that somebody has found them out. Nobody can tell gender
from a voice or a name, and a recorded line knows neither.

Who is shut out: people who are trans or non-binary; people who are often taken for somebody else on the telephone;
people whose partner is of the same gender

Source: GIRES, Handling telephone calls, https://www.gires.org.uk/employment/handling-telephone-calls (charity, written
for 999 operators: “Trans people are often particularly sensitive to being misgendered when using the telephone”); NHS
digital service manual, sex, gender and sexuality,
https://service-manual.nhs.uk/content/inclusive-content/sex-gender-and-sexuality (public guideline); GOV.UK Design
System, Names, https://design-system.service.gov.uk/patterns/names/ (public guideline: “Avoid asking users for their
title”).

Addressing somebody as a man or a woman is an error. “He”, “she” and what goes with them, titles, and words such as
“husband” are warnings: there is nearly always another word. What stands in quotation marks is left alone, and so are
names: “Her Majesty’s”, “Sir John Moore School”.

Bad:

```yaml
nodes:
  main:
    kind: end
    prompt: Thank you, sir or madam. Goodbye.
```

```yaml
nodes:
  main:
    kind: end
    prompt: An officer will ring you. He or she will hide their number. Goodbye.
```

Good:

```yaml
nodes:
  main:
    kind: end
    prompt: Thank you. An officer will ring you, and they will hide their number. Goodbye.
```
"""

import re
from collections.abc import Iterator

from ivr.check.finding import Finding
from ivr.check.texts import Text, texts
from ivr.check.words.gendered_words import ADDRESSES, GUESSES
from ivr.check.words.left_to_people import languages_left
from ivr.check.words.phrase_list import PhraseList
from ivr.check.words.quoted import unquoted
from ivr.menu.flow import Flow

NAME = "gender-neutral"
LEVEL = "error"
NUMBER = "V57"
CALLERS = ("lgbt",)

_NAME_AFTER = re.compile(r"(?:['’]s)?\s+[A-Z]")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every text that guesses a gender."""
    unknown: set[str] = set()
    for text in texts(flow):
        if not ADDRESSES.knows(text.language):
            unknown.add(text.language)
            continue
        addressed = _found(ADDRESSES, text)
        if addressed:
            said, instead = addressed
            yield Finding(
                text.path,
                f"This addresses callers as a man or a woman: {said}.",
                instead,
                text.language,
            )
        guessed = _found(GUESSES, text)
        if guessed:
            said, instead = guessed
            yield Finding(
                text.path,
                f"This guesses somebody's gender, or gives them a title: {said}.",
                instead,
                text.language,
                level="warning",
            )
    yield from languages_left(
        unknown, "Read the texts: does any address a man or a woman, or guess who somebody is?"
    )


def _found(phrases: PhraseList, text: Text) -> tuple[str, str] | None:
    """Return the phrases of a text, as a list of words, and what to say instead of the first."""
    plain = unquoted(text.words)
    found = [
        (match, instead)
        for match, instead in phrases.found(plain, text.language)
        if not _is_name(match, plain)
    ]
    if not found:
        return None
    said = dict.fromkeys(f"“{match[0].strip()}”" for match, _ in found)
    return ", ".join(said), found[0][1]


def _is_name(match: re.Match[str], text: str) -> bool:
    """Whether a word that is found is part of a name: “Sir John Moore School”, “Her Majesty's”, “the She Project”."""
    word = match[0]
    if not word[:1].isupper() or word.rstrip(".").casefold() in ("mr", "mrs", "ms", "mx", "miss"):
        return False
    begins = match.start() == 0 or text[: match.start()].rstrip().endswith((".", "?", "!", ":"))
    names = word.casefold() in ("sir", "his", "her") or not begins
    return names and _NAME_AFTER.match(text, match.end()) is not None
