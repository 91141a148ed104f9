"""How does somebody who waits see how far it is?"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TypeVar

_T = TypeVar("_T")


def with_bar(items: Iterable[_T], what: str, total: int | None) -> Iterable[_T]:
    """The items, with a bar on stderr while they come, if a person watches."""
    if not sys.stderr.isatty():
        return items
    from rich.console import Console  # nobody else pays for it
    from rich.progress import track

    return track(items, what, total, console=Console(stderr=True), transient=True)
