"""Two versions of a menu compared as callers meet them."""

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ivr.check.diff import SECTIONS, Diff, compare
from ivr.check.diff.wording import pieces
from ivr.menu import Flow, Refused, load_text
from ivr.walk.paths import PathProblem

SMALL = (Path(__file__).parents[1] / "web" / "small.yaml").read_text(encoding="utf-8")
MORE = """\
  advice:
    kind: say
    prompt: Here is some advice that nobody has heard before.
    goto: back
"""


def edited(*changes: tuple[str, str], text: str = SMALL) -> str:
    for was, now in changes:
        assert was in text, was
        text = text.replace(was, now)
    return text


@cache
def flow(text: str) -> Flow:
    return load_text(text.encode())


def diff(new: str, old: str = SMALL, walked: tuple = ((), ())) -> Diff:
    return compare(flow(old), flow(new), walked)


def told(new: str, section: str, old: str = SMALL) -> list[str]:
    return [change.sentence for change in diff(new, old).of(section)]


OPTION_2 = "2: {for: opening hours, goto: hours}"
OPTION_4 = "4: {to: cancel an earlier message, goto: which}"


def test_a_key_that_leads_elsewhere_is_told_from_the_callers_side():
    found = diff(edited((OPTION_4, "4: {for: a person, goto: person}")))
    change = found.of("reach")[0]
    assert change.sentence == "Pressing 4 at “main” no longer reaches “which”; it now reaches “person”."
    assert change.was == (
        "To cancel an earlier message, press 4. → Please enter its reference. Then press hash."
    )
    assert change.now == "For a person, press 4. → I will put you through to a person."
    assert (change.node, change.key, change.fails) == ("main", "4", "reach")
    others = [each.sentence for each in found.of("reach")]
    assert "No call comes to “which” any more; it is still in the file." in others
    assert not [each for each in found.of("words") if each.node == "main"]  # said already


def test_choices_that_change_places_are_found_again():
    swapped = edited((OPTION_2, "2: {to: cancel an earlier message, goto: which}"), (OPTION_4, "4: {for: opening hours, goto: hours}"))  # fmt: skip
    assert told(swapped, "reach") == [
        "Pressing 2 at “main” no longer reaches “hours” (then “open” or “closed”); it now reaches “which”. "
        "For “hours”, callers now press 4.",
        "Pressing 4 at “main” no longer reaches “which”; it now reaches “hours” (then “open” or “closed”). "
        "For “which”, callers now press 2.",
    ]
    assert told(swapped, "words") == []


def test_what_a_choice_keeps_goes_with_it_to_another_key():
    choices = """\
  main:
    kind: menu
    prompt: How old are you?
    answer: age
    options:
      1: {for: under ten, value: young, goto: bye}
      2: {for: older, value: old, goto: person}
"""
    start, end = SMALL.index("  main:\n"), SMALL.index("  agree:\n")
    old = SMALL[:start] + choices + SMALL[end:]
    new = edited(
        ("1: {for: under ten, value: young, goto: bye}", "1: {for: older, value: old, goto: person}"),
        ("2: {for: older, value: old, goto: person}\n  agree", "2: {for: under ten, value: young, goto: bye}\n  agree"),
        text=old,
    )  # fmt: skip
    assert len(told(new, "reach", old=old)) == 2
    assert told(new, "steps", old=old) == []
    assert told(edited(("value: old", "value: aged"), text=new), "steps", old=old) == [
        "What key 1 at “main” keeps: aged; before, old."
    ]


@pytest.mark.parametrize(
    ("changes", "sentence", "fails"),
    [
        ([(OPTION_4, f"{OPTION_4}\n      6: {{for: advice, goto: open}}")], "Key 6 at “main” is new: it reaches “open”.", None),
        (
            [(f"      {OPTION_4}\n", "")],
            "Key 4 at “main” is gone: it reached “which”. Nothing leads there now.",
            "reach",
        ),
        (
            [("      2: {to: send without, goto: send}\n", "")],
            "Key 2 at “nothing-heard” is gone: it reached “send” (then “sent”). Callers still reach it from “review”.",
            "reach",
        ),
        ([(OPTION_4, "6: {to: cancel an earlier message, goto: which}")], "Key 4 at “main” is gone: “which” is on key 6 now.", "reach"),
        (
            [("1: {to: send it, goto: send}", "1: {to: send it, goto: sent}"), ("Your reference is {reference}. Once more, {reference}.", "")],
            "Pressing 1 at “review” no longer reaches “send” (then “sent”); it now reaches “sent”. It no longer sends the message.",
            "reach",
        ),
        (
            [("2: {to: go back, goto: back}\n  number", "2: {to: go back, goto: main}\n  number")],
            "Pressing 2 at “agree” no longer goes one step back; it now reaches “main”.",
            "reach",
        ),
        (
            [("goto: number, consent: true}", "goto: number}"), (" Your reference is {reference}. Once more, {reference}.", "")],
            "Pressing 1 at “agree” no longer counts as agreeing that a message is kept.",
            "reach",
        ),
        (
            [(OPTION_4, "4: {to: cancel an earlier message, goto: advice}"), ("  bye:\n", MORE.replace("back", "which") + "  bye:\n")],
            "Pressing 4 at “main” now comes to “advice” before it reaches “which”.",
            None,
        ),
        (
            [(OPTION_4, "4: {to: cancel an earlier message, goto: office}"),
             ("  bye:\n", "  office: {kind: hours, open: {monday: 09:00-10:00}, when_open: which, when_closed: bye}\n  bye:\n")],
            "Pressing 4 at “main” no longer always reaches “which”; it now reaches “which” while “office” is open, or “bye” "
            "while “office” is closed or when nobody can be sure whether “office” is open.",
            "reach",
        ),
        ([("    otherwise: message\n", "    otherwise: person\n")], "After the last silence at “safe-number”, the call now goes to “person”, no longer to “message”.", "reach"),
        ([("    entered: asked", "    entered: bye")], "After digits are keyed in at “which”, the call now goes to “bye”, no longer to “asked”.", "reach"),
        ([("    recorded: review", "    recorded: sent"), ("Your reference is {reference}. Once more, {reference}.", "")], "After a recording at “message”, the call now goes to “sent”, no longer to “review”.", "reach"),
        ([("when: {none: main}", "when: {none: bye}")], "At “anything-yet”, if message is none, the call now goes to “bye”, no longer to “main”.", "reach"),
        ([("when_unsure: closed", "when_unsure: open")], "When nobody can be sure whether “hours” is open, as on a bank holiday, the call now goes to “open”, no longer to “closed”.", "reach"),
        ([("  person: person\n", "  person: bye\n")], "Key 0, at every step, now reaches “bye”, no longer “person”.", "reach"),
        ([("start: welcome", "start: main")], "A call now begins with “main”, no longer with “welcome”.", "reach"),
        ([("  bye:\n", MORE + "  bye:\n")], "“advice” is new in the file, but no call comes there.", None),
        ([("  not-now:\n    kind: say\n", "  not-now:\n    kind: end\n"), ("I cannot play it now.\n    goto: back\n", "I cannot play it now.\n")], "“not-now” was a say (speaks and goes on) and is now an end (says the last words and hangs up).", "reach"),
    ],
)  # fmt: skip
def test_what_leads_elsewhere_is_told(changes, sentence, fails):
    found = diff(edited(*changes))
    assert sentence in [change.sentence for change in found.of("reach")]
    assert {change.fails for change in found.of("reach") if change.sentence == sentence} == {fails}


def test_silence_that_leads_elsewhere_in_many_places_is_told_once():
    (one,) = [
        each
        for each in told(edited(("  controller:", "  otherwise: {no_input: bye, no_match: person}\n  controller:")), "reach")
        if "silence" in each
    ]  # fmt: skip
    assert re.fullmatch(
        r"After the last silence at (“[a-z-]+”, ){5}“[a-z-]+” and “[a-z-]+”, the call now goes to “bye”, no longer to “person”.",
        one,
    )


def test_nobody_reaches_a_person_any_more():
    without = re.sub(
        r"  person:\n    kind: transfer.*?(?=  bye:)",
        "  person: {kind: end, prompt: Ring 101.}\n",
        SMALL,
        flags=re.S,
    )
    assert "Nobody is put through to a person any more." in told(without, "reach")
    assert "New: a caller can be put through to a person." in told(SMALL, "reach", old=without)


def test_a_renamed_node_is_one_line():
    renamed = edited(
        ("  main:\n", "  choices:\n"), ("goto: main", "goto: choices"), ("none: main", "none: choices")
    )
    found = diff(renamed)
    assert [change.sentence for change in found.changes] == ["“main” is now called “choices”."]
    assert found.changes[0].section == "names"


def test_a_node_that_is_renamed_and_changed_is_told_of_by_its_new_name():
    renamed = edited(
        ("  main:\n", "  choices:\n"), ("goto: main", "goto: choices"), ("none: main", "none: choices"),
        ("What would you like to do?", "What would you like to do today?"), (OPTION_2, "2: {for: opening hours, goto: open}"),
    )  # fmt: skip
    assert told(renamed, "words") == ["What “choices” says has changed. It is still what it was in Polski."]
    assert told(renamed, "names") == ["“main” is now called “choices”."]
    assert told(renamed, "reach")[0].startswith("Pressing 2 at “choices” no longer always reaches") or told(
        renamed, "reach"
    )[0].startswith("Pressing 2 at “choices” no longer reaches “hours”")


NAMES = tuple(load_text(SMALL.encode()).nodes)


@settings(max_examples=10)
@given(st.sets(st.sampled_from(NAMES), min_size=1))
def test_any_nodes_can_be_renamed_and_are_recognised(names):
    text = SMALL
    for name in names:
        text = re.sub(rf"^  {name}:", f"  {name}-x:", text, flags=re.M)
        text = re.sub(
            rf"(goto|entered|otherwise|recorded|empty|review|unavailable|when_\w+|person|emergency|start|of|no_\w+|none|usable|withheld): {name}(?![\w-])(?! *[a-z])",
            rf"\1: {name}-x",
            text,
        )  # fmt: skip
    try:
        found = diff(text)
    except Refused:
        assume(False)
    assert {change.section for change in found.changes} == {"names"}, [c.sentence for c in found.changes]


def test_words_are_compared_word_by_word_in_each_language():
    found = diff(edited(("I will put you through to a person.", "We will put you through to a person now.")))
    (change,) = found.of("words")
    assert change.sentence.startswith("What “person” says has changed.")
    assert [(piece.kind, piece.words) for piece in change.pieces] == [
        ("old", "I"), ("new", "We"), ("same", "will put you through to a"), ("old", "person."), ("new", "person now."),
    ]  # fmt: skip


def test_words_of_a_choice_and_of_the_line_are_told():
    changed = edited(
        ("for: opening hours", "for: our hours"), ("This is a demonstration.", "This is a trial.")
    )
    assert told(changed, "words") == [
        "The notice of a demonstration has changed.",
        "Choice 2 at “main” has changed.",
    ]
    (_, choice) = diff(changed).of("words")
    assert (choice.was, choice.now) == ("For opening hours, press 2.", "For our hours, press 2.")


@given(st.lists(st.sampled_from("we you ring stay on the line now . ,".split()), max_size=14), st.data())  # noqa: SIM905
def test_pieces_are_both_texts(words, data):
    other = data.draw(st.permutations(words)) if data.draw(st.booleans()) else [*words[::2], "new"]
    compared = pieces(" ".join(words), " ".join(other))
    for kind, text in (("old", words), ("new", other)):
        kept = " ".join(piece.words for piece in compared if piece.kind in ("same", kind))
        assert kept.split() == list(text)


def test_hours_are_told_day_by_day():
    changed = edited(("open: {monday-friday: 09:00-17:00}", "open: {monday-thursday: 09:00-17:00, saturday: [10:00-12:00]}"), ("bank_holidays: england-and-wales", "bank_holidays: scotland"))  # fmt: skip
    assert told(changed, "hours") == [
        "“hours”: Friday closed now; before, 09:00 to 17:00.",
        "“hours”: Saturday 10:00 to 12:00 now; before, closed.",
        "“hours” now goes by the bank holidays of Scotland; before, it went by the bank holidays of England and Wales.",
    ]
    assert all(change.fails == "reach" for change in diff(changed).of("hours"))


def test_time_is_told_in_seconds_and_keys():
    long = edited(("What would you like to do?", "Welcome to this line. We are glad that you ring. Please take your time. What would you like to do?"))  # fmt: skip
    (message, *_) = [each for each in diff(long).of("time") if "leave a message" in each.sentence]
    assert re.match(
        r"English: It takes \d+ s longer to leave a message: \d+ s on a first call, not \d+ s;",
        message.sentence,
    )
    assert (message.kind, message.fails) == ("longer", "time")
    back = next(each for each in diff(SMALL, long).of("time") if "leave a message" in each.sentence)
    assert (back.kind, back.fails) == ("quicker", None)
    further = edited((OPTION_2, "2: {for: more, goto: advice}"), ("  bye:\n", "  advice:\n    kind: menu\n    prompt: More.\n    options:\n      1: {for: opening hours, goto: hours}\n  bye:\n"))  # fmt: skip
    assert not [change for change in diff(further).failing("time") if "leave a message" in change.sentence]


@pytest.mark.parametrize(
    ("was", "now", "section", "sentence"),
    [
        ("longest: 3 minutes", "longest: 2 minutes", "steps", "The longest recording at “message”: 2 minutes; before, 3 minutes."),
        ("silence: 15 seconds", "silence: 10 seconds", "steps", "The pause that ends a recording at “message”: 10 seconds; before, 15 seconds."),
        ("accept: reference", "accept: digits", "steps", "What may be keyed in at “which”: digits; before, reference."),
        ("  controller: the small line\n", "  attempts: 2\n  controller: the small line\n", "steps", "How often the line asks: 2; before, 3."),
        ("  controller: the small line\n", "  controller: our council\n", "words", "Who keeps the message, as it is said: our council; before, the small line."),
        ("  switchboards: [01632 960000]\n", "  say_as: {reference: ref}\n  switchboards: [01632 960000]\n", "words", "How “reference” is spoken: ref; before, nothing."),
        ("message, confirms: true}\n      2: {to: change", "message}\n      2: {to: change", "steps", "Key 1 at “confirm-number” confirms a safe way to be contacted: no; before, yes."),
        ("Polly.Amy-Neural", "Polly.Emma-Neural", "languages", "English is spoken by the voice Polly.Emma-Neural now; before, Polly.Amy-Neural."),
        ("    role: review\n", "", "unheard", "`role` changed at “review”."),
        ("  name: A small line\n", "  name: Small\n", "unheard", "`name` of the line changed."),
    ],
)  # fmt: skip
def test_what_else_is_written_is_told(was, now, section, sentence):
    assert sentence in told(edited((was, now)), section)


def test_a_language_comes_and_goes():
    english = SMALL[: SMALL.index("translations:")].replace(
        "    pl: {name: Polski, voice: Polly.Ola-Neural, locale: pl-PL}\n", ""
    ).replace("      3: {for: Polish, goto: main, language: pl}\n", "")  # fmt: skip
    assert told(english, "languages") == ["The line no longer speaks Polski (pl)."]
    assert told(SMALL, "languages", old=english) == ["The line now speaks Polski (pl)."]
    assert [change.fails for change in diff(english).of("languages")] == ["reach"]


def test_problems_of_both_kinds_are_new_or_gone():
    lost = edited(("2: {to: end the call, goto: bye}", "2: {to: end the call, goto: sent}"))
    stuck = PathProblem("back", "sent", "en", "star does not lead back", keys="1 1 star")
    unreached = PathProblem("unreachable", "bye", "en", "no call leads here")  # the linter says so, too
    found, back = (
        diff(lost, walked=((), (stuck, unreached))),
        diff(SMALL, lost, walked=((stuck, unreached), ())),
    )
    new = [change for change in found.of("problems") if change.kind == "problem-new"]
    gone = [change for change in back.of("problems") if change.kind == "problem-gone"]
    assert {(change.node, change.now) for change in new} == {(change.node, change.was) for change in gone}
    assert "New error at “bye”: No call ever comes to “bye”." in [change.sentence for change in new]
    assert "New error at “sent”: Star does not lead back. (keys: 1 1 star)" in [
        change.sentence for change in new
    ]
    assert [change.now for change in new].count("unreachable") == 0
    assert {change.fails for change in new if "advice" not in change.sentence} == {"problems"}
    assert {change.fails for change in gone} == {None}
    assert {change.fails for change in new if "advice" in change.sentence} <= {None}


def test_a_problem_whose_seconds_changed_is_not_a_new_one():
    slow = "    prompt: " + "We are glad that you ring this line of ours today. " * 8
    longer = edited(("    prompt: You have reached the small line.", slow))
    longest = edited((slow, f"{slow}We really are."), text=longer)
    assert "problems" in {change.section for change in diff(longer).changes}
    assert diff(longest, longer).of("problems") == ()


def test_nothing_is_told_of_what_makes_no_difference():
    assert diff(SMALL).identical
    commented = edited(("  main:\n", "  main: # the first choices\n"))
    found = diff(commented)
    assert (found.changes, found.identical) == ((), False)


GOTOS = [match.span(1) for match in re.finditer(r"goto: ([a-z-]+)", SMALL)]


@settings(max_examples=12)
@given(st.sampled_from(GOTOS), st.sampled_from((*NAMES, "back")))
def test_wherever_a_way_leads_elsewhere_something_is_told(span, to):
    changed = SMALL[: span[0]] + to + SMALL[span[1] :]
    assume(changed != SMALL)
    try:
        found = diff(changed)
        back = diff(SMALL, changed)
    except Refused:
        assume(False)
    for each in (found, back):
        assert each.of("reach") or each.of("unheard")
        assert [SECTIONS.index(c.section) for c in each.changes] == sorted(
            SECTIONS.index(c.section) for c in each.changes
        )
        assert all(change.sentence[-1] in ".)" and "None" not in change.sentence for change in each.changes)
