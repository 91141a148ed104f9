"""Turn machine-translated articles into text a careful editor would sign."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleanup.article import Article
    from cleanup.edits import Edit
    from cleanup.pipeline import Cleaner, Result, clean

__all__ = ["Article", "Cleaner", "Edit", "Result", "clean"]
__version__ = "0.1.0"

_HOMES = {"Article": "article", "Edit": "edits"}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is: a command that needs no pipeline starts in half the time."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'pipeline')}"), name)
