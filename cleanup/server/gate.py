"""Who may ask, and how many at once? Start reading at `Gate`.

On loopback no token is needed, but any web page in a browser on this machine reaches it too:
the Host must be ours, and a page of another origin is let in only if CORS was asked for.
"""

from __future__ import annotations

import base64
import binascii

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from cleanup.loopback import fits, own_hosts
from cleanup.server.problems import answer

_OPEN = ("/v2/healthcheck",)
"""Paths for watchdogs, which hold no token and must be answered under load."""
_FORM_TOKEN = ("/v2/check",)
"""Paths whose handler looks for the token itself, in the form's `apiKey`."""


class Gate:
    """Stands before the application and lets in what may come in."""

    def __init__(self, app: ASGIApp, *, port: int, token: str, cors: tuple[str, ...], at_once: int) -> None:
        """`port` 0: listening beyond loopback, under names that nobody here knows."""
        self._app = app
        self._hosts = own_hosts(port) if port else None
        self._token = token
        self._cors = cors
        self._at_once = at_once
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(Request(scope))
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        self._inside += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._inside -= 1

    def _refusal(self, call: Request) -> Response | None:
        host, origin, path = call.headers.get("host", ""), call.headers.get("origin"), call.url.path
        if self._hosts is not None and host not in self._hosts:
            return answer(403, "this is not the address of this server")
        if origin is not None and origin != f"{call.url.scheme}://{host}" and not self._allows(origin):
            return answer(403, "web pages of other origins are let in by: cleanup serve --cors ORIGIN")
        if path in _OPEN or call.method == "OPTIONS":
            return None
        if self._token and path not in _FORM_TOKEN and not has_token(call, self._token):
            return answer(401, "send the token of `cleanup serve --token`: Authorization: Bearer TOKEN")
        if self._inside >= self._at_once:
            return answer(503, f"{self._at_once} requests are in work already")
        return None

    def _allows(self, origin: str) -> bool:
        return "*" in self._cors or origin in self._cors


def has_token(call: Request, token: str) -> bool:
    """Whether a request brings the token, as Bearer or as the password of a URL (http://any:TOKEN@host)."""
    kind, _, given = call.headers.get("authorization", "").partition(" ")
    if kind.lower() == "basic":
        try:
            given = base64.b64decode(given).decode("latin-1").partition(":")[2]
        except (binascii.Error, ValueError):
            return False
    given = given.encode("latin-1").decode("utf-8", "replace")  # Starlette reads headers as Latin-1
    return kind.lower() in ("bearer", "basic") and fits(given.strip(), token)
