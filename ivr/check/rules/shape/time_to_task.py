"""Within a minute of answering, a first-time caller has heard the key for whatever they want.

Why: Long listening tires, costs credit, and is not safe where somebody may come in. What is wanted is forgotten on the
way.

Who is shut out: people with little working memory; people with ADHD, autism or anxiety, and people in distress; people
who pay by the minute; people who are watched

Source: W3C COGA research module Voice Systems and Conversational Interfaces (“steps to be as short as possible”),
https://raw.githack.com/w3c/coga/research-modules-wd-1/issue-papers/Conversational-Voice-Systems.html (W3C editor's
draft); Healthwatch Islington, recorded messages when phoning a GP surgery,
https://healthwatchislington.co.uk/report/2023-02-01/recorded-messages-and-experience-phoning-gp-surgery (audit). The
40 and 60 seconds are ours.

Measured is the shortest way to each choice: all words from answering on, each key pressed as soon as it has been named,
until the key of that choice has been. `ivr time` shows the same for every task. Advice over 40 seconds, a warning over
60; of each menu the slowest choice is told. The seconds are an estimate; a demonstration's notice is not counted.

Tasks are what people choose between before a task begins. The questions inside one are left out: menus that store an
`answer`, reviews and confirmations, and all that lies behind consent to keep a message. So is what only a key that
works everywhere leads to. Going deeper is no remedy: more menus take longer.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: >-
      Thank you for ringing the council. Our offices are open from Monday to Friday, from nine in the morning until
      five in the afternoon, and on the first Saturday of each month from ten until noon. Did you know that you can pay
      your council tax, order a new bin, report a pothole, and book a place at one of our leisure centres on our
      website? Our website has all the news about the council, the mayor, and the meetings to which everybody is
      welcome. Calls are recorded so that we can train our staff. Please listen to all of the choices, since some of
      them have changed, and please be patient, since we are very busy at this time of the year and it may take some
      time until we can answer. We are also looking for people who would like to help at the library, in the parks, or
      at the summer fair, and for families who would like to have guests from our twin towns. If you would like to help
      us, please write to the town hall, or ask for the leaflet about it at any of our offices or libraries.
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
    prompt: Hello. This is the council.
    options:
      1: {for: bins, goto: bye}
      2: {for: trees, goto: bye}
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator, Mapping

from ivr.call.effects import Consented
from ivr.call.keys import EVERYWHERE
from ivr.call.turn import NodeId
from ivr.check.finding import Finding
from ivr.check.limits import limit
from ivr.check.survey import Survey, survey_of
from ivr.check.survey.hearing import Told, seconds_to_keys
from ivr.menu.flow import Flow
from ivr.menu.types import AnswerName, found

NAME = "time-to-task"
LEVEL = "warning"
NUMBER = "V10"
CALLERS = ("memory", "anxiety", "danger")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every menu with a choice whose key is named late."""
    survey = survey_of(flow)
    choosing = _choosing(survey)
    for language in flow.editions:
        slowest: dict[NodeId, Told] = {}
        for told in seconds_to_keys(survey, language):
            if told.node in choosing and _later(told, slowest):
                slowest[told.node] = told
        for name, told in slowest.items():
            for level in ("warning", "advice"):
                most = limit(flow, f"time-to-task-{level}", name)
                if told.seconds > most:
                    yield Finding(
                        ("nodes", name, "options", told.key),
                        f"A first-time caller listens for about {told.seconds:.0f} seconds before key {told.key} is "
                        f"named here, over {most:g}; the way is {_way(told)}.",
                        "Say less on the way, or offer this choice sooner. Do not add a menu: that takes longer.",
                        language,
                        level="warning" if level == "warning" else "advice",
                    )
                    break


def _choosing(survey: Survey) -> set[NodeId]:
    """Return the menus that callers choose a task at: on a way there by choices, before anything is kept."""
    seen: set[NodeId] = set()
    waiting = list(survey.opens)
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        for edge in survey.ahead[here]:
            consents = any(isinstance(effect, Consented) for effect in edge.effects)
            if edge.to is not None and edge.key not in EVERYWHERE and not consents:
                waiting.append(edge.to)
    nodes = survey.flow.nodes
    return {name for name in seen if nodes[name].role is None and not any(found(nodes[name], AnswerName))}


def _later(told: Told, slowest: Mapping[NodeId, Told]) -> bool:
    known = slowest.get(told.node)
    return known is None or told.seconds > known.seconds


def _way(told: Told) -> str:
    return ", ".join(f"“{name}”" for name in told.way)
