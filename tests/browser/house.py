"""An inbox with every kind of message in it, for whoever looks at pages."""

from datetime import timedelta

from tests.browser.serving import served


class House:
    """People in every role, and messages by the state they are in."""

    def __init__(self, end):
        self.end = end
        areas = ["watford", "central"]
        self.officer = end.officer("officer", areas, name="Ola Field")
        self.colleague = end.officer("officer", areas, name="Kim Marsh")
        self.supervisor = end.officer("supervisor", areas, name="Sam Hill")
        self.manager = end.officer("manager", (), name="Max Brook")
        self.administrator = end.officer("administrator", (), name="Ada Wood")
        self.with_nothing = end.officer("officer", ["stevenage"], name="New Person")
        self.by_state = self._messages()

    def _messages(self):
        end, desk = self.end, self.end.desk
        officer, supervisor, now = self.officer, self.supervisor, self.end.clock.now
        left = {
            "new": end.message(ago=timedelta(days=2)),
            "of two recordings": end.message(seconds=(3, 20), nodes=("name",), area=None),
            "by keypad": end.message(seconds=(), answers={"mode": "keypad"}, reason=None),
            "ring back": end.message(answers={"contact": "ring-back", "safe_number": "none"}),
            "not fetched": end.message(fetched=False),
            "in doubt": end.message(doubtful=True),
            "unfinished": end.message(sent=False, presses_5=3),
            "assessed": end.message(sent=False),
            "not to be rung": end.message(sent=False),
            "claimed": end.message(answers={"safe_time": "any"}),
            "claimed by a colleague": end.message(),
            "attempted": end.message(),
            "contacted": end.message(),
            "closed": end.message(),
            "held": end.message(),
            "to be erased": end.message(),
            "to be cancelled": end.message(),
            "to be changed": end.message(),
        }
        of = {state: it.reference for state, it in left.items()}
        desk.assess(supervisor, of["assessed"], now, decision="contact", note="It sounds safe.")
        desk.assess(supervisor, of["not to be rung"], now, decision="no-contact", note="Not safe.")
        for state in ("claimed", "attempted", "contacted", "closed", "to be changed", "assessed"):
            desk.claim(officer, of[state], now)
        desk.claim(self.colleague, of["claimed by a colleague"], now)
        for result in ("no-answer", "not-safe", "no-answer"):
            desk.attempt(officer, of["attempted"], now, result=result, note="In the evening.")
        for state in ("contacted", "closed"):
            desk.contacted(officer, of[state], now)
        desk.close(officer, of["closed"], now, outcome="contacted", note="")
        desk.note(officer, of["claimed"], now, "A note of two lines.\nThis is the second.")
        desk.hold(supervisor, of["held"], now, "It is needed for a case.")
        desk.erase(supervisor, of["to be erased"], now, "It was a test.")
        end.request("cancel", of["to be cancelled"])
        end.request("change", of["to be changed"], answers={"safe_time": "mornings"})
        end.request("cancel", "99999999")
        return of

    def message(self, state):
        """Return the path of the page of a message in this state."""
        return f"/inbox/messages/{self.by_state[state]}"


__all__ = ["House", "served"]
