"""The rules that the catalogue does not have."""

import pytest
from rule_examples import flow_of
from saying import end, found, menu, whole

from ivr.check.lint import lint
from ivr.check.words.option_words import not_after_for, not_after_to

# ---- alike-options


def options(*words):
    """A menu with choices of these words: “to …” or “for …”."""
    lines = []
    for key, text in zip("123468", words, strict=False):
        kind, _, rest = text.partition(" ")
        lines.append(f"{key}: {{{kind}: {rest!r}, goto: bye}}")
    return menu(options="\n      ".join(lines))


@pytest.mark.parametrize(
    ("words", "levels"),
    [
        (("to report a fault", "to pay a bill"), []),
        (("for faults", "for bills"), []),
        (("to report a fault", "for bills"), ["advice"]),
        (("to report a fault", "for bills", "to move house"), ["warning"]),
        (("to report a fault", "to pay a bill", "for anything else"), []),
        (("for faults", "for bills", "to go on"), []),
        (("for faults", "to skip this", "for bills"), []),
    ],
)
def test_choices_that_change_to_and_fro_are_found(words, levels):
    assert [finding.level for finding in found("alike-options", options(*words))] == levels


def test_more_changes_may_be_allowed_with_a_reason():
    flow = options("to report a fault", "for bills", "to move house")
    assert [p.level for p in lint(flow) if p.rule == "alike-options"] == ["warning"]
    line = '  limits: {alike-options-changes: {value: 2, why: "Tested with callers."}}\n'
    text = flow.text.decode().replace("nodes:", f"{line}nodes:")
    assert [f.level for f in found("alike-options", flow_of(text))] == ["advice"]


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("the housing team", True),
        ("reporting a crime", True),
        ("ring us back", False),
        ("bring a claim", False),
        ("all of our desks", True),
    ],
)
def test_what_cannot_follow_to_is_known(words, wrong):
    assert not_after_to(words) is wrong


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("report a fault", True),
        ("speak to a nurse", True),
        ("pay and benefits", False),
        ("book repairs", False),
        ("repairs", False),
        ("check-ups", False),
    ],
)
def test_what_cannot_follow_for_is_known(words, wrong):
    assert not_after_for(words) is wrong


def test_a_choice_that_makes_no_sentence_is_found_where_it_is_written():
    (finding,) = found("alike-options", options("for report a fault"))
    assert finding.path == ("nodes", "main", "options", "1")
    assert "“For report a fault, press …”" in finding.message


def test_choices_in_another_language_are_left_to_a_person():
    flow = whole(
        "  main: {kind: menu, prompt: Hi., options: {1: {to: go on, goto: bye}}, otherwise: bye}\n"
        "  bye: {kind: end, prompt: Goodbye.}\n",
        ("en", "pl"),
        translations="  pl: {nodes: {main: {options: {1: dalej}}}}\n",
    )
    assert [f.language for f in found("alike-options", flow, "needs-a-person")] == ["pl"]


# ---- same-words-same-place

TWO = """\
  main: {{kind: menu, prompt: Hi., options: {{1: {{to: go on, goto: more}}, 2: {{{one}}}}}, otherwise: bye{kept}}}
  more: {{kind: menu, prompt: Hi., options: {{1: {{{other}}}}}, otherwise: bye{kept}}}
  bye: {{kind: end, prompt: Goodbye.}}
  late: {{kind: end, prompt: Too late.}}
  hours: {{kind: hours, open: {{monday: 09:00-17:00}}, when_open: bye, when_closed: late}}
  rings: {{kind: transfer, number: person, prompt: Wait., unavailable: Closed.}}
"""


def two(one, other, kept=""):
    return whole(TWO.format(one=one, other=other, kept=kept))


@pytest.mark.parametrize(
    ("one", "other", "levels"),
    [
        ("for: bins, goto: bye", "for: bins, goto: bye", []),
        ("for: bins, goto: bye", "for: Bins, goto: rings", ["warning"]),
        ("for: bins, goto: bye", "for: bins, goto: late", ["advice"]),
        ("for: bins, goto: bye", "for: bins, goto: hours", ["advice"]),
        ("for: bins, goto: bye", "for: roads, goto: rings", []),
        ("to: delete it, goto: bye", "to: delete it, goto: rings", []),
    ],
)
def test_words_that_lead_elsewhere_are_found(one, other, levels):
    findings = found("same-words-same-place", two(one, other))
    assert [finding.level for finding in findings] == levels
    assert {finding.path for finding in findings} <= {("nodes", "more", "options", "1")}


def test_a_confirmation_may_say_once_more_what_led_to_it():
    nodes = (
        "  main: {kind: menu, prompt: Hi., options: {1: {to: cancel your cover, goto: sure}}, otherwise: bye}\n"
        "  sure: {kind: menu, role: confirm, prompt: Sure?, options: {1: {to: cancel your cover, goto: gone}},"
        " otherwise: bye}\n  gone: {kind: end, prompt: Gone.}\n  bye: {kind: end, prompt: Goodbye.}\n"
    )
    assert not found("same-words-same-place", whole(nodes))
    assert found("same-words-same-place", whole(nodes.replace(" role: confirm,", "")))


def test_answers_are_held_against_answers_to_the_same_question():
    one, other = "for: bins, goto: bye, value: a", "for: bins, goto: rings, value: {}"
    assert not found("same-words-same-place", two(one, other.format("a"), ", answer: about"))
    assert found("same-words-same-place", two(one, other.format("b"), ", answer: about"))


# ---- voice-limit


@pytest.mark.parametrize(("count", "told"), [(2400, 0), (2401, 1), (3000, 1)])
def test_a_text_near_the_limit_of_its_voice_is_told(count, told):
    assert len(found("voice-limit", end("a" * count))) == told


def test_the_share_is_a_limit():
    text = end("a" * 2000).text.decode()
    line = '  limits: {voice-limit-share: {value: 50, why: "Shown."}}\n'
    assert found("voice-limit", flow_of(text.replace("nodes:", f"{line}nodes:", 1)))


def test_a_recorded_text_over_the_limit_is_told():
    words = "a " * 1600
    flow = flow_of(f"nodes:\n  bye:\n    kind: end\n    prompt: {{words: {words!r}, audio: bye.wav}}\n")
    (finding,) = found("voice-limit", flow)
    assert "if the recording is ever taken out" in finding.message


def test_letters_with_signs_count_as_they_are_sent():
    flow = whole(f"  main: {{kind: end, prompt: {'ł' * 800!r}}}\n", ("pl",))
    (finding,) = found("voice-limit", flow)
    assert "4,800" in finding.message


# ---- system-phrases


def test_a_file_in_another_language_has_to_give_its_phrases():
    (finding,) = found("system-phrases", whole("  main: {kind: end, prompt: Hej.}\n", ("sv",)))
    assert "emergency, error" in finding.message


def test_only_phrases_that_can_be_heard_are_asked_for():
    nodes = "  main: {kind: record, prompt: Hi., longest: 60, silence: 9, recorded: bye, empty: bye}\n"
    flow = whole(f"{nodes}  bye: {{kind: end, prompt: Bye.}}\n", ("en", "cy"))
    (finding,) = found("system-phrases", flow)
    assert finding.path == ("line", "languages", "cy")
    assert "3 phrases" in finding.message
    assert "time_limit, emergency, error" in finding.message


def test_a_line_in_english_alone_needs_none():
    (finding,) = found("system-phrases", end("Goodbye."), "does-not-apply")
    assert finding.path == ("line", "languages")


# ---- other-providers


def test_other_providers_are_asked_about_only_on_request():
    flow = menu()
    assert not [p for p in lint(flow) if p.rule == "other-providers"]
    assert [p for p in lint(flow, {"other-providers"}) if p.rule == "other-providers"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Polly.Amy-Neural", "Google.en-GB-Neural2-A", "gcloud"),
        ("Polly.Amy-Neural", "Polly.Amy-Generative", "neural voices"),
        ("prompt: 'Hello.'", "prompt: 'Hello.'\n    wait: 121 seconds", "at most 120 seconds"),
    ],
)
def test_what_another_provider_does_not_know_is_told(old, new, told):
    before = menu()
    text = before.text.decode()
    assert old in text
    assert not [f for f in found("other-providers", before) if told in f.message]
    assert [f for f in found("other-providers", flow_of(text.replace(old, new))) if told in f.message]
