"""Wait at least as long as a relay assistant needs to type the menu and the caller to answer.

Why: A text relay types at about 40 words a minute, and a menu is spoken at about 150. The caller is still reading when
the line asks again, or gives up.

Who is shut out: deaf and deafblind people who call through Relay UK; people who are hard of hearing; people who do not
speak and type instead

Source: Relay UK, page for communication providers (more than 40 words a minute is what it promises),
https://www.relayuk.bt.com/communication-providers.html (operator); ATIS IVR Accessibility Forum (“This
transcription-response cycle may exceed the IVR's timeout”), http://www.atis.org/ivr/checklist/deaf_TTY.htm (industry
checklist); AS/NZS 4263:2003, note 2 on relay operators (standard, summary read). The ten seconds to answer are ours.

Needed are the words of the step at 40 a minute, and ten seconds to answer. There is the time that all attempts take to
say, with the waits after them. Where that is less, it is advice as long as silence leads to a person, a recording, or
another question; it is an error where silence then ends the call or asks the same for ever. A step whose `role` is
`review` or `confirm` may end the call, since what the caller left is kept.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Thank you for ringing the council. You can ask about your bins, about the trees in your street, or a lamp.
    options:
      1: {for: bins, goto: bye}
      2: {for: trees, goto: bye}
      3: {for: street lamps, goto: bye}
    wait: 5 seconds
    attempts: 1
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
    prompt: Hello. This is the council.
    options:
      1: {for: bins, goto: bye}
      2: {for: trees, goto: bye}
      3: {for: street lamps, goto: bye}
    wait: 20 seconds
    attempts: 3
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator

from ivr.check.finding import Finding
from ivr.check.limits import limit
from ivr.check.seconds import count_words
from ivr.check.survey import Visit, survey_of
from ivr.check.survey.silence import Silent, asking, silent_loops, silent_ways
from ivr.menu.flow import Flow

NAME = "relay-time"
LEVEL = "advice"
NUMBER = "V25"
CALLERS = ("deaf", "hard-of-hearing", "speech")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every step that gives up before a relay service can have typed it."""
    survey = survey_of(flow)
    round_trips = {name for loop in silent_loops(survey) for name in loop}
    for name in asking(survey):
        lost = name in round_trips or any(_is_lost(way, flow) for way in silent_ways(survey, name))
        pace = limit(flow, "relay-time-pace", name)
        answer = limit(flow, "relay-time-answer", name)
        for language in flow.editions:
            visit = survey.visits(language)[name]
            needed = count_words(visit.text(filled=True)) * 60 / pace + answer
            given = _given(visit)
            if given < needed:
                yield Finding(
                    ("nodes", name, "wait"),
                    f"A relay service needs about {needed:.0f} seconds to type this and pass on an answer; all "
                    f"attempts together last {given:.0f}"
                    + (", and then the caller is lost." if lost else "."),
                    "Say less, or wait longer: `wait: [10 seconds, 15 seconds, 20 seconds]`."
                    if not lost
                    else "Let silence lead to a person (`otherwise: person`), and wait longer.",
                    language,
                    level="error" if lost else None,
                )


def _given(visit: Visit) -> float:
    """Return how long a caller can be silent, in seconds, from the first word to the end of the last wait."""
    return sum(visit.seconds(turn) + visit.wait(turn) for turn in visit.silent)


def _is_lost(silent: Silent, flow: Flow) -> bool:
    """Whether silence ends the call, or never ends, at a step where nothing is kept by that."""
    return silent.reached == "itself" or (silent.reached == "end" and flow.nodes[silent.way[0]].role is None)
