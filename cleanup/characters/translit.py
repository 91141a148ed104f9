"""How does the English press write a Russian or Ukrainian word?

Russian as Wikipedia does (Юрий Ельцин → Yury Yeltsin), Ukrainian as the state
standard of 2010 does (Київ → Kyiv); the tables are iuliia's and of its form.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from cleanup.patterns import lazy_regex

if TYPE_CHECKING:  # long to import, and few texts need it
    from iuliia.schema import TranslitSchema

_UKRAINIAN = lazy_regex(r"[іїєґІЇЄҐ]")
_RUSSIAN = lazy_regex(r"[ыэёъЫЭЁЪ]")
_APOSTROPHE = lazy_regex(r"(?<=\p{Cyrillic})['’ʼ](?=\p{Cyrillic})")


def is_russian(text: str) -> bool:
    """Whether a text has letters that Ukrainian lacks."""
    return _RUSSIAN.search(text) is not None


def is_ukrainian(text: str) -> bool:
    """Whether a text has letters that Russian lacks, and none that Ukrainian lacks."""
    return _UKRAINIAN.search(text) is not None and not is_russian(text)


def romanise(text: str, ukrainian_table: Sequence[str] | None = None) -> str:
    """Cyrillic words in Latin letters; Ukrainian ones by the table given.

    Left alone: all that is not Cyrillic.

    >>> romanise("Дмитрий Соловьёв, СССР, С-400")
    'Dmitry Solovyov, SSSR, S-400'
    """
    import iuliia

    if ukrainian_table is not None:
        schema = _ukrainian(tuple(ukrainian_table))
        return _in_capitals(text, schema.translate(_APOSTROPHE.sub("", text)))
    return _in_capitals(text, iuliia.WIKIPEDIA.translate(text))


def _in_capitals(cyrillic: str, latin: str) -> str:
    letters = [c for c in cyrillic if c.isalpha()]
    return latin.upper() if len(letters) > 1 and all(map(str.isupper, letters)) else latin


@lru_cache(maxsize=2)
def _ukrainian(table: tuple[str, ...]) -> TranslitSchema:
    """`є ie` for a letter, `^є ye` for one that begins a word, `зг gh` for one after another."""
    from iuliia.schema import TranslitSchema

    pairs = [entry.partition(" ")[::2] for entry in table]
    return TranslitSchema(
        name="ukrainian",
        mapping={k: v for k, v in pairs if len(k) == 1},
        prev_mapping={k.removeprefix("^"): v for k, v in pairs if len(k) == 2},
    )
