"""Let keys do everything: nothing but leaving a message may need speech.

Why: A machine that wants to be spoken to does not understand many people, and some do not speak at all.

Who is shut out: people who stammer; people with aphasia or slurred speech; people who do not speak, or use a
communication aid; deaf people; people with an accent the machine does not know; people who must not be overheard

Source: US Access Board, 36 CFR 1193.41 (h), http://edocket.access.gpo.gov/cfr_2003/julqtr/36cfr1193.41.htm (US
regulation: operable without speech); EN 301 549 v3.2.1, clause 6.4 (standard); W3C, Natural Language Interface
Accessibility User Requirements, https://www.w3.org/TR/naur/ (W3C note); people who stutter and speech recognition, CHI
2023, doi 10.1145/3544548.3581224 (study).

No kind of node here takes speech in place of a key, so two things can go wrong. Words can ask callers to say something
where the line cannot hear it: "Please say yes or no." And a recording can be the only way on: where it takes a detail
that the call cannot go on without (`collects:`), a caller who says nothing has to come somewhere else than to the same
question or to the end. Leaving a message is left to another-way-in. In a language whose words for speaking are not
known, only a person can tell.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Is that right? Please say yes or no.
    options:
      1: {to: agree, goto: bye}
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```

```yaml
nodes:
  card:
    kind: record
    collects: [reference]
    prompt: What is the number of your card? Speak after the beep.
    longest: 1 minute
    silence: 10 seconds
    recorded: bye
    empty: card
  bye:
    kind: end
    prompt: Goodbye.
```

Good:

```yaml
nodes:
  main:
    kind: menu
    prompt: Is that right? You do not need to speak.
    options:
      1: {to: say that it is right, goto: name}
    otherwise: bye
  name:
    kind: record
    collects: [name]
    prompt: You can say your name after the beep, or press hash to skip this.
    longest: 1 minute
    silence: 10 seconds
    recorded: bye
    empty: bye-unnamed
  bye-unnamed: {kind: end, prompt: Thank you. Goodbye.}
  bye: {kind: end, prompt: Goodbye.}
```
"""

import re
from collections.abc import Iterator
from functools import cache

from ivr.call.turn import NodeId
from ivr.check.finding import Finding, node_of
from ivr.check.key_meanings import named_keys
from ivr.check.survey import Survey, survey_of
from ivr.check.texts import Text, texts
from ivr.check.words.sentences import beginning
from ivr.check.words.speaking import SPEAKING, SpeakingWords
from ivr.menu.flow import Flow

NAME = "keys-do-everything"
LEVEL = "error"
NUMBER = "V37"
CALLERS = ("speech", "deaf", "languages", "danger")

_SENTENCE_END = re.compile(r"(?<=[.?!;])\s+")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every text that asks for speech where none is heard, and every recording that is the only way on."""
    survey = survey_of(flow)
    unknown: dict[str, None] = {}
    for text in texts(flow):
        if not knows(text.language):
            unknown[text.language] = None
        elif not _leads_to_a_beep(survey, text):
            yield from _asked_to_speak(text)
    yield from _only_by_speaking(survey)
    for language in unknown:
        yield Finding(
            ("line", "languages", language),
            "The words of this language for speaking are not known here: are callers asked to say something where "
            "only a key can be taken?",
            "Read the texts of this language: only those before a beep may ask for speech.",
            language,
            outcome="needs-a-person",
        )


def knows(language: str) -> bool:
    """Whether the words of a language for speaking are known."""
    return language.partition("-")[0] in SPEAKING


def _asked_to_speak(text: Text) -> Iterator[Finding]:
    for sentence in _SENTENCE_END.split(text.words):
        if not _pattern(_words(text).asks).search(sentence):
            continue
        either = _pattern(_words(text).either).search(sentence)  # which is what simple-input is about
        if not either and not named_keys(sentence, text.language):
            yield Finding(
                text.path,
                f"Callers are asked to speak, and this step cannot hear them: “{beginning(sentence)}”",
                "Offer a key for it: “To say yes, press 1.” Or take speech with a node of the kind record.",
                text.language,
            )


def _leads_to_a_beep(survey: Survey, text: Text) -> bool:
    """Whether a text stands before a recording: there, or where the call goes on to one by itself."""
    visits = survey.visits()
    waiting, seen = [NodeId(node_of(text.path) or "")], set[NodeId]()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in visits:
            continue
        seen.add(name)
        if visits[name].records:
            return True
        waiting += [edge.to for edge in visits[name].to("words") if edge.to and not edge.back]
    return False


def _only_by_speaking(survey: Survey) -> Iterator[Finding]:
    for name, visit in survey.visits().items():
        if not visit.node.collects or not visit.records:
            continue
        for edge in visit.to("empty"):
            stuck = edge.to is None or _comes_back(survey, edge.to, name)
            if stuck:
                yield Finding(
                    ("nodes", name, "empty"),
                    f"“{name}” takes a detail by speech alone: whoever says nothing is asked for it again.",
                    "Let `empty:` lead on without it, or to a step that takes it by keys.",
                )
                break


def _comes_back(survey: Survey, here: NodeId, name: NodeId) -> bool:
    """Whether a call comes from one node to another without anybody doing anything."""
    seen: set[NodeId] = set()
    waiting = [here]
    while waiting:
        here = waiting.pop()
        if here == name:
            return True
        if here not in seen:
            seen.add(here)
            waiting += [edge.to for edge in survey.visits()[here].to("words") if edge.to]
    return False


def _words(text: Text) -> SpeakingWords:
    return SPEAKING[text.language.partition("-")[0]]


@cache
def _pattern(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)
