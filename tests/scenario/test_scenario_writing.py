"""Scenarios that are written: read again they are the same, and nobody's number is in them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.phone.scenario.harmless import harmless, harmless_words
from ivr.phone.scenario.reading import read
from ivr.phone.scenario.values import At, Does, DoesNotHear, Hears, Leaves, LineHangsUp, Offers
from ivr.phone.scenario.writing import write
from ivr.phone.steps import OUTCOMES, DialOutcome, HangUp, Press, Speak, Wait

DRAMA = re.compile(r"(?:0|\+?44|0044)(?:7700900|1632960|9098790|8081570|3069990)\d{3}|12345678901234567890")

texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Nd"]), min_size=1, max_size=30).filter(
    lambda text: text.split()
).map(lambda text: " ".join(text.split())) | st.sampled_from(
    [
        "To leave a message, press 1.",
        "yes",
        "~",
        "# 1",
        "a: b",
        "- x",
        "{x}",
        '"',
        "\\",
        "*",
        "LGBT+",
        "null",
        "é",
    ]
)
names = st.from_regex(r"[a-z][a-z_-]{0,8}", fullmatch=True)
keys = st.text("0123456789*#", min_size=1, max_size=6)
doings = st.one_of(
    st.builds(Press, keys),
    st.just(Wait()),
    st.just(HangUp()),
    st.builds(DialOutcome, st.sampled_from(OUTCOMES)),
    st.builds(Speak, st.integers(1, 14400), st.sampled_from(["hash", "star", "5", "silence", "hangup"])),
    st.just(Speak(0, "silence")),
    st.just(Speak(0, "hangup")),
)
steps = st.one_of(
    st.builds(Does, doings),
    st.builds(lambda keys: Does(Press(keys), interrupts=True), keys),
    st.just(Does(HangUp(), interrupts=True)),
    st.builds(Hears, texts),
    st.builds(DoesNotHear, texts),
    st.builds(At, names),
    st.builds(Offers, st.dictionaries(st.sampled_from(["1", "4", "star", "hash"]), texts, min_size=1)),
    st.just(LineHangsUp()),
    st.builds(Leaves, st.integers(0, 3)),
    st.builds(
        Leaves,
        st.just(1),
        st.sampled_from([None, "draft", "unfinished", "sent"]),
        st.dictionaries(names, texts, max_size=2),
        st.none() | st.integers(0, 9) | st.lists(st.integers(1, 300), max_size=3).map(tuple),
        st.lists(texts, max_size=2).map(tuple),
    ),
)


@given(
    texts,
    st.sampled_from(["", "Christmas Day 10:00", "2026-12-25 10:00"]),
    st.sampled_from(["", "pl"]),
    st.sampled_from(["", "withheld", "+447700900123"]),
    st.dictionaries(names, st.just("+441632960001"), max_size=2),
    st.lists(names, max_size=2).map(tuple),
    st.lists(steps, min_size=1, max_size=8).map(tuple),
    st.text(max_size=40),
)
def test_what_is_written_is_read_again(title, clock, language, number, numbers, faults, steps, comment):
    text = write(
        title,
        clock=clock,
        language=language,
        number=number,
        numbers=numbers,
        faults=faults,
        steps=steps,
        comment="".join(letter for letter in comment if letter.isprintable()),
    )
    found = read(text.encode(), "a.yaml")
    assert (found.title, found.clock, found.language) == (title, clock, language)
    assert (found.number, found.numbers, found.faults, found.steps) == (number, numbers, faults, steps)


def test_it_reads_as_somebody_would_write_it():
    text = write(
        "Somebody hangs up",
        clock="Christmas Day 10:00",
        number="withheld",
        faults=["twice"],
        comment="Why\nnot",
        steps=[
            Hears("To leave a message, press 1."),
            Does(Press("1")),
            Does(Press("07700900123#")),
            Does(Press("*"), interrupts=True),
            Does(Speak(90, "hangup")),
            Leaves(1, "unfinished", {"safe_number": "07700900123"}, 1),
        ],
    )
    assert text == (
        "# Why\n# not\ncall: Somebody hangs up\nclock: Christmas Day 10:00\nnumber: withheld\nfaults: [twice]\n"
        "steps:\n"
        "- hears: To leave a message, press 1.\n"
        "- press: 1\n- presses: 07700900123#\n- interrupts: star\n"
        "- records: {for: 1 minute 30 seconds, then: hangs up}\n"
        "- message: {state: unfinished, answers: {safe_number: 07700900123}, recordings: 1}\n"
    )


@given(st.text("0123456789*#", max_size=20))
def test_no_number_that_may_be_somebodys_is_left(digits):
    safe = harmless(digits)
    assert harmless(safe) == safe
    for run in re.findall(r"\d{7,}", safe):
        assert DRAMA.fullmatch(run) or ("1234567890" * 3)[: len(run)] == run
    assert re.sub(r"\d{7,}", "", safe) == re.sub(r"\d{7,}", "", digits)


@pytest.mark.parametrize(
    ("keyed", "safe"),
    [
        ("0161" + "4960000", "01632960123"),
        ("0161" + "496000", "01632960123"),
        ("+44" + "7" + "1" * 9, "+447700900123"),
        ("0044" + "7" + "1" * 9, "00447700900123"),
        ("0909" + "1234567", "09098790123"),
        ("0800" + "1234567", "08081570123"),
        ("0300" + "1234567", "03069990123"),
        ("+1" + "2025550123", "+447700900123"),
        ("48210937#", "12345678#"),
        ("07700900999", "07700900999"),
        ("01632960999", "01632960999"),
        ("999", "999"),
        ("18001", "18001"),
    ],
)
def test_a_number_is_replaced_by_one_of_its_form(keyed, safe):
    assert harmless(keyed) == safe


def test_a_number_somebody_keyed_in_is_written_nowhere():
    number = "0161" + "4960000"
    spoken = " ".join(number)
    text = write(
        "A call",
        number="+44" + number[1:],
        steps=[
            Does(Press(f"{number}#")),
            Hears(f"The officer would contact you on {spoken}. Is that right?"),
            Hears(spoken),
            Leaves(1, "sent", {"safe_number": number}),
        ],
    )
    assert number[1:] not in re.sub(r"[ ,]", "", text)
    assert "hears: The officer would contact you on\n" in text
    assert text.count("hears") == 1


@given(st.text("0123456789 ,.ab", max_size=30))
def test_harmless_words_are_the_beginning_of_what_was_said(words):
    assert words.startswith(harmless_words(words))
