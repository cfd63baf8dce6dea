"""Say it in sentences of 20 words or fewer, and options in 12 or fewer.

Why: A listener cannot look back; the beginning of a long sentence is gone before its end is heard.

Who is shut out: people with little working memory; people with aphasia; people who speak another language; people who
hear a menu typed through a relay service

Source: NHS digital service manual, how we write (“short sentences of up to 20 words”),
https://service-manual.nhs.uk/content/how-we-write (public guideline). Twelve words for an option are ours.

A web address or a short form counts as one word, of a number of three figures or more each figure as one, and what is
filled in (`{reference}`) as many as it has. The sentence made of an option's words and its key counts like any other.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: >-
      If you would like to tell us about a missed bin or a broken bin or a bin that you would like us to take away
      for you then this is the place.
    options:
      1: {to: tell us about a bin that was missed on the day on which it should have been emptied, goto: bye}
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
    prompt: Here you can tell us about a bin. It may be missed, broken or no longer needed.
    options:
      1: {for: a missed bin, goto: bye}
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator, Mapping

from ivr.check.finding import Finding
from ivr.check.limits import limit
from ivr.check.texts import Text, texts
from ivr.check.words.fills import fills_of
from ivr.check.words.left_to_people import place_in_node
from ivr.check.words.sentences import beginning, count_heard, sentences
from ivr.menu.flow import Flow

NAME = "short-sentences"
LEVEL = "warning"
NUMBER = "V21"
CALLERS = ("memory", "speech", "languages", "deaf")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every sentence, and every option, with too many words."""
    fills = fills_of(flow)
    for text in texts(flow):
        node = place_in_node(text)
        most = limit(flow, "short-sentences-words", node)
        long = [sentence for sentence in sentences(text.words) if count_heard(sentence, fills) > most]
        for sentence in long:
            yield Finding(
                text.path,
                f"This sentence has {count_heard(sentence, fills)} words, and the limit is {most:g}: "
                f"{_shown(sentence)}",
                "Make two sentences of it, with one idea in each.",
                text.language,
            )
        if text.option and node and not long:
            yield from _option(text, fills, limit(flow, "short-sentences-option-words", node))


def _option(text: Text, fills: Mapping[str, int], most: float) -> Iterator[Finding]:
    words = count_heard(text.prompt.words, fills)
    if words > most:
        yield Finding(
            text.path,
            f"This option has {words} words, and the limit is {most:g}: {_shown(text.prompt.words)}",
            "Name it in a few words, such as “for a missed bin”, and say the rest behind its key.",
            text.language,
            level="advice",
        )


def _shown(words: str) -> str:
    return f"“{beginning(words)}”"
