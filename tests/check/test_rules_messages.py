"""The rules about leaving a message: what is said before the beep, how long it lasts, what ends it, what becomes of it."""

import pytest
from saying import end, found, whole

GOOD = (
    "Tell our team what happened after the beep. You have three minutes. When you finish, press hash. "
    "You can also hang up: we keep what you said."
)


def recording(
    prompt=GOOD, fields="", languages=("en",), translations="", longest="3 minutes", silence="15 seconds"
):
    return whole(
        f"  main:\n    kind: record\n    prompt: {prompt!r}\n    longest: {longest}\n    silence: {silence}\n"
        f"    recorded: bye\n    empty: bye\n{fields}  bye: {{kind: end, prompt: Goodbye.}}\n",
        languages,
        translations=translations,
    )


def messages(rule, flow):
    return [finding.message for finding in found(rule, flow)]


# ---- message-instructions


def test_words_that_say_everything_are_still_read_by_a_person():
    assert not found("message-instructions", recording())
    assert [f.node for f in found("message-instructions", recording(), "needs-a-person")] == ["main"]


@pytest.mark.parametrize(
    ("out", "into", "level", "part"),
    [
        ("When you finish, press hash.", "", "error", "which key"),
        ("You have three minutes.", "", "error", "how long"),
        ("three minutes", "two minutes", "error", "2 minutes"),
        ("three minutes", "30 seconds", "error", "30 seconds"),
        ("our team", "us all", "warning", "who will hear"),
        ("after the beep", "now", "warning", "beep"),
        ("You can also hang up: we keep what you said.", "", "warning", "hanging up"),
        ("hang up: we keep what you said", "hang up and ring 999 in danger", "warning", "hanging up"),
    ],
)
def test_what_is_left_out_is_found(out, into, level, part):
    assert out in GOOD
    (finding,) = found("message-instructions", recording(GOOD.replace(out, into)))
    assert (finding.level or "error") == level
    assert part in finding.message


@pytest.mark.parametrize(
    "length",
    ["3 minutes", "a three-minute message", "180 seconds", "up to 3 mins", "one minute, or 3 minutes"],
)
def test_a_length_may_be_said_in_many_ways(length):
    assert not found("message-instructions", recording(GOOD.replace("three minutes", length)))


@pytest.mark.parametrize(
    ("longest", "said"),
    [("90 seconds", "a minute and a half"), ("4 minutes 30 seconds", "4 minutes and 30 seconds")],
)
def test_a_length_is_held_against_the_true_one(longest, said):
    assert not found("message-instructions", recording(GOOD.replace("three minutes", said), longest=longest))
    assert "and the recording stops after" in messages("message-instructions", recording(longest=longest))[0]


def test_a_pause_that_is_told_is_no_length():
    words = GOOD.replace("You have three minutes.", "You can be quiet for 15 seconds.")
    assert messages("message-instructions", recording(words)) == [
        "This does not say how long a caller may speak: 3 minutes."
    ]


def test_a_beep_that_is_not_there_is_found():
    (finding,) = found("message-instructions", recording(fields="    beep: no\n"))
    assert "there is none" in finding.message
    assert not found(
        "message-instructions", recording(GOOD.replace("after the beep", "now"), "    beep: no\n")
    )


def test_words_that_only_lead_there_count():
    nodes = (
        "  main: {kind: say, prompt: 'You have three minutes. When you finish, press hash.', goto: message}\n"
        "  message: {kind: record, prompt: 'Tell our team after the beep. You can also hang up.', longest: 3 minutes,"
        " silence: 15 seconds, recorded: bye, empty: bye}\n  bye: {kind: end, prompt: Goodbye.}\n"
    )
    assert not found("message-instructions", whole(nodes))


@pytest.mark.parametrize("later", ["message", "also"])
def test_words_on_one_of_two_ways_do_not_count(later):
    nodes = (
        "  main: {kind: menu, prompt: Hi., options: {1: {to: hear how, goto: how}, 2: {to: speak, goto: LATER}},"
        " otherwise: bye}\n"
        "  also: {kind: say, prompt: 'You have three minutes. When you finish, press hash.', goto: message}\n"
        "  how: {kind: say, prompt: 'You have three minutes. When you finish, press hash.', goto: message}\n"
        "  message: {kind: record, prompt: 'Tell our team after the beep. You can also hang up.', longest: 3 minutes,"
        " silence: 15 seconds, recorded: bye, empty: bye}\n  bye: {kind: end, prompt: Goodbye.}\n"
    )
    assert len(found("message-instructions", whole(nodes.replace("LATER", later)))) == 2


def test_every_language_has_to_say_it():
    polish = (
        "Opowiedz naszemu zespołowi po sygnale. Masz trzy minuty. Aby zakończyć, naciśnij krzyżyk. "
        "Możesz też się rozłączyć."
    )
    flow = recording(
        languages=("en", "pl"), translations=f"  pl: {{nodes: {{main: {{prompt: {polish!r}}}}}}}\n"
    )
    assert not found("message-instructions", flow)
    short = "  pl: {nodes: {main: {prompt: Mów po sygnale.}}}\n"
    flow = recording(languages=("en", "pl"), translations=short)
    assert {f.language for f in found("message-instructions", flow)} == {"pl"}


def test_a_language_without_words_is_left_to_a_person():
    flow = recording(languages=("en", "sv"), translations="  sv: {nodes: {main: {prompt: Tala nu.}}}\n")
    left = found("message-instructions", flow, "needs-a-person")
    assert [f.language for f in left] == ["en", "sv"]


# ---- message-time


@pytest.mark.parametrize(
    ("longest", "silence", "levels"),
    [
        ("3 minutes", "10 seconds", []),
        ("179 seconds", "10 seconds", ["warning"]),
        ("59 seconds", "10 seconds", ["error"]),
        ("1 minute", "9 seconds", ["warning", "warning"]),
        ("3 minutes", "5 seconds", ["warning"]),
        ("3 minutes", "4 seconds", ["error"]),
    ],
)
def test_a_message_has_time(longest, silence, levels):
    flow = recording(longest=longest, silence=silence)
    assert [finding.level for finding in found("message-time", flow)] == levels


def test_a_shorter_one_may_be_enough_here_with_a_reason():
    limits = "    limits: {message-time-warning: {value: 60, why: Only a name; tested.}}\n"
    assert not found("message-time", recording(longest="1 minute", fields=limits))


# ---- message-end-keys


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("When you finish, press hash.", 0),
        ("To skip this, press hash. When you finish, press hash.", 0),
        ("Press any key when you finish.", 1),
        ("Speak after the beep, then press star.", 1),
        ("When you are done, press 1.", 1),
        ("Press hash, or 1, when you finish. ", 0),
        ("For emergency help at any time, press 5.", 0),
        ("To go back, press star. When you finish, press hash.", 0),
        ("Leave a message.", 0),  # message-instructions tells of that
    ],
)
def test_the_key_that_is_named_ends_it(words, count):
    assert len(found("message-end-keys", recording(words))) == count


def test_a_translation_names_the_same_key():
    flow = recording(
        languages=("en", "cy"),
        translations="  cy: {nodes: {main: {prompt: 'Pan fyddwch wedi gorffen, pwyswch seren.'}}}\n",
    )
    assert [f.language for f in found("message-end-keys", flow)] == ["cy"]


# ---- message-never-lost

REVIEW = (
    "  main: {kind: record, prompt: Speak., longest: 3 minutes, silence: 15 seconds, recorded: RECORDED, empty: again}\n"
    "  again: {kind: menu, prompt: Nothing., options: {1: {to: try again, goto: main}}, otherwise: bye}\n"
    "  review: {kind: menu, role: review, prompt: It is kept., options: {OPTIONS}, otherwise: OTHERWISE}\n"
    "  thanks: {kind: say, prompt: Thank you., goto: review}\n"
    "  more: {kind: menu, role: review, prompt: It is kept., options: {1: {to: add to it, goto: main}}, otherwise: bye}\n"
    "  sure: {kind: menu, role: confirm, prompt: Sure., options: {1: {to: delete it, goto: drop}}, otherwise: review}\n"
    "  hear: {kind: listen, prompt: People near you may hear it., goto: review, unavailable: review}\n"
    "  send: {kind: send, goto: bye}\n"
    "  drop: {kind: discard, goto: bye}\n"
    "  bye: {kind: end, prompt: Goodbye.}\n"
)
OPTIONS = {
    "send": "1: {to: send it, goto: send}",
    "hear": "2: {to: listen to it, goto: hear}",
    "more": "3: {to: add to it, goto: more}",
    "sure": "4: {to: delete it, goto: sure}",
}


def reviewed(without=(), recorded="review", otherwise="bye", role="role: review, "):
    options = ", ".join(text for name, text in OPTIONS.items() if name not in without)
    nodes = REVIEW.replace("RECORDED", recorded).replace("OPTIONS", options).replace("OTHERWISE", otherwise)
    return whole(nodes.replace("role: review, ", role, 1))


@pytest.mark.parametrize("recorded", ["review", "thanks"])
@pytest.mark.parametrize("role", ["role: review, ", ""])
def test_a_whole_review_loses_nothing(recorded, role):
    assert not found("message-never-lost", reviewed(recorded=recorded, role=role))


@pytest.mark.parametrize(
    ("without", "level", "part"),
    [
        (("send",), "error", "send it"),
        (("hear",), "error", "listen to it"),
        (("more",), "error", "record it again"),
        (("sure",), "advice", "delete it"),
        (("hear", "more"), "error", "listen to it or record it again"),
    ],
)
def test_a_review_that_lacks_something_is_found(without, level, part):
    (finding,) = found("message-never-lost", reviewed(without))
    assert (finding.level or "error", finding.path) == (level, ("nodes", "review", "options"))
    assert part in finding.message


@pytest.mark.parametrize("recorded", ["send", "bye", "again"])
def test_a_recording_without_a_review_is_found(recorded):
    assert any(
        "cannot review" in text for text in messages("message-never-lost", reviewed(recorded=recorded))
    )


def test_silence_must_not_delete():
    (finding,) = found("message-never-lost", reviewed(otherwise="drop"))
    assert finding.path == ("nodes", "review", "otherwise")
    assert not found("message-never-lost", reviewed(otherwise="send"))


@pytest.mark.parametrize(("empty", "count"), [("again", 0), ("bye", 1), ("sorry", 1), ("review", 0)])
def test_an_empty_recording_leads_somewhere(empty, count):
    options = ", ".join(OPTIONS.values())
    nodes = REVIEW.replace("RECORDED", "review").replace("OPTIONS", options).replace("OTHERWISE", "bye")
    nodes = nodes.replace("empty: again", f"empty: {empty}")
    flow = whole(f"{nodes}  sorry: {{kind: say, prompt: Nothing., goto: bye}}\n")
    assert [f.path for f in found("message-never-lost", flow)] == [("nodes", "main", "empty")] * count


def test_a_recording_may_lead_to_another():
    nodes = REVIEW.replace("  main: ", "  message: ").replace("goto: main", "goto: message")
    nodes = nodes.replace("RECORDED", "review").replace("OPTIONS", ", ".join(OPTIONS.values()))
    name = "  main: {kind: record, prompt: Name., longest: 3 minutes, silence: 15 seconds, recorded: message, empty: message}\n"
    assert not found("message-never-lost", whole(name + nodes.replace("OTHERWISE", "bye")))


RULES = ["message-instructions", "message-time", "message-end-keys", "message-never-lost"]


@pytest.mark.parametrize("rule", RULES)
def test_a_line_that_records_nothing_is_not_asked(rule):
    assert len(found(rule, end("Goodbye."), "does-not-apply")) == 1
    assert not found(rule, end("Goodbye."))
