"""Every problem of a file is told at once: any two slips, wherever they stand, are both named, and nothing else is."""

import time
from collections import Counter
from itertools import combinations

import pytest
from slips import INDENT, SLIPS, WHOLE

from ivr.menu import Refused, load_text


def rules(*slips: str) -> Counter[str]:
    text = WHOLE
    for place, words, _ in map(SLIPS.__getitem__, slips):
        end = f"#{place}" if place == "PROMPT" else f"\n{' ' * INDENT[place]}#{place}"
        text = text.replace(f"#{place}", words + end)
    try:
        load_text(text.replace("#PROMPT", "").encode())
    except Refused as refused:
        return Counter(problem.rule for problem in refused.problems)
    return Counter()


def test_the_file_without_a_slip_can_be_built():
    assert not rules()


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_one_problem(slip):
    assert rules(slip) == Counter([SLIPS[slip][2]])


def test_two_slips_are_two_problems():
    for one, other in combinations(SLIPS, 2):
        told = Counter([SLIPS[one][2], SLIPS[other][2]])
        assert rules(one, other) == told, (one, other)


def test_a_file_with_nothing_but_slips_is_told_of_in_bounded_time():
    text = "line: {" + ", ".join(f"k{n}: x" for n in range(60_000)) + "}\n"
    began = time.process_time()
    with pytest.raises(Refused) as refused:
        load_text(text.encode())
    assert len(refused.value.problems) == 1_000
    assert time.process_time() - began < 15
