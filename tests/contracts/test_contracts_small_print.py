"""Small print of the contracts: what every problem says, and what no log says."""

import json
import logging

import pytest
from slips import INDENT, SLIPS, WHOLE
from sqlalchemy import text

from ivr.menu import Refused, load_text
from ivr.menu.problems import as_json
from ivr.message.connecting import Database


@pytest.mark.parametrize("key", ["0", "5", "7", "9", "star", "hash", '"*"', '"#"'])
def test_no_option_can_be_on_a_key_that_means_the_same_everywhere(key):
    with pytest.raises(Refused) as refused:
        load_text(WHOLE.replace("#OPTION", f"{key}: {{to: go, goto: bye}}").encode())
    assert [problem.rule for problem in refused.value.problems] == ["reserved-key"]


@pytest.mark.parametrize("seconds", [1, 2])
def test_a_step_that_asks_waits_long_enough_to_be_pressed(seconds):
    menu = WHOLE.replace("kind: menu", f"kind: menu\n    wait: {seconds} seconds", 1)
    assert menu != WHOLE
    rules = []
    try:
        load_text(menu.encode())
    except Refused as refused:
        rules = [problem.message for problem in refused.problems if "too short" in problem.message]
    assert bool(rules) == (seconds == 1)


@pytest.mark.parametrize("slip", SLIPS)
def test_every_problem_has_a_remedy_and_a_place(slip):
    place, words, _ = SLIPS[slip]
    text = WHOLE.replace(f"#{place}", words + f"\n{' ' * INDENT[place]}" * (place != "PROMPT"))
    with pytest.raises(Refused) as refused:
        load_text(text.replace("#PROMPT", "").encode())
    for told in json.loads(json.dumps(list(map(as_json, refused.value.problems)))):
        assert told["remedy"]
        assert told["message"]
        assert told["line"] > 1
        assert told["column"] > 0


def test_what_is_read_from_the_database_is_in_no_log_either(caplog, tmp_path):
    for name in ("sqlalchemy", "sqlalchemy.engine", "sqlalchemy.engine.Engine"):
        caplog.set_level(logging.DEBUG, logger=name)
    database = Database(f"sqlite:///{tmp_path / 'line.db'}")
    try:
        assert (
            database.read(lambda at: at.execute(text("select :said"), {"said": "07700900123"}).scalar())
            == "07700900123"
        )
    finally:
        database.close()
    assert "select" in caplog.text
    assert "900123" not in caplog.text
