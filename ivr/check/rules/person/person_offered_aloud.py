"""Say in the first menu how to reach a person, and always in the same place of a menu.

Why: A key that nobody mentions helps only those who already know it.

Who is shut out: people with little working memory, dementia, a brain injury or a learning disability; people who
seldom ring such lines; people who speak another language; people in distress

Source: W3C COGA, pattern Let Users Avoid Navigating Voice Menus,
https://www.w3.org/WAI/WCAG2/supplemental/patterns/o6p04-voice-menus/ (W3C note: “consistently set the first option for
each menu”); WCAG 2.2, success criterion 3.2.6 Consistent Help,
https://www.w3.org/WAI/WCAG22/Understanding/consistent-help (W3C standard for the web, carried over).

The first menu is the line's `first_menu`, or else the first step that asks for a key; words spoken before it count. A
menu that only asks for the language is passed over. Every language is looked at by itself. An option that puts the
caller through, in words that name a person, offers one, too.

It is a warning where no words tell of a person, and advice where they stand now at the beginning of a menu, now in the
middle, now at its end. The first menu may name a person first, after the words for emergencies, and the others last.
Keys for going back and hearing again do not count as places.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options:
      1: {for: opening hours, goto: times}
    also: To hear this again, press 9.
    otherwise: times
  times:
    kind: end
    prompt: We are open from nine to five. Goodbye.
```

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
    prompt: For a person, press 0.
    options: {1: {for: opening hours, goto: times}, 2: {for: events, goto: events}}
  times:
    kind: menu
    prompt: We are open from nine to five. For a person, press 0.
    options: {1: {for: holidays, goto: main}}
  events:
    kind: menu
    prompt: There are two events this week.
    options: {1: {for: today, goto: main}, 2: {for: the weekend, goto: main}}
    also: For a person, press 0.
  desk: {kind: transfer, number: desk, prompt: I will put you through., unavailable: Nobody is at the desk.}
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
    also: To hear this again, press 9. For a person, press 0.
  times: {kind: say, prompt: We are open from nine to five., goto: main}
  desk: {kind: transfer, number: desk, prompt: I will put you through., unavailable: Nobody is at the desk.}
```
"""

from collections.abc import Iterator
from typing import Literal

from ivr.call.keys import PERSON, RESERVED, Key
from ivr.call.turn import NodeId
from ivr.check.finding import Finding
from ivr.check.first_steps import first_asking, spoken_texts, told_by
from ivr.check.key_meanings import named_keys, names_somebody
from ivr.check.person_words import names_the_person, tells_of_a_person
from ivr.check.places import once, spoken_at
from ivr.check.survey import Survey, Visit, survey_of
from ivr.check.to_a_person import offers_a_person
from ivr.menu.flow import Flow

NAME = "person-offered-aloud"
LEVEL = "warning"
NUMBER = "V03"
CALLERS = ("memory", "anxiety", "languages", "older")

Place = Literal["first", "middle", "last"]


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every first menu that tells of no person, and menus that tell of one in different places."""
    yield from once(_found(flow))


def _found(flow: Flow) -> Iterator[Finding]:
    survey = survey_of(flow)
    first = first_asking(survey)
    if not first:
        yield Finding(
            ("line",), "No step of this line asks callers for a key.", at_key=True, outcome="does-not-apply"
        )
    for language in flow.editions:
        for name in first:
            yield from _unspoken(survey, name, language)
        yield from _moving(survey, first, language)


def _unspoken(survey: Survey, name: NodeId, language: str) -> Iterator[Finding]:
    visit = survey.visits(language)[name]
    told = told_by(survey, name, PERSON, language)
    texts = spoken_texts(visit, survey.flow.line)
    if told or tells_of_a_person(survey.flow, texts) or _person_keys(survey, visit):
        return
    path = spoken_at(survey.flow, language, name)
    if told is None:
        yield Finding(
            path,
            "The words of this language for keys are not known here: does this step say how to reach a person?",
            "Read its words: they should say that key 0 reaches a person.",
            language,
            outcome="needs-a-person",
        )
    else:
        yield Finding(
            path,
            f"The first step that asks for a key, “{name}”, does not say how to reach a person.",
            "Add “For a person, press 0.”, for instance under `also:`.",
            language,
        )


def _moving(survey: Survey, first: tuple[NodeId, ...], language: str) -> Iterator[Finding]:
    places: dict[NodeId, Place] = {}
    for name, visit in survey.visits(language).items():
        place = _place(survey, visit) if visit.options else None
        if place:
            places[name] = place
    usual = _usual([place for name, place in places.items() if name not in first])
    for name, place in places.items():
        if place == "middle" or (place != usual and name not in first):
            elsewhere = f", and {_WHERE[usual]} of others" if place != usual else ""
            yield Finding(
                spoken_at(survey.flow, language, name),
                f"A person is offered {_WHERE[place]} of the choices of “{name}”{elsewhere}.",
                f"Offer a person in the same place of every menu, {_WHERE[usual]}: “For a person, press 0.”",
                language,
                level="advice",
            )


_WHERE: dict[Place, str] = {"first": "at the beginning", "middle": "in the middle", "last": "at the end"}


def _usual(places: list[Place]) -> Place:
    """Return the place that most menus have, the middle left out."""
    return "first" if places.count("first") > places.count("last") else "last"


def _place(survey: Survey, visit: Visit) -> Place | None:
    """Return where among its choices a menu tells of a person; None where it tells of none."""
    persons = _person_keys(survey, visit)
    order: list[Key] = []
    for text, language in spoken_texts(visit, survey.flow.line):
        for named in named_keys(text, language):
            if named.key == PERSON and names_the_person(survey.flow, named, language):
                persons.add(PERSON)
            if named.key == PERSON or named.key not in RESERVED:
                order.append(named.key)
    here = [place for place, key in enumerate(order) if key in persons]
    if not here:
        return None
    if here[0] == 0:
        return "first"
    return "last" if here[-1] == len(order) - 1 else "middle"


def _person_keys(survey: Survey, visit: Visit) -> set[Key]:
    """Return the keys of choices that put the caller through, in words that name a person."""
    ways = {edge.key for edge in offers_a_person(survey, visit) if edge.option}
    return {
        named.key
        for text, language in spoken_texts(visit, survey.flow.line)
        for named in (named_keys(text, language) if ways else ())
        if named.key in ways and names_somebody(named.purpose, language)
    }
