"""What both ends agree on before there is sound: session descriptions (RFC 4566) as offer and answer (RFC 3264)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

CODECS: Final = {"PCMU": 0, "PCMA": 8}
"""The codecs that are spoken here, the better liked first, with the numbers they always have."""
PAYLOADS: Final = 128
"""So many numbers of what is in a packet there are: it has seven bits for them."""
EVENTS: Final = "telephone-event"
OUR_EVENTS: Final = 101
"""The number of the keys where nobody has named one yet."""
_TURNED: Final = {
    "sendrecv": "sendrecv",
    "sendonly": "recvonly",
    "recvonly": "sendonly",
    "inactive": "inactive",
}


class Unusable(Exception):
    """What the other end offers has no sound that is spoken here."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a call speaks: where the other end takes sound, and under which numbers.

    `port`: of the other end. `codec`: a name in `CODECS`. `events`: the payload type of keys; None: it sends none.
    `way`: as we answer: "sendrecv", "recvonly", "sendonly" or "inactive". `others`: the media that are refused, and
    `at`, the place of the sound among all of them.
    """

    port: int
    codec: str
    payload: int
    events: int | None
    way: str = "sendrecv"
    others: tuple[str, ...] = ()
    at: int = 0

    @property
    def sends(self) -> bool:
        """Whether we may be heard."""
        return self.way in ("sendrecv", "sendonly")


def agree(body: bytes) -> Agreed:
    """Read what the other end offers, or answers. Raises Unusable."""
    text = body.decode("utf-8", "replace")
    session, *media = re.split(r"^(?=m=)", text.replace("\r\n", "\n"), flags=re.MULTILINE)
    found: Agreed | None = None
    others: list[str] = []
    for at, section in enumerate(media):
        agreed = None if found else _sound(section, session)
        if agreed is None:
            others.append(section.split("\n")[0])
        else:
            found = Agreed(agreed.port, agreed.codec, agreed.payload, agreed.events, agreed.way, (), at)
    if found is None:
        raise Unusable("no sound in G.711 without encryption is offered")
    return Agreed(found.port, found.codec, found.payload, found.events, found.way, tuple(others), found.at)


def describe(host: str, port: int, agreed: Agreed | None, version: int) -> bytes:
    """Write our own description: an answer to what is agreed, or an offer where nothing is yet."""
    family = "IP6" if ":" in host else "IP4"
    if agreed is None:
        names = {number: name for name, number in CODECS.items()} | {OUR_EVENTS: EVENTS}
    else:
        names = {agreed.payload: agreed.codec}
        if agreed.events is not None:
            names[agreed.events] = EVENTS
    sound = [
        f"m=audio {port} RTP/AVP {' '.join(map(str, names))}",
        *(f"a=rtpmap:{number} {name}/8000" for number, name in names.items()),
        *(f"a=fmtp:{number} 0-15" for number, name in names.items() if name == EVENTS),
        "a=ptime:20",
        f"a={agreed.way if agreed else 'sendrecv'}",
    ]
    media = [[re.sub(r"^(m=\S+) \d+(/\d+)?", r"\1 0", line)] for line in (agreed.others if agreed else ())]
    media.insert(agreed.at if agreed else 0, sound)
    lines = [
        "v=0",
        f"o=- {version} {version} IN {family} {host}",
        "s=-",
        f"c=IN {family} {host}",
        "t=0 0",
        *(line for section in media for line in section),
    ]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _sound(section: str, session: str) -> Agreed | None:
    line = re.match(r"m=audio (\d{1,5})(?:/\d+)? RTP/AVPF? ([\d ]+)", section)
    if line is None or not 0 < int(line[1]) < 65536:
        return None
    offered = [int(number) for number in line[2].split() if len(number) < 4 and int(number) < PAYLOADS]
    named = {
        int(m[1]): m[2].upper()
        for m in re.finditer(r"^a=rtpmap:(\d{1,3}) ([^\s/]+)/8000", section, re.MULTILINE)
    }
    names = {number: named.get(number, {0: "PCMU", 8: "PCMA"}.get(number, "")) for number in offered}
    codec = next(((number, name) for number, name in names.items() if name in CODECS), None)
    if codec is None:
        return None
    events = next((number for number, name in names.items() if name == EVENTS.upper()), None)
    ways = r"^a=(sendrecv|sendonly|recvonly|inactive)\s*$"
    way = re.search(ways, section, re.MULTILINE) or re.search(ways, session, re.MULTILINE)
    return Agreed(int(line[1]), codec[1], codec[0], events, _TURNED[way[1] if way else "sendrecv"])
