"""After a recording, let callers send, hear, add to or delete it. Silence keeps it, and no recording leads somewhere.

Why: What somebody has at last managed to say cannot be asked of them a second time. A slip, a silence or an empty
recording must not be the end of it.

Who is shut out: people who stammer, have aphasia or use a communication aid; people who cannot press keys surely;
people in distress; people with little working memory

Source: W3C Natural Language Interface Accessibility User Requirements, needs 19b and 25,
https://www.w3.org/TR/naur/ (W3C note); WCAG 2.2, 3.3.4 Error Prevention,
https://www.w3.org/WAI/WCAG22/Understanding/error-prevention-legal-financial-data (W3C standard for the web, carried
over); Twilio, Record, https://www.twilio.com/docs/voice/twiml/record (platform: an empty recording is not reported
where nothing is set).

A recording has to lead to a menu of the role `review`, or to one that can send it, over words or a further recording
if need be. There, or one such menu further, options send it, play it, and record again or add to it; deleting is asked
for, too, as advice. On this line a recording is kept from the moment it stops, also when the caller hangs up, and an
empty one leads to `empty:`. What can still go wrong: nothing to review, something missing in it, a silence that
deletes, and an `empty:` that ends the call or asks for the same recording again, so that whoever cannot speak hears it
for ever.

Bad:

```yaml
nodes:
  message:
    kind: record
    prompt: Leave a message.
    longest: 3 minutes
    silence: 15 seconds
    recorded: send-it
    empty: bye
  send-it: {kind: send, goto: bye}
  bye:
    kind: end
    prompt: Goodbye.
```

```yaml
nodes:
  message:
    kind: record
    prompt: Leave a message.
    longest: 3 minutes
    silence: 15 seconds
    recorded: review
    empty: review
  review:
    kind: menu
    role: review
    prompt: We keep it.
    options:
      1: {to: send it, goto: send-it}
    otherwise: throw-away
  send-it: {kind: send, goto: bye}
  throw-away: {kind: discard, goto: bye}
  bye:
    kind: end
    prompt: Goodbye.
```

Good:

```yaml
nodes:
  message:
    kind: record
    prompt: Leave a message.
    longest: 3 minutes
    silence: 15 seconds
    recorded: review
    empty: nothing-heard
    review: review
  nothing-heard:
    kind: menu
    prompt: I could not hear anything.
    options:
      1: {to: try again, goto: message}
    otherwise: bye
  review:
    kind: menu
    role: review
    prompt: Your message is kept. You can just hang up.
    options:
      1: {to: send it, goto: send-it}
      2: {to: listen to it, goto: hear-it}
      3: {to: record it again, goto: message}
      4: {to: delete it, goto: sure}
    otherwise: bye
  hear-it:
    kind: listen
    prompt: People near you may hear it.
    goto: review
    unavailable: review
  sure:
    kind: menu
    role: confirm
    prompt: This deletes your message.
    options:
      1: {to: delete it for good, goto: throw-away}
    otherwise: review
  send-it: {kind: send, goto: bye}
  throw-away: {kind: discard, goto: bye}
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator
from typing import Final

from ivr.call.effects import Discarded, RecordingKept, Sent
from ivr.call.turn import NodeId
from ivr.check.finding import Finding
from ivr.check.survey import Edge, Survey, survey_of
from ivr.menu.flow import Flow
from ivr.menu.nodes.listen import Listen
from ivr.menu.nodes.record import Record

NAME = "message-never-lost"
LEVEL = "error"
NUMBER = "V53"
CALLERS = ("speech", "motor", "anxiety", "memory")

_MENUS_AWAY: Final = 2
"""How many menus after a recording what belongs to its review may be: the review, and one that it leads to."""

_NEEDED: Final = {
    "send it": "1: {to: send it, goto: …}",
    "listen to it": "2: {to: listen to it, goto: …}",
    "record it again or add to it": "3: {to: add to it, goto: …}",
    "delete it": "4: {to: delete it, goto: …}",
}


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every recording after which something can be lost."""
    survey = survey_of(flow)
    reviews: dict[NodeId, None] = {}
    records = 0
    for name, edges in survey.edges.items():
        if any(isinstance(effect, RecordingKept) for edge in edges for effect in edge.effects):
            records += 1
            yield from _empty(survey, name)
            for edge in edges:
                if edge.means == "recorded" and edge.key is None:
                    review = _review(survey, edge)
                    if review is not None:
                        reviews[review] = None
                    elif not (edge.to and isinstance(flow.nodes[edge.to], Record)):
                        yield _unreviewed(name)
                        break
    for review in reviews:
        yield from _incomplete(survey, review)
    yield from _thrown_away(survey)
    if not records:
        yield Finding((), "Nothing is recorded on this line.", outcome="does-not-apply")


def _review(survey: Survey, edge: Edge) -> NodeId | None:
    """Return the review that a recording leads to, over words where there are any."""
    seen: set[NodeId] = set()
    here = None if _sends(edge) else edge.to
    while here is not None and here not in seen:
        seen.add(here)
        node = survey.flow.nodes[here]
        chooses = any(way.option for way in survey.edges[here])
        if chooses and (node.role == "review" or "send it" in _offered(survey, here)):
            return here
        on = [way for way in survey.edges[here] if way.means == "words" and not _sends(way)]
        here = on[0].to if on and not node.waits else None
    return None


def _unreviewed(name: NodeId) -> Finding:
    return Finding(
        ("nodes", name, "recorded"),
        "After this recording a caller cannot review what they said.",
        "Lead to a menu with `role: review`, where a caller can send it, listen to it, add to it and delete it.",
    )


def _incomplete(survey: Survey, review: NodeId) -> Iterator[Finding]:
    """Yield what a review does not offer."""
    offered = _offered(survey, review)
    missing = [what for what in _NEEDED if what not in offered]
    needed = [what for what in missing if what != "delete it"]
    if needed:
        yield Finding(
            ("nodes", review, "options"),
            f"After a recording a caller cannot {' or '.join(needed)} here.",
            f"Add an option such as “{_NEEDED[needed[0]]}”.",
            at_key=True,
        )
    elif missing:
        yield Finding(
            ("nodes", review, "options"),
            "After a recording a caller cannot delete it here.",
            f"Add an option such as “{_NEEDED['delete it']}”, and ask once whether it is meant.",
            level="advice",
            at_key=True,
        )


def _offered(survey: Survey, review: NodeId) -> set[str]:
    """Return what the options of a review do, and those of the menus that they lead to."""
    offered: set[str] = set()
    seen: set[NodeId] = set()
    layer = [review]
    for _ in range(_MENUS_AWAY):
        following: list[NodeId] = []
        for here in layer:
            seen.add(here)
            for edge in _choices(survey, here):
                offered |= _done_by(survey, edge)
                if edge.to is not None and edge.to not in seen and survey.flow.nodes[edge.to].role:
                    following.append(edge.to)
        layer = following
    return offered


def _choices(survey: Survey, here: NodeId) -> Iterator[Edge]:
    """Yield the options of a node, with those that words lead on from."""
    for edge in survey.edges[here]:
        if edge.option:
            yield edge
            if edge.to is not None and not survey.flow.nodes[edge.to].waits:
                yield from (way for way in survey.edges[edge.to] if way.means == "words")


def _done_by(survey: Survey, edge: Edge) -> set[str]:
    target = survey.flow.nodes.get(edge.to) if edge.to else None
    done = {
        "send it": _sends(edge),
        "listen to it": isinstance(target, Listen),
        "record it again or add to it": isinstance(target, Record),
        "delete it": _deletes(edge),
    }
    return {what for what, does in done.items() if does}


def _empty(survey: Survey, name: NodeId) -> Iterator[Finding]:
    """Yield it where the call ends because nothing was recorded, or asks for the recording again and again."""
    for edge in survey.edges[name]:
        if edge.means == "empty":
            ends = _ends(survey, edge)
            if ends or (_comes_round(survey, edge, name) and not survey.flow.nodes[name].collects):
                yield Finding(
                    ("nodes", name, "empty"),
                    "A caller whose recording is empty is only told goodbye."
                    if ends
                    else "A caller who says nothing here hears the same words again and again.",
                    "Lead to a menu that says “I could not hear anything” and lets the caller try again, or go on "
                    "without speaking.",
                )
                return


def _comes_round(survey: Survey, edge: Edge, name: NodeId) -> bool:
    """Whether a way leads back to a recording by itself. keys-do-everything tells of those that take a detail."""
    seen: set[NodeId] = set()
    here = edge.to
    while here is not None and here not in seen:
        if here == name:
            return True
        seen.add(here)
        here = next((way.to for way in survey.edges[here] if way.means == "words"), None)
    return False


def _ends(survey: Survey, edge: Edge) -> bool:
    """Whether a way leads, by itself, to the end of the call."""
    seen: set[NodeId] = set()
    here = edge.to
    while here is not None and here not in seen:
        seen.add(here)
        ways = [way for way in survey.edges[here] if way.key is None]
        if not ways:
            return False
        if all(way.means == "hung-up" for way in ways):
            return True
        on = [way for way in ways if way.means == "words"]
        here = on[0].to if on else NodeId("")
        if not here:
            return False
    return here is None


def _thrown_away(survey: Survey) -> Iterator[Finding]:
    """Yield where a message is deleted without a key being pressed."""
    for name, edges in survey.edges.items():
        if any(_deletes(edge) and edge.means in ("silence", "wrong", "empty", "recorded") for edge in edges):
            field = "otherwise"
            yield Finding(
                ("nodes", name, field),
                "Here a message is deleted when a caller presses nothing, or no key with a meaning.",
                "Lead from here to words that say it is kept; let only an option delete it.",
            )


def _sends(edge: Edge) -> bool:
    return any(isinstance(effect, Sent) for effect in edge.effects)


def _deletes(edge: Edge) -> bool:
    return any(isinstance(effect, Discarded) for effect in edge.effects)
