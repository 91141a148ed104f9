"""What does a client hear when something is wrong? A problem document (RFC 9457), whatever it was."""

from __future__ import annotations

import logging
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from cleanup.report.jsontext import to_json

log = logging.getLogger("cleanup.problems")
MEDIA_TYPE = "application/problem+json"
_RETRY_SECONDS = "1"
"""When to ask again after 429 and 503: an article takes hundredths of a second."""


class Problem(Exception):  # noqa: N818 - named as RFC 9457 names it
    """A request that cannot be answered as asked. It travels between processes."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(status, detail)
        self.status = status
        self.detail = detail

    def __str__(self) -> str:
        return self.detail


def body(status: int, detail: str) -> bytes:
    """The problem document. Its type is about:blank: the status says what kind of problem it is."""
    title = HTTPStatus(status).phrase
    return to_json({"type": "about:blank", "title": title, "status": status, "detail": detail})


def answer(status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """The problem document as an answer."""
    own = {"retry-after": _RETRY_SECONDS} if status in (429, 503) else {}
    own |= {"www-authenticate": 'Bearer realm="cleanup"'} if status == 401 else {}
    return Response(body(status, detail), status, headers={**own, **(headers or {})}, media_type=MEDIA_TYPE)


async def told(_: Request, err: Exception) -> Response:
    """A handler's Problem."""
    assert isinstance(err, Problem)
    return answer(err.status, err.detail)


async def told_by_router(call: Request, err: Exception) -> Response:
    """What Starlette refuses: a path that is none (404), a method that is not there (405)."""
    assert isinstance(err, HTTPException)
    if err.status_code == 404:
        return answer(404, f"nothing is at {call.url.path}; see /openapi.json")
    allowed = (err.headers or {}).get("Allow", "")
    detail = f"{call.method} is not for this path; it takes {allowed}"
    return answer(err.status_code, detail, {"allow": allowed})


async def told_of_store(_: Request, err: Exception) -> Response:
    """A store of decisions that fails; where it lies is for the log alone."""
    log.error("%s", err)
    return answer(503, "the decisions cannot be used; the server's log says why")


async def told_as_defect(_: Request, err: Exception) -> Response:
    """Anything unforeseen; the traceback is in the log and not in the answer."""
    return answer(500, f"a defect in cleanup, please report it: {type(err).__name__}")
