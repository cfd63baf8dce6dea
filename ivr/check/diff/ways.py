"""What leads where now: every key, silence, entry and recording at every node that is in both versions."""

from collections.abc import Iterator
from typing import Final

from ivr.call.turn import NodeId
from ivr.check.diff.node_keys import Ways
from ivr.check.diff.node_ways import NodeWays, Passive
from ivr.check.diff.pair import Pair, named, several
from ivr.check.diff.turns_of_phrase import DOING
from ivr.check.diff.values import Change
from ivr.menu.node import Node

__all__ = ["Ways", "ways"]

_TOGETHER: Final = 3
"""From so many nodes on, the same change of what follows silence is told once."""


def ways(pair: Pair) -> Ways:
    """Return what leads elsewhere now, at nodes that callers come to."""
    found = Ways(list(_from_the_line(pair)))
    passive: Passive = {}
    for old, new in pair.both:
        node, before = pair.new.flow.nodes[new], pair.old.flow.nodes[old]
        if not pair.new.is_reached(new):
            unheard = Ways()
            NodeWays(pair, old, new, unheard, passive := {}).compare(before, node)
            if unheard.changes or passive or node.kind != before.kind:
                sentence = f"What {named(new)} does changed, but no call comes there."
                found.changes.append(Change("unheard", "unreached-ways", sentence, new))
            continue
        if node.kind != before.kind:
            found.changes.append(_other_kind(before, node, new))
        NodeWays(pair, old, new, found, passive).compare(before, node)
    for (means, how, _, _), each in passive.items():
        if len(each) < _TOGETHER:
            found.changes += [change for change, _ in each]
        else:
            found.changes.append(_together(means, how, each))
    return found


def _from_the_line(pair: Pair) -> Iterator[Change]:
    """Yield what changed for every call: how it begins, and the keys that work everywhere."""
    for name, what, does in (
        ("start", "A call", "begins with"),
        ("person", "Key 0, at every step,", "reaches"),
        ("emergency", "Key 5, at every step,", "reaches"),
    ):
        was, now = getattr(pair.old.flow.line, name), getattr(pair.new.flow.line, name)
        if (pair.new_name(was) if was else None) == now:
            continue
        if now is None:
            sentence = f"{what} no longer {does} {named(pair.new_name(was))}."
        else:
            before = (
                f", no longer {'with ' if name == 'start' else ''}{named(pair.new_name(was))}" if was else ""
            )
            sentence = f"{what} now {does} {named(now)}{before}."
        words = pair.old.first_words(was or ""), pair.new.first_words(now or "")
        yield Change("reach", f"line-{name}", sentence, was=words[0], now=words[1], fails="reach")


def _other_kind(before: Node, node: Node, name: NodeId) -> Change:
    def kind(each: Node) -> str:
        what = (type(each).__doc__ or "").partition("\n")[0].rstrip(".")
        article = "an" if each.kind[0] in "aeo" else "a"
        return f"{article} {each.kind} ({what[:1].lower()}{what[1:]})" if what else f"{article} {each.kind}"

    sentence = f"{named(name)} was {kind(before)} and is now {kind(node)}."
    return Change("reach", "kind", sentence, name, fails="reach")


def _together(means: str, how: str, each: list[tuple[Change, str]]) -> Change:
    doing = DOING[means, how].replace("{node}", several(named(change.node or "") for change, _ in each))
    first, rest = each[0]
    return Change("reach", first.kind, f"{doing}, {rest}", was=first.was, now=first.now, fails="reach")
