"""What can stand in the way of an account, each with words that may be shown. None of them names anybody."""

from datetime import timedelta


class UnknownOfficer(LookupError):
    """Raised when there is no account of that identity or login."""


class Refusal(ValueError):
    """Raised when something may not be done to an account, or with it. Its text says why, in plain words."""


class LoginTaken(Refusal):
    """Raised when an account is to have a login that another one has."""


class WrongPassword(Exception):
    """Raised when login and password do not belong together, for whatever reason: the words are always the same."""

    def __init__(self, words: str = "The login or the password is not right.") -> None:
        super().__init__(words)


class WrongCode(WrongPassword):
    """Raised when a code is not right, was used before, or is too old."""

    def __init__(self, words: str = "The code is not right, or it was used already.") -> None:
        super().__init__(words)


class TooOften(Exception):
    """Raised when it was tried too often: `wait` says how long to wait. Nothing was looked at."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("That was tried too often. Wait a little, then try again.")
        self.wait = wait


class NoAccount(Exception):
    """Raised when somebody whom the organisation's own sign-in names has no account here, or none that is open."""

    def __init__(self) -> None:
        super().__init__("There is no account here for you. Ask an administrator.")


class NotIn(Exception):
    """Raised when a token stands for no session, or for one at another stage. Whoever has it begins again."""

    def __init__(self) -> None:
        super().__init__("You are not in any more. Come in again to go on.")
