"""What leads where now at one node: by keys, and by silence, entries, recordings and junctions."""

from dataclasses import dataclass
from typing import Final

from ivr.call.turn import NodeId
from ivr.check.diff.leads import Lead, done, exits, lead, onward, targets, to_places
from ivr.check.diff.node_keys import NodeKeys, Ways, first_heard
from ivr.check.diff.pair import Pair, named
from ivr.check.diff.turns_of_phrase import DOING, other_deed, same_after
from ivr.check.diff.values import Change
from ivr.menu.node import Node

_NOT_PRESSED: Final = ("silence", "wrong-keys")
Passive = dict[tuple[str, str, Lead, Lead], list[tuple[Change, str]]]
"""What follows silence or wrong keys, by how it changed: the change, and its sentence without its beginning."""


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
        NodeKeys(self.pair, self.old, self.new, self.found).compare(
            {how: led for (means, how), led in led_before.items() if means == "key"},
            {how: led for (means, how), led in led_now.items() if means == "key"},
        )
        for at in dict.fromkeys((*was, *now)):
            # A kind that asks nothing is told already.
            both = node.kind == before.kind or (at in was and at in now)
            if at[0] != "key" and (both or at[0] not in _NOT_PRESSED):
                self._other(at, led_before.get(at), led_now.get(at))

    def _other(self, at: tuple[str, str], was: Lead | None, now: Lead | None) -> None:
        """Compare where silence, an entry, a recording or a junction leads."""
        means, how = at
        template = DOING.get(at, f"At {{node}}, {'if ' if means == 'junction' else ''}{how}")
        doing = template.replace("{node}", named(self.new))
        pair, kind, fails = self.pair, f"{means}-elsewhere", True
        did, does = done(was or (), pair, old=True), done(now or (), pair, old=False)
        if was and now and targets(was) == targets(now):
            if did == does:
                return
            rest = f"the call {other_deed(did, does)}."
        elif was and now and same_after(onward(now, pair, old=False), was):
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
            rest += f" It {other_deed(did, does)}."
        heard = first_heard(self.pair.old, was, self.pair), first_heard(self.pair.new, now, None)
        change = Change(
            "reach",
            kind,
            f"{doing}, {rest}",
            self.new,
            was=heard[0],
            now=heard[1],
            fails="reach" if fails else None,
        )
        if means in _NOT_PRESSED:
            self.passive.setdefault((means, how, was or (), now or ()), []).append((change, rest))
        else:
            self.found.changes.append(change)
