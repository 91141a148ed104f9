"""How is a queue gone through at a terminal? The same decisions, a change at a time. Start at `walk`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from rich.text import Text

from cleanup.errors import CleanupError
from cleanup.report.marked import shown_change
from cleanup.report.places import shortened, visible
from cleanup.review.desk import Desk, Folder, Item, Request

HELP = "a accept  x reject  e own wording  space skip  u undo  n next article  q quit"
_AROUND = 160
"""Characters of context on each side: two lines of a terminal."""
_MOST_SHOWN = 600
"""Longest text of a change shown whole."""

Say = Callable[[Text], None]
Ask = Callable[[str], str]


def walk(desk: Desk, who: str, say: Say, key: Callable[[], str], ask: Ask) -> int:
    """Go through the open changes until the end or `q`; returns how many decisions were taken.

    `key` waits for a key; `ask` for a line.
    """
    taken: list[int] = []
    left: Folder | None = None
    for folder, item in _open_changes(desk):
        if folder is left or any(i.key == item.key and i.entry for i in desk.items(folder)):
            continue  # the article is left for later, or the change was decided together with one like it
        say(Text(f"\n{visible(folder.id)}", style="bold"))
        say(in_context(folder, item))
        while True:
            pressed = key()
            if pressed == "q":
                return len(taken)
            if pressed == "u":
                say(Text(_undo(desk, taken, who)))
            elif pressed in ("a", "x", "e"):
                verdict: Literal["accept", "reject"] = "reject" if pressed == "x" else "accept"
                after = ask("own wording: ") if pressed == "e" else None
                request = Request(id=item.edit.id, verdict=verdict, after=after)
                say(Text(_decide(desk, folder, request, taken, who)))
                break
            elif pressed in (" ", "n", "j"):
                left = folder if pressed == "n" else None
                break
            else:
                say(Text(HELP))
    say(Text("Nothing more is open."))
    return len(taken)


def in_context(folder: Folder, item: Item) -> Text:
    """The change in its line, then the rule and the reason."""
    edit = item.edit
    left = folder.raw[max(0, edit.start - _AROUND) : edit.start].rpartition("\n")[2]
    right = folder.raw[edit.end : edit.end + _AROUND].partition("\n")[0]
    text = Text(visible(left))
    text.append(f"[-{_visible_change(edit.before)}-]", style="red")
    if edit.after is not None:
        text.append(f"{{+{_visible_change(edit.after)}+}}", style="green")
    text.append(visible(right))
    text.append(f"\n  {edit.tier} {edit.rule}: {visible(edit.message)}", style="dim")
    return text


def _visible_change(text: str) -> str:
    return visible(shown_change(shortened(text, _MOST_SHOWN)).replace("\n", "↵"))


def _open_changes(desk: Desk) -> Iterator[tuple[Folder, Item]]:
    for folder in sorted(desk.folders.values(), key=lambda f: f.id):
        for item in desk.items(folder):
            if item.state == "open":
                yield folder, item


def _decide(desk: Desk, folder: Folder, request: Request, taken: list[int], who: str) -> str:
    answer = desk.decide(folder, [request], who=who)
    taken += answer.done
    if answer.conflicts:
        other = answer.conflicts[0]
        return f"{visible(other.who)} decided here first: {other.decision.verdict}. That stands."
    return "saved"


def _undo(desk: Desk, taken: list[int], who: str) -> str:
    if not taken:
        return "nothing to undo"
    try:
        desk.undo([taken.pop()], who=who)
    except CleanupError as err:
        return str(err)
    return "the last decision is undone; its change comes again in the next session"
