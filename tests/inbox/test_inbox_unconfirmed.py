"""A number that its caller did not confirm is shown to nobody, whatever they confirmed before."""

import pytest
from inbox_end import CALLER, made

from ivr.call.effects import Answered
from ivr.message.desk import NotNow
from ivr.message.values import CallRef


def test_who_goes_back_keys_in_another_number_and_hangs_up_has_not_confirmed_it(tmp_path):
    end = made(tmp_path)
    boss, now = end.officer("supervisor", ["central"]), end.clock.now
    left = end.message(sent=False, area=None)
    call = CallRef(left.call_sid, int(now.timestamp()) // 60, CALLER)
    end.store.do([Answered("safe_number", "07700900456")], call, 90, now)
    end.desk.claim(boss, left.reference, now)
    end.desk.assess(boss, left.reference, now, "contact", "It seems safe.")
    assert "contact" not in end.desk.open(boss, left.reference, now).answers
    with pytest.raises(NotNow):
        end.desk.number(boss, left.reference, now, "They asked for it.")
    page = end.client(boss).get(f"/inbox/messages/{left.reference}").text
    assert "Do not ring." in page

    end.store.do([Answered("contact", "call")], call, 91, now)  # it arrived late: they did confirm it
    assert end.desk.number(boss, left.reference, now, "They asked for it.") == "07700900456"
