"""A call as what stands behind `#` in a link: browsers never send that to anybody."""

from urllib.parse import urlencode

from ivr.menu.opening import LONDON
from ivr.phone.scenario.harmless import harmless
from ivr.web.studio.ringing.call import StudioCall


def fragment(call: StudioCall) -> str:
    """Return how a call is done again: its settings and its steps. Long numbers are replaced by made-up ones."""
    wish = call.wish
    at = wish.at.astimezone(LONDON).replace(tzinfo=None).isoformat(timespec="seconds") if wish.at else ""
    settings = {
        "clock": at,
        "language": wish.language,
        "number": "" if wish.number == "+447700900001" else harmless(wish.number),
        "pace": "slow" if wish.slow else "",
        "answers": "yes" if wish.answers else "",
    }
    told = {name: value for name, value in settings.items() if value}
    return urlencode({**told, "keys": " ".join(harmless(step) for step in call.steps)})
