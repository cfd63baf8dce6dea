"""The worlds that a walk is made in: all that differ, and never so many that the walk does not end."""

from itertools import combinations

from ivr.menu import load_text
from ivr.walk.steering import MOST_COMBINATIONS, worlds

LINE = "line: {name: L, start: p0, languages: {en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}}}\nnodes:\n"


def _ringing(*names):
    nodes = [
        f"  p{n}: {{kind: transfer, number: {name}, prompt: Hi., unavailable: No.}}"
        for n, name in enumerate(names)
    ]
    return load_text((LINE + "\n".join(nodes)).encode())


def test_a_few_numbers_to_ring_are_set_and_not_set_in_every_combination():
    known = {(world.known["setting:a"], world.known["setting:b"]) for world in worlds(_ringing("a", "b"))}
    assert len(known) == 4


def test_of_many_numbers_each_two_are_set_and_not_set_in_every_combination():
    names = [chr(ord("a") + n) for n in range(20)]
    found = list(worlds(_ringing(*names)))
    assert len(found) < MOST_COMBINATIONS
    for one, other in combinations(names, 2):
        assert len({(bool(w.known[f"setting:{one}"]), bool(w.known[f"setting:{other}"])) for w in found}) == 4


def test_of_many_numbers_each_is_alone_in_being_set_and_in_not_being_set():
    names = [f"setting:{chr(ord('a') + n)}" for n in range(20)]
    found = [
        [bool(world.known[name]) for name in names] for world in worlds(_ringing(*(n[-1] for n in names)))
    ]
    for n in range(len(names)):
        for alone in (True, False):
            assert [(at == n) == alone for at in range(len(names))] in found
