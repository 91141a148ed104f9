"""What does uvicorn leave open? Connections without end, whose requests never come whole."""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from cleanup.server import problems

HEAD_SECONDS = 10
"""Time for the head of a request to come, and for which an idle connection is kept."""
MOST_CONNECTIONS = 1000
"""Connections beyond these are closed unanswered, since each takes memory."""


class Connection(H11Protocol):
    """uvicorn's, with a clock that runs until the head of a request is whole, not just its first byte."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.close()
            return
        self.timeout_keep_alive_task = self.loop.call_later(HEAD_SECONDS, self.timeout_keep_alive_handler)

    def data_received(self, data: bytes) -> None:
        """As uvicorn does it, but the clock goes on; uvicorn itself stops it for a whole head."""
        self.conn.receive_data(data)
        self.handle_events()

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP hears of it as a problem document too."""
        headers = [(b"content-type", problems.MEDIA_TYPE.encode()), (b"connection", b"close")]
        body = h11.Data(data=problems.body(400, msg))
        for event in (h11.Response(status_code=400, headers=headers), body, h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
