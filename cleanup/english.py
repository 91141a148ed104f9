"""Which facts of English do several parts need? The calendar, sentence ends, a/an, inflection.

Inflection comes from lemminflect and is asked only while rules are compiled; a run
on compiled rules does not import it.
"""

from __future__ import annotations

from functools import cache

import regex

from cleanup.patterns import lazy_re, lazy_regex

WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
"""Not `calendar`'s, which speak the language that a host program has set."""

_ABBREVIATIONS = (
    "Mr Mrs Ms Dr Prof Sen Rep Gov Gen Col Lt Maj Capt Sgt Adm Cmdr Rev Hon Pres St Mt Ft No Nos "
    "vs etc al cf ca approx Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Inc Ltd Co Corp Bros "
    "Jr Sr Art Vol pp ed Ed eds fig Fig op cit ibid e.g i.e a.m p.m U.S U.K U.N E.U D.C Ph.D"
).split()

_STOP = lazy_re(r"[.!?…](?=[\"”’»)\]]*\s)")
"""`re` finds plain characters several times as fast as `regex`, which then knows an abbreviation."""
_SENTENCE_END = lazy_regex(
    r"""(?<!\b(?:\p{Lu}|"""
    + "|".join(map(regex.escape, _ABBREVIATIONS))
    + r"""))
        [.!?…]["”’»)\]]*
        (?=\s+["“‘«(\[—–-]*\s*[\p{Lu}\p{Nd}])""",
    regex.VERBOSE,
)


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Sentences of text[start:end], which holds no line end, without outer space.

    >>> t = "Mr. Orlov left. “Why?” He did not say."
    >>> [t[a:b] for a, b in sentence_spans(t)]
    ['Mr. Orlov left.', '“Why?”', 'He did not say.']
    """
    end = len(text) if end is None else end
    spans = []
    pos = start
    for stop in _STOP.finditer(text, start, end):
        m = _SENTENCE_END.match(text, stop.start(), end)
        if m is None:
            continue
        spans.append((pos, m.end()))
        pos = m.end()
        while pos < end and text[pos].isspace():
            pos += 1
    if pos < end:
        spans.append((pos, end))
    return spans


def last_sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The last sentence of text[start:end], empty lines at its end apart; an empty span where there is none.

    >>> t = "One. Two.\\nThree. Four.\\n\\n"
    >>> t[slice(*last_sentence(t, 0, len(t)))], last_sentence(t, 23, 25)
    ('Four.', (25, 25))
    """
    stop = start + len(text[start:end].rstrip())
    spans = sentence_spans(text, max(start, text.rfind("\n", start, stop) + 1), stop)
    return spans[-1] if spans else (end, end)


def starts_with_vowel_sound(word: str) -> bool:
    """Whether `an` goes before it.

    >>> words = "hour unit umbrella European SMS one 80 history uncle unanimous unable usher".split()
    >>> [w for w in words if starts_with_vowel_sound(w)]
    ['hour', 'umbrella', 'SMS', '80', 'uncle', 'unable', 'usher']
    """
    low = word.lower()
    if (word.isupper() and 2 <= len(word) <= 4) or word[1:2] == "-":
        return word[0].upper() in "AEFHILMNORSX" and word not in _ACRONYM_WORDS
    if low.startswith(_YOU_OR_WON) or (low.startswith("uni") and not low.startswith(_UN_BEFORE_I)):
        return False
    return low.startswith(
        ("a", "e", "i", "o", "u", "hour", "honest", "honor", "honour", "heir", "8", "11", "18")
    )


_YOU_OR_WON = tuple(
    "eu ew one once ubi uk unanim ura uri uro uru us- us's us’s usa usb use usu ussr uta ute uti uto"
    " uvu".split()
)
"""Beginnings written with a vowel and spoken with the sound of `you` or `won`."""
_UN_BEFORE_I = ("unin", "unim", "unid", "unill", "unis-")
"""`un-` before a word in i-: uninvited, unimportant, unidentified."""
_ACRONYM_WORDS = frozenset("FIFA HALO MIG NASA NATO RAND SALT".split())
"""Capitals that are read as a word."""

_FUNCTION_WORDS = frozenset(
    (
        "a about after all also an and are as at be been but by can could did do does for from had has "
        "have he her his how i if in into is it its more new no not of on one or our out over said she so "
        "some than that the their them there they this to up us was we were what when which who will with "
        "would you your"
    ).split()
)
_LETTERS = lazy_regex(r"[^\W\d_]+(?:['’][a-z]+)?")
_GLANCE = 300
"""Characters at either end of the sample that are enough to know plain English."""
_SAMPLE = 4000
"""Characters read to know the language: a page of text, whatever follows it."""
_FEWEST_WORDS = 15
"""Words of plain ASCII below which the lack of a function word says nothing (a headline)."""
_LEAST_SHARE = 0.1
"""Share of function words in English: headlines from 0.1, prose 0.35 to 0.5; in other languages
written in Latin letters at most 0.07 (chance homographs: a, on, in, to)."""


def is_english(text: str) -> bool:
    """Whether rules of English apply to a text. Without evidence against it, they do.

    >>> is_english("Orlov Meets Ministers"), is_english("Napíšte nám ešte dnes"), is_english("Кто там?")
    (True, False, False)
    """
    sample = text[:_SAMPLE]
    words = f"{sample[:_GLANCE]} {sample[-_GLANCE:]}".lower().split()
    if len(words) >= _FEWEST_WORDS and _known(words) >= 2 * _LEAST_SHARE * len(words):
        return True  # as nearly every page; marks are left on the words
    words = sample.lower().split()
    marked = " ".join([w for w in words if not w.isalpha()])  # a quarter; only these need a pattern
    words = [*filter(str.isalpha, words), *_LETTERS.findall(marked)]
    if len(words) < _FEWEST_WORDS and "".join(words).isascii():
        return any(len(w) > 1 for w in words)
    return _known(words) >= _LEAST_SHARE * len(words)


def _known(words: list[str]) -> int:
    return sum(map(_FUNCTION_WORDS.__contains__, words))


VERB_TAGS = ("VB", "VBP", "VBZ", "VBG", "VBD", "VBN")
NOUN_TAGS = ("NN", "NNS")
ADJECTIVE_TAGS = ("JJ", "JJR", "JJS")
_UPOS = {"v": "VERB", "n": "NOUN", "a": "ADJ"}
_TAGS = {"v": VERB_TAGS, "n": NOUN_TAGS, "a": ADJECTIVE_TAGS}


@cache
def inflections(lemma: str, kind: str) -> dict[str, tuple[str, ...]]:
    """Penn tag → forms of a verb (`v`), noun (`n`) or adjective (`a`), commonest first.

    A phrase inflects its first word if it is a verb (`carry out`), else its last.

    >>> inflections("carry out", "v")["VBD"], inflections("state budget", "n")["NNS"]
    (('carried out',), ('state budgets',))
    >>> inflections("be", "v")["VBP"], inflections("take", "v")["VBP"]
    (('are', 'am'), ('take',))
    """
    import lemminflect

    words = lemma.split(" ")
    at = 0 if kind == "v" else len(words) - 1
    found = lemminflect.getAllInflections(words[at], upos=_UPOS[kind])
    found = found or lemminflect.getAllInflectionsOOV(words[at], upos=_UPOS[kind])
    if kind == "v" and "VBN" not in found and "VBD" in found:  # regular verbs have one form for both
        found = {**found, "VBN": found["VBD"]}
    if words[at] == "be":  # lemminflect names `am` first
        found = {**found, "VBP": ("are", "am")}
    forms = {}
    for tag in _TAGS[kind]:
        options = found.get(tag) or (words[at],) * (tag in ("VB", "VBP", "NN", "JJ"))
        if options:
            forms[tag] = tuple(" ".join([*words[:at], o, *words[at + 1 :]]) for o in options)
    return forms


@cache
def lemmas(word: str) -> dict[str, tuple[str, ...]]:
    """What a form may be a form of, by kind (`v`, `n`, `a`).

    >>> lemmas("rendered"), lemmas("the")
    ({'v': ('render',)}, {})
    """
    import lemminflect

    found = lemminflect.getAllLemmas(word)
    return {kind: found[upos] for kind, upos in _UPOS.items() if upos in found}
