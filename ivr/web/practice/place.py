"""Where a call is, as a document tells."""

import re
from typing import Final

from ivr.call.turn import NotAPlace, Place, parse_path
from ivr.phone.document import Document

_URL: Final = re.compile(r'(?:\baction="|<Redirect[^>]*>)([^"<]+)')


def place_of(document: Document) -> Place | None:
    """Return the place that a document is the page of; None where it does not say.

    The page's own turn is in the URLs that it leads to. A page that only ends the call belongs to the place where it
    was asked for.
    """
    for url in (*_URL.findall(document.twiml), document.url):
        try:
            return parse_path(url.partition("?")[0].rpartition("/voice/")[2])
        except NotAPlace:
            continue
    return None
