"""What was said twice?

Start reading at `propose`. Words and phrases are found by `cleanup/repeats.py`;
what is emphasis, verse or chant is left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import regex

from cleanup.edits import Proposal, Tier
from cleanup.english import sentence_spans
from cleanup.page import Line, Page
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.pieces import Piece, moved
from cleanup.repeats import Repeat, repeats
from cleanup.triggers import trigger

_GLOSS = lazy_regex(r"[ ]\(([\p{L}][\p{L}\d’':.,!?& -]{2,60})\)")
_CHORUS = lazy_regex(r"(?:I\b|[^\p{Lu}])*")
_WORD_END = lazy_regex(r"\w$")
_GAP = lazy_regex(r"[\s,:\"“”«»—–-]+(?:(?:and|or)\s+)?[\"“«]*")
_CLAUSE_END = lazy_regex(r"\s*(?:[.,;:!?)\"”»…]|$)", regex.MULTILINE)
_OPENS = lazy_regex(r"(?:^|[.!?…:;\n])[ \t\"“«(—–-]*$")
_PROSE = lazy_regex(r"[—–\"“«(]?\s*\p{L}(?!.*\":)")
_SENTENCE_END = lazy_regex(r"[.!?…]['\"”’»)\]]*$")
_COMPOUND = lazy_re(r" [a-z]{5}")
"""A word that may be the head of a compound."""
_COMPLEMENT = lazy_re(
    r" (?:of|on|in|at|for|to|from|with|without|by|against|among|near|under|that|which|who|whose|where"
    r"|\w{3,}ing) "
)
_PREPOSITIONS = frozenset("after at before during from in near of on since under until with".split())
"""What they open is never subject and predicate: `police in Minsk in Minsk found`."""
_EMPHATIC = frozenset("i we you let who what how why there this that".split())
_SUBJECTS = frozenset("he it she they".split())
_NOUN_CLAUSE = lazy_re(r"\b(?:what|that|who|how|where|why|whatever|all|thing|it|this|which)\b[^.!?\n]*\Z")
"""What ends in a verb and goes before another: `what it was was a failure`."""
_NEAR = 60
_LINE = lazy_re(r"\S.*")
_SHORT_SENTENCE = 25
_SHORT_LINE = 40
_LONG_LINE = 80
_ANSWERED = lazy_re(r"\w\? [A-Z]")
"""A question with its answer: of many things the same is asked, and answered in the same words."""
_END = 30
"""Characters at either end by which lines are compared at first."""
_ALIKE = 92
"""Per cent of likeness from which two paragraphs say the same."""
_LONGEST_PULL = 400
_MOST_PULLS = 50
"""Quotations set apart in one article at most; more are a dialogue."""
_QUOTES = frozenset('"“”«»„')
_NEGATIONS = frozenset("no not never without nor neither cannot".split())
_TOKEN = lazy_regex(r"\w+")


_ECHO_SEEN = trigger(r"[\x{201d}\"] [^\"\n]{2,80}, [a-z]+ing [a-z]")
_ECHO = lazy_re(r"[”\"] [^“”\"\n.!?]{2,80}?(, [a-z]{2,20}ing( [^“”\"\n.!?]{10,120}))[.!?]")
_CONTENT = lazy_re(r"\w{4,}")
_LONGEST_SENTENCE = 300
_ECHOED_END = 3
"""Words at the end of an echo that stand before it in the same order."""


def propose(page: Page) -> Iterator[Proposal | None]:
    """Matches of the rules in rules/*/repetition, and repeats of words, phrases, sentences and lines."""
    yield from page.proposals("repetition")
    for piece, found in page.memory.look(page.text, repeats, partial(_repeats, page)):
        yield from (moved(proposal, piece.offset) for proposal in found)
    if "(" in page.text:
        yield from _glosses(page)
    if page.has(_ECHO_SEEN):
        yield from _echoes(page)
    yield from _sentences(page)
    yield from _lines(page)


# --- words and phrases ---------------------------------------------------------------


def _repeats(page: Page, piece: Piece) -> list[Proposal]:
    """What is said twice in a piece; a repeat is in one line. Places count from the window's start."""
    window, low, high = piece.key
    seen = page if len(window) == len(page.text) else page.turned(window)
    found = repeats(seen.folded, page.word_set("repetition.twice"))
    return [p for r in found if low <= r.start < high and (p := _repeat(seen, r)) is not None]


def _repeat(page: Page, r: Repeat) -> Proposal | None:
    gap = page.text[r.first_end : r.second]
    if "\n" in page.text[r.start : r.end] or not all(w[:1].isalpha() for w in r.words):
        return None
    if len(r.words) == 1:
        if gap != (f" {r.link} " if r.link else " "):
            return None
        return _twin(page, r) if r.link else _word(page, r)
    if not _GAP.fullmatch(gap):
        return None
    return _phrase(page, r, gap)


def _word(page: Page, r: Repeat) -> Proposal | None:
    """`the the` → `the`; `measures measures` is offered, a name is left alone."""
    text, word = page.text, r.words[0]
    if word in _NEGATIONS:
        return None  # `could not not see it` is its opposite without one of them
    if text[r.second].isupper():
        # `in In Oslo`: two halves of a sentence met; names begin with The
        met = text[r.start].islower() and word != "the" and word in page.word_set("spacing.openers")
        return page.propose("repetition.stutter", r.first_end, r.end, "", tier="suggest") if met else None
    if word in page.words("repetition.stutters"):
        return page.propose("repetition.stutter", r.first_end, r.end, "")
    if text[r.start].isupper() or not word.isalpha():
        return None
    if len(word) < 4 and not (
        word in page.words("repetition.short")
        and not _NOUN_CLAUSE.search(page.folded, max(0, r.start - _NEAR), r.start)
    ):
        return None
    return page.propose("repetition.word", r.first_end, r.end, "", confidence=0.85)


def _twin(page: Page, r: Repeat) -> Proposal | None:
    """`firmly and firmly` → `firmly`; `morality and morality` is offered as `morality`."""
    word = r.words[0]
    if len(word) < 6 or page.text[r.second].isupper() or word.endswith(("ed", "ing", "er", "ers")):
        return None
    if _COMPOUND.match(page.text, r.end) and not word.endswith("ly"):
        return None  # `inflation and inflation expectations` are two things
    if not word.endswith("ly") and _COMPLEMENT.match(page.text, r.end):
        return None  # in `errors and errors of the crew` the second is another kind of error
    if regex.search(r"\bthere (?:are|is|were|was) (?:\w+ )?$", page.folded[max(0, r.start - 30) : r.start]):
        return None
    tier: Tier = "auto" if word.endswith("ly") else "suggest"
    return page.propose("repetition.twin", r.first_end, r.end, "", tier=tier, confidence=0.9)


def _phrase(page: Page, r: Repeat, gap: str) -> Proposal | None:
    """`which Ukraine insists on, Ukraine insists on.` → `which Ukraine insists on.`"""
    text, size = page.text, r.first_end - r.start
    start = _after_closing_quote(text, r.first_end, r.end)
    if start is None:
        return None
    if gap == " " and r.words[0] in _PREPOSITIONS:
        return page.propose("repetition.phrase", start, r.end, "", tier="suggest", confidence=0.9)
    marked = not gap.isspace()
    if size < 12 or (len(r.words) == 2 and (marked or text[r.second].isupper())):
        return None
    opens = _OPENS.search(text[max(0, r.start - 8) : r.start]) is not None
    if r.link or (opens and marked) or (len(r.words) == 2 and opens):
        return None
    ends = _CLAUSE_END.match(text, r.end) is not None
    if not ends and len(r.words) < 5:
        return None
    # without a mark between them the halves may be subject and predicate: `whoever has, has`
    sure = marked and ends and len(r.words) >= 3 and size >= 15 and r.words[0] not in _EMPHATIC
    if "," in gap and r.words[0].partition("'")[0] in _SUBJECTS:
        sure = False  # `when he says he has it, he has it`
    return page.propose(
        "repetition.phrase", start, r.end, "", tier="auto" if sure else "suggest", confidence=0.85
    )


def _after_closing_quote(text: str, start: int, end: int) -> int | None:
    """Where a deletion up to `end` starts so that quotation marks stay in pairs."""
    gone = text[start:end]
    surplus = gone.count("”") + gone.count("»") - gone.count("“") - gone.count("«")
    if surplus == 0 and gone.count('"') % 2 == 0:
        return start
    return start + 1 if text[start] in '"”»' and surplus in (0, 1) else None


def _glosses(page: Page) -> Iterator[Proposal | None]:
    """`residence permit (Residence Permit)` → `residence permit`, `“Our Town” (Our Town)` → `“Our Town”`.

    What a chorus may answer is offered: `It's all right (all right)`.
    """
    for m in _GLOSS.finditer(page.text):
        inner = m[1].lower()
        quoted = page.text[m.start() - 1] in _QUOTES
        end = m.start() - quoted
        before = page.folded[max(0, end - len(inner) - 1) : end]
        outside = before[: -len(inner)]
        whole = outside in _QUOTES if quoted else not _WORD_END.search(outside)
        if whole and before.endswith(inner):
            ends = page.text[m.end() : m.end() + 1] in ("", "\n")
            answers = (ends or " " not in m[1]) and _CHORUS.fullmatch(m[1])
            tier: Tier = "suggest" if answers else "auto"
            yield page.propose("repetition.gloss", m.start(), m.end(), "", tier=tier)


def _echoes(page: Page) -> Iterator[Proposal | None]:
    """`“… to a hard phase,” he said, taking the talks to a hard phase.` → `“… to a hard phase,” he said.`"""
    for m in _ECHO.finditer(page.folded):
        start, end = m.span(1)
        near = page.folded[max(0, start - _LONGEST_SENTENCE) : start].rpartition("\n")[2]
        before = _TOKEN.findall(near)
        content = _CONTENT.findall(m[2])
        ends = " ".join(_TOKEN.findall(m[2])[-_ECHOED_END:])
        if ends in " ".join(before) and len(content) > 1 and set(content) <= set(before):
            yield page.propose("repetition.echo", start, end, "", confidence=0.85)


# --- sentences and lines ----------------------------------------------------------------


def _sentences(page: Page) -> Iterator[Proposal | None]:
    """A sentence right after itself goes."""
    for piece, found in page.memory.look(page.text, _sentences, _twice_said):
        for start, end in found:
            again = slice(piece.offset + start, piece.offset + end)
            tier: Tier = "auto" if len(page.text[again].split()) >= 6 else "suggest"
            yield page.propose("repetition.sentence", again.start, again.stop, "", tier=tier)


def _twice_said(piece: Piece) -> list[tuple[int, int]]:
    """The ends of a sentence and of the same one behind it, counted from the window's start."""
    window, low, high = piece.key
    parts = list(map(str.strip, f"{window} ".replace("\n", " ").split(". ")))
    if not any(a == b and len(a) >= _SHORT_SENTENCE for a, b in pairwise(parts)):
        return []
    spans = [s for m in _LINE.finditer(window) for s in sentence_spans(window, *m.span())]
    return [
        (b, d)
        for (a, b), (c, d) in pairwise(spans)
        if low <= a < high and b - a == d - c > _SHORT_SENTENCE
        if window[a:b] == window[c:d] and "\n" not in window[b:c]
    ]


def _lines(page: Page) -> Iterator[Proposal | None]:
    """Paragraphs that stand twice, word for word or nearly, and quotations set apart from their text."""
    long = [line for line in map(str.strip, page.text.split("\n")) if len(line) >= _SHORT_LINE]
    if len(long) < 2:
        return
    if len(set(long)) < len(long):
        yield from _same_lines(page)
    ends = [end for line in long if len(line) >= _LONG_LINE for end in (line[:_END], line[-_END:])]
    if len(set(ends)) < len(ends):
        yield from _like_lines(page, {end for end, times in Counter(ends).items() if times > 1})
    if any(line[0] in _QUOTES and line[-1] in _QUOTES for line in long):
        yield from _pull_quotes(page)


def _same_lines(page: Page) -> Iterator[Proposal | None]:
    """A paragraph right after itself goes; one that stands again further down is offered."""
    seen: dict[str, Line] = {}
    previous = ""
    for line in page.lines:
        body = line.text
        if len(body) >= _SHORT_LINE and body in seen and _PROSE.match(body) and _SENTENCE_END.search(body):
            adjacent = body == previous and len(body.split()) >= 6
            if adjacent or (len(body) >= _LONG_LINE and not _ANSWERED.search(body)):
                span = page.line_removal(line.start, line.end)
                tier: Tier = "auto" if adjacent else "suggest"
                yield page.propose("repetition.line", *span, "", tier=tier, confidence=0.9)
        seen.setdefault(body, line)
        previous = body


def _like_lines(page: Page, twice: set[str]) -> Iterator[Proposal | None]:
    """A paragraph that begins or ends like another and differs by a few small words is offered.

    `twice`: beginnings and ends that several lines have.
    """
    seen: dict[str, str] = {}
    for line in page.lines:
        body = line.text
        ends = twice.intersection((body[:_END], body[-_END:]))
        if not ends or len(body) < _LONG_LINE or not (_SENTENCE_END.search(body) and _PROSE.match(body)):
            continue
        other = seen.get(body[:_END]) or seen.get(body[-_END:])
        if other and other != body and not _ANSWERED.search(body) and _is_like(other, body):
            span = page.line_removal(line.start, line.end)
            yield page.propose("repetition.near-line", *span, "", confidence=0.85)
        for end_of_line in ends:
            seen.setdefault(end_of_line, body)


def _is_like(one: str, other: str) -> bool:
    """Whether only small words differ: no name, no number, no negation."""
    from rapidfuzz import fuzz  # long to import, and few texts need it

    if fuzz.ratio(one, other, score_cutoff=_ALIKE) < _ALIKE:
        return False
    words, others = Counter(_TOKEN.findall(one)), Counter(_TOKEN.findall(other))
    differing = (w for w in words.keys() | others.keys() if words[w] != others[w])
    return not any(w[0].isupper() or w[0].isdigit() or w in _NEGATIONS for w in differing)


def _pull_quotes(page: Page) -> Iterator[Proposal | None]:
    """A paragraph that is one quotation, whose words stand in another paragraph, is offered to go."""
    text = page.text
    set_apart = [x for x in page.lines if text[x.start] in _QUOTES and text[x.end - 1] in _QUOTES]
    if len(set_apart) > _MOST_PULLS:
        return
    for line in set_apart:
        quoted = text[line.start + 1 : line.end - 1].rstrip(".,…")
        if not _SHORT_LINE <= len(quoted) <= _LONGEST_PULL or not _QUOTES.isdisjoint(quoted):
            continue
        if any(
            text.find(words, 0, line.start) >= 0 or text.find(words, line.end) >= 0
            for words in (quoted, quoted[0].lower() + quoted[1:])
        ):
            span = page.line_removal(line.start, line.end)
            yield page.propose("repetition.pull-quote", *span, "", confidence=0.85)
