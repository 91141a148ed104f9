"""Where does each rule match a text?

Start reading at `Finder.hits`: one scan finds the literals of all rules of a pass at once;
only rules whose literals occur are tried, and only around them, so the cost of a text does
not grow with the number of rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

import msgspec
import regex

from cleanup.article import Finding
from cleanup.edits import Proposal
from cleanup.english import starts_with_vowel_sound
from cleanup.index import Hit, LiteralIndex
from cleanup.literals import fold
from cleanup.macros import inflected
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.rules import META_FIELDS, Compiled, RuleBook

Match = regex.Match[str]


class _Try(msgspec.Struct, frozen=True):
    """What it takes to try a rule at a place."""

    pattern: regex.Pattern[str]
    width: int
    """Of the longest match, in characters."""
    line: bool
    """Whether whole lines match."""
    anchored: bool
    """Whether a literal stands at the very start of a match."""
    heads: dict[str, bool] | None
    """Of an anchored rule that minds capitals: whether a match may begin so, as far as it was asked."""


_MOST_HEADS = 500
"""Of a rule; real text has few, hostile text one for each way to set capitals."""


class _Tries(dict[int, _Try]):
    """Rules by number, each made ready when it is first tried: few ever are."""

    def __init__(self, rules: Sequence[Compiled]) -> None:
        super().__init__()
        self._rules = rules

    def __missing__(self, number: int) -> _Try:
        compiled = self._rules[number]
        assert compiled.pattern is not None
        assert compiled.needle is not None
        flags = regex.MULTILINE | (regex.IGNORECASE if compiled.rule.case == "adapt" else 0)
        anchored = compiled.needle.anchored
        made = self[number] = _Try(
            pattern=regex.compile(compiled.pattern, flags, **cast("dict[str, Any]", compiled.lists)),
            width=compiled.needle.width,
            line=compiled.rule.line is not None,
            anchored=anchored,
            heads={} if anchored and compiled.rule.case == "exact" else None,
        )
        return made


class Finder:
    """Matches the patterns of a rule book. Holds no state of any text."""

    def __init__(self, book: RuleBook, seconds: float) -> None:
        self._seconds = seconds
        self._rules = [c for c in book.rules if c.pattern is not None]
        self._index = LiteralIndex(self._rules, book.key)
        self._tries = _Tries(self._rules)

    def hits(self, folded: str, group: str, start: int, end: int) -> dict[str, list[Hit]]:
        """Hits of a group's rules that begin in folded[start:end], for each pass by rule and place."""
        return self._index.hits(folded, group, start, end)

    def matches(
        self, text: str, part: int, hits: Iterable[Hit], skipped: set[str]
    ) -> Iterator[tuple[int, Compiled, Match]]:
        """Matches of the rules hit in the part of a text that begins at `part`, each once, none within
        another of its rule (`the idea` for `idea`), with the rules' numbers.

        A rule that outruns its time joins `skipped`.
        """
        last, seen = -1, -1
        for rule, start, end in hits:
            if skipped and self._rules[rule].rule.id in skipped:
                continue
            try:
                for m in self._around(text, self._tries[rule], part + start, part + end):
                    if last != rule or m.end() > seen:
                        last, seen = rule, m.end()
                        yield rule, self._rules[rule], m
            except TimeoutError:
                skipped.add(self._rules[rule].rule.id)

    def _around(self, text: str, tried: _Try, start: int, end: int) -> Iterable[Match]:
        """Matches of a rule that hold text[start:end], within its line.

        `regex` is told the seconds by their place, after what it is not to do (overlap, match in
        part, let other threads run): by its name the argument costs a third of a call.
        """
        pattern = tried.pattern
        if tried.line:
            line = _line_around(text, start, tried.width + 2 * _SLACK)
            if line is None:
                return ()
            m = pattern.fullmatch(text, *_stripped(text, *line), False, False, self._seconds)
            return () if m is None else (m,)
        if tried.anchored:
            if tried.heads is not None and not self._may_begin(tried, text[start:end]):
                return ()
            window_end = _window_end(text, end, start + tried.width)
            m = pattern.match(text, start, window_end, False, False, self._seconds)
            return () if m is None else (m,)
        window_start = _window_start(text, start, end - tried.width)
        window_end = _window_end(text, end, start + tried.width)
        # nearly always there is nothing, and a search is quicker than an iterator
        if pattern.search(text, window_start, window_end, False, False, self._seconds) is None:
            return ()
        found = pattern.finditer(text, window_start, window_end, False, False, False, self._seconds)
        return (m for m in found if m.start() <= start and end <= m.end())

    def _may_begin(self, tried: _Try, head: str) -> bool:
        """Whether a match of a rule that minds capitals may begin so; hits mind none (`Russia` for `russia`).

        What only its surroundings could tell, a look-behind, is left to the match.
        """
        assert tried.heads is not None
        known = tried.heads.get(head)
        if known is None:
            if len(tried.heads) >= _MOST_HEADS:  # `RuSsIa`, `rUsSiA` …
                tried.heads.clear()
            known = tried.heads[head] = (
                "(?<=" in tried.pattern.pattern
                or tried.pattern.match(head, partial=True, timeout=self._seconds) is not None
                or tried.pattern.match(fold(head), partial=True, timeout=self._seconds) is None
            )
        return known


def line_around(text: str, pos: int) -> tuple[int, int]:
    """The line that holds `pos`, without its line end."""
    start = text.rfind("\n", 0, pos) + 1
    end = text.find("\n", pos)
    return start, len(text) if end < 0 else end


def _line_around(text: str, pos: int, longest: int) -> tuple[int, int] | None:
    """The line that holds `pos`, without its line end; None if it is longer than `longest`."""
    low, high = max(0, pos - longest), min(len(text), pos + longest)
    start, end = text.rfind("\n", low, pos) + 1, text.find("\n", pos, high)
    if (start == 0 and low > 0) or (end < 0 and high < len(text)):
        return None
    return start, len(text) if end < 0 else end


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


_SLACK = 40
"""Characters beyond a window in which a word may end; no English word is longer."""
_AHEAD = 60
"""Characters behind a match that a lookahead may still read; the width of a match leaves them out."""


def _window_end(text: str, least: int, most: int) -> int:
    """The end of the line, or else of a word past `most`."""
    limit = max(least, most) + _AHEAD
    end = text.find("\n", least, limit + _SLACK)
    if end < 0:
        end = text.find(" ", limit, limit + _SLACK)
    return end if end >= 0 else min(limit, len(text))


def _window_start(text: str, most: int, least: int) -> int:
    """The start of the line, or else of a word before `least`."""
    limit = max(0, min(most, least) - 1)
    low = max(0, limit - _SLACK)
    start = text.rfind("\n", low, most) + 1 or text.rfind(" ", low, limit + 1) + 1
    return start or limit


# --- what to put in a match's place ----------------------------------------------


def proposal_of(text: str, compiled: Compiled, m: Match) -> Proposal:
    """The change a rule's match asks for, in the case and inflection of what is there."""
    rule = compiled.rule
    start, end = m.span()
    opens = _OPENS.search(text, max(0, start - 4), start) is not None
    options = [_adapt(text, m, t, compiled, opens=opens) for t in compiled.replacements]
    if rule.line is not None and not options and rule.tier != "flag":
        options = [""]
    if options and options[0]:
        start, options = _with_article(text, start, m[0], options)
    return Proposal(
        start=start,
        end=end,
        after=options[0] if options else None,
        rule=rule.id,
        category=rule.category,
        severity=rule.severity,
        tier=rule.tier,
        message=rule.note or rule.why,
        alternatives=tuple(dict.fromkeys(o for o in options[1:] if o != options[0])),
        meta=meta_of(m),
    )


def meta_of(m: Match) -> Finding:
    """Named groups that carry metadata. Fields that are lists hold one entry each."""
    several = {"photo_credits", "captions", "links", "tags"}
    found = {k: v.strip() for k, v in m.groupdict().items() if v and k in META_FIELDS}
    return {k: [v] if k in several else v for k, v in found.items()}


def _adapt(text: str, m: Match, template: str, compiled: Compiled, *, opens: bool) -> str:
    """The replacement in the case and inflection of a match, which may open its sentence."""
    out = m.expand(template) if "\\" in template else template
    if _CASED.search(template):
        out = _CASED.sub(lambda c: _recased(m[int(c[2])] or "", c[1]), out)
    for i, macro in enumerate(compiled.macros):
        if f"{{{i}}}" in out:
            out = out.replace(f"{{{i}}}", inflected(text, m, macro))
    if compiled.rule.case != "adapt":
        return out
    if opens and "\\" in template:
        out = _opener_moved(m[0], out, compiled.pattern or "")
    if not opens and _ARTICLE.match(out) and not _ARTICLE.match(m[0]) and not m[0].isupper():
        return out  # the capital found is that of a name
    return _in_case_of(m[0], out)


_CASED = lazy_re(r"\{(title|small):(\d)\}")


def _recased(group: str, how: str) -> str:
    return group.title() if how == "title" else group.lower()


_OPENS = lazy_regex(r"(?:^|[.!?:…\n])[\s\"“”‘’«»(\[•–—-]*$|^$")
_ARTICLE = lazy_regex(r"(?:an?|the) ", regex.IGNORECASE)
_CAPITALISED = lazy_regex(r"\p{Lu}\p{Ll}*(?=\P{L})")
_PLAIN = lazy_regex(r"[a-z]+")


def _opener_moved(found: str, out: str, pattern: str) -> str:
    """`out` where the word that opened the sentence, now within it, has no capital.

    Only a word that the pattern itself spells small: any other may be a name.

    >>> _opener_moved("Clients of Sberbank", "Sberbank Clients", r"(clients?) of (\\w+)")
    'Sberbank clients'
    """
    m = _CAPITALISED.match(found)
    if m is None or regex.match(rf"\W*{m[0]}\b", out):
        return out
    spot = regex.search(rf"\b{m[0]}\b", out)
    if spot is None:
        return out
    small = m[0].lower()
    if small in ("the", "a", "an"):
        plain = regex.match(r" \p{Ll}", out, pos=spot.end()) is not None
    else:
        words = (w for w in _PLAIN.findall(pattern) if len(w) > 2)
        plain = any(small.startswith(w) and len(small) - len(w) < 2 for w in words)
    return out[: spot.start()] + small + out[spot.end() :] if plain else out


def _in_case_of(found: str, out: str) -> str:
    """`out` with the first letter, or all letters, of the case of `found`.

    >>> _in_case_of("In The End", "at last"), _in_case_of("IN THE END", "at last")
    ('At last', 'AT LAST')
    """
    letters = [c for c in found if c.isalpha()]
    if len(letters) > 3 and all(c.isupper() for c in letters):
        return out.upper()
    first = next((c for c in found if c.isalnum()), "")
    if first.isupper():
        at = next((i for i, c in enumerate(out) if c.isalnum()), None)
        return out if at is None else out[:at] + out[at].upper() + out[at + 1 :]
    return out


_ARTICLE_BEFORE = lazy_regex(r"\b(an?)( +)$", regex.IGNORECASE)


def _with_article(text: str, start: int, found: str, options: list[str]) -> tuple[int, list[str]]:
    """Take a preceding a/an into the change where the new first word needs the other one."""
    m = _ARTICLE_BEFORE.search(text, max(0, start - 5), start)
    if m is None or starts_with_vowel_sound(found) == starts_with_vowel_sound(options[0]):
        return start, options
    head = m[1][0]

    def article(option: str) -> str:
        return head + ("n" if starts_with_vowel_sound(option) else "") + m[2] + option

    return m.start(), [article(o) for o in options]
