"""What calls can try, and a set of them that tries it all, on flows drawn by chance."""

from flows import every_kind
from hypothesis import given, settings
from hypothesis import strategies as st
from journeys import journey, numbers, without_keys
from small_flows import small_flows

from ivr.check.coverage import demanded, tried_in
from ivr.check.coverage.covering import plan
from ivr.walk.pages import Pages
from ivr.walk.states import Scripts
from ivr.walk.walking import walk_all

CHANCES = st.lists(st.integers(0, 59), max_size=26)


def whats(flow):
    return {item.what for item in demanded(flow)}


def tried_by(flow, entries):
    """What a call tries, but for what a walk does not count: an only language, a ringing that was given up."""
    return {
        what
        for what in tried_in(flow, entries)
        if not (what.kind == "language" and len(flow.editions) == 1) and what.how != "canceled"
    }


@given(small_flows(), CHANCES)
@settings(max_examples=settings.default.max_examples // 2)
def test_whatever_a_caller_tries_is_on_the_list(flow, chances):
    assert tried_by(flow, journey(flow, numbers(chances))) <= whats(flow)


@given(CHANCES)
@settings(max_examples=25)
def test_so_it_is_on_a_flow_with_every_kind_of_node(chances):
    flow = every_kind()
    assert tried_by(flow, journey(flow, numbers(chances))) <= whats(flow)


@given(CHANCES)
@settings(max_examples=25)
def test_a_call_without_its_keys_tries_no_more_than_with_them(chances):
    flow = every_kind()
    entries = journey(flow, numbers(chances))
    assert tried_by(flow, without_keys(entries)) <= tried_by(flow, entries)


@given(small_flows())
@settings(max_examples=settings.default.max_examples // 2)
def test_the_set_tries_everything_that_can_be_tried(flow):
    made = plan(flow, lambda world: True)
    assert {item.what for tour in made.tours for item in tour.tries} | {
        item.what for item in made.left
    } == whats(flow)
    wanted = sum(len(tour.tries) for tour in made.tours)
    assert wanted == len({item.what for tour in made.tours for item in tour.tries})  # nobody tries it twice
    assert made.left == () or leads_back_far(flow)


def leads_back_far(flow):
    """Whether the walk itself may have put together ways of two callers: several steps back at once."""
    walk = walk_all(flow, Scripts(flow, Pages(flow)))
    return bool(walk.leading_back)


def test_who_has_not_spoken_has_nothing_to_listen_to():
    """A walk lets recordings be played, or not, in the whole of a world; in a call that is decided by speaking."""
    made = plan(every_kind(), lambda world: world.known.get("listen:message", "yes") == "yes")
    assert made.left == ()
    for tour in made.tours:
        listened = [item for item in tour.tries if (item.node, item.kind) == ("hear", "words")]
        assert not listened or any(keys.startswith("record:") for keys in tour.keys)
