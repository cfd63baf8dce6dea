"""Where a way to contact somebody is asked for, ask what is safe, when, and what name to use.

Why: The telephone that rings may be answered by the person a caller is afraid of, or by a family that must not know.

Who is shut out: people in danger at home; people who are watched; people who are not out

Source: GOV.UK Design System, Exit this page, https://design-system.service.gov.uk/components/exit-this-page/ (public
guideline, when to use it); Galop, rights of people reporting hate crime, https://galop.org.uk (charity, read in an
excerpt); the wording is ours.

In a branch that is `sensitive` this is an error where a node that collects a way of contact, or records a message,
does not speak of a *safe* way to call, text, email or contact. It may do so itself, or a node on every way to it, in
words or with keys: “When is it safe to contact you? For mornings, press 2.” A node that says `collects: contact` is
asked, and so is one whose words ask for a number or speak of a call back. Elsewhere, and where the words are found, a
person has to judge whether it is asked in a way that people can answer.

Bad:

```yaml
nodes:
  number:
    kind: ask
    sensitive: true
    collects: [contact]
    prompt: Please enter your number. It has 10 or 11 digits. Then press hash.
    answer: number
    accept: uk-phone-number
    entered: bye
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```

Good:

```yaml
nodes:
  number:
    kind: ask
    sensitive: true
    collects: [contact]
    prompt: Please enter a number that is safe to ring. It has 10 or 11 digits. Then press hash.
    answer: number
    accept: uk-phone-number
    entered: bye
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator, Mapping

from ivr.call.turn import NodeId
from ivr.check.finding import Finding
from ivr.check.in_private import sensitive_branch
from ivr.check.node_words import NodeWords, words_at_nodes
from ivr.check.on_every_way import behind
from ivr.check.survey import survey_of
from ivr.check.words.contact_words import CONTACT_WORDS, ContactWords
from ivr.check.words.left_to_people import languages_left
from ivr.check.words.phrase_list import primary
from ivr.check.words.sentences import sentences
from ivr.menu.flow import Flow
from ivr.menu.node import Node
from ivr.menu.nodes.ask import Ask
from ivr.menu.nodes.record import Record

NAME = "safe-to-call-back"
LEVEL = "error"
NUMBER = "V55"
CALLERS = ("danger", "lgbt")

_JUDGE = (
    "Is it asked whether this way of contact is safe, when it is, and what name to use? Can people answer without "
    "being heard?"
)


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every place where a way of contact is asked for, and not whether it is safe."""
    unknown: set[str] = set()
    judged = False
    for language, table in words_at_nodes(flow).items():
        words = CONTACT_WORDS.get(primary(language))
        if words is None:
            unknown.add(language)
        else:
            for finding in _unasked(flow, table, words):
                judged = True
                yield finding
    yield from languages_left(unknown, _JUDGE)
    if not (judged or unknown):
        yield Finding((), "No way to contact somebody is asked for on this line.", outcome="does-not-apply")


def _unasked(flow: Flow, table: Mapping[NodeId, NodeWords], words: ContactWords) -> Iterator[Finding]:
    survey = survey_of(flow)
    private = sensitive_branch(survey)
    safe = {name for name, said in table.items() if _asks_what_is_safe(said.words, words)}
    asked = safe | behind(survey, safe)
    for name, said in table.items():
        node = flow.nodes[name]
        if name not in survey.edges or not said.translated:
            continue
        takes = _takes_contact(node) or (_collects(node) and words.asks.search(said.words) is not None)
        message = isinstance(node, Record) and name in private
        if not (takes or message):
            continue
        if name in private and name not in asked:
            yield Finding(
                said.path,
                "This asks for a way to contact somebody, and not whether it is safe."
                if takes
                else "A caller leaves a message here, and nothing has asked when and how it is safe to contact them.",
                "Add “Tell us how and when it is safe to contact you, and what name to use.” Or ask in steps before "
                "this one: how it is safe, when it is, and what name to use."
                if isinstance(node, Record)
                else "Say “Enter a number that is safe to contact you on.” Ask when it is safe, and what name to use, "
                "in steps of their own.",
                said.language,
            )
        else:
            yield Finding(said.path, _JUDGE, language=said.language, outcome="needs-a-person")


def _asks_what_is_safe(text: str, words: ContactWords) -> bool:
    """Whether one sentence speaks of safety and of contact, or a question of safety is answered with keys."""
    return any(words.safe.search(one) and words.contact.search(one) for one in sentences(text))


def _takes_contact(node: Node) -> bool:
    return "contact" in node.collects or (isinstance(node, Ask) and node.accept == "uk-phone-number")


def _collects(node: Node) -> bool:
    """Whether a caller can leave anything at a node."""
    return isinstance(node, Ask | Record)
