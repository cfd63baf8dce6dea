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
from ivr.call.verbs import Dial, Hangup
from ivr.check.finding import Finding
from ivr.check.limits import limit
from ivr.check.places import spoken_at
from ivr.check.survey import Survey, Visit, survey_of
from ivr.check.survey.stepping import At
from ivr.check.words.next_steps import NEXT_STEPS
from ivr.menu.flow import Flow

NAME = "say-what-happens-next"
LEVEL = "warning"
NUMBER = "V07"
CALLERS = ("anxiety", "memory", "deaf")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every end whose words tell no next step, and for a person every other one."""
    survey = survey_of(flow)
    ends = dict(_ends(survey))
    if not ends:
        yield Finding(
            ("line",), "Nothing here ends, records or is put through.", at_key=True, outcome="does-not-apply"
        )
    judged: dict[NodeId, str] = {}
    for language in flow.editions:
        for name, turn in ends:
            visit = survey.visits(language)[name]
            text = _onwards(survey, visit, turn)
            known = _tells(text, visit.language)
            if known is None:
                judged[name] = "the words of one of its languages are not known here"
            elif known and _long_enough(text, flow, name):
                judged.setdefault(
                    name, "only a person can tell whether it is true, and says how long it takes"
                )
            else:
                yield _finding(flow, name, turn, text, language)
    for name, why in judged.items():
        yield Finding(
            ("nodes", name),
            f"Does “{name}” say what happens now, and roughly how long it takes? {why[:1].upper()}{why[1:]}.",
            "Read it as somebody would who rings for the first time: is anything left to guess?",
            at_key=True,
            outcome="needs-a-person",
        )


def _ends(survey: Survey) -> Iterator[tuple[tuple[NodeId, At], None]]:
    """Yield the turns at which something ends: before a ringing, after a recording, before the line hangs up."""
    for name, visit in survey.visits().items():
        dialled = False
        for turn in visit.pages:
            verbs = visit.pages[turn]
            dials = any(isinstance(verb, Dial) for verb in verbs)
            hangs_up = any(isinstance(verb, Hangup) for verb in verbs) and turn[1] != "finished"
            if visit.text(turn) and (hangs_up or (dials and not dialled)) and turn[1] != "again":
                yield (name, turn), None
            dialled = dialled or dials
        for edge in visit.to("recorded"):
            after = survey.visits()[edge.to] if edge.to else None
            if after and edge.key is None and after.text():
                yield (after.node_id, after.start), None


def _onwards(survey: Survey, visit: Visit, turn: At) -> str:
    """Return what is said at a turn, and at the nodes that follow it by themselves."""
    said, seen = [visit.text(turn)], {visit.node_id}
    ways = [edge for edge in visit.to("words") if edge.to and not edge.back]
    while len(ways) == 1 and ways[0].to and ways[0].to not in seen:
        seen.add(ways[0].to)
        following = survey.visits(visit.language)[ways[0].to]
        said.append(following.text())
        ways = [edge for edge in following.to("words") if edge.to and not edge.back]
    return " ".join(said)


def _tells(text: str, language: str) -> bool | None:
    """Whether a text tells a next step; None where the language's words are not known."""
    pattern = _pattern(language.partition("-")[0])
    return pattern.search(text) is not None if pattern else None


def _long_enough(text: str, flow: Flow, name: NodeId) -> bool:
    return len(text.split()) >= limit(flow, "say-what-happens-next-words", name)


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    phrases = NEXT_STEPS.get(language)
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE) if phrases else None


_FIELDS = {"unavailable_given_up": "unavailable", "unreached_given_up": "unanswered"}


def _finding(flow: Flow, name: NodeId, turn: At, text: str, language: str) -> Finding:
    words, least = len(text.split()), limit(flow, "say-what-happens-next-words", name)
    short = f" It has {words} words; {least:g} is the least that can." if words < least else ""
    return Finding(
        spoken_at(flow, language, name, _FIELDS.get(turn[1], "prompt")),
        f"Something ends at “{name}”, and these words do not say what happens now.{short}",
        "Say what happens and roughly how long it takes: “Somebody will ring you by the end of tomorrow. You can hang "
        "up now.”",
        language,
    )
