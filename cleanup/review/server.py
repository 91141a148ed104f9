"""How is the review page served? On loopback, behind the gate, until Ctrl-C."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import uvicorn

from cleanup.loopback import listen
from cleanup.review.app import make_app
from cleanup.review.desk import Desk
from cleanup.review.security import Gate


def serve(desk: Desk, who: str, port: int, opened: Callable[[str], None]) -> None:
    """Serve until interrupted; `opened` is told the opening link when the page can be loaded.

    Port 0 takes any free one. Raises SettingsError where the port is taken.
    """
    listener = listen("127.0.0.1", port)  # requests wait for the server, so the browser may start
    port = listener.getsockname()[1]
    token = secrets.token_urlsafe(24)
    gate = Gate(make_app(desk, who), token=token, port=port)
    config = uvicorn.Config(gate, log_level="warning", access_log=False, lifespan="off", server_header=False)
    opened(f"http://127.0.0.1:{port}/?token={token}")
    uvicorn.Server(config).run(sockets=[listener])
