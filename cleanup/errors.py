"""What can go wrong, in words that say what, where and what to do next."""

from __future__ import annotations

import traceback
from pathlib import Path


class CleanupError(Exception):
    """Any failure a user can act on; the command line prints its text and nothing else."""


class ArticleError(CleanupError):
    """One article cannot be read or written; the others of the run go on."""


class RulesError(CleanupError):
    """A file in `rules/` is wrong. The text starts with file:line."""


class SettingsError(CleanupError):
    """A setting, option or environment variable is wrong."""


class DecisionsError(CleanupError):
    """The store of reviewers' decisions cannot be used."""


def describe_defect(err: Exception) -> str:
    """An unforeseen error in one line, with the place to look, for runs that must go on."""
    frame = traceback.extract_tb(err.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    return f"a defect in cleanup, please report it: {type(err).__name__}: {err} ({where})"
