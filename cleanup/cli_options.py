"""What the commands of every `cli` file share."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:  # for type checkers alone: the start must be quick
    from cleanup.settings import Settings


C = TypeVar("C", bound=Callable[..., object])


def _keep(ctx: click.Context, option: click.Parameter, value: str | None) -> None:
    """Remember a setting given on the command line or in the environment, for `settings_of`."""
    if value is not None:
        ctx.meta.setdefault(_CHOSEN, {})[option.name] = value


_CHOSEN = "cleanup.settings"
_SETTINGS = (
    click.option(
        "--settings",
        "settings_file",
        type=click.Path(path_type=Path),
        help="Settings file. Default: ./cleanup.toml where there is one.",
    ),
    click.option(
        "--grammar",
        type=click.Choice(["off", "embedded", "languagetool"]),
        envvar="CLEANUP_GRAMMAR",
        show_envvar=True,
        expose_value=False,
        callback=_keep,
        help="Grammar engine to ask besides our own rules.",
    ),
    click.option(
        "--languagetool",
        metavar="URL",
        envvar="CLEANUP_LANGUAGETOOL",
        show_envvar=True,
        expose_value=False,
        callback=_keep,
        help="LanguageTool server to ask; implies --grammar languagetool.",
    ),
)


def settings_option(command: C) -> C:
    """`--settings`, and the options that go before what the file says."""
    for option in reversed(_SETTINGS):
        command = option(command)
    return command


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
    """The settings of a file, or of ./cleanup.toml, with what options and environment say."""
    import msgspec

    from cleanup.settings import read_settings

    context = click.get_current_context(silent=True)
    chosen = dict(context.meta.get(_CHOSEN, {})) if context else {}
    if "languagetool" in chosen:
        chosen.setdefault("grammar", "languagetool")
    return msgspec.structs.replace(read_settings(path), **chosen)


def user_name() -> str:
    """Who sits here, for decisions."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may run under a number without a name
        return "reviewer"
