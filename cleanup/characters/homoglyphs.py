"""Which words mix Latin letters with Cyrillic ones that look the same?

Start reading at `HomoglyphFinder.find`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleanup.patterns import lazy_re, lazy_regex

_ODD = lazy_re("[\u0400-\u052f](?:(?=[A-Za-z])|(?<=[A-Za-z°].)|(?<= .)(?:(?<=° .)|(?= [a-z])(?<=[a-z,;] .)))")
"""What every find holds: a Cyrillic letter beside a Latin one, behind a degree sign, or alone among Latin
words. A page in Russian has none, and beginning with the letter is what makes the search fast."""
_RUN = lazy_regex(r"[\u0400-\u052F]+")
_DEGREE = lazy_regex(r"(?<=° ?)\u0421(?![\p{L}\p{M}])")
_WORD = lazy_regex(r"(?<=[a-z][a-z,;]? )[\u0430\u0406](?= [a-z])")
_LONGEST = 60
"""Letters on either side that belong to a word; no word is longer."""
_IN_ADDRESS = lazy_regex(r"[@/_#\\]|(?<=\w)\.(?=\w)")


class Homoglyph(NamedTuple):
    """text[start:end] should read `after`; or one of the `others`, where it is not `sure`."""

    start: int
    end: int
    after: str
    sure: bool
    others: tuple[str, ...] = ()


class HomoglyphFinder:
    """Knows which Cyrillic letters look like which Latin ones."""

    def __init__(self, look_alikes: Sequence[str]) -> None:
        """`look_alikes`: a Cyrillic letter and its Latin twin, as `а a`."""
        self._latin = {ord(pair[0]): pair[-1] for pair in look_alikes}
        self._cyrillic = {ord(pair[-1]): pair[0] for pair in look_alikes}

    def find(self, text: str) -> Iterator[Homoglyph]:
        """Words of one alphabet with letters of the other, and what they should be.

        Left alone: words in one alphabet (Т-72, премия.рф), and names made of both
        on purpose (Яndex), where the odd letters look like none of the rest.
        """
        if not _ODD.search(text):
            return
        done = 0
        for m in _RUN.finditer(text):
            start, end = m.span()
            if start < done:
                continue
            left, right = text[start - 1 : start], text[end : end + 1]
            if _is_latin(left) or _is_latin(right):
                start, end = _word_around(text, start, end)
                done = end
                found = self._judge(text, start, end)
                if found is not None:
                    yield found
            elif m[0][0] == "\u0421" and _DEGREE.match(text, start):
                yield Homoglyph(start, start + 1, "C", sure=True)
            elif left == right == " " and _WORD.match(text, start):
                yield Homoglyph(start, end, m[0].translate(self._latin), sure=False)

    def _judge(self, text: str, start: int, end: int) -> Homoglyph | None:
        word = text[start:end]
        latin, cyrillic = word.translate(self._latin), word.translate(self._cyrillic)
        options = [w for w, odd in ((latin, _CYRILLIC), (cyrillic, _LATIN)) if not odd.search(w)]
        around = text[max(0, start - 1) : end + 1]
        if not options or "\ufffd" in around:
            return None
        if len(options) == 2 and len(_CYRILLIC.findall(word)) > len(_LATIN.findall(word)):
            options.reverse()
        # capitals have so many twins, and brands play with them, that a person should look
        sure = (
            len(options) == 1
            and not word.isupper()
            and not _IN_ADDRESS.search(text[max(0, start - 1) : end + 2])
        )
        return Homoglyph(start, end, options[0], sure, tuple(options[1:]))


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _word_around(text: str, start: int, end: int) -> tuple[int, int]:
    first, last = max(0, start - _LONGEST), min(len(text), end + _LONGEST)
    while start > first and text[start - 1].isalpha():
        start -= 1
    while end < last and text[end].isalpha():
        end += 1
    return start, end


_CYRILLIC = lazy_regex(r"\p{Cyrillic}")
_LATIN = lazy_regex(r"\p{Latin}")
