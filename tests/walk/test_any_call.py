"""Whatever a caller does, on the shipped line and on flows drawn by chance: the call goes on, and holds together."""

import pytest
from engine_calls import A_WEDNESDAY, PERSON_NUMBER
from flows import every_kind, shipped
from hypothesis import given, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from small_flows import small_flows

from ivr.call.effects import Answered, Confirmed, Consented, Discarded, Marked, RecordingKept, Requested, Sent
from ivr.call.heard import Dialled, Heard, NothingRecorded, Pressed, Recorded, Silence
from ivr.call.turn import LONGEST_TRAIL, NodeId, NotAPlace, Place, Track, Turn, parse_path, path, track_path
from ivr.menu import Flow
from ivr.phone.twiml import check
from ivr.walk.engine import Move, advance, begin
from ivr.walk.pages import Pages
from ivr.walk.since import Since

OUTCOMES = ("completed", "busy", "no-answer", "failed", "canceled")
KEYED = st.one_of(
    st.sampled_from(
        [*"0123456789*#", "55", "07700900123", "00447700900123", "48213765", "999", "112", "12*"]
    ),
    st.text("0123456789*#", min_size=1, max_size=13),
)
HEARD: st.SearchStrategy[Heard] = st.one_of(
    st.builds(Pressed, KEYED),
    st.just(Silence()),
    st.builds(
        Recorded,
        st.just("RE5ec0"),
        st.just("https://api.example/s3cret"),
        st.integers(0, 400),
        st.sampled_from([None, "5", "#", "1"]),
        st.booleans(),
    ),
    st.just(NothingRecorded()),
    st.builds(Dialled, st.sampled_from(OUTCOMES)),
)
KNOWN = st.fixed_dictionaries(
    {
        "caller_number": st.sampled_from(["usable", "withheld"]),
        "ready": st.sampled_from(["yes", "no"]),
        "setting:person": st.sampled_from(["", PERSON_NUMBER]),
        "setting:x": st.sampled_from(["", PERSON_NUMBER]),
        "listen:": st.sampled_from(["yes", "no"]),
        "listen:message": st.sampled_from(["yes", "no"]),
        "listen:message,add-to-it": st.sampled_from(["yes", "no"]),
    }
)
EFFECTS = {
    "menu": (Consented, Answered, Confirmed),
    "ask": (Answered, Requested),
    "record": (RecordingKept, Marked),
}
"""What a node of each kind may do to a message; key 5 marks everywhere, send and discard on the way."""


class AnyCall(RuleBasedStateMachine):
    """One caller. Every step is checked as it is taken."""

    flow: Flow

    @initialize(known=KNOWN, minute=st.integers(0, 60 * 24 * 400), notice=st.booleans())
    def ring(self, known, minute, notice):
        from datetime import timedelta

        self.now = A_WEDNESDAY + timedelta(minutes=minute)
        self.known = {
            "caller": "07700900001" if known["caller_number"] == "usable" else "",
            "message": "none",
            **known,
        }
        self.pages = _pages(self.flow)
        self.move = begin(self.flow, began=29_000_000, now=self.now, known=self.known, notice=notice)
        self.before: Place | None = None
        self.heard: Heard | None = None
        self._learn()

    @rule(heard=HEARD)
    def do(self, heard):
        self.before, self.heard = self.move.place, heard
        self.move = advance(self.flow, self.before, heard, self.now, self.known)
        self._learn()

    @precondition(lambda self: hasattr(self, "move"))
    @rule(key=st.sampled_from("0123456789*#"))
    def press(self, key):
        self.do(Pressed(key))

    def _learn(self) -> None:
        after = Since(self.known, self.move.effects)
        names = {*self.known, *(effect.name for effect in self.move.effects if isinstance(effect, Answered))}
        self.known = {name: after[name] for name in names}

    @invariant()
    def the_place_is_a_url_and_back(self):
        if hasattr(self, "move"):
            assert parse_path(path(self.move.place)) == self.move.place
            assert len(self.move.place.track.trail) <= LONGEST_TRAIL

    @invariant()
    def no_url_holds_what_was_keyed_in(self):
        keyed = self.heard.digits.strip("#*") if isinstance(getattr(self, "heard", None), Pressed) else ""
        if len(keyed) > 5:  # less than that may be in a version, or count the steps
            assert keyed not in path(self.move.place).replace("29000000", "")
        if hasattr(self, "move"):
            assert "s3cret" not in path(self.move.place)
            assert "s3cret" not in repr(self.move)

    @invariant()
    def each_webhook_is_one_step(self):
        if getattr(self, "before", None):
            assert self.move.place.track.step == self.before.track.step + 1
            assert self.move.place.track.began == 29_000_000

    @invariant()
    def the_page_is_one_that_twilio_takes(self):
        if hasattr(self, "move"):
            _check_page(self.pages, self.move.place.turn)

    @invariant()
    def effects_come_only_from_where_they_can(self):
        if getattr(self, "before", None):
            kind = self.flow.nodes[self.before.turn.node].kind
            passed = {self.flow.nodes[name].kind for name in self.move.through}
            for effect in self.move.effects:
                if isinstance(effect, Sent | Discarded):
                    assert {"send", "discard"} & passed
                elif isinstance(effect, Marked):
                    assert self.move.place.turn.node == self.flow.line.emergency or passed
                    assert isinstance(self.heard, Pressed | Recorded)
                else:
                    assert isinstance(effect, EFFECTS[kind])

    @invariant()
    def star_leads_back_to_where_the_call_was(self):
        if not getattr(self, "before", None):
            return
        came, went = self.before, self.move.place
        if len(went.track.trail) == len(came.track.trail) + 1 and went.track.trail[-1] == came.turn.node:
            back = advance(self.flow, went, Pressed("*"), self.now, self.known).place
            assert back.turn.node == came.turn.node
            assert back.track.trail == came.track.trail
            assert (back.turn.attempt, back.turn.event) in {(1, ""), (1, back.turn.event)}


_PAGES: dict[str, Pages] = {}
_CHECKED: dict[Turn, list[str]] = {}


def _pages(flow: Flow) -> Pages:
    return _PAGES.setdefault(flow.version, Pages(flow))


def _check_page(pages: Pages, turn: Turn) -> None:
    if turn not in _CHECKED:
        filled = pages[turn].fill(
            Track(), lambda slot: PERSON_NUMBER if slot.startswith("number:") else "48213765"
        )
        _CHECKED[turn] = check(filled)
    assert _CHECKED[turn] == []


class AnyCallToTheShippedLine(AnyCall):
    flow = shipped()


class AnyCallToEveryKind(AnyCall):
    flow = every_kind()


TestAnyCallToTheShippedLine = AnyCallToTheShippedLine.TestCase
TestAnyCallToTheShippedLine.settings = settings(
    max_examples=settings.default.max_examples // 2, stateful_step_count=40
)
TestAnyCallToEveryKind = AnyCallToEveryKind.TestCase
TestAnyCallToEveryKind.settings = settings(
    max_examples=settings.default.max_examples // 2, stateful_step_count=40
)


@given(small_flows(6), st.lists(HEARD, max_size=25), KNOWN)
def test_any_call_to_any_flow(flow, doings, known):
    note(flow.text.decode())
    call = AnyCall.__new__(AnyCall)
    call.flow, call.now, call.pages, call.before, call.heard = flow, A_WEDNESDAY, Pages(flow), None, None
    call.known = {"caller": "", "message": "none", **known}
    call.move = begin(flow, began=29_000_000, now=call.now, known=call.known)
    for heard in doings:
        call.do(heard)
        call.the_place_is_a_url_and_back()
        call.no_url_holds_what_was_keyed_in()
        call.each_webhook_is_one_step()
        call.effects_come_only_from_where_they_can()
        call.star_leads_back_to_where_the_call_was()
        _check_page(call.pages, call.move.place.turn)


NODES = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True).map(NodeId)
PLACES = st.builds(
    Place,
    st.builds(
        Turn,
        st.from_regex(r"[0-9a-f]{12}", fullmatch=True),
        st.sampled_from(["en", "pl", "zh-Hans", "cym"]),
        st.sampled_from(["normal", "slow"]),
        NODES,
        st.integers(1, 99),
        st.sampled_from(["", "again", "no_input", "not_accepted", "unreached_given_up", "at_once_given_up"]),
    ),
    st.builds(
        Track,
        st.lists(NODES, max_size=LONGEST_TRAIL).map(tuple),
        st.integers(0, 999_999),
        st.integers(0, 10**10 - 1),
    ),
)


@given(PLACES)
def test_every_place_is_a_url_and_back(place):
    assert parse_path(path(place)) == place
    assert len(track_path(place.track)) < 1100


@given(PLACES, st.integers(0, 200), st.text(max_size=3))
def test_what_is_no_place_is_refused_in_one_way(place, at, scrap):
    text = path(place)
    text = text[:at] + scrap + text[at + 1 :]
    try:
        found = parse_path(text)
    except NotAPlace:
        return
    assert path(found) == text  # one place has one URL


@given(st.lists(st.sampled_from(["consent", "answer", "confirm", "record", "send", "discard"]), max_size=12))
def test_what_the_engine_knows_of_the_message_is_what_the_store_makes_of_it(doings):
    from ivr.message.spans import Row, story

    effects = {
        "consent": (Consented("0" * 12, "en", NodeId("a"), "1"), "consented"),
        "answer": (Answered("a", "x"), "answer"),
        "confirm": (Confirmed(), "confirmed"),
        "record": (RecordingKept(NodeId("a"), "RE1", "", 5), "recording"),
        "send": (Sent(), "sent"),
        "discard": (Discarded(), "discarded"),
    }
    state, rows = {"message": "none"}, []
    for step, doing in enumerate(doings, 1):
        effect, what = effects[doing]
        state = {"message": Since(state, (effect,))["message"]}
        rows.append(Row(step, what, "a", f"RE{step}" if doing == "consent" else "x", 5))
    held = story(rows).message
    stored = "none" if held is None else "sent" if held.sent else "kept" if held.kept() else "draft"
    assert state["message"] == stored


@pytest.mark.parametrize("flow", [shipped(), every_kind()], ids=["shipped", "every kind"])
def test_a_move_is_a_value(flow):
    known = {"message": "none"}
    one = begin(flow, began=1, now=A_WEDNESDAY, known=known)
    assert isinstance(one, Move)
    assert one == begin(flow, began=1, now=A_WEDNESDAY, known=known)
    assert hash(one.place) == hash(begin(flow, began=1, now=A_WEDNESDAY, known=known).place)


@pytest.mark.parametrize(
    "text",
    [
        "0123456789ab/en/normal/main/0/-/1/2/-",
        "0123456789ab/en/normal/main/01/-/1/2/-",
        "0123456789ab/en/normal/main/100/-/1/2/-",
        "0123456789ab/en/normal/main/1/-/01/2/-",
        "0123456789ab/en/normal/main/1/-/1/02/-",
        "0123456789ab/en/normal/main/1/-/1000000/2/-",
        "0123456789ab/en/normal/main/1/-/-1/2/-",
        "0123456789ab/en/normal/main/1/-/٣/2/-",
        "0123456789ab/en/normal/main/1//1/2/-",
        "0123456789ab/en/normal/main/1/no_input/1/2/-",
        "0123456789ab/en/quick/main/1/-/1/2/-",
        "0123456789ab/EN/normal/main/1/-/1/2/-",
        "0123456789AB/en/normal/main/1/-/1/2/-",
        "0123456789ab/en/normal/Main/1/-/1/2/-",
        "0123456789ab/en/normal/main/1/-/1/2/a..b",
        "0123456789ab/en/normal/main/1/-/1/2/" + ".".join("a" * 25),
        "0123456789ab/en/normal/main/1/-/1/2",
        "",
    ],
)
def test_only_what_was_written_here_is_a_place(text):
    with pytest.raises(NotAPlace):
        parse_path(text)
