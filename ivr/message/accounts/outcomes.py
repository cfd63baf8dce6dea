"""What accounts give back. Whatever opens something is hidden from every repr."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ivr.message.accounts.values import Officer

Stage = Literal["code", "set-up", "in"]
"""How far somebody is: they have still to show a code; they have still to set one up; they are in."""


@dataclass(frozen=True, slots=True)
class Added:
    """An account that was just made. `first_password` is told once, to be handed over; "" where there is none."""

    officer: Officer
    first_password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Begun:
    """A session that began, or went a stage further: the token of the stage before is worth nothing any more.

    `device` is what the browser keeps for long, to be known by the next time.
    """

    token: str = field(repr=False)
    stage: Stage
    device: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SetUp:
    """What an authenticator app has to be given: `secret` to type, `uri` as a picture to scan.

    `needs_password`: a new password is chosen in the same step.
    """

    secret: str = field(repr=False)
    uri: str = field(repr=False)
    needs_password: bool


@dataclass(frozen=True, slots=True)
class Session:
    """Who is asking, as their account stands now, and how far they are."""

    officer: Officer
    stage: Stage
    began_at: datetime


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One place where somebody is in: since when, and when they last did something. `here`: it is the one asking."""

    began_at: datetime
    seen_at: datetime
    here: bool = False
