"""What does a real LanguageTool find beside us? Its matches join ours where they share no text."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec

from cleanup.engines import EngineError
from cleanup.engines.languagetool import LanguageTool
from cleanup.report.jsontext import to_json
from cleanup.server.languagetool import parameters

log = logging.getLogger("cleanup.upstream")
_AT_ONCE = 8
"""Requests that the other server has to answer at a time."""
_OURS = ("username", "apiKey")
"""Parameters that speak of this server, not of the other."""


class Upstream:
    """A LanguageTool server that is asked the same."""

    def __init__(self, url: str) -> None:
        self._server = LanguageTool(url)
        self._threads = ThreadPoolExecutor(_AT_ONCE)  # its own: a slow server must not hold up the decisions

    async def merged(self, form: bytes, made: Awaitable[bytes]) -> bytes:
        """Our answer with the matches of the other server. Where it is away, the answer says so."""
        asking = asyncio.get_running_loop().run_in_executor(self._threads, self._matches, form)
        ours, theirs = await asyncio.gather(made, asking)
        answer = msgspec.json.decode(ours)
        if theirs is None:
            reason = "the LanguageTool server behind this one did not answer"
            answer["warnings"] = {"incompleteResults": True, "incompleteResultsReason": reason}
        else:
            answer["matches"] = _joined(answer["matches"], theirs)
        return to_json(answer)

    def _matches(self, form: bytes) -> list[dict[str, Any]] | None:
        asked = {k: v for k, v in parameters(form).items() if k not in _OURS}
        try:
            matches: list[dict[str, Any]] = self._server.ask(asked)["matches"]
            return sorted(matches, key=lambda m: (_start(m), _end(m)))
        except (EngineError, KeyError, TypeError, ValueError) as err:
            log.warning("%s", err)
            return None


def _joined(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All of ours, and theirs that share no text with them, in order."""
    joined = list(ours)
    at = 0
    for match in theirs:
        while at < len(ours) and _end(ours[at]) <= match["offset"]:
            at += 1
        if at == len(ours) or _end(match) <= ours[at]["offset"]:
            joined.append(match)
    return sorted(joined, key=_start)


def _start(match: dict[str, Any]) -> int:
    return int(match["offset"])


def _end(match: dict[str, Any]) -> int:
    return int(match["offset"] + match["length"])
