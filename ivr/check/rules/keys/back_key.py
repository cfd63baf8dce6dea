"""Let a key lead back one step from the second menu on, and tell callers of it.

Why: Without a way back, one slip of the finger means starting again, or hanging up.

Who is shut out: people with little working memory, dementia, a brain injury or a learning disability; people whose
hands shake or slip; blind people; people in distress

Source: W3C COGA research module Voice Systems and Conversational Interfaces,
https://raw.githack.com/w3c/coga/research-modules-wd-1/issue-papers/Conversational-Voice-Systems.html (W3C draft: “go
back when I make a mistake, without having to start at the beginning”); key conventions published by vendors as ISO/IEC
13714, https://www.nch.com.au/ivm/iso13714.html (vendor's summary: star goes back).

Star leads back one step by itself, from every step, and never deletes anything. So what can go wrong is that nobody
says so: a choice menu behind another one has to name star, or every way to it has to. Reviews, confirmations, and menus
with nothing behind them (a message has just been sent, or deleted) are left out. Each language is looked at by itself;
where its words for keys are not known, only a person can tell.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options:
      1: {for: books, goto: books}
    otherwise: bye
  books:
    kind: menu
    prompt: What would you like to do?
    options:
      1: {to: renew a book, goto: bye}
      2: {to: return a book, goto: bye}
    otherwise: bye
  bye:
    kind: end
    prompt: We will see to it. Goodbye.
```

Good:

```yaml
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options:
      1: {for: books, goto: books}
    otherwise: bye
  books:
    kind: menu
    prompt: What would you like to do?
    options:
      1: {to: renew a book, goto: bye}
      2: {to: return a book, goto: bye}
    also: To go back, press star.
    otherwise: bye
  bye:
    kind: end
    prompt: We will see to it. Goodbye.
```
"""

from collections.abc import Iterator

from ivr.call.keys import BACK
from ivr.call.turn import NodeId
from ivr.check.finding import Finding
from ivr.check.first_steps import told_by
from ivr.check.places import once, spoken_at
from ivr.check.survey import Survey, survey_of
from ivr.menu.flow import Flow

NAME = "back-key"
LEVEL = "warning"
NUMBER = "V40"
CALLERS = ("memory", "motor", "blind", "anxiety")

_MOST_NAMED = 5


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every menu that star does not lead back from, and those whose callers have not been told of it."""
    yield from once(_found(flow))


def _found(flow: Flow) -> Iterator[Finding]:
    survey = survey_of(flow)
    later = _later_menus(survey)
    if not later:
        yield Finding(
            ("line",), "No menu of this line lies behind another one.", at_key=True, outcome="does-not-apply"
        )
    for name in later:
        if not survey.visits()[name].to("key", BACK):
            yield Finding(
                ("nodes", name),
                f"Star does not lead back from “{name}”.",
                "Let it, as at every step.",
                at_key=True,
            )
    for language in flow.editions:
        told = {name: told_by(survey, name, BACK, language) for name in later}
        untold = [name for name in later if told[name] is False]
        if untold:
            yield Finding(
                spoken_at(flow, language, untold[0]),
                f"Callers who come to {_named(untold)} have not been told that star goes back one step.",
                "Add “To go back, press star.” to the first menu, or under `also:` here.",
                language,
            )
        for name in later:
            if told[name] is None:
                yield Finding(
                    spoken_at(flow, language, name),
                    "The words of this language for keys are not known here: are callers told that star goes back?",
                    "Read the words up to here: they should say that star goes back one step.",
                    language,
                    outcome="needs-a-person",
                )


def _later_menus(survey: Survey) -> tuple[NodeId, ...]:
    """Return the choice menus behind another one that have something behind them to go back to."""
    return tuple(
        name
        for name, visit in survey.visits().items()
        if visit.asks
        and visit.options
        and visit.menus
        and visit.node.role is None
        and not all(edge.stays for edge in visit.to("key", BACK) or (None,) if edge)
    )


def _named(names: list[NodeId]) -> str:
    more = len(names) - _MOST_NAMED
    listed = ", ".join(f"“{name}”" for name in names[:_MOST_NAMED])
    return f"{listed} and {more} more" if more > 0 else listed
