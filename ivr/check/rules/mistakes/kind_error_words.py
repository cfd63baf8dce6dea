"""When a key does nothing, or none is pressed, never say “invalid”, “incorrect”, “wrong” or “speak up”.

Why: Such words make people feel that they have failed, or are being told off. Some hang up. Whoever stammers, or is
hiding, cannot speak up.

Who is shut out: people who stammer, have aphasia, or do not speak; people with ADHD, autism or anxiety, and people in
distress; people who hide that they are calling; people who hear a menu in a language that is not their first

Source: Avaya, IR design guidelines, errors,
https://support.avaya.com/elmodocs2/ir/r2_0/IR_R2_0_Doc_CD/CD/html/15497.htm (vendor: such words “can make callers feel
threatened”); STAMMA, blog on call centres, https://stamma.org/about-us/blog/blog-call-centres-bad-lines-silent-calls
(charity: “Take your time. I'm listening. I'm here.”); Office for Health Improvement and Disparities, working definition
of trauma-informed practice,
https://www.gov.uk/government/publications/working-definition-of-trauma-informed-practice/working-definition-of-trauma-informed-practice
(government).

Looked at is what callers hear after silence and after a key without a meaning: the words of the node and of the line,
reprompts, what a transfer says when nobody can be reached, and where a call goes when the last attempt has gone by. So
are last words. “If that is wrong, press star” blames nobody, nor does a line that says it went wrong itself. In a
language whose words are not known, only a person can tell.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: bins, goto: bye}
    no_input: Are you still there?
    no_match: That is an invalid choice.
    otherwise: bye
  bye:
    kind: end
    prompt: Too many wrong attempts. Goodbye.
```

Good:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: bins, goto: bye}
    no_input: Take your time. We are still here.
    no_match: Sorry, that key does not do anything here.
    otherwise: bye
  bye:
    kind: end
    prompt: You can ring again at any time. Goodbye.
```
"""

from collections.abc import Iterator

from ivr.call.turn import NodeId
from ivr.check.finding import Finding
from ivr.check.survey import survey_of
from ivr.check.texts import Text, texts
from ivr.check.words.left_to_people import languages_left
from ivr.check.words.unkind import UNKIND, unkind_words
from ivr.menu.flow import Flow

NAME = "kind-error-words"
LEVEL = "warning"
NUMBER = "V32"
CALLERS = ("speech", "anxiety", "danger", "languages")

_AFTER_A_MISTAKE = frozenset(
    {
        "reprompt",
        "no_input",
        "no_match",
        "not_accepted",
        "no_entry",
        "time_limit",
        "unavailable",
        "unanswered",
        "ending",
        "goodbye",
        "error",
    }
)
"""The fields of a node, and the phrases of the line, that are said when something did not work, or last of all."""

_GIVEN_UP = frozenset({"silence", "wrong", "empty"})


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every word that blames, threatens or hurries a caller after a mistake."""
    last = _last_words(flow)
    unknown: set[str] = set()
    for text in texts(flow):
        if _said_after_a_mistake(text, last):
            if not UNKIND.knows(text.language):
                unknown.add(text.language)
            for word, instead in unkind_words(text.words, text.language):
                yield Finding(
                    text.path,
                    f"“{word}” can make a caller feel blamed, threatened or pressed.",
                    f"Say what can be done now, such as “{instead}”",
                    text.language,
                )
    yield from languages_left(
        unknown, "Read what is said after a mistake: does any of it blame or hurry the caller?"
    )


def _last_words(flow: Flow) -> set[NodeId]:
    """Return the nodes that a call comes to when the last attempt has gone by, and those that end it."""
    ends: set[NodeId] = set()
    for name, edges in survey_of(flow).edges.items():
        ends.update(edge.to for edge in edges if edge.means in _GIVEN_UP and edge.to is not None)
        if any(edge.means == "hung-up" for edge in edges):
            ends.add(name)
    return ends


def _said_after_a_mistake(text: Text, last: set[NodeId]) -> bool:
    path = text.path[2:] if text.path[0] == "translations" else text.path
    if len(path) < 3:
        return False
    return path[2] in _AFTER_A_MISTAKE or (path[0] == "nodes" and path[1] in last and path[2] == "prompt")
