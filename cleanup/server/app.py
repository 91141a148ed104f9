"""What does each address of the API answer? Start reading at `make_app`.

Handlers run one after the other and never wait for the processor: texts go to the workers.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from cleanup.errors import DecisionsError
from cleanup.pipeline import Cleaner
from cleanup.report.jsontext import to_json
from cleanup.report.marked import shown
from cleanup.server import articles, languagetool, problems
from cleanup.server.answers import Answers, Made, key_of
from cleanup.server.bodies import Bodies
from cleanup.server.gate import has_token
from cleanup.server.ledger import MOST_WHO, Ledger
from cleanup.server.openapi import document, page
from cleanup.server.problems import Problem
from cleanup.server.protocol import Info, LanguageInfo
from cleanup.server.streaming import MEDIA_TYPE as LINES
from cleanup.server.streaming import LineByLine
from cleanup.server.upstream import Upstream
from cleanup.server.watching import METRICS_TYPE, Figures
from cleanup.server.workers import Workers

_PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
_MOST_LISTED = 1000
"""Decisions told at once; the next ones are asked for by the number of the last."""
_MOST_NUMBER = 2**63 - 1
"""The largest number that a database counts to."""


def make_app(api: Api) -> Starlette:
    """The application, without what stands before it."""
    routes = [
        Route("/", api.page),
        Route("/openapi.json", api.openapi),
        Route("/metrics", api.metrics),
        Route("/v1/clean", api.clean, methods=["POST"]),
        Route("/v1/check", api.check, methods=["POST"]),
        Route("/v1/decisions", api.decisions, methods=["GET", "POST"]),
        Route("/v1/decisions/{number}", api.undo, methods=["DELETE"]),
        Route("/v2/check", api.languagetool, methods=["GET", "POST"]),
        Route("/v2/languages", api.languages),
        Route("/v2/info", api.info),
        Route("/v2/healthcheck", api.healthcheck),
    ]
    told = {
        Problem: problems.told,
        DecisionsError: problems.told_of_store,
        HTTPException: problems.told_by_router,
        Exception: problems.told_as_defect,
    }
    return Starlette(routes=routes, exception_handlers=told)


class Api:
    """The handlers."""

    def __init__(
        self,
        *,
        workers: Workers,
        ledger: Ledger,
        bodies: Bodies,
        figures: Figures,
        token: str = "",
        upstream: Upstream | None = None,
    ) -> None:
        self._workers = workers
        self._ledger = ledger
        self._bodies = bodies
        self._figures = figures
        self._token = token
        self._upstream = upstream
        self._answers = Answers()

    # --- our own ---------------------------------------------------------------

    async def clean(self, call: Request) -> Response:
        """An article, a batch, or JSON lines for as many as there are."""
        if _media_type(call) == LINES:
            lines = self._bodies.lines(call)
            return LineByLine(lines, self._line, width=self._workers.jobs, seconds=self._bodies.seconds)
        return await self._about_articles(call, articles.clean)

    async def check(self, call: Request) -> Response:
        """The findings in an article."""
        return await self._about_articles(call, articles.check)

    async def _about_articles(self, call: Request, work: Callable[[Cleaner, bytes], Made]) -> Response:
        _require(call, JSON)
        return _json(await self._made(work, await self._bodies.whole(call)))

    async def _line(self, line: bytes | None) -> bytes:
        """The answer to a line; what is wrong with it is told in its place."""
        if line is None:
            error = f"the line is larger than {self._bodies.most:,} bytes"
            return to_json({"id": None, "error": error}) + b"\n"
        try:
            return await self._workers.run(articles.clean_line, line, await self._ledger.version())
        except (Problem, DecisionsError) as err:
            return to_json({"id": articles.id_of(line), "error": str(err)}) + b"\n"

    async def _made(self, work: Callable[[Cleaner, bytes], Made], body: bytes) -> bytes:
        """What a worker answers, or answered when it was asked the same."""
        version = await self._ledger.version()
        key = key_of(f"{work.__module__}.{work.__name__}", version, body)
        answer = self._answers.get(key)
        if answer is not None:
            self._figures.remembered.inc()
            return answer
        made = await self._workers.run(work, body, version)
        if made.is_whole:
            self._answers.keep(key, made.body)
        return made.body

    async def decisions(self, call: Request) -> Response:
        """List them, or take some."""
        return await (self._decide(call) if call.method == "POST" else self._listed(call))

    async def _listed(self, call: Request) -> Response:
        since = _number(call.query_params.get("since", "0"))
        if since is None:
            raise Problem(422, "`since` is the number of a decision")
        return _json(to_json({"decisions": (await self._ledger.since(since))[:_MOST_LISTED]}))

    async def _decide(self, call: Request) -> Response:
        """Answers when the decisions are on disk."""
        from cleanup.server.deciding import wishes  # SQLAlchemy comes with it

        _require(call, JSON)
        body = await self._bodies.whole(call)
        who, wanted = await self._workers.run(wishes, body, await self._ledger.version())
        made = await self._ledger.record(wanted, who)
        done = [n for n in made if isinstance(n, int)]
        return _json(to_json({"done": done, "conflicts": [e for e in made if not isinstance(e, int)]}))

    async def undo(self, call: Request) -> Response:
        """Take a decision back."""
        number, who = _number(call.path_params["number"]), call.query_params.get("who", "")
        if not 0 < len(who) <= MOST_WHO:
            raise Problem(422, f"`who` takes it back? A name of at most {MOST_WHO} characters")
        if number is None or not await self._ledger.undo(number, shown(who)):
            raise Problem(404, "no decision of that number still counts")
        return Response(status_code=204)

    # --- LanguageTool's --------------------------------------------------------

    async def languagetool(self, call: Request) -> Response:
        """Our findings (and those of the server behind us) as LanguageTool tells them."""
        form = call.url.query.encode()  # the real server takes parameters from the address too
        if call.method == "POST":
            _require(call, FORM)
            form = await self._bodies.whole(call) + b"&" + form
        if self._token and not has_token(call, self._token):
            languagetool.require_key(form, self._token)
        made = self._made(languagetool.check, form)
        return _json(await (self._upstream.merged(form, made) if self._upstream else made))

    async def languages(self, _: Request) -> Response:
        """What can be checked."""
        known = languagetool.LANGUAGES
        return _json(to_json([LanguageInfo(name=n, code="en", long_code=c) for c, n in known.items()]))

    async def info(self, _: Request) -> Response:
        """What answers here."""
        return _json(to_json(Info(software=languagetool.SOFTWARE)))

    async def healthcheck(self, _: Request) -> Response:
        """OK."""
        return PlainTextResponse("OK")

    # --- about itself ----------------------------------------------------------

    async def page(self, _: Request) -> Response:
        """The description of the API for people."""
        return HTMLResponse(page(), headers={"content-security-policy": _PAGE_POLICY})

    async def openapi(self, _: Request) -> Response:
        """The description of the API for programs."""
        return _json(to_json(document()))

    async def metrics(self, _: Request) -> Response:
        """Figures for Prometheus."""
        return Response(self._figures.text(), media_type=METRICS_TYPE)


def _json(body: bytes) -> Response:
    return Response(body, media_type=JSON, headers={"x-content-type-options": "nosniff"})


def _media_type(call: Request) -> str:
    return call.headers.get("content-type", "").partition(";")[0].strip().lower()


def _require(call: Request, media_type: str) -> None:
    """Refuse a body of another type; one of which nothing is said may be anything."""
    given = _media_type(call)
    if given and given != media_type:
        raise Problem(415, f"send {media_type}, not {given[:80]}")


def _number(text: str) -> int | None:
    """The number of a decision; None for what can be none."""
    is_number = text.isascii() and text.isdecimal() and len(text) < len(str(_MOST_NUMBER))
    return int(text) if is_number else None
