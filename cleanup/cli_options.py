"""What the commands of every `cli` file share."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:  # for type checkers alone: the start must be quick
    from cleanup.settings import Settings

T = TypeVar("T")

settings_option = click.option(
    "--settings",
    "settings_file",
    type=click.Path(path_type=Path),
    help="Settings file. Default: ./cleanup.toml where there is one.",
)
out_option = click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("cleaned"),
    show_default=True,
    help="Folder of results; reviewers' decisions are kept there too.",
)
paths_type = click.Path(path_type=Path)


def talk(line: str) -> None:
    """A line to the person, apart from the results."""
    click.echo(line, err=True)


def settings_of(path: Path | None) -> Settings:
    """The settings of a file, or of ./cleanup.toml."""
    from cleanup.settings import read_settings

    return read_settings(path)


def progress(outcomes: Iterator[T], total: int | None) -> Iterable[T]:
    """The outcomes, with a bar on stderr while they come, if a person watches."""
    if not sys.stderr.isatty():
        return outcomes
    from rich.console import Console
    from rich.progress import track

    return track(outcomes, "Cleaning", total, console=Console(stderr=True), transient=True)


def user_name() -> str:
    """Who sits here, for decisions."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may run under a number without a name
        return "reviewer"
