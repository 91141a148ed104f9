"""Which lines of an article need rules look at again? Start reading at `Memory.anew`.

A change makes the passes look once more at a text that is nearly the same. A pattern sees one line,
so where none matched a line before, none will, and only the other lines are worth the time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from cleanup.finder import Hit


class Memory:
    """What the rules of each pass found in the text of an article that they saw last."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[str, list[int]]] = {}

    def keep(self, pass_name: str, text: str, matched: list[int]) -> None:
        """Note the places where rules of a pass matched a text, and that no others did."""
        self._seen[pass_name] = text, matched

    def anew(self, pass_name: str, text: str, hits: list[Hit]) -> list[Hit]:
        """The hits in lines that the pass has not seen, or has seen a match in."""
        if pass_name not in self._seen or not hits:
            return hits
        before, matched = self._seen[pass_name]
        known = set(_with_the_one_before(before))
        met = {_line_at(before, at) for at in matched}
        starts, ends = [], []
        pos = 0
        for pair in _with_the_one_before(text):
            if pair not in known or pair[1] in met:
                starts.append(pos)
                ends.append(pos + len(pair[1]))
            pos += len(pair[1]) + 1
        return [h for h in hits if (i := bisect_right(starts, h[1])) and h[1] <= ends[i - 1]]


def _with_the_one_before(text: str) -> Iterator[tuple[str, str]]:
    """Each line with the line over it, at whose end a look-behind may look."""
    lines = text.split("\n")
    return zip(["", *lines], lines, strict=False)


def _line_at(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]
