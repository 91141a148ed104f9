"""What does a pass see? One version of a text, with views made when first asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Set
from copy import copy
from functools import cached_property, lru_cache, partial
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import TypeVar, cast

import msgspec
import regex

from cleanup.article import Article, Finding
from cleanup.edits import TIER_RANK, Proposal, Tier
from cleanup.engines import open_engine
from cleanup.english import is_english, sentence_spans
from cleanup.finder import Finder, proposal_of
from cleanup.index import Hit, group_of
from cleanup.literals import fold
from cleanup.pieces import Key, Memory, Piece, moved
from cleanup.rules import Compiled, Rule, RuleBook, rules_folder
from cleanup.settings import RuleState, Settings
from cleanup.topics import Topics
from cleanup.triggers import Trigger

_T = TypeVar("_T")
Tables = Callable[[str], tuple[str, ...]]
"""Gives a word table by its name."""

SHORT_LINE = 120
"""Longest line that may be a label, a date, a byline or a share bar."""
_TOPIC_REACH = 5_000
"""Characters before and behind a place, at least, that tell what it is about: most articles are no longer."""
_WHOLE_TEXT = "(?s)"
"""Opens a condition that looks beyond a line, so that a part of the text cannot answer it."""
_CONDITION_SECONDS = 1
"""Only a user's own pattern takes so long."""


class Line(msgspec.Struct, frozen=True, gc=False):
    """A line of the page without outer space; `text` is the page's text[start:end].

    There are many: a struct that the garbage collector need not know is made in half the time of a tuple.
    """

    start: int
    end: int
    text: str


class RuleSet:
    """The rules in force: a book, the settings' word on it, and its finder."""

    def __init__(self, book: RuleBook, settings: Settings) -> None:
        every = {c.rule.id: c for c in book.rules}
        self.rules: dict[str, Compiled] = {i: c for i, c in every.items() if settings.rules.get(i) != "off"}
        self.words = book.words
        self.word_sets: dict[str, frozenset[str]] = {}
        """Those of `words` that were asked for as sets."""
        self.made: dict[object, object] = {}
        """What code made of the tables, by its maker."""
        self.folders = (rules_folder(), *map(Path, settings.rule_folders))
        """Where tables beside the rules lie (`names/people.tsv`)."""
        self.name_spelling = settings.name_spelling
        self.engine = open_engine(
            settings, [row.partition(" ")[0] for row in self.words.get("grammar.earned", ())]
        )
        self.guests = frozenset(i for i, c in every.items() if c.rule.engine)
        """Rules whose findings are a grammar engine's."""
        self.tiers: dict[str, Tier] = {i: s for i, s in settings.rules.items() if s != "off"}
        self._every = {i: c for i, c in every.items() if i in self.rules or _is_on(i, settings)}
        self.finder = Finder(
            msgspec.structs.replace(book, rules=tuple(self._every.values())), settings.rule_seconds
        )

    @cached_property
    def topics(self) -> Topics:
        """What tells what an article is about."""
        return Topics(self.words)

    def of_source(self, states: Mapping[str, RuleState]) -> RuleSet:
        """The rules with what the settings say of one source's articles."""
        own = copy(self)
        rules = {i: c for i, c in self._every.items() if i in self.rules or i in states}
        own.rules = {i: c for i, c in rules.items() if states.get(i) != "off"}
        own.tiers = {**self.tiers, **{i: s for i, s in states.items() if s != "off"}}
        return own


def _is_on(rule_id: str, settings: Settings) -> bool:
    """Whether a rule that is off elsewhere is on for some source."""
    return any(states.get(rule_id, "off") != "off" for states in settings.sources.values())


class Page:
    """A text under a pass's eyes. Passes read it and propose; nothing here changes."""

    def __init__(
        self,
        text: str,
        article: Article,
        rules: RuleSet,
        skipped: set[str],
        problems: set[str] | None = None,
    ) -> None:
        self.text = text
        self.article = article
        self.skipped = skipped
        """Ids of rules that outran their time in this article."""
        self.problems: set[str] = set() if problems is None else problems
        """What else did not work, in words."""
        self.engine = rules.engine
        """The grammar engine, where the settings name one."""
        self.rule_folders = rules.folders
        self.name_spelling = rules.name_spelling
        self._rules = rules
        self.silent: dict[object, tuple[str, Set[int]]] = {}
        """By steps (see steps.py): a text of the article, and which of them find nothing there."""
        self.memory = Memory()
        self._seen: dict[str, dict[Key, dict[str, list[Hit]]]] = {}
        """By groups of passes and pieces: where their literals stand."""
        self._held: dict[str, bool] = {}
        """Conditions asked for in the whole text, once for all matches, and whether it holds them."""
        self._topics: dict[int, frozenset[str]] = {}
        """Of parts of `_TOPIC_REACH` characters, with those before and behind."""
        self._sentences_of_line: dict[int, list[tuple[int, int]]] = {}

    def turned(self, text: str) -> Page:
        """The page of the same article with another text."""
        page = Page(text, self.article, self._rules, self.skipped, self.problems)
        page.silent, page.memory = self.silent, self.memory
        return page

    @cached_property
    def lines(self) -> list[Line]:
        """Lines that are not empty."""
        lines: list[Line] = []
        pos = 0
        for line in self.text.split("\n"):
            body = line.strip()
            if body:
                start = pos if len(body) == len(line) else pos + line.index(body[0])
                lines.append(Line(start, start + len(body), body))
            pos += len(line) + 1
        return lines

    def line_at(self, pos: int) -> int:
        """The index in `lines` of the last line that begins at `pos` or before it; -1 if there is none."""
        return bisect_right(self.lines, pos, key=_line_start) - 1

    @cached_property
    def short_lines(self) -> list[tuple[int, Line]]:
        """The lines that are no paragraphs, with their index in `lines`; what a site adds is mostly short."""
        return [(i, line) for i, line in enumerate(self.lines) if line.end - line.start <= SHORT_LINE]

    @cached_property
    def folded(self) -> str:
        """The text in lower case, as long as the text."""
        return fold(self.text)

    def topics_at(self, pos: int) -> frozenset[str]:
        """What the text around a place is about: a long speech comes by the words of every topic."""
        part = pos // _TOPIC_REACH
        if part not in self._topics:
            start = max(0, part - 1) * _TOPIC_REACH
            self._topics[part] = self._rules.topics.of(self.folded[start : (part + 2) * _TOPIC_REACH])
        return self._topics[part]

    @cached_property
    def triggers(self) -> frozenset[Trigger]:
        """The triggers that occur in the text."""
        return self.memory.triggers(self.text)

    def has(self, trigger: Trigger) -> bool:
        """Whether a trigger occurs in the text (see triggers.py)."""
        return trigger in self.triggers

    @cached_property
    def english(self) -> bool:
        """Whether the rules of English apply to the text."""
        return is_english(self.text)

    def words(self, table: str) -> tuple[str, ...]:
        """A word table of `rules/`, as `<pass>.<table>`; empty where its pack is off."""
        return self._rules.words.get(table, ())

    def word_set(self, table: str) -> frozenset[str]:
        """A word table as a set; the same object each time."""
        sets = self._rules.word_sets
        if table not in sets:
            sets[table] = frozenset(self.words(table))
        return sets[table]

    def made(self, make: Callable[[Tables], _T]) -> _T:
        """What a module-level function makes of the word tables; made once for these rules."""
        made = self._rules.made
        if make not in made:
            made[make] = make(self.words)
        return cast("_T", made[make])

    def rule(self, rule_id: str) -> Rule | None:
        """A rule by its id; None where it is switched off."""
        compiled = self._rules.rules.get(rule_id)
        return compiled.rule if compiled else None

    def proposals(self, pass_name: str) -> Iterator[Proposal]:
        """What the pass's patterns ask for, as their rules say; by rule and place."""
        skipped = frozenset(self.skipped)
        found = [
            (number, compiled, moved(proposal, piece.start))
            for piece, of_piece in self.memory.look(self.text, pass_name, partial(self._found, pass_name))
            for number, compiled, proposal in of_piece
            if compiled.rule.id not in skipped
        ]
        for _, compiled, asked in sorted(found, key=itemgetter(0)):
            if not self._speaks_at(asked.start, compiled):
                continue
            proposal = asked
            if compiled.rule.line is not None and asked.after == "":
                start, end = self.line_removal(asked.start, asked.end)
                proposal = msgspec.structs.replace(asked, start=start, end=end)
            if proposal.after != self.text[proposal.start : proposal.end]:
                yield self._tiered(proposal)

    def _found(self, pass_name: str, piece: Piece) -> list[tuple[int, Compiled, Proposal]]:
        """What the pass's patterns ask for in a piece, if the article has what they need; places count
        from its start."""
        hits = self._hits(group_of(pass_name))[piece.key].get(pass_name)
        if not hits:
            return []
        return [
            (number, compiled, moved(proposal_of(self.text, compiled, m), -piece.start))
            for number, compiled, m in self._rules.finder.matches(self.text, piece.start, hits, self.skipped)
            if compiled.rule.id in self._rules.rules and not self._is_silenced(compiled, m.start(), m.end())
        ]

    def _hits(self, group: str) -> dict[Key, dict[str, list[Hit]]]:
        """Where the literals of a group of passes stand in each piece, by pass; looked for once."""
        if group not in self._seen:
            found = self.memory.look(self.text, ("literals", group), partial(self._literals, group))
            self._seen[group] = {piece.key: hits for piece, hits in found}
        return self._seen[group]

    def _literals(self, group: str, piece: Piece) -> dict[str, list[Hit]]:
        return self._rules.finder.hits(self.folded, group, piece.start, piece.end)

    def propose(  # noqa: PLR0913 - the options are keyword-only
        self,
        rule_id: str,
        start: int,
        end: int,
        after: str | None,
        *,
        tier: Tier | None = None,
        message: str = "",
        confidence: float = 1.0,
        alternatives: tuple[str, ...] = (),
        meta: Finding | None = None,
    ) -> Proposal | None:
        """A proposal under a rule's name; None where the rule is switched off.

        `tier` may only weaken the rule's own.
        """
        rule = self.rule(rule_id)
        if rule is None:
            return None
        own = self._rules.tiers.get(rule_id, rule.tier)
        if tier is None or TIER_RANK[tier] < TIER_RANK[own]:
            tier = own
        return Proposal(
            start=start,
            end=end,
            after=None if tier == "flag" else after,
            rule=rule_id,
            category=rule.category,
            severity=rule.severity,
            tier=tier,
            message=message or rule.note or rule.why,
            confidence=confidence,
            alternatives=alternatives,
            meta=meta or {},
        )

    def line_removal(self, start: int, end: int) -> tuple[int, int]:
        """The span to delete so that the lines holding text[start:end] go.

        Of the empty lines around, the longer run stays, so the rest keeps its
        distance; at the top and the bottom of the text none stays.
        """
        text = self.text
        start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", end)
        end = len(text) if line_end < 0 else line_end + 1
        gap_start, gap_end = _gap_before(text, start), _gap_after(text, end)
        if gap_end == len(text):
            if gap_start and not text.endswith("\n"):
                gap_start -= 2 if text[gap_start - 2 : gap_start] == "\r\n" else 1
            return gap_start, gap_end
        if start - gap_start >= gap_end - end or gap_start == 0:
            return (0 if gap_start == 0 else start), gap_end
        return gap_start, end

    def _tiered(self, proposal: Proposal) -> Proposal:
        tier = self._rules.tiers.get(proposal.rule)
        if tier is None or tier == proposal.tier:
            return proposal
        after = None if tier == "flag" else proposal.after
        return msgspec.structs.replace(proposal, tier=tier, after=after)

    def _speaks_at(self, pos: int, compiled: Compiled) -> bool:
        """Whether the rule is one for articles like this, and for what is written around `pos`."""
        topics, given = compiled.rule.topic, compiled.given
        if topics and self.topics_at(pos).isdisjoint(topics):
            return False
        if given is not None and given not in self._held:
            self._held[given] = self._article_holds(given, compiled)
        return given is None or self._held[given]

    def _article_holds(self, pattern: str, compiled: Compiled) -> bool:
        """Whether the article holds a condition of a rule; a long one is read again only where it changed."""
        if pattern.startswith(_WHOLE_TEXT):
            return self._holds(self.text, pattern, compiled) is True
        looked = self.memory.look(
            self.text, ("given", pattern), lambda piece: self._holds(piece.window, pattern, compiled) is True
        )
        return any(held for _, held in looked)

    def _is_silenced(self, compiled: Compiled, start: int, end: int) -> bool:
        """Whether the sentence around a match of the rule holds what silences it, or might."""
        if compiled.unless is None:
            return False
        return self._holds(self.sentence_at(start, end), compiled.unless, compiled) is not False

    def _holds(self, text: str, pattern: str, compiled: Compiled) -> bool | None:
        """Whether a text holds a condition of a rule; None where that outruns its time, so that the rule is
        skipped."""
        try:
            return _condition(pattern).search(text, timeout=_CONDITION_SECONDS) is not None
        except TimeoutError:
            self.skipped.add(compiled.rule.id)
            return None

    def sentence_at(self, start: int, end: int) -> str:
        """The sentence (or sentences) that hold text[start:end]."""
        if not self.lines:
            return self.text[start:end]
        first, last = self._sentence_of(start), self._sentence_of(max(start, end - 1))
        return self.text[first[0] : max(end, last[1])]

    def _sentence_of(self, pos: int) -> tuple[int, int]:
        """The last sentence that begins at `pos` or before it, else the first; only its line is read."""
        line = max(0, self.line_at(pos))
        spans = self._sentences_of_line.get(line)
        if spans is None:
            spans = sentence_spans(self.text, self.lines[line].start, self.lines[line].end)
            self._sentences_of_line[line] = spans
        return spans[max(0, bisect_right(spans, (pos, len(self.text) + 1)) - 1)]


_line_start = attrgetter("start")


@lru_cache(maxsize=20_000)
def _condition(pattern: str) -> regex.Pattern[str]:
    """Compiled once: `regex` itself keeps the last 500."""
    return regex.compile(pattern, regex.IGNORECASE)


def _gap_before(text: str, start: int) -> int:
    """Where the empty lines before a line start begin.

    >>> _gap_before("a\\n\\n \\nb", 5)
    2
    """
    gap = start
    while gap > 0:
        previous = text.rfind("\n", 0, gap - 1) + 1
        if not text[previous:gap].isspace():
            break
        gap = previous
    return gap


def _gap_after(text: str, end: int) -> int:
    """Where the empty lines after a line end stop."""
    gap = end
    while gap < len(text):
        line_end = text.find("\n", gap)
        following = len(text) if line_end < 0 else line_end + 1
        if not text[gap:following].isspace():
            break
        gap = following
    return gap
