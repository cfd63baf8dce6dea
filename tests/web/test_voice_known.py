"""What is known of a call besides keys, and that nothing is looked up before it is asked for."""

import pytest

from ivr.web.known import Known, caller_number, e164, national

SWITCHBOARDS = frozenset({"+441632960000"})


class Asked:
    def __init__(self) -> None:
        self.names: list[str] = []

    def setting(self, name: str) -> str:
        self.names.append(f"setting {name}")
        return "+441632960001" if name == "person" else ""

    def ready(self) -> bool:
        self.names.append("ready")
        return True

    def message(self) -> str:
        self.names.append("message")
        return "draft"

    def answer(self, name: str) -> str:
        self.names.append(f"answer {name}")
        return {"reason": "2"}.get(name, "")


@pytest.mark.parametrize("number", ["+447700900001", "+441632960001", "+33123456789", "+4416329600"])
def test_numbers_that_can_be_rung(number):
    expected = "withheld" if number == "+4416329600" else "usable"  # too short for the United Kingdom
    assert caller_number(number, SWITCHBOARDS) == expected


@pytest.mark.parametrize(
    "sent",
    [
        *("", " ", "anonymous", "Restricted", "UNAVAILABLE", "sip:a@example.org", "client:a", "unknown"),
        *("+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"),
        *("+441632960000", "+44", "07700900001", "+0123456789", "+447700900001x", "+4477009000011234567"),
        *("+٤٤٧٧٠٠٩٠٠٠٠١", "+447700900001\n"),
    ],
)
def test_numbers_that_count_as_withheld(sent):
    assert caller_number(sent, SWITCHBOARDS) == "withheld"


def test_numbers_as_people_write_them():
    assert national("+447700900001") == "07700900001"
    assert national("+33123456789") == "+33123456789"
    assert e164("01632 960000") == "+441632960000"
    assert e164("(01632) 960-000") == "+441632960000"
    assert e164("+441632960000") == "+441632960000"


def test_only_what_is_asked_for_is_looked_up():
    asked = Asked()
    known = Known("+447700900001", SWITCHBOARDS, asked)
    assert known["caller_number"] == "usable"
    assert known["caller"] == "07700900001"
    assert asked.names == []
    assert known["ready"] == "yes"
    assert known["message"] == "draft"
    assert known["setting:person"] == "+441632960001"
    assert known["setting:other"] == ""
    assert known["reason"] == "2"
    assert known.get("anything", "else") == ""
    assert asked.names == [
        *("ready", "message", "setting person", "setting other", "answer reason", "answer anything")
    ]


def test_a_withheld_number_is_not_the_callers_number():
    assert Known("+266696687", SWITCHBOARDS, Asked())["caller"] == ""


def test_its_repr_tells_nothing():
    known = Known("+447700900001", SWITCHBOARDS, Asked())
    assert "7700" not in repr(known)
    assert len(list(known)) == len(known)
    assert "anything" in known
