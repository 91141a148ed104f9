"""How do offsets in UTF-16 code units and in code points turn into each other?

Java and JavaScript count a character beyond U+FFFF (an emoji) as two.
"""

from __future__ import annotations

from bisect import bisect_left

from cleanup.patterns import lazy_re

_ASTRAL = lazy_re("[\U00010000-\U0010ffff]")


class Offsets:
    """Offsets in one text.

    >>> offsets = Offsets("a😀b")
    >>> [offsets.to_units(i) for i in range(4)], [offsets.to_points(i) for i in range(5)]
    ([0, 1, 3, 4], [0, 1, 1, 2, 3])
    """

    def __init__(self, text: str) -> None:
        self._points = [] if text.isascii() else [m.start() for m in _ASTRAL.finditer(text)]
        self._units = [point + before for before, point in enumerate(self._points)]

    def to_units(self, point: int) -> int:
        """The UTF-16 offset of a code point."""
        return point + bisect_left(self._points, point)

    def to_points(self, unit: int) -> int:
        """The code point at a UTF-16 offset; its start for an offset inside it."""
        return unit - bisect_left(self._units, unit)
