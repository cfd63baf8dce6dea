"""After a key, rest for half a second, then take up the choice in the first words; but not where it is private.

Why: A caller who presses a key sees nothing happen. If the next words are about what was chosen, they know that the
right key was pressed. The rest lets them put the telephone back to the ear.

Who is shut out: blind people and people with low vision; people with little working memory; people who cannot press
keys surely; older people

Source: W3C COGA research module Voice Systems and Conversational Interfaces,
https://raw.githack.com/w3c/coga/research-modules-wd-1/issue-papers/Conversational-Voice-Systems.html (W3C draft: “I
need to know if my response was okay”); Avaya, IR design guidelines, pace,
https://support.avaya.com/elmodocs2/ir/r2_0/IR_R2_0_Doc_CD/CD/html/15592.htm (vendor: half a second, which matters to
older callers). The first twelve words are ours.

A choice is taken up when a word of it comes again: “For hate crime, press 3.” “A hate crime is …”. Words that could be
about anything, such as “go on”, are left out, and so are options that lead back, also to where an answer was given or
to a menu that every caller has heard before, that say the same step again, that agree to a message being kept, and that
choose a language. A short form is taken up by the words that it stands for.
Where the words that follow are not translated there is nothing to compare. A node that is `sensitive` must not say
back what was chosen: somebody may be listening. There this rule does not apply, and private-aloud does. This half
guesses from words, so where nothing is found a person still has to listen.

The rest is made by the line, half a second before the first word after a key. Only where that word is a recording does
nothing stand before it: then a person has to hear whether the recording begins with silence.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: garden waste, goto: garden}
    otherwise: garden
  garden:
    kind: end
    prompt: We come on Fridays. Goodbye.
```

Good:

```yaml
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {for: garden waste, goto: garden}
      2: {for: copies of a letter, goto: letter}
    otherwise: garden
  garden:
    kind: end
    prompt: We fetch garden waste on Fridays. Goodbye.
  letter:
    kind: end
    prompt: For a copy, write to us. We answer within a week. Goodbye.
```
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from ivr.call.keys import PERSON, Key
from ivr.call.turn import NodeId
from ivr.call.verbs import Play
from ivr.check.finding import Finding
from ivr.check.key_meanings import meanings_of
from ivr.check.limits import limit
from ivr.check.node_words import words_at_nodes
from ivr.check.on_every_way import behind
from ivr.check.once import once_per_flow
from ivr.check.places import spoken_at
from ivr.check.survey import Edge, Visit, survey_of
from ivr.check.survey.sounding import spoken
from ivr.check.words.acronyms import acronyms, is_spelled_out
from ivr.check.words.empty_words import EMPTY
from ivr.check.words.forms import alike
from ivr.check.words.left_to_people import languages_left
from ivr.check.words.phrase_list import primary
from ivr.menu.flow import Flow
from ivr.menu.nodes.menu import Option
from ivr.menu.types import found

NAME = "choice-confirmed"
LEVEL = "warning"
NUMBER = "V29"
CALLERS = ("blind", "memory", "motor", "older")

_LISTEN = "Press the key and listen: do you know from the first words that you pressed the right one?"
_TO_THE_START = re.compile(
    r"\b(?:main menu|first menu|start again|start over|the (?:start|beginning))\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every choice that nothing takes up, and what only a person can hear."""
    unknown: set[str] = set()
    judged = False
    for language in flow.editions:
        if primary(language) not in EMPTY:
            unknown.add(language)
            continue
        visits = survey_of(flow).visits(language)
        for name, visit in visits.items():
            if language == flow.source_language or flow.source.plain(
                ("translations", language, "nodes", name)
            ):
                for finding in _at(flow, visit, visits):
                    judged = True
                    yield finding
    yield from languages_left(unknown, _LISTEN)
    if not (judged or unknown):
        yield Finding((), "No choice on this line has to be taken up.", outcome="does-not-apply")
    for visit in survey_of(flow).visits().values():
        if _starts_with_a_recording(visit):
            yield Finding(
                ("nodes", visit.node_id, "prompt"),
                "This begins with a recording, and no rest stands before it.",
                "Listen: does the recording begin with half a second of silence?",
                outcome="needs-a-person",
            )


def _at(flow: Flow, visit: Visit, visits: Mapping[NodeId, Visit]) -> Iterator[Finding]:
    options = {str(path[-1]): option for path, option in found(visit.node, Option)}
    told: set[tuple[Key | None, NodeId]] = set()
    guessed = False
    for edge in visit.options:
        option = options.get(str(edge.key))
        target = _leads_to(edge, visits)
        if option is None or target is None or (edge.key, target.node_id) in told:
            continue
        if _known_already(flow, visit, option, target):
            continue
        told.add((edge.key, target.node_id))
        most = int(limit(flow, "choice-confirmed-words", target.node_id))
        taken_up = _taken_up(target.sounding.edition.spoken(option.words.words), target, most)
        if taken_up is None:
            continue
        if taken_up or _stands_for(option.words.words, target, most):
            guessed = True
        elif _heard_before(flow, visit, target):
            continue
        else:
            yield _finding(flow, edge, option, target, most, shared=_ways_to(flow)[target.node_id] > 1)
    if guessed:
        yield Finding(
            ("nodes", visit.node_id, "options"),
            _LISTEN,
            language=visit.language,
            outcome="needs-a-person",
            at_key=True,
        )


@once_per_flow
def _ways_to(flow: Flow) -> Mapping[NodeId, int]:
    """Return how many choices lead to each node, key 0 being one."""
    edges = survey_of(flow).edges.items()
    ways = {(name, way.key, way.to) for name, out in edges for way in out if way.option and not way.back}
    persons = {(None, PERSON, way.to) for _, out in edges for way in out if way.key == PERSON}
    return Counter(to for _, _, to in ways | persons if to is not None)


def _leads_to(edge: Edge, visits: Mapping[NodeId, Visit]) -> Visit | None:
    """Return where a choice leads to words that should take it up; None where they need not, or must not."""
    if edge.back or edge.stays or edge.language or edge.to is None:
        return None
    target = visits[edge.to]
    return None if target.node.sensitive else target


def _known_already(flow: Flow, visit: Visit, option: Option, target: Visit) -> bool:
    """Whether callers know without it what they chose, or what is said is in another language than the choice."""
    if target.node_id == visit.node_id or option.consent or _TO_THE_START.search(option.words.words):
        return True
    if visit.node.role is not None and any(
        edge.to == visit.node_id for way in ("entered", "recorded", "empty") for edge in target.to(way)
    ):
        return True
    names = {spec.name.casefold() for spec in flow.line.languages.values()}
    said = words_at_nodes(flow)[visit.language].get(target.node_id)
    untranslated = (
        said is not None
        and said.texts[0].language == flow.source_language
        and visit.language != flow.source_language
    )
    return untranslated or option.words.words.strip(" .").casefold() in names


def _heard_before(flow: Flow, visit: Visit, target: Visit) -> bool:
    """Whether a choice leads back to a menu: nobody comes here who has not heard its first words."""
    further = (target.silences, target.presses) > (visit.silences, visit.presses)
    if not target.options or further:  # what is further on does not lie on every way here
        return False
    return visit.node_id in behind(survey_of(flow), (target.node_id,))


def _stands_for(label: str, target: Visit, most: int) -> bool:
    """Whether the first words of a node are those that a short form of the choice stands for."""
    first = " ".join(target.text().split()[:most])
    return any(is_spelled_out(form, first) for form in acronyms(f"for {label}"))


def _taken_up(label: str, target: Visit, most: int) -> bool | None:
    """Return whether the first words of a node take up a choice; None where it has no word that could be."""
    language = primary(target.language)
    chosen = [
        word for word in _WORD.findall(label.casefold()) if word not in EMPTY[language] and len(word) > 1
    ]
    said = target.text()
    first = _WORD.findall(said.casefold())[:most]
    if not chosen or not first:
        return None
    about_a_person = PERSON in meanings_of(label, language) and PERSON in meanings_of(said, language)
    return about_a_person or any(alike(one, other, language) for one in chosen for other in first)


def _finding(flow: Flow, edge: Edge, option: Option, target: Visit, most: int, *, shared: bool) -> Finding:
    label, language = option.words.words, target.language
    prompt = target.text()
    first = " ".join(prompt.split()[:6])
    words = f"“{label[:1].upper()}{label[1:60]}. …”"
    if shared:  # what takes up one choice would be wrong of the others
        remedy = f"Other ways lead here, too: lead to words of its own first, such as {words} (`kind: say`)"
    else:
        remedy = f"Begin with the words of the choice, such as {words}"
    return Finding(
        spoken_at(flow, language, target.node_id),
        f"Whoever chooses “{label[:60]}” (key {edge.key}) hears “{first[:60]} …”: none of the first {most} words takes "
        "that up.",
        f"{remedy}, or mark the node `sensitive: true` if it must not be said aloud.",
        language,
    )


def _starts_with_a_recording(visit: Visit) -> bool:
    first = next((part for part, _ in spoken(visit.first)), None)
    return visit.presses > 0 and isinstance(first, Play)
