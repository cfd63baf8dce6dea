"""The survey shows every call that the engine can make, and next to nothing besides."""

import pytest
from hypothesis import given

from ivr.call.keys import EVERYWHERE, KEYS
from ivr.check.survey import survey_of
from ivr.walk.pages import Pages
from ivr.walk.states import Scripts
from ivr.walk.walking import walk_all
from tests.walk.flows import every_kind, shipped
from tests.walk.small_flows import small_flows

SHIPPED = [pytest.param(every_kind, id="every-kind"), pytest.param(shipped, id="shipped")]


def walked(flow):
    """Every node-to-node step of every call: from, keys, to, junctions; and every turn."""
    walk = walk_all(flow, Scripts(flow, Pages(flow)))
    steps, turns = set(), set()
    for state in walk.reached:
        turns.add(state.turn)
        for way in state.ways:
            keys = way.doing.keys
            if keys == "hangup" or keys.endswith(" star") or not state.reached & way.within:
                continue
            to = way.to.turn.node if way.to else None
            steps.add((state.turn.node, keys, to, way.through))
    return walk, steps, turns


def agrees(flow):
    survey = survey_of(flow)
    walk, steps, turns = walked(flow)
    pages = Pages(flow)
    for turn in turns:
        visit = survey.visits(turn.language)[turn.node]
        assert (turn.attempt, turn.event) in visit.pages, turn
        if turn.pace == "normal":
            assert visit.pages[turn.attempt, turn.event] == pages.verbs(turn), turn
    for start, keys, to, through in steps:
        if to == start and not through:
            continue  # heard again
        edges = [e for e in survey.edges[start] if (e.to, e.through) == (to, through)]
        assert edges, (start, keys, to, through)
        if keys in EVERYWHERE or (keys in KEYS and any(e.option for e in edges)):
            assert any(e.key == keys or e.means == "wrong" for e in edges), (start, keys, to, edges)
    reached = {state.turn.node for state in walk.reached} | walk.passed_first
    reached |= {name for state in walk.reached for way in state.ways for name in way.through}
    assert not reached & set(survey.unreached)
    return walk, steps


@pytest.mark.parametrize("flow", SHIPPED)
def test_every_step_of_every_call_is_in_the_survey(flow):
    agrees(flow())


@given(small_flows())
def test_every_step_of_every_call_of_any_small_flow_is_in_the_survey(flow):
    agrees(flow)


@pytest.mark.parametrize("flow", SHIPPED)
def test_the_survey_has_no_step_forwards_that_no_call_makes(flow):
    flow = flow()
    _, steps = agrees(flow)
    made = {(start, to, through) for start, _, to, through in steps}
    survey = survey_of(flow)
    for name, visit in survey.visits().items():
        for edge in visit.edges:
            pressed_in_between = visit.wait() == 0 and edge.means == "key"
            if not (edge.back or edge.stays or pressed_in_between):
                assert (name, edge.to, edge.through) in made, (name, edge)
    assert survey.unreached == ()
