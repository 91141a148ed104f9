"""Is this Latin spelling a romanisation of that Cyrillic name?

Start reading at `skeleton` and `is_romanisation`. The skeleton is one key for all
spellings of a name under all schemes in use (passport, BGN/PCGN, ISO 9, GOST,
scholarly, Wikipedia, Yandex, ad hoc), so that a table finds the name in one look-up;
it joins more than it should, and `is_romanisation` then decides letter by letter.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product

from cleanup.patterns import lazy_re

_SPECIAL = str.maketrans(
    {
        "š": "sh", "ŝ": "shch", "č": "ch", "ž": "zh", "è": "e", "ë": "yo", "â": "ya", "û": "yu", "ė": "e",
        "ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i",
        "ţ": "ts", "ț": "ts",
        "'": "", "’": "", "ʼ": "", "ʹ": "", "′": "", "`": "", "ʺ": "", "″": "",
    }
)  # fmt: skip
"""Letters that ISO 9 and scholarly schemes use for one Cyrillic letter, and signs that say nothing."""


@lru_cache(maxsize=1 << 15)
def fold(word: str) -> str:
    """The word in lower case without accents, hyphens and apostrophes.

    >>> fold("Micheál"), fold("O’Neill"), fold("Ki-moon")
    ('micheal', 'oneill', 'kimoon')
    """
    low = word.lower()
    if not low.isascii():
        low = _without_accents(low).translate(_SPECIAL)
    return low.replace("-", "").replace("'", "")


def _without_accents(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


@lru_cache(maxsize=1 << 16)
def plain(word: str) -> str:
    """The spelling in ASCII letters, one-letter schemes spelt out.

    >>> plain("Šojgu"), plain("Koel’o")
    ('shojgu', 'koelyo')
    """
    low = word.lower()
    if low.isascii() and "'" not in low and "`" not in low:
        return low.replace("-", "")
    low = re.sub(r"['’ʹ`](?=o)", "y", unicodedata.normalize("NFC", low)).translate(_SPECIAL)
    return _without_accents(low).replace("-", "").replace("jj", "j")


_SOUNDS = {
    "shch": "W", "schtsch": "W", "sch": "W", "shh": "W", "sh": "W", "tsh": "TW",
    "tsch": "Q", "tch": "Q", "ch": "Q", "zh": "J",
    "kh": "G", "gh": "G", "h": "G", "g": "G",
    "ts": "C", "tz": "C", "tc": "C", "cz": "C", "c": "C",
    "ph": "F", "th": "T", "ck": "K", "q": "K", "w": "V", "x": "KS",
    "i": "I", "y": "I", "j": "I", "ou": "U",
}  # fmt: skip
_SOUND = lazy_re("|".join(sorted(_SOUNDS, key=lambda s: (-len(s), s))))
_LETTERS = {
    "а": "A", "б": "B", "в": "V", "г": "G", "ґ": "G", "д": "D", "е": "E", "є": "E", "ж": "J", "з": "Z",
    "и": "I", "й": "I", "ы": "I", "і": "I", "ї": "I", "к": "K", "л": "L", "м": "M", "н": "N", "о": "O",
    "п": "P", "р": "R", "с": "S", "т": "T", "у": "U", "ў": "V", "ф": "F", "х": "G", "ц": "C", "ч": "Q",
    "ш": "W", "щ": "W", "э": "E", "ю": "IU", "я": "IA", "ь": "", "ъ": "", "’": "", "'": "",
}  # fmt: skip
_MERGED = (("тсч", "тш"), ("сч", "щ"), ("тч", "ч"), ("тс", "ц"), ("ьо", "йо"), ("оу", "у"))
"""Cyrillic pairs whose Latin spelling reads as one letter (`ts` is ц or тс)."""


def _joined(sounds: str) -> str:
    """Glides and double letters made alike: `ye` is `e`, `ia` and `iya` are `ya`; `cz` is ц or цз,
    and Ukrainian ця is Russian ца."""
    out = _REPEATED.sub(r"\1", sounds).replace("CZ", "C").replace("IE", "E")
    out = out.replace("IA", "YA").replace("IO", "YO").replace("IU", "YU")
    return _REPEATED.sub(r"\1", out.replace("CYA", "CA").replace("CYU", "CU"))


_REPEATED = lazy_re(r"(.)\1+")


@lru_cache(maxsize=1 << 16)
def skeletons(word: str) -> tuple[str, ...]:
    """The keys under which a Latin spelling may be found; several where a letter is ambiguous.

    >>> {skeletons(w)[0] for w in ("Sergey", "Sergei", "Sergej", "Serghei")}
    {'SERGEI'}
    >>> skeletons("Podolyak") == skeletons("Podoliak"), skeletons("Podolak") == skeletons("Podoliak")
    (True, False)
    """
    low = plain(word)
    readings = [low]
    if "j" in low:  # й, ж (as in French) or дж (as in English)
        readings += [low.replace("j", "zh"), low.replace("j", "dzh")]
    if "x" in low:  # кс, or х in the oldest GOST
        readings.append(low.replace("x", "kh"))
    if "chr" in low:  # Χρ of Greek names
        readings.append(low.replace("chr", "khr"))
    return tuple(dict.fromkeys(_joined(_SOUND.sub(lambda m: _SOUNDS[m[0]], r).upper()) for r in readings))


def cyrillic_skeletons(word: str) -> tuple[str, ...]:
    """The keys of a Cyrillic word; two where ё stands, which some write as e.

    >>> cyrillic_skeletons("Подоляк"), cyrillic_skeletons("Королёв")
    (('PODOLYAK',), ('KOROLEV', 'KOROLYOV'))
    """
    low = word.lower().replace("-", "")
    for pair, one in _MERGED:
        low = low.replace(pair, one)
    readings = [low.replace("ё", "е"), low.replace("ё", "йо")] if "ё" in low else [low]
    if "ьо" in word:  # the soft sign is often left out
        readings.append(word.lower().replace("ьо", "о"))
    return tuple(dict.fromkeys(_joined("".join(_LETTERS.get(c, c) for c in r)) for r in readings))


_SPELLINGS = {
    "дж": "dzh|dj|j", "кс": "ks|x", "цз": "tsz|cz|czz|tz|tcz",
    "ца": "tsa|tza|tca|ca|cza|tsya|tsia|tsja|tcia", "сч": "shch|sch", "тс": "ts|tz", "тч": "tch",
    "ий": "iy|y|i|ii|ij|yi|yy|yj", "ый": "y|yy|iy|yi|yj|i|ij", "ия": "iya|ia|iia|ija|ya",
    "ья": "ya|ia|ja|iya", "ье": "ye|ie|je|e|iye", "ью": "yu|iu|ju", "ьё": "yo|ye|io|e", "ьо": "yo|io|jo|o",
    "а": "a", "б": "b", "в": "v", "г": "g|h|gh", "ґ": "g", "д": "d", "е": "e|ye|je|ie", "є": "ye|ie|je|e",
    "ё": "yo|e|o|io|jo|ye", "ж": "zh|j", "з": "z", "и": "i|y", "й": "y|i|j|", "ы": "y|i", "і": "i|y",
    "ї": "yi|i|ji", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u|ou", "ў": "u|w", "ф": "f", "х": "kh|h|x|ch", "ц": "ts|tz|tc|c|cz", "ч": "ch|tch",
    "ш": "sh|sch", "щ": "shch|sch|sh|shh", "ъ": "|y", "ь": "|y", "э": "e|eh", "ю": "yu|iu|ju|u",
    "я": "ya|ia|ja",
}  # fmt: skip
_LETTER = lazy_re("|".join(sorted(_SPELLINGS, key=lambda s: (-len(s), s))) + r"|.")


_DOUBLED = lazy_re(r"([бвгджзклмнпрстфхцчшщ])\1")


def _one_may_go(doubled: re.Match[str]) -> str:
    """The second, unless it makes a pair with the letter behind: `цца` is ц and ца."""
    one, end = doubled[1], doubled.end()
    paired = len(doubled.string) > end and one + doubled.string[end] in _SPELLINGS
    return f"{one}?{one}" if paired else f"{one}{one}?"


@lru_cache(maxsize=1 << 14)
def _options(cyrillic: str) -> tuple[tuple[str, ...], ...]:
    """What may stand for each letter (or pair of letters) of a name; one of two like consonants may go."""
    low = _DOUBLED.sub(_one_may_go, re.sub(r"[-'’]", "", cyrillic.lower()))
    parts: list[tuple[str, ...]] = []
    for m in _LETTER.finditer(low):
        if m[0] == "?":
            parts[-1] += ("",)
        else:
            parts.append(tuple(_SPELLINGS.get(m[0], m[0]).split("|")))
    return tuple(parts)


def is_romanisation(latin: str, cyrillic: str) -> bool:
    """Whether the spelling is what some scheme, or a mixture of schemes, makes of the name.

    >>> is_romanisation("Mihol", "Михол"), is_romanisation("Tszinpin", "Цзиньпин")
    (True, True)
    >>> is_romanisation("Michael", "Михол"), is_romanisation("Micheál", "Михол")
    (False, False)
    """
    low = plain(latin)
    return _is_spelling(low, cyrillic) or ("jj" in low and _is_spelling(low.replace("jj", "j"), cyrillic))


def _is_spelling(low: str, cyrillic: str) -> bool:
    ends = {0}
    for options in _options(cyrillic):
        ends = {e + len(o) for e in ends for o in options if low.startswith(o, e)}
        if not ends:
            return False
    return len(low) in ends


def spellings(cyrillic: str) -> set[str]:
    """Every spelling of a short Cyrillic word, as `plain` gives them.

    >>> sorted(spellings("цзи"))[:3]
    ['czi', 'czy', 'czzi']
    """
    parts = [_SPELLINGS.get(m[0], m[0]).split("|") for m in _LETTER.finditer(cyrillic.lower())]
    return {"".join(letters) for letters in product(*parts)}
