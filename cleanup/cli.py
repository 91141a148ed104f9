"""The command line. The only file that prints."""

from __future__ import annotations

import sys

import click
import msgspec

from cleanup.article import Article
from cleanup.examples import broken_examples
from cleanup.pipeline import Cleaner


@click.group()
def app() -> None:
    """Turn machine-translated articles into text a careful editor would sign."""


class _Row(msgspec.Struct):
    id: str | int
    text: str
    source: str | None = None


@app.command()
def stream() -> None:
    """JSON lines in, JSON lines out."""
    cleaner = Cleaner()
    encoder = msgspec.json.Encoder()
    for line in sys.stdin.buffer:
        row = msgspec.json.decode(line, type=_Row)
        r = cleaner.clean(Article(id=str(row.id), raw=row.text, source=row.source))
        out = {"id": row.id, "text": r.text, "edits": r.edits, "meta": r.meta, "score": r.score}
        sys.stdout.buffer.write(encoder.encode(out) + b"\n")
        sys.stdout.buffer.flush()


@app.group()
def rules() -> None:
    """Look at the rules and test them."""


@rules.command("test")
@click.argument("rule_id", required=False)
def rules_test(rule_id: str | None) -> None:
    """Run the examples of all rules, or of one."""
    cleaner = Cleaner()
    broken = list(broken_examples(cleaner.rules, rule_id))
    for line in broken:
        click.echo(line)
    click.echo(f"{len(cleaner.rules.rules)} rules, {len(broken)} broken examples")
    sys.exit(1 if broken else 0)


def main(argv: list[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    return app.main(args=argv, prog_name="cleanup", standalone_mode=False) or 0


def run() -> None:
    """The console script."""
    sys.exit(main())
