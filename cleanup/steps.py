"""How does a pass of several steps propose a finished change?

Steps that feed each other (a no-break space becomes a space, the space then stands before
a comma) would need several runs of the pass. `run_steps` runs them on a draft until they
are done and proposes the outcome, so that one run of the pass is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from cleanup.draft import Draft
from cleanup.edits import Edit, Proposal
from cleanup.page import Page
from cleanup.pieces import LENGTH, Piece, moved
from cleanup.triggers import Trigger, trigger

Look = Callable[[Page, str], Iterable[Proposal | None]]
"""Looks at a text, which is the page's after the steps before, and proposes changes of it."""


class Step(NamedTuple):
    """A look at a text that is worth while only where its trigger occurs."""

    look: Look
    trigger: Trigger
    local: bool
    """Whether a line and REACH characters around it (see pieces.py) tell all that is found in it."""


def needs(pattern: str, *, local: bool = False) -> Callable[[Look], Step]:
    """Make a step of a function: each of its findings holds `pattern` (see triggers.py)."""
    number = trigger(pattern)
    return lambda look: Step(look, number, local)


MOST_ROUNDS = 8
"""Hostile text can feed steps for long; real articles need two rounds."""


def run_steps(page: Page, steps: Sequence[Step]) -> Iterator[Proposal]:
    """Run the steps in order until none changes the text; the sum, as changes of `page.text`."""
    present = page.triggers
    if not any(s.trigger in present for s in steps):
        return
    left_text, silent = page.silent.get(steps, ("", frozenset[int]()))
    # the steps known to find nothing in the draft's text: often it is the one that they left
    nothing = set(silent if left_text == page.text else ())
    draft = Draft(page.text)
    changes: list[list[Proposal]] = []
    left: list[list[Edit]] = [[] for _ in steps]
    turn = quiet = 0
    while quiet < len(steps) and turn < MOST_ROUNDS * len(steps):
        number = turn % len(steps)
        step = steps[number]
        worthwhile = step.trigger in present and number not in nothing
        proposals = _look(page, step, draft.text) if worthwhile else []
        if not proposals:
            nothing.add(number)
        made, left[number] = draft.take(proposals) if proposals else ([], [])
        if made:
            present = page.memory.triggers(draft.text)
            changes.append(made)
            nothing.clear()
        quiet = 0 if made else quiet + 1
        turn += 1
    page.silent[steps] = draft.text, nothing
    if len(changes) == 1 and not any(left):  # as nearly always: no need to add up
        yield from (p for p in changes[0] if p.after != page.text[p.start : p.end])
        return
    for edit in (*draft.applied, *(e for edits in left for e in edits)):
        yield msgspec.convert(edit, Proposal, from_attributes=True)


def _look(page: Page, step: Step, text: str) -> list[Proposal]:
    """What a step proposes; a local one reads only the pieces that are new and hold its trigger."""
    if not step.local or len(text) <= LENGTH:
        return [p for p in step.look(page, text) if p is not None]

    def find(piece: Piece) -> list[Proposal]:
        if step.trigger not in page.memory.triggers_of(piece):
            return []
        window, low, high = piece.key
        end = high + (piece.end == len(text))
        return [p for p in step.look(page, window) if p is not None and low <= p.start < end]

    return [moved(p, piece.offset) for piece, found in page.memory.look(text, step, find) for p in found]


def occurrences(text: str, *needles: str) -> Iterator[int]:
    """Where the needles begin, needle by needle. `str.find` outruns a pattern by far.

    >>> list(occurrences("a , b , c .", " ,", " ."))
    [1, 5, 9]
    """
    for needle in needles:
        at = text.find(needle)
        while at >= 0:
            yield at
            at = text.find(needle, at + 1)
