"""Who may speak to a server on this machine, and how does it listen? For the review page and the API.

Any web page in a browser on this machine can send requests to loopback, and a name that is
pointed at 127.0.0.1 (DNS rebinding) lets it read the answers; so the Host must be ours.
"""

from __future__ import annotations

import hmac
import ipaddress
import socket

from cleanup.errors import SettingsError


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections, which wait for the server; port 0 takes any free one.

    Raises SettingsError where that cannot be.
    """
    listener = None
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # named, since asyncio sends small answers at once (TCP_NODELAY) only where it sees the protocol
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except OSError as err:
        if listener is not None:
            listener.close()
        reason = err.strerror or str(err)
        raise SettingsError(f"{host} port {port} cannot be used: {reason}; choose another: --port") from err
    return listener


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address.

    >>> is_loopback("localhost"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def own_hosts(port: int) -> frozenset[str]:
    """What the Host header says of a request that was meant for us."""
    return frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))


def fits(given: str, secret: str) -> bool:
    """Whether a token is the right one, in a time that tells nothing of it."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())
