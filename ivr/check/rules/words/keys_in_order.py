"""Say the keys of a menu in rising order, beginning with 1, without gaps.

Why: Callers count along; a key out of order is misheard or missed, and a gap makes them think they missed a choice.

Who is shut out: people with little working memory; blind people, who cannot look; people who speak another language

Source: Menu conventions published as ISO/IEC 13714 (“ascending numerical order and avoid gaps”),
http://www.itams.co.uk/ivr-standards.htm (vendor summary, its attribution doubtful); Avaya, IR design guidelines, menus,
https://support.avaya.com/elmodocs2/ir/r2_0/IR_R2_0_Doc_CD/CD/html/15577.htm (vendor).

Choices are said in the order of the file, in every language alike. The keys that mean the same everywhere leave no gap:
here those are 0, 5, 7 and 9, so 6 follows 4 and 8 follows 6. Choices that are told of in free text count, too.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      2: {for: trees, goto: bye}
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
    prompt: Hello.
    options:
      1: {for: trees, goto: bye}
      3: {for: bins, goto: bye}
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
      1: {for: trees, goto: bye}
      2: {for: bins, goto: bye}
      3: {for: streets, goto: bye}
      4: {for: lights, goto: bye}
      6: {for: anything else, goto: bye}
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator

from ivr.call.keys import OPTION_KEYS, Key
from ivr.check.finding import Finding
from ivr.check.texts import texts
from ivr.check.words.told_keys import told_keys
from ivr.menu.flow import Flow
from ivr.menu.nodes.menu import Option
from ivr.menu.types import found

NAME = "keys-in-order"
LEVEL = "warning"
NUMBER = "V18"
CALLERS = ("memory", "blind", "languages")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every menu whose keys do not rise from 1, and every text that names choices out of order."""
    for name, node in flow.nodes.items():
        keys = [Key(str(path[-1])) for path, _ in found(node, Option)]
        right = list(OPTION_KEYS[: len(keys)])
        if keys != right:
            wrong = next(key for key, meant in zip(keys, right, strict=True) if key != meant)
            rising = keys == sorted(keys, key=OPTION_KEYS.index)
            yield Finding(
                ("nodes", name, "options", wrong),
                f"The choices here are on {_listed(keys)}, in this order"
                f"{': there is a gap' if rising else ''}.",
                f"Put them on {_listed(right)}, in the order in which they are said.",
                at_key=True,
            )
    for text in texts(flow):
        told = [key for key, _ in told_keys(text) if key in OPTION_KEYS]
        if not text.option and told != sorted(told, key=OPTION_KEYS.index):
            yield Finding(
                text.path,
                f"The choices are told of in the order {_listed(told)} here.",
                "Leave them out, as the choices are said by themselves, or tell of them in rising order.",
                text.language,
            )


def _listed(keys: list[Key]) -> str:
    *others, last = keys
    return f"{', '.join(others)} and {last}" if others else last
