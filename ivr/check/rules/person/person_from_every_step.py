"""Let key 0 reach a person in one press, from every step that asks for something.

Why: Whoever cannot work through a menu needs help most, and a menu must not be the way to that help.

Who is shut out: people with little working memory, dementia, a brain injury or a learning disability; people in
distress; people who speak another language; people who cannot find what they need among the choices

Source: W3C COGA, pattern Let Users Avoid Navigating Voice Menus,
https://www.w3.org/WAI/WCAG2/supplemental/patterns/o6p04-voice-menus/ (W3C note: “a known word or reserved digit (such
as '0' or 'help') that can be used at any time to skip the voice menu and go directly to a person”); W3C COGA research
module Voice Systems and Conversational Interfaces (W3C draft); IBM Voice Response, wording of prompts,
https://docs.blueworx.com/BVR/InfoCenter/V7/AIX/help/topic/com.ibm.wvraix.desman.doc/i630600.html (vendor).

On this line key 0 works at every step by itself, so one thing decides: the node that `person:` names. It has to be a
transfer, at any hour and for any caller; words before the transfer are well, a further key is not. Where the line is
closed, a recording that somebody hears later can stand in for a person, and a person has to judge whether it does.
Whether a number is set for the transfer is a matter of the installation and not of the file.

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
  person: desk-hours
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options:
      1: {for: opening hours, goto: times}
  times: {kind: say, prompt: We are open from nine to five., goto: main}
  desk-hours:
    kind: hours
    open: {monday-friday: 09:00-17:00}
    when_open: desk
    when_closed: shut
  desk: {kind: transfer, number: desk, prompt: I will put you through., unavailable: Nobody is at the desk.}
  shut: {kind: end, prompt: The desk is shut. Goodbye.}
```

Good:

```yaml
line:
  name: Library
  start: main
  person: desk
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options:
      1: {for: opening hours, goto: times}
    also: For a person, press 0.
  times: {kind: say, prompt: We are open from nine to five., goto: main}
  desk: {kind: transfer, number: desk, prompt: I will put you through., unavailable: Nobody is at the desk.}
```
"""

from collections.abc import Iterator

from ivr.check.finding import Finding
from ivr.check.survey import survey_of
from ivr.check.to_a_person import Way, asking, ways_to_a_person
from ivr.menu.flow import Flow

NAME = "person-from-every-step"
LEVEL = "error"
NUMBER = "V01"
CALLERS = ("memory", "anxiety", "languages", "speech")

_REMEDY = "Let `person:` name a node of the kind transfer, which puts the caller through."


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every way in which key 0 does not lead to a person."""
    survey = survey_of(flow)
    steps = asking(survey)
    if not steps:
        yield Finding(
            ("line",), "No step of this line asks callers for a key.", at_key=True, outcome="does-not-apply"
        )
        return
    if flow.line.person is None:
        yield Finding(
            ("line",),
            f"No caller can reach a person: key 0 does nothing at {_count(len(steps))}, “{steps[0]}” first.",
            "Add a node of the kind transfer, such as “I will put you through to a person”, and name it under "
            "`line:` as `person:`.",
            at_key=True,
        )
        return
    ways = ways_to_a_person(survey)
    somebody = any(way.ends == "person" for way in ways)
    for way in ways:
        if way.ends == "message" and way.junction and somebody:
            yield Finding(
                way.path,
                f"{_when(way)}, key 0 leads to a recording in place of a person: is it heard soon, and answered?",
                "Find out who hears these recordings and how soon, and let the words say so.",
                outcome="needs-a-person",
            )
        elif way.ends != "person" and not (way.excused and somebody):
            yield Finding(way.path, _message(way), _remedy(way))


def _message(way: Way) -> str:
    what = {
        "words": "which only speaks and puts nobody through",
        "message": "which takes a recording",
        "choice": "which is another menu",
        "entry": "which asks for digits",
        "person": "",
    }[way.ends]
    lead = f"{_when(way)}, key 0 leads" if way.junction else "Key 0 leads"
    return f"{lead} to “{way.to}”, {what}: callers reach no person by one press."


def _remedy(way: Way) -> str:
    if way.junction is None:
        return _REMEDY
    return (
        "Lead this way, too, to a node of the kind transfer, such as to a colleague on call; or let the caller leave "
        "a message there that a person hears."
    )


def _when(way: Way) -> str:
    assert way.junction is not None  # noqa: S101 - asked only where there is one
    name, exit_ = way.junction
    return f"When “{name}” is {exit_.how}" if " " not in exit_.how else f"When {exit_.how} (at “{name}”)"


def _count(number: int) -> str:
    return (
        "its one step that asks for something"
        if number == 1
        else f"all {number} steps that ask for something"
    )
