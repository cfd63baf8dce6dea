"""Say no names, no numbers and no telling words to whoever may be near, and play nothing unasked.

Why: Somebody may stand beside the caller, or hold the telephone in their place. One word can out them, or bring on
what they are afraid of.

Who is shut out: people in danger at home; people who are watched; people who are not out

Source: EN 301 549, 5.1.3.9 Private listening, https://www.etsi.org/deliver/etsi_en/301500_301599/301549/ (standard,
its text read in a copy); W3C RTC Accessibility User Requirements, need 12c, https://www.w3.org/TR/raur/ (W3C note);
Galop, rights of people reporting hate crime, https://galop.org.uk (charity, read in an excerpt).

This line sends no texts and leaves no voicemail, so this is about what it says. At a node that is `sensitive` three
things are errors: the first words after a key or a recording tell what was chosen, or what the line is about (words of
`not_before_choice`, and a list of our own), also where what follows a private recording is not marked `sensitive`; a
number or name that was keyed in is said, other than to check it where it was given; and a recording is played that
nobody chose to hear. That it is played without saying first that others may hear it is a warning. Words that nobody
may hear before the first choice are proved by `ivr paths`. This rule outranks choice-confirmed.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {to: talk about abuse, goto: help}
    otherwise: help
  help:
    kind: end
    sensitive: true
    prompt: For help with domestic abuse, ring us in the morning. Goodbye.
```

```yaml
nodes:
  message:
    kind: record
    sensitive: true
    prompt: Speak after the beep.
    longest: 3 minutes
    silence: 15 seconds
    recorded: thanks
    empty: thanks
  thanks:
    kind: end
    prompt: Thank you for telling us about domestic abuse. Goodbye.
```

```yaml
nodes:
  number:
    kind: ask
    sensitive: true
    collects: [contact]
    prompt: Enter a number that is safe to ring. It has 10 or 11 digits. Then press hash.
    answer: number
    accept: uk-phone-number
    entered: more
    otherwise: bye
  more:
    kind: menu
    sensitive: true
    prompt: Thank you.
    options:
      1: {to: go on, goto: promise}
    otherwise: bye
  promise:
    kind: end
    sensitive: true
    prompt: We will ring you on {number}. Goodbye.
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
      1: {to: talk about abuse, goto: help}
    otherwise: help
  help:
    kind: end
    sensitive: true
    prompt: Thank you. Ring us in the morning. Goodbye.
```
"""

import re
from collections.abc import Iterator, Set

from ivr.call.effects import Answered
from ivr.check.finding import Finding
from ivr.check.in_private import sensitive_branch
from ivr.check.limits import limit
from ivr.check.node_words import NodeWords, words_at_nodes
from ivr.check.places import spoken_at
from ivr.check.survey import Survey, Visit, survey_of
from ivr.check.words.contact_words import CONTACT_WORDS
from ivr.check.words.left_to_people import languages_left
from ivr.check.words.phrase_list import primary
from ivr.check.words.private_words import PRIVATE_WORDS
from ivr.menu.flow import Flow
from ivr.menu.nodes.ask import Ask
from ivr.menu.nodes.listen import Listen
from ivr.menu.placeholders import split
from ivr.walk.engine import CALLERS_OWN

NAME = "private-aloud"
LEVEL = "error"
NUMBER = "V56"
CALLERS = ("danger", "lgbt")

_READ = "Listen with somebody beside you: does a node that is `sensitive` say what the call is about?"


def check(flow: Flow) -> Iterator[Finding]:
    """Yield everything private that is said aloud."""
    survey = survey_of(flow)
    personal = _personal(survey)
    edges = [edge for ways in survey.edges.values() for edge in ways]
    chosen = {edge.to for edge in edges if edge.option and not edge.back}
    entered = {edge.to for edge in edges if edge.means == "entered"}
    private = sensitive_branch(survey)
    recorded = {edge.to for edge in edges if edge.means == "recorded"} & private
    told: set[tuple[object, ...]] = set()
    for language, table in words_at_nodes(flow).items():
        for name, visit in survey.visits(language).items():
            said = table.get(name)
            if said is None or not said.translated:
                continue
            if name in recorded:
                named = _named(flow, visit, "a recording")
            else:
                named = _named(flow, visit, "a key") if name in chosen and visit.node.sensitive else iter(())
            read_out = _read_out(visit, said, personal) if name not in entered else ()
            for finding in (*named, *read_out, *_played(survey, visit, said)):
                key = (finding.path, finding.message, finding.language)
                if key not in told:
                    told.add(key)
                    yield finding
    unknown = {language for language in flow.editions if not PRIVATE_WORDS.knows(language)}
    yield from languages_left(unknown if private else (), _READ)


def _named(flow: Flow, visit: Visit, after: str) -> Iterator[Finding]:
    """Yield it where the first words after a choice or a recording tell what it was about."""
    most = int(limit(flow, "choice-confirmed-words", visit.node_id))
    first = " ".join(visit.text().split()[:most])
    own = re.compile(
        "|".join(rf"(?<!\w){re.escape(word)}\w*" for word in flow.line.not_before_choice), re.IGNORECASE
    )
    words = [match[0] for match, _ in PRIVATE_WORDS.found(first, visit.language)]
    words += [match[0] for match in own.finditer(first)] if flow.line.not_before_choice else []
    if words:
        yield Finding(
            spoken_at(flow, visit.language, visit.node_id),
            f"After {after}, the first words here say “{words[0]}”, and somebody near the caller may hear them.",
            "Begin with words that give nothing away, such as “Thank you.”, and leave out what the call is about.",
            visit.language,
        )


def _personal(survey: Survey) -> Set[str]:
    """Return the answers that tell who somebody is or where to reach them."""
    names: set[str] = set()
    for name, edges in survey.edges.items():
        node = survey.flow.nodes[name]
        collects = {"contact", "name"} & set(node.collects) or (
            isinstance(node, Ask) and node.accept == "uk-phone-number"
        )
        for effect in (effect for edge in edges for effect in edge.effects):
            if isinstance(effect, Answered) and (
                effect.value == CALLERS_OWN or (collects and isinstance(node, Ask))
            ):
                names.add(effect.name)
    return names


def _read_out(visit: Visit, said: NodeWords, personal: Set[str]) -> Iterator[Finding]:
    """Yield it where a number or name is said, and not only to check it."""
    if not visit.node.sensitive or visit.node.role:
        return
    for text in said.texts:
        for _, slot in split(text.words):
            if slot in personal:
                yield Finding(
                    text.path,
                    f"This says {{{slot}}} aloud: somebody near the caller may learn whom we contact, and how.",
                    "Leave it out: say it only once, where it is checked (`role: confirm`).",
                    text.language,
                )


def _played(survey: Survey, visit: Visit, said: NodeWords) -> Iterator[Finding]:
    """Yield it where what a caller recorded is played unasked, or without a warning."""
    if not isinstance(visit.node, Listen):
        return
    unasked = [
        name
        for name, edges in survey.edges.items()
        for edge in edges
        if edge.to == visit.node_id and edge.key is None and not edge.stays
    ]
    if unasked:
        yield Finding(
            ("nodes", visit.node_id),
            f"What a caller has recorded is played here without being asked for: “{unasked[0]}” leads here by itself.",
            "Lead here only from an option: “To listen to it, press 2.”",
            at_key=True,
        )
    words = CONTACT_WORDS.get(primary(visit.language))
    if words and not words.nearby.search(said.words):
        yield Finding(
            said.path,
            "This plays what a caller has recorded, and does not say first that people near them may hear it.",
            "Add “People near you may hear it.”",
            visit.language,
            level="warning",
        )
