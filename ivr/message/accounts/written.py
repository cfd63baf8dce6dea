"""What is written into an account by hand: checked, and refused in words that do not repeat it."""

import re
from typing import Final, get_args

from ivr.message.accounts.keyed import plain
from ivr.message.accounts.refusals import Refusal
from ivr.message.accounts.roles import ROLES
from ivr.message.accounts.values import Notices

LONGEST_NAME: Final = 100
_LONGEST_MAIL: Final = 254
_MAIL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


def check(role: str, notices: str) -> None:
    """Raise Refusal unless there are such a role and such notices."""
    if role not in ROLES:
        raise Refusal(f"A role is one of {', '.join(ROLES)}.")
    if notices not in get_args(Notices):
        raise Refusal(f"Notices are one of {', '.join(get_args(Notices))}.")


def name_of(name: str) -> str:
    """Return a name as it is kept. Raises Refusal."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refusal(f"Write a name, in at most {LONGEST_NAME} letters.")
    return name


def login_of(login: str) -> str:
    """Return a login as it is kept. Raises Refusal."""
    login = login.strip()
    if (
        not login
        or len(login) > LONGEST_NAME
        or not login.isprintable()
        or any(map(str.isspace, plain(login)))
    ):
        raise Refusal(f"Write a login without blanks, in at most {LONGEST_NAME} letters.")
    return login


def mail_of(mail: str) -> str:
    """Return an address of mail as it is kept, "" for none. Raises Refusal."""
    mail = mail.strip()
    if mail and (len(mail) > _LONGEST_MAIL or not _MAIL.fullmatch(mail)):
        raise Refusal("Write one address of mail, such as sam@force.example, or none.")
    return mail
