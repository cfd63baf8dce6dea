"""Give 0, 5, 7, 9, star and hash one meaning on the whole line, and each meaning one key.

Why: Whoever cannot see the keys, or cannot keep much in mind, relies on a key doing what it did before.

Who is shut out: blind people and people with low vision; people with little working memory, dementia, a brain injury
or a learning disability; people in distress; people who speak another language

Source: WCAG 2.2, success criteria 3.2.3 Consistent Navigation and 3.2.4 Consistent Identification,
https://www.w3.org/WAI/WCAG22/Understanding/consistent-identification (W3C standard for the web, carried over); IBM
Voice Response, wording of prompts,
https://docs.blueworx.com/BVR/InfoCenter/V7/AIX/help/topic/com.ibm.wvraix.desman.doc/i630600.html (vendor); key
conventions published by vendors as ISO/IEC 13714, https://www.nch.com.au/ivm/iso13714.html (vendor's summary).

These keys cannot be options here, so each really does one thing: 0 a person, 5 emergency help, 7 the pace, 9 again,
star back, hash “I have finished”. What can still go wrong are words, in any language, that tell of another meaning, and
an option that has the words and the effect of one of them on a key of its own: to hear the same step again, or to go
back. An option that leads to a person is well; person-offered-aloud says where to put it. In a language whose words for
keys are not known, only a person can tell.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options:
      1: {for: opening hours, goto: times}
    also: To hear this again, press star.
    otherwise: times
  times:
    kind: end
    prompt: We are open from nine to five. Goodbye.
```

```yaml
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options:
      1: {for: opening hours, goto: times}
      8: {to: hear these choices again, goto: main}
    otherwise: times
  times:
    kind: end
    prompt: We are open from nine to five. Goodbye.
```

Good:

```yaml
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options:
      1: {for: opening hours, goto: times}
    also: To hear this again, press 9. If that is not right, press star to go back.
    otherwise: times
  times:
    kind: end
    prompt: We are open from nine to five. Goodbye.
```
"""

from collections.abc import Iterator

from ivr.call.keys import AGAIN, BACK, EMERGENCY, HASH, PACE, PERSON, RESERVED, Key
from ivr.call.turn import NodeId
from ivr.check.finding import Finding
from ivr.check.key_meanings import Named, knows, meanings_of, named_keys
from ivr.check.person_words import names_the_person
from ivr.check.texts import Text, texts
from ivr.check.words.left_to_people import languages_left, place_in_node
from ivr.menu.flow import Flow
from ivr.menu.types import BACK_WORD

NAME = "same-key-same-meaning"
LEVEL = "error"
NUMBER = "V38"
CALLERS = ("blind", "memory", "anxiety", "languages")

_DOES: dict[Key, tuple[str, str]] = {
    PERSON: ("reaches a person", "For a person, press 0."),
    EMERGENCY: ("is for emergency help", "For emergency help, press 5."),
    PACE: ("changes the pace", "For a slower or quicker pace, press 7."),
    AGAIN: ("says everything again", "To hear this again, press 9."),
    BACK: ("goes back one step", "To go back, press star."),
    HASH: ("says “I have finished”", "When you finish, press hash."),
}


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every text that gives a reserved key another meaning, and every option that has the meaning of one."""
    unknown: set[str] = set()
    for text in texts(flow):
        if not knows(text.language):
            unknown.add(text.language)
            continue
        for named in named_keys(text.words, text.language):
            if named.key not in RESERVED or named.is_said_to_mean(named.key):
                continue
            if named.key != PERSON or not names_the_person(flow, named, text.language):
                yield _said(named, text)
        if text.option:
            yield from _twice(text, flow)
    yield from languages_left(
        unknown,
        "Read the texts of this language: do 0, 5, 7, 9, star and hash mean the same wherever they are named?",
    )


def _said(named: Named, text: Text) -> Finding:
    does, sentence = _DOES[named.key]
    others = [_DOES[key][1] for key in RESERVED if key in named.meanings]
    instead = (
        f"What you mean is on another key: “{others[0]}”" if others else f"Say “{sentence}”, or leave it out."
    )
    return Finding(
        text.path,
        f"Key {named.key} {does} on the whole line, and these words give it another meaning: "
        f"“{named.purpose[:60]}, press {named.key}”.",
        instead,
        text.language,
    )


def _twice(text: Text, flow: Flow) -> Iterator[Finding]:
    """Yield an option that does what 9 or star does, and says so."""
    name = place_in_node(text)
    if name is None:
        return
    key, meanings = text.path[-2], meanings_of(text.prompt.words, text.language)
    if meanings.isdisjoint((BACK, AGAIN)):
        return
    for way in flow.nodes[NodeId(name)].exits(flow.line):
        meant = {BACK_WORD: BACK, name: AGAIN}.get(way.to) if way.means == "key" and way.how == key else None
        if meant in _DOES and meant in meanings and not (way.gains or way.message):
            does, sentence = _DOES[meant]
            yield Finding(
                text.path,
                f"Key {key} does here what {meant} does on the whole line: it {does}.",
                f"Take this option out. Where callers should know of it, say “{sentence}” under `also:`.",
                text.language,
            )
