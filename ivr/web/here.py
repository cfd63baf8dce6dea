"""Where a line is: what is this machine, and how its address and its command are shown. Without Flask, so that commands
that show them begin sooner."""

import ipaddress
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit


def is_here(address: str) -> bool:
    """Say whether an address is one of this machine itself.

    >>> is_here("127.0.0.1"), is_here("::1"), is_here("192.0.2.1"), is_here("forwarded")
    (True, True, False, False)
    """
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def is_here_by_name(url: str) -> bool:
    """Say whether the host of an address on the web is this machine.

    >>> is_here_by_name("http://localhost:5056/x"), is_here_by_name("https://login.force.example")
    (True, False)
    """
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return host == "localhost" or is_here(host)


def shown(public_url: str) -> str:
    """Return the public URL as it may be shown: without a name and password, without Twilio's overrides."""
    parts = urlsplit(public_url.strip())
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))


def command_here() -> str:
    """Return how to type the command `ivr` in the folder that the line runs in; it shows nothing else of the machine.

    That is `.venv/bin/ivr` where the project was set up by its own scripts, else `ivr`, which has to be on the path.
    """
    beside = Path(sys.executable).with_name("ivr")
    return str(beside.relative_to(Path.cwd())) if beside.is_relative_to(Path.cwd()) else "ivr"
