"""How is the API served? Workers beside, uvicorn in front, until a signal ends it in good order."""

from __future__ import annotations

import logging
import math
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from cleanup.engines import shared
from cleanup.errors import SettingsError
from cleanup.loopback import is_loopback, listen
from cleanup.server.workers import Workers
from cleanup.settings import Settings

if TYPE_CHECKING:  # for type checkers alone: the workers start before uvicorn and Starlette are read
    import uvicorn
    from starlette.types import ASGIApp


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How a server is to be run."""

    host: str
    port: int
    jobs: int
    out: Path
    token: str
    cors: tuple[str, ...]
    upstream: str
    max_bytes: int
    """Longest body, and longest line of JSON lines; the longest articles have 0.1 MB. A text made to be
    wrong at every other character gives 80 times as much JSON."""
    seconds: float
    """Longest time for a body to come, and for a text to be cleaned: five times what the worst one takes."""
    at_once: int
    """Most requests in work; more are told to come again."""


def serve(settings: Settings, options: Options, opened: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; what is in work then is finished.

    `opened` is told the address when requests are taken. Raises SettingsError where it cannot serve.
    """
    if not (options.token or is_loopback(options.host)):
        raise SettingsError(f"{options.host} can be reached by others: choose a secret word, --token WORD")
    listener = listen(options.host, options.port)
    workers = Workers(shared(settings), options.out, jobs=options.jobs, seconds=options.seconds)
    try:
        port = listener.getsockname()[1]
        app = _app(settings, options, workers, port)
        host = f"[{options.host}]" if ":" in options.host else options.host
        server = _server(app, options.seconds)
        workers.wait()
        # uvicorn sends itself the signal again when all is done; with this, SIGTERM ends in good order
        signal.signal(signal.SIGTERM, server.handle_exit)
        opened(f"http://{host}:{port}")
        server.run(sockets=[listener])
    finally:
        workers.stop()


def _app(settings: Settings, options: Options, workers: Workers, port: int) -> ASGIApp:
    from starlette.middleware.cors import CORSMiddleware

    from cleanup.server.app import Api, make_app
    from cleanup.server.bodies import Bodies
    from cleanup.server.gate import Gate
    from cleanup.server.ledger import Ledger
    from cleanup.server.upstream import Upstream
    from cleanup.server.watching import Figures, Watch

    figures = Figures()
    api = Api(
        workers=workers,
        ledger=Ledger(settings, options.out),
        bodies=Bodies(options.max_bytes, options.seconds),
        figures=figures,
        token=options.token,
        upstream=Upstream(options.upstream) if options.upstream else None,
    )
    app: ASGIApp = Gate(
        make_app(api),
        port=port if is_loopback(options.host) else 0,
        token=options.token,
        cors=options.cors,
        at_once=options.at_once,
    )
    if options.cors:
        methods, headers = ("GET", "POST", "DELETE"), ("authorization", "content-type")
        app = CORSMiddleware(app, options.cors, methods, headers, allow_private_network=True)
    return Watch(app, figures)


def _server(app: ASGIApp, seconds: float) -> uvicorn.Server:
    import uvicorn

    from cleanup.server.connections import HEAD_SECONDS, Connection

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=HEAD_SECONDS,
        timeout_graceful_shutdown=math.ceil(seconds),  # a client that does not read its answer has no longer
    )
    return uvicorn.Server(config)
