"""In which charset was a run of Cyrillic letters written, and in which was it read?

Start reading at `CharsetGuesser._repair`: a broken run is read again under every pair of
charsets that Russian and Ukrainian texts meet, and the reading that looks like words,
by the pairs of letters in it, wins if it wins clearly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from cleanup.patterns import lazy_regex

_READ_AS = ("latin-1", "sloppy-windows-1252", "sloppy-windows-1251", "koi8-u", "koi8-r", "cp866", "cp437")
_WRITTEN_IN = ("cp1251", "koi8-u", "cp866")

_WORD = lazy_regex(r"\p{Cyrillic}+")
_TYPOGRAPHIC = frozenset("“”‘’„‚«»–—…•№°\u00a0")
"""Marks that stand in sound text beside broken letters, so they may keep their reading."""
_TORN = lazy_regex(r"(?<=\p{Cyrillic})[“”‘„‚«»…•№°](?=\p{Cyrillic})")

_GOOD = 3.3
"""Least quality of words: of 6,000 common Russian and Ukrainian words 99.9 % reach it."""
_FAIR = 2.2
_SURE_BYTES = 2.5
"""What it adds to fair words that the bytes are UTF-8, which chance hardly makes."""
_STEP = 1.0
"""What a further layer must gain: the simplest story is the likeliest."""
_MARGIN = 1.0
"""How much better than the text itself a reading must be, where that is Cyrillic too."""
_MEANT_MARGIN = 2.0
"""The same for well-formed words, which may be a third language (Bulgarian сърце)."""
_CLEAR = 0.4
"""How far the best reading must lie before the next to be made unasked. Of single words so
repaired under 0.5 % are wrong, of phrases none."""
_FEW_LETTERS = 4
"""With fewer letters chance makes words."""
_SOME_LETTERS = 6
_SAMPLE = 400
"""Characters by which a long run is judged; a tenth of them decides already."""
_DEPTH = 2
"""Layers undone at once: two wrong readings one upon the other are common, three are not."""


class Repair(NamedTuple):
    """A run read anew; `sure` where no other reading comes near."""

    text: str
    sure: bool


class CharsetGuesser:
    """Knows how often one letter follows another in Russian and Ukrainian words."""

    def __init__(self, rows: Sequence[str]) -> None:
        """`rows`: a letter (`_` for a word's edge), a space and a digit for each letter
        that may follow, in the order of the rows; 9 is commonest, 0 never occurs."""
        import ftfy.bad_codecs  # noqa: F401  registers the sloppy codecs, which leave no byte out

        letters = [row[0] for row in rows]
        self.repair = lru_cache(maxsize=1024)(self._repair)
        """As `_repair`, but asked once for each run: a broken page repeats its words."""
        self._pairs = {row[0] + b: int(d) for row in rows for b, d in zip(letters, row[2:], strict=True)}

    def quality(self, text: str) -> float:
        """How much the Cyrillic words of `text` look like Russian or Ukrainian, 0 to 9.

        A word in impossible case (оПХБЕР) counts as 0; signs that no text holds, or
        that no word holds within, count against it.
        """
        total = count = 0
        for word in _WORD.findall(text):
            edged = f"_{word.lower()}_"
            count += len(word) + 1
            if _well_cased(word):
                total += sum(self._pairs.get(edged[i : i + 2], -4) for i in range(len(edged) - 1))
        strange = sum(not c.isascii() and c not in _TYPOGRAPHIC and not _WORD.match(c) for c in text)
        marks = sum(c in _TYPOGRAPHIC for c in text)
        torn = len(_TORN.findall(text))
        return max(0.0, total / (count + 10 * strange + 5 * torn + marks / 2)) if count else 0.0

    def _repair(self, run: str) -> Repair | None:
        """The run as it was written, where it was read under a wrong charset.

        Left alone: sound Cyrillic, abbreviations, and what no pair of charsets makes
        into words.
        """
        sample = run[:_SAMPLE]
        own, meant = self.quality(sample), _may_be_meant(sample)
        if meant and own >= _GOOD:
            return None
        found = [(self._value(read, path), -len(path), read, path) for read, path in _readings(sample)]
        found.sort(reverse=True)
        if not found:
            return None
        value, _, best, path = found[0]
        letters = sum(map(len, _WORD.findall(best)))
        least, margin = (_SOME_LETTERS, _MEANT_MARGIN) if meant else (_FEW_LETTERS, _MARGIN)
        if value < max(_GOOD, own + margin) or letters < least:
            return None
        text = _follow(run, path)
        second = found[1][0] if len(found) > 1 else 0.0
        return None if text is None else Repair(text, sure=value - second >= _CLEAR)

    def decode(self, data: bytes) -> str | None:
        """Bytes that are no UTF-8 as Cyrillic words, if some charset makes words of them."""
        quality, best = max((self.quality(s), s) for c in _WRITTEN_IN if (s := data.decode(c, "replace")))
        letters = sum(map(len, _WORD.findall(best)))
        return best if quality >= _GOOD and letters >= _FEW_LETTERS else None

    def _value(self, read: str, path: tuple[_Step, ...]) -> float:
        quality = self.quality(read)
        if quality >= _FAIR and any(written == "utf-8" for _, written in path):
            quality += _SURE_BYTES
        return quality - _STEP * (len(path) - 1)


def _well_cased(word: str) -> bool:
    return word.islower() or word.isupper() or word[1:].islower()


def _may_be_meant(text: str) -> bool:
    """Whether all that is not ASCII is well-formed Cyrillic words and marks around them."""
    words = _WORD.findall(text)
    return (
        bool(words)
        and all(map(_well_cased, words))
        and not any(not c.isascii() and c not in _TYPOGRAPHIC and not _WORD.match(c) for c in text)
    )


_Step = tuple[str, str]


def _readings(text: str, depth: int = _DEPTH) -> Iterator[tuple[str, tuple[_Step, ...]]]:
    """Every other reading of the text, and the steps that lead to it; fewest steps first."""
    seen = {text}
    layer: list[tuple[str, tuple[_Step, ...]]] = [(text, ())]
    for _ in range(depth):
        above, layer = layer, []
        for before, path in above:
            for step in _STEPS:
                read = _reread(before, *step)
                if read is not None and read not in seen:
                    seen.add(read)
                    layer.append((read, (*path, step)))
        yield from layer


_STEPS: tuple[_Step, ...] = tuple(
    (read, written)
    for written in ("utf-8", *_WRITTEN_IN)
    for read in _READ_AS
    if read.removeprefix("sloppy-windows-") != written.removeprefix("cp") and read != written
)


def _follow(text: str, path: tuple[_Step, ...]) -> str | None:
    for step in path:
        read = _reread(text, *step)
        if read is None:
            return None
        text = read
    return text


def _reread(text: str, read_as: str, written_in: str) -> str | None:
    """The text with its non-ASCII characters taken back to bytes and read anew.

    >>> _reread("Ïðèâåò", "latin-1", "cp1251")
    'Привет'
    """
    if written_in != "utf-8":
        return text.translate(_table(read_as, written_in))
    try:
        # a no-break space, second byte of Р and à, often became a plain one on the way
        data = _LOST_A0.sub(b"\\1\xa0", text.encode(read_as))
        return data.decode("utf-8")
    except UnicodeError:
        return None


_LOST_A0 = regex.compile(rb"([\xd0\xd1]) (?=[\xd0\xd1])")


@cache
def _table(read_as: str, written_in: str) -> dict[int, str]:
    """Character → character for two charsets of one byte a character."""
    table: dict[int, str] = {}
    for byte in range(0x80, 0x100):
        wrong = bytes([byte]).decode(read_as)
        right = bytes([byte]).decode(written_in, "replace")
        if wrong not in _TYPOGRAPHIC or _WORD.match(right):
            table[ord(wrong)] = right
    return table
