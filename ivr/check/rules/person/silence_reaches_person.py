"""A caller who presses nothing is taken to a person, never cut off and never led round in a circle.

Why: Silence is not carelessness. It may be all that somebody can do, and a line that hangs up on it has refused them.

Who is shut out: people with no keypad in reach; people who cannot press keys quickly or surely; people whose relay
service is still typing; people who cannot speak just now; people who are hiding

Source: W3C COGA research module Voice Systems and Conversational Interfaces (“Error response should not end the
interaction”), https://raw.githack.com/w3c/coga/research-modules-wd-1/issue-papers/Conversational-Voice-Systems.html
(W3C editor's draft); W3C COGA pattern Let Users Avoid Navigating Voice Menus,
https://www.w3.org/WAI/WCAG2/supplemental/patterns/o6p04-voice-menus/ (W3C guidance); Ireland, Centre for Excellence in
Universal Design, customer communications toolkit, http://publicservice.universaldesign.ie/digital21.html (guideline);
Avaya, IR design guidelines, https://support.avaya.com/elmodocs2/ir/r2_0/IR_R2_0_Doc_CD/CD/html/15497.htm (vendor).

Silence is followed from every step that waits for a key, after its last attempt, through all that is only spoken and
through every outcome of a junction. It is well when it leads to a `transfer` (also where no number is set in this
installation), to a recording, or to another question, which is looked at by itself. It is an error when the line
hangs up, or when questions lead round to each other.

A step whose `role` is `review` or `confirm` may let silence end the call, if it keeps what the caller left and says
so. Where it keeps it and does not say so, that is a warning; where silence deletes it, an error. In a language whose
words for that are not known, only a person can tell.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: bins, goto: bye}
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: bins, goto: bye}
    otherwise: sorry
  sorry:
    kind: say
    prompt: We did not get a choice.
    goto: main
  bye:
    kind: end
    prompt: Goodbye.
```

Good:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: bins, goto: bye}
    otherwise: person
  person:
    kind: transfer
    number: person
    prompt: I will put you through to a person. You do not need to press anything.
    unavailable: To speak to a person, ring 101.
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator

from ivr.call.turn import NodeId
from ivr.check.finding import Finding
from ivr.check.survey import Survey, survey_of
from ivr.check.survey.silence import Silent, asking, silent_loops, silent_ways
from ivr.check.words.kept import KEPT
from ivr.menu.flow import Flow

NAME = "silence-reaches-person"
LEVEL = "error"
NUMBER = "V05"
CALLERS = ("deaf", "motor", "speech", "danger")

_REMEDY = (
    "Let silence lead to a person: `otherwise: person`. Say there, for example, “I will put you through to a person. "
    "You do not need to press anything.”"
)


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every step from which silence leads to no person and to no recording."""
    survey = survey_of(flow)
    for name in asking(survey):
        ways = list(silent_ways(survey, name))
        for silent in ways:
            if silent.discards and silent.reached == "end":
                message = (
                    f"A caller who presses nothing at “{name}” loses what they have left: it is deleted."
                )
                yield _finding(
                    name, message, "Let silence keep it: lead to a step that says “We keep what you left.”"
                )
            elif silent.reached == "itself":
                message = (
                    f"A caller who presses nothing at “{name}” hears the same words for ever{_by(silent)}."
                )
                yield _finding(name, message, _REMEDY)
            elif silent.reached == "end":
                yield from _ended(survey, name, silent)
    for loop in silent_loops(survey):
        round_trip = ", ".join(f"“{name}”" for name in (*loop, loop[0]))
        message = f"A caller who presses nothing is asked the same for ever: {round_trip}."
        yield _finding(loop[0], message, _REMEDY)


def _ended(survey: Survey, name: NodeId, silent: Silent) -> Iterator[Finding]:
    """Yield what is wrong with silence that ends the call."""
    flow = survey.flow
    if flow.nodes[name].role is None:
        message = f"A caller who presses nothing at “{name}” is cut off{_by(silent)}."
        yield _finding(name, message, _REMEDY)
        return
    for language in flow.editions:
        kept = KEPT.get(language.partition("-")[0])
        said = " ".join(survey.visits(language)[node].text() for node in silent.way)
        if kept is None:
            yield Finding(
                ("nodes", name),
                f"Silence at “{name}” ends the call{_by(silent)}, and nobody has told this rule how that language "
                "says that something is kept.",
                "Read the texts aloud: do they say that what the caller left is kept?",
                language,
                outcome="needs-a-person",
            )
        elif not kept.search(said):
            yield Finding(
                ("nodes", name, "otherwise", "no_input"),
                f"Silence at “{name}” ends the call{_by(silent)}, and nothing says that what the caller left is kept.",
                "Say so before the call ends: “We will keep what you left.”",
                language,
                level="warning",
            )


def _by(silent: Silent) -> str:
    """Return by way of what, where that is not plain."""
    return f" at “{silent.way[-1]}”" if len(silent.way) > 1 else ""


def _finding(name: NodeId, message: str, remedy: str) -> Finding:
    return Finding(("nodes", name, "otherwise", "no_input"), message, remedy)
