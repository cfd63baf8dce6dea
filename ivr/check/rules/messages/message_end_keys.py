"""End a recording by one key only, and by the one that its words name.

Why: A key knocked by a cheek or a shaking hand must not end somebody's message in the middle. And whoever presses the
key they were told of must not wait for an end that does not come.

Who is shut out: people who cannot press keys surely; blind people and people with low vision; people in distress

Source: Twilio, Record, https://www.twilio.com/docs/voice/twiml/record (platform: any key ends a recording where
nothing is set); 36 CFR 1193.41(e), http://edocket.access.gpo.gov/cfr_2003/julqtr/36cfr1193.41.htm (US rule: operable
with limited reach and strength).

On this line hash ends every recording, and no other key does but 5, which keeps what was said and plays the emergency
help. So what can go wrong is the words: they name another key, or say that any key will do. Where they name no key at
all, message-instructions says so.

Bad:

```yaml
nodes:
  message:
    kind: record
    prompt: Leave a message. When you finish, press star.
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
    prompt: Leave a message. Press any key when you finish.
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
    prompt: Leave a message. When you finish, press hash.
    longest: 3 minutes
    silence: 15 seconds
    recorded: bye
    empty: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator

from ivr.call.keys import EMERGENCY, HASH, Key, dtmf_of, key_of
from ivr.call.verbs import Record
from ivr.check.finding import Finding
from ivr.check.key_phrases import key_phrases, words_of
from ivr.check.node_words import words_at_nodes
from ivr.check.survey import Visit, survey_of
from ivr.check.survey.sounding import key_named
from ivr.check.texts import Text
from ivr.check.words.left_to_people import languages_left
from ivr.check.words.message_words import MESSAGE_WORDS, MessageWords
from ivr.check.words.phrase_list import primary
from ivr.check.words.sentences import sentences
from ivr.menu.flow import Flow

NAME = "message-end-keys"
LEVEL = "warning"
NUMBER = "V52"
CALLERS = ("motor", "blind", "anxiety")

_SAFE = dtmf_of(EMERGENCY)
"""It ends a recording, too: it keeps what was said and leads to help."""


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every recording that more than one key ends, and all words that name another key for it."""
    unknown: set[str] = set()
    tables = words_at_nodes(flow)
    records = 0
    for name, visit in survey_of(flow).visits().items():
        ending = _ends(visit) if visit.records else None
        if ending is None:
            continue
        records += 1
        if len(ending) != 1:
            yield _several(visit, ending)
        for text in (
            text for table in tables.values() if table[name].translated for text in table[name].texts
        ):
            words = MESSAGE_WORDS.get(primary(text.language))
            if words is None:
                unknown.add(text.language)
            else:
                yield from _misnamed(text, ending, words)
    if not records:
        yield Finding((), "Nothing is recorded on this line.", outcome="does-not-apply")
    yield from languages_left(
        unknown, "Read the words before each beep: do they name the key that ends the recording?"
    )


def _ends(visit: Visit) -> tuple[Key, ...] | None:
    """Return the keys that end a recording here; None where nothing is recorded."""
    records = [verb for verb in visit.first if isinstance(verb, Record)]
    if not records:
        return None
    return tuple(key_of(dtmf) for dtmf in records[0].finish_on_keys if dtmf != _SAFE)


def _several(visit: Visit, ending: tuple[Key, ...]) -> Finding:
    keys = " and ".join(ending) or "no key"
    return Finding(
        ("nodes", visit.node_id),
        f"This recording is ended by {keys}; it should be one key.",
        "Let hash end it, and no other key.",
    )


def _misnamed(text: Text, ending: tuple[Key, ...], words: MessageWords) -> Iterator[Finding]:
    """Yield the sentences that name another key for the end."""
    keys = words_of(text.language)
    told = "hash" if HASH in ending else ending[0] if ending else "hash"
    for sentence in sentences(text.words):
        if not words.ends.search(sentence):
            continue
        named = (
            [key_named(p.key, primary(text.language)) for p in key_phrases(sentence, keys)] if keys else []
        )
        others = [key for key in named if key is not None and key not in ending]
        if words.any_key.search(sentence):
            others = [Key("any key")]
        if others and not set(named) & set(ending):
            yield Finding(
                text.path,
                f"This says that {_as_words(others[0])} ends the recording, and {told} does.",
                f"Say “When you finish, press {told}.”",
                text.language,
            )


def _as_words(key: Key) -> str:
    return key if " " in key else f"key {key}" if key.isdigit() else key
