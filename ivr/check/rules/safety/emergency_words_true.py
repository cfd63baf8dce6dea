"""Promise no help for silence or for 55, and say 999 wherever somebody may think that a person listens.

Why: Pressing 55 works only on a 999 call, when a recording asks for it. Whoever is told, or half hears, that it works
here waits for help that does not come. And whoever tells a recording of danger must know that nobody hears it now.

Who is shut out: people in danger; people who are watched and cannot speak; people who do not speak; children

Source: Cambridgeshire Constabulary, silent 999 calls,
https://www.cambs.police.uk/information-and-services/Contact/Silent-999-Calls (public guideline, of 999 calls only);
West Midlands Police, https://west-midlands.police.uk/your-options/silent-999-calls (public guideline); 101 callers
told to end the call and dial 999,
https://scottishlegal.com/articles/callers-abandon-thousands-of-calls-to-police-101-number (press).

A sentence that speaks of 55, or of keeping silent, has to name 999 itself: a caller may hear no other. Silence that
only repeats the choices, keeps a message or leads to a person is no promise. A sentence that denies it (“55 does not
work here”) is only advised to name 999, as half of it may be heard. A recording says 999 in its own words; another
node that is `sensitive` does, unless a node on every way to it has. That nobody listens now is advised: before the
beep, or on every way there. Nor may a line say that help is on its way, or that it finds whoever calls. A line that
says of itself `emergency_relevant: no` is asked only the first half.

Bad:

```yaml
nodes:
  main:
    kind: end
    prompt: If you cannot speak, press 55 and we will help you.
```

```yaml
nodes:
  main:
    kind: end
    prompt: You have pressed the emergency key. Help is on its way to you.
```

```yaml
nodes:
  message:
    kind: record
    prompt: Tell us what happened. Nobody is listening now.
    longest: 3 minutes
    silence: 15 seconds
    recorded: bye
    empty: bye
  bye:
    kind: end
    prompt: Goodbye.
```

Good:

```yaml
nodes:
  message:
    kind: record
    prompt: >-
      If you cannot speak, ring 999 from a mobile and press 55 when that 999 call asks you to. Nobody is listening now.
    longest: 3 minutes
    silence: 15 seconds
    recorded: bye
    empty: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator, Mapping

from ivr.call.turn import NodeId
from ivr.check.finding import Finding
from ivr.check.node_words import NodeWords, words_at_nodes
from ivr.check.on_every_way import behind
from ivr.check.survey import survey_of
from ivr.check.texts import Text, texts
from ivr.check.words.left_to_people import languages_left
from ivr.check.words.message_words import EMERGENCY_NUMBER, MESSAGE_WORDS
from ivr.check.words.phrase_list import primary
from ivr.check.words.sentences import beginning, sentences
from ivr.check.words.silent_help import FIFTY_FIVE, SILENT_HELP
from ivr.menu.edition import Edition
from ivr.menu.flow import Flow
from ivr.menu.nodes.record import Record

NAME = "emergency-words-true"
LEVEL = "error"
NUMBER = "V54"
CALLERS = ("danger", "speech", "deaf", "lgbt")

_REMEDY = (
    "Take it out, or say in this very sentence that it is true of a 999 call: “When the recorded message on that 999 "
    "call asks you to, press 55.”"
)


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every false promise, and every place where 999 should be said and is not."""
    unknown: set[str] = set()
    for text in texts(flow):
        if primary(text.language) in SILENT_HELP:
            yield from _promised(text)
        else:
            unknown.add(text.language)
    yield from languages_left(
        unknown,
        "Read the texts: does any promise help to somebody who keeps silent or presses 55 on this line?",
    )
    if flow.line.emergency_relevant is not False:
        for language, table in words_at_nodes(flow).items():
            yield from _unsaid(flow, language, table)


def _promised(text: Text) -> Iterator[Finding]:
    """Yield the sentences that speak of 55, or of silence, and not of 999."""
    words = SILENT_HELP[primary(text.language)]
    for sentence in sentences(text.words):
        if EMERGENCY_NUMBER.search(sentence):
            continue
        if words.coming.search(sentence) and not words.denial.search(sentence):
            yield Finding(
                text.path,
                f"“{beginning(sentence)}” promises help that this line cannot send.",
                "Say what does bring help: “If you are in danger, hang up and ring 999.”",
                text.language,
            )
            continue
        fives = FIFTY_FIVE.search(sentence) or words.double_five.search(sentence)
        silent = words.silence.search(sentence) and (
            words.promise.search(sentence) or not words.harmless.search(sentence)
        )
        signal = words.signals.search(sentence) and not words.denial.search(sentence)
        if not (fives or signal or silent):
            continue
        what = "55" if fives else "a sign without words" if signal else "silence"
        if fives and words.denial.search(sentence):
            yield Finding(
                text.path,
                f"Somebody who hears only half of “{beginning(sentence)}” may think that {what} works on this line.",
                "Name 999 in the same sentence: “55 works only on a 999 call, never on this line.”",
                text.language,
                level="advice",
            )
        else:
            yield Finding(
                text.path,
                f"“{beginning(sentence)}” can be heard as a promise that {what} brings help on this line.",
                _REMEDY,
                text.language,
            )


def _unsaid(flow: Flow, language: str, table: Mapping[NodeId, NodeWords]) -> Iterator[Finding]:
    """Yield the nodes where 999 should be said in a language, and is not."""
    survey = survey_of(flow)
    edition = flow.editions[language]
    saying = {name for name, said in table.items() if _names_it(said.words, edition)}
    told = behind(survey, saying)
    words = MESSAGE_WORDS.get(primary(language))
    nobody = {name for name, said in table.items() if words and words.nobody_now.search(said.words)}
    told_nobody = behind(survey, nobody)
    for name, said in table.items():
        if name not in survey.edges or not said.translated:
            continue
        node = flow.nodes[name]
        records = isinstance(node, Record)
        if name not in saying and (records or (node.sensitive and name not in told)):
            yield Finding(
                said.path,
                "Nothing here says what to do in danger, and somebody may be leaving a message about it."
                if records
                else "Somebody in danger may be here, and not every way here has told them to ring 999.",
                "Add “If you are in danger, hang up and ring 999.”",
                language,
            )
        if records and words and name not in nobody and name not in told_nobody:
            yield Finding(
                said.path,
                "A caller is not told that nobody listens to this message at this moment.",
                "Add “Nobody is listening now.”, with when somebody will, if that is certain.",
                language,
                level="advice",
            )


def _names_it(words: str, edition: Edition) -> bool:
    """Whether words name an emergency number, written or as this line speaks it."""
    spoken = [edition.line.say_as[number] for number in ("999", "112") if number in edition.line.say_as]
    return EMERGENCY_NUMBER.search(words) is not None or any(said in words for said in spoken)
