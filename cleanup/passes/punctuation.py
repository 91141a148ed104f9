"""Which marks follow Russian usage, or none?

Start reading at `STEPS`: dialogue first, which decides where quotations end, then the glyphs,
then stops, dashes and numbers. Fixed phrases are patterns in rules/*/punctuation.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanup.edits import Proposal
from cleanup.page import Page
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.steps import needs, run_steps
from cleanup.typography.appositions import offices_names
from cleanup.typography.brackets import smiles
from cleanup.typography.capitals import abbreviated, arms_kinds, designations, half_names, portfolios, strays
from cleanup.typography.dashes import glued_dashes, hyphens, lost_dashes, minus_signs
from cleanup.typography.dates import centuries, dates, mixed_dates, short_dates, small_may
from cleanup.typography.figures import (
    amounts,
    decimals,
    degree_signs,
    dotted_ranges,
    opening_numbers,
    ordinals,
    ranges,
    torn_decimals,
    torn_scores,
)
from cleanup.typography.lines import torn_lines
from cleanup.typography.lone import lone_marks
from cleanup.typography.quotes import LINE_START, Mark, find_marks, saying_follows
from cleanup.typography.speech import (
    dashes_between,
    dashes_inside,
    dialogue_dashes,
    house_marks,
    resumed_speech,
    stops_outside,
    unmarked_ends,
    verbs_of,
)
from cleanup.typography.splices import splices
from cleanup.typography.stops import lost_stops, small_openers
from cleanup.typography.truecase import (
    capital_verbs,
    first_line,
    resumed_verbs,
    small_articles,
    small_paragraphs,
    small_turns,
    speaker_capitals,
    swapped,
)
from cleanup.typography.units import (
    hyphen_hours,
    letters_of_units,
    metres_a_second,
    percent_ends,
    signs_behind,
    torn_noons,
    torn_ordinals,
    unit_stops,
)


def propose(page: Page) -> Iterator[Proposal | None]:
    """Dialogue, quotes, dashes, numbers; then matches of the rules in rules/*/punctuation."""
    yield from run_steps(page, STEPS)
    yield from page.proposals("punctuation")


# --- glyphs of quotes ----------------------------------------------------------------

_INNER = lazy_re(r"['’](?=[^\W\d_])")
_STRANGE_APOSTROPHE = lazy_re(
    r"[ʼ`´](?<=[A-Za-z].)(?:(?<=ʼ)(?=[A-Za-z])|(?<!ʼ)(?=(?:s|t|d|m|re|ve|ll)\b(?![`´])))"
)
"""A letter of Ukrainian, an accent typed for a mark."""
_CYRILLIC = lazy_regex(r"\p{Cyrillic}")


_TWO_STROKES = lazy_regex(
    r"(?m)(?<![^\s(\[])(?:''|’’)(?=\p{L})|(?<=[\p{L}.,!?…»”)] ?)(?:''|’’)(?=[\s,.;:!?)]|$)"
)


@needs("''|’’", local=True)
def _two_strokes(page: Page, text: str) -> Iterator[Proposal | None]:
    """`said ''yes''` → `said "yes"`: two apostrophes typed for a quotation mark; `5'10''` stays."""
    for m in _TWO_STROKES.finditer(text):
        yield page.propose("punctuation.quote-glyphs", *m.span(), '"')


_TURNED = lazy_re(r"“(?<=\w“)(?=[\s,.;:!?]|$)|“(?<=[,.!?…]“)(?=[\s–—-]|$)", re.MULTILINE)
"""A mark that closes and has the form of one that opens."""


@needs("[“”«»„’ʼ]|[A-Za-z][`´](?:s|t|d|m|re|ve|ll)")
def _glyphs(page: Page, text: str) -> Iterator[Proposal | None]:
    """« » and the rarer of straight and curly marks take the article's own form."""
    curly = "“" in text or "”" in text
    if (curly and ('"' in text or _TURNED.search(text))) or any(glyph in text for glyph in "«»„"):
        yield from _quote_glyphs(page, text)
    if ("'" in text and "’" in text) or any(glyph in text for glyph in "ʼ`´"):
        yield from _apostrophe_glyphs(page, text)


def _quote_glyphs(page: Page, text: str) -> Iterator[Proposal | None]:
    house = house_marks(text)
    marks = find_marks(text, verbs_of(page), page.memory)
    low = {m.at for m in marks if text[m.at] == "„"}
    foreign = False
    for number, mark in enumerate(marks):
        at, opens = mark.at, mark.opens
        glyph = text[at]
        if opens is None or _CYRILLIC.match(text, at + 1 if opens else at - 1):
            continue
        wanted = house[0 if opens else 1]
        foreign = glyph in "«»„" or (glyph == "“" and number > 0 and marks[number - 1].at in low)
        turned = glyph in "“”" and wanted in "“”"
        if glyph != wanted and (turned or _has_partner(text, marks, number)):
            rule = "punctuation.guillemets" if foreign else "punctuation.quote-glyphs"
            yield page.propose(rule, at, at + 1, wanted)


def _has_partner(text: str, marks: list[Mark], number: int) -> bool:
    """Whether the mark before a closing one opens, or the one after an opening one closes: a mark changed
    without its partner makes a pair of two forms. (Each paragraph of a long speech opens anew.)"""
    at, opens = marks[number].at, marks[number].opens
    other = number + 1 if opens else number - 1
    if not 0 <= other < len(marks):
        return False
    again = opens is True and text[at - 1 : at] in LINE_START and text[marks[other].at - 1] == "\n"
    return again or marks[other].opens is (not opens)


def _apostrophe_glyphs(page: Page, text: str) -> Iterator[Proposal | None]:
    """`don't` beside more `don’t` → `don’t`; only between letters, where it can be nothing else."""
    found = [m.start() for m in _INNER.finditer(text) if text[m.start() - 1 : m.start()].isalpha()]
    straight = [at for at in found if text[at] == "'"]
    curly = len(found) - len(straight)
    for m in _STRANGE_APOSTROPHE.finditer(text):
        yield page.propose("punctuation.quote-glyphs", *m.span(), "’" if curly > len(straight) else "'")
    if not straight or not curly:
        return
    rare, form = ("'", "’") if curly > len(straight) else ("’", "'")
    for at in found:
        if text[at] == rare:
            yield page.propose("punctuation.quote-glyphs", at, at + 1, form)


# --- doubled marks ------------------------------------------------------------------------

_TWICE = lazy_re(
    r",,(?=\s)|;;(?=\s)|,\.(?=\s|$)|\. ,(?<=[a-z]{4}\. ,)(?= [a-z])"
    r"|\. \.(?<=[a-z]{3}\. \.)(?= [A-Z\"“]|$)",
    re.MULTILINE,
)
_TWO_STOPS = lazy_re(
    r"\.\.(?<=[\w)”\"][\w)”\"]\.\.)(?<!\b[AEOUaeou]h\.\.)(?<!\b[NSns]o\.\.)(?=\s+[^\Wa-z]|\s+[\"“]|\s*$)",
    re.MULTILINE,
)
"""Before a new sentence: within one (`well.. I see`) it is a pause, as after `oh`."""
_PAUSE = lazy_re(r"\.\.(?<!\.\.\.)(?![.\d])")
_DOTS_AFTER = lazy_re(r"\.\.(?<=[?!]\.\.)(?=\s|[\"”]|$)", re.MULTILINE)
_AROUND_QUOTE = lazy_re(r"[\"”]\.(?=\s|$)", re.MULTILINE)


@needs(
    r",,|;;|,\.|[a-z]\. , [a-z]|[a-z]\. \.(?: [A-Z\"\x{201c}]|\s*\n|\z)|[^.]\.\.(?:[^!-~]|$)|[.!?…][\"”]\."
)
def _doubled(page: Page, text: str) -> Iterator[Proposal | None]:
    """`so,, he` → `so, he`; `“Why?”.` → `“Why?”`; `Why?.. Who` → `Why? Who`; an ellipsis stays."""
    for m in page.memory.matches(text, _TWICE, _doubled.trigger):
        if _ends_word(text, m.start()):
            yield page.propose("punctuation.doubled", *m.span(), m[0][-1])
    if ".." in text:
        stops = [m for m in _TWO_STOPS.finditer(text) if _ends_word(text, m.start())]
        if len(stops) == len(_PAUSE.findall(text)):  # a short ellipsis also stands within sentences
            for stop in stops:
                yield page.propose("punctuation.doubled", *stop.span(), ".", tier="suggest")
        for m in _DOTS_AFTER.finditer(text):
            yield page.propose("punctuation.doubled", *m.span(), "", tier="suggest")
    for m in page.memory.matches(text, _AROUND_QUOTE, _doubled.trigger):
        if text[m.start() - 1 : m.start()] in tuple(".!?…"):
            yield page.propose("punctuation.doubled", *m.span(), m[0][0])


_BOTH_SIDES = lazy_re(r"(?<=[^\W\d_])(?:([,.])([\"”]),|([\"”]),[\"”]) ")


_NO_COMMA = lazy_re(r"(?<=[?!…][\"”]),(?= [A-Za-z])")


@needs(r"[?!…][\"”], ", local=True)
def _after_question(page: Page, text: str) -> Iterator[Proposal | None]:
    """`“Why?”, he asked` → `“Why?” he asked`; `“Why?”, “How?”` stays."""
    for m in _NO_COMMA.finditer(text):
        if saying_follows(text, m.end() + 1, verbs_of(page)):
            yield page.propose("punctuation.doubled", *m.span(), "")


@needs(r"[,.\"”][\"”],|[\"”],[\"”]", local=True)
def _both_sides(page: Page, text: str) -> Iterator[Proposal | None]:
    """`“We agree.”, he said` and `“We agree,”, he said` → `“We agree,” he said`."""
    for m in _BOTH_SIDES.finditer(text):
        if m[3] and _is_nested(text, m.start(3)):
            continue
        if m[1] == "," or saying_follows(text, m.end(), verbs_of(page)):
            yield page.propose("punctuation.doubled", m.start(), m.end() - 1, "," + (m[2] or m[3]))


_LONGEST_QUOTED = 2000


def _is_nested(text: str, at: int) -> bool:
    """Whether the mark at `at` closes a quotation within another: `"They call it "a plan"," he said`"""
    line = text[max(0, at - _LONGEST_QUOTED) : at].rpartition("\n")[2]
    return (line.count("“") - line.count("”")) > 1 or (line.count('"') > 0 and line.count('"') % 2 == 0)


_ELISION = lazy_re(r"[\"”] (?:\.\.\.|…) (?=[a-z])")


@needs(r"[\"”] (?:\.\.\.|…) [a-z]", local=True)
def _elisions(page: Page, text: str) -> Iterator[Proposal | None]:
    """`the “plan” ... for all` → `the “plan” for all`: dots that stood for words of the source."""
    for m in _ELISION.finditer(text):
        yield page.propose("punctuation.elision", m.start() + 1, m.end(), " ")


def _ends_word(text: str, at: int) -> bool:
    return text[at - 1 : at].isalpha() or text[at - 1 : at] in tuple(')”"')


_NOTE = lazy_regex(r"\(([^()\n]{1,80})\)( [-–—] [Ee]d\.) ?\)|\([^()\n]{0,80}[-–—] [Ee]d\.\)( ?\))")

_NOTE_COMMA = lazy_regex(r",(?= [-–—] [Ee]d\. ?\))")


@needs(r"[-–—] [Ee]d\.", local=True)
def _brackets(page: Page, text: str) -> Iterator[Proposal | None]:
    """`(the mayor) - Ed. )` and `(the mayor, - Ed.)` → `(the mayor - Ed.)`."""
    for m in _NOTE.finditer(text):
        start = max(0, m.start() - 200)
        if text.count("(", start, m.start()) > text.count(")", start, m.start()):
            continue
        if m[2]:
            yield page.propose("punctuation.editors-note", *m.span(), f"({m[1]}{m[2]})")
        else:
            yield page.propose("punctuation.editors-note", *m.span(3), "")
    for m in _NOTE_COMMA.finditer(text):
        yield page.propose("punctuation.editors-note", *m.span(), "")


# --- capitals ---------------------------------------------------------------------------

_QUOTED = lazy_re(r"[\"“]([a-z][a-z-]{2,}) ([A-Z][a-z]+)(?=[\"”])")


@needs(r"[\"“][a-z][a-z-]+ [A-Z][a-z]+[\"”]", local=True)
def _quoted_names(page: Page, text: str) -> Iterator[Proposal | None]:
    """`the “iron Curtain”` → `the “Iron Curtain”`; `“good Russians”` stays."""
    for m in _QUOTED.finditer(text):
        if m[2].lower() in page.words("punctuation.headwords") and m[1] not in page.words(
            "punctuation.openers"
        ):
            yield page.propose("punctuation.quoted-name", m.start(1), m.start(1) + 1, m[1][0].upper())


_COLON_TITLE = lazy_re(r"\s*\S+(?: \S+){3,20}:(?=\n\s*[A-Z][a-z][^\n]{60,}[.!?]\n)")


@needs(r":\n")
def _title_colon(page: Page, text: str) -> Iterator[Proposal | None]:
    """A headline that ends in a colon was cut there."""
    if m := _COLON_TITLE.match(text[:2000]):
        yield page.propose("punctuation.title-colon", m.end() - 1, m.end(), "")


_LONE_MARK = lazy_re(r"\s{0,20}[^\s\"“”«»:][^\"“”«»:\n]{10,150}[^\W\d_]([\"”])\s*\n")


@needs(r"[A-Za-z][\"”]\s*\n")
def _headline_quote(page: Page, text: str) -> Iterator[Proposal | None]:
    """`Alert issued over Hurricane Anna"` as a headline loses the mark that no other opens."""
    if m := _LONE_MARK.match(text[:500]):
        yield page.propose("punctuation.headline-quote", *m.span(1), "")


_EMPTY = lazy_re(r"(?<=[A-Za-z] )(?:“ ?”|«»|\"\")(?=[\s.,;:!?])")


@needs(r"[A-Za-z] (?:“ ?”|«»|\"\")", local=True)
def _empty_quotes(page: Page, text: str) -> Iterator[Proposal | None]:
    """`he told “”.`: what stood between the marks is lost."""
    for m in _EMPTY.finditer(text):
        yield page.propose("punctuation.empty-quotes", *m.span(), None)


STEPS = (
    _two_strokes,
    torn_lines,
    dashes_between,
    dashes_inside,
    hyphens,
    minus_signs,
    glued_dashes,
    lost_dashes,
    ranges,
    dialogue_dashes,
    resumed_speech,
    _glyphs,
    stops_outside,
    unmarked_ends,
    lone_marks,
    _doubled,
    _both_sides,
    _after_question,
    _elisions,
    _brackets,
    smiles,
    amounts,
    decimals,
    torn_decimals,
    torn_scores,
    degree_signs,
    dotted_ranges,
    opening_numbers,
    dates,
    short_dates,
    mixed_dates,
    small_may,
    centuries,
    ordinals,
    letters_of_units,
    unit_stops,
    metres_a_second,
    signs_behind,
    torn_ordinals,
    percent_ends,
    torn_noons,
    hyphen_hours,
    capital_verbs,
    resumed_verbs,
    speaker_capitals,
    swapped,
    first_line,
    small_articles,
    small_paragraphs,
    small_turns,
    _title_colon,
    _quoted_names,
    half_names,
    abbreviated,
    portfolios,
    designations,
    arms_kinds,
    strays,
    _empty_quotes,
    _headline_quote,
    offices_names,
    splices,
    small_openers,
    lost_stops,
)
"""What most articles need comes first: the steps before a change run once more. Dialogue comes
before glyphs, since it decides where quotations end."""
