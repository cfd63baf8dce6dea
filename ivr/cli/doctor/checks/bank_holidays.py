"""The list of bank holidays: until when is it known which days are?"""

from collections.abc import Iterator
from datetime import timedelta

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, advice, problem, well
from ivr.menu.nodes.hours import Hours
from ivr.menu.opening import LONDON, bank_holidays

TITLE = "Bank holidays"
PLACE = 50
_SOON = timedelta(days=60)
_REMEDY = (
    "Bring the package govuk-bank-holidays up to date, and start the line again. GOV.UK adds a year each spring "
    "or so."
)


def check(case: Case) -> Iterator[Finding]:
    """Compare the last day known with today."""
    nodes = case.menu().nodes.values()
    divisions = {node.bank_holidays for node in nodes if isinstance(node, Hours) and node.bank_holidays}
    if not divisions:
        yield well("No opening hours of this menu go by them.")
        return
    today = case.now.astimezone(LONDON).date()
    last = min(bank_holidays(division)[-1] for division in divisions)
    if last < today:
        yield problem(
            f"The list ended on {last:%d %B %Y}. Callers are told that nobody is sure whether it is open.",
            _REMEDY,
        )
    elif last - today < _SOON:
        yield advice(f"The list ends on {last:%d %B %Y}, in {(last - today).days} days.", _REMEDY)
    else:
        yield well(f"They are known until {last:%d %B %Y}.", until=last.isoformat())
