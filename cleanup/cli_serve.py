"""The command line of the API: `cleanup serve`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from cleanup.cli_options import out_option, settings_of, settings_option

_PORT = 8082
"""Beside LanguageTool's own 8081, where `make languagetool` and others start one."""
_MOST_JOBS = 4
"""Each takes 200 MB; who wants more asks for them."""
_natural = click.IntRange(min=1)


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=_PORT, show_default=True, help="0: any free.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; others need --token.")
@click.option("--token", default="", envvar="CLEANUP_TOKEN", show_envvar=True, help="Secret word to ask for.")
@click.option(
    "--cors", multiple=True, metavar="ORIGIN", help="Web pages that may ask; may be repeated; * for all."
)
@click.option("--upstream", default="", metavar="URL", help="A LanguageTool server whose matches join ours.")
@click.option(
    "--jobs",
    type=_natural,
    default=lambda: min(os.cpu_count() or 1, _MOST_JOBS),
    help="Processes that clean. Default: one a core, up to 4.",
)
@click.option(
    "--at-once", type=_natural, default=100, show_default=True, help="Most requests worked on at a time."
)
@click.option(
    "--max-bytes", type=_natural, default=1_000_000, show_default=True, help="Longest request body."
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0.1),
    default=60,
    show_default=True,
    help="Longest time for a text.",
)
@out_option
@settings_option
def serve_command(settings_file: Path | None, **chosen: Any) -> int:
    """Serve an HTTP API for editors and programs.

    For editors it is LanguageTool's, for programs our own; the page at its address describes it. It
    listens on this machine alone unless --host says otherwise. SIGTERM and Ctrl-C end it when the
    requests in work are answered.

    \b
    cleanup serve
    cleanup serve --host 0.0.0.0 --token WORD --jobs 4
    cleanup serve --upstream http://127.0.0.1:8081
    """
    from cleanup.server.serve import Options, serve

    serve(settings_of(settings_file), Options(**chosen), lambda address: click.echo(f"Serving on {address}"))
    return 0
