"""Where are texts cleaned? In processes beside the one that speaks HTTP, which so never waits for them.

Start reading at `Workers.run`. A worker keeps one `Cleaner`, and takes up new decisions when it
is told that there are any.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import TypeVar

from cleanup.batch import decisions_location
from cleanup.errors import CleanupError
from cleanup.pipeline import Cleaner
from cleanup.processes import end_with_parent
from cleanup.server.ledger import Followed
from cleanup.server.problems import Problem
from cleanup.settings import Settings

_Ask = TypeVar("_Ask")
_Answer = TypeVar("_Answer")


class Workers:
    """At most so many processes; each is started when there is work that no other takes."""

    def __init__(self, settings: Settings, out: Path, *, jobs: int, seconds: float) -> None:
        self._made_of = (settings, out)
        self.jobs = jobs
        self._seconds = seconds
        self._pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        context = get_context("spawn")  # forking a process that runs threads may hang
        pool = ProcessPoolExecutor(
            self.jobs, mp_context=context, initializer=_start_worker, initargs=self._made_of
        )
        self._ready = pool.submit(_ready)  # the first process is started by the first task
        return pool

    def wait(self) -> None:
        """Until the first worker can work. Raises CleanupError for rules that cannot be used."""
        self._ready.result()

    async def run(self, work: Callable[[Cleaner, _Ask], _Answer], ask: _Ask, version: str) -> _Answer:
        """What `work`, a function of a module, answers; `version` is that of the decisions to obey.

        Raises Problem (503) where that takes too long.
        """
        loop = asyncio.get_running_loop()
        for _ in range(2):
            pool = self._pool
            try:
                future = loop.run_in_executor(pool, _work, work, ask, version)
                return await asyncio.wait_for(future, self._seconds)
            except TimeoutError:
                raise Problem(503, f"not done in {self._seconds:g} seconds; ask again, or for less") from None
            except BrokenProcessPool:  # a process was killed, for want of memory as a rule
                if self._pool is pool:
                    self._pool = self._start()
        raise Problem(503, "a worker died over this request; if it does so again, the text is at fault")

    def stop(self) -> None:
        """End the processes; who waited for one has been answered by now, or told that it took too long."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in active_children():
            process.kill()


class _Worker:
    """What one process keeps."""

    def __init__(self, settings: Settings, out: Path) -> None:
        self._settings = settings
        self._location = decisions_location(settings, out)
        self._followed: Followed | None = None
        self._version = ""
        self._cleaner = Cleaner(settings)

    def cleaner(self, version: str) -> Cleaner:
        """A cleaner that obeys the decisions of that version."""
        if version != self._version:
            if self._followed is None:
                self._followed = Followed(self._location)
            decisions = self._followed.decisions()
            self._cleaner = Cleaner(self._settings, decisions=decisions, rules=self._cleaner.rules)
            self._version = version
        return self._cleaner


_worker: _Worker | CleanupError | None = None


def _start_worker(settings: Settings, out: Path) -> None:
    global _worker  # noqa: PLW0603  (a process pool has no other place for what a worker keeps)
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.SIG_IGN)  # the server decides, and finishes what has begun
    end_with_parent()
    try:
        _worker = _Worker(settings, out)
    except CleanupError as err:  # told to who waits; an error here would only say that a process died
        _worker = err


def _ready() -> None:
    if isinstance(_worker, CleanupError):
        raise _worker


def _work(work: Callable[[Cleaner, _Ask], _Answer], ask: _Ask, version: str) -> _Answer:
    assert isinstance(_worker, _Worker)
    return work(_worker.cleaner(version), ask)
