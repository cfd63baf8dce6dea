"""Accounts over a database, with hashes that cost little, a clock that stands still, and apps that show codes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pyotp
from message_calls import SECRET, TEN
from sqlalchemy import select

from ivr.message import tables
from ivr.message.accounts import Accounts, Begun, Officer
from ivr.message.accounts.passwords import Cost
from ivr.message.audit import OPERATOR, Audit
from ivr.message.connecting import Database
from ivr.message.vault import PrivateKeys, Vault

FAST = Cost(passes=1, memory_kib=8, lanes=1)
IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"
GOOD = "seven quiet lanterns"
BETTER = "eleven loud umbrellas"


@dataclass
class Made:
    """Accounts, and the clock that they are told. `keys` open what they seal, in this process only."""

    url: str = "sqlite://"
    now: datetime = TEN
    secret: bytes = SECRET
    keys: PrivateKeys = field(default_factory=lambda: PrivateKeys(None))
    database: Database | None = None
    cost: Cost = FAST
    demonstration: bool = False

    def __post_init__(self):
        self.vault = Vault(self.secret, self.keys, invents=True)
        self.database = self.database or Database(self.url, self.vault.prepare)
        self.accounts = Accounts(
            self.database,
            self.vault,
            Audit(self.vault),
            idle=IDLE,
            longest=LONGEST,
            demonstration=self.demonstration,
            cost=self.cost,
        )

    def close(self):
        self.database.close()

    def later(self, **more):
        self.now += timedelta(**more)

    def add(self, login="sam", name="Sam Jones", role="officer", **more):
        return self.accounts.add(login=login, name=name, role=role, by=OPERATOR, at=self.now, **more)

    def settled(self, login="sam", **more) -> "Settled":
        """An officer who has come in once and set up an app."""
        added = self.add(login, **more)
        return self.settle(added.officer, login, added.first_password)

    def settle(self, officer, login, first_password, password=GOOD) -> "Settled":
        half = self.password(login, first_password)
        offered = self.accounts.begin_set_up(half.token, self.now)
        begun, codes = self.accounts.finish_set_up(
            half.token, password=password, code=shown(offered.secret, self.now), at=self.now
        )
        self.later(seconds=30)  # the code that was just used is not good again
        return Settled(self, officer, login, password, offered.secret, codes, begun)

    def password(self, login, password, *, address=HERE, device="") -> Begun:
        return self.accounts.check_password(login, password, address=address, device=device, at=self.now)

    def code(self, begun, code, *, address=HERE, device="") -> Begun:
        return self.accounts.check_code(begun.token, code, address=address, device=device, at=self.now)

    def session(self, token, **more):
        return self.accounts.session(token, self.now, **more)

    def rows(self, table):
        return self.database.read(lambda connection: connection.execute(select(table)).all())

    def acts(self):
        """What is in the log, oldest first."""
        return [row.what for row in sorted(self.rows(tables.audit), key=lambda row: row.number)]


@dataclass
class Settled:
    """An officer with a password, an app and recovery codes, and the session they are in with."""

    made: Made
    officer: Officer
    login: str
    password: str
    secret: str
    recovery: tuple[str, ...]
    begun: Begun

    def shows(self, **more) -> str:
        """What their app shows now, or so long ahead."""
        return shown(self.secret, self.made.now + timedelta(**more))

    def enter(self, *, address=HERE, device="") -> Begun:
        half = self.made.password(self.login, self.password, address=address, device=device)
        return self.made.code(half, self.shows(), address=address, device=device)


def shown(secret: str, at: datetime) -> str:
    return pyotp.TOTP(secret).at(at)
