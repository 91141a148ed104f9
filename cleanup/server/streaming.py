"""How are JSON lines answered while they still come? Start reading at `LineByLine`.

Many clients read nothing before they have sent everything. If answers waited in memory, or
reading waited for writing, such a client and the server would wait for each other; so answers
go through a file, and reading waits only for the workers.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from tempfile import TemporaryFile

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from cleanup.report.jsontext import to_json
from cleanup.server.problems import Problem

log = logging.getLogger("cleanup.streaming")
MEDIA_TYPE = "application/x-ndjson"
MOST_WAITING = 4_000_000_000
"""Bytes of answers that wait on disk for one client: those to the most that it may send, and some."""
_PART = 65_536


class _UnreadError(Exception):
    """A client does not read its answers."""


class LineByLine(Response):
    """Answers each line of the request with one, in order; `width` lines are worked on at a time.

    Who has sent everything and then does not read for so many seconds is cut off.
    """

    media_type = MEDIA_TYPE

    def __init__(
        self,
        lines: AsyncIterator[bytes | None],
        work: Callable[[bytes | None], Awaitable[bytes]],
        *,
        width: int,
        seconds: float,
    ) -> None:
        super().__init__()
        del self.headers["content-length"]  # nobody knows it yet
        self._lines = lines
        self._work = work
        self._width = width
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """ASGI."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        try:
            with _Spool() as spool:
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(self._fill(spool, tasks))
                    async for part in spool.parts():
                        message = {"type": "http.response.body", "body": part, "more_body": True}
                        await self._sent(tasks.create_task(_as_task(send(message))), spool)
        except* _UnreadError:
            log.info("a client that does not read its answers was cut off")
        else:
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _sent(self, sending: asyncio.Task[None], spool: _Spool) -> None:
        """Wait until it is; who still sends may read later. Raises _UnreadError for who does neither."""
        while not sending.done():
            was_whole = spool.is_whole
            await asyncio.wait([sending], timeout=self._seconds)
            if was_whole and not sending.done():
                raise _UnreadError

    async def _fill(self, spool: _Spool, tasks: asyncio.TaskGroup) -> None:
        """Read lines, and put their answers into the spool in the order of the lines."""
        free = asyncio.Semaphore(self._width)
        before: asyncio.Task[None] | None = None
        try:
            async for line in self._lines:
                await free.acquire()
                before = tasks.create_task(self._answer(line, before, free, spool))
        except Problem as err:  # the status is sent; what is wrong is told in a line of its own
            if before is not None:
                await before
            spool.write(to_json({"id": None, "error": err.detail}) + b"\n")
        if before is not None:
            await before
        spool.close()

    async def _answer(
        self, line: bytes | None, before: asyncio.Task[None] | None, free: asyncio.Semaphore, spool: _Spool
    ) -> None:
        found = await self._work(line)
        if before is not None:
            await before
        spool.write(found)
        free.release()


async def _as_task(sending: Awaitable[None]) -> None:
    await sending


class _Spool:
    """A file that one task writes while another reads it."""

    def __init__(self) -> None:
        self._file = TemporaryFile(buffering=0)  # noqa: SIM115 - closed in __exit__
        self._size = 0
        self.is_whole = False
        self._more = asyncio.Event()

    def __enter__(self) -> _Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, data: bytes) -> None:
        """Add to the end. Raises _UnreadError where too much waits there."""
        if self._size > MOST_WAITING:
            raise _UnreadError
        self._size += os.pwrite(self._file.fileno(), data, self._size)
        self._more.set()

    def close(self) -> None:
        """Nothing more comes."""
        self.is_whole = True
        self._more.set()

    async def parts(self) -> AsyncIterator[bytes]:
        """What is written, as soon as it is, to the end."""
        at = 0
        while at < self._size or not self.is_whole:
            if at == self._size:
                at = self._size = 0
                self._file.truncate(0)
                self._more.clear()
                await self._more.wait()
                continue
            part = os.pread(self._file.fileno(), _PART, at)
            at += len(part)
            yield part
