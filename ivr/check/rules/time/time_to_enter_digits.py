"""Leave time to enter digits, and say how many they are and which key ends them.

Why: A number has to be found, read and keyed in piece by piece, often with the telephone away from the ear. Who is cut
off in the middle has to begin again, and who does not know how to finish waits for nothing.

Who is shut out: people who cannot press keys quickly or surely; blind people and people with low vision; people with
little working memory; people who hear a menu typed through a relay service

Source: W3C COGA research module Voice Systems and Conversational Interfaces,
https://raw.githack.com/w3c/coga/research-modules-wd-1/issue-papers/Conversational-Voice-Systems.html (W3C draft: “I
need time to look up any information”); Kortum, HCI Beyond the GUI, chapter on voice menus,
https://www.studmed.ru/view/…a42f0e761cf.html?page=28 (book, one page read); WCAG 2.2, 2.1.1 Keyboard,
https://www.w3.org/WAI/WCAG22/Understanding/keyboard (W3C standard for the web, carried over: no specific timings for
keystrokes). The seconds are ours.

An entry has one wait, for the first digit as between any two; without a `wait:` of its own or the line's `entry_wait:`
it is 20 seconds. A number of more than six digits is one that people look up. How many digits there are may be said as
“eight digits” or “10 or 11 digits”; where it says another number than is taken, that is found, too.

Bad:

```yaml
nodes:
  which:
    kind: ask
    prompt: Please enter your reference.
    answer: reference_number
    accept: reference
    wait: 8 seconds
    entered: bye
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```

```yaml
nodes:
  which:
    kind: ask
    prompt: Please enter the six digits of your reference. Then press hash.
    answer: reference_number
    accept: reference
    entered: bye
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```

Good:

```yaml
nodes:
  which:
    kind: ask
    prompt: Please enter the eight digits of your reference. Then press hash.
    answer: reference_number
    accept: reference
    entered: bye
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

import re
from collections.abc import Iterator

from ivr.call.turn import NodeId
from ivr.check.finding import Finding, Path
from ivr.check.key_phrases import HASHES
from ivr.check.limits import limit
from ivr.check.texts import Text, texts
from ivr.check.words.left_to_people import languages_left, place_in_node
from ivr.check.words.quantities import counts, digit_counts
from ivr.menu.flow import Flow
from ivr.menu.nodes.ask import Ask

NAME = "time-to-enter-digits"
LEVEL = "warning"
NUMBER = "V27"
CALLERS = ("motor", "blind", "memory", "deaf")

_LENGTHS = {"uk-phone-number": (10, 11), "reference": (8, 8)}
"""How many digits are taken, where the file does not say."""

_UNBOUNDED = 30
"""The `at_most` of an entry that nobody has bounded."""

_HASH = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, HASHES))})(?!\w)", re.IGNORECASE)


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every entry that has too little time, or is not told how to be made."""
    asks = {name: node for name, node in flow.nodes.items() if isinstance(node, Ask)}
    if not asks:
        yield Finding((), "Nobody is asked for digits on this line.", outcome="does-not-apply")
    for name, node in asks.items():
        yield from _hurried(flow, name, node)
    unknown: set[str] = set()
    for text in texts(flow):
        ask = asks.get(NodeId(place_in_node(text) or ""))
        if ask is None or text.path[-1] != "prompt":
            continue
        if counts(text.language):
            yield from _untold(text, ask)
        else:
            unknown.add(text.language)
    yield from languages_left(
        unknown,
        "Read the questions for digits: do they say how many digits there are, and which key ends them?",
    )


def _hurried(flow: Flow, name: NodeId, node: Ask) -> Iterator[Finding]:
    wait = node.wait or flow.line.entry_wait
    own: Path = ("nodes", name, "wait")
    path = own if node.wait or flow.source.plain(("line", "entry_wait")) is None else ("line", "entry_wait")
    between = limit(flow, "time-to-enter-digits-between", name)
    longest, looked_up = (
        limit(flow, "time-to-enter-digits-digits", name),
        limit(flow, "time-to-enter-digits-wait", name),
    )
    least, most = _length(node)
    if most > longest and wait < looked_up:
        yield Finding(
            path,
            f"This waits {wait} seconds for a number of {_span(least, most)} digits; it should be {looked_up:g} "
            "seconds or more, as people have to look it up.",
            f"Write “wait: {looked_up:g} seconds”.",
        )
    elif wait < between:
        yield Finding(
            path,
            f"This leaves {wait} seconds between two digits; it should be {between:g} seconds or more.",
            f"Write “wait: {between:g} seconds” or more.",
        )


def _untold(text: Text, node: Ask) -> Iterator[Finding]:
    least, most = _length(node)
    said = digit_counts(text.words, text.language)
    if most > 1 and not said:
        yield Finding(
            text.path,
            f"This does not say how many digits to enter: {_span(least, most)}.",
            f"Say it, such as “Please enter the {_span(least, most)} digits of the number.”",
            text.language,
        )
    elif said and not any(least <= number <= most for number in said):
        yield Finding(
            text.path,
            f"This speaks of {said[0]} digits, and takes {_span(least, most)}.",
            "Say how many digits are really taken.",
            text.language,
        )
    if not _HASH.search(text.words):
        yield Finding(
            text.path,
            "This does not say which key ends the number.",
            "Add a last sentence: “Then press hash.”",
            text.language,
        )


def _length(node: Ask) -> tuple[int, int]:
    """Return the fewest and the most digits that people are to enter."""
    known = _LENGTHS.get(node.accept)
    if known:
        return known
    return node.at_least, node.at_most if node.at_most < _UNBOUNDED else max(node.at_least, 2)


def _span(least: int, most: int) -> str:
    if least == most:
        return str(most)
    return f"{least} or {most}" if most == least + 1 else f"{least} to {most}"
