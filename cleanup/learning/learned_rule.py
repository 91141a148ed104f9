"""How does a line that recurs become a rule? Start reading at `rule_for`."""

from __future__ import annotations

import hashlib

import regex

from cleanup.furniture.dates import DATE, TIME
from cleanup.learning.recurring import Group, Source
from cleanup.learning.site_or_news import Judgement
from cleanup.patterns import lazy_regex
from cleanup.pipeline import Cleaner
from cleanup.rules import Change, Rule

_PROSE = "The talks between the two sides went on late into the night, the ministers said on Monday."
_PROSE_TOO = "It was the third round in a month, and the first in which both ministers took part."
_LEAST_OF_VARIANTS = 0.05
"""A wording seen more seldom than in one of twenty places is left to the next learning."""
_CHANGING = lazy_regex(
    rf"(?P<url>(?:https?://|www\.|\bt\.me/)\S+)|{DATE}(?:,? {TIME})?|{TIME}|\d(?:[\d.,:/()+-]*\d)?",
    regex.IGNORECASE,
)
_ANY_NUMBER = r"(?:\S{1,20}|[^\n]{1,40}?\d{1,4})"


def rule_for(group: Group, source: Source, judgement: Judgement, *, day: str) -> Rule:
    """A rule that removes the line in its wordings; `why` tells from which articles it comes, and when."""
    often = [w for w, n in group.times.most_common() if n >= _LEAST_OF_VARIANTS * group.articles]
    lines = [group.lines[w] for w in often or group.lines]
    name = hashlib.blake2b("\0".join((group.source, *group.words)).encode(), digest_size=5).hexdigest()
    where = f"{group.articles:,} of {source.articles:,} articles of {group.source}"
    return Rule(
        id=f"boilerplate.learned-{name}",
        line="|".join(dict.fromkeys(pattern_of(line) for line in lines)),
        tier="auto",
        category="design/boilerplate",
        severity="minor",
        why=f"learned {day} from {where} ({', '.join(group.examples)}): {'; '.join(judgement.reasons)}",
        change=tuple(Change(f"{_PROSE}\n{line}", _PROSE) for line in lines),
        keep=(f"{_PROSE} {lines[0]}", f"“{lines[0]}” stands under every article, the editor said."),
    )


def removes(cleaner: Cleaner, line: str) -> bool:
    """Whether the rules in force take the line out of the foot of an article."""
    return line not in cleaner.clean(f"{_PROSE}\n{_PROSE_TOO}\n{line}").text


def pattern_of(line: str) -> str:
    r"""The pattern of a line, with room for other numbers, dates and links.

    >>> pattern_of("* Example News at t.me/x *")
    '\\W{0,6}Example News at \\S{3,300}\\W{0,6}'
    """
    body = regex.sub(r"^\W+|\W+$", "", line)
    parts, pos = [], 0
    for m in _CHANGING.finditer(body):
        parts += [_literal(body[pos : m.start()]), r"\S{3,300}" if m["url"] else _ANY_NUMBER]
        pos = m.end()
    return rf"\W{{0,6}}{''.join([*parts, _literal(body[pos:])])}\W{{0,6}}"


def _literal(text: str) -> str:
    return regex.escape(text, special_only=True, literal_spaces=True)
