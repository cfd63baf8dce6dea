"""One call as SIP sees it: who is at the other end, and how to speak to it (RFC 3261, section 12)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from ivr.phone.sip.description import Agreed, describe
from ivr.phone.sip.media import Media
from ivr.phone.sip.message import Message, address, answer, user
from ivr.phone.sip.sockets import Address

ALLOWED = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, REGISTER"


@dataclass(slots=True)
class Dialog:
    """A call that has been answered. `invite`: the request that began it; `peer`: where that came from; `here`: our own
    address as the other end sees it."""

    invite: Message
    peer: Address
    here: Address
    media: Media
    agreed: Agreed | None = None
    tag: str = field(default_factory=lambda: secrets.token_hex(8))
    acknowledged: bool = False
    ended: bool = False
    last_invite: Message | None = None
    """The newest INVITE of the call, with `answered`, which is what it got: it is sent again where either is lost."""
    answered: bytes = b""
    _version: int = field(default_factory=lambda: secrets.randbits(30))
    _sequence: int = 0

    @property
    def number(self) -> str:
        """The user that the other end says it is; "" where it says none, or anonymous."""
        name = user(self.invite.one("from"))
        return "" if name.lower() == "anonymous" else name

    @property
    def name(self) -> str:
        """Its Call-ID."""
        return self.invite.one("call-id")

    @property
    def contact(self) -> tuple[str, str]:
        """Our Contact header."""
        host, port = self.here
        return ("contact", f"<sip:menu@{f'[{host}]' if ':' in host else host}:{port}>")

    def accept(self, request: Message) -> Message:
        """Return the 200 that answers an INVITE or UPDATE with what is agreed, or with an offer of our own."""
        self._version += 1
        body = describe(self.here[0], self.media.port, self.agreed, self._version)
        headers = (
            self.contact,
            ("allow", ALLOWED),
            ("content-type", "application/sdp"),
        )
        return answer(request, 200, tag=self.tag, headers=headers, body=body)

    def request(self, method: str) -> Message:
        """Return a request of our own within the call."""
        self._sequence += 1
        target = address(self.invite.one("contact")) or address(self.invite.one("from"))
        host, port = self.here
        host = f"[{host}]" if ":" in host else host
        to, ours = self.invite.one("from"), self.invite.one("to")
        routes = [("route", value) for value in self.invite.all("record-route")]
        return Message(
            method,
            target,
            headers=(
                ("via", f"SIP/2.0/UDP {host}:{port};branch=z9hG4bK{secrets.token_hex(8)};rport"),
                ("max-forwards", "70"),
                *routes,
                ("from", f"{ours};tag={self.tag}"),
                ("to", to),
                ("call-id", self.name),
                ("cseq", f"{self._sequence} {method}"),
            ),
        )
