"""Logins, failures, time and administrators in any order: who gets in has shown a right password and a right code.

A model beside the real thing knows what everybody ever had to show, and for how long an attempt has to wait.
"""

from datetime import timedelta

import pyotp
from accounts_made import ELSEWHERE, GOOD, HERE, IDLE, LONGEST, Made
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ivr.message.accounts import NotIn, TooOften, WrongCode, WrongPassword
from ivr.message.accounts.staying import HALF_WAY
from ivr.message.accounts.throttle import LONGEST_WAIT
from ivr.message.audit import OPERATOR

LOGINS = ("sam", "kim")
logins = st.sampled_from(LOGINS)
known = st.booleans()


class Officers(RuleBasedStateMachine):
    """Two officers and somebody elsewhere who guesses."""

    @initialize()
    def begin(self):
        self.made, self.longest = Made(), timedelta(0)
        self.officers = {login: self.made.settled(login) for login in LOGINS}
        self.devices = {login: self.officers[login].begun.device for login in LOGINS}
        self.disabled = dict.fromkeys(LOGINS, False)
        self.half = dict.fromkeys(LOGINS)
        self.used = {login: set() for login in LOGINS}
        self.inside = {login: [] for login in LOGINS}
        self.own_failures = dict.fromkeys(LOGINS, 0)
        for login in LOGINS:
            self.made.accounts.leave(self.officers[login].begun.token, self.made.now)

    # what officers do

    @rule(login=logins, right=st.booleans(), at_home=known)
    def password(self, login, right, at_home):
        device = self.devices[login] if at_home else ""
        try:
            half = self.made.password(login, GOOD if right else "wrong wrong wrong", device=device)
        except WrongPassword:
            assert not right or self.disabled[login]
            self.own_failures[login] += at_home
        except TooOften as refused:
            waits = refused.wait
            # Whoever is known waits for what went wrong on their own device, and for nothing else.
            assert not at_home or self.own_failures[login] >= 5
            self.longest = max(self.longest, waits)
        else:
            assert right
            assert not self.disabled[login]
            assert half.stage == "code"
            self.half[login] = (half.token, self.made.now)

    @rule(login=logins, ahead=st.integers(-2, 2), at_home=known)
    def code_of_the_app(self, login, ahead, at_home):
        officer, now = self.officers[login], self.made.now
        step = int(now.timestamp()) // 30 + ahead
        code = pyotp.TOTP(officer.secret).generate_otp(step)
        newest = max((one for one in self.used[login] if isinstance(one, int)), default=0)
        # Rarely two steps have the same digits; then either may be meant.
        good = {
            one
            for one in range(step - ahead - 1, step - ahead + 2)
            if pyotp.TOTP(officer.secret).generate_otp(one) == code and one > newest
        }
        if used := self._show(login, code, bool(good), at_home):
            self.used[login].add(max(good, default=step) if used else step)

    @rule(login=logins, number=st.integers(0, 9), at_home=known)
    def recovery_code(self, login, number, at_home):
        if self._show(
            login, self.officers[login].recovery[number], number + 0.5 not in self.used[login], at_home
        ):
            self.used[login].add(number + 0.5)

    @rule(login=logins, code=st.from_regex(r"[0-9]{6}", fullmatch=True), at_home=known)
    def guessed_code(self, login, code, at_home):
        now = int(self.made.now.timestamp()) // 30
        totp = pyotp.TOTP(self.officers[login].secret)
        if code not in {totp.generate_otp(now + drift) for drift in (-1, 0, 1)}:
            self._show(login, code, False, at_home)

    def _show(self, login, code, good, at_home):
        """Show a code to whatever session has got half way. Return whether somebody got in by it."""
        token, since = self.half[login] or ("", None)
        device = self.devices[login] if at_home else ""
        try:
            begun = self.made.accounts.check_code(token, code, address=HERE, device=device, at=self.made.now)
        except NotIn:
            assert since is None or self.disabled[login] or self.made.now - since >= min(HALF_WAY, IDLE)
            return False
        except WrongCode:
            assert not good
            self.own_failures[login] += at_home
            return False
        except TooOften:
            assert not at_home or self.own_failures[login] >= 5
            return False
        assert good
        assert token
        assert not self.disabled[login]
        assert begun.stage == "in"
        self.half[login] = None
        self.own_failures[login] *= not at_home
        self.inside[login].append((begun.token, self.made.now))
        return True

    @rule(login=logins)
    def leave(self, login):
        for token, _ in self.inside[login]:
            self.made.accounts.leave(token, self.made.now)
        self.inside[login] = []

    # what others do

    @rule(login=st.sampled_from((*LOGINS, "nobody")), times=st.integers(1, 8))
    def guess_elsewhere(self, login, times):
        for _ in range(times):
            try:
                self.made.password(login, "guess guess guess", address=ELSEWHERE, device="made.up")
            except (WrongPassword, TooOften):
                continue
            raise AssertionError("a guess got in")

    @rule(login=logins)
    def disable(self, login):
        self.made.accounts.disable(self._id(login), by=OPERATOR, at=self.made.now)
        self.disabled[login], self.half[login], self.inside[login] = True, None, []

    @rule(login=logins)
    def enable(self, login):
        self.made.accounts.enable(self._id(login), by=OPERATOR, at=self.made.now)
        self.disabled[login] = False

    @rule(login=logins)
    def end_sessions(self, login):
        self.made.accounts.end_sessions(self._id(login), by=OPERATOR, at=self.made.now)
        self.half[login], self.inside[login] = None, []

    @rule(seconds=st.sampled_from((1, 10, 30, 60, 900, 1800, 86_400)))
    def time_passes(self, seconds):
        self.made.later(seconds=seconds)

    @rule()
    def forget_old(self):
        self.made.accounts.forget_old(self.made.now)

    @invariant()
    def only_they_are_in(self):
        if not hasattr(self, "made"):
            return
        assert self.longest <= LONGEST_WAIT
        for login in LOGINS:
            for token, since in self.inside[login]:
                session = self.made.session(token, touch=False)
                over = self.made.now - since >= min(IDLE, LONGEST)
                assert (session is None) == over
                if session is not None:
                    assert (session.stage, session.officer.login) == ("in", login)
            if self.half[login]:
                session = self.made.session(self.half[login][0], touch=False)
                assert session is None or session.stage == "code"

    def _id(self, login):
        return self.officers[login].officer.officer_id

    def teardown(self):
        if hasattr(self, "made"):
            self.made.close()


TestOfficers = Officers.TestCase
TestOfficers.settings = settings(stateful_step_count=40)
