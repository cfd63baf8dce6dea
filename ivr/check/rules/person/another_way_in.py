"""Let everything this line does be done without hearing and without speaking, too.

Why: Whoever cannot hear or speak on a telephone has the same right to what the line does, and cannot find another way
that nobody wrote down.

Who is shut out: deaf and deafblind people; people who use British Sign Language; people who do not speak, or stammer;
people who cannot bear the telephone, among them many autistic people

Source: EN 301 549 v3.2.1, clause 6.4 (standard: “a means to access the information and carry out the tasks … without
the use of hearing or speech”); Equality and Human Rights Commission, Telephone access and call centres,
https://www.equalityhumanrights.com/en/multipage-guide/telephone-access-and-call-centres (UK regulator); Relay UK,
https://www.relayuk.bt.com/communication-providers.html (operator); W3C, RTC Accessibility User Requirements, needs 11
and 12 (W3C note).

`alternatives:` under `line:` lists the other ways: relay, web, chat, sms, email or bsl, each with an address and, under
`covers:`, the nodes that it stands in for. A letter or a counter may be listed and is no such way: one is slow, the
other needs speech. What the line does is done where a call ends, where it is put through, and where a message is sent;
it is covered if the node is, or one that every call passes on the way there. Where none covers it, that is an error;
for a piece of information, after which the call goes back, it is advice.

It is advice, too, where there is no relay service among the ways, where none is told to callers within two presses, and
where a language of the line has none. Whether a relay call really gets through, only a call can tell.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options:
      1: {for: opening hours, goto: times}
    otherwise: times
  times:
    kind: end
    prompt: We are open from nine to five. Goodbye.
```

```yaml
line:
  name: Library
  start: main
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
  alternatives:
    - {kind: web, address: www.library.example, covers: [times]}
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options: {1: {for: opening hours, goto: times}, 2: {for: lost books, goto: lost}}
    otherwise: times
  times: {kind: end, prompt: We are open from nine to five. Goodbye.}
  lost: {kind: end, prompt: Please bring the money to the desk. Goodbye.}
```

Good:

```yaml
line:
  name: Library
  start: main
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
  alternatives:
    - {kind: web, address: www.library.example, covers: [times]}
    - {kind: relay, address: 18001 01632 960000, covers: [times, lost]}
nodes:
  main:
    kind: menu
    prompt: This is the library. All of this is on www.library.example, too.
    options: {1: {for: opening hours, goto: times}, 2: {for: lost books, goto: lost}}
    otherwise: times
  times: {kind: end, prompt: We are open from nine to five. Goodbye.}
  lost: {kind: end, prompt: Please bring the money to the desk. Goodbye.}
```
"""

import re
from collections.abc import Iterator, Mapping, Set

from ivr.call.turn import NodeId
from ivr.check.finding import Finding, Path
from ivr.check.limits import limit
from ivr.check.survey import Survey, survey_of
from ivr.check.tasks import information, tasks, without
from ivr.check.told import is_told
from ivr.menu.flow import Flow
from ivr.menu.line import Alternative
from ivr.menu.suggest import did_you_mean

NAME = "another-way-in"
LEVEL = "error"
NUMBER = "V04"
CALLERS = ("deaf", "speech", "anxiety", "hard-of-hearing")

KINDS = frozenset({"relay", "web", "chat", "sms", "email", "bsl"})
"""Ways that need neither hearing nor speech, and are as quick as a call."""

_WAYS: Path = ("line", "alternatives")
_MOST_NAMED = 6

_SENTENCES: Mapping[str, str] = {
    "relay": "By Relay UK, call {address}.",
    "sms": "You can also text {address}.",
    "email": "You can also write to {address}.",
    "bsl": "In British Sign Language, go to {address}.",
}


def check(flow: Flow) -> Iterator[Finding]:
    """Yield what cannot be done in another way, and ways that callers would not find."""
    ways = [(number, way) for number, way in enumerate(flow.line.alternatives) if way.kind in KINDS]
    if not ways:
        yield Finding(
            ("line",),
            "There is no way to do what this line does without hearing and speaking: `alternatives:` lists none.",
            "List the other ways under `line:` as `alternatives:`, such as {kind: relay, address: 18001 and this "
            "line's number, covers: [main]}, and a website, a chat or an e-mail address.",
            at_key=True,
        )
        return
    survey = survey_of(flow)
    yield from _faulty(flow, ways)
    yield from _uncovered(survey, [way for _, way in ways])
    yield from _unfindable(survey, [way for _, way in ways])


def _faulty(flow: Flow, ways: list[tuple[int, Alternative]]) -> Iterator[Finding]:
    """Yield ways without an address, and nodes they cannot stand in for."""
    for number, way in ways:
        if not way.address.strip():
            yield Finding(
                (*_WAYS, number, "address"),
                f"This way in ({way.kind}) has no address, so nobody can use it.",
                "Write where it is: a number, a website, an e-mail address.",
            )
        for place, name in enumerate(way.covers):
            if name not in flow.nodes:
                meant = did_you_mean(name, flow.nodes)
                yield Finding(
                    (*_WAYS, number, "covers", place),
                    f"This way in ({way.kind}) says that it stands in for “{name[:60]}”, and there is no such node.",
                    f"Did you mean “{meant}”?" if meant else "Name nodes of this file.",
                )


def _uncovered(survey: Survey, ways: list[Alternative]) -> Iterator[Finding]:
    done, told = tasks(survey), information(survey)
    open_ = without(survey, {NodeId(name) for way in ways for name in way.covers})
    missing = [name for name in done if name in open_]
    if missing:
        yield Finding(
            _WAYS,
            f"{_things(len(missing))} this line does can be done in no other way: {_named(missing)}.",
            "Add these nodes to `covers:` of the way that can do the same, or add a way that can, such as a relay "
            "service: {kind: relay, address: 18001 and this line's number, covers: [" + missing[0] + "]}.",
        )
    untold = [name for name in told if name in open_]
    if untold:
        yield Finding(
            _WAYS,
            f"What this line tells at {_named(untold)} can be had in no other way.",
            "Put it on a website or into a chat, and add the node to `covers:` there.",
            level="advice",
        )
    for language in survey.flow.editions:
        theirs = [way for way in ways if not way.languages or language in way.languages]
        covered: Set[NodeId] = {NodeId(name) for way in theirs for name in way.covers}
        here = [name for name in done if name in without(survey, covered) and name not in missing]
        if here:
            yield Finding(
                _WAYS,
                f"For callers who speak this language ({language}), {_named(here)} can be done in no other way.",
                "Find a way in this language, or with an interpreter, and add the language to its `languages:`.",
                language,
                level="advice",
            )


def _unfindable(survey: Survey, ways: list[Alternative]) -> Iterator[Finding]:
    if not any(way.kind == "relay" for way in ways):
        yield Finding(
            _WAYS,
            "No relay service is among the other ways in, and many deaf people use one to ring.",
            "Add {kind: relay, address: 18001 and this line's number}, and try it: a relay call needs time.",
            level="advice",
        )
    else:
        yield Finding(
            _WAYS,
            "Does a call through the relay service get through every step? Only a call can tell.",
            "Ring the line through 18001 before each release, and let somebody who uses it try it.",
            outcome="needs-a-person",
        )
    presses = int(limit(survey.flow, "another-way-in-presses"))
    for language in survey.flow.editions:
        if not any(is_told(survey, way, language, presses) for way in ways):
            yield Finding(
                _WAYS,
                f"None of the other ways in is told to callers within {presses} presses.",
                f"Say one of them early, such as “{_offered(ways[0])}”",
                language,
                level="advice",
            )


def _offered(way: Alternative) -> str:
    """Return a sentence that tells callers of a way."""
    if way.spoken:
        return way.spoken
    sentence = _SENTENCES.get(way.kind, "You can also go to {address}.")
    if way.kind == "relay" and re.match(r"1800[01]\D+\d[\d ]{6}", way.address.strip()):
        return (
            "By Relay UK, call 18001, then this number."  # said in full it is longer than an opening may be
        )
    return sentence.format(address=way.address.strip()[:60])


def _things(number: int) -> str:
    return "One thing that" if number == 1 else f"{number} things that"


def _named(names: list[NodeId]) -> str:
    more = len(names) - _MOST_NAMED
    listed = ", ".join(f"“{name}”" for name in names[:_MOST_NAMED])
    return f"{listed} and {more} more" if more > 0 else listed
