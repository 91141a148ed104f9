"""The command line. Nothing but `cli` and `cli_…` prints.

`main` turns what goes wrong into an exit code; each command is a function below it.
Imports that take long (the pipeline, rich) wait until a command needs them.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleanup.cli_ingest import run_command
from cleanup.cli_learn import learn_group
from cleanup.cli_options import out_option, paths_type, settings_of, settings_option, talk
from cleanup.cli_review import review_group
from cleanup.cli_serve import serve_command
from cleanup.errors import ArticleError, CleanupError, describe_defect

if TYPE_CHECKING:  # for type checkers alone; each command imports what it needs
    from cleanup.page import RuleSet
    from cleanup.pipeline import Cleaner, Result
    from cleanup.settings import Settings

DONE, FOUND, USAGE = 0, 1, 2
INTERRUPTED, BROKEN_PIPE = 130, 141  # 128 + the signal's number, as shells have it

_EPILOG = """\b
Exit codes:
  0    done; check: nothing found
  1    an article or example failed; check: something found;
       doctor: something needed is missing
  2    wrong use, or files, rules or settings that cannot be used
  130  interrupted (Ctrl-C); nothing is left half-written
  141  the reader of the output went away
"""


def main(argv: list[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    try:
        code = app.main(args=argv, prog_name="cleanup", standalone_mode=False)
        sys.stdout.flush()
        return code or DONE
    except click.ClickException as err:
        err.show()
        return USAGE
    except CleanupError as err:
        talk(f"cleanup: {err}")
        return FOUND if isinstance(err, ArticleError) else USAGE
    except (click.Abort, KeyboardInterrupt):
        talk("cleanup: interrupted; what was finished stays, nothing is half-written")
        return INTERRUPTED


def run() -> None:
    """The console script."""
    gc.set_threshold(100_000)  # what a start makes is no garbage: looking for some was a tenth of it,
    for out in (sys.stdout, sys.stderr):
        out.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # file names may hold any byte
    code = main()
    gc.freeze()  # and looking through all of it before the process ends as much again
    if code == BROKEN_PIPE:  # what is still buffered has no reader: keep the interpreter from trying again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


class _App(click.Group):
    """Knows a broken pipe, which click itself calls exit code 1, from a failure."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            return BROKEN_PIPE
        return result


@click.group(cls=_App, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mt-cleanup", message="cleanup %(version)s")
def app() -> None:
    """Turn machine-translated articles into text a careful editor would sign.

    \b
    cleanup run                       raw/ → cleaned/
    cleanup diff NAME                 what changed in one article
    cleanup text < in.txt > out.txt   one text through a pipe
    """


@app.command("text")
@settings_option
def text_command(settings_file: Path | None) -> int:
    """Clean one text from stdin to stdout.

    \b
    cleanup text < article.txt > cleaned.txt
    """
    from cleanup.files import decode, to_bytes
    from cleanup.pipeline import Cleaner

    settings = settings_of(settings_file)
    raw = decode(sys.stdin.buffer.read(settings.max_bytes + 1), settings.max_bytes, "stdin")
    result = Cleaner(settings).clean(raw.text)
    for problem in result.problems:
        talk(f"cleanup: {problem}")
    sys.stdout.buffer.write(to_bytes(result.text))
    return DONE


@app.command("stream")
@settings_option
def stream_command(settings_file: Path | None) -> int:
    """Clean JSON lines from stdin to stdout.

    {"id", "text"[, "source"]} gives {"id", "text", "edits", "meta", "score"}. A bad line
    gives {"id", "error"} and the rest go on. Each line is answered at once.

    \b
    echo '{"id": 1, "text": "It rendered assistance ."}' | cleanup stream
    """
    from cleanup.ingest.jsonlines import clean_lines
    from cleanup.pipeline import Cleaner

    for line in clean_lines(sys.stdin.buffer, Cleaner(settings_of(settings_file))):
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    return DONE


@app.command("check")
@click.argument("paths", nargs=-1, required=True, type=paths_type)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
)
@out_option
@settings_option
def check_command(paths: tuple[Path, ...], form: str, out: Path, settings_file: Path | None) -> int:
    """Report findings in files or folders; change nothing.

    Exit code 0: nothing found, 1: something found, 2: wrong use or unreadable files.

    \b
    cleanup check raw/
    cleanup check --format sarif raw/ > findings.sarif
    """
    from cleanup.report.findings import as_github, as_plain_value, as_text, findings
    from cleanup.report.places import counted

    cleaner = _cleaner(out, settings_of(settings_file))
    problems: list[str] = []
    checked = _clean_here(paths, cleaner, problems)
    if form in ("text", "github"):
        counts = []
        for path, result in checked:
            for line in (as_github if form == "github" else as_text)(path, result):
                click.echo(line)
            counts.append(len(findings(result)))
    else:
        from cleanup.report.jsontext import to_json
        from cleanup.report.sarif import sarif

        whole = list(checked)
        counts = [len(findings(result)) for _, result in whole]
        rules = {i: c.rule for i, c in cleaner.rules.rules.items()}
        value = sarif(whole, rules) if form == "sarif" else [as_plain_value(*pair) for pair in whole]
        click.echo(to_json(value, indent=1))
    talk(f"{sum(counts)} found in {counted(len(counts), 'article')}")
    return USAGE if problems else FOUND if any(counts) else DONE


@app.command("diff")
@click.argument("names", nargs=-1, required=True, metavar="ID|PATH...")
@click.option("--removed", is_flag=True, help="List the lines taken out instead, with the reasons.")
@out_option
@settings_option
def diff_command(names: tuple[str, ...], removed: bool, out: Path, settings_file: Path | None) -> int:
    """Show what cleaning changes, word by word: [-deleted-]{+inserted+}.

    A name is an article of raw/, a file or a folder. The texts are cleaned anew, with the
    decisions kept in --out. For `patch` take ID.diff from that folder.

    \b
    cleanup diff my-article
    cleanup diff inbox/my-article.txt | less -R
    cleanup diff --removed my-article
    """
    from rich.console import Console

    from cleanup.report.words import removed_lines, word_diff

    paths = [_article_path(name) for name in names]
    problems: list[str] = []
    console = Console(soft_wrap=True, highlight=False, markup=False, emoji=False)
    for path, result in _clean_here(paths, _cleaner(out, settings_of(settings_file)), problems):
        for line in (removed_lines if removed else word_diff)(path, result):
            with console.capture() as shown:  # rich's own way with a broken pipe is exit code 1
                console.print(line)
            click.echo(shown.get(), nl=False, color=console.is_terminal)
    return USAGE if problems else DONE


def _article_path(name: str) -> Path:
    """The file of an article of raw/, unless the name is a path itself."""
    from cleanup.files import RAW, SUFFIXES

    here = [p for s in SUFFIXES if os.path.exists(p := RAW / f"{name}{s}")]
    return Path(name) if os.path.exists(name) or not here else here[0]


def _cleaner(out: Path, settings: Settings) -> Cleaner:
    """A cleaner that knows the decisions kept with the results."""
    from cleanup.batch import load_decisions
    from cleanup.pipeline import Cleaner

    return Cleaner(settings, decisions=load_decisions(settings, out))


def _clean_here(paths: Iterable[Path], cleaner: Cleaner, problems: list[str]) -> Iterator[tuple[str, Result]]:
    """Clean without writing: path and result of each article. What fails is told and goes into `problems`."""
    from cleanup.article import Article
    from cleanup.files import find_articles, read_raw

    def fail(problem: str) -> None:
        problems.append(problem)
        talk(f"cleanup: {problem}")

    found = find_articles(paths)
    for refused in found.refused:
        fail(refused.reason)
    for file in found.articles:
        try:
            raw = read_raw(file.path, cleaner.settings.max_bytes)
            result = cleaner.clean(Article(id=file.id, raw=raw.text, meta=raw.meta))
        except ArticleError as err:
            fail(str(err))
        except Exception as err:  # a defect of ours must not stop the other articles
            fail(f"{file.path}: {describe_defect(err)}")
        else:
            for problem in result.problems:
                talk(f"cleanup: {file.path}: {problem}")
            yield str(file.path), result


@app.group("rules")
def rules_group() -> None:
    """List the rules, show one, run their examples.

    \b
    cleanup rules list | grep wording
    cleanup rules show wording.dry-residue
    cleanup rules test
    """


@rules_group.command("list")
@settings_option
def rules_list(settings_file: Path | None) -> int:
    """List the rules loaded: id, tier, category, reason."""
    from cleanup.pipeline import Cleaner

    for rule_id, compiled in Cleaner(settings_of(settings_file)).rules.rules.items():
        rule = compiled.rule
        click.echo(f"{rule_id:<44} {rule.tier:<8} {rule.category:<32} {rule.why}")
    return DONE


@rules_group.command("show")
@click.argument("rule_id", metavar="ID")
@settings_option
def rules_show(rule_id: str, settings_file: Path | None) -> int:
    """Show one rule with its examples."""
    from cleanup.report.rules import described

    rules = _rules_of(rule_id, settings_file)
    for line in described(rules.rules[rule_id]):
        click.echo(line)
    return DONE


@rules_group.command("test")
@click.argument("rule_id", metavar="[ID]", required=False)
@settings_option
def rules_test(rule_id: str | None, settings_file: Path | None) -> int:
    """Run the examples of all rules, or of one."""
    from cleanup.examples import broken_examples
    from cleanup.report.places import counted

    rules = _rules_of(rule_id, settings_file)
    broken = list(broken_examples(rules, rule_id))
    for line in broken:
        click.echo(line)
    tested = counted(1 if rule_id else len(rules.rules), "rule")
    click.echo(f"{tested}, {counted(len(broken), 'broken example')}")
    return FOUND if broken else DONE


def _rules_of(rule_id: str | None, settings_file: Path | None) -> RuleSet:
    """The rules in force; a UsageError if `rule_id` is none of them."""
    from difflib import get_close_matches

    from cleanup.pipeline import Cleaner

    rules = Cleaner(settings_of(settings_file)).rules
    if rule_id is not None and rule_id not in rules.rules:
        near = ", ".join(get_close_matches(rule_id, rules.rules)) or "see `cleanup rules list`"
        raise click.UsageError(f"no rule {rule_id!r}; near: {near}")
    return rules


@app.group("names")
def names_group() -> None:
    """Add to the tables of names.

    \b
    cleanup names add "Zoë Quarles" "Зои Кварлз" --gender f --country GB --office minister
    """


@names_group.command("add")
@click.argument("name")
@click.argument("russian", nargs=-1, required=True)
@click.option("--gender", type=click.Choice(["f", "m"]), required=True)
@click.option("--country", required=True, help="ISO code: GB; INT and EU for their bodies.")
@click.option("--office", required=True, help="Words that speak of the person: foreign minister.")
@click.option("--also", multiple=True, help="Another English spelling in use; may be repeated.")
@click.option("--to", "folder", type=paths_type, help="Rule folder. Default: the first of rule_folders.")
@settings_option
def names_add(folder: Path | None, settings_file: Path | None, **fields: Any) -> int:
    """Add a person to a table.

    NAME is the English name; RUSSIAN is the Russian one, in each of its forms.
    """
    from cleanup.onomastics.gazetteer import Person
    from cleanup.onomastics.newnames import add_person

    folders = settings_of(settings_file).rule_folders
    if folder is None and not folders:
        raise click.UsageError('say where: --to FOLDER, and rule_folders = ["FOLDER"] in cleanup.toml')
    path = add_person(Person(**fields), folder or Path(folders[0]))
    click.echo(f"{fields['name']} is in {path}")
    if str(folder or folders[0]) not in folders:
        talk(f'cleanup: runs read it once cleanup.toml says rule_folders = ["{folder}"]')
    return DONE


@app.command("doctor")
@settings_option
def doctor_command(settings_file: Path | None) -> int:
    """Tell what is there, what is not, and how to get it."""
    from cleanup.doctor import examine

    found = list(examine(settings_of(settings_file)))
    for finding in found:
        click.echo(f"{finding.state:<8} {finding.name:<22} {finding.detail}")
    return FOUND if any(f.state == "missing" for f in found) else DONE


app.add_command(run_command)
app.add_command(review_group)
app.add_command(learn_group)
app.add_command(serve_command)
