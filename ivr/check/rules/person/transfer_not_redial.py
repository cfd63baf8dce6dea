"""Put the caller through; do not tell them to ring another number.

Why: To keep a long number in mind, to write it down and to dial it is the very thing many callers cannot do.

Who is shut out: people with little working memory, dementia, a brain injury or a learning disability; blind people
without a pen at hand; people who cannot press keys quickly or surely; people who pay for every call

Source: W3C COGA research module Voice Systems and Conversational Interfaces,
https://raw.githack.com/w3c/coga/research-modules-wd-1/issue-papers/Conversational-Voice-Systems.html (W3C draft:
“rather than being directed to call another phone number”). That numbers of fewer than five digits, such as 101, 111 and
999, can be kept in mind, and so do not count, is the limit of this rule (ours).

It is a warning where a text says to ring, call, dial or contact a number of five digits or more, and its step does not
put the caller through. A number of a service, such as {helpline.number}, counts as written. Where a number is only read
out (“their number is …”) it is advice: there can be reasons, such as that a call put through would show on a bill, and
then the file should give them under `allow:`. Numbers that begin with 18000 or 18001 are a relay service's. In a
language whose words for ringing are not known, only a person can tell.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options:
      1: {for: lost books, goto: lost}
    otherwise: lost
  lost:
    kind: end
    prompt: For lost books, please call 01632 960123. Goodbye.
```

Good:

```yaml
nodes:
  main:
    kind: menu
    prompt: This is the library.
    options:
      1: {for: lost books, goto: lost}
    otherwise: lost
  lost:
    kind: transfer
    number: lost-books
    prompt: For lost books, I will put you through.
    unavailable: For lost books, please ring again tomorrow. We will call you from 01632 960123 if we find them.
```
"""

import re
from collections.abc import Iterator
from typing import Literal

from ivr.call.turn import NodeId
from ivr.check.finding import Finding, node_of
from ivr.check.limits import limit
from ivr.check.survey import survey_of
from ivr.check.texts import Text, texts
from ivr.check.to_a_person import offers_a_person
from ivr.check.words.ringing import RINGING, RingingWords
from ivr.menu.flow import Flow

NAME = "transfer-not-redial"
LEVEL = "warning"
NUMBER = "V06"
CALLERS = ("memory", "blind", "motor", "older")

_SENTENCE_END = re.compile(r"(?<=[.?!;])\s+")
_NUMBER = re.compile(r"\+?\(?\d[\d\s()\u00a0-]*\d")
_RELAY = re.compile(r"1800[01]")
_SERVICE = re.compile(r"\{([a-z0-9_-]+)\.number\}")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every text that tells callers to ring another number."""
    unknown: dict[str, None] = {}
    for text in texts(flow):
        words = RINGING.get(text.language.partition("-")[0])
        for sentence in _SENTENCE_END.split(_with_services(text.words, flow)):
            for match in _NUMBER.finditer(sentence):
                if _too_short(match[0], flow, text) or _RELAY.search(sentence) or _puts_through(flow, text):
                    continue
                if words is None:
                    unknown[text.language] = None
                    continue
                told = _told(sentence, match.start(), words)
                if told:
                    yield _finding(text, match[0], told)
    for language in unknown:
        yield Finding(
            ("line", "languages", language),
            "The words of this language for ringing are not known here, and it names long numbers: are callers "
            "told to ring them?",
            "Read these texts: where they say to ring a number, put the caller through instead.",
            language,
            outcome="needs-a-person",
        )


def _with_services(words: str, flow: Flow) -> str:
    def number(match: re.Match[str]) -> str:
        service = flow.line.services.get(match[1])
        return service.number if service else match[0]

    return _SERVICE.sub(number, words)


def _too_short(number: str, flow: Flow, text: Text) -> bool:
    digits = sum(character.isdigit() for character in number)
    return digits < limit(flow, "transfer-not-redial-digits", _node_of(text))


def _puts_through(flow: Flow, text: Text) -> bool:
    """Whether the step that says it rings somebody, or offers to."""
    survey = survey_of(flow)
    visit = survey.visits().get(_node_of(text) or NodeId(""))
    return visit is not None and (visit.rings or any(True for _ in offers_a_person(survey, visit)))


def _node_of(text: Text) -> NodeId | None:
    name = node_of(text.path)
    return NodeId(name) if name else None


def _told(sentence: str, number: int, words: RingingWords) -> Literal["ring", "given"] | None:
    """Return whether a sentence tells the caller to ring the number at a place of it, or gives it; None for neither."""
    before = sentence[:number]
    if re.search(rf"\b(?:{words.others})\b", before, re.IGNORECASE):
        return None
    rings = list(re.finditer(rf"\b{words.ring}\b", before, re.IGNORECASE))
    for match in rings:
        theirs = re.search(rf"(?:^|\W){words.not_theirs}\s*$", before[: match.start()], re.IGNORECASE)
        caller = re.match(rf"\s+(?:{words.callers})\b", before[match.end() :], re.IGNORECASE)
        if not theirs and not caller:
            return "ring"
    return "given" if not rings and re.search(rf"\b(?:{words.given})", before, re.IGNORECASE) else None


def _finding(text: Text, number: str, told: Literal["ring", "given"]) -> Finding:
    what = "Callers are told to ring another number" if told == "ring" else "Callers are read another number"
    return Finding(
        text.path,
        f"{what} ({number.strip()}), and this step does not put them through.",
        "Lead to a node of the kind transfer: “I will put you through.” Where that cannot be, write the reason under "
        "`allow:`.",
        text.language,
        level=None if told == "ring" else "advice",
    )
