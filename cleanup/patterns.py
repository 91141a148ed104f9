"""How does a start not pay for patterns that it never uses? Nearly all wait for a text that needs them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

import regex


class _Lazy:
    """Stands for a pattern, whose methods become attributes here as they are first asked for."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> Any:
        if name == "_made":
            self._made = self._make()
            return self._made
        method = getattr(self._made, name)
        setattr(self, name, method)
        return method


def lazy_re(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, when first used."""
    return cast("re.Pattern[str]", _Lazy(lambda: re.compile(pattern, flags)))


def lazy_regex(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """As `regex.compile`, when first used."""
    return cast("regex.Pattern[str]", _Lazy(lambda: regex.compile(pattern, flags)))


@lru_cache(maxsize=8)
def any_word(words: tuple[str, ...]) -> regex.Pattern[str]:
    """Matches each of the words of a table where it stands whole, in whatever case."""
    return regex.compile(r"\b\L<words>\b", regex.IGNORECASE, words=list(words))
