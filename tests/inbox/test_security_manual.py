"""The chapter on ASVS 5.0 in docs/security.md: every requirement of levels 1 and 2 is there once, every test it names is."""

import re
from collections import Counter
from pathlib import Path

import pytest

from ivr.message.accounts import MAY
from ivr.message.accounts.passwords import FIRST_DAYS, LONGEST, SHORTEST
from ivr.message.accounts.throttle import of_address

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "docs" / "security.md").read_text("utf-8")
CHAPTER = MANUAL.partition("\n## OWASP ASVS 5.0, level 2\n")[2].partition("\n## ")[0]

# How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has. In each they are numbered from 1 without a gap.
SECTIONS = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4
5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2
8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3
11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3
15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2
"""
REAL = {
    f"V{section}.{number}"
    for section, _, count in (one.partition(":") for one in SECTIONS.split())
    for number in range(1, int(count) + 1)
}
TESTS = {
    name
    for file in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
}
ROWS = re.findall(r"^\| (V[\d.]+) \| (.+) \| (.+) \| (.+) \|$", CHAPTER, re.MULTILINE)


def test_every_requirement_is_there_once():
    told = Counter(re.findall(r"\bV\d+\.\d+\.\d+\b", CHAPTER))
    assert len(REAL) == 253
    assert told.keys() == REAL
    assert {name for name, times in told.items() if times > 1} == set()


def test_every_test_it_names_is_there():
    named = set(re.findall(r"`(test_\w+)`", CHAPTER))
    assert len(named) > 100
    assert named - TESTS == set()


@pytest.mark.parametrize(("name", "how", "shown"), [(row[0], row[2], row[3]) for row in ROWS])
def test_what_is_met_here_is_shown_by_a_test_or_says_why_not(name, how, shown):
    """Without a test it is the operator's, open, or a matter of what things are made with."""
    made_with = {"V1.4.1", "V3.7.1", "V4.1.2", "V7.1.3", "V11.2.1", "V15.1.1", "V15.1.2", "V16.2.3"}
    told = any(word in how for word in ("*operator*", "*in part*"))
    assert "`test_" in shown or told or name in made_with


def test_what_it_says_in_numbers_is_so():
    words = " ".join(MANUAL.split())
    assert f"have {SHORTEST} to {LONGEST} signs" in words
    assert FIRST_DAYS == 7
    assert "good for seven days" in words
    assert f"of which {of_address('').free} an hour are free" in words


def test_every_role_is_told_of():
    for role in MAY:
        assert re.search(rf"^\| \*\*an? {role}\*\* \|", MANUAL, re.MULTILINE), role
