"""Pages: pure values of a turn, compiled once, filled in escaped."""

from xml.etree import ElementTree

import pytest
from flows import EVERY_KIND, every_kind, shipped
from hypothesis import given
from hypothesis import strategies as st

from ivr.call import twiml
from ivr.call.turn import EVENTS, PACES, NodeId, Track, Turn, track_path, turn_path
from ivr.menu import load_text, scene
from ivr.phone.twiml import check
from ivr.walk import pages as pages_module
from ivr.walk.engine import UnknownPlace
from ivr.walk.pages import STATIC_APOLOGY, Pages

TRACK = Track((NodeId("welcome"), NodeId("main")), 7, 29_000_000)
SOUNDING = [
    node
    for node in every_kind().nodes
    if every_kind().nodes[node].kind not in ("branch", "hours", "send", "discard")
]


def turn(
    node: str, event: str = "", *, pace: str = "normal", attempt: int = 1, language: str = "en", flow=None
) -> Turn:
    return Turn((flow or every_kind()).version, language, pace, NodeId(node), attempt, event)


def value(slot: str) -> str:
    return "+441632960001" if slot.startswith("number:") else "48213765"


def text_of(node: str, event: str = "", value=value, **rest) -> str:
    return Pages(rest.get("flow") or every_kind())[turn(node, event, **rest)].fill(TRACK, value).decode()


@pytest.mark.parametrize("node", SOUNDING)
def test_every_page_is_twiml_that_twilio_takes(node):
    pages = Pages(every_kind())
    for event in EVENTS:
        for pace in PACES:
            for language in ("en", "pl"):
                page = pages[turn(node, event, pace=pace, attempt=2, language=language)]
                assert check(page.fill(TRACK, value)) == []


@pytest.mark.parametrize("node", SOUNDING)
def test_the_same_turn_is_always_the_same_bytes(node):
    one, other = Pages(every_kind()), Pages(load_text(EVERY_KIND.encode()))
    for event in ("", "no_input", "again"):
        assert one[turn(node, event)] == other[turn(node, event)]
        assert one[turn(node, event)].fill(TRACK, value) == other[turn(node, event)].fill(TRACK, value)


def test_a_page_is_compiled_once_and_only_when_it_is_first_used(monkeypatch):
    compiled = []
    monkeypatch.setattr(
        pages_module, "document", lambda verbs: compiled.append(verbs) or twiml.document(verbs)
    )
    pages = Pages(every_kind())
    assert compiled == []
    page = pages[turn("main")]
    assert len(compiled) == 1
    assert pages[turn("main")] is page
    page.fill(TRACK, value)
    assert len(compiled) == 1


def test_a_page_says_where_it_is_answered():
    here = turn("main", "no_input", attempt=2)
    gather = ElementTree.fromstring(text_of("main", "no_input", attempt=2)).find("Gather")
    assert gather.get("action") == f"/voice/{turn_path(here)}/{track_path(TRACK)}"
    assert gather.get("action").endswith("/en/normal/main/2/no-input/7/29000000/welcome.main")
    assert (gather.get("numDigits"), gather.get("finishOnKey"), gather.get("actionOnEmptyResult")) == (
        "1",
        "",
        "true",
    )
    assert Pages(every_kind(), base="/elsewhere")[turn("main")].fill(TRACK, value).count(b'"/elsewhere/') == 1


@pytest.mark.parametrize(
    ("node", "attempt", "seconds"),
    [("main", 1, 7), ("main", 2, 9), ("main", 9, 9), ("consent", 1, 5), ("consent", 3, 5), ("number", 1, 11), ("number", 2, 11), ("welcome", 1, 1)],
)  # fmt: skip
def test_each_attempt_waits_as_long_as_it_should(node, attempt, seconds):
    gather = ElementTree.fromstring(text_of(node, attempt=attempt)).find("Gather")
    assert gather.get("timeout") == str(seconds)


def test_an_ask_takes_as_many_digits_as_come_until_hash():
    gather = ElementTree.fromstring(text_of("number")).find("Gather")
    assert gather.get("numDigits") is None
    assert gather.get("finishOnKey") == "#"


def test_a_recording_is_taken_with_all_its_traps_closed():
    root = ElementTree.fromstring(text_of("message"))
    assert [verb.tag for verb in root] == ["Gather", "Record", "Redirect"]
    gather, record, redirect = root
    assert gather.get("actionOnEmptyResult") == "false"
    assert record.attrib == {
        "action": gather.get("action"),
        "method": "POST",
        "timeout": "5",
        "maxLength": "60",
        "finishOnKey": "5#",
        "playBeep": "true",
        "trim": "do-not-trim",
        "recordingStatusCallback": "/voice/recording/message/7",
        "recordingStatusCallbackMethod": "POST",
        "recordingStatusCallbackEvent": "completed absent",
    }
    assert redirect.text == f"{gather.get('action')}?heard=nothing"
    assert [verb.tag for verb in ElementTree.fromstring(text_of("message", "at_once"))] == [
        "Record",
        "Redirect",
    ]


def test_a_transfer_rings_the_number_it_is_filled_with():
    dial = ElementTree.fromstring(text_of("person", "given_up")).find("Dial")
    assert dial.find("Number").text == "+441632960001"
    assert dial.get("timeout") == "30"
    assert ElementTree.fromstring(text_of("desk")).find("Dial").get("timeout") == "25"
    for event in ("unavailable", "unreached", "unavailable_given_up", "unreached_given_up", "finished"):
        assert "Dial" not in text_of("person", event)
    for event in ("unavailable_given_up", "unreached_given_up", "finished"):
        assert text_of("person", event).endswith("<Hangup /></Response>")
        assert "Thank you for calling. Goodbye." in text_of("person", event)
    assert "Nobody can take your call." in text_of("person", "unavailable")
    assert "Nobody took your call." in text_of("person", "unreached")
    assert "Nobody took your call." in text_of("person", "unreached_given_up")


def test_the_slow_pace_has_its_rate_and_longer_pauses():
    slow, normal = text_of("welcome", pace="slow"), text_of("welcome")
    assert '<prosody rate="92%">' in slow
    assert "prosody" not in normal
    assert '<break time="500ms" />Welcome to the line. It is for everybody.' in normal
    assert '<break time="1000ms" />Welcome to the line.<break time="400ms" />It is for everybody.' in slow


def test_a_demonstration_says_so_before_anything_else():
    said = text_of("welcome", "notice")
    assert said.index("This is a test.") < said.index("Welcome to the line.")
    assert "This is a test." not in text_of("welcome")


@pytest.mark.parametrize(
    ("node", "asked"),
    [
        ("main", set()),
        ("check", {"number"}),
        ("review", {"reference"}),
        ("closed", {"next_open_day"}),
        ("person", {"number:person"}),
        ("open", set()),
    ],
)
def test_a_page_asks_for_what_differs_and_nothing_else(node, asked):
    assert set(Pages(every_kind())[turn(node)].slots) - {scene.TRACK, scene.STEP} == asked


def test_what_holds_for_the_line_is_in_the_page():
    assert "The Help, 0 3 0 0, 7 9 0, 6 7 7 2." in text_of("open")


NASTY = ["<Hangup/>", "&amp;", "a & b < c > d", "\"'", "\ue000number\ue001", "]]>", "", "Zoë – 数"]


@pytest.mark.parametrize("given_value", NASTY)
def test_what_is_filled_in_is_words_whatever_it_holds(given_value):
    page = Pages(every_kind())[turn("check")]
    said = ElementTree.fromstring(page.fill(TRACK, lambda slot: given_value)).find("Gather/Say")
    assert "".join(said.itertext()) == f"You keyed in {given_value}."


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff")))
def test_no_value_can_be_markup(text):
    page = Pages(every_kind())[turn("check")]
    root = ElementTree.fromstring(page.fill(TRACK, lambda slot: text))
    assert "".join(root.find("Gather/Say").itertext()) == f"You keyed in {text}."
    assert [child.tag for child in root] == ["Gather"]


@given(
    st.sampled_from("<>&\"'"),
    st.sampled_from(["prompt: Hello. What would you like?", "{controller} keep", "name: The Help"]),
)
def test_what_the_file_says_is_words_whatever_it_holds(sign, where):
    text = EVERY_KIND.replace("This test", f'"T{sign}t"').replace("What would you like?", f"W{sign}t?").replace("The Help", f'"H{sign}p"' if sign != '"' else "'H\"p'")  # fmt: skip
    if sign == '"':
        text = text.replace('"T"t"', "'T\"t'")
    flow = load_text(text.encode())
    said = "".join(ElementTree.fromstring(text_of("main", flow=flow)).itertext())
    assert f"Hello. W{sign}t?" in said
    assert f"May T{sign}t keep" in "".join(ElementTree.fromstring(text_of("consent", flow=flow)).itertext())
    assert f"They are open: H{sign}p," in "".join(
        ElementTree.fromstring(text_of("open", flow=flow)).itertext()
    )
    assert where


@pytest.mark.parametrize("phrase", ["error", "goodbye", "unavailable"])
def test_an_apology_is_a_whole_document(phrase):
    said = Pages(every_kind()).apology("pl", phrase)
    assert check(said) == []
    assert said.endswith(b"<Hangup /></Response>")
    assert getattr(every_kind().line.phrases, phrase).words.split(".")[0].encode() in said


def test_the_last_apology_needs_no_flow():
    assert check(STATIC_APOLOGY) == []
    assert b"ring 9 9 9" in STATIC_APOLOGY


@pytest.mark.parametrize(
    "other",
    [
        {"node": "nowhere"},
        {"node": "hours"},
        {"node": "send"},
        {"node": "by-mode"},
        {"node": "main", "language": "cy"},
    ],
)
def test_there_is_no_page_for_what_is_no_turn(other):
    with pytest.raises(UnknownPlace):
        Pages(every_kind())[turn(**other)]


def test_there_is_no_page_of_another_version():
    with pytest.raises(UnknownPlace):
        Pages(every_kind())[turn("main", flow=shipped())]


def test_ones_own_recording_is_played_inside_the_gather_after_the_words():
    """So every key works during it. The URL is this line's own, and relative: it holds nothing but a token."""
    (gather,) = ElementTree.fromstring(text_of("hear", value={"listen:message": "t0ken"}.__getitem__))
    assert [verb.tag for verb in gather] == ["Say", "Play"]
    assert gather[1].text == "/voice/listen/t0ken.wav"
    assert gather.attrib["numDigits"] == "1"
    assert gather.attrib["actionOnEmptyResult"] == "true"
    assert gather.attrib["finishOnKey"] == ""


def test_nothing_is_played_after_the_emergency_words():
    (gather,) = ElementTree.fromstring(text_of("hear", "emergency"))
    assert [verb.tag for verb in gather] == ["Say"]
