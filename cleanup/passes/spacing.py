"""Which spaces are missing, superfluous or of the wrong kind?

Start reading at `STEPS`: unseen characters, then runs of white space, then the spaces beside
marks and quotes. Each step first asks cheaply whether there is anything for it at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from cleanup.edits import Proposal, Tier
from cleanup.page import Page
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.steps import needs, occurrences, run_steps
from cleanup.triggers import DIGIT, LETTER, SPACE
from cleanup.typography.appositions import given_names
from cleanup.typography.brackets import glued_brackets, in_brackets
from cleanup.typography.compounds import half_hyphens, suspended_hyphens, suspended_numbers
from cleanup.typography.marks import beside_quotes, listed_titles, turned_pairs


def propose(page: Page) -> Iterator[Proposal | None]:
    """White space and unseen characters, then the spaces beside marks."""
    yield from run_steps(page, STEPS)


# --- unseen characters -----------------------------------------------------------

_LINE_END = lazy_re(r"\r\n?|[\v\f\x85\u2028\u2029]")
_FORMAT = lazy_re(r"[\xad\u180e\u200b-\u200d\u2060-\u2064\ufeff\ufffc]")
_UNSEEN = lazy_regex(
    r"[\xad\u180e\u2060-\u2064\ufeff\ufffc]+"
    # joiners and breaks, save in emoji and in scripts that need them
    r"|(?<![^\0-\u058f\u1e00-\u206f])[\u200b-\u200d]+(?![^\0-\u058f\u1e00-\u206f])"
)
_DIRECTION = lazy_re(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_RIGHT_TO_LEFT = lazy_regex(r"[\p{Hebrew}\p{Arabic}\p{Syriac}\p{Thaana}\p{Nko}]")


@needs(
    r"[\r\x0b\f\x{85}\x{2028}\x{2029}\x{ad}\x{61c}\x{180e}\x{200b}-\x{200f}\x{202a}-\x{202e}"
    r"\x{2060}-\x{2069}\x{feff}\x{fffc}]"
)
def _unseen(page: Page, text: str) -> Iterator[Proposal | None]:
    """`de<soft hyphen>tach` → `detach`; a joiner inside an emoji stays."""
    for m in page.memory.matches(text, _LINE_END, _unseen.trigger):
        yield page.propose("spacing.line-end", *m.span(), "\n")
    end = 0
    # thirty times as fast as the pattern that weighs neighbours
    for seen in page.memory.matches(text, _FORMAT, _unseen.trigger):
        if seen.start() >= end and (unseen := _UNSEEN.match(text, seen.start())):
            end = unseen.end()
            yield page.propose("spacing.invisible", *unseen.span(), "")
    marks = [*page.memory.matches(text, _DIRECTION, _unseen.trigger)]
    if marks and not _RIGHT_TO_LEFT.search(text):
        for mark in marks:
            yield page.propose("spacing.invisible", *mark.span(), "")


# --- runs of white space -----------------------------------------------------------

_BLANK = r"[^\S\n\x1c-\x1f]"
_EXOTIC = r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_RUN = lazy_re(rf"{_BLANK}(?:{_BLANK}+|(?=\n|\Z)|(?<=\n.)|(?<=\A.)|(?<={_EXOTIC}))")
"""White space that may be too much: several, beside a line end, or of another kind. A class comes first,
since `re` then tries nothing elsewhere; as four named alternatives it took five times as long."""
_ODD_SPACE = lazy_re(_EXOTIC)
_DOUBLED = lazy_re("  +")
_THOUSANDS = lazy_regex(r"(?<=\d)[\xa0\u2007\u2009\u202f](?=\d{3}(?!\d))")
_COLUMNS = lazy_regex(r"\S(?:\t+| {3,})\S.*\S(?:\t+| {3,})\S")
_CODE_LINE = lazy_regex(
    r"[{};\\]\s*$|^\s*[<#}]|\w\(.*\)\s*:?$|^\s*(?:return|import|def|class|if|for)\b.*[:=({]|[!=]=|=>|</"
)
_CODE_MARK = lazy_re(r"[{};\\<#(=:]")
"""What a line of a program holds; most lines hold none."""
_IDEOGRAPH = lazy_regex(r"[\u2e80-\u9fff\uac00-\ud7ff\uff00-\uffef]")
_BLANK_LINES = lazy_regex(r"\n(?:[^\S\n]*\n){2,}")


_LONGEST_ROW = 500
"""Longer lines are paragraphs."""


@needs(
    r"  | \n|\n |\A | \z|[\t\x0b-\r\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}"
    r"\x{202f}\x{205f}\x{3000}]",
    local=True,
)
def _runs(page: Page, text: str) -> Iterator[Proposal | None]:
    """`Two  words ` → `Two words`; the columns of a table stay."""
    for m in _RUN.finditer(text):
        start, end = m.span()
        if end == len(text) or text[end] == "\n":
            yield page.propose("spacing.trailing", start, end, "")
        elif _laid_out(text, start):
            continue
        elif start == 0 or text[start - 1] == "\n":
            yield page.propose("spacing.indent", start, end, "")
        elif _ODD_SPACE.search(text, start, end):
            if not (_THOUSANDS.match(text, start) or _between_ideographs(text, m)):
                yield page.propose("spacing.exotic", start, end, " ")
        else:
            for doubled in _DOUBLED.finditer(text, start, end):
                yield page.propose("spacing.doubled", *doubled.span(), " ")


def _laid_out(text: str, at: int) -> bool:
    """Whether the line of `at` is a table's or a program's."""
    line = _near(text, at, _LONGEST_ROW)
    if len(line) >= _LONGEST_ROW:
        return False
    line = line.strip()
    if line[:1] == "•":
        return False
    columns = "   " in line or "\t" in line
    return bool((columns and _COLUMNS.search(line)) or (_CODE_MARK.search(line) and _CODE_LINE.search(line)))


def _near(text: str, at: int, reach: int) -> str:
    """The line of `at`, no further than `reach` to either side."""
    return text[max(0, at - reach) : at].rpartition("\n")[2] + text[at : at + reach].partition("\n")[0]


def _between_ideographs(text: str, m: re.Match[str]) -> bool:
    return m[0] == "\u3000" and bool(
        _IDEOGRAPH.match(text, m.start() - 1) and _IDEOGRAPH.match(text, m.end())
    )


@needs(rf"\n{SPACE}*\n{SPACE}*\n", local=True)
def _blank_lines(page: Page, text: str) -> Iterator[Proposal | None]:
    for m in _BLANK_LINES.finditer(text):
        yield page.propose("spacing.blank-lines", m.start() + 1, m.end() - 1, "")


# --- beside marks ------------------------------------------------------------------

_TECHNICAL = lazy_regex(r"://|www\.|[@\\/=_<>{}|&#]|\.\w+\(|\.\w+\.\w")
_TOKEN_CHARS = 200


def _technical(text: str, at: int) -> bool:
    """Whether the characters around `at`, up to white space, are an address or code."""
    start = max(text.rfind(c, max(0, at - _TOKEN_CHARS), at) for c in (" ", "\n")) + 1
    ends = [e for c in (" ", "\n") if (e := text.find(c, at, at + _TOKEN_CHARS)) >= 0]
    return bool(_TECHNICAL.search(text, max(start, at - _TOKEN_CHARS), min(ends, default=at + _TOKEN_CHARS)))


_BEFORE_MARK = lazy_regex(
    r"""[,;](?=\s|$|(?<=\p{Ll}[ ],)\p{Ll}{2})
      | :(?=\s(?!\d)|$)(?<!\d[ ]:)
      | (?!\?\?\s[\p{Ll}\d$€£])[!?]+(?=["”’)]?(?:\s|$))
      | \.(?=["”’)]?(?:\s(?!\.)|$))
      | (?<=\d[ ])%(?!\w)""",
    regex.VERBOSE | regex.MULTILINE,
)
_ENDS_WORD = lazy_regex(r"[\p{L}\p{N})\]%”»\"'’]")


@needs(r" [,.;:!?%]", local=True)
def _before_mark(page: Page, text: str) -> Iterator[Proposal | None]:
    """`He came , then` → `He came, then`, `He said ,that` → `He said, that`; `. . .` stays."""
    for at in occurrences(text, " ,", " .", " ;", " :", " !", " ?", " %"):
        if _ENDS_WORD.match(text, at - 1) and (mark := _BEFORE_MARK.match(text, at + 1)):
            end = mark.end()
            if mark[0] != "," or text[end : end + 1].isspace() or end == len(text):
                yield page.propose("spacing.before-mark", at, end, mark[0])
            elif not _technical(text, at + 1):
                yield page.propose("spacing.before-mark", at, end, ", ")


_GLUED = lazy_re(r"[.?!,:;)](?=[^\W\d_])")
"""`re` scans for plain characters three times as fast as `regex`."""
_GLUED_REACH = 60
"""Characters on either side of the mark that are looked at; `regex` would read the whole text for a space."""
_LONGEST_TITLE = 5
_NAME_AFTER = lazy_re(r"[A-Z][a-z]+(?!\.\w|\w)")


_DAY_AFTER = lazy_re(r"\.(?<=[a-z][a-z]\.)(?=\d\d? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))")


@needs(
    rf"{LETTER}\.{DIGIT}{{1,2}} [JFMASOND]|[0-9%][.?!][A-Z]|{LETTER}[.?!][A-Z\x{{c0}}-\x{{1fff}}]"
    rf"|:[A-Z\x{{c0}}-\x{{1fff}}]|{LETTER}[’'-]*[,;]{LETTER}"
    rf"|\){LETTER}",
    local=True,
)
def _after_mark(page: Page, text: str) -> Iterator[Proposal | None]:
    """`was heard.Then all` → `was heard. Then all`; `Gazeta.Ru` stays."""
    for m in _GLUED.finditer(text):
        tier = _glued_tier(page, text, m)
        if tier and not _technical(text, m.start()):
            yield page.propose("spacing.after-mark", m.end(), m.end(), " ", tier=tier)
    for day in _DAY_AFTER.finditer(text):
        yield page.propose("spacing.after-mark", day.end(), day.end(), " ")


_WORD_BEFORE = lazy_regex(r"(?:^|[\s(“\"«—–])(\p{Ll}[\p{Ll}'’-]*\p{Ll})$")
_WORD_AFTER = lazy_regex(r"\p{Lu}\p{Ll}+(?=[\s,;:’'])|[AI](?=\s)")
_LOWER_PAIR = lazy_regex(r"[\s“\"(]((?=[’'-]*\p{L})[\p{L}’'-]{2,})[,;]\p{L}[\p{Ll}’'-]*(?=[\s.?!”\"]|$)")
_SPEAKER = lazy_regex(r"(?:^|\n)[ ]*\p{Lu}[\p{L} .]{0,30}$")
_INITIALS = lazy_regex(r"\b\p{Lu}\. ?(?:\p{Lu}\. ?)*\p{Ll}")
_BRACKET = lazy_regex(r"(?<=[\s(])\((?=[^()\n]*[\p{Lu}\s\d])[^()\n]{2,60}$")


_NAME_BEFORE = lazy_regex(r"(?:^|[\s(“\"«—–-])\p{Lu}\p{Ll}{2,}$|\d\d$|\d%$")
_FIRST_WORD = lazy_regex(r"(\p{Lu}\p{Ll}+)(?:['’]\p{Ll}{1,2})? (?:\p{Ll}|\p{Lu}\p{Ll}+ (\p{Ll}))?")


def _glued_tier(page: Page, text: str, m: re.Match[str]) -> Tier | None:
    """How sure it is that a space is missing after the mark; None if it is not."""
    if _is_glued(text, m):
        return "auto"
    at, end = m.span()
    if _ends_in_title(page, text, at) and _NAME_AFTER.match(text, end):
        return "auto"
    first = _FIRST_WORD.match(text, end, end + _GLUED_REACH) if m[0] in ".?!" else None
    if first is None or not _NAME_BEFORE.search(text[max(0, at - _GLUED_REACH) : at]):
        return None
    if first[1].lower() in page.word_set("spacing.openers") or first[1] in page.made(given_names):
        return "auto"
    # after the name of a place a full name and its verb: `in Oslo.Anna Petrova said`
    return "suggest" if first[2] and first[1].lower() not in page.word_set("spacing.domains") else None


def _ends_in_title(page: Page, text: str, at: int) -> bool:
    titles = page.words("spacing.titles")
    return text.endswith(titles, 0, at) and _last_word(text[max(0, at - _LONGEST_TITLE) : at]) in titles


def _is_glued(text: str, m: re.Match[str]) -> bool:
    """Whether a space is missing after the mark: what stands before and after must be words."""
    mark, at, end = m[0], m.start(), m.end()
    before = text[max(0, at - _GLUED_REACH) : at]
    if mark in ",;":
        return bool(_LOWER_PAIR.match(text, max(0, at - 1 - len(_last_word(before)))))
    if mark == ")":
        return bool(_BRACKET.search(before)) and text[end : end + 3].isalpha()
    if mark == ":":
        word_after = text[end].isupper() and text[end + 1 : end + 2].islower()
        return word_after and bool(_SPEAKER.search(before) or _WORD_BEFORE.search(before))
    if not (_WORD_BEFORE.search(before) and _WORD_AFTER.match(text, end)):
        return False
    return not _INITIALS.search(before)  # a name torn apart, for the pass `names`


def _last_word(before: str) -> str:
    m = regex.search(r"[\p{L}’'-]*$", before)
    return m[0] if m else ""


_TAILS = (
    "according|against|because|before|between|could|however|should|since|that|their|there|they|those|until|were"
    "|when|which|whose|why|without|would"
)
"""Words in which no other word of English ends."""
_SHORT_TAILS = "about|with"
"""Words in which few end: `roundabout`, `therewith`."""
_TAILED = lazy_re(
    rf"\b(?:[a-z]{{3,20}}?|[A-Z][a-z]{{5,20}}?)(?=(?:{_TAILS})\b)"
    rf"|\b[a-z]{{5,20}}?(?<!here)(?<!forth)(?<!round)(?<!right)(?<!knock)(?<!rouse)(?=(?:{_SHORT_TAILS})\b)"
)
_ENDINGS = "able|ed|ful|ing|ion|ity|ive|ly|ment|ness"
"""Behind which `and` ends no word of English."""
_HEADED = lazy_re(
    r"\b(?:(?:and(?!a|es|i[ro]|o|r[aeio])|than(?![aek])|from(?!age|on)|with(?!al|dr|er|h[eo]|i|out|st|y))(?=[a-z]{4})"
    rf"|the(?=[bcdghkpvw][a-z]{{3}})|[a-z]{{3,20}}?(?:{_ENDINGS})(?=and\b))(?=[a-z]+(?![\w@’'-]|\.\w))"
)
"""Words in which no other word of English begins."""
_HUMP = lazy_re(r"[A-Z](?<=[a-z]{4}[A-Z])(?:[A-Z]{3,19}(?=, [A-Z])|[a-z]*(?= [a-zA-Z]))")
"""With a class of letters first, which `re` looks for fastest."""
_HUMPED = lazy_re(r"(?<![\w@#/.-])[a-z]{4,20}$")


@needs(
    rf"[a-z]{{3}}(?:{_TAILS})[^a-z]|[a-z]{{5}}(?:{_SHORT_TAILS})[^a-z]|\b(?:and[^aeior\W]|than[^aek\W]|from[^ao\W]|with[^adehiosty\W]|the[bcdghkpvw])[a-z]{{3}}|(?:{_ENDINGS})and[^a-z]",
    local=True,
)
def _glued_words(page: Page, text: str) -> Iterator[Proposal | None]:
    """`he explainedwhy` → `he explained why`, `earlier thanpotatoes` → `earlier than potatoes`."""
    for pattern in (_TAILED, _HEADED):
        for m in pattern.finditer(text):
            if not _technical(text, m.end()):
                yield page.propose("spacing.glued-words", m.end(), m.end(), " ")


@needs(r"[a-z]{4}[A-Z]", local=True)
def _glued_lines(page: Page, text: str) -> Iterator[Proposal | None]:
    """`he statedIt is`; `linkedIn` stays."""
    openers = page.word_set("spacing.openers")
    for m in _HUMP.finditer(text):
        opens = m[0].lower() in openers or (m[0].isupper() and len(m[0]) > 1)
        word = opens and _HUMPED.search(text, max(0, m.start() - 21), m.start())
        if word and not _technical(text, word.start()):
            yield page.propose("spacing.glued-lines", word.start(), m.end(), None)


_APOSTROPHE = lazy_regex(
    r"(?<=\p{L}) (?=['’](?:s|re|ve|ll|d|m|t)\b(?![’']))(?!['’](?:t|d|m)\b(?! ))"
    r"|(?<=\p{L}{3}s) (?=['’] \p{Ll}{2})|(?<=\p{L}['’]) (?=(?:s|re|ve|ll)\b(?!['’]))"
)


_TORN_S = lazy_re(r"(?<=[a-z]) ['’‘] (?=s [a-z])|(?<=[a-z]s) ‘ (?=[a-z])(?![^\n]{0,200}’)")
"""`the mayor ' s house`, `the mayors ‘ house`."""
_LOOSE = lazy_regex(r"(?<!\p{L})['’‘]|['’‘](?!\p{L})")


@needs(r" ['’](?:s|re|ve|ll|d|m|t)\b|s ['’‘] | ['’‘] s |['’] (?:s|re|ve|ll)\b", local=True)
def _apostrophes(page: Page, text: str) -> Iterator[Proposal | None]:
    """`the leaders ' summit` → `the leaders' summit`; `' yes '` stays."""
    for torn in _TORN_S.finditer(text):
        mark = "'" if "'" in torn[0] else "’"
        yield page.propose(
            "spacing.apostrophe", *torn.span(), mark + ("" if text[torn.end()] == "s" else " ")
        )
    for at in occurrences(text, " '", " ’", "' ", "’ "):
        space = at + (text[at] != " ")
        m = _APOSTROPHE.match(text, space)
        if m is not None and (text[space + 2 : space + 3] != " " or _alone(text, space + 1)):
            yield page.propose("spacing.apostrophe", *m.span(), "")


def _alone(text: str, at: int) -> bool:
    """Whether no other loose single quote stands in the line, which could pair with this one."""
    return len(_LOOSE.findall(_near(text, at, 300))) == 1


# --- beside numbers ----------------------------------------------------------------

_COLON = lazy_re(r": (?=[0-5]\d)")
_TIME = lazy_regex(
    r"(?<=\b(?i:at|from|to|until|till|by|around|about|before|after|since) (?:[01]?\d|2[0-3]): )"
    r"[0-5]\d\b(?![:.,]?\d)"
    r"|(?<=\d-\d\dT\d\d: )[0-5]\d\b"
    r"|(?<=(?:\n|[*•(] ?)(?:[01]\d|2[0-3]): )[0-5]\d(?= ?[–—-] ?[012]\d)"
    r"|(?<=\d ?[–—-] ?(?:[01]\d|2[0-3]): )[0-5]\d\b"
    r"|(?<=\b(?:[01]?\d|2[0-3]): )[0-5]\d(?: ?[ap]\.?m\b| (?:hours|Moscow|local|MSK|UTC|GMT)\b)"
)


_TORN_TIME = lazy_regex(
    r"(?<=\b(?i:at|from|until|till|by|around|about|before|after|since) (?:[01]?\d|2[0-3]))"
    r" : ?(?=[0-5]\d\b(?![:.,]?\d))"
)


@needs(rf"{DIGIT}: [0-5]|{DIGIT} : ?[0-5]|[$€£#] {DIGIT}", local=True)
def _numbers(page: Page, text: str) -> Iterator[Proposal | None]:
    """`at 18: 06` → `at 18:06`; `Genesis 18: 20` stays."""
    for colon in _COLON.finditer(text):
        if _TIME.match(text, colon.end()):
            yield page.propose("spacing.time", colon.start() + 1, colon.end(), "")
    for torn in _TORN_TIME.finditer(text):
        yield page.propose("spacing.time", *torn.span(), ":")
    for at in occurrences(text, "$ ", "€ ", "£ ", "# "):
        before = text[max(0, at - 2) : at]
        if text[at] == "#":  # a heading's # begins its line
            stands_alone = before[-1:] == " " and before[0].isalpha()
        else:
            stands_alone = before[-1:] in ("", "\n", " ", "(")
        if stands_alone and text[at + 2 : at + 3].isdigit():
            yield page.propose("spacing.number-sign", at + 1, at + 2, "")


STEPS = (
    _unseen,
    _blank_lines,
    _runs,
    _before_mark,
    _after_mark,
    _glued_words,
    _glued_lines,
    in_brackets,
    glued_brackets,
    half_hyphens,
    suspended_hyphens,
    suspended_numbers,
    turned_pairs,
    listed_titles,
    beside_quotes,
    _apostrophes,
    _numbers,
)
"""In this order, so that one round is enough for nearly every text."""
