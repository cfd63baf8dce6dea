"""Use key 0 for reaching a person, and for nothing else.

Why: For many callers 0 is the one key they know; where it does something else, it sends them astray just when they
need help.

Who is shut out: people with little working memory, dementia, a brain injury or a learning disability; people in
distress; people who speak another language; blind people

Source: W3C COGA research module Voice Systems and Conversational Interfaces (W3C draft: “not allow the reserved digit
(0) to mean anything other than going to an operator”); IBM Voice Response, wording of prompts,
https://docs.blueworx.com/BVR/InfoCenter/V7/AIX/help/topic/com.ibm.wvraix.desman.doc/i630600.html (vendor); key
conventions published by vendors as ISO/IEC 13714, https://www.nch.com.au/ivm/iso13714.html (vendor's summary).

Key 0 cannot be an option here: the file is refused. What can still go wrong are words that say it does something
else, in any language, and a `person:` that names a menu of other things. Words that name no purpose at all ("press 0
at any time") are well, and so are those by which the `transfer` itself calls the person: “the front desk” here and
there. In a language whose words for keys are not known, only a person can tell.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options:
      1: {for: opening hours, goto: times}
    also: To go back to the start, press 0.
    otherwise: times
  times:
    kind: end
    prompt: We are open from nine to five. Goodbye.
```

```yaml
line:
  name: Library
  start: main
  person: main
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options:
      1: {for: opening hours, goto: times}
      2: {for: events, goto: times}
  times: {kind: say, prompt: We are open from nine to five., goto: main}
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
    prompt: This is the library. You can press 0 at any time.
    options:
      1: {for: opening hours, goto: times}
    also: For the issue desk, press 0.
  times: {kind: say, prompt: We are open from nine to five., goto: main}
  desk: {kind: transfer, number: desk, prompt: The issue desk will answer soon., unavailable: Nobody is at the desk.}
```
"""

from collections.abc import Iterator

from ivr.call.keys import PERSON
from ivr.check.finding import Finding
from ivr.check.key_meanings import Named, knows, meanings_of, named_keys
from ivr.check.person_words import names_the_person
from ivr.check.survey import Survey, survey_of
from ivr.check.texts import Text, texts
from ivr.check.to_a_person import Way, offers_a_person, ways_to_a_person
from ivr.menu.flow import Flow

NAME = "zero-means-person"
LEVEL = "error"
NUMBER = "V02"
CALLERS = ("memory", "anxiety", "languages", "blind")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every text that gives key 0 another meaning, and every other thing that it leads to."""
    survey = survey_of(flow)
    unknown: set[str] = set()
    for text in texts(flow):
        if not knows(text.language):
            unknown.add(text.language)
        for named in named_keys(text.words, text.language):
            if named.key == PERSON and not names_the_person(flow, named, text.language):
                yield _said(named, text)
    for way in ways_to_a_person(survey):
        if _is_something_else(way, survey):
            yield Finding(
                way.path,
                f"Key 0 leads to “{way.to}”, which is something else than a person.",
                "Let `person:` name a node of the kind transfer. What “"
                f"{way.to}” does can stand on another key.",
            )
    for language in sorted(unknown):
        yield Finding(
            ("line", "languages", language),
            "The words of this language for keys are not known here: does any text give key 0 another meaning "
            "than a person?",
            "Read the texts of this language: where they name key 0, they should name a person.",
            language,
            outcome="needs-a-person",
        )


def _said(named: Named, text: Text) -> Finding:
    return Finding(
        text.path,
        f"Key 0 reaches a person, and these words give it another meaning: “{named.purpose[:60]}, press 0”.",
        "Name the key that does this, or take the words out. Key 0 is offered as “For a person, press 0.”",
        text.language,
    )


def _is_something_else(way: Way, survey: Survey) -> bool:
    """Whether a way of key 0 leads to something that has nothing to do with a person.

    A choice of persons is no other thing, nor are words that say how to reach one, nor, behind a junction, being
    closed; person-from-every-step tells of those.
    """
    visit = survey.visits()[way.to]
    if way.ends == "choice":
        persons = {edge.key for edge in offers_a_person(survey, visit)}
        return not persons.issuperset(edge.key for edge in visit.options)
    if way.ends == "words":
        about = PERSON in meanings_of(visit.text(), visit.language)
        return way.junction is None and knows(visit.language) and not about
    return way.ends == "entry" or (way.ends == "message" and way.junction is None)
