"""Read back a number that was keyed in, in groups, let it be put right, and never ask for anything twice.

Why: Nobody sees on a telephone what they have keyed in. A number that is wrong by one digit reaches a stranger, or
nobody, and the caller waits for a call that never comes. Whoever is asked for it again thinks that it was lost.

Who is shut out: people with dyscalculia; people with little working memory; blind people and people with low vision;
people who cannot press keys surely

Source: Kortum (editor), HCI Beyond the GUI, chapter on interactive voice response (handbook, one page read); W3C,
Natural Language Interface Accessibility User Requirements, need 19b, https://www.w3.org/TR/naur/ (W3C draft); WCAG 2.2,
3.3.4 Error Prevention and 3.3.7 Redundant Entry, https://www.w3.org/WAI/WCAG22/Understanding/redundant-entry (W3C
standard for the web, carried over). Four digits, and groups of two to four, are ours.

A number of four digits or more is to be heard in the words that come next, in every language, as `{its_name}`. There
somebody must be able to put it right: by an option that leads back to the question, or by star, said aloud. The line
reads every number in groups by itself; the area code of a telephone number is one group, as people say it. Asked twice
is a question on a way that has already stored the same answer; going back to put it right is not.

Bad:

```yaml
nodes:
  number:
    kind: ask
    prompt: Please enter your telephone number, which has 11 digits. Then press hash.
    answer: number
    accept: uk-phone-number
    entered: bye
    otherwise: bye
  bye:
    kind: end
    prompt: Thank you. Goodbye.
```

```yaml
nodes:
  number: {kind: ask, prompt: Your reference?, answer: it, accept: reference, entered: right, otherwise: bye}
  right:
    kind: menu
    role: confirm
    prompt: You entered {it}.
    options: {1: {to: go on, goto: once-more}, 2: {to: change it, goto: number}}
    otherwise: bye
  once-more: {kind: ask, prompt: Your reference?, answer: it, accept: reference, entered: read, otherwise: bye}
  read: {kind: end, prompt: "You entered {it}. To change it, press star."}
  bye: {kind: end, prompt: Goodbye.}
```

Good:

```yaml
nodes:
  number:
    kind: ask
    prompt: Please enter your telephone number, which has 11 digits. Then press hash.
    answer: number
    accept: uk-phone-number
    entered: right
    otherwise: bye
  right:
    kind: menu
    role: confirm
    prompt: You entered {number}.
    options:
      1: {to: say that it is right, goto: bye}
      2: {to: change it, goto: number}
    otherwise: bye
  bye:
    kind: end
    prompt: Thank you. Goodbye.
```
"""

from collections.abc import Iterable, Iterator, Mapping

from ivr.call.effects import Answered
from ivr.call.keys import BACK
from ivr.call.turn import NodeId
from ivr.check.asked_twice import asked_twice
from ivr.check.entries import groups_of, lengths_of, until_a_key
from ivr.check.finding import Finding
from ivr.check.limits import limit
from ivr.check.survey import Visit, survey_of
from ivr.check.written import written_at
from ivr.menu.flow import Flow
from ivr.menu.nodes.ask import Ask

NAME = "read-back-once"
LEVEL = "warning"
NUMBER = "V36"
CALLERS = ("memory", "blind", "motor")

Visits = Mapping[NodeId, Visit]


def check(flow: Flow) -> Iterator[Finding]:
    """Yield numbers that nobody reads back, or lets correct, and questions that are asked twice."""
    survey = survey_of(flow)
    asks = {name: node for name, node in flow.nodes.items() if isinstance(node, Ask)}
    for language in flow.editions:
        visits = survey.visits(language)
        for name, ask in asks.items():
            if name in visits and lengths_of(ask)[1] >= limit(flow, "read-back-once-digits", name):
                yield from _read_back(flow, visits, name, ask)
    for name, ask in asks.items():
        yield from _in_groups(flow, name, ask)
    twice: dict[NodeId, NodeId] = {}
    for before, again in asked_twice(flow, survey.visits()):
        twice.setdefault(again, before)
    for again, before in twice.items():
        yield Finding(
            ("nodes", again),
            f"Some callers have answered this before: “{before}” asks for the same.",
            "Use the answer that is there. If it may have changed, read it back and offer to change it.",
            at_key=True,
        )


def _read_back(flow: Flow, visits: Visits, name: NodeId, ask: Ask) -> Iterator[Finding]:
    """Yield what is missing on the ways on from an entry: the number, or how to correct it."""
    language, source = visits[name].language, visits[name].language == flow.source_language
    if ask.answer is None:
        if source:
            yield Finding(
                ("nodes", name),
                f"Up to {lengths_of(ask)[1]} digits are entered here, and without an `answer` none is read back.",
                "Name them (`answer: number`) and say in the next words: “You entered {number}.”",
                at_key=True,
            )
        return
    for edge in visits[name].to("entered"):
        if not any(isinstance(effect, Answered) and effect.name == ask.answer for effect in edge.effects):
            continue
        heard = list(until_a_key(edge, visits))
        reader = next((visit for visit in heard if f"{{{ask.answer}}}" in visit.text()), None)
        if reader is None:
            yield from _not_read_back(flow, name, ask, heard, language)
            return
        if source and not any(_can_correct(name, visit) for visit in heard):
            yield _not_corrected(name, ask, reader, heard)
            return


def _not_corrected(name: NodeId, ask: Ask, reader: Visit, heard: Iterable[Visit]) -> Finding:
    """Return what is wrong where a number is read back and nothing says how to put it right."""
    waits = any(visit.asks for visit in heard)
    return Finding(
        ("nodes", reader.node_id, "prompt"),
        f"The digits from “{name}” are read back here, and nothing says how to put them right.",
        "Add “If that is not right, press star.”, or an option that leads back to the question."
        if waits
        else "Lead first to a menu with `role: confirm` that says "
        f"“You entered {{{ask.answer}}}. To go on, press 1. To change it, press 2.”",
        level="advice",
    )


def _not_read_back(
    flow: Flow, name: NodeId, ask: Ask, heard: Iterable[Visit], language: str
) -> Iterator[Finding]:
    names = flow.line.languages
    if language == flow.source_language:
        shorter = flow.source.plain(("nodes", name, "at_most")) is None and ask.accept == "digits"
        yield Finding(
            ("nodes", name, "entered"),
            f"Up to {lengths_of(ask)[1]} digits are entered here, and the words that come next do not read them back.",
            f"Lead to a menu with `role: confirm` that says “You entered {{{ask.answer}}}. To go on, press 1. To "
            "change it, press 2.”"
            + (" If only few digits are wanted, write `at_most: 3`." if shorter else ""),
        )
        return
    for visit in heard:
        path = written_at(flow, language, ("nodes", visit.node_id, "prompt"))
        source = survey_of(flow).visits()[visit.node_id].text()
        if path is not None and f"{{{ask.answer}}}" in source:
            yield Finding(
                path,
                f"The digits entered at “{name}” are read back in {names[flow.source_language].name}, and not in "
                f"{names[language].name}.",
                f"Put {{{ask.answer}}} into the translation, too.",
                language,
            )


def _can_correct(name: NodeId, reader: Visit) -> bool:
    return (
        any(edge.to == name for edge in reader.options)
        or reader.node.role == "confirm"
        or BACK in reader.keys_said
        or BACK in reader.said_before
    )


def _in_groups(flow: Flow, name: NodeId, ask: Ask) -> Iterator[Finding]:
    """Yield a finding where the line would read a number in groups that are too short or too long."""
    least = limit(flow, "read-back-once-group-least", name)
    most = limit(flow, "read-back-once-group-most", name)
    shortest, longest = lengths_of(ask)
    for length in range(max(shortest, int(limit(flow, "read-back-once-digits", name))), longest + 1):
        sizes = groups_of(ask, length)
        if min(sizes) < least or max(sizes) > most:
            yield Finding(
                ("nodes", name),
                f"A number of {length} digits is read back in groups of {', '.join(map(str, sizes))}; "
                f"{least:g} to {most:g} are easy to follow.",
                "Ask for fewer digits, or have the number read back by a person.",
                at_key=True,
            )
            return
