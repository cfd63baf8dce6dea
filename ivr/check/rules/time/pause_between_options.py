"""Pause for half a second or more after each option, and for a beat before its key.

Why: A choice takes a moment to understand. Without a pause the next one is spoken into that moment, and both are lost.

Who is shut out: people with little working memory, dementia, a brain injury or a learning disability; older people;
people who are hard of hearing; people who speak another language

Source: ACIxD wiki, menu design, http://acixd.org/wiki/doku.php?id=menu_design (professional body: 500 to 750
milliseconds between options); W3C COGA, pattern Let Users Avoid Navigating Voice Menus,
https://www.w3.org/WAI/WCAG2/supplemental/patterns/o6p04-voice-menus/ (W3C note: pause). The beat before the key is
ours.

The sentence of an option is built from its words and its key, with 0.75 seconds of silence after it and 0.3 seconds
before “press”. So three things can go wrong. The phrase that makes the sentence has no comma before its last words:
then there is nowhere to pause. A text of your own names keys of options: then nothing pauses between them. Or an
option is a recording: then only somebody who listens can tell. The keys that work everywhere, such as 9 to hear it
again, may be named in a text: they are no choice between things.

Bad:

```yaml
line:
  name: Town line
  start: main
  phrases: {option_for: "For {words} press {key}."}
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
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

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello. For bins, press 1, for trees, press 2.
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
    also: To hear this again, press 9. For a person, press 0.
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator
from itertools import takewhile

from ivr.call.keys import OPTION_KEYS
from ivr.call.speech import Break, Slot, Speech, Words
from ivr.call.verbs import Play, Say
from ivr.check.finding import Finding, Path
from ivr.check.key_phrases import key_phrases, words_of
from ivr.check.limits import limit
from ivr.check.survey import Visit, survey_of
from ivr.check.survey.sounding import key_named, spoken
from ivr.check.texts import texts
from ivr.check.words.phrase_list import primary
from ivr.menu.flow import Flow
from ivr.menu.nodes.menu import Option
from ivr.menu.types import found

NAME = "pause-between-options"
LEVEL = "warning"
NUMBER = "V28"
CALLERS = ("memory", "older", "hard-of-hearing", "languages")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every phrase that leaves no pause, every text that names keys of options, every recorded option."""
    phrases: dict[tuple[Path, str], int] = {}
    for language in flow.editions:
        for visit in survey_of(flow).visits(language).values():
            if visit.options:
                for path in _unpaused(flow, visit):
                    phrases[path, language] = phrases.get((path, language), 0) + 1
                yield from _recorded(visit)
    for (path, language), count in phrases.items():
        yield _finding(flow, path, language, count)
    yield from _named_in_texts(flow)


def _unpaused(flow: Flow, visit: Visit) -> Iterator[Path]:
    """Yield the place of the phrase of each option that leaves too short a pause."""
    gap = limit(flow, "pause-between-options-gap", visit.node_id)
    beat = limit(flow, "pause-between-options-key", visit.node_id)
    options = {str(path[-1]): option for path, option in found(visit.node, Option)}
    for part, _ in spoken(visit.first):
        if not isinstance(part, Say):
            continue
        for place, piece in enumerate(part.speech):
            if not (place and isinstance(piece, Words) and piece.text in options):
                continue
            before, after = _pause_before(part.speech[:place]), _pause_after(part.speech[place + 1 :])
            if (before is not None and before < beat) or after < gap:
                option = options[piece.text]
                yield _phrase(flow, option, visit.language)


def _pause_before(speech: Speech) -> int | None:
    """Return the milliseconds between what an option is for and its key; None if nothing is said before the key."""
    words = [place for place, piece in enumerate(speech) if isinstance(piece, Words | Slot)]
    if len(words) < 3:  # “For”, the words, and “press”: with fewer the key comes before what it is for
        return None
    return sum(piece.milliseconds for piece in speech[words[0] :] if isinstance(piece, Break))


def _pause_after(speech: Speech) -> int:
    """Return the milliseconds of silence at the end of an option."""
    last = takewhile(lambda piece: isinstance(piece, Break), reversed(speech))
    return sum(piece.milliseconds for piece in last if isinstance(piece, Break))


def _phrase(flow: Flow, option: Option, language: str) -> Path:
    path: Path = ("line", "phrases", "option_to" if option.to else "option_for")
    translated: Path = ("translations", language, *path)
    return translated if flow.source.plain(translated) is not None else path


def _finding(flow: Flow, path: Path, language: str, count: int) -> Finding:
    beat = limit(flow, "pause-between-options-key")
    return Finding(
        path,
        f"This phrase leaves no pause before the key, in {count} option{'s' * (count > 1)}; it should be {beat:g} "
        "milliseconds or more.",
        "Put a comma before the words that name the key: “For {words}, press {key}.” The pause is made there.",
        language,
    )


def _recorded(visit: Visit) -> Iterator[Finding]:
    if any(option.words.audio for _, option in found(visit.node, Option)) and any(
        isinstance(part, Play) for part, _ in spoken(visit.first)
    ):
        yield Finding(
            ("nodes", visit.node_id, "options"),
            "Options here are recordings, and nobody can read pauses from their words.",
            "Listen: is there half a second of silence after each option, and a beat before its key?",
            visit.language,
            outcome="needs-a-person",
        )


def _named_in_texts(flow: Flow) -> Iterator[Finding]:
    """Yield the texts that name keys of options, so that no pause stands behind them."""
    for text in texts(flow):
        words = words_of(text.language)
        if words is None or "options" in text.path or "phrases" in text.path:
            continue
        named = [key_named(phrase.key, primary(text.language)) for phrase in key_phrases(text.words, words)]
        keys = [key for key in named if key in OPTION_KEYS]
        if keys:
            yield Finding(
                text.path,
                f"This text names key {' and key '.join(keys)}, without a pause of its own before and after.",
                "Leave it to `options:`, which speaks each choice with its key and pauses after it.",
                text.language,
                level="advice",
            )
