"""What changed, word by word, for a person at a terminal? Start reading at `word_diff`.

Deleted words stand in [-…-], inserted ones in {+…+}, as `git diff --word-diff` shows
them, so that the signs alone tell what colour tells too.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from cleanup.edits import Edit, Tier
from cleanup.pipeline import Result
from cleanup.report.diff import LineIndex
from cleanup.report.findings import in_words
from cleanup.report.places import counted, visible

_NEAR = 80
"""Characters shown either side of a change; what lies between two changes nearer than twice
that is shown whole, so an ordinary paragraph is not cut."""

_STYLE: dict[Tier, str] = {"auto": "dim", "suggest": "yellow", "flag": "magenta"}


def word_diff(title: str, result: Result) -> Iterator[Text]:
    """The article's changed lines, then what is left for a person."""
    index = LineIndex(result.raw)
    yield Text(visible(title), style="bold")
    group: list[Edit] = []
    reach = -1
    hidden = 0
    for edit in (e for e in result.edits if e.in_text):
        if edit.is_layout:
            hidden += 1
            continue
        if group and index.number(edit.start) > reach:
            yield _changed(index, group)
            group = []
        group.append(edit)
        reach = index.number(max(edit.start, edit.end - 1))
    if group:
        yield _changed(index, group)
    for edit in result.edits:
        if edit.status in ("suggested", "flagged"):
            yield _left(index, edit)
    yield Text(_closing(result, hidden), style="bold")


def removed_lines(title: str, result: Result) -> Iterator[Text]:
    """The lines of the raw text that are gone from the cleaned one, each with its reason."""
    index = LineIndex(result.raw)
    yield Text(visible(title), style="bold")
    count = 0
    for edit in result.edits:
        if edit.in_text and edit.after == "" and _is_whole_lines(result.raw, edit):
            at = edit.start + len(edit.before) - len(edit.before.lstrip())
            for number, line in enumerate(edit.before.strip().split("\n"), index.number(at) + 1):
                if line.strip():
                    count += 1
                    yield Text(f"{number:>5}  {visible(line.strip())}")
            yield Text(f"       {edit.rule}: {visible(edit.message)}", style=_STYLE[edit.tier])
    yield Text(f"{counted(count, 'line')} removed", style="bold")


def _is_whole_lines(raw: str, edit: Edit) -> bool:
    """Whether an edit leaves nothing of the lines its words stand on."""
    words = edit.before.strip()
    start = edit.start + edit.before.find(words)
    end = start + len(words)
    head = raw[raw.rfind("\n", 0, start) + 1 : start]
    stop = raw.find("\n", end)
    tail = raw[end : stop if stop >= 0 else None]
    return bool(words) and not head.strip() and not tail.strip()


def _changed(index: LineIndex, group: list[Edit]) -> Text:
    """The raw lines of some edits with the edits marked in them."""
    first = index.number(group[0].start)
    pos, end = index.start(first), index.start(index.number(max(group[-1].start, group[-1].end - 1)) + 1)
    text = Text(f"{first + 1:>5}  ", style="")
    for edit in group:
        text.append(_near(index.text[pos : edit.start], pos > index.start(first)))
        if edit.before:
            text.append(f"[-{_kept(edit.before)}-]", style="red strike")
        if edit.after:
            text.append(f"{{+{_kept(edit.after)}+}}", style="green")
        pos = edit.end
    rest = index.text[pos:end].rstrip("\r\n")
    text.append(visible(rest if len(rest) <= 2 * _NEAR else f"{rest[:_NEAR]} …"))
    return text


def _near(between: str, inside: bool) -> str:
    """Unchanged text before a change, shortened where it is long."""
    if len(between) <= 2 * _NEAR:
        return visible(between)
    return visible((f"{between[:_NEAR]} … " if inside else "… ") + between[-_NEAR:])


def _kept(text: str) -> str:
    return visible(text if len(text) <= 4 * _NEAR else f"{text[: 2 * _NEAR]} … {text[-2 * _NEAR :]}")


def _left(index: LineIndex, edit: Edit) -> Text:
    line = f"{index.number(edit.start) + 1:>5}  {edit.tier} {edit.rule}: {in_words(edit)}"
    return Text(line, style=_STYLE[edit.tier])


def _closing(result: Result, hidden: int) -> str:
    score = result.score
    layout = f" ({hidden} of them spaces and line ends, not shown)" if hidden else ""
    points = f"penalty {score.before} → {score.after} per 1,000 words"
    return f"       {score.fixed} applied{layout}, {score.left} for a person; {points}"
