"""Offer each language in that language, by its own voice, within the first 20 seconds.

Why: Whoever needs another language does not understand an offer in this one, and hangs up before it comes.

Who is shut out: people who speak another language

Source: WCAG 2.2, 3.1.2 Language of Parts, https://www.w3.org/WAI/WCAG22/Understanding/language-of-parts (W3C standard
for the web, carried over); Welsh Language Standards on telephone calls (greet in Welsh),
https://www.tsw.co.uk/terms-and-conditions/welsh-standards/ (law, a provider's list of it read). The 20 seconds, and
three languages offered by voice, are ours.

The words of an option that changes the language have to be of that language: `1: {for: {words: polskiego, language:
pl}, language: pl, …}`. The sentence around them, `option_for` or `option_to`, has to be translated under
`translations: pl: line: phrases:`. A language that no option offers can never be heard. With more than three
languages the offers themselves take long.

Bad:

```yaml
line:
  name: An example
  start: main
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
    pl: {name: Polski, voice: Polly.Ola-Neural, locale: pl-PL}
    cy: {name: Cymraeg, voice: Polly.Gwyneth, locale: cy-GB}
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: Polish, goto: bye, language: pl}
    otherwise: bye
  bye: {kind: end, prompt: Goodbye.}
```

Good:

```yaml
line:
  name: An example
  start: main
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
    pl: {name: Polski, voice: Polly.Ola-Neural, locale: pl-PL}
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {to: {words: mówić po polsku, language: pl}, goto: bye, language: pl}
    otherwise: bye
  bye: {kind: end, prompt: Goodbye.}
translations:
  pl:
    line: {phrases: {option_to: "Aby {words}, naciśnij {key}."}}
```
"""

from collections.abc import Iterator

from ivr.call.turn import NodeId
from ivr.check.finding import Finding, Path
from ivr.check.limits import limit
from ivr.check.survey import survey_of
from ivr.check.survey.hearing import seconds_to_keys
from ivr.check.words.phrase_list import primary
from ivr.check.words.telling_languages import ENGLISH_NAMES, SMALL_WORDS, seems_to_be
from ivr.menu.complaints import as_written
from ivr.menu.flow import Flow
from ivr.menu.nodes.menu import Option
from ivr.menu.types import found

NAME = "language-offered-in-itself"
LEVEL = "warning"
NUMBER = "V49"
CALLERS = ("languages",)


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every language that is not offered, or not in itself, or late."""
    own = flow.source_language
    others = [code for code in flow.line.languages if code != own]
    if not others:
        yield Finding(("line", "languages"), "This line has one language.", outcome="does-not-apply")
        return
    most = limit(flow, "language-offered-in-itself-languages")
    if len(flow.line.languages) > most:
        yield Finding(
            ("line", "languages"),
            f"This line has {len(flow.line.languages)} languages, and more than {most:g} take long to offer by voice.",
            "Give the smaller ones a number of their own, or an interpreter: “For another language, press 8.”",
            level="advice",
        )
    for code in others:
        yield from _offers(code, flow)
    yield from _words(flow)


def _offers(code: str, flow: Flow) -> Iterator[Finding]:
    offered = _offering(code, flow)
    if not offered:
        yield Finding(
            ("line", "languages", code),
            f"No option offers “{code}”, so no caller can choose it.",
            f"Add an option with `language: {code}` to the first menu, in the words of that language.",
            code,
            at_key=True,
        )
        return
    survey = survey_of(flow)
    named = {(told.node, str(told.key)): told.seconds for told in seconds_to_keys(survey)}
    soonest = min((named[place] for place in offered if place in named), default=None)
    most = limit(flow, "language-offered-in-itself-seconds")
    if soonest is not None and soonest > most:
        name, key = min((place for place in offered if place in named), key=lambda place: named[place])
        yield Finding(
            ("nodes", name, "options", key),
            f"“{code}” is offered after about {soonest:.0f} seconds, and the limit is {most:g}.",
            "Offer it in the first menu, before the other choices.",
            code,
            at_key=True,
        )


def _offering(code: str, flow: Flow) -> list[tuple[NodeId, str]]:
    """Return the options of the file's own language that lead to another: their nodes and keys."""
    return [
        (name, str(path[-1]))
        for name, node in flow.nodes.items()
        for path, option in found(node, Option)
        if option.language == code
    ]


def _words(flow: Flow) -> Iterator[Finding]:
    """Yield every offer in other words than those of the language that it offers, in every edition."""
    own = flow.source_language
    told: set[int] = set()
    for language, edition in flow.editions.items():
        for name, node in edition.nodes.items():
            for path, option in found(node, Option):
                if option.language is None or id(option.words) in told:
                    continue
                told.add(id(option.words))
                place: Path = ("nodes", name, *as_written(path))
                here = place if language == own else ("translations", language, *place)
                yield from _offer(option, here, option.words.language or own, flow)


def _offer(option: Option, path: Path, spoken: str, flow: Flow) -> Iterator[Finding]:
    code, words = str(option.language), option.words.words
    form = "to" if option.to else "for"
    seems = seems_to_be(words)
    if spoken != code:
        yield Finding(
            path,
            f"“{words}” offers “{code}”, and the voice of “{spoken}” reads it.",
            "Write it in that language, and say so, so that its own voice reads it: "
            f"`{form}: {{words: …, language: {code}}}`.",
            code,
        )
    elif any(name in words for name in ENGLISH_NAMES.get(primary(code), ())):
        yield Finding(
            path,
            f"“{words}” offers “{code}” by its English name, read by the voice of “{code}”.",
            "Write it as people who speak the language do.",
            code,
        )
    elif _around_it(code, form, flow):
        yield Finding(
            path,
            f"The words around “{words}” are those of “{flow.source_language}”, read by the voice of “{code}”.",
            f"Write `option_{form}` under `translations: {code}: line: phrases:`.",
            code,
        )
    elif primary(code) not in SMALL_WORDS or (seems and seems != primary(code)):
        yield Finding(
            path,
            f"Nothing here can tell whether “{words}” is “{code}”.",
            "Let somebody who speaks it listen to the offer.",
            code,
            outcome="needs-a-person",
        )


def _around_it(code: str, form: str, flow: Flow) -> bool:
    """Whether the sentence that an option's words stand in is still that of the file's own language."""
    if code == flow.source_language:
        return False
    name = f"option_{form}"
    theirs = flow.editions[code].own_phrases
    return getattr(theirs, name) is getattr(flow.line.phrases, name)
