"""Where a call is. The whole of it is the URL that Twilio posts to, so any process can answer.

A URL is written to access logs and to the provider's console, so nothing that a caller said or keyed
in may ever be part of one.
"""

import re
from typing import Literal, NamedTuple, NewType, get_args

NodeId = NewType("NodeId", str)
"""A node's name: words of a-z and 0-9 joined by hyphens, at most 40 characters."""

Pace = Literal["normal", "slow"]
Event = Literal[
    "",  # arrived here
    "again",  # asked to hear it again
    "emergency",  # asked for emergency help, and the line has no node for it
    "no_input",  # pressed nothing
    "no_match",  # pressed a key that has no meaning here
    "not_accepted",  # keyed in something the question cannot take
    "notice",  # the call has just begun on a demonstration line
    "time_limit",  # a recording reached its longest length
    "at_once",  # wants the beep, or the ringing, without hearing the words to the end
    "at_once_given_up",
    "given_up",  # came here because nobody answered the last question
    "unavailable",  # a transfer has no number to ring
    "unavailable_given_up",
    "unreached",  # a transfer rang and nobody took the call
    "unreached_given_up",
    "finished",  # a transfer was answered and has ended
]
"""What happened last, as far as it changes what is said next."""

EVENTS: tuple[Event, ...] = get_args(Event)
_EVENT_OF: dict[str, Event] = {event.replace("_", "-") or "-": event for event in EVENTS}
PACES: tuple[Pace, ...] = ("normal", "slow")

NODE_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
LONGEST_NODE_ID = 40
LONGEST_TRAIL = 24
STEP_DIGITS, MINUTE_DIGITS = 6, 10
"""Digits of the longest step and minute that a URL may have."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_VERSION = re.compile(r"[0-9a-f]{12}")


class NotAPlace(ValueError):
    """Raised when a URL's path does not say where a call is."""


class Turn(NamedTuple):
    """One go at one node. Every turn has exactly one page.

    `version` is the first 12 hexadecimal digits of the SHA-256 of the menu file the call began on.
    `attempt` counts from 1 and rises when the caller presses nothing, or a key without meaning.
    """

    version: str
    language: str
    pace: Pace
    node: NodeId
    attempt: int = 1
    event: Event = ""


class Track(NamedTuple):
    """What rides beside the turn and never changes a page's words.

    `trail`: the nodes that *back* follows, oldest first. `step` rises by one with each webhook and
    names every write. `began`: the minute the call began, in minutes since 1970 in UTC.
    """

    trail: tuple[NodeId, ...] = ()
    step: int = 0
    began: int = 0


class Place(NamedTuple):
    """A turn with its track: all there is to know of where a call is."""

    turn: Turn
    track: Track = Track()


def turn_path(turn: Turn) -> str:
    """Return the part of a URL that names a turn: `VERSION/LANGUAGE/PACE/NODE/ATTEMPT/EVENT`."""
    return (
        f"{turn.version}/{turn.language}/{turn.pace}/{turn.node}/{turn.attempt}/"
        f"{turn.event.replace('_', '-') or '-'}"
    )


def track_path(track: Track) -> str:
    """Return the part of a URL that names a track: `STEP/BEGAN/TRAIL`."""
    return f"{track.step}/{track.began}/{'.'.join(track.trail) or '-'}"


def path(place: Place) -> str:
    """Return the URL path of a place, without the leading `/voice/`."""
    return f"{turn_path(place.turn)}/{track_path(place.track)}"


def parse_turn(text: str) -> Turn:
    """Read what `turn_path` wrote. Raises NotAPlace."""
    try:
        version, language, pace, node, attempt, event = text.split("/")
    except ValueError:
        raise NotAPlace("a turn has six parts") from None
    if not (
        _VERSION.fullmatch(version)
        and is_language_code(language)
        and pace in PACES
        and is_node_id(node)
        and event in _EVENT_OF
        and is_count(attempt, 2)
        and attempt != "0"
    ):
        raise NotAPlace("a part of the turn is not as it is written here")
    return Turn(version, language, pace, NodeId(node), int(attempt), _EVENT_OF[event])


def parse_track(text: str) -> Track:
    """Read what `track_path` wrote. Raises NotAPlace."""
    try:
        step, began, trail = text.split("/")
    except ValueError:
        raise NotAPlace("a track has three parts") from None
    nodes = () if trail == "-" else tuple(trail.split("."))
    if not (is_count(step, STEP_DIGITS) and is_count(began, MINUTE_DIGITS)):
        raise NotAPlace("a step and a minute are whole numbers")
    if len(nodes) > LONGEST_TRAIL or not all(map(is_node_id, nodes)):
        raise NotAPlace("a trail is made of nodes")
    return Track(tuple(map(NodeId, nodes)), int(step), int(began))


def parse_path(text: str) -> Place:
    """Read what `path` wrote. Raises NotAPlace."""
    parts = text.split("/")
    if len(parts) != 9:
        raise NotAPlace("a place has nine parts")
    return Place(parse_turn("/".join(parts[:6])), parse_track("/".join(parts[6:])))


def is_node_id(text: str) -> bool:
    """Say whether a text can name a node."""
    return len(text) <= LONGEST_NODE_ID and NODE_ID.fullmatch(text) is not None


def is_language_code(text: str) -> bool:
    """Say whether a text can be the code of a call's language."""
    return _LANGUAGE.fullmatch(text) is not None


def is_count(text: str, longest: int) -> bool:
    """Say whether a text is a whole number as it is written here: so many digits at most, no 0 in front."""
    return (
        text.isascii()
        and text.isdigit()
        and len(text) <= longest
        and (text == "0" or not text.startswith("0"))
    )
