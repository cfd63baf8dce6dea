"""Words that were heard, as a menu's designer writes them; and they are heard all the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.menu import load_text
from ivr.phone.scenario.hearing import heard_in
from ivr.web.practice.spelling import spoken_in, written_in

FLOW = load_text(
    b"""\
line:
  name: Small
  start: a
  languages:
    en: {name: English, voice: Polly.Amy, locale: en-GB}
    pl: {name: Polski, voice: Polly.Ewa, locale: pl-PL}
  say_as: {LGBT+: L G B T plus, LGBT: L G B T, "999": nine nine nine, St: Saint, "&": and, nine: "9"}
nodes:
  a: {kind: end, prompt: "This is Saint Mary and St Anne, for LGBT+ people. Ring 999."}
translations:
  pl:
    line: {say_as: {LGBT+: el gie be te plus}}
    nodes: {a: {prompt: "Linia LGBT+."}}
""",
    "small.yaml",
)
HEARD = [
    "L G B T plus",
    "L G B T",
    "nine nine nine",
    "9",
    "Saint",
    "and",
    "el gie be te plus",
    "Mary",
    "x",
    ".",
    ",",
]


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("For L G B T plus people", "For LGBT+ people"),
        ("Ring nine nine nine.", "Ring 999."),
        ("This is Saint Mary", "This is Saint Mary"),  # so it stands in the file
        ("Linia el gie be te plus.", "Linia LGBT+."),
        ("nine nine nineteen", "nine nine nineteen"),
        ("", ""),
    ],
)
def test_it_is_spelled_as_in_the_menu_file(heard, written):
    assert written_in(FLOW)(heard) == written


@given(st.lists(st.sampled_from(HEARD), max_size=6).map(" ".join))
def test_however_it_is_spelled_it_is_heard(heard):
    assert heard_in(written_in(FLOW)(heard), [heard], spoken_in(FLOW))
