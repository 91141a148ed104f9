"""Where was UTF-8 read under another charset, and what did it say?

ftfy knows; this module asks it only about the lines that its own test for badness could
refuse, and cuts its answer into changes of a few characters. Start reading at `changes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from cleanup.patterns import lazy_re, lazy_regex

_HARMLESS = "“”‘’«»–—…\u00a0"
_ODD = lazy_regex(
    rf"[^\x00-\x7f](?:(?<=[\x80-\x9fÃÂŒœ])|(?<![{_HARMLESS}])[^\x00-\x7f]|[^\x00-\x7f{_HARMLESS}])"
)
"""What bounds the stretches that may be given to ftfy: two non-ASCII characters in a row that are not both
common punctuation, or one of the few that are bad before an ASCII one."""
_SOUND = "А-Яа-яЁёІіЇїЄє\u2600-\uf8fe\ufb03-\ufffc\U00010000-\U0010ffff"
"""Cyrillic, East Asian letters and emoji, which ftfy calls bad only beside others (вЂ)."""
_SUSPECT = lazy_re(
    rf"[^\x00-\x7f{_SOUND}](?:(?<=[\x80-\x9fÃÂŒœ])"
    rf"|(?<![{_HARMLESS}])(?:[^\x00-\x7f]|(?<=[^\x00-\x7f][^\x00-\x7f]))|(?<=[ВГРС][{_HARMLESS}])[ВГРС])"
)
"""What every match of ftfy's BADNESS_RE holds: something odd, and not for sound characters; or two letters
that begin Cyrillic in UTF-8 with a mark between."""
_TOP_OF_UTF8 = lazy_re("(?<=[a-z]{2})√[\u00a0-\u03ff†‡•≤≥≠∞±]")
"""MacRoman for an accented letter (pi√π for più), which ftfy takes for mathematics: but
no root stands after a word."""

_SEGMENT = 4000
"""Longest text given to ftfy at once; it tries some fifteen charsets on each."""


class LocalChange(NamedTuple):
    """text[start:end] should read `after`."""

    start: int
    end: int
    after: str


def is_suspect(text: str) -> bool:
    """Whether `changes` could find anything. May be asked about the non-ASCII runs alone."""
    return _SUSPECT.search(text) is not None


def changes(text: str) -> Iterator[LocalChange]:
    """The places where ftfy undoes mojibake, each as small as can be.

    >>> list(changes("The cafÃ© â€” closed."))
    [LocalChange(start=7, end=9, after='é'), LocalChange(start=10, end=13, after='—')]
    >>> list(changes("“Qué será…” — «Straße»"))
    []
    """
    for start, end in _odd_segments(text):
        segment = text[start:end]
        fixed = _mended(segment) if is_suspect(segment) else segment
        if fixed != segment:
            for change in local_changes(segment, fixed):
                yield LocalChange(start + change.start, start + change.end, change.after)


@lru_cache(maxsize=64)
def _mended(segment: str) -> str:
    """What ftfy makes of it; the same lines are asked about until nothing changes any more."""
    import ftfy  # its tables take a tenth of a second, and most texts need none of them

    return _TOP_OF_UTF8.sub(_undo_root, ftfy.fix_encoding(segment, ftfy.TextFixerConfig(explain=False)))


def is_all_utf8(run: str) -> bool:
    """Whether ftfy reads every character of a broken run anew: then it is surely right.

    >>> is_all_utf8("Ð¿Ñ€Ð¸Ð²ÐµÑ‚"), is_all_utf8("ÊÈ¯Â")
    (True, False)
    """
    start = run[:_SEGMENT]
    if not is_suspect(start):
        return False
    import ftfy

    fixed = ftfy.fix_encoding(start)
    return fixed != start and not {c for c in fixed if not c.isascii()}.intersection(start)


def local_changes(before: str, after: str) -> list[LocalChange]:
    """What differs between two texts, one made from the other by mending characters.

    Mending leaves ASCII letters and digits alone, so they are the same in both and
    what lies between them corresponds.

    >>> local_changes("voilÃ  le", "voilà le")
    [LocalChange(start=4, end=6, after='à')]
    """
    old, new = [*_ANCHOR.finditer(before)], [*_ANCHOR.finditer(after)]
    if [m[0] for m in old] != [m[0] for m in new]:
        return [_trimmed(before, after, 0)]
    found: list[LocalChange] = []
    old_pos = new_pos = 0
    ends = [(m.start(), n.start()) for m, n in zip(old, new, strict=True)] + [(len(before), len(after))]
    for old_end, new_end in ends:
        if before[old_pos:old_end] != after[new_pos:new_end]:
            found += _by_space(before[old_pos:old_end], after[new_pos:new_end], old_pos)
        old_pos, new_pos = old_end + 1, new_end + 1
    return found


def _by_space(before: str, after: str, offset: int) -> Iterator[LocalChange]:
    """The changes word by word, where no space was part of what is mended."""
    old, new = before.split(" "), after.split(" ")
    if len(old) != len(new):
        old, new = [before], [after]
    for was, becomes in zip(old, new, strict=True):
        if was != becomes:
            yield _trimmed(was, becomes, offset)
        offset += len(was) + 1


_ANCHOR = lazy_re(r"[0-9A-Za-z]")


def _trimmed(before: str, after: str, offset: int) -> LocalChange:
    """The change of `before`, which lies at `offset`, without what both texts share."""
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    return LocalChange(offset + start, offset + len(before) - end, after[start : len(after) - end])


def _shared(a: str, b: str) -> int:
    """Length of the longest beginning of both."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _undo_root(m: re.Match[str]) -> str:
    try:
        return m[0].encode("mac-roman").decode("utf-8")
    except UnicodeError:
        return m[0]


def _odd_segments(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the lines that hold something odd, long ones cut at a space."""
    pos = 0
    while m := _ODD.search(text, pos):
        start = max(pos, text.rfind("\n", pos, m.start()) + 1)
        least = m.start() - _SEGMENT // 4
        if start < least:
            start = text.rfind(" ", start, least) + 1 or least
        limit = min(start + _SEGMENT, len(text))
        end = text.find("\n", m.end(), limit) + 1
        if not end:
            end = limit if limit == len(text) else text.rfind(" ", m.end(), limit) + 1 or limit
        yield start, end
        pos = end
