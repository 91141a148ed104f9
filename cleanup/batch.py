"""How are many articles cleaned? Start reading at `plan`, then `clean_all`.

Each article is read, cleaned and written by one process on its own; nothing but small
`Outcome` values travels between processes, so memory is bounded by the largest article
and the results are the same bytes for any number of processes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from pathlib import Path

import msgspec

import cleanup
from cleanup import files
from cleanup.article import Article
from cleanup.edits import Decision, Edit
from cleanup.engines import shared
from cleanup.errors import ArticleError, DecisionsError, describe_defect
from cleanup.pipeline import Cleaner, passes_in_force
from cleanup.processes import spread
from cleanup.rules import load_rules, rule_files, rules_folder
from cleanup.settings import Settings

Tally = dict[tuple[str, str, str], int]
"""(tier, category, status) → how many edits."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one article."""

    id: str
    made: bool = False
    """False for an article whose result of an earlier run still holds."""
    error: str | None = None
    tally: Tally = {}
    problems: tuple[str, ...] = ()


class PartDone(msgspec.Struct, frozen=True, kw_only=True):
    """What became of some rows of a table; see `ingest`."""

    table: str
    number: int
    rows: int
    made: int
    """Rows cleaned now; the others were there from an earlier run."""
    failed: int
    tally: Tally
    problems: int = 0
    """Rows in which something did not work."""
    error: str | None = None


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What every process of a run must know."""

    out: Path
    settings: Settings
    decisions: dict[str, Decision]
    basis: str
    """Hash of all that results depend on besides the raw bytes."""
    force: bool


class Plan(msgspec.Struct, frozen=True):
    """A run before it starts."""

    job: Job
    found: files.Found
    orphans: list[str]
    """Ids of results whose raw article is gone."""


def plan(
    paths: Iterable[Path], out: Path, settings: Settings, *, force: bool = False, tables: bool = False
) -> Plan:
    """What a run has to do, with `tables` on files of many articles too.

    Raises a CleanupError if it cannot start.
    """
    load_rules(settings)  # a bad rule or setting ends the run here, before any process starts
    passes_in_force(settings)
    paths = list(paths)
    found = files.find_articles(paths, tables=tables)
    files.refuse_raw_as_output(out, [*found.articles, *found.tables])
    files.make_folder(out)
    decisions = load_decisions(settings, out)
    based_on = basis(settings, decisions)
    job = Job(out=out, settings=shared(settings), decisions=decisions, basis=based_on, force=force)
    there = {f.id for f in found.articles} | {r.id for r in found.refused}
    # whoever names single files says nothing about the others
    whole = any(p.is_dir() for p in paths)
    return Plan(job, found, [i for i in files.cleaned_ids(out) if i not in there] if whole else [])


def decisions_location(settings: Settings, out: Path) -> str:
    """The file or URL where decisions are kept."""
    return settings.decisions or str(out / "decisions.sqlite")


def may_hold_decisions(location: str) -> bool:
    """Whether a store is there; of a database that shows only when it is opened.

    Raises DecisionsError for a file in a folder that cannot be read.
    """
    try:
        return "://" in location or Path(location).exists()
    except OSError as err:
        raise DecisionsError(f"{location}: the decisions cannot be used: {err.strerror}") from err


def load_decisions(settings: Settings, out: Path) -> dict[str, Decision]:
    """Reviewers' decisions; none where no store was ever made."""
    location = decisions_location(settings, out)
    if not may_hold_decisions(location):
        return {}
    from cleanup.decisions import DecisionStore  # SQLAlchemy takes 0.2 s

    with DecisionStore(location) as store:
        return store.load()


def basis(settings: Settings, decisions: dict[str, Decision]) -> str:
    """Hash of program, rules, settings and decisions; the same on every machine."""
    digest = hashlib.blake2b(cleanup.__version__.encode(), digest_size=16)
    package = Path(__file__).parent
    program = sorted(package.rglob("*.py"))
    folders = [rules_folder(), *map(Path, settings.rule_folders)]
    rules = [f.path for f in rule_files(folders, settings.packs)]
    tables = sorted(p for f in folders for p in (f / "names").glob("*.t?[tv]"))
    for path in [*program, *rules, *tables]:
        data = path.read_bytes()
        digest.update(f"{path.name}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        digest.update(data)
    # where from does not matter
    chosen = msgspec.structs.replace(settings, decisions="", rule_folders=(), languagetool="")
    digest.update(msgspec.json.encode(chosen, order="sorted"))
    digest.update(msgspec.json.encode(decisions, order="sorted"))
    return digest.hexdigest()


# --- doing it ------------------------------------------------------------------


def clean_all(todo: Plan, jobs: int = 1) -> Iterator[Outcome]:
    """Clean what is new or changed."""
    for refused in todo.found.refused:
        yield Outcome(id=refused.id, error=refused.reason)
    articles = todo.found.articles
    jobs = min(jobs, len(articles))
    make = partial(_make_worker, todo.job)
    yield from spread(make, articles, jobs, _lost) if jobs > 1 else map(make(), articles)


def _lost(article: files.RawFile) -> Outcome:
    error = "a process died before this article was done (out of memory?); run again"
    return Outcome(id=article.id, error=error)


def _make_worker(job: Job) -> Callable[[files.RawFile], Outcome]:
    return _Worker(job).clean


class _Worker:
    """Cleans one article after the other in one process."""

    def __init__(self, job: Job) -> None:
        self._job = job

    @cached_property
    def _cleaner(self) -> Cleaner:
        """Made when the first article needs it: a run with nothing to do is quick."""
        return Cleaner(self._job.settings, decisions=self._job.decisions)

    def clean(self, file: files.RawFile) -> Outcome:
        """Read, clean and write one article; what goes wrong is told, not raised."""
        job = self._job
        try:
            raw = files.read_raw(file.path, job.settings.max_bytes)
            made_from = _made_from(job.basis, raw)
            if not job.force:
                record = files.read_record(job.out, file.id)
                # what did not work the last time is tried again
                if record is not None and record.made_from == made_from and not record.problems:
                    return Outcome(id=file.id, tally=tally(record.edits))
            result = self._cleaner.clean(Article(id=file.id, raw=raw.text, meta=raw.meta))
            files.write_result(job.out, result, encoding=raw.encoding, made_from=made_from)
        except ArticleError as err:
            return Outcome(id=file.id, error=str(err))
        except Exception as err:  # a defect of ours must not stop the other articles
            return Outcome(id=file.id, error=f"{file.path}: {describe_defect(err)}")
        return Outcome(id=file.id, made=True, tally=tally(result.edits), problems=result.problems)


def _made_from(basis: str, raw: files.RawText) -> str:
    return hashlib.blake2b(f"{basis}\0{raw.digest}".encode(), digest_size=16).hexdigest()


def open_ones(tally: Tally) -> int:
    """Suggestions and flags that nobody has decided on."""
    return sum(n for (_, _, status), n in tally.items() if status in ("suggested", "flagged"))


def tally(edits: Iterable[Edit]) -> Tally:
    """How many edits of each tier, category and status."""
    return dict(Counter((e.tier, e.category, e.status) for e in edits))
