"""How does a grammar engine run within this process? Start reading at `Embedded`.

LingoTweaker is LanguageTool's engine in Rust with LanguageTool's own rules under their own names,
so what its rules have earned is told by the same table. It comes with the extra `grammar`.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from typing import TYPE_CHECKING

from cleanup.engines import EngineError, Match
from cleanup.patterns import lazy_re

if TYPE_CHECKING:  # for type checkers alone: the extra may be away
    from lt_py import Engine as Tweaker

LANGUAGE = "en-US"
_WIDE = lazy_re(r"[^\x00-\x7f]")


class Embedded:
    """LingoTweaker; it takes two seconds and 450 MB when it is first asked. Threads may share it."""

    name = "LingoTweaker"

    def __init__(self) -> None:
        self._engine: Tweaker | None = None
        self._lock = threading.Lock()

    def check(self, text: str) -> list[Match]:
        """The matches in a text. Raises EngineError if the extra is not installed."""
        whole = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate has no UTF-8
        with self._lock:
            found = self._started().check(whole)
        points = _Points(whole)
        return [
            Match(
                start=points.at(m["offset"]),
                end=points.at(m["offset"] + m["length"]),
                rule=m["rule_id"],
                category=m["category_id"],
                message=m["message"].replace("<suggestion>", "“").replace("</suggestion>", "”"),
                replacements=tuple(m["suggestions"]),
            )
            for m in found
        ]

    def _started(self) -> Tweaker:
        if self._engine is None:
            try:
                import lt_py

                self._engine = lt_py.Engine(LANGUAGE)
            except Exception as err:  # neither module nor data there, or data of another version
                raise EngineError(f"{self.name}: {err}; pip install 'mt-cleanup[grammar]'") from err
        return self._engine


class _Points:
    """Code points of a text at its UTF-8 bytes."""

    def __init__(self, text: str) -> None:
        self._after: list[int] = []
        """The byte after each character of several bytes."""
        self._surplus = [0]
        """How many bytes more than characters there are before the nth of them."""
        for m in _WIDE.finditer(text):
            size = len(m[0].encode())
            self._after.append(m.start() + self._surplus[-1] + size)
            self._surplus.append(self._surplus[-1] + size - 1)

    def at(self, byte: int) -> int:
        """The code point that begins at a byte."""
        return byte - self._surplus[bisect_left(self._after, byte + 1)]
