"""What is seen of the work from outside? A line in the log for each request, and figures for Prometheus.

Neither holds anything of the texts; a path in them is one of ours, never what a client made up.
"""

from __future__ import annotations

import logging
import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("cleanup.access")
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_METHODS = ("GET", "POST", "DELETE", "HEAD", "OPTIONS")
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Figures:
    """The figures of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        of = ("method", "path")
        self.requests = Counter("cleanup_requests", "Answers", [*of, "status"], registry=self.registry)
        self.seconds = Histogram(
            "cleanup_request_seconds", "From request to answer", of, buckets=_BUCKETS, registry=self.registry
        )
        self.inside = Gauge("cleanup_requests_in_flight", "Requests in work", registry=self.registry)
        self.remembered = Counter(
            "cleanup_answers_remembered", "Answers that had been made before", registry=self.registry
        )

    def text(self) -> bytes:
        """All of them, as Prometheus reads them."""
        return generate_latest(self.registry)


class Watch:
    """Stands before everything and notes what becomes of each request."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self._app = app
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start = time.perf_counter()
        status, size = 500, 0

        async def noted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            size += len(message.get("body", b""))
            await send(message)

        with self._figures.inside.track_inprogress():
            try:
                await self._app(scope, receive, noted)
            finally:
                self._note(scope, status, size, time.perf_counter() - start)

    def _note(self, scope: Scope, status: int, size: int, seconds: float) -> None:
        route = scope.get("route")
        path = route.path if isinstance(route, Route) else "other"
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._figures.requests.labels(method, path, str(status)).inc()
        self._figures.seconds.labels(method, path).observe(seconds)
        client = scope["client"][0] if scope.get("client") else "-"
        log.info("%s %s %s %d %d bytes %.1f ms", client, method, path, status, size, seconds * 1000)
