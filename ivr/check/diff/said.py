"""Words that changed: everything that is spoken, in every language, compared place by place."""

from collections.abc import Iterator, Mapping
from typing import Final

from ivr.call.turn import NodeId
from ivr.check.diff.pair import Pair, Side, named, several
from ivr.check.diff.values import Change
from ivr.check.diff.ways import Ways
from ivr.check.diff.wording import pieces
from ivr.check.finding import Path
from ivr.check.texts import Text

_FIELDS: Final[Mapping[str, str]] = {
    "prompt": "What {node} says",
    "reprompt": "What {node} says when it asks again",
    "also": "What {node} says after the choices",
    "no_input": "What {node} says after silence",
    "no_match": "What {node} says after a key without meaning",
    "not_accepted": "What {node} says when an entry cannot be used",
    "unavailable": "What {node} says when nobody can be rung",
    "unanswered": "What {node} says when nobody answers",
    "ending": "What {node} says when the call ends there",
}
_PHRASES: Final[Mapping[str, str]] = {
    "notice": "The notice of a demonstration",
    "option_to": "The sentence that says a choice (with “to”)",
    "option_for": "The sentence that says a choice (with “for”)",
    "no_input": "What the line says after silence",
    "no_match": "What the line says after a key without meaning",
    "no_entry": "What the line says when nothing was keyed in",
    "not_accepted": "What the line says when an entry cannot be used",
    "time_limit": "What the line says at the time limit of a recording",
    "emergency": "What the line says after key 5",
    "goodbye": "What the line says at the end",
    "error": "What the line says when it fails",
}


def said(pair: Pair, ways: Ways) -> Iterator[Change]:
    """Yield the texts that changed, were added or are gone, at places that both versions have.

    `ways` has told of keys that lead elsewhere, with their words: those are left out.
    """
    own = pair.new.flow.source_language
    before = _by_place(pair.old, pair, ways, old=True)
    after = _by_place(pair.new, pair, ways, old=False)
    lost: dict[str, list[str]] = {}
    gained: dict[str, list[str]] = {}
    for at in dict.fromkeys((*after, *before)):
        language, place = at
        was, now = before.get(at), after.get(at)
        if language != own and (was is None or now is None):
            (gained if was is None else lost).setdefault(language, []).append(_short(place))
        elif change := _change(place, language, was, now, pair, before, after):
            yield change
    for kind, by_language in (("translated", gained), ("translation-gone", lost)):
        for language, names in by_language.items():
            name = _name(pair, language)
            how = "is now said in" if kind == "translated" else "is no longer said in"
            sentence = f"Some or all of {several(dict.fromkeys(names))} {how} {name}."
            yield Change("words", kind, sentence, language=language)


Place = tuple[str, ...]
"""A place in either file: `("nodes", NAME, FIELD, …)` with the name in the new one, or `("line", …)`."""


def _by_place(side: Side, pair: Pair, ways: Ways, *, old: bool) -> dict[tuple[str, Place], Text]:
    """Return the texts of a version by language and place; only of languages and nodes that both have."""
    found: dict[tuple[str, Place], Text] = {}
    for text in side.said.values():
        translated = text.path[0] == "translations"
        language = str(text.path[1]) if translated else side.flow.source_language
        place = _place(text.path[2:] if translated else text.path, pair, ways, old=old)
        if place is not None and language in pair.languages:
            found[language, place] = text
    return found


def _place(path: Path, pair: Pair, ways: Ways, *, old: bool) -> Place | None:
    """Return where a text belongs, by the names of the new file; None for what is told elsewhere."""
    parts = [str(part) for part in path]
    if parts[0] != "nodes":
        return tuple(parts)
    name = NodeId(parts[1])
    if name not in (pair.matching.now if old else pair.before):
        return None
    parts[1] = pair.new_name(name) if old else name
    if parts[2] == "options":
        key = parts[3]
        if old and (parts[1], key) in ways.moved:
            key = ways.moved[parts[1], key]
        elif (parts[1], key) in ways.told and key not in _moved_to(ways, parts[1]):
            return None
        return ("nodes", parts[1], "options", key)
    return tuple(parts)


def _moved_to(ways: Ways, name: str) -> set[str]:
    return {to for (node, _), to in ways.moved.items() if node == name}


def _change(
    place: Place,
    language: str,
    was: Text | None,
    now: Text | None,
    pair: Pair,
    before: Mapping[tuple[str, Place], Text],
    after: Mapping[tuple[str, Place], Text],
) -> Change | None:
    """Return how a text changed; None where it did not."""
    one, other = _words(was), _words(now)
    if _same(was, now):
        return None
    what = _what(place)
    how = "is new" if was is None else "is gone" if now is None else "has changed"
    if one == other:
        how = "is now a recording" if now and now.prompt.audio else "is no longer a recording"
    node = NodeId(place[1]) if place[0] == "nodes" else None
    source = language == pair.new.flow.source_language
    left = _left_behind(place, pair, before, after) if source and was and now else ""
    where = "" if source else f"{_name(pair, language)}: "
    return Change(
        "words",
        how.replace(" ", "-"),
        f"{where}{what} {how}.{left}",
        node,
        language=language,
        was=one,
        now=other,
        pieces=pieces(one, other),
    )


def _same(was: Text | None, now: Text | None) -> bool:
    if was is None or now is None:
        return was is now
    return (was.prompt.words.split(), was.prompt.audio, was.path[-1]) == (
        now.prompt.words.split(),
        now.prompt.audio,
        now.path[-1],
    )


def _left_behind(
    place: Place,
    pair: Pair,
    before: Mapping[tuple[str, Place], Text],
    after: Mapping[tuple[str, Place], Text],
) -> str:
    """Return in which languages a text stayed as it was, though its source has changed."""
    stayed = [
        _name(pair, code)
        for code in pair.languages
        if code != pair.new.flow.source_language
        and (code, place) in before
        and (code, place) in after
        and _same(before[code, place], after[code, place])
    ]
    return f" It is still what it was in {several(stayed)}." if stayed else ""


def _words(text: Text | None) -> str:
    return " ".join(text.words.split()) if text else ""


def _what(place: Place) -> str:
    if place[0] == "line":
        name = place[2] if place[1] == "phrases" and len(place) > 2 else place[1]
        return _PHRASES.get(name, f"The phrase `{name}` of the line") + _nth(place)
    node = named(place[1])
    if place[2] == "options":
        return f"Choice {place[3]} at {node}"
    return _FIELDS.get(place[2], f"`{place[2]}` at {{node}}").replace("{node}", node) + _nth(place)


def _nth(place: Place) -> str:
    """Return which one it is, of several that are said one after the other."""
    if not place[-1].isdigit():
        return ""
    number = int(place[-1]) + 1
    return f" ({ {1: 'the first', 2: 'the second', 3: 'the third'}.get(number, f'number {number}') } time)"


def _short(place: Place) -> str:
    return named(place[1]) if place[0] == "nodes" else "the line's own phrases"


def _name(pair: Pair, language: str) -> str:
    return pair.new.flow.line.languages[language].name
