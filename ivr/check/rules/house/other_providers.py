"""Know what a provider other than Twilio would do differently with this line.

Why: Several providers speak TwiML, and none speaks all of it. A pause that is not known ends the call at one, and at
another silence does; nothing in the file tells which.

Who is shut out: people who ring after the provider has been changed; people who press nothing, first of all

Source: Somleng, https://github.com/somleng/somleng-switch (source code: verbs other than its own end the call, Say
keeps the plain text); SignalWire, https://developer.signalwire.com/compatibility-api/cxml/voice/say/ (vendor);
Telnyx, https://developers.telnyx.com/docs/voice/programmable-voice/texml-verbs/gather (vendor); 2600Hz Kazoo Pivot,
https://docs.2600hz.com/kazoo/pivot/pivot-twi-ml-response-format/gather (vendor). Read, not tried: ring the line
there.

This is asked only on request, `ivr lint --also other-providers`, because most of it cannot be changed in the file: it
says what to try before a provider is changed. It looks at every page as it is sent, at both paces, and tells of each
difference once, with the first node that has it and how many there are.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {to: leave a message, goto: bye}
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```

Good:

```yaml
line:
  name: An example
  start: bye
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
  phrases:
    emergency: {words: "If you are in danger, hang up and ring 999.", audio: danger.wav}
nodes:
  bye:
    kind: end
    prompt: {words: Goodbye., audio: goodbye.wav}
```
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from ivr.call.speech import Break
from ivr.call.turn import NodeId, Turn
from ivr.call.verbs import Gather, Pause, Record, Say, Verb
from ivr.check.finding import Finding
from ivr.check.survey import survey_of
from ivr.check.survey.stepping import BASE
from ivr.menu.flow import Flow
from ivr.menu.problems import Level
from ivr.menu.scene import Scene

NAME = "other-providers"
LEVEL = "warning"
NUMBER = None
CALLERS = ("deaf", "motor", "danger")
OPTIONAL = True


@dataclass(frozen=True, slots=True)
class Difference:
    """What a provider does differently. `found` tells whether a verb meets it; what happens and what to do are whole
    sentences."""

    provider: str
    found: Callable[[Verb], bool]
    happens: str
    remedy: str
    level: Level = "warning"


def _marked_up(verb: Verb) -> bool:
    return isinstance(verb, Say) and (verb.rate != 100 or any(isinstance(p, Break) for p in verb.speech))


DIFFERENCES: Final = (
    Difference(
        "Somleng",
        _marked_up,
        "Somleng speaks the plain text only: pauses and pace are lost.",
        "Listen to it there, or record these prompts with their pauses.",
        "advice",
    ),
    Difference(
        "Somleng",
        lambda verb: isinstance(verb, Pause),
        "Somleng does not know <Pause> and ends the call.",
        "Put the silence into words that are spoken anyway, or into a recording.",
    ),
    Difference(
        "Somleng",
        lambda verb: isinstance(verb, Record),
        "Somleng does not tell that a recording came to nothing, and does not keep the silence in it.",
        "Try there: stay silent after the beep, and see where the call goes.",
    ),
    Difference(
        "SignalWire",
        lambda verb: isinstance(verb, Say) and verb.voice.startswith("Google."),
        "SignalWire names Google's voices “gcloud.…”, and not “Google.…”.",
        "Use a voice of Amazon Polly, such as Polly.Amy-Neural.",
    ),
    Difference(
        "SignalWire",
        lambda verb: isinstance(verb, Say) and verb.voice.endswith("-Generative"),
        "SignalWire names the usual and the neural voices of Amazon Polly only.",
        "Use one such as Polly.Amy-Neural.",
    ),
    Difference(
        "Telnyx",
        lambda verb: isinstance(verb, Gather) and verb.timeout > 120,
        "Telnyx waits at most 120 seconds for a key.",
        "Write a `wait` of 120 seconds or less.",
    ),
    Difference(
        "Telnyx",
        lambda verb: isinstance(verb, Record),
        "Telnyx counts silence only from the first word: somebody who says nothing is recorded to the full length.",
        "Try there: stay silent after the beep, and see how long that lasts.",
    ),
    Difference(
        "Kazoo",
        lambda verb: isinstance(verb, Gather) and verb.answer_silence,
        "Kazoo does not tell when nobody presses a key: it goes on to the next verb, and here there is none.",
        "Do not take this line there: whoever presses nothing would be cut off.",
    ),
    Difference(
        "Kazoo",
        lambda verb: isinstance(verb, Say),
        "Kazoo knows the voices “male” and “female”, and the languages “en” and “es”.",
        "Record the prompts, if the line is to go there.",
    ),
    Difference(
        "Kazoo",
        lambda verb: isinstance(verb, Record),
        "Kazoo does not tell when a recording is ready, and takes one key that ends it.",
        "Do not take this line there: its messages would be lost.",
    ),
)
"""What is known of other providers, from what they publish. Another is one entry more."""


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every difference that some page of the line meets, once."""
    met: list[dict[NodeId, None]] = [{} for _ in DIFFERENCES]
    for name, verb in _verbs(flow):
        for nodes, difference in zip(met, DIFFERENCES, strict=True):
            if name not in nodes and difference.found(verb):
                nodes[name] = None
    for nodes, difference in zip(met, DIFFERENCES, strict=True):
        if nodes:
            first, *others = nodes
            count = f" “{first}” is the first of {len(nodes)} nodes with this." if others else ""
            yield Finding(
                ("nodes", first),
                difference.happens + count,
                difference.remedy,
                level=difference.level,
                at_key=True,
            )


def _verbs(flow: Flow) -> Iterator[tuple[NodeId, Verb]]:
    """Yield every verb of every page that a call can come to, also those inside others, at both paces."""
    survey = survey_of(flow)
    for language in flow.editions:
        for name, visit in survey.visits(language).items():
            for attempt, event in visit.pages:
                for verb in visit.pages[attempt, event]:
                    yield from _inside(name, verb)
            slow = Turn("", language, "slow", name, *visit.start)
            for verb in visit.node.plays(Scene(slow, flow.editions[language], BASE)):
                yield from _inside(name, verb)


def _inside(name: NodeId, verb: Verb) -> Iterator[tuple[NodeId, Verb]]:
    yield name, verb
    if isinstance(verb, Gather):
        for part in verb.speaks:
            yield name, part
