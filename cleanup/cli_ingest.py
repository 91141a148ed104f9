"""The command line of `cleanup run`. Start reading at `run_command`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleanup.cli_options import out_option, paths_type, settings_of, settings_option, talk
from cleanup.errors import CleanupError, SettingsError
from cleanup.progress import with_bar

if TYPE_CHECKING:  # for type checkers alone; each command imports what it needs
    from cleanup.batch import Plan
    from cleanup.ingest.tables import Engine
    from cleanup.report.summary import Totals

DONE, FAILED = 0, 1


@click.command("run")
@click.argument("paths", nargs=-1, type=paths_type)
@out_option
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    help="Processes to clean with. Default: one; on a cluster as many as it has processors.",
)
@click.option("--force", is_flag=True, help="Redo articles that are up to date too.")
@click.option("--json", "as_json", is_flag=True, help="Print what came of it as JSON, for programs.")
@click.option("--watch", is_flag=True, help="Stay, and clean what comes into the folders, until Ctrl-C.")
@click.option("--column", default="text", show_default=True, help="Column of a table that holds the texts.")
@click.option("--id-column", default="id", show_default=True, help="Column of a table that holds the ids.")
@click.option(
    "--to",
    "suffix",
    type=click.Choice(["jsonl", "jsonl.gz", "jsonl.zst", "parquet", "csv"]),
    help="Format of a table's results. Default: that of the table.",
)
@click.option("--part-rows", type=click.IntRange(min=1), help="Rows in each file of a table's results.")
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Where tables are cleaned: on this machine, or on a Ray cluster.",
)
@click.option("--address", help="Address of the Ray cluster. Default: one on this machine.")
@settings_option
def run_command(paths: tuple[Path, ...], settings_file: Path | None, **options: Any) -> int:
    """Clean files, folders or tables (default: raw/ → cleaned/).

    Writes ID.txt, ID.diff and ID.edits.json for each article and skips those whose raw text,
    rules, settings and decisions have not changed. Articles are the .txt and .html files of a folder; of a
    page the article is taken, and kept as ID.extracted.txt.

    A table is a .jsonl (.jsonl.gz, .jsonl.zst), .parquet or .csv file of many articles. Its results are a
    folder of its name, in parts.

    \b
    cleanup run
    cleanup run inbox/ 'more/**/*.txt' --out done --jobs 4
    cleanup run articles.parquet --column body --id-column url
    cleanup run --watch inbox/
    """
    from cleanup.batch import plan
    from cleanup.files import RAW

    given, settings = list(paths or [RAW]), settings_of(settings_file)
    todo = plan(given, options["out"], settings, force=options["force"], tables=True)
    if not options["watch"]:
        return _run(todo, options)
    from cleanup.ingest.watch import arrivals

    for some in arrivals(given):
        try:
            _run(plan(some, options["out"], settings, force=options["force"], tables=True), options)
        except CleanupError as err:  # such as a file that was taken away again
            talk(f"cleanup: {err}")
    return DONE


def _run(todo: Plan, options: dict[str, Any]) -> int:
    """Clean what is to be done, and say what came of it."""
    from cleanup.report.jsontext import to_json
    from cleanup.report.summary import Totals, summary, summary_value

    began, totals, found = time.monotonic(), Totals(), todo.found
    number = len(found.articles) + len(found.refused)
    for _ in with_bar(_add(todo, options, totals), "Cleaning", None if found.tables else number):
        pass
    for _, error in sorted(totals.failures):
        talk(f"cleanup: {error}")
    for name, number in totals.failed_rows.items():
        if number:
            where = todo.job.out / name / "_errors.jsonl"
            talk(f"cleanup: {name}: {number} failed; {where} has the reasons")
    code = FAILED if totals.failed or totals.failures else DONE
    if options["as_json"]:
        took = time.monotonic() - began
        click.echo(to_json(summary_value(todo, totals, exit_code=code, seconds=took)))
    else:
        for line in summary(todo, totals):
            click.echo(line)
    return code


def _add(todo: Plan, options: dict[str, Any], totals: Totals) -> Iterator[None]:
    """Count articles and rows as they come; one step for each."""
    from cleanup.batch import PartDone, clean_all

    for outcome in clean_all(todo, options["jobs"]):
        totals.add(outcome)
        yield
    if not todo.found.tables:
        return
    from cleanup.ingest.tables import clean_tables, tables_of

    tables = tables_of(
        todo.found.tables,
        todo.job.out,
        names=(options["id_column"], options["column"]),
        suffix=options["suffix"],
        rows=options["part_rows"],
    )
    for done in clean_tables(tables, todo.job, _engine(options)):
        if isinstance(done, PartDone):
            totals.add_rows(done)
            for _ in range(done.rows):
                yield
        if done.error is not None:
            totals.failures.append((done.table, done.error))


def _engine(options: dict[str, Any]) -> Engine:
    from cleanup.ingest.tables import in_processes

    if options["engine"] == "local":
        return in_processes(options["jobs"])
    try:
        from cleanup.ingest.ray import on_cluster
    except ImportError as err:
        raise SettingsError("--engine ray needs Ray: pip install 'mt-cleanup[ray]'") from err
    return on_cluster(options["address"], options["jobs"] if options["jobs"] > 1 else None)
