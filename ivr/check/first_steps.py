"""Where a call asks for a key for the first time, and what has been said by then."""

from collections.abc import Iterator, Mapping

from ivr.call.keys import Key
from ivr.call.turn import NodeId
from ivr.call.verbs import Say
from ivr.check.key_meanings import knows, tells
from ivr.check.survey import Survey, Visit
from ivr.check.survey.sounding import spoken
from ivr.check.survey.stepping import At
from ivr.menu.line import Line


def first_asking(survey: Survey) -> tuple[NodeId, ...]:
    """Return the nodes where a call asks for a key for the first time.

    That is the line's `first_menu`, if it names one; else what follows the first words, on every way a call can
    open. A menu that only asks for the language is passed over: what it says is said again in that language.
    """
    visits = survey.visits()
    named = NodeId(survey.flow.line.first_menu or "")
    if named in visits:
        return (named,)
    first: dict[NodeId, None] = {}
    seen: set[NodeId] = set()
    waiting = list(survey.opens)
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        visit = visits[name]
        if visit.asks and not _chooses_language(visit):
            first[name] = None
        waiting += [to for to in _onwards(visit) if to is not None]
    return tuple(first)


def _chooses_language(visit: Visit) -> bool:
    return bool(visit.options) and all(edge.language for edge in visit.options)


def _onwards(visit: Visit) -> Iterator[NodeId | None]:
    """Yield where a call goes on from words that ask nothing, or from a choice of language."""
    for edge in visit.options if visit.asks and _chooses_language(visit) else visit.to("words"):
        if not edge.back:
            yield edge.to


def spoken_texts(visit: Visit, line: Line, turn: At | None = None) -> tuple[tuple[str, str], ...]:
    """Return what is said at a turn of a node, at first if none is named: each piece with its own language."""
    texts = []
    for part, _ in spoken(visit.pages[turn] if turn else visit.first):
        language = visit.language
        if isinstance(part, Say):
            fits = [
                code
                for code, spec in line.languages.items()
                if (spec.voice, spec.locale) == (part.voice, part.locale)
            ]
            language = language if language in fits or not fits else fits[0]
        text = visit.sounding.of(part)
        if text:
            texts.append((text, language))
    return tuple(texts)


def told_by(survey: Survey, name: NodeId, key: Key, language: str) -> bool | None:
    """Whether a caller has been told what a key means when a node has been heard; None where only a person can tell."""
    visits: Mapping[NodeId, Visit] = survey.visits(language)
    visit = visits[name]
    texts = spoken_texts(visit, survey.flow.line)
    if key in visit.said_before or tells(texts, key):
        return True
    return False if all(knows(spoken_in) for _, spoken_in in texts) else None


__all__ = ["first_asking", "spoken_texts", "told_by"]
