"""Let a message last three minutes or more, and go on through ten seconds of silence.

Why: A block in speech, a search for a word, a communication aid that has to be typed on, or tears all take time. A
recording that stops at a pause cuts off just the people who need it most.

Who is shut out: people who stammer, have aphasia or use a communication aid; people in distress; people who speak
another language; people who speak through a relay service

Source: W3C COGA, pattern Let Users Avoid Navigating Voice Menus,
https://www.w3.org/WAI/WCAG2/supplemental/patterns/o6p04-voice-menus/ (W3C note: wait for a slow speaker to respond);
CHI 2023, people who stutter and speech recognition, doi 10.1145/3544548.3581224 (study, abstract read); Twilio,
Record, https://www.twilio.com/docs/voice/twiml/record (platform: a recording stops after 5 seconds of silence where
nothing is set). One minute, three minutes and ten seconds are ours.

Both lengths have to be written in this file, so none is left to the platform. Less than a minute, or than five seconds
of silence, is an error. A short recording, such as a name, is no exception: it costs nobody anything to let it last.

Bad:

```yaml
nodes:
  message:
    kind: record
    prompt: Leave a message.
    longest: 2 minutes
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
    prompt: Leave a message.
    longest: 30 seconds
    silence: 4 seconds
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
    prompt: Leave a message.
    longest: 3 minutes
    silence: 10 seconds
    recorded: bye
    empty: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator

from ivr.call.turn import NodeId
from ivr.check.finding import Finding
from ivr.check.limits import limit
from ivr.menu.flow import Flow
from ivr.menu.nodes.record import Record

NAME = "message-time"
LEVEL = "warning"
NUMBER = "V51"
CALLERS = ("speech", "anxiety", "languages", "deaf")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every recording that is too short, or stops too soon at a silence."""
    records = {name: node for name, node in flow.nodes.items() if isinstance(node, Record)}
    for name, node in records.items():
        yield from _short(flow, name, "longest", node.longest)
        yield from _short(flow, name, "silence", node.silence)
    if not records:
        yield Finding((), "Nothing is recorded on this line.", outcome="does-not-apply")


_LIMITS = {
    "longest": ("message-time-error", "message-time-warning"),
    "silence": ("message-time-silence-error", "message-time-silence-warning"),
}
_TOLD = {
    "longest": "This recording lasts {seconds} seconds at most; it should be {least:g} seconds or more.",
    "silence": "This recording stops after {seconds} seconds of silence; it should be {least:g} seconds or more.",
}


def _short(flow: Flow, name: NodeId, field: str, seconds: int) -> Iterator[Finding]:
    error, warning = (limit(flow, level, name) for level in _LIMITS[field])
    if seconds < max(error, warning):
        yield Finding(
            ("nodes", name, field),
            _TOLD[field].format(seconds=seconds, least=warning),
            f"Write “{field}: {warning:g} seconds”, or more.",
            level="error" if seconds < error else "warning",
        )
