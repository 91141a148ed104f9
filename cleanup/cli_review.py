"""The command line of review: `cleanup review`. Start reading at `review_group`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanup.cli_options import (
    out_option,
    paths_type,
    settings_of,
    settings_option,
    talk,
    user_name,
)
from cleanup.progress import with_bar

if TYPE_CHECKING:  # for type checkers alone; each command imports what it needs
    from cleanup.review.desk import Desk


@click.group("review", invoke_without_command=True)
@click.option("--raw", "paths", multiple=True, type=paths_type, help="File or folder. Default: raw/")
@out_option
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Default: any that is free.")
@click.option("--no-browser", is_flag=True, help="Only print the link.")
@click.option("--as", "who", default=user_name, help="Name to file decisions under. Default: your user name.")
@click.option("--terminal", is_flag=True, help="Decide here, without a browser.")
@settings_option
@click.pass_context
def review_group(  # noqa: PLR0913, PLR0917 - one argument an option
    ctx: click.Context,
    paths: tuple[Path, ...],
    out: Path,
    port: int,
    no_browser: bool,
    who: str,
    terminal: bool,
    settings_file: Path | None,
) -> int:
    """Decide on changes, on a page in the browser; `cleanup run` obeys.

    \b
    cleanup review
    cleanup review --raw inbox/ --out done --as Ann
    cleanup review --terminal
    """

    ctx.obj = lambda: _desk(paths, out, settings_file)
    if ctx.invoked_subcommand is not None:
        return 0
    if terminal:
        return _in_terminal(ctx.obj, who)
    from cleanup.review.server import serve

    def opened(link: str) -> None:
        click.echo(f"Review page: {link}\nCtrl-C ends it; every decision is kept.")
        if not no_browser:
            click.launch(link)

    with ctx.obj() as desk:
        serve(desk, who, port, opened)
    return 0


def _in_terminal(desk: Callable[[], Desk], who: str) -> int:
    from rich.console import Console

    from cleanup.report.places import counted
    from cleanup.review.terminal import HELP, walk

    console = Console(highlight=False, markup=False, emoji=False)
    console.print(HELP)
    with desk() as opened:
        done = walk(opened, who, console.print, _key, lambda q: str(click.prompt(q, prompt_suffix="")))
    console.print(counted(done, "decision"))
    return 0


def _key() -> str:
    try:
        return click.getchar()
    except OSError as err:
        raise click.UsageError("--terminal reads keys, and there is no terminal here") from err


@review_group.command("export")
@click.argument("name", metavar="ID")
@click.option(
    "--format",
    "form",
    type=click.Choice(["txt", "diff", "html", "docx", "json", "sarif"]),
    default="docx",
    show_default=True,
)
@click.option("--suggestions", is_flag=True, help="Word: make open suggestions tracked changes too.")
@click.pass_obj
def review_export(desk: Callable[[], Desk], name: str, form: str, suggestions: bool) -> int:
    """Write an article as decided to stdout.

    A Word document holds the changes as tracked ones. `--raw` and `--out` stand before `export`.

    \b
    cleanup review export my-article > my-article.docx
    cleanup review --raw inbox/ export my-article --format html > my-article.html
    """
    from cleanup.review.exchange import export

    with desk() as opened:
        folder = opened.open(name)
        if folder is None:
            raise click.UsageError(f"no article {name!r} here")
        sys.stdout.buffer.write(export(opened, folder, form, with_suggestions=suggestions))
    return 0


@review_group.command("decisions")
@click.pass_obj
def review_decisions(desk: Callable[[], Desk]) -> int:
    """Write every decision to stdout as JSON lines.

    Those that were undone are among them.

    \b
    cleanup review decisions > decisions.jsonl
    """
    with desk() as opened:
        for line in opened.store.export():
            sys.stdout.buffer.write(line)
    return 0


@review_group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--article", help="Id of the article. Default: the one the document names.")
@click.pass_context
def review_import(ctx: click.Context, file: Path, article: str | None) -> int:
    """Take over decisions from a file.

    The file is a Word document that came back, or what `cleanup review decisions` wrote (.jsonl).

    \b
    cleanup review import my-article.docx
    cleanup review import decisions.jsonl
    """
    from cleanup.review.exchange import import_docx, import_lines

    assert ctx.parent is not None
    with ctx.obj() as desk:
        if file.suffix == ".jsonl":
            click.echo(f"Decisions taken over: {import_lines(desk, file)}")
            return 0
        done = import_docx(desk, file, who=ctx.parent.params["who"], article=article)
    words = f"{done.accepted} accepted ({done.own} in own words), {done.rejected} rejected"
    click.echo(f"{done.article}: {words}, {done.conflicts} decided otherwise by others before")
    return 0


def _desk(paths: tuple[Path, ...], out: Path, settings_file: Path | None) -> Desk:
    """The articles for review, cleaned where they were not yet."""
    from cleanup.batch import clean_all, plan
    from cleanup.files import RAW
    from cleanup.review.desk import Desk

    settings = settings_of(settings_file)
    todo = plan(paths or [RAW], out, settings)
    number = len(todo.found.articles) + len(todo.found.refused)
    for outcome in with_bar(clean_all(todo), "Cleaning", number):
        if outcome.error is not None:
            talk(f"cleanup: {outcome.error}")
    return Desk(settings, out, todo.found.articles, settings_file=settings_file)
