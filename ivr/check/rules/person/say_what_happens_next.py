"""Say at every end what happens now, and roughly how long it takes.

Why: Silence after "goodbye" leaves people to guess: whether it worked, whether somebody will ring, whether to try
again.

Who is shut out: people with autism or anxiety; people in distress; people with little working memory, dementia, a
brain injury or a learning disability; people who use a relay service, to whom only words are passed on

Source: W3C COGA research module Voice Systems and Conversational Interfaces (W3C draft: “I need to know what the next
steps are and when I am finished”); GOV.UK Design System, Contact a department or service team,
https://design-system.service.gov.uk/patterns/contact-a-department-or-service-team/ (government guideline); Ireland,
Centre for Excellence in Universal Design, customer communications toolkit,
http://publicservice.universaldesign.ie/digital21.html (guideline). The six words are ours.

This looks at the words before a call is put through, at those after a recording, and at the last words before the line
hangs up: six words or more, and one of a list of words that tell of a next step. The list is short and people's words
are many, so a text that is not found here may be well, and one that is found may still be wrong: whether it is true,
and whether it says how long, a person has to judge. It never counts as passed. What is said after a conversation with
a person is left out: that person has said it.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options:
      1: {to: renew a book, goto: renewed}
    otherwise: renewed
  renewed:
    kind: end
    prompt: Thank you. Goodbye.
```

Good:

```yaml
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options:
      1: {to: renew a book, goto: renewed}
    otherwise: renewed
  renewed:
    kind: end
    prompt: Thank you. You can keep your book for two more weeks. You can hang up now.
```
"""

import re
from collections.abc import Iterator
from functools import cache

from ivr.call.turn import NodeId
from ivr.call.verbs import Dial
from ivr.check.finding import Finding
from ivr.check.first_steps import spoken_texts
from ivr.check.limits import limit
from ivr.check.places import once, spoken_at
from ivr.check.survey import Survey, Visit, survey_of
from ivr.check.survey.stepping import At
from ivr.check.words.next_steps import NEXT_STEPS
from ivr.check.words.phrase_list import primary
from ivr.menu.flow import Flow

NAME = "say-what-happens-next"
LEVEL = "warning"
NUMBER = "V07"
CALLERS = ("anxiety", "memory", "deaf")


_LAST = ("unavailable_given_up", "unreached_given_up")
"""What happens before the last words of a transfer that rings nobody."""

_FIELDS = {
    "unavailable_given_up": ("ending", "unavailable"),
    "unreached_given_up": ("ending", "unanswered", "unavailable"),
}
"""Where those words stand: in the first of these that is written."""


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every end whose words tell no next step, and for a person every other one."""
    survey = survey_of(flow)
    ends = tuple(dict.fromkeys(_ends(survey)))
    if not ends:
        yield Finding(
            ("line",), "Nothing here ends, records or is put through.", at_key=True, outcome="does-not-apply"
        )
    judged: dict[NodeId, str] = {}
    untold: list[Finding] = []
    for language in flow.editions:
        for name, turn in ends:
            said = _onwards(survey, survey.visits(language)[name], turn)
            words = sum(len(text.split()) for text, _ in said)
            known = _tells(said)
            if known and words >= limit(flow, "say-what-happens-next-words", name):
                judged.setdefault(
                    name, "Only a person can tell whether it is true, and says how long it takes."
                )
            elif known is None:
                judged[name] = "The words of one of its languages are not known here."
            else:
                untold.append(_finding(flow, name, turn, words, language))
    yield from once(untold)
    for name, why in judged.items():
        yield Finding(
            ("nodes", name),
            f"Does “{name}” say what happens now, and roughly how long it takes? {why}",
            "Read it as somebody would who rings for the first time: is anything left to guess?",
            at_key=True,
            outcome="needs-a-person",
        )


def _ends(survey: Survey) -> Iterator[tuple[NodeId, At]]:
    """Yield the turns at which something ends: before a ringing, after a recording, before the line hangs up."""
    for name, visit in survey.visits().items():
        for turn in visit.pages:
            if turn[1] in _LAST or (turn == visit.start and (visit.rings or visit.to("hung-up"))):
                yield name, turn
        if (
            visit.rings and visit.start[1] in _FIELDS
        ):  # nobody comes here but by silence: look at the ringing, too
            yield from ((name, turn) for turn in visit.pages if _dials(visit, turn) and visit.text(turn))
        for edge in visit.to("recorded"):
            after = survey.visits()[edge.to] if edge.to else None
            if after and edge.key is None and after.text():
                yield after.node_id, after.start


def _dials(visit: Visit, turn: At) -> bool:
    return any(isinstance(verb, Dial) for verb in visit.pages[turn])


def _onwards(survey: Survey, visit: Visit, turn: At) -> tuple[tuple[str, str], ...]:
    """Return what is said at a turn, and at the nodes that follow it by themselves, each with its language."""
    line = survey.flow.line
    said, seen = list(spoken_texts(visit, line, turn)), {visit.node_id}
    ways = [edge for edge in visit.to("words") if edge.to and not edge.back]
    while len(ways) == 1 and ways[0].to and ways[0].to not in seen:
        seen.add(ways[0].to)
        following = survey.visits(visit.language)[ways[0].to]
        said += spoken_texts(following, line)
        ways = [edge for edge in following.to("words") if edge.to and not edge.back]
    return tuple(said)


def _tells(said: tuple[tuple[str, str], ...]) -> bool | None:
    """Whether words tell a next step; None where those of their languages are not known."""
    patterns = [(text, _pattern(primary(language))) for text, language in said]
    if any(pattern and pattern.search(text) for text, pattern in patterns):
        return True
    return False if all(pattern for _, pattern in patterns) else None


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    phrases = NEXT_STEPS.get(language)
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE) if phrases else None


def _finding(flow: Flow, name: NodeId, turn: At, words: int, language: str) -> Finding:
    least = limit(flow, "say-what-happens-next-words", name)
    short = (
        f" It has {words} {'word' if words == 1 else 'words'}; {least:g} is the least that can."
        if words < least
        else ""
    )
    fields = _FIELDS.get(turn[1], ("prompt",))
    field = next(
        (field for field in fields if flow.source.plain(("nodes", name, field)) is not None), "prompt"
    )
    return Finding(
        spoken_at(flow, language, name, field),
        f"Something ends at “{name}”, and these words do not say what happens now.{short}",
        "Say what happens and roughly how long it takes: “Somebody will ring you by the end of tomorrow. You can hang "
        "up now.”",
        language,
    )
