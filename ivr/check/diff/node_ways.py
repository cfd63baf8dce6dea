"""What leads where now at one node: every key, silence, entry and recording."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from ivr.call.turn import NodeId
from ivr.check.diff.leads import DOES, Lead, done, exits, lead, onward, places, reaches, targets, to_places
from ivr.check.diff.pair import Pair, Side, named, several, shortened
from ivr.check.diff.values import Change
from ivr.menu.node import Node
from ivr.menu.step import Exit

DOING: Final[Mapping[tuple[str, str], str]] = {
    ("entry", "entered"): "After digits are keyed in at {node}",
    ("entry", "999 or 112 entered"): "After 999 or 112 is keyed in at {node}",
    ("silence", "silence"): "After the last silence at {node}",
    ("wrong-keys", "keys without meaning"): "After the last key without meaning at {node}",
    ("wrong-keys", "not accepted"): "After the last entry that cannot be used at {node}",
    ("recording", "recorded"): "After a recording at {node}",
    ("recording", "back to what was recorded"): "Going back to the recording of {node}",
    ("no-recording", "nothing recorded"): "When nothing was recorded at {node}",
    ("call", "answered"): "After a conversation at {node}",
    ("words", "then"): "After the words of {node}",
    ("junction", "sent"): "After the message is sent at {node}",
    ("junction", "deleted"): "After the message is deleted at {node}",
    ("junction", "it cannot be played now"): "When nothing can be played at {node}",
    ("junction", "open"): "While {node} is open",
    ("junction", "closed"): "While {node} is closed",
    ("junction", "not sure"): "When nobody can be sure whether {node} is open, as on a bank holiday",
}

Passive = dict[tuple[str, str, Lead, Lead], list[tuple[Change, str]]]
"""What follows silence or wrong keys, by how it changed: the change, and its sentence without its beginning."""


@dataclass
class Ways:
    """What leads where now. `told`: the keys of menus, by node and key, whose words are told here with where they lead.

    `moved`: for each choice that is on another key, by node and old key, its new one. Nodes by their new names.
    """

    changes: list[Change] = field(default_factory=list)
    told: set[tuple[str, str]] = field(default_factory=set)
    moved: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class NodeWays:
    """A node that is in both versions, by its old and its new name."""

    pair: Pair
    old: NodeId
    new: NodeId
    found: Ways
    passive: Passive

    def compare(self, before: Node, node: Node) -> None:
        """Note what leads elsewhere."""
        was = {(way.means, way.how): way for way in exits(before, self.pair.old)}
        now = {(way.means, way.how): way for way in exits(node, self.pair.new)}
        led_before = {at: lead(way, self.pair, old=True) for at, way in was.items()}
        led_now = {at: lead(way, self.pair, old=False) for at, way in now.items()}
        self._keys(
            {how: led for (means, how), led in led_before.items() if means == "key"},
            {how: led for (means, how), led in led_now.items() if means == "key"},
        )
        for at in dict.fromkeys((*was, *now)):
            if at[0] != "key":
                self._other(at, led_before.get(at), led_now.get(at), was.get(at) or now[at])

    def _keys(self, was: Mapping[str, Lead], now: Mapping[str, Lead]) -> None:
        moved = dict(self._moves(was, now))
        self.found.moved.update({(self.new, key): to for key, to in moved.items()})
        for key in sorted({*was, *now}):
            if key in was and key in now:
                self._both(key, was[key], now[key], moved)
            elif key in was:
                self._gone(key, was[key], moved)
            elif key not in moved.values():
                sentence = (
                    f"Key {key} at {named(self.new)} is new: it {reaches(now[key], self.pair, old=False)}."
                )
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
            sentence = f"{pressing} {_other_deed(did, does)}."
        elif _same_after(onward(now, pair, old=False), was):
            kind, fails = "step-inserted", False
            sentence = f"{pressing} now comes to {named(now[0].to)} before it {reaches(was, pair, old=True)}."
        elif _same_after(onward(was, pair, old=True), now):
            kind = "step-dropped"
            sentence = f"{pressing} now {reaches(now, pair, old=False)} at once, without {named(was[0].to)} before it."
        else:
            before, then = reaches(was, pair, old=True), reaches(now, pair, old=False)
            sentence = f"{pressing} no longer {_always(now, was)}{before}; it now {_always(was, now)}{then}."
            if did != does:
                sentence += f" It {_other_deed(did, does)}."
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
        sentence = f"{gone} it {_reached(reaches(was, self.pair, old=True))}.{self._elsewhere(was)}"
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

    def _other(self, at: tuple[str, str], was: Lead | None, now: Lead | None, way: Exit) -> None:
        """Compare where silence, an entry, a recording or a junction leads."""
        means, how = at
        template = DOING.get(at, f"At {{node}}, {'if ' if means == 'junction' else ''}{how}")
        doing = template.replace("{node}", named(self.new))
        pair, kind, fails = self.pair, f"{means}-elsewhere", True
        did, does = done(was or (), pair, old=True), done(now or (), pair, old=False)
        if was and now and targets(was) == targets(now):
            if did == does:
                return
            rest = f"the call {_other_deed(did, does)}."
        elif was and now and _same_after(onward(now, pair, old=False), was):
            kind, fails = "step-inserted", False
            rest = (
                f"the call now comes to {named(now[0].to)} before it goes {to_places(was, pair, old=True)}."
            )
        elif was and now:
            rest = f"the call now goes {to_places(now, pair, old=False)}, no longer {to_places(was, pair, old=True)}."
        elif now:
            rest = f"the call now goes {to_places(now, pair, old=False)}."
        else:
            rest = f"the call no longer goes {to_places(was or (), pair, old=True)}."
        if was and now and targets(was) != targets(now) and did != does:
            rest += f" It {_other_deed(did, does)}."
        heard = _first(self.pair.old, was, self.pair), _first(self.pair.new, now, None)
        change = Change(
            "reach",
            kind,
            f"{doing}, {rest}",
            self.new,
            was=heard[0],
            now=heard[1],
            fails="reach" if fails else None,
        )
        if means in ("silence", "wrong-keys"):
            self.passive.setdefault((means, how, was or (), now or ()), []).append((change, rest))
        else:
            self.found.changes.append(change)

    def _heard(self, side: Side, name: NodeId, key: str, led: Lead) -> str:
        """Return what a caller hears of a key, and after pressing it."""
        pair = self.pair if side is self.pair.old else None
        return " → ".join(filter(None, (shortened(side.choice(name, key)), _first(side, led, pair))))

    def _note(
        self, kind: str, sentence: str, key: str, *, was: str = "", now: str = "", fails: bool = True
    ) -> None:
        self.found.told.add((self.new, key))
        self.found.changes.append(
            Change("reach", kind, sentence, self.new, key, was=was, now=now, fails="reach" if fails else None)
        )


def _first(side: Side, led: Lead | None, pair: Pair | None) -> str:
    """Return the first words that are heard where a way leads, if that is one place. `pair`: for an old version."""
    if not led or len({outcome.to for outcome in led}) > 1:
        return ""
    to = led[0].to
    return side.first_words(pair.before.get(NodeId(to), to) if pair else to)


def _same_after(led: Lead | None, other: Lead) -> bool:
    return led is not None and targets(led) == targets(other)


def _always(several: Lead, one: Lead) -> str:
    """Return that one of several places that a way can lead to is the only one on the other side."""
    among = {outcome.to for outcome in several}
    return "always " if len(among) > 1 and among > {outcome.to for outcome in one} else ""


def _reached(words: str) -> str:
    return words.replace("reaches ", "reached ", 1).replace("goes ", "went ", 1)


def _other_deed(was: tuple[str, ...], now: tuple[str, ...]) -> str:
    gone = [f"no longer {DOES[each]}" for each in was if each not in now]
    new = [f"now {DOES[each]}" for each in now if each not in was]
    return several([*gone, *new]) if gone or new else "does the same in another order"
