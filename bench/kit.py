"""The evaluation kit in ../shared/eval, run on this checkout's `cleanup stream`.

The kit and its data do not belong to the project; where they are away, `available`
is false and the gate says so.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import inscriptis
from rapidfuzz.distance import Levenshtein

from cleanup.edits import Edit, Proposal

KIT = Path(__file__).parent.parent.parent / "shared" / "eval"
ARTICLES = KIT.parent / "articles"
SYSTEM = f"{sys.executable} -m cleanup stream"

Figures = dict[str, float]


def available() -> bool:
    """Whether the kit lies beside the checkout."""
    return (KIT / "score_gold.py").is_file()


def require() -> None:
    """End the program where the kit is away."""
    if not available():
        print(f"needs the evaluation data in {KIT}", file=sys.stderr)
        raise SystemExit(2)


def run(script: str, *options: str, system: str = SYSTEM) -> Any:
    """What a script of the kit writes with --json. Raises CalledProcessError with its stderr."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "figures.json"
        subprocess.run(
            [sys.executable, script, "--json", str(out), "--system", f"us={system}", *options],
            cwd=KIT,
            env={**os.environ, "EVAL_DATA": str(KIT / "data"), "PYTHONDONTWRITEBYTECODE": "1"},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return json.loads(out.read_text("utf-8"))


def speed_corpus(megabytes: float) -> list[str]:
    """The documents of the kit's own speed measure."""
    sys.path.insert(0, str(KIT))
    spec = importlib.util.spec_from_file_location("kit_speed", KIT / "speed.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    documents: list[str] = module.build(KIT / "data", megabytes)
    return documents


def pages() -> Iterator[str]:
    """The web pages of the boilerplate measure as plain text, in a fixed order."""
    for path in sorted((KIT / "data" / "aeb" / "html").glob("*.html.gz")):
        yield inscriptis.get_text(gzip.decompress(path.read_bytes()).decode())


@cache
def text_module() -> Any:
    """The kit's evalkit.text: what counts as an edit of content."""
    sys.path.insert(0, str(KIT))
    return importlib.import_module("evalkit.text")


def direction(text: str, goal: str, change: Edit | Proposal) -> str:
    """Whether one change of a text, made alone, brings it nearer to what a person made of it."""
    norm = text_module().norm
    alone = text[: change.start] + (change.after or "") + text[change.end :]
    before = Levenshtein.distance(norm(text), norm(goal))
    after = Levenshtein.distance(norm(alone), norm(goal))
    return "nearer" if after < before else "further" if after > before else "same"


def gold(system: str = SYSTEM) -> Figures:
    """Shares of annotated items at the right level, and edits nothing explains."""
    got = run(
        "score_gold.py", "--articles", str(ARTICLES), "--gold", str(ARTICLES / "gold.yaml"), system=system
    )
    per_thousand = 1000 / got["words"]["article"]
    tiers, edits = got["figures"]["us"]["tiers"], got["figures"]["us"]["edits"]
    offered = edits.get("article suggested", 0) + edits.get("article flagged", 0)
    return {
        **{name: tiers[name].get("right", 0) / tiers[name]["n"] for name in ("auto", "suggest", "flag")},
        "wrong_fixes": edits.get("wrong fix", 0),
        "applied_unexplained": edits.get("article applied", 0) * per_thousand,
        "offered_unexplained": offered * per_thousand,
    }


HOUSE_STYLE = ("locale/", "design/")
"""Categories a post-editor of single segments leaves alone: our numerals and dates, furniture."""


def postedit(system: str = SYSTEM) -> Figures:
    """Harm to segments a human left alone; whether applied edits move towards the post-edit.

    The second is counted without house style, since the post-editors had none.
    """
    with tempfile.NamedTemporaryFile("r", suffix=".tsv", encoding="utf-8") as dump:
        counts = run("score_postedit.py", "--dump", dump.name, system=system)["scores"]["us"]["counts"]
        edits = [line.split("\t") for line in dump.read().splitlines()]
    applied = [e for e in edits if e[2] == "applied" and not e[4].startswith(HOUSE_STYLE)]
    directions = Counter(e[6] for e in applied)
    return {
        "harmed": counts.get("harmed", 0) / counts["untouched"],
        "nearer_per_further": directions["down"] / max(1, directions["up"]),
        "nearer_share": directions["down"] / max(1, len(applied)),
    }


def harm(system: str = SYSTEM) -> Figures:
    """Content edits per 10,000 words of human English; what is offered, apart for human translations
    from Russian (`references`), which hold calques too."""
    got = run("score_harm.py", "--top", "0", system=system)
    words, figures = got["words"], got["figures"]["us"]
    references = {name for name in words if name.endswith("-ref")}

    def total(names: Iterable[str], *statuses: str) -> float:
        counts = [int(figures[n].get(f"{status} content", 0)) for n in names for status in statuses]
        among: int = sum(words[n] for n in names)
        return sum(counts) * 10_000 / among

    offered = "suggested", "flagged"
    return {
        "applied": total(words, "applied"),
        "offered": total(words.keys() - references, *offered),
        "offered_references": total(references, *offered),
    }


def encoding(system: str = SYSTEM) -> Figures:
    """Cases of ftfy passed, of 151."""
    counts = run("score_encoding.py", system=system)["us"]["all expected to pass"]
    return {"passed": counts.get("exact", 0) + counts.get("either", 0)}


def boilerplate(system: str = SYSTEM) -> Figures:
    """F1 on whole pages flattened to text, two ways."""
    figures = run("score_boilerplate.py", system=system)["figures"]
    return {"f1_inscriptis": figures["us inscriptis"]["f1"], "f1_bs4": figures["us bs4"]["f1"]}
