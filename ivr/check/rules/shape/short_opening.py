"""Say little before the first choice.

Why: Callers listen for what they can do. Whatever comes before it costs them time, credit and strength, and those who
cannot listen for long hang up before the first choice.

Who is shut out: people with ADHD, autism or anxiety, and people in distress; people with little working memory; people
in danger, who cannot wait; people who pay by the minute

Source: W3C COGA research module Voice Systems and Conversational Interfaces (“steps to be as short as possible”),
https://raw.githack.com/w3c/coga/research-modules-wd-1/issue-papers/Conversational-Voice-Systems.html (W3C draft);
Ireland, Centre for Excellence in Universal Design, customer communications toolkit,
http://publicservice.universaldesign.ie/digital21.html (guideline); Healthwatch Islington, recorded messages when
phoning a GP surgery,
https://healthwatchislington.co.uk/report/2023-02-01/recorded-messages-and-experience-phoning-gp-surgery (audit: one to
two minutes). The numbers, 25 words (10 seconds) and 75 words (30 seconds), are ours.

Counted are all words from answering to the first option, or to the sentence that names the first key, on the longest
way a call can open, by day or by night, in each language. Sentences with the emergency number are not counted, nor is
what a demonstration says first. Where a line only records a message, or only says something and ends, what it is there
to say is not counted either: only what comes before that.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: >-
      Thank you for ringing the council. Our offices are open from nine to five, Monday to Friday. We have a new
      website, with news about all that we do for you.
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
    prompt: If there is a fire, hang up and ring 999. This is the council.
    options:
      1: {for: bins, goto: bye}
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ivr.call.turn import NodeId
from ivr.check.finding import Finding, Path, node_of
from ivr.check.key_phrases import key_phrases, words_of
from ivr.check.limits import limit
from ivr.check.survey import Visit, survey_of
from ivr.check.words.emergency_numbers import emergency_numbers
from ivr.check.words.fills import fills_of
from ivr.check.words.sentences import count_heard, sentences
from ivr.menu.flow import Flow
from ivr.menu.problems import Level
from ivr.menu.types import Prompt, found

NAME = "short-opening"
LEVEL = "warning"
NUMBER = "V15"
CALLERS = ("anxiety", "memory", "danger")


class _Opening(NamedTuple):
    """What is said before the first choice: how many words, and the nodes that say them, each with its own count."""

    words: int
    said: tuple[tuple[NodeId, int], ...]


_NOTHING = _Opening(0, ())


def check(flow: Flow) -> Iterator[Finding]:
    """Yield the longest opening of each language, for each node that says most of it."""
    survey = survey_of(flow)
    fills = fills_of(flow)
    told: set[Path] = set()
    for language in flow.editions:
        visits = survey.visits(language)
        longest: dict[Path, _Opening] = {}
        for name in survey.opens:
            opening = _longest(name, visits, fills)
            if opening.said:
                path = _place(flow, language, max(opening.said, key=lambda each: each[1])[0])
                if opening.words > longest.get(path, _NOTHING).words:
                    longest[path] = opening
        for path, opening in longest.items():
            if path not in told:  # words that nobody has translated are told in the language they are in
                told.add(path)
                yield from _findings(flow, path, opening, language)


def _longest(start: NodeId, visits: Mapping[NodeId, Visit], fills: Mapping[str, int]) -> _Opening:
    """Return the longest way from a node to the first choice. Words that go on by themselves never go in a ring."""
    done: dict[NodeId, _Opening] = {}
    waiting = [start]
    while waiting:
        name = waiting[-1]
        words, ends = _words_before_key(visits[name], fills)
        onwards = [] if ends else _onwards(visits[name])
        further = [to for to in onwards if to not in done and to not in waiting]
        if further:
            waiting += further
            continue
        waiting.pop()
        ahead = max((done[to] for to in onwards if to in done), key=lambda way: way.words, default=_NOTHING)
        own = ((name, words),) if words else ()
        done[name] = _Opening(words + ahead.words, own + ahead.said)
    return done[start]


def _onwards(visit: Visit) -> list[NodeId]:
    ahead = {edge.to: None for edge in visit.to("words") if edge.to is not None and not edge.back}
    return list(ahead)


def _words_before_key(visit: Visit, fills: Mapping[str, int]) -> tuple[int, bool]:
    """Return how many words a node says before the first choice, and whether that comes here."""
    prompt = next((prompt for _, prompt in found(visit.node, Prompt)), None)
    ends = visit.to("hung-up") and not visit.to("dialled:failed")
    if prompt is None or ends or visit.to("recorded"):
        return 0, True  # the end of the call, or a message to be left: what is said there is no opening
    text, language = prompt.words, prompt.language or visit.sounding.edition.language
    words = words_of(language)
    key = next(iter(key_phrases(text, words)), None) if words else None
    said, place = 0, 0
    for sentence in sentences(text):
        place = text.index(sentence, place) + len(sentence)
        if key and key.start < place:
            return said, True
        if next(emergency_numbers(sentence, language), None) is None:
            said += count_heard(sentence, fills)
    return said, bool(visit.wait())


def _place(flow: Flow, language: str, name: NodeId) -> Path:
    field = next(path[0] for path, _ in found(flow.nodes[name], Prompt))
    path: Path = ("nodes", name, field)
    translated: Path = ("translations", language, *path)
    return translated if flow.source.plain(translated) is not None else path


def _findings(flow: Flow, path: Path, opening: _Opening, language: str) -> Iterator[Finding]:
    node = node_of(path)
    level: Level
    if opening.words > limit(flow, "short-opening-error", node):
        level = "error"
    elif opening.words > limit(flow, "short-opening-warning", node):
        level = "warning"
    else:
        return
    where = ""
    if len(opening.said) > 1:
        where = f" (in {', '.join(f'“{name}”' for name, _ in opening.said)})"
    yield Finding(
        path,
        f"Callers hear {opening.words} words before the first choice{where}; "
        f"{limit(flow, 'short-opening-warning', node):g} should do.",
        "Say who you are and begin with the choices: “This is the council.” Leave the rest out, or say it where "
        "somebody has asked for it.",
        language,
        level,
    )
