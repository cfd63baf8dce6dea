"""How much longer, or less long, it takes to get something done, in each language."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from ivr.call.turn import NodeId
from ivr.check.diff.pair import Pair, named, several
from ivr.check.diff.values import Change
from ivr.check.timing import Kind, Task, Timing, timing_of

_KINDS: Final[Mapping[Kind, str]] = {"person": "reach a person", "message": "leave a message"}
_TOLD: Final = 1.0
"""Seconds from which a difference is told; that of a relay service from four times as many, since it is as slow."""
_WORSE: Final = 2.0
"""Seconds from which something counts as taking longer: below it is within what estimates can tell."""
_RELAY: Final = 4


class _Effect(NamedTuple):
    """Whether something takes longer at all, and whether by so much that it counts."""

    longer: bool
    worse: bool

    @classmethod
    def of(cls, old: Task, new: Task) -> "_Effect":
        """Compare a task with what it was."""
        seconds, relay = new.first.seconds - old.first.seconds, new.relay.seconds - old.relay.seconds
        keys = new.known.presses - old.known.presses
        worse = seconds >= _WORSE or relay >= _WORSE * _RELAY or keys > 0
        return cls(worse or seconds > 0, worse)


def times(pair: Pair) -> Iterator[Change]:
    """Yield what takes longer, or less long: for each language, the quickest of each kind first, then the rest."""
    for language in pair.languages:
        was, now = timing_of(pair.old.survey, language), timing_of(pair.new.survey, language)
        yield from _in_one(pair, was, now, language)


def _in_one(pair: Pair, was: Timing, now: Timing, language: str) -> Iterator[Change]:
    where = _where(pair, language)
    told: set[NodeId] = set()
    before = {NodeId(pair.new_name(task.node)): task for task in was.tasks}
    for kind, words in _KINDS.items():
        old, new = _quickest(was, kind), _quickest(now, kind)
        if old is None or new is None:
            continue
        told.add(new.node)
        if told_now := _longer(old, new):
            before_it = pair.new_name(old.node)
            moved = "" if before_it == new.node else f" ({named(new.node)}, no longer {named(before_it)})"
            sentence = f"{where}It takes {told_now} to {words}{moved}: {_from_to(old, new)}."
            yield _change(sentence, new.node, language, _Effect.of(old, new))
    yield from _others(pair, now, before, told, where, language)
    if was.opening is not None and now.opening is not None:
        delta = now.opening - was.opening
        if abs(delta) >= _TOLD:
            first, then = _whole(was.opening), _whole(now.opening)
            how = f"{abs(then - first)} s {'later' if delta > 0 else 'earlier'}"
            sentence = f"{where}The first key is named {how}: after {then} s, not {first} s."
            yield _change(sentence, None, language, _Effect(delta > 0, delta >= _WORSE))


def _others(
    pair: Pair, now: Timing, before: Mapping[NodeId, Task], told: set[NodeId], where: str, language: str
) -> Iterator[Change]:
    """Yield the other tasks, those that changed by the same together."""
    alike: dict[tuple[str, _Effect], list[NodeId]] = {}
    for task in now.tasks:
        old = before.get(task.node)
        if old is None or task.node in told or old.first.silent or task.first.silent:
            continue  # nobody hurries to where only silence leads
        if longer := _longer(old, task):
            alike.setdefault((longer, _Effect.of(old, task)), []).append(task.node)
    for (longer, effect), names in alike.items():
        sentence = f"{where}It takes {longer} to come to {several(map(named, names))}."
        yield _change(sentence, names[0] if len(names) == 1 else None, language, effect)


def _quickest(timing: Timing, kind: Kind) -> Task | None:
    tasks = [task for task in timing.tasks if task.kind == kind]
    return min(tasks, key=lambda task: (task.first.silent, task.first.seconds), default=None)


def _longer(old: Task, new: Task) -> str:
    """Return how much longer something takes, in words; "" for what nobody would notice."""
    keys = new.known.presses - old.known.presses
    parts = []
    if abs(new.first.seconds - old.first.seconds) >= _TOLD:
        parts.append(_more(old.first.seconds, new.first.seconds))
    if keys:
        parts.append(f"{abs(keys)} {'more' if keys > 0 else 'fewer'} {'key' if abs(keys) == 1 else 'keys'}")
    if not parts and abs(new.relay.seconds - old.relay.seconds) >= _TOLD * _RELAY:
        parts.append(f"{_more(old.relay.seconds, new.relay.seconds)} by relay")
    return " and ".join(parts)


def _more(was: float, now: float) -> str:
    # Of rounded seconds, so that it is the difference of those that are shown.
    seconds = _whole(now) - _whole(was)
    return f"{abs(seconds)} s {'longer' if seconds > 0 else 'less'}"


def _whole(seconds: float) -> int:
    """Round seconds, halves always up: what is a second apart stays so."""
    return int(seconds + 0.5)


def _from_to(old: Task, new: Task) -> str:
    parts = [
        f"{_whole(now)} s {how}, not {_whole(was)} s"
        for how, was, now in (
            ("on a first call", old.first.seconds, new.first.seconds),
            ("for who knows the keys", old.known.seconds, new.known.seconds),
            ("by relay", old.relay.seconds, new.relay.seconds),
        )
        if _whole(was) != _whole(now)
    ]
    keys = f"{new.known.presses} {'key' if new.known.presses == 1 else 'keys'}"
    if old.known.presses != new.known.presses:
        parts.append(f"{keys}, not {old.known.presses}")
    return "; ".join(parts)


def _where(pair: Pair, language: str) -> str:
    if len(pair.languages) == 1:
        return ""
    return f"{pair.new.flow.line.languages[language].name}: "


def _change(sentence: str, node: NodeId | None, language: str, effect: _Effect) -> Change:
    kind = "longer" if effect.longer else "quicker"
    return Change("time", kind, sentence, node, language=language, fails="time" if effect.worse else None)
