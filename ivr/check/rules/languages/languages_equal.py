"""Let every language have every text, with the same numbers, keys and answers read back.

Why: Whoever needs the smaller language otherwise loses part of the service, or hears the other language just when it
matters.

Who is shut out: people who speak another language; deaf people who hear a menu typed in their language; people in
danger

Source: EN 301 549, 5.1.3.14,
https://www.etsi.org/deliver/etsi_en/301500_301599/301549/03.02.01_60/en_301549v030201p.pdf (standard, read in a copy);
Welsh Language Standards on telephone calls (“deal with the call in Welsh in its entirety”),
https://www.tsw.co.uk/terms-and-conditions/welsh-standards/ (law, a provider's list of it read).

Keys and where they lead are the same in every language of a file. What can go wrong is that a text of a node, or what
a demonstration says first, is not translated; that a number or a placeholder is lost on the way; or that another key
is named. A text with its own `language:` is meant as it is. Where a translation has far fewer or more sentences, or
where a number may have been written in words, a person has to compare.

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
    prompt: In danger, ring 999.
    options:
      1: {to: leave a message, goto: bye}
    also: To hear this again, press 9.
    otherwise: bye
  bye: {kind: end, prompt: Goodbye.}
translations:
  pl:
    nodes:
      main:
        prompt: W niebezpieczeństwie zadzwoń pod 112.
        also: Aby usłyszeć to ponownie, naciśnij 8.
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
    prompt: In danger, ring 999.
    options:
      1: {to: leave a message, goto: bye}
    also: To hear this again, press 9.
    otherwise: bye
  bye: {kind: end, prompt: Goodbye.}
translations:
  pl:
    nodes:
      main:
        prompt: W niebezpieczeństwie zadzwoń pod 999.
        options: {1: zostawić wiadomość}
        also: Aby usłyszeć to ponownie, naciśnij 9.
      bye: {prompt: Do widzenia.}
```
"""

import re
from collections.abc import Iterator
from typing import Final

from ivr.check.finding import Finding, Path
from ivr.check.key_phrases import words_of
from ivr.check.limits import limit
from ivr.check.texts import Text
from ivr.check.words.sentences import sentences
from ivr.check.words.told_keys import told_keys
from ivr.menu.complaints import as_written
from ivr.menu.edition import Edition
from ivr.menu.flow import Flow
from ivr.menu.nodes.menu import Option
from ivr.menu.placeholders import names, split
from ivr.menu.types import Prompt, found

NAME = "languages-equal"
LEVEL = "error"
NUMBER = "V48"
CALLERS = ("languages", "deaf", "danger")

_NUMBER: Final = re.compile(r"\d(?:[\d ]*\d)?")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_FEWEST_DIGITS: Final = 3
"""Digits of a number that has to be the same: times of day are written in other ways elsewhere."""


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every text that a language lacks, and every translation that says something else."""
    source = flow.editions[flow.source_language]
    others = [edition for edition in flow.editions.values() if edition is not source]
    if not others:
        yield Finding(("line", "languages"), "This line has one language.", outcome="does-not-apply")
    for edition in others:
        if _is_untold(edition, source):
            yield Finding(
                ("line", "languages", edition.language),
                f"Nothing is translated: a call in “{edition.language}” is all in “{source.language}”.",
                f"Translate the nodes under `translations: {edition.language}:`, or take the language out.",
                edition.language,
                at_key=True,
            )
            continue
        yield from _notice(edition, source)
        for name, node in source.nodes.items():
            theirs = dict(found(edition.nodes[name], Prompt))
            offers = {path for path, option in found(node, Option) if option.language is not None}
            missing: list[Path] = []
            for path, prompt in found(node, Prompt):
                told = theirs.get(path)
                offer = path[:-1] in offers  # said in the language that is offered, in every language
                if told is None or (told is prompt and _has_words(prompt) and not offer):
                    missing.append(as_written(path))
                elif told is not prompt and not offer:
                    place = ("translations", edition.language, "nodes", name, *as_written(path))
                    yield from _differs(prompt, told, place, name, flow, edition.language)
            if missing:
                yield _missing(name, missing, edition.language, flow)


def _is_untold(edition: Edition, source: Edition) -> bool:
    return all(edition.nodes[name] is node for name, node in source.nodes.items())


def _has_words(prompt: Prompt) -> bool:
    """Whether a prompt has words that need a translation: none are named as of another language."""
    return not prompt.language and any(any(map(str.isalpha, part)) for part, _ in split(prompt.words))


def _notice(edition: Edition, source: Edition) -> Iterator[Finding]:
    if source.line.notice and edition.line.notice is source.line.notice and _has_words(source.line.notice):
        yield Finding(
            ("translations", edition.language, "line"),
            f"What the demonstration says first, `notice`, is not translated into “{edition.language}”.",
            f"Write it under `translations: {edition.language}: line: notice:`.",
            edition.language,
        )


def _missing(name: str, missing: list[Path], language: str, flow: Flow) -> Finding:
    texts = ", ".join(map(_named, missing))
    translated: Path = ("translations", language, "nodes", name)
    written = flow.source.plain(translated) is not None
    return Finding(
        translated if written else ("nodes", name),
        f"{'A text is' if len(missing) == 1 else f'{len(missing)} texts are'} not translated into “{language}” "
        f"here: {texts}.",
        f"Write {'it' if len(missing) == 1 else 'them'} under `translations: {language}: {name}:`.",
        language,
        at_key=True,
    )


def _named(path: Path) -> str:
    """Return what a text of a node is called: `prompt`, option 1, the second `no_input`."""
    if path[0] == "options":
        return f"option {path[1]}"
    return f"`{path[0]}`" + (f" ({int(path[1]) + 1})" if len(path) > 1 else "")


def _differs(
    prompt: Prompt, told: Prompt, path: Path, node: str, flow: Flow, language: str
) -> Iterator[Finding]:
    lost = set(names(prompt.words)) ^ set(names(told.words))
    for name in sorted(lost):
        has = "lacks" if name in names(prompt.words) else "has"
        yield Finding(
            path,
            f"This translation {has} {{{name}}}, unlike the text in “{flow.source_language}”.",
            "Let both say the same.",
            language,
        )
    yield from _numbers(prompt, told, path, flow, language)
    yield from _keys(prompt, told, path, flow, language)
    one, other = len(sentences(prompt.words)), len(sentences(told.words))
    if abs(one - other) * 100 > max(one, other) * limit(flow, "languages-equal-sentences", node):
        yield Finding(
            path,
            f"This has {other} sentences, and the text in “{flow.source_language}” has {one}.",
            "Let somebody who speaks both compare them: does each say the same?",
            language,
            outcome="needs-a-person",
        )


def _numbers(prompt: Prompt, told: Prompt, path: Path, flow: Flow, language: str) -> Iterator[Finding]:
    ours, theirs = _numbers_of(prompt.words, flow.source_language), _numbers_of(told.words, language)
    lost, new = ours - theirs, theirs - ours
    if not (lost or new):
        return
    says = " and ".join(
        filter(
            None,
            (
                f"does not name {', '.join(sorted(lost))}" if lost else "",
                f"names {', '.join(sorted(new))}, which is not in the other" if new else "",
            ),
        )
    )
    yield Finding(
        path,
        f"This translation {says}.",
        f"Let it have the numbers of the text in “{flow.source_language}”.",
        language,
        outcome="problem" if words_of(language) or new else "needs-a-person",
    )


def _numbers_of(words: str, language: str) -> set[str]:
    """Return the numbers of three digits or more in a text, also those that are said digit by digit in words."""
    known = words_of(language.partition("-")[0])
    digits = {name: str(place) for place, name in enumerate(known.names.split("|")[:10])} if known else {}
    text = " ".join(part for part, _ in split(words))
    plain = re.sub(r"[^\W\d_]+", lambda word: digits.get(word[0].casefold(), word[0]), text)
    numbers = (re.sub(r"\D", "", match[0]) for match in _NUMBER.finditer(plain))
    return {number for number in numbers if len(number) >= _FEWEST_DIGITS and not _YEAR.fullmatch(number)}


def _keys(prompt: Prompt, told: Prompt, path: Path, flow: Flow, language: str) -> Iterator[Finding]:
    if not (words_of(language) and words_of(flow.source_language)):
        return
    ours = {key for key, _ in told_keys(Text(prompt.words, flow.source_language, path, prompt))}
    theirs = {key for key, _ in told_keys(Text(told.words, language, path, told))}
    if theirs != ours:
        named = ", ".join(sorted(theirs)) or "no key"
        meant = ", ".join(sorted(ours)) or "no key"
        yield Finding(
            path,
            f"This translation names {named}, and the text in “{flow.source_language}” names {meant}.",
            "Name the same keys: they do the same in every language.",
            language,
            outcome="problem" if theirs - ours else "needs-a-person",
        )
