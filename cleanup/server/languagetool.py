"""How are our findings told in the words of a LanguageTool server? Start reading at `check`.

Its API is published (languagetool.org/http-api); parameters, answers and refusals here are
those of the real server, so that every editor plug-in that speaks to it shows our findings.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from urllib.parse import parse_qsl

import msgspec

from cleanup import __version__
from cleanup.edits import Edit
from cleanup.engines.utf16 import Offsets
from cleanup.english import sentence_spans
from cleanup.loopback import fits
from cleanup.patterns import lazy_re
from cleanup.pipeline import Cleaner
from cleanup.report.findings import findings
from cleanup.report.jsontext import to_json
from cleanup.rules import Compiled
from cleanup.server.annotated import Annotated, Part, read_data
from cleanup.server.answers import Made
from cleanup.server.categories import CATEGORIES, Category
from cleanup.server.problems import Problem
from cleanup.server.protocol import (
    Answer,
    Context,
    DetectedLanguage,
    Language,
    Match,
    MatchRule,
    MatchType,
    Replacement,
    RuleCategory,
    Software,
    Warnings,
)

LANGUAGES = {
    "en": "English",
    "en-AU": "English (Australian)",
    "en-CA": "English (Canadian)",
    "en-GB": "English (GB)",
    "en-NZ": "English (New Zealand)",
    "en-US": "English (US)",
    "en-ZA": "English (South African)",
}
SOFTWARE = Software(name="cleanup", version=__version__)
_AROUND = 40
"""Characters of context either side, as many as LanguageTool gives."""
_MOST_SHOWN = 300
"""Characters of a finding that its context shows, and the longest sentence given whole: a removed
line may be as long as the text."""


MOST_MATCHES = 5000
"""More are not told, and the answer says so: no editor shows them, and each takes a kilobyte."""
_MOST_FIELDS = 100
"""LanguageTool knows thirty parameters."""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What a client wants checked, and which findings it wants to hear of."""

    annotated: Annotated
    language: str
    enabled_rules: frozenset[str]
    disabled_rules: frozenset[str]
    enabled_categories: frozenset[str]
    disabled_categories: frozenset[str]
    enabled_only: bool
    picky: bool

    def wants(self, rule: str, category: str) -> bool:
        """Whether findings of a rule of a category (LanguageTool's id) are asked for."""
        if self.enabled_only:
            return rule in self.enabled_rules or category in self.enabled_categories
        if rule in self.disabled_rules:
            return False
        return category not in self.disabled_categories or rule in self.enabled_rules


def check(cleaner: Cleaner, form: bytes) -> Made:
    """The answer to the form-encoded parameters of /v2/check. Raises Problem where they make no sense."""
    query = read_query(form)
    result = cleaner.clean(query.annotated.plain)
    found = findings(result)
    told = _Told(query, cleaner.rules.rules)
    name, code = LANGUAGES[query.language], query.language
    answer = Answer(
        software=SOFTWARE,
        warnings=Warnings(incomplete_results=bool(result.problems) or len(found) > MOST_MATCHES),
        language=Language(name=name, code=code, detected_language=DetectedLanguage(name=name, code=code)),
        matches=list(islice(told.matches(found), MOST_MATCHES)),
        sentence_ranges=told.sentence_ranges(),
    )
    return Made(to_json(answer), not result.problems)


def read_query(form: bytes) -> Query:
    """The parameters. Raises Problem (400) where the real server refuses them too."""
    given = parameters(form)
    query = Query(
        annotated=_annotated(given),
        language=_language(given),
        enabled_rules=_ids(given, "enabledRules"),
        disabled_rules=_ids(given, "disabledRules"),
        enabled_categories=_ids(given, "enabledCategories"),
        disabled_categories=_ids(given, "disabledCategories"),
        enabled_only=given.get("enabledOnly") in ("true", "yes"),
        picky=_is_picky(given),
    )
    if query.enabled_only and (query.disabled_rules or query.disabled_categories):
        raise Problem(400, "enabledOnly=true does not go with disabledRules or disabledCategories")
    if query.enabled_only and not (query.enabled_rules or query.enabled_categories):
        raise Problem(400, "enabledOnly=true needs enabledRules or enabledCategories")
    return query


def parameters(form: bytes) -> dict[str, str]:
    """The fields of a form; of one given twice the first. Raises Problem (400)."""
    try:
        fields = form.decode("utf-8", "replace")
        pairs = parse_qsl(fields, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as err:
        raise Problem(400, f"not a form: {err}") from err
    return dict(reversed(pairs))


def require_key(form: bytes, token: str) -> None:
    """Refuse a form whose `apiKey`, the one place for it in many clients, is not the token."""
    if not fits(parameters(form).get("apiKey", ""), token):
        raise Problem(401, "send the token of `cleanup serve --token`, as Bearer or as `apiKey`")


def _annotated(given: dict[str, str]) -> Annotated:
    if ("text" in given) == ("data" in given):
        raise Problem(400, "give either `text` or `data`")
    if "text" in given:
        return Annotated([Part(text=given["text"])])
    try:
        return read_data(given["data"])
    except ValueError as err:
        raise Problem(400, str(err)) from err


def _language(given: dict[str, str]) -> str:
    """The variety of English that is meant; what is said of `auto` is in `preferredVariants`."""
    language = given.get("language", "")
    if language == "auto":
        wanted = [v.strip() for v in given.get("preferredVariants", "").split(",")]
        return next((v for v in wanted if v in LANGUAGES), "en-US")
    if language not in LANGUAGES:
        known = ", ".join(["auto", *LANGUAGES])
        raise Problem(400, f"`language`: {language[:40]!r} is not checked here, only {known}")
    if "preferredVariants" in given:
        raise Problem(400, "`preferredVariants` goes only with language=auto")
    return language


def _ids(given: dict[str, str], name: str) -> frozenset[str]:
    return frozenset(i for part in given.get(name, "").split(",") if (i := part.strip()))


def _is_picky(given: dict[str, str]) -> bool:
    level = given.get("level", "default")
    if level not in ("default", "picky"):
        raise Problem(400, "`level` is default or picky")
    return level == "picky"


def apart(edits: list[Edit]) -> list[Edit]:
    """Edits that share no text, as editors need them; what cleaning would apply comes first."""
    kept: dict[str, Edit] = {}
    for edit in sorted(edits, key=lambda e: (not e.in_text, e.after is None, e.start, e.end, e.id)):
        if kept.keys().isdisjoint(edit.excludes):
            kept[edit.id] = edit
    return sorted(kept.values(), key=lambda e: (e.start, e.end))


class _Told:
    """Our findings in one text, in LanguageTool's words."""

    def __init__(self, query: Query, rules: dict[str, Compiled]) -> None:
        self._query = query
        self._rules = rules
        self._text = query.annotated.plain
        self._offsets = Offsets(self._text)
        self._sentences = list(_sentences(self._text))
        self._starts = [start for start, _ in self._sentences]

    def matches(self, edits: list[Edit]) -> Iterator[Match]:
        """The findings that are wanted, in order, none upon another."""
        done = 0
        for edit in apart([e for e in edits if self._is_wanted(e)]):
            start, end = self._visible(edit, done)
            if done <= start < end:
                yield self._match(edit, start, end)
                done = end

    def sentence_ranges(self) -> list[tuple[int, int]]:
        """Where the sentences of the plain text stand."""
        return [
            (self._offsets.to_units(start), self._offsets.to_units(end)) for start, end in self._sentences
        ]

    def _visible(self, edit: Edit, done: int) -> tuple[int, int]:
        """The span that an editor can mark, and whose replacement it can show.

        Where nothing is replaced, or something by nothing, it takes in the word before.
        """
        start, end = edit.start, edit.end
        if start < end and edit.after != "":
            return start, end
        word = _WORD_BEFORE.search(self._text, max(done, start - _AROUND), start)
        if word is not None:
            return word.start(), end
        return start, max(end, min(start + 1, len(self._text)))

    def _is_wanted(self, edit: Edit) -> bool:
        if edit.severity == "neutral" and not self._query.picky:
            return False  # spaces and quote marks that every typesetter has another opinion on
        return self._query.wants(edit.rule, CATEGORIES[edit.category].id)

    def _match(self, edit: Edit, start: int, end: int) -> Match:
        span = self._query.annotated.span(start, end)
        left, right = self._text[start : edit.start], self._text[edit.end : end]
        offered = () if edit.after is None or span.has_markup else (edit.after, *edit.alternatives)
        category = CATEGORIES[edit.category]
        return Match(
            message=edit.message,
            short_message=category.name,
            replacements=tuple(Replacement(value=left + after + right) for after in offered),
            offset=span.offset,
            length=span.length,
            context=self._context(start, end),
            sentence=self._sentence(start, end),
            type=MatchType(type_name="UnknownWord" if category.id == "TYPOS" else "Other"),
            rule=self._rule(edit, category),
        )

    def _rule(self, edit: Edit, category: Category) -> MatchRule:
        known = self._rules.get(edit.rule)
        return MatchRule(
            id=edit.rule,
            description=known.rule.why if known else edit.message,
            issue_type=category.issue_type,
            category=RuleCategory(id=category.id, name=category.name),
            tags=("picky",) if edit.severity == "neutral" else (),
        )

    def _context(self, start: int, end: int) -> Context:
        """The text around on one line, and where in it the finding stands."""
        end = min(end, start + _MOST_SHOWN)
        left = self._text[max(0, start - _AROUND) : start]
        left = ("..." if start > _AROUND else "") + left
        right = self._text[end : end + _AROUND] + ("..." if end + _AROUND < len(self._text) else "")
        found = self._text[start:end]
        one_line = (left + found + right).translate(_ONE_LINE)
        return Context(text=one_line, offset=_units(left), length=_units(found))

    def _sentence(self, start: int, end: int) -> str:
        """The sentence in which the finding begins; for a giant its surroundings."""
        at = bisect_right(self._starts, start) - 1
        first, last = self._sentences[at] if at >= 0 else (start, end)
        if last - first > _MOST_SHOWN:
            first, last = max(first, start - _MOST_SHOWN // 2), min(last, start + _MOST_SHOWN // 2)
        return self._text[first:last]


_WORD_BEFORE = lazy_re(r"[^\s]+[^\S\n]*\Z")
_ONE_LINE = {ord(c): " " for c in "\n\r\t"}


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield from sentence_spans(text, start, start + len(line))
        start += len(line) + 1


def _units(text: str) -> int:
    return Offsets(text).to_units(len(text))
