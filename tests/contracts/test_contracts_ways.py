"""The keys that `ivr paths` gives to a fault are those of one caller, not put together from the ways of two."""

from ivr.menu import load_text
from ivr.phone.twiml import check
from ivr.walk.paths import walk

TWO_CALLERS = """\
line:
  name: Small
  start: where
  person: a
  attempts: 1
  languages: {en: {name: English, voice: Polly.Amy, locale: en-GB}}
nodes:
  a: {kind: menu, prompt: Hi., options: {1: {to: go, goto: a}}}
  b: {kind: menu, prompt: Hi., options: {1: {to: go, goto: a}}}
  where: {kind: branch, on: caller_number, when: {withheld: b}, otherwise: e}
  e: {kind: transfer, prompt: Hi., number: x, unavailable: No.}
"""


def test_what_only_one_caller_comes_to_is_told_of_with_that_caller():
    problems = {(p.kind, p.node): p for p in walk(load_text(TWO_CALLERS.encode()), check).problems}
    assert problems["dead-end", "b"].from_ == "withheld"
