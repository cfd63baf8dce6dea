"""The addresses that settings hold: of the web, of a database, of a mail server, of people who get mail.

>>> mail_addresses("duty@line.example , sergeant@line.example")
'duty@line.example, sergeant@line.example'
"""

import re
from typing import Final
from urllib.parse import urlsplit

_MAIL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_DATABASE: Final = re.compile(r"(sqlite|postgres|postgresql)(\+\w+)?://")
_HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_HOURS: Final = re.compile(r"((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)")
_VISIBLE: Final = re.compile(r"[!-~]*")


def web_address(url: str) -> str:
    """Give back the address of a web server, "" for none. Raises ValueError, saying how to write it."""
    if url and not _usable(url, ("http", "https")):
        raise ValueError("write it as https://host or https://host/prefix, without a query")
    return url


def safe_address(url: str) -> str:
    """Give back the address of a server that gets credentials. Raises ValueError unless nobody can read them."""
    if not (_usable(url, ("https",)) or (_usable(url, ("http",)) and urlsplit(url).hostname in _HERE)):
        raise ValueError(
            "write it as https://host; http is only for this machine, as in http://127.0.0.1:5056"
        )
    return url


def database_address(url: str) -> str:
    """Give back the SQLAlchemy URL of a database. Raises ValueError unless it is of a kind that the line can use."""
    if not _DATABASE.match(url):
        raise ValueError("write it as sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    return url


def mail_server(url: str) -> str:
    """Give back the address of a mail server, "" for none. Raises ValueError, saying how to write it."""
    if url and not (_usable(url, ("smtp", "smtps")) and urlsplit(url).path in ("", "/")):
        raise ValueError(
            "write it as smtp://host:587 or smtps://host, with user:password@ before the host where it asks for them; "
            "of a password, write signs such as @ / : as %40 %2F %3A"
        )
    return url


def mail_address(text: str) -> str:
    """Give back one mail address, "" for none. Raises ValueError."""
    if text and not _MAIL.fullmatch(text):
        raise ValueError("write one address and nothing else, such as line@force.example")
    return text


def mail_addresses(text: str) -> str:
    """Give mail addresses with a comma and a blank between them, "" for none. Raises ValueError."""
    each = [address.strip() for address in text.split(",")]
    if text and not all(map(_MAIL.fullmatch, each)):
        raise ValueError("write addresses with commas between them, such as a@force.example, b@force.example")
    return ", ".join(each)


def _usable(url: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in schemes and parts.hostname and parts.port != 0 and not parts.query
    except ValueError:  # its words could quote a part of a password
        return False
    return bool(usable and _VISIBLE.fullmatch(url))


def issuer_address(url: str) -> str:
    """Give back the address of an organisation's sign-in, "" for none. Raises ValueError unless it is a safe one."""
    return safe_address(url) if url else url


def hours_of_the_day(text: str) -> str:
    """Give back two times of the day with a dash between them, "" for none. Raises ValueError.

    >>> hours_of_the_day("20:00-07:00")
    '20:00-07:00'
    """
    times = _HOURS.fullmatch(text)
    if text and (times is None or times[1] == times[2]):
        raise ValueError("write two different times with a dash between them, such as 20:00-07:00")
    return text
