"""Is what stands before a comma a whole sentence? Start reading at `sentence_before`.

It is where it opens with its subject, holds a verb of it, and no word makes it depend on what follows.
"""

from __future__ import annotations

import re
from itertools import pairwise

from cleanup.page import Page
from cleanup.patterns import lazy_re, lazy_regex

JOINERS = frozenset(("and", "but", "or", "so", "yet"))
"""Words that open clauses whole and cut alike."""
_LONGEST = 200
"""Characters of a sentence; longer ones hold joints of their own."""
_FEWEST_WORDS = 4
_LAST_MARK = lazy_regex(r"(?r)[.!?…:;\n\"“”«»,()\[\]/|–—]| - |--")
_INNER_MARKS = ("(", ")", "[", "]", "/", "|", "–", "—", " - ", "--")
_WORD = lazy_re(r"[\w’'-]+")
_CONTRACTED = lazy_re(r"(?:\w+(?:n[’']t|[’'](?:m|re|ve|ll|d))|(?:it|he|she|that|there|what)[’']s)$")
_HANGING = lazy_re(r"(?:although|because|if|though|unless|when|whether|while)\b", re.IGNORECASE)
_WHENEVER = lazy_re(
    r"(?:every|each|any|the (?:first|last|next)) time\b|the (?:moment|minute|day|more|less)\b"
    r"|\w+ (?:hundred )?(?:minute|hour|day|week|month|year|time)s? (?:after|ago|before|earlier|later)\b"
)
_FACED = lazy_re(r" (?:and|but|or|so) \w+ed (?:by|with)\b")
"""`He was ready but faced with a choice,`"""
_BEHIND_PARTICIPLES = frozenset(("by", "from", "on", "out", "upon"))


def sentence_before(page: Page, text: str, at: int) -> list[str]:
    """The words of the whole sentence that the comma at `at` ends, from the comma before if there is one
    (`As a result of the fire, the roof fell`); none where it is not whole or holds brackets or dashes."""
    low = max(0, at - _LONGEST)
    commas = [at]
    while (mark := _LAST_MARK.search(text, low, commas[-1])) and mark[0] == ",":
        commas.append(mark.start())
    if (mark and mark[0] in _INNER_MARKS and not _opens_line(text, mark.start())) or (low and not mark):
        return []
    opening = text[mark.end() if mark else 0 : commas[-1]].lstrip("’) -\n")
    if not opening[:1].isupper():
        return []
    words = _WORD.findall(opening.lower())
    if len(commas) > 1:
        if _HANGING.match(opening) and not _finite_verbs(page, words):
            return []  # `If earlier, he walked, now he rides`
        words = _WORD.findall(text[commas[1] : at].lower())
        if words and (words[0] in JOINERS or words[0].endswith("ly")):
            return []
    elif words[1:] and words[0] in page.word_set("punctuation.adverbial_openers"):
        rest = words[1:]
        words = rest if rest[0] in page.word_set("punctuation.subjects") else words
    return words if _is_whole(page, words) else []


def _opens_line(text: str, at: int) -> bool:
    """Whether a line begins there, as a speaker's does with a dash."""
    return text[at] in "–—" and not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _is_whole(page: Page, words: list[str]) -> bool:
    """Whether the words are a subject and its verb, and nothing makes them depend on what follows."""
    if len(words) < _FEWEST_WORDS or words[0].endswith(("ed", "ing")) or words[-1] in JOINERS:
        return False
    openers, relatives = page.word_set("punctuation.clause_openers"), page.word_set("punctuation.relatives")
    if words[0] in openers or not page.word_set("punctuation.subordinators").isdisjoint(words):
        return False
    if _WHENEVER.match(" ".join(words[:4])) or _FACED.search(" ".join(words)):
        return False
    if any(a in JOINERS or a in relatives for a, b in pairwise(words) if b in openers or b.endswith("ing")):
        return False  # `but thanks to its new motor,`
    pointing = page.word_set("punctuation.prepositions")  # `at that time`
    links = [i for i, w in enumerate(words) if w in relatives and words[i - 1] not in pointing]
    verbs = [i for i in _finite_verbs(page, words) if i < len(words) - 1]
    return bool(verbs) and (not links or verbs[0] < links[0] <= links[-1] < verbs[-1])


def _finite_verbs(page: Page, words: list[str]) -> list[int]:
    """Which words are verbs of a subject before them: no participles (`a firm based on trust`)."""
    finite, participles = page.word_set("punctuation.finite_verbs"), page.word_set("punctuation.participles")
    found = []
    for i, (word, following) in enumerate(zip(words, [*words[1:], ""], strict=True)):
        if (word.endswith("ed") and word != "hundred") or word in participles:
            is_verb = i > 0 and following not in _BEHIND_PARTICIPLES
        else:
            is_verb = i > 0 and word in finite
        if is_verb or _CONTRACTED.match(word):
            found.append(i)
    return found


def depends(page: Page, word: str) -> bool:
    """Whether a clause that the word opens is part of another."""
    tables = ("clause_openers", "subordinators", "relatives")
    return any(word in page.word_set(f"punctuation.{table}") for table in tables)
