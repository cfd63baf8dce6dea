"""Let a voice of the same language read each text, and a British voice read English.

Why: A voice with the sounds of another language cannot be understood, least of all over a telephone.

Who is shut out: people who are hard of hearing; people who speak another language; older people

Source: WCAG 2.2, 3.1.1 Language of Page and 3.1.2 Language of Parts,
https://www.w3.org/WAI/WCAG22/Understanding/language-of-parts (W3C standard for the web, carried over); EN 301 549,
5.1.3.14, https://www.etsi.org/deliver/etsi_en/301500_301599/301549/03.02.01_60/en_301549v030201p.pdf (standard, read
in a copy); W3C Natural Language Interface Accessibility User Requirements, need 23, https://www.w3.org/TR/naur/ (W3C
draft).

The language of the voice and of its locale has to be that of the code under `languages:` (an error); an English voice
from elsewhere than the United Kingdom is a warning, since these lines are for callers there. A voice that is not in
the list, and words that look as if they were in another language than the voice's, are for a person to judge.

Bad:

```yaml
line:
  name: An example
  start: main
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
    pl: {name: Polski, voice: Polly.Amy-Neural, locale: pl-PL}
nodes:
  main: {kind: end, prompt: Goodbye.}
```

```yaml
line:
  name: An example
  start: main
  languages:
    en: {name: English, voice: Polly.Joanna-Neural, locale: en-US}
nodes:
  main: {kind: end, prompt: Goodbye.}
```

Good:

```yaml
line:
  name: An example
  start: main
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
    cy: {name: Cymraeg, voice: Polly.Gwyneth, locale: cy-GB}
    pl: {name: Polski, voice: Google.pl-PL-Standard-A, locale: pl-PL}
nodes:
  main: {kind: end, prompt: Goodbye.}
```
"""

from collections.abc import Iterator

from ivr.check.finding import Finding
from ivr.check.texts import texts
from ivr.check.words.phrase_list import primary
from ivr.check.words.telling_languages import SMALL_WORDS, seems_to_be
from ivr.check.words.voices import FOR_A_LANGUAGE, SAME, locales_of
from ivr.menu.flow import Flow
from ivr.menu.line import Language

NAME = "voice-matches-language"
LEVEL = "error"
NUMBER = "V45"
CALLERS = ("hard-of-hearing", "languages", "older")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every language with a voice or a locale of another, and texts that seem to be in another."""
    for code, language in flow.line.languages.items():
        yield from _voice(code, language)
    for text in texts(flow):
        if "phrases" in text.path and flow.source.plain(text.path[:3]) is None:
            continue  # a phrase that the file does not give, which is another rule's
        code = primary(text.language)
        seems = seems_to_be(text.words)
        if code in SMALL_WORDS and seems and seems != code:
            yield Finding(
                text.path,
                f"These words look as if they were in “{seems}”, and the voice of “{text.language}” reads them.",
                "Translate them, or name their language: {words: …, language: " + seems + "}.",
                text.language,
                outcome="needs-a-person",
            )


def _voice(code: str, language: Language) -> Iterator[Finding]:
    path = ("line", "languages", code)
    wanted = _plain(code)
    spoken = locales_of(language.voice)
    example = FOR_A_LANGUAGE.get(wanted)
    remedy = f"Name a voice of this language{f', such as {example}' if example else ''}."
    if _plain(language.locale) != wanted:
        yield Finding(
            (*path, "locale"),
            f"The language is “{code}” and its locale is {language.locale}, which is another language.",
            f"Write a locale that begins with {code.partition('-')[0]}, or correct the language's code.",
            code,
        )
    if not spoken:
        yield Finding(
            (*path, "voice"),
            f"The voice {language.voice} is not in the list, so nobody knows here which language it speaks.",
            f"Ring the line and listen: does it speak “{code}” as people there do?",
            code,
            outcome="needs-a-person",
        )
    elif wanted not in map(_plain, spoken):
        yield Finding(
            (*path, "voice"),
            f"The voice {language.voice} speaks {spoken[0]}, and the language is “{code}”.",
            remedy,
            code,
        )
    elif wanted == "en" and "en-GB" not in spoken:
        yield Finding(
            (*path, "voice"),
            f"The voice {language.voice} speaks {spoken[0]}, which is not how English sounds to callers in the "
            "United Kingdom.",
            remedy,
            code,
            level="warning",
        )


def _plain(code: str) -> str:
    first = primary(code)
    return SAME.get(first, first)
