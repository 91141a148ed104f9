"""How is a request's body read, within bounds of size and time?"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect, Request

from cleanup.server.problems import Problem

MOST_STREAMED = 1_000_000_000
"""Bytes of JSON lines in one request: 80,000 articles, an hour's work. No more, since the answers
of a client that does not read them yet wait on disk."""


class Bodies:
    """Reads bodies of at most so many bytes, whose parts come within so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds

    async def whole(self, call: Request) -> bytes:
        """All of it. Raises Problem: 413 where it is too long, 408 where it does not come."""
        self._check_length(call)
        parts: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(self.seconds):
                async for part in call.stream():
                    size += len(part)
                    if size > self.most:
                        raise self._too_long()
                    parts.append(part)
        except TimeoutError:
            raise Problem(408, f"the body did not come within {self.seconds:g} seconds") from None
        except ClientDisconnect:
            raise Problem(400, "the client went away") from None
        return b"".join(parts)

    async def lines(self, call: Request) -> AsyncIterator[bytes | None]:
        """Its lines as they come, without empty ones; None for one that is too long.

        Raises Problem (408) where nothing comes.
        """
        line = bytearray()
        is_long = False
        async for part in self._parts(call):
            *ended, rest = part.split(b"\n")
            for piece in ended:
                is_long = is_long or len(line) + len(piece) > self.most
                if is_long or line.strip() or piece.strip():
                    yield None if is_long else bytes(line + piece)
                line.clear()
                is_long = False
            is_long = is_long or len(line) + len(rest) > self.most
            line += b"" if is_long else rest
        if is_long or line.strip():
            yield None if is_long else bytes(line)

    async def _parts(self, call: Request) -> AsyncIterator[bytes]:
        parts = call.stream()
        size = 0
        while size < MOST_STREAMED:
            try:
                async with asyncio.timeout(self.seconds):
                    part = await anext(parts)
            except (StopAsyncIteration, ClientDisconnect):
                return
            except TimeoutError:
                raise Problem(408, f"nothing came for {self.seconds:g} seconds") from None
            size += len(part)
            yield part
        raise Problem(413, f"more than {MOST_STREAMED:,} bytes in one request; send the rest in another")

    def _check_length(self, call: Request) -> None:
        """Refuse what says itself that it is too long before any of it is read."""
        length = call.headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > self.most:
            raise self._too_long()

    def _too_long(self) -> Problem:
        return Problem(413, f"the body is larger than {self.most:,} bytes")
