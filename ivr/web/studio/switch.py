"""Whether a line that is started has a studio, decided once from how it is started, with the reason in words."""

from typing import NamedTuple
from urllib.parse import urlsplit

from ivr.web.here import is_here, is_here_by_name
from ivr.web.settings import Settings


class Switched(NamedTuple):
    """What IVR_STUDIO is to be for the processes that answer: `here`, `on` or `off`; `why` it is off, "" if chosen."""

    studio: str
    why: str = ""


def switched(settings: Settings, *, host: str, workers: int, whole: bool) -> Switched:
    """Decide it. `host` is where the line listens, `whole` whether it answers calls and officers both.

    Unless it was chosen, the studio is there only where nobody else could be: a demonstration that listens on this
    machine only, and is known by no other address, such as that of a tunnel or a proxy.
    """
    chosen = settings.studio
    if chosen == "off":
        return Switched("off")
    if not whole:
        return Switched("off", "it needs a line that is served whole, without --only" if chosen else "")
    if workers > 1:
        return Switched("off", "a call in the browser stays in one process, and --workers is more than 1")
    if chosen:
        return Switched(chosen)
    if not settings.demonstration:
        return Switched("off")
    listens_here = host == "localhost" or is_here(host.strip("[]"))
    if not listens_here:
        return Switched("off", "this line listens for other computers, too")
    known = [settings.public_url, settings.inbox_url]
    if settings.trusted_proxies or any(url and not is_here_by_name(_plain(url)) for url in known):
        return Switched("off", "this line is known by an address that is not of this computer")
    return Switched("here")


def _plain(url: str) -> str:
    """Return an address without a name and a password in it."""
    parts = urlsplit(url.strip())
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
