"""How is what was told of a word told again without asking?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_V = TypeVar("_V")
MOST = 1 << 16
"""Words remembered; those of some ten thousand articles."""


class Memo(dict[str, _V]):
    """What a function says of a word. Unlike a cached function it is asked of many words in one
    go: `map(memo.__getitem__, words)`. A full one begins anew.

    >>> lengths = Memo(len)
    >>> list(map(lengths.__getitem__, ("a", "bc", "a")))
    [1, 2, 1]
    """

    def __init__(self, make: Callable[[str], _V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> _V:
        if len(self) >= MOST:
            self.clear()
        value = self[word] = self._make(word)
        return value
