"""Name the emergency number in the first words, before any choice, in every language.

Why: Somebody in danger who has rung the wrong number hears at once what to do, and loses no time in a menu.

Who is shut out: people in danger; children; people who panic; people who cannot listen for long

Source: Ireland, Centre for Excellence in Universal Design, customer communications toolkit,
http://publicservice.universaldesign.ie/digital21.html (guideline: “information that is important to the caller should
be presented at the beginning”); NHS digital service manual, https://service-manual.nhs.uk/content/how-we-write (public
guideline: “start with the most important information”); Scottish Legal News on calls to 101,
https://scottishlegal.com/articles/callers-abandon-thousands-of-calls-to-police-101-number (press: callers are told to
hang up and dial 999). The first 30 words are ours.

This is asked of a line that says so (`emergency_relevant: yes`), or whose kind is police, health, fire or
domestic-abuse. Every way a call can open is looked at, by day and by night, in every language of the line. What a
demonstration says first is not counted. Words such as “this is not 999” do not tell anybody what to do.

Bad:

```yaml
line:
  name: Night line
  kind: police
  start: welcome
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
nodes:
  welcome:
    kind: menu
    prompt: Thank you for ringing the night line.
    options:
      1: {to: leave a message, goto: danger}
    also: If you are in danger, ring 999.
    otherwise: danger
  danger:
    kind: end
    prompt: If you are in danger, ring 999. Goodbye.
```

Good:

```yaml
line:
  name: Night line
  kind: police
  start: welcome
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
nodes:
  welcome:
    kind: menu
    prompt: If you are in danger, hang up and ring 999. Thank you for ringing the night line.
    options:
      1: {to: leave a message, goto: danger}
    otherwise: danger
  danger:
    kind: end
    prompt: If you are in danger, ring 999. Goodbye.
```
"""

from collections.abc import Iterator

from ivr.check.finding import Finding
from ivr.check.key_phrases import key_phrases, words_of
from ivr.check.limits import limit
from ivr.check.opening_words import Opening, opening_words
from ivr.check.words.emergency_numbers import emergency_numbers
from ivr.check.words.sentences import count_heard
from ivr.menu.flow import Flow

NAME = "emergency-first"
LEVEL = "error"
NUMBER = "V12"
CALLERS = ("danger", "anxiety", "memory")

RELEVANT = frozenset({"police", "health", "fire", "domestic-abuse"})
"""The kinds of line that people in danger may ring."""


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every language in which the emergency number is not in the first words."""
    line = flow.line
    relevant = line.kind in RELEVANT if line.emergency_relevant is None else line.emergency_relevant
    if not relevant:
        yield Finding(
            ("line", "kind"),
            "This line is not one that people in danger would ring.",
            outcome="does-not-apply",
        )
        return
    for language, edition in flow.editions.items():
        for opening in opening_words(edition):
            most = limit(flow, "emergency-first-words", str(opening.path[1]))
            why = _missing(opening, int(most))
            if why:
                translated = ("translations", language, *opening.path)
                yield Finding(
                    translated if flow.source.plain(translated) is not None else opening.path,
                    why,
                    "Begin with words such as “If you are in danger, hang up and ring 999.”",
                    language,
                )


def _missing(opening: Opening, most: int) -> str:
    """Return what is wrong with an opening; "" if the number is among the first words, and before the first key."""
    text = opening.words
    words = words_of(opening.language)
    first_key = next(iter(key_phrases(text, words)), None) if words else None
    number = next(emergency_numbers(text, opening.language), None)
    if number is None:
        return "What callers hear before the first choice does not say what to do in an emergency."
    before = count_heard(text[: number.start()], {})
    if first_key and number.start() > first_key.start:
        return f"What to do in an emergency is said only after the first key, after {before} words."
    if before >= most:
        return (
            f"What to do in an emergency is said only after {before} words; it belongs in the first {most}."
        )
    return ""
