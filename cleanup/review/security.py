"""Who may speak to the review page? Only the browser that was given the opening link.

The server listens on loopback, but any web page in the same browser can send requests
there, and a name that is pointed at 127.0.0.1 (DNS rebinding) lets it read the answers. So:
the Host must be ours, a request that writes must come from our own pages (Origin), and a
cookie, set by the opening link with its token, must be there.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cleanup.loopback import fits, own_hosts

_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
_SAFE = ("GET", "HEAD")
_OPENED = """<!doctype html><html lang="en"><head><title>cleanup review</title>
<meta http-equiv="refresh" content="0;url=/"></head>
<body><p><a href="/">Open the queue</a></p></body></html>"""
MOST_BYTES = 4_000_000
"""Longest request body; accepting ten thousand hits of a rule needs 0.5 MB."""


class Gate:
    """Stands before the application and lets in what may come in."""

    def __init__(self, app: ASGIApp, *, token: str, port: int) -> None:
        self._app = app
        self._token = token
        self._hosts = own_hosts(port)
        self._cookie = f"cleanup-{port}"  # cookies know no ports: two pages must not share one

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(k.encode(), v.encode()) for k, v in _HEADERS.items()]
                message["headers"] = [*message["headers"], *own]
            await send(message)

        answer = self._refusal(scope) or self._welcome(scope)
        await (answer or self._app)(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        host = headers.get("host", "")
        if host not in self._hosts:
            return PlainTextResponse("This is not the address of this page.", 403)
        if scope["method"] in _SAFE:
            return None
        if headers.get("origin") != f"http://{host}":
            return PlainTextResponse("Decisions are taken on the review page alone.", 403)
        length = headers.get("content-length", "")
        if not length.isdigit() or int(length) > MOST_BYTES:
            return PlainTextResponse("The request is too long.", 413)
        return None

    def _welcome(self, scope: Scope) -> Response | None:
        """None for who has been let in; the cookie for who brings the token; else a refusal."""
        token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["path"] == "/" and fits(token, self._token):
            # a page of our own leads on: after a redirect a strict cookie would not be sent
            answer = HTMLResponse(_OPENED)
            answer.set_cookie(self._cookie, self._token, httponly=True, samesite="strict")
            return answer
        cookies = b"; ".join(v for k, v in scope["headers"] if k == b"cookie").decode("latin-1")
        if fits(cookie_parser(cookies).get(self._cookie, ""), self._token):
            return None
        return PlainTextResponse("Open the link that `cleanup review` printed; it carries the key.", 403)
