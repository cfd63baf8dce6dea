"""Wait in silence for ten seconds or more before a step speaks again.

Why: A caller has to take the telephone from the ear, find the keys, make out the one that is wanted and press it. A
step that speaks again too soon begins all over while they are looking.

Who is shut out: blind people and people with low vision; people who cannot press keys quickly; older people; people
who speak another language; people who hear a menu typed through a relay service

Source: IBM Voice Response, timing,
http://docs.blueworx.com/BVR/InfoCenter/V6.1/help/topic/com.ibm.wvraix.vxmlpg.doc/sametime.html (vendor: “around 10
seconds” for older callers and those who speak another language); WCAG 2.2, 2.2.1 Timing Adjustable,
https://www.w3.org/WAI/WCAG22/Understanding/timing-adjustable (W3C standard for the web, carried over); Twilio, Gather,
https://www.twilio.com/docs/voice/twiml/gather (platform: 5 seconds where nothing is set). No source gives a number
from trials with disabled callers.

Where a file sets no `wait:`, this line waits 10, 15 and 20 seconds at a menu and 20 seconds for digits, not the
platform's five. So this is about waits that are written. Each attempt is looked at. A wait that stands in `line:` is
told once, with the number of steps it holds for.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: bins, goto: bye}
    wait: 4 seconds
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```

```yaml
line:
  name: Town line
  start: main
  wait: [12 seconds, 8 seconds]
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: bins, goto: bye}
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
      1: {for: bins, goto: bye}
    wait: [10 seconds, 15 seconds]
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator

from ivr.call.turn import NodeId
from ivr.call.verbs import Gather, Verb
from ivr.check.finding import Finding, Path
from ivr.check.limits import limit
from ivr.check.survey import Visit, survey_of
from ivr.menu.flow import Flow

NAME = "wait-for-first-key"
LEVEL = "warning"
NUMBER = "V24"
CALLERS = ("blind", "motor", "older", "languages", "deaf")

_SHORT, _TOO_SHORT = "wait-for-first-key-warning", "wait-for-first-key-error"


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every wait that is too short, once for the place where it is written."""
    short: dict[Path, list[tuple[float, NodeId]]] = {}
    for name, visit in survey_of(flow).visits().items():
        waits = [visit.wait(turn) for turn in visit.silent]
        if waits and min(waits) < limit(flow, _SHORT, name):
            short.setdefault(_written(flow, visit), []).append((min(waits), name))
    for path, waits_there in short.items():
        yield _finding(flow, path, waits_there)


def _finding(flow: Flow, path: Path, there: list[tuple[float, NodeId]]) -> Finding:
    seconds, name = min(there)
    least, wished = limit(flow, _TOO_SHORT, name), limit(flow, _SHORT, name)
    where = f" This holds for {len(there)} steps." if len(there) > 1 else ""
    return Finding(
        path,
        f"This waits {seconds:g} seconds for a key before it speaks again; it should be {wished:g} seconds or "
        f"more.{where}",
        f"Write “wait: {wished:g} seconds”, or leave the wait out: then the line waits 10, 15 and 20 seconds.",
        level="error" if seconds < least else "warning",
    )


def _written(flow: Flow, visit: Visit) -> Path:
    """Return where the wait of a step is written: at the step, or for the whole line."""
    path: Path = ("nodes", visit.node_id, "wait")
    if flow.source.plain(path) is not None:
        return path
    return "line", "entry_wait" if _takes_digits(visit.first) else "wait"


def _takes_digits(verbs: tuple[Verb, ...]) -> bool:
    return any(isinstance(verb, Gather) and verb.digits is None for verb in verbs)
