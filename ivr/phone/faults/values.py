"""The faults by their names: what each does, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from ivr.phone.exchange import Post
from ivr.phone.faults.strangers import Forged, Stale, Unsigned
from ivr.phone.faults.trunks import Late, OutOfOrder, SameInstant, Trunk, Twice
from ivr.phone.twilio_api.faults import Fault as ProviderFault

Needs = Literal["any-line", "recordings", "own-line"]
"""`any-line`: can be done to whatever speaks TwiML. `recordings`: to a line that fetches what is said from the
stand-in for Twilio. `own-line`: only where the line's own store, process or menu is at hand."""

OUTAGE: Final = 10.0
"""Seconds of the line's clock for which the store is down."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong between Twilio and a line, or on the line.

    `does` says what happens, and `did` what has happened, `{times}` of them, in words without a full stop. `on` puts
    it between a telephone and a line; `provider` is what goes wrong with recordings at the stand-in.
    """

    name: str
    does: str
    did: str
    on: Callable[[Post], Trunk] = Trunk
    provider: tuple[ProviderFault, ...] = ()
    needs: Needs = "any-line"


_ALL: Final = (
    Fault("twice", "Every webhook comes twice", "Every webhook came twice", Twice),
    Fault(
        "late",
        "Every callback comes only after the step that follows",
        "Every callback came only after the step that followed",
        Late,
    ),
    Fault(
        "out-of-order",
        "Every step comes again after the next one, and the callbacks come last, the newest first",
        "Every step came again after the next one, and the callbacks came last, the newest first",
        OutOfOrder,
    ),
    Fault(
        "same-instant",
        "Every webhook comes three times at the same instant",
        "Every webhook came three times at the same instant",
        SameInstant,
    ),
    Fault(
        "recording-404",
        "A recording is not there yet when it is asked for first, and again",
        "Recordings were not there yet when they were asked for first, and again",
        provider=(ProviderFault("not-found", times=2),),
        needs="recordings",
    ),
    Fault(
        "media-401",
        "Twilio refuses its recordings at first",
        "Twilio refused its recordings at first",
        provider=(ProviderFault("unauthorised", times=2),),
        needs="recordings",
    ),
    Fault(
        "store-down",
        "The store is down for ten seconds, once at every moment of the call",
        "The store was down for ten seconds, once at each of {times} moments",
        needs="own-line",
    ),
    Fault(
        "killed",
        "The process is killed at every webhook, and started again",
        "The process was killed at each of {times} webhooks, and started again",
        needs="own-line",
    ),
    Fault(
        "forged",
        "Strangers send webhooks with a made-up signature",
        "Strangers sent {times} webhooks with a made-up signature",
        Forged,
    ),
    Fault(
        "unsigned",
        "Strangers send webhooks without a signature",
        "Strangers sent {times} webhooks without a signature",
        Unsigned,
    ),
    Fault(
        "stale",
        "Strangers send webhooks with the signature of another one",
        "Strangers sent {times} webhooks with the signature of another one",
        Stale,
    ),
    Fault(
        "menu-changed",
        "The menu file is changed, broken and changed again while the call goes on",
        "The menu file was changed or broken {times} times while the call went on",
        needs="own-line",
    ),
)

FAULTS: Final[Mapping[str, Fault]] = MappingProxyType({fault.name: fault for fault in _ALL})
"""Every fault by its name."""
