"""How is one thing done to many by several processes, in bounded memory? Start reading at `spread`."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 4
"""Items taken for each process before the first of them is handed out: enough that a slow one
does not leave the others without work, and all of the input that is ever held."""

_work: Callable[[Any], Any] | None = None


def spread(
    make_work: Callable[[], Callable[[T], R]], items: Iterable[T], jobs: int, lost: Callable[[T], R]
) -> Iterator[R]:
    """What `make_work()` makes of each item, in their order.

    It is made once in each process. For an item whose process died, `lost` says what came of it.
    """
    # forking a process that runs threads (the progress bar) may hang, so each one starts afresh
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_start, initargs=(make_work,))
    waiting: deque[tuple[T, Future[R] | None]] = deque()

    def result(item: T, future: Future[R] | None) -> R:
        try:
            return lost(item) if future is None else future.result()
        except BrokenProcessPool:
            return lost(item)

    try:
        for item in items:
            waiting.append((item, _submitted(pool, item)))
            if len(waiting) >= _AHEAD * jobs:
                yield result(*waiting.popleft())
        while waiting:
            yield result(*waiting.popleft())
    finally:  # after Ctrl-C too: what has begun is finished, the rest is left
        pool.shutdown(cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, item: Any) -> Future[Any] | None:
    try:
        return pool.submit(_do, item)
    except BrokenProcessPool:
        return None


def _start(make_work: Callable[[], Callable[[Any], Any]]) -> None:
    global _work  # noqa: PLW0603  (a process pool has no other place for what a worker keeps)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    end_with_parent()
    _work = make_work()


def end_with_parent() -> None:
    """Have this process end when its parent does.

    A parent that is killed says nothing, and its workers would wait for ever.
    """
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _do(item: Any) -> Any:
    assert _work is not None
    return _work(item)
