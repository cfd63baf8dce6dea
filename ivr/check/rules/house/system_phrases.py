"""Translate what the system itself says: after a mistake, before goodbye, when something has gone wrong.

Why: Whoever chose their language because they do not speak the other hears the other just when something went wrong,
and cannot know whether the message is lost.

Who is shut out: people who speak another language; people in danger, who are told in it what still works

Source: EN 301 549, 5.1.3.14,
https://www.etsi.org/deliver/etsi_en/301500_301599/301549/03.02.01_60/en_301549v030201p.pdf (standard, read in a copy:
speech output in the language of what is shown); Welsh Language Standards on telephone calls (“deal with the call in
Welsh in its entirety”), https://www.tsw.co.uk/terms-and-conditions/welsh-standards/ (law, a provider's list of it
read).

The texts of the nodes are looked at by `languages-equal`. This is about `phrases`: the words around an option, after
silence and a wrong key, at the time limit, of goodbye and of an error, the names of days. Only those are asked for
that this file can come to. Where the file itself is not in English, the phrases that it does not give stay English,
and would be read by a voice of another language.

Bad:

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
      1: {to: leave a message, goto: bye}
    otherwise: bye
  bye: {kind: end, prompt: Goodbye.}
translations:
  pl:
    line: {phrases: {option_to: "Aby {words}, naciśnij {key}."}}
    nodes:
      main: {prompt: Dzień dobry., options: {1: zostawić wiadomość}}
      bye: {prompt: Do widzenia.}
```

Good:

```yaml
line:
  name: An example
  start: main
  emergency: bye
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
    pl: {name: Polski, voice: Polly.Ola-Neural, locale: pl-PL}
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {to: leave a message, goto: bye}
    otherwise: bye
  bye: {kind: end, prompt: Goodbye.}
translations:
  pl:
    line:
      phrases:
        option_to: "Aby {words}, naciśnij {key}."
        no_input: Nie ma pośpiechu. Powtórzę.
        no_match: Przepraszamy, nie zrozumieliśmy. Powtórzę.
        error: Przepraszamy, coś się nie udało. Prosimy zadzwonić pod 101. Do widzenia.
    nodes:
      main: {prompt: Dzień dobry., options: {1: zostawić wiadomość}}
      bye: {prompt: Do widzenia.}
```
"""

from collections.abc import Iterator
from typing import Final

from ivr.check.finding import Finding
from ivr.check.words.phrase_list import primary
from ivr.menu.flow import Flow
from ivr.menu.nodes.ask import Ask
from ivr.menu.nodes.menu import Menu, Option
from ivr.menu.nodes.record import Record
from ivr.menu.nodes.transfer import Transfer
from ivr.menu.phrases import Phrases
from ivr.menu.placeholders import NEXT_OPEN_DAY, names
from ivr.menu.types import Prompt, found

NAME = "system-phrases"
LEVEL = "error"
NUMBER = None
CALLERS = ("languages", "danger")

_DAYS: Final = (
    "today",
    "tomorrow",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
_MOST_SHOWN: Final = 4


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every language that lacks phrases of the system, with the phrases."""
    asked = False
    needed = _needed(flow)
    for language, edition in flow.editions.items():
        source = language == flow.source_language
        if source and primary(language) == "en":
            continue  # the phrases that a file does not give are English
        asked = True
        if source:
            given = flow.line.phrases.model_fields_set
            missing = [name for name in needed if name not in given]
        else:
            own, theirs = flow.line.phrases, edition.own_phrases
            missing = [name for name in needed if getattr(theirs, name) is getattr(own, name)]
        if missing:
            yield _finding(flow, language, missing, source)
    if not asked:
        yield Finding(("line", "languages"), "This line has one language.", outcome="does-not-apply")


def _needed(flow: Flow) -> list[str]:
    """Return the names of the phrases that some caller can hear, in the order of `Phrases`."""
    menus = [node for node in flow.nodes.values() if isinstance(node, Menu)]
    asks = [node for node in flow.nodes.values() if isinstance(node, Ask)]
    options = [option for menu in menus for _, option in found(menu, Option)]
    prompts = [prompt for node in flow.nodes.values() for _, prompt in found(node, Prompt)]
    said = {
        "option_to": any(option.to for option in options),
        "option_for": any(option.for_ for option in options),
        "no_input": any(menu.no_input is None for menu in menus),
        "no_match": any(menu.no_match is None for menu in menus),
        "no_entry": any(ask.no_input is None for ask in asks),
        "not_accepted": any(ask.not_accepted is None for ask in asks),
        "time_limit": any(isinstance(node, Record) for node in flow.nodes.values()),
        "emergency": flow.line.emergency is None,
        "goodbye": any(isinstance(node, Transfer) for node in flow.nodes.values()),
        "error": True,
    } | dict.fromkeys(_DAYS, any(NEXT_OPEN_DAY in names(prompt.words) for prompt in prompts))
    return [name for name in Phrases.model_fields if said.get(name)]


def _finding(flow: Flow, language: str, missing: list[str], source: bool) -> Finding:
    shown = ", ".join(missing[:_MOST_SHOWN]) + (", …" if len(missing) > _MOST_SHOWN else "")
    count = "A phrase" if len(missing) == 1 else f"{len(missing)} phrases"
    phrase = getattr(flow.line.phrases, missing[0])
    words = (phrase[0] if isinstance(phrase, tuple) else phrase).words
    spoken_in = "en" if source else flow.source_language
    where = "line: phrases:" if source else f"translations: {language}: line: phrases:"
    path = ("line", "phrases") if source else ("translations", language, "line", "phrases")
    written = flow.source.plain(path) is not None
    return Finding(
        path if written else ("line", "languages", language),
        f"{count} of the system {'is' if len(missing) == 1 else 'are'} not there in “{language}” and would be said in "
        f"“{spoken_in}”: {shown}.",
        f"Write {missing[0]}: under `{where}`, in place of “{words}”"
        + (", and the others likewise." if len(missing) > 1 else "."),
        language,
        at_key=True,
    )
