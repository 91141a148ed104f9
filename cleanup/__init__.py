"""Turn machine-translated articles into text a careful editor would sign."""

from __future__ import annotations

from cleanup.article import Article
from cleanup.edits import Edit
from cleanup.pipeline import Cleaner, Result, clean

__all__ = ["Article", "Cleaner", "Edit", "Result", "clean"]
__version__ = "0.1.0"
