"""Where calls come in: UDP sockets of either kind of IP."""

from __future__ import annotations

import socket

Address = tuple[str, int]


def bound(address: Address) -> socket.socket:
    """Return a socket that listens at an address. Raises OSError, or OverflowError for a port that is none."""
    made = _socket(address[0])
    try:
        made.bind(address)
    except (OSError, OverflowError):
        made.close()
        raise
    return made


def our_address(peer: Address, port: int) -> Address:
    """Return the address of ours that the other end can reach: not the one listened at, where that is every one."""
    with _socket(peer[0]) as probe:
        probe.connect(peer)
        return probe.getsockname()[0], port


def _socket(host: str) -> socket.socket:
    return socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)


def received(listening: socket.socket, most: int) -> tuple[bytes, Address]:
    """Return the next datagram, of so many bytes at most, and who sent it; nothing if none comes in time."""
    try:
        datagram, sender = listening.recvfrom(most)
    except OSError:  # none came, or what was sent before could not be delivered
        return b"", ("", 0)
    return datagram, (sender[0], sender[1])
