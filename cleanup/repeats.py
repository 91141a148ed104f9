"""Which words and phrases of a text follow themselves?

Start reading at `repeats`. Words become one byte each; laid over itself, shifted by
n words, the text shows zero bytes where n words repeat. Only these places are looked
at closely, so a text without repeats costs little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice
from operator import itemgetter
from typing import NamedTuple

from cleanup.patterns import lazy_re

LONGEST_PHRASE = 12
"""Words of the longest phrase looked for; longer ones are sentences."""
_CHUNK = 100_000
"""Characters looked at in one go, so that a huge text needs little memory."""
_OVERLAP = 1_000
"""Characters that a phrase and its repeat may take together."""
_TOKEN = lazy_re(r"\S+")
_MARKS = "".join(c for c in map(chr, range(33, 127)) if not c.isalnum()) + "“”„«»‘’–—…•\u200b"
_CLINGING = 2
"""Words at either end of a repeat that may differ by a mark."""
_SCATTERED = bytes((n * 37) & 255 for n in range(256))
_SHIFTS = [(n, max(n - 2, min(n, 2))) for n in range(LONGEST_PHRASE + 1, 0, -1)]
"""Words by which a text is shifted, and how many must then be alike: marks cling to the outer
words of a phrase, so those may differ."""
_NONE = [bytes(n) for n in range(LONGEST_PHRASE)]
_ZEROS = [re.compile(rb"\0" * n + rb"\0*") for n in range(LONGEST_PHRASE)]
"""At least n zeros; `re` is fast where a pattern begins with plain characters."""
_ZERO = re.compile(b"\\0")
_LINKS = ("", "and", "or")
"""What may stand between a phrase and its repeat: a mark, `and`, `or`."""


class Repeat(NamedTuple):
    """Words at text[start:first_end] that stand again up to `end`."""

    start: int
    first_end: int
    second: int
    """Where the repeat starts."""
    end: int
    words: tuple[str, ...]
    link: str


def repeats(folded: str, spare: frozenset[str] = frozenset()) -> Iterator[Repeat]:
    """Words and phrases that follow themselves, at once or after a mark, “and” or “or”.

    Words of `spare` may stand twice.

    >>> t = "he wants to go, he wants to go to the the open and open sea"
    >>> [t[r.start:r.end] for r in repeats(t)]
    ['he wants to go, he wants to go', 'the the', 'open and open']
    """
    length, reach = len(folded), 0
    for begin in range(0, max(1, length), _CHUNK):
        end = min(length, begin + _CHUNK + _OVERLAP)
        tokens = folded[begin:end].split()
        found = [run for run in _runs(tokens) if run[1] > 2 or _bare(tokens[run[0]]) not in spare]
        if not found:
            continue
        at = found[0][0]
        rest = folded[begin:end].split(None, at)[-1]  # outruns a pattern
        places = _TOKEN.finditer(folded, end - len(rest), end)
        for first, size, total in found:
            spans = [m.span() for m in islice(places, first - at, first - at + total)]
            at = first + total
            if spans[0][0] >= begin + _CHUNK:
                break  # what begins in the overlap is found again in the next chunk
            if spans[0][0] >= reach:  # else it is the rest of one that began in the chunk before
                yield _repeat(tokens[first:at], spans, size)
            reach = spans[-1][1]


def _repeat(tokens: list[str], spans: list[tuple[int, int]], size: int) -> Repeat:
    words = [_bare(t) for t in tokens]
    link = words[size - 1] if size > 1 and words[size - 1] in _LINKS and len(words) % size else None
    one = size if link is None else size - 1
    first = [i for i in range(one) if words[i]]
    last = max(i for i in range(len(words)) if words[i])

    def end_of(i: int) -> int:
        return spans[i][0] + tokens[i].rindex(words[i]) + len(words[i])

    return Repeat(
        start=spans[0][0] + tokens[0].index(words[0]),
        first_end=end_of(first[-1]),
        second=spans[size][0] + tokens[size].index(words[size]),
        end=end_of(last),
        words=tuple(words[i] for i in first),
        link=link or "",
    )


def _runs(tokens: list[str]) -> list[tuple[int, int, int]]:
    """(first token, tokens of the phrase with its link, tokens in all), in order and apart."""
    letters, lengths = _first_letters(tokens), _lengths(tokens)
    codes, length = letters ^ lengths, len(tokens)
    taken = bytearray(length)
    found: list[tuple[int, int, int]] = []
    for size, least in _SHIFTS:
        if size > length // 2 + 1:
            continue
        zeros = _shifted(codes, size, length)
        places = _overlaid(tokens, zeros, size, least) if _NONE[least] in zeros else ()
        for start, end in chain(places, _twins(tokens, letters)) if size == 2 else places:
            run = _grown(tokens, start, end, size)
            if run and taken.find(1, run[0], run[0] + run[2]) < 0:
                taken[run[0] : run[0] + run[2]] = b"\1" * run[2]
                found.append(run)
    return sorted(found)


def _first_letters(tokens: list[str]) -> int:
    return int.from_bytes("".join(map(itemgetter(0), tokens)).encode("latin-1", "replace"), "little")


def _lengths(tokens: list[str]) -> int:
    try:
        lengths = bytes(map(len, tokens))
    except ValueError:  # a token of more than 255 characters
        lengths = bytes(min(len(t), 255) for t in tokens)
    return int.from_bytes(lengths.translate(_SCATTERED), "little")


def _shifted(codes: int, size: int, length: int) -> bytes:
    """The codes laid over themselves, `size` tokens on: zero where they are the same."""
    return (codes ^ (codes >> (8 * size))).to_bytes(length, "little")[:-size]


def _overlaid(tokens: list[str], zeros: bytes, size: int, least: int) -> Iterator[tuple[int, int]]:
    """Stretches of at least `least` tokens that equal those `size` tokens on."""
    for m in _ZEROS[least].finditer(zeros):
        start = m.start()
        for i in range(m.start(), m.end() + 1):
            # one byte cannot tell all words apart
            if i == m.end() or tokens[i] != tokens[i + size]:
                if i - start >= least:
                    yield start, i
                start = i + 1


def _twins(tokens: list[str], letters: int) -> Iterator[tuple[int, int]]:
    """The places of words on both sides of `and` or `or`."""
    for m in _ZERO.finditer(_shifted(letters, 2, len(tokens))):
        i = m.start()
        if tokens[i + 1] in _LINKS and _same(tokens[i], tokens[i + 2]):
            yield i, i + 1


def _grown(tokens: list[str], start: int, end: int, size: int) -> tuple[int, int, int] | None:
    """The stretch with its outer words, if it makes a whole repeat."""
    for _ in range(_CLINGING):
        if start and _same(tokens[start - 1], tokens[start - 1 + size]):
            start -= 1
        if end + size < len(tokens) and _same(tokens[end], tokens[end + size]):
            end += 1
    while start < end and not _bare(tokens[start]):
        start += 1
    copies, rest = divmod(end - start, size)
    if size > 1 and rest == size - 1 and _bare(tokens[start + size - 1]) in _LINKS:
        return start, size, size * (copies + 1) + rest
    if not copies or (size > 1 and _same(tokens[start], tokens[start + 1])):
        return None
    return start, size, size * (copies + 1)


def _same(one: str, other: str) -> bool:
    return one == other or _bare(one) == _bare(other) != ""


def _bare(token: str) -> str:
    return token.strip(_MARKS)
