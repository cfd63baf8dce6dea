"""Ask for one digit a choice, tell few extra keys at a time, and never say “press or say”.

Why: Every rule that has to be kept in mind takes room from the choice itself.

Who is shut out: people with little working memory, dementia, a brain injury or a learning disability; people whose
hands shake or slip; people who press keys with a stick or a switch; people with an attention deficit

Source: W3C COGA research module Voice Systems and Conversational Interfaces,
https://raw.githack.com/w3c/coga/research-modules-wd-1/issue-papers/Conversational-Voice-Systems.html (W3C draft: “avoid
… complex digit combinations”, and too many rules); ACIxD wiki, modality,
http://acixd.org/wiki/doku.php?id=chapter_-_9_modality (professional body: do not offer speaking or pressing as a choice
up front). How many keys may be told at once is ours: limits `simple-input-reserved`, `simple-input-recited` and
`simple-input-small-menu`.

An option is on one key here, so what can go wrong are words: two presses for one choice (“press 12”, “press star, then
4”, “press and hold”), and “press 1 or say bins”, which a machine without ears says in vain. And menus that recite the
keys that work everywhere: at most three of 0, 5, 7, 9, star and hash in the first menu, two in each later one. Star, 9
and 0 may be told together where a menu has two options or fewer. Reviews and confirmations are left out, where callers
need to know them all. “Press 55” on a 999 call and numbers that people know, such as 101, are meant as they are. In a
language whose words for keys are not known, only a person can tell.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: This is the library. Press or say a number.
    options:
      1: {for: opening hours, goto: times}
    otherwise: times
  times:
    kind: end
    prompt: We are open from nine to five. Goodbye.
```

```yaml
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options:
      1: {for: opening hours, goto: times}
    also: >-
      For a person, press 0. For emergency help, press 5. For a slower pace, press 7. To hear this again, press 9.
    otherwise: times
  times:
    kind: end
    prompt: We are open from nine to five. Goodbye.
```

Good:

```yaml
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options:
      1: {for: opening hours, goto: times}
    also: To hear this again, press 9. To go back, press star. For a person, press 0.
    otherwise: times
  times:
    kind: end
    prompt: We are open from nine to five. Goodbye.
```
"""

import re
from collections.abc import Iterator
from functools import cache

from ivr.call.keys import AGAIN, BACK, PERSON, RESERVED, Key
from ivr.check.finding import Finding
from ivr.check.first_steps import first_asking, spoken_texts
from ivr.check.key_meanings import knows, named_keys
from ivr.check.limits import limit
from ivr.check.places import once, spoken_at
from ivr.check.survey import Survey, Visit, survey_of
from ivr.check.texts import Text, texts
from ivr.check.words.key_combinations import KEY_COMBINATIONS, SHORT_NUMBERS
from ivr.check.words.left_to_people import languages_left
from ivr.check.words.phrase_list import primary
from ivr.check.words.speaking import SPEAKING
from ivr.menu.flow import Flow
from ivr.menu.types import Prompt, found

NAME = "simple-input"
LEVEL = "warning"
NUMBER = "V42"
CALLERS = ("memory", "motor", "anxiety")

_TOGETHER = frozenset({PERSON, AGAIN, BACK})
_SENTENCE_END = re.compile(r"(?<=[.?!;])\s+")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every text that asks for more than one press a choice, and every menu that recites too many keys."""
    unknown: set[str] = set()
    for text in texts(flow):
        if knows(text.language):
            yield from _not_simple(text)
        else:
            unknown.add(text.language)
    survey = survey_of(flow)
    first = first_asking(survey)
    yield from once(
        finding
        for language in flow.editions
        for name, visit in survey.visits(language).items()
        if visit.asks and visit.options and visit.node.role is None
        for finding in _recited(survey, visit, first=name in first)
    )
    yield from languages_left(
        unknown,
        "Read the texts of this language: is one press enough for each choice, and are few extra keys told?",
    )


def _not_simple(text: Text) -> Iterator[Finding]:
    language = primary(text.language)
    for sentence in _SENTENCE_END.split(text.words):
        pressed = next(
            (m for p in _combinations(language) for m in p.finditer(sentence) if _counts(m, sentence)), None
        )
        if pressed:
            yield Finding(
                text.path,
                f"One choice takes more than one press: “{pressed[0]}”.",
                "Put the choice on one key, such as “For bins, press 1.” Divide the menu if the keys run out.",
                text.language,
            )
        either = _either(language).search(sentence)
        if either:
            yield Finding(
                text.path,
                f"Callers are offered to press or to speak: “{either[0]}”. This line hears keys only.",
                "Name the key alone: “For bins, press 1.”",
                text.language,
            )


def _counts(match: re.Match[str], sentence: str) -> bool:
    """Whether keys that are pressed together are a choice of this line, and not a number or part of a 999 call."""
    number = match.groupdict().get("number")
    return not (number in SHORT_NUMBERS if number else re.search(r"\b(?:999|112)\b", sentence))


def _recited(survey: Survey, visit: Visit, *, first: bool) -> Iterator[Finding]:
    flow = survey.flow
    most = int(limit(flow, "simple-input-reserved" if first else "simple-input-recited", visit.node_id))
    if len(_ever_named(survey, visit)) <= most:
        return
    small = len({edge.key for edge in visit.options}) <= limit(flow, "simple-input-small-menu", visit.node_id)
    for turn in visit.pages:
        keys: dict[Key, None] = {}
        for words, language in spoken_texts(visit, flow.line, turn):
            keys |= {named.key: None for named in named_keys(words, language) if named.key in RESERVED}
        together = not first and small and _TOGETHER.issuperset(keys)
        if len(keys) > most and not together:
            also = ("nodes", visit.node_id, "also")
            yield Finding(
                spoken_at(
                    flow, visit.language, visit.node_id, "also" if flow.source.plain(also) else "prompt"
                ),
                f"“{visit.node_id}” tells {len(keys)} extra keys ({', '.join(keys)}) besides its choices; "
                f"{most} are the most {'in a first menu' if first else 'in a later menu'}.",
                "Leave out those that callers have been told before; they keep working all the same.",
                visit.language,
            )
            return


def _ever_named(survey: Survey, visit: Visit) -> set[Key]:
    """Return the reserved keys that are named in any words of a node, also after silence or a wrong key."""
    edition = survey.flow.editions[visit.language]
    own = edition.own_phrases
    prompts = [prompt for _, prompt in found((visit.node, own.no_input, own.no_match, own.emergency), Prompt)]
    prompts += [edition.line.notice] if edition.line.notice else []
    return {
        named.key
        for prompt in prompts
        for language in {prompt.language or survey.flow.source_language, visit.language}
        for named in named_keys(edition.spoken(prompt.words), language)
        if named.key in RESERVED
    }


@cache
def _combinations(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in KEY_COMBINATIONS[language])


@cache
def _either(language: str) -> re.Pattern[str]:
    return re.compile("|".join(SPEAKING[language].either), re.IGNORECASE)
