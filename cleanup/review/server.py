"""How is the review page served? On loopback, behind the gate, until Ctrl-C."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable

import uvicorn

from cleanup.errors import SettingsError
from cleanup.review.app import make_app
from cleanup.review.desk import Desk
from cleanup.review.security import Gate


def serve(desk: Desk, who: str, port: int, opened: Callable[[str], None]) -> None:
    """Serve until interrupted; `opened` is told the opening link when the page can be loaded.

    Port 0 takes any free one. Raises SettingsError where the port is taken.
    """
    listener = socket.socket(socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as err:
        raise SettingsError(f"port {port} cannot be used: {err.strerror}; choose another: --port") from err
    listener.listen()  # from here on requests wait for the server, so the browser may start
    port = listener.getsockname()[1]
    token = secrets.token_urlsafe(24)
    gate = Gate(make_app(desk, who), token=token, port=port)
    config = uvicorn.Config(gate, log_level="warning", access_log=False, lifespan="off", server_header=False)
    opened(f"http://127.0.0.1:{port}/?token={token}")
    uvicorn.Server(config).run(sockets=[listener])
