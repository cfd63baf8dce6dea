"""What each key of one node reaches now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ivr.call.turn import NodeId
from ivr.check.diff.leads import Lead, done, onward, places, reaches, targets
from ivr.check.diff.pair import Pair, Side, named, several, shortened
from ivr.check.diff.turns_of_phrase import always, other_deed, reached, same_after
from ivr.check.diff.values import Change


@dataclass
class Ways:
    """What leads where now. `told`: the keys of menus, by node and key, whose words are told here with where they lead.

    `moved`: for each choice that is on another key, by node and old key, its new one. Nodes by their new names.
    """

    changes: list[Change] = field(default_factory=list)
    told: set[tuple[str, str]] = field(default_factory=set)
    moved: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class NodeKeys:
    """The keys of a node that is in both versions, by its old and its new name."""

    pair: Pair
    old: NodeId
    new: NodeId
    found: Ways

    def compare(self, was: Mapping[str, Lead], now: Mapping[str, Lead]) -> None:
        """Note what leads elsewhere, by key, and which choices are on another key."""
        moved = dict(self._moves(was, now))
        self.found.moved.update({(self.new, key): to for key, to in moved.items()})
        for key in sorted({*was, *now}):
            if key in was and key in now:
                self._both(key, was[key], now[key], moved)
            elif key in was:
                self._gone(key, was[key], moved)
            elif key not in moved.values():
                does = reaches(now[key], self.pair, old=False) + _in(self.pair.new, self.new, key)
                sentence = f"Key {key} at {named(self.new)} is new: it {does}."
                self._note(
                    "key-new",
                    sentence,
                    key,
                    now=self._heard(self.pair.new, self.new, key, now[key]),
                    fails=False,
                )

    def _moves(self, was: Mapping[str, Lead], now: Mapping[str, Lead]) -> Iterator[tuple[str, str]]:
        """Yield the choices that are on another key now, by old and new key: each new key once."""
        taken: set[str] = set()
        for key, led in was.items():
            if key in now and targets(now[key]) == targets(led):
                continue
            there = [
                other
                for other, then in now.items()
                if other not in taken
                and targets(then) == targets(led)
                and not (other in was and targets(was[other]) == targets(led))
            ]
            words = self._option(self.pair.old, self.old, key)
            there.sort(key=lambda other: self._option(self.pair.new, self.new, other) != words)
            if there:
                taken.add(there[0])
                yield key, there[0]

    def _option(self, side: Side, name: NodeId, key: str) -> str:
        """Return the words of a choice without its key."""
        return side.choice(name, key).replace(key, "")

    def _both(self, key: str, was: Lead, now: Lead, moved: Mapping[str, str]) -> None:
        pair, pressing = self.pair, f"Pressing {key} at {named(self.new)}"
        did, does = done(was, pair, old=True), done(now, pair, old=False)
        kind, fails = "key-elsewhere", True
        if targets(was) == targets(now):
            if did == does:
                return
            sentence = f"{pressing} {other_deed(did, does)}."
        elif same_after(onward(now, pair, old=False), was):
            kind, fails = "step-inserted", False
            sentence = f"{pressing} now comes to {named(now[0].to)} before it {reaches(was, pair, old=True)}."
        elif same_after(onward(was, pair, old=True), now):
            kind = "step-dropped"
            sentence = f"{pressing} now {reaches(now, pair, old=False)} at once, without {named(was[0].to)} before it."
        else:
            before, then = reaches(was, pair, old=True), reaches(now, pair, old=False)
            sentence = f"{pressing} no longer {always(now, was)}{before}; it now {always(was, now)}{then}."
            if did != does:
                sentence += f" It {other_deed(did, does)}."
            if key in moved:
                sentence += (
                    f" For {several((named(each.to) for each in was), 'or')}, callers now press {moved[key]}."
                )
        heard = self._heard(pair.old, self.old, key, was), self._heard(pair.new, self.new, key, now)
        self._note(kind, sentence, key, was=heard[0], now=heard[1], fails=fails)

    def _gone(self, key: str, was: Lead, moved: Mapping[str, str]) -> None:
        gone = f"Key {key} at {named(self.new)} is gone:"
        if key in moved:
            sentence = f"{gone} {places(was, self.pair, old=True)} is on key {moved[key]} now."
            now = self.pair.new.choice(self.new, moved[key])
            self._note("key-moved", sentence, key, was=self.pair.old.choice(self.old, key), now=now)
            return
        did = reached(reaches(was, self.pair, old=True)) + _in(self.pair.old, self.old, key)
        sentence = f"{gone} it {did}.{self._elsewhere(was)}"
        self._note("key-gone", sentence, key, was=self._heard(self.pair.old, self.old, key, was))

    def _elsewhere(self, was: Lead) -> str:
        """Return from where else callers still reach what a key reached."""
        if len(was) != 1 or NodeId(was[0].to) not in self.pair.new.flow.nodes:
            return ""
        to = was[0].to
        if not self.pair.new.is_reached(NodeId(to)):
            return " Nothing leads there now."
        from_ = [
            name
            for name, node in self.pair.new.flow.nodes.items()
            if name != to and any(way.to == to for way in node.exits(self.pair.new.flow.line))
        ]
        return f" Callers still reach it from {several(map(named, from_))}." if from_ else ""

    def _heard(self, side: Side, name: NodeId, key: str, led: Lead) -> str:
        """Return what a caller hears of a key, and after pressing it."""
        pair = self.pair if side is self.pair.old else None
        return " → ".join(filter(None, (shortened(side.choice(name, key)), first_heard(side, led, pair))))

    def _note(
        self, kind: str, sentence: str, key: str, *, was: str = "", now: str = "", fails: bool = True
    ) -> None:
        self.found.told.add((self.new, key))
        self.found.changes.append(
            Change("reach", kind, sentence, self.new, key, was=was, now=now, fails="reach" if fails else None)
        )


def _in(side: Side, name: NodeId, key: str) -> str:
    """Return the language that a choice changes to, as it ends a sentence."""
    language = side.changes_to(name, key)
    return f" in {language}" if language else ""


def first_heard(side: Side, led: Lead | None, pair: Pair | None) -> str:
    """Return the first words that are heard where a way leads, if that is one place. `pair`: for an old version."""
    if not led or len({outcome.to for outcome in led}) > 1:
        return ""
    to = led[0].to
    return side.first_words(pair.before.get(NodeId(to), to) if pair else to)
