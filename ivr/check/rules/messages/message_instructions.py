"""Say before the beep what to say, for how long, how to finish, who hears it, and that hanging up keeps it.

Why: There is no hurry only for somebody who knows the rules. Whoever does not know how long they have, or what becomes
of their words, hurries, breaks off, or says nothing.

Who is shut out: people who stammer, have aphasia or use a communication aid; people with ADHD, autism or anxiety;
people in distress; people who hear the words typed through a relay service

Source: WCAG 2.2, 3.3.2 Labels or Instructions, https://www.w3.org/WAI/WCAG22/Understanding/labels-or-instructions
(W3C standard for the web, carried over); W3C COGA research module Voice Systems and Conversational Interfaces,
https://raw.githack.com/w3c/coga/research-modules-wd-1/issue-papers/Conversational-Voice-Systems.html (W3C draft); key
conventions published as ISO/IEC 13714, http://www.itams.co.uk/ivr-standards.htm (vendor summary, attribution
doubtful); OHID, working definition of trauma-informed practice,
https://www.gov.uk/government/publications/working-definition-of-trauma-informed-practice (public guideline).

A key that ends the recording and a length that is not the true one are errors, as both can be read from the file; the
rest is a warning. Words of a `say` that only leads to the recording count, too. Whether the words are plain enough,
and whether it is true who hears them, only a person can tell.

Bad:

```yaml
nodes:
  message:
    kind: record
    prompt: Please leave a message after the beep.
    longest: 3 minutes
    silence: 15 seconds
    recorded: bye
    empty: bye
  bye:
    kind: end
    prompt: Goodbye.
```

```yaml
nodes:
  message:
    kind: record
    prompt: >-
      Leave a message for our team after the beep. You have two minutes. When you finish, press hash. You can also
      hang up: we keep what you said.
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
      Leave a message for our team after the beep. You have three minutes. When you finish, press hash. You can also
      hang up: we keep what you said.
    longest: 3 minutes
    silence: 15 seconds
    recorded: bye
    empty: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

import re
from collections.abc import Iterator

from ivr.check.finding import Finding
from ivr.check.key_phrases import HASHES
from ivr.check.node_words import NodeWords
from ivr.check.words.left_to_people import languages_left
from ivr.check.words.message_words import EMERGENCY_NUMBER, MESSAGE_WORDS, MessageWords
from ivr.check.words.phrase_list import primary
from ivr.check.words.quantities import counts, lengths_of_time
from ivr.check.words.sentences import sentences
from ivr.check.words_before_beep import recordings_told
from ivr.menu.flow import Flow
from ivr.menu.nodes.record import Record

NAME = "message-instructions"
LEVEL = "error"
NUMBER = "V50"
CALLERS = ("speech", "anxiety", "memory", "deaf")

_ASKS = "Read the words before the beep: are they plain, and is it true who hears the message and what becomes of it?"
_HASH = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, HASHES))})(?!\w)", re.IGNORECASE)


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every recording whose words leave out what a caller has to know."""
    unknown: set[str] = set()
    told = list(recordings_told(flow))
    if not told:
        yield Finding((), "Nothing is recorded on this line.", outcome="does-not-apply")
    for node, said, heard in told:
        words = MESSAGE_WORDS.get(primary(said.language))
        if words is None or not counts(said.language):
            unknown.add(said.language)
            continue
        findings = [*_certain(node, said, heard), *_likely(node, said, heard, words)]
        yield from findings
        if not findings:
            yield Finding(said.path, _ASKS, language=said.language, outcome="needs-a-person")
    yield from languages_left(unknown, _ASKS)


def _certain(node: Record, said: NodeWords, heard: str) -> Iterator[Finding]:
    """Yield what is wrong with the key and the length."""
    if not _HASH.search(heard):
        yield Finding(
            said.path,
            "This does not say which key ends the recording.",
            "Add a sentence: “When you finish, press hash.”",
            said.language,
        )
    lengths = [seconds for seconds in lengths_of_time(heard, said.language) if seconds != node.silence]
    if node.longest in lengths:
        return
    true = _in_words(node.longest)
    if lengths:
        yield Finding(
            said.path,
            f"This speaks of {_in_words(max(lengths))}, and the recording stops after {true}.",
            f"Say the true length: “You have up to {true}.”",
            said.language,
        )
    else:
        yield Finding(
            said.path,
            f"This does not say how long a caller may speak: {true}.",
            f"Add a sentence: “You have up to {true}.”",
            said.language,
        )


def _likely(node: Record, said: NodeWords, heard: str, words: MessageWords) -> Iterator[Finding]:
    """Yield, as one finding, what seems to be left out."""
    missing: list[tuple[str, str]] = []
    if not words.asks.search(heard):
        missing.append(("what to say", "“Tell us what happened, in your own words.”"))
    if not words.hears.search(heard):
        missing.append(("who will hear it", "“Our team will listen to it.”"))
    if node.beep and not words.beep.search(heard):
        missing.append(("that there is a beep", "“Speak after the beep.”"))
    if not any(words.hangs_up.search(one) and not EMERGENCY_NUMBER.search(one) for one in sentences(heard)):
        missing.append(("that hanging up keeps it", "“You can also just hang up: we keep what you said.”"))
    if missing:
        yield Finding(
            said.path,
            f"This does not seem to say {_joined([what for what, _ in missing])}.",
            f"Add {_joined([example for _, example in missing])}",
            said.language,
            level="warning",
        )
    if not node.beep and words.beep.search(heard):
        yield Finding(
            said.path,
            "This speaks of a beep, and there is none.",
            "Take “beep: no” out, or say when to begin in other words: “Begin when I stop speaking.”",
            said.language,
            level="warning",
        )


def _in_words(seconds: float) -> str:
    whole, rest = divmod(round(seconds), 60)
    parts = [f"{whole} minute{'s' * (whole != 1)}"] if whole else []
    parts += [f"{rest} second{'s' * (rest != 1)}"] if rest else []
    return " ".join(parts) or "0 seconds"


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
