"""Answers SIP over UDP: whoever rings is put through to a conversation at once (RFC 3261 as a user agent server)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

from ivr.phone.sip.again import Again
from ivr.phone.sip.description import Unusable, agree
from ivr.phone.sip.dialog import ALLOWED, Dialog
from ivr.phone.sip.media import HungUp, Media
from ivr.phone.sip.message import LARGEST, Message, NotSip, answer, key_in, parameter, read
from ivr.phone.sip.sockets import Address, bound, our_address, received

logger = logging.getLogger(__name__)

MOST_CALLS: Final = 4

Conversation = Callable[[Dialog], None]
"""What happens in a call, in a thread of its own. When it returns, or raises HungUp, the call is ended."""


class Server:
    """A telephone that always answers. `address`: where it listens; port 0 takes a free one."""

    def __init__(
        self, address: Address, conversation: Conversation, *, most: int = MOST_CALLS, speed: float = 1.0
    ) -> None:
        self._socket = bound(address)
        self._socket.settimeout(0.05)
        self.address: Address = self._socket.getsockname()[:2]
        self._conversation, self._most, self._speed = conversation, most, speed
        self._calls: dict[str, Dialog] = {}
        self._threads: list[threading.Thread] = []
        self._again = Again(self._send, self._bye)
        self._lock = threading.RLock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sip")

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """End every call, and answer no more."""
        for call in list(self._calls.values()):
            call.media.end()
        for thread in list(self._threads):
            thread.join()
        self._stopped.set()
        self._thread.join()
        self._socket.close()

    # Messages -------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopped.is_set():
            datagram, sender = received(self._socket, LARGEST + 1)
            if datagram.strip():  # softphones send blank lines to keep a way open
                try:
                    with self._lock:
                        self._take(read(datagram), sender)
                except (NotSip, OSError):  # no message, or no port is left to take a call at: no answer
                    pass
                except Exception as error:  # whatever a stranger sends, the others' calls go on
                    logger.warning("A SIP message could not be answered: %s", type(error).__name__)
            self._again.send()

    def _take(self, message: Message, sender: Address) -> None:
        call = self._calls.get(message.one("call-id"))
        if call is not None and call.peer[0] != sender[0]:
            return
        if not message.method:
            self._again.answered(message.one("call-id"), message.one("cseq"))
            return
        if message.method == "ACK":
            if call is not None:
                self._acknowledged(call, message)
            return
        if reply := self._answer(message, call, sender):
            self._send(reply.encoded(), sender)

    def _answer(self, message: Message, call: Dialog | None, sender: Address) -> Message | None:
        inside = bool(parameter(message.one("to"), "tag"))
        if unknown := message.one("require"):
            return answer(message, 420, headers=[("unsupported", unknown)])
        match message.method:
            case "REGISTER":  # some softphones ring nobody before they are known somewhere: nothing is kept
                headers = [("contact", value) for value in message.all("contact")]
                return answer(message, 200, tag="line", headers=[*headers, ("expires", "300")])
            case "OPTIONS":
                return answer(message, 200, tag="line", headers=[("allow", ALLOWED)])
            case "INVITE" if call is None and not inside:
                return self._ring(message, sender)
            case "INVITE" | "UPDATE" if call is not None:
                return self._agree_anew(message, call, sender)
            case "CANCEL" if call is not None:  # too late: it was answered at once
                return answer(message, 200, tag=call.tag)
            case "BYE" if call is not None:
                self._over(call)
                return answer(message, 200, tag=call.tag)
            case "INFO" if call is not None:
                if key := key_in(message):
                    call.media.key(key)
                return answer(message, 200, tag=call.tag)
            case "INVITE" | "UPDATE" | "CANCEL" | "BYE" | "INFO":
                return answer(message, 481, tag="line")
            case _:
                return answer(message, 405, tag="line", headers=[("allow", ALLOWED)])

    def _ring(self, message: Message, sender: Address) -> Message | None:
        if len(self._calls) >= self._most:
            return answer(message, 486, tag="line")
        here = our_address(sender, self.address[1])
        try:
            agreed = agree(message.body) if message.body.strip() else None
        except Unusable:
            return answer(message, 488, tag="line")
        media = Media((here[0], 0), sender[0], speed=self._speed)
        call = Dialog(message, sender, here, media, agreed)
        self._calls[call.name] = call
        self._send(answer(message, 180, tag=call.tag, headers=[call.contact]).encoded(), sender)
        self._accept(call, message, sender)
        return None

    def _agree_anew(self, message: Message, call: Dialog, sender: Address) -> Message | None:
        last = call.last_invite
        if last is not None and message.sequence == last.sequence:  # the same once more
            self._send(call.answered, sender)
            return None
        if message.body.strip():
            try:
                call.agreed = agree(message.body)
            except Unusable:
                return answer(message, 488, tag=call.tag)
            call.media.agree(call.agreed)
        if message.method == "UPDATE":
            return call.accept(message)
        self._accept(call, message, sender)
        return None

    def _accept(self, call: Dialog, message: Message, sender: Address) -> None:
        call.last_invite, call.answered = message, call.accept(message).encoded()
        self._again.until_answered(call.answered, sender, call)

    def _acknowledged(self, call: Dialog, message: Message) -> None:
        if call.last_invite is None or message.sequence[0] != call.last_invite.sequence[0]:
            return
        self._again.answered(call.name)
        if message.body.strip():
            try:
                call.agreed = agree(message.body)
            except Unusable:
                self._bye(call)
                return
        if call.agreed is None:
            self._bye(call)
            return
        call.media.agree(call.agreed)
        if not call.acknowledged:
            call.acknowledged = True
            thread = threading.Thread(target=self._converse, args=(call,), name="a call")
            self._threads = [each for each in self._threads if each.is_alive()] + [thread]
            thread.start()

    # Calls ----------------------------------------------------------------------------------------------------

    def _converse(self, call: Dialog) -> None:
        try:
            self._conversation(call)
        except HungUp:
            pass
        finally:
            self._bye(call)

    def _bye(self, call: Dialog) -> None:
        """Hang up, if the other end has not."""
        with self._lock:
            if not call.ended:
                bye = call.request("BYE")
                self._again.until_answered(bye.encoded(), call.peer, call, bye.one("cseq"))
        self._over(call)

    def _over(self, call: Dialog) -> None:
        with self._lock:
            call.ended = True
            self._calls.pop(call.name, None)
            self._again.answered(call.name)
        call.media.end()

    def _send(self, datagram: bytes, to: Address) -> None:
        try:
            self._socket.sendto(datagram, to)
        except OSError:  # it is sent again, or asked for again
            return
