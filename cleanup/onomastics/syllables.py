"""How is a Chinese, Japanese or Korean name written that came through Russian syllables?

Start reading at `to_pinyin`, `to_hepburn` and `to_korean`. Russian writes these names syllable
by syllable (Palladius, Polivanov, Kontsevich); the tables of `rules/names/` lead back. A name is
read only if all of it is made of such syllables and it is no right spelling as it stands.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product, takewhile
from pathlib import Path

import msgspec

from cleanup.onomastics.gazetteer import rows_of
from cleanup.onomastics.romanise import plain, spellings
from cleanup.patterns import lazy_re

_MOST_SYLLABLES = 6
_LONGEST_SYLLABLE = 8
_MOST_READINGS = 6
"""Readings offered; a lost soft sign doubles them with every n."""

_MOST_KOREAN = 8
"""The South leaves the spelling to the bearer."""

_SHORTEST_KOREAN = 3
"""Letters of two syllables (*O Su Yn*)."""

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
    southern: Table
    """Korean given names as the press of Seoul spells them."""
    northern: Table
    southern_surnames: Table
    northern_surnames: Table
    right_southern: Table
    """Right spellings of Korean syllables; surnames with a space behind."""
    right_northern: Table
    """Every right spelling of a Korean syllable."""


@lru_cache(maxsize=4)
def load_syllables(folders: tuple[Path, ...]) -> Syllables:
    """The tables of all the folders; read when an article first needs them."""

    def rows(name: str) -> list[list[str]]:
        return [row for folder in folders for row in rows_of(folder, name)]

    chinese = sorted(rows("palladius.tsv"), key=lambda r: r[2] != "+")
    japanese, surnames = rows("polivanov.tsv"), rows("chinese_surnames.tsv")
    korean, korean_surnames = rows("kontsevich.tsv"), rows("korean_surnames.tsv")
    return Syllables(
        chinese=_by_spelling(chinese, soft="'"),
        hard_chinese=_by_spelling(chinese, soft=""),
        surnames=_by_spelling(surnames, soft=""),
        japanese=_by_spelling(japanese, soft=""),
        pinyin={r[1]: (r[1],) for r in chinese},
        hepburn={r[1]: (r[1],) for r in japanese},
        southern=_by_spelling(_one_each(korean, 1), soft=""),
        northern=_by_spelling(_one_each(korean, 2), soft=""),
        southern_surnames=_by_spelling(_one_each(korean_surnames, 1), soft=""),
        northern_surnames=_by_spelling(_one_each(korean_surnames, 2), soft=""),
        right_southern=_right_korean(korean, korean_surnames, 1),
        right_northern=_right_korean(korean, korean_surnames, 2),
    )


def _right_korean(syllables: list[list[str]], surnames: list[list[str]], column: int) -> Table:
    right = [s for r in syllables for s in r[column].split(";")]
    right += [f"{s.lower()} " for r in surnames for s in r[column].split(";")]
    return {s: (s,) for s in right}


def _one_each(rows: list[list[str]], column: int) -> list[list[str]]:
    """Rows with one Latin spelling each."""
    return [[r[0], latin] for r in rows for latin in r[column].split(";")]


def _by_spelling(rows: list[list[str]], soft: str) -> Table:
    found: dict[str, list[str]] = {}
    for russian, latin, *_ in rows:
        for spelling in spellings(russian.replace("ь", "")):
            if _is_plain(russian.lower(), spelling):
                found.setdefault(spelling + soft * russian.endswith("ь"), []).append(latin)
    return {s: tuple(dict.fromkeys(latins)) for s, latins in found.items()}


def _is_plain(russian: str, spelling: str) -> bool:
    """Whether the spelling tells ё from е, ч from х and о from у, as all but German and French schemes do."""
    if "ch" in spelling and "х" in russian and "ч" not in russian:
        return False
    if "ё" in russian:
        return re.search("[yij]o|ye", spelling) is not None
    if "i" in spelling and re.search("ы(?:[мнкпл]|$)", russian):
        return False
    if (russian[0] == "и" and spelling[0] == "y") or (russian[-1] == "и" and spelling[-1] == "y"):
        return False
    french = "ou" in spelling and "оу" not in russian
    return not french and not ("е" in russian and len(russian) > 1 and re.search("[yij]e", spelling))


_UNCHINESE = lazy_re("chzh|ts|tz|kh|v|'|[bcdfgklmnprstxz]h?[yi]u[ily]|[bcdfgklmnprstxz]h?y[aou]|ay")
"""Letters that Palladius in Latin has and Pinyin has not, asked for after a short first word: *In
China* is no Ying Qina."""


@lru_cache(maxsize=1 << 15)
def readings_of(
    run: str, countries: tuple[str, ...], tables: Syllables, *, mixed: bool
) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    """(number of the country, words, names) for words in the run that may spell names of it, longer ones
    first.

    `mixed`: see `to_korean`.
    """
    words = run.split(" ")
    parts = [tuple(words[i : i + n]) for n in (3, 2) for i in range(len(words) - n + 1)]
    found = [(i, p, _names_of(p, c, tables, mixed=mixed)) for i, c in enumerate(countries) for p in parts]
    return tuple((number, " ".join(part), offers) for number, part, offers in found if offers)


def _names_of(words: tuple[str, ...], country: str, tables: Syllables, *, mixed: bool) -> tuple[str, ...]:
    if country in ("KP", "KR"):
        return to_korean(words, tables, northern=country == "KP", mixed=mixed)
    if len(words) != 2:
        return ()
    if country == "JP":
        name = to_hepburn(words, tables)
        return (name,) if name else ()
    return to_pinyin(words[0], words[1], tables)


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
    if not families:  # as nearly always
        return ()
    right = _split(_soft(family), tables.pinyin) and _split(_soft(given), tables.pinyin)
    plain_english = len(family) < 3 and not _UNCHINESE.search(_soft(f"{family} {given}"))
    if right or plain_english:
        return ()
    table = tables.chinese if "'" in _soft(family + given) else tables.hard_chinese
    found = (f"{f} {_joined(g)}" for g in _readings(_soft(given), table) for f in families)
    return tuple(islice(dict.fromkeys(found), _MOST_READINGS))


_ENGLISH = frozenset("An Are Asia He In Me No On One Same So Ten To We".split())
"""Words that are spelt like Japanese syllables."""


@lru_cache(maxsize=1 << 14)
def to_hepburn(words: tuple[str, ...], tables: Syllables) -> str:
    """The Japanese name that the words spell; empty if they spell none or are right already.

    >>> from cleanup.rules import rules_folder
    >>> tables = load_syllables((rules_folder(),))
    >>> to_hepburn(("Sigeru", "Isiba"), tables), to_hepburn(("Shigeru", "Ishiba"), tables)
    ('Shigeru Ishiba', '')
    >>> to_hepburn(("In", "Asia"), tables)
    ''
    """
    if not _ENGLISH.isdisjoint(words):
        return ""
    parts = [*takewhile(bool, (_split(_soft(w), tables.japanese) for w in words))]
    if len(parts) < len(words) or all(_split(_soft(w), tables.hepburn) for w in words):
        return ""
    return " ".join("".join(tables.japanese[s][0] for s in p).capitalize() for p in parts)


@lru_cache(maxsize=1 << 14)
def to_korean(
    words: tuple[str, ...], tables: Syllables, *, northern: bool, mixed: bool = False
) -> tuple[str, ...]:
    """The Korean names that a surname and two syllables may spell, likeliest first.

    The South joins the syllables by a hyphen, the North writes them apart. `mixed`: the article
    speaks of both, so that what is right in either stays.

    >>> from cleanup.rules import rules_folder
    >>> tables = load_syllables((rules_folder(),))
    >>> to_korean(("Kim", "Mun", "Khvan"), tables, northern=False)[0]
    'Kim Moon-hwan'
    >>> to_korean(("Pak", "Chkhol", "Min"), tables, northern=True)
    ('Pak Chol Min',)
    >>> to_korean(("Kim", "Moon", "Hwan"), tables, northern=False)
    ()
    """
    surnames = tables.northern_surnames if northern else tables.southern_surnames
    if _soft(words[0]).replace("'", "") not in surnames:  # as nearly always
        return ()
    soft = [_soft(w) for w in words]
    family, *rest = (w.replace("'", "") for w in soft)
    table = tables.northern if northern else tables.southern
    if not 1 <= len(rest) <= 2 or len("".join(rest)) < _SHORTEST_KOREAN:
        return ()
    sides = (True, False) if mixed else (northern,)
    if soft == [family, *rest] and any(_is_right_korean(family, rest, tables, northern=n) for n in sides):
        return ()
    given = "".join(rest)
    splits = [tuple(rest)] if len(rest) == 2 else [(given[:i], given[i:]) for i in range(1, len(given))]
    found = [
        (rank + i, _korean(f, a, b, northern=northern))
        for one, two in splits
        if one in table and two in table
        for i, f in enumerate(surnames[family])
        for rank, (a, b) in _ranked(table[one], table[two])
    ]
    names = dict.fromkeys(name for _, name in sorted(found, key=lambda pair: pair[0]))
    return tuple(islice(names, _MOST_KOREAN))


def _is_right_korean(family: str, given: list[str], tables: Syllables, *, northern: bool) -> bool:
    """Whether the words are right as they stand: *Kim Min Su* lacks but a hyphen."""
    known = tables.right_northern if northern else tables.right_southern
    return f"{family} " in known and all(_split(g, known) for g in given)


def _ranked(first: tuple[str, ...], second: tuple[str, ...]) -> list[tuple[int, tuple[str, str]]]:
    return [(i + j, (a, b)) for i, a in enumerate(first) for j, b in enumerate(second)]


def _korean(family: str, one: str, two: str, *, northern: bool) -> str:
    given = f"{one.capitalize()} {two.capitalize()}" if northern else f"{one.capitalize()}-{two}"
    return f"{family} {given}"


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
    for start in range(len(word)):
        before = best.get(start)
        if before is None or len(before) == _MOST_SYLLABLES:
            continue
        for end in range(start + 1, min(start + _LONGEST_SYLLABLE, len(word)) + 1):
            if word[start:end] in table and (end not in best or len(before) + 1 < len(best[end])):
                best[end] = (*before, word[start:end])
    return best.get(len(word), ())
