"""How is a Chinese or Japanese name written that came through Russian syllables?

Start reading at `to_pinyin` and `to_hepburn`. Russian writes these names syllable by syllable
(Palladius, Polivanov); the tables of `rules/names/` lead back. A name is read only if all of
it is made of such syllables and it is no right Pinyin or Hepburn as it stands.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product
from pathlib import Path

import msgspec

from cleanup.gazetteer import rows_of
from cleanup.romanise import plain, spellings

_MOST_SYLLABLES = 6
_MOST_READINGS = 6
"""Readings offered; a lost soft sign doubles them with every n."""

Table = dict[str, tuple[str, ...]]
"""Latin spelling of a Russian syllable → the syllables it may have been, likelier first."""


class Syllables(msgspec.Struct, frozen=True, eq=False):
    """Russian syllables as Latin letters spell them."""

    chinese: Table
    """With soft signs written: *Tszin'pin*."""
    hard_chinese: Table
    """With soft signs lost: a final n is n or ng."""
    surnames: Table
    japanese: Table
    pinyin: Table
    hepburn: Table


@lru_cache(maxsize=4)
def load_syllables(folders: tuple[Path, ...]) -> Syllables:
    """The tables of all the folders; read when an article first needs them."""
    chinese = [r for f in folders for r in rows_of(f, "palladius.tsv")]
    chinese.sort(key=lambda r: r[2] != "+")
    surnames = [r for f in folders for r in rows_of(f, "chinese_surnames.tsv")]
    japanese = [r for f in folders for r in rows_of(f, "polivanov.tsv")]
    return Syllables(
        chinese=_by_spelling(chinese, soft="'"),
        hard_chinese=_by_spelling(chinese, soft=""),
        surnames=_by_spelling(surnames, soft=""),
        japanese=_by_spelling(japanese, soft=""),
        pinyin={r[1]: (r[1],) for r in chinese},
        hepburn={r[1]: (r[1],) for r in japanese},
    )


def _by_spelling(rows: list[list[str]], soft: str) -> Table:
    found: dict[str, list[str]] = {}
    for russian, latin, *_ in rows:
        for spelling in spellings(russian.replace("ь", "")):
            if _is_plain(russian, spelling):
                found.setdefault(spelling + soft * russian.endswith("ь"), []).append(latin)
    return {s: tuple(dict.fromkeys(latins)) for s, latins in found.items()}


def _is_plain(russian: str, spelling: str) -> bool:
    """Whether the spelling tells ё from е and о from у, as all but French schemes do."""
    if "ё" in russian:
        return "o" in spelling or "ye" in spelling
    french = "ou" in spelling and "оу" not in russian
    return not french and not ("е" in russian and len(russian) > 1 and re.search("[yij]e", spelling))


_UNCHINESE = re.compile("chzh|ts|tz|kh|v|'|[bcdfgklmnprstxz]h?[yi]u[ily]|[bcdfgklmnprstxz]h?y[aou]|ay")
"""Letters that Palladius in Latin has and Pinyin has not, asked for after a short first word: *In
China* is no Ying Qina."""


@lru_cache(maxsize=1 << 14)
def to_pinyin(family: str, given: str, tables: Syllables) -> tuple[str, ...]:
    """The Chinese names that two words may spell, likeliest first; none if they spell none.

    >>> from cleanup.rules import rules_folder
    >>> tables = load_syllables((rules_folder(),))
    >>> to_pinyin("Chzhan", "Yusya", tables)
    ('Zhang Youxia', 'Zhang Yuxia')
    >>> to_pinyin("Zhang", "Youxia", tables), to_pinyin("Van", "Morrison", tables)
    ((), ())
    """
    families = tables.surnames.get(_soft(family).replace("'", ""), ())
    right = _split(_soft(family), tables.pinyin) and _split(_soft(given), tables.pinyin)
    plain_english = len(family) < 3 and not _UNCHINESE.search(_soft(f"{family} {given}"))
    if not families or right or plain_english:
        return ()
    table = tables.chinese if "'" in _soft(family + given) else tables.hard_chinese
    found = (f"{f} {_joined(g)}" for g in _readings(_soft(given), table) for f in families)
    return tuple(islice(dict.fromkeys(found), _MOST_READINGS))


@lru_cache(maxsize=1 << 14)
def to_hepburn(words: tuple[str, ...], tables: Syllables) -> str:
    """The Japanese name that the words spell; empty if they spell none or are right already.

    >>> from cleanup.rules import rules_folder
    >>> tables = load_syllables((rules_folder(),))
    >>> to_hepburn(("Sigeru", "Isiba"), tables), to_hepburn(("Shigeru", "Ishiba"), tables)
    ('Shigeru Ishiba', '')
    """
    if all(_split(_soft(w), tables.hepburn) for w in words):
        return ""
    parts = [_split(_soft(w), tables.japanese) for w in words]
    if not all(parts):
        return ""
    return " ".join("".join(tables.japanese[s][0] for s in p).capitalize() for p in parts)


@lru_cache(maxsize=1 << 14)
def _soft(word: str) -> str:
    """The word in plain letters, soft signs kept as apostrophes, hyphens left out."""
    return "'".join(plain(part) for part in re.split("['’ʹ`]", word))


def _readings(word: str, table: Table) -> list[tuple[str, ...]]:
    """What a given name of one or two syllables may be, likelier first."""
    splits = [(word,), *((word[:i], word[i:]) for i in range(1, len(word)))]
    options = [
        o for s in splits if all(x in table for x in s) for o in product(*(enumerate(table[x]) for x in s))
    ]
    ranked = sorted(options, key=lambda option: sum(rank for rank, _ in option))
    return [tuple(latin for _, latin in option) for option in ranked]


def _joined(syllables: tuple[str, ...]) -> str:
    """A given name in Pinyin: *Xi'an* keeps its syllables apart.

    >>> _joined(("fo", "an")), _joined(("jin", "ping"))
    ("Fo'an", 'Jinping')
    """
    first, *rest = syllables
    return (first + "".join(("'" if s[0] in "aeo" else "") + s for s in rest)).capitalize()


def _split(word: str, table: Table) -> tuple[str, ...]:
    """The fewest syllables of the table that make up the word; none if it has other parts."""
    best: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(1, len(word) + 1):
        starts = (s for s in range(max(0, end - 8), end) if s in best and word[s:end] in table)
        splits = [(*best[s], word[s:end]) for s in starts if len(best[s]) < _MOST_SYLLABLES]
        if splits:
            best[end] = min(splits, key=len)
    return best.get(len(word), ())
