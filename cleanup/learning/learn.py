"""What do decisions teach about rules?

Start reading at `tier_changes`, `examples` and `candidates`. All three propose; what a person takes of
it, rulefiles.py writes and tests.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from cleanup.decisions import Entry, Place
from cleanup.edits import OWN_RULE, Tier
from cleanup.english import lemmas
from cleanup.patterns import lazy_re
from cleanup.rules import Change, Rule

# --- acceptance ------------------------------------------------------------------


class Acceptance(msgspec.Struct, frozen=True):
    """How often reviewers accepted a rule. An own wording in its place says the rule was wrong there."""

    rule: str
    accepted: int
    decided: int

    @property
    def share(self) -> float:
        """Accepted among decided."""
        return self.accepted / self.decided if self.decided else 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        """Where the true share lies, with 95 % confidence."""
        return wilson(self.accepted, self.decided)


def wilson(good: int, all_: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's score interval for a share (Wilson 1927); it holds for few decisions and shares near 1.

    >>> [round(b, 3) for b in wilson(9, 10)]
    [0.596, 0.982]
    >>> wilson(0, 0)
    (0.0, 1.0)
    """
    if not all_:
        return 0.0, 1.0
    share, square = good / all_, z * z / all_
    middle = (share + square / 2) / (1 + square)
    half = z * math.sqrt(share * (1 - share) / all_ + square / (4 * all_)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def acceptance(entries: Iterable[Entry]) -> dict[str, Acceptance]:
    """By rule; of several decisions on one place by one reviewer the last counts."""
    last: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        if entry.undone_at is None and entry.place.rule != OWN_RULE:
            last[entry.place.key, entry.who] = entry
    good: dict[str, int] = defaultdict(int)
    every: dict[str, int] = defaultdict(int)
    for entry in last.values():
        every[entry.place.rule] += 1
        good[entry.place.rule] += entry.decision.verdict == "accept" and entry.decision.after is None
    return {rule: Acceptance(rule, good[rule], n) for rule, n in sorted(every.items())}


# --- tiers -----------------------------------------------------------------------

PROMOTE = 0.99
"""Lower bound from which a suggestion may be applied unreviewed: the promise of `auto`."""
DEMOTE = 0.99
"""Upper bound under which `auto` has broken its promise."""
OFF = 0.5
"""Upper bound under which a suggestion is a nuisance: an editor rejects it more often than not."""


class TierChange(msgspec.Struct, frozen=True):
    """A rule whose decisions call for another tier."""

    rule: str
    now: Tier
    then: Literal["auto", "suggest", "off"]
    acceptance: Acceptance


def tier_changes(judged: Mapping[str, Acceptance], rules: Mapping[str, Rule]) -> Iterator[TierChange]:
    """What the bounds allow to say. Few decisions have wide bounds, so they propose nothing."""
    for rule_id, found in sorted(judged.items()):
        rule = rules.get(rule_id)
        if rule is None:
            continue
        low, high = found.bounds
        if rule.tier == "suggest" and low >= PROMOTE:
            yield TierChange(rule_id, rule.tier, "auto", found)
        elif high < OFF:
            yield TierChange(rule_id, rule.tier, "off", found)
        elif rule.tier == "auto" and high < DEMOTE:
            yield TierChange(rule_id, rule.tier, "suggest", found)


# --- examples --------------------------------------------------------------------


class Example(msgspec.Struct, frozen=True):
    """A decision that could become an example of its rule; `after` is None for `keep`."""

    rule: str
    before: str
    after: str | None
    number: int
    unless: str | None = None
    """For `keep`: a pattern of its words around that no sentence holds in which the rule was right.
    Where the rule fires in this sentence, it takes this exception to keep it."""


def examples(entries: Iterable[Entry], rules: Mapping[str, Rule]) -> Iterator[Example]:
    """Sentences that reviewers decided on and the rules do not have yet.

    A rejected edit gives a near-miss for `keep`, an accepted one a `change`.
    """
    entries = [e for e in entries if e.undone_at is None]
    known = {r.id: {*r.keep, *(c.before for c in r.change)} for r in rules.values()}
    right = {r.id: {c.before for c in r.change} for r in rules.values()}
    for entry in entries:
        if entry.decision.verdict == "accept" and entry.place.rule in right:
            right[entry.place.rule].add(_sentence(entry.place))
    for entry in entries:
        place = entry.place
        sentence = _sentence(place)
        is_usable = "\n" not in sentence and len(sentence) <= 300
        if not is_usable or sentence in known.get(place.rule, {sentence}):
            continue
        known[place.rule].add(sentence)
        if entry.decision.verdict == "reject":
            yield Example(place.rule, sentence, None, entry.number, _exception(place, right[place.rule]))
        elif entry.decision.after is None and place.offered is not None:
            yield Example(place.rule, sentence, f"{place.left}{place.offered}{place.right}", entry.number)


def _sentence(place: Place) -> str:
    return f"{place.left}{place.before}{place.right}"


_AROUND = ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (2, 2), (3, 3))
"""Words before and behind that an exception names, the widest exception first."""


def _exception(place: Place, right: Iterable[str]) -> str | None:
    """The fewest words around a place that no sentence holds in which the rule was right."""
    left, behind = _TOKEN.findall(place.left), _TOKEN.findall(place.right)
    for before, after in _AROUND:
        words = "".join([*left[max(0, len(left) - before) :], place.before, *behind[:after]]).split()
        pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)"
        if not any(re.search(pattern, s, re.IGNORECASE) for s in right):
            return pattern
    return None


_TOKEN = lazy_re(r"\s*\w+\s*|\s*[^\w\s]+\s*")
"""A word or punctuation with the space around it: nothing is lost when they are joined."""


# --- candidates ------------------------------------------------------------------


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that several own wordings speak for."""

    rule: Rule
    evidence: tuple[tuple[str, str], ...]
    """Sentences before and after."""


LEAST_EVIDENCE = 3
"""Own wordings alike that make a candidate: two may be chance."""
_MOST_WORDS = 8
"""Words of a phrase a rule can speak of; longer ones recur only as quotations."""


def candidates(
    entries: Sequence[Entry], corpus: Sequence[str] = (), least: int = LEAST_EVIDENCE
) -> list[Candidate]:
    """Rules that own wordings, taken together, suggest; near-misses for `keep` come from the corpus.

    Wordings are cut to the words that differ, then grouped without case and inflection:
    “rendered help” → “helped” and “Rendering help” → “Helping” are one.
    """
    groups: dict[tuple[str, str], list[tuple[Entry, str, str]]] = defaultdict(list)
    for entry in entries:
        words = entry.decision.after
        if entry.undone_at is not None or entry.decision.verdict != "accept" or not words:
            continue
        before, after = core(entry.place.before, words)
        if before and after and len(before.split()) <= _MOST_WORDS:
            groups[_lemmas(before), _lemmas(after)].append((entry, before, after))
    found = [_candidate(group, corpus) for group in groups.values() if _sentences(group) >= least]
    return sorted((c for c in found if c is not None), key=lambda c: (-len(c.evidence), c.rule.id))


def core(before: str, after: str) -> tuple[str, str]:
    """The words that differ, with one word of context where nothing else would be left.

    >>> core("in the dry residue, we", "in the end, we")
    ('dry residue', 'end')
    >>> core("the house", "the old house")
    ('house', 'old house')
    """
    old, new = before.split(), after.split()
    for end in (0, -1):
        while min(len(old), len(new)) > 1 and old[end] == new[end]:
            old.pop(end)
            new.pop(end)
    strip = '.,;:!?“”"«»()'
    return " ".join(old).strip(strip), " ".join(new).strip(strip)


def _lemmas(text: str) -> str:
    """The text without its inflection: what groups “rendered help” with “renders help”."""
    words = re.findall(r"[\w'’-]+", text.casefold())
    return " ".join(min((w for ws in lemmas(word).values() for w in ws), default=word) for word in words)


def _sentences(group: Sequence[tuple[Entry, str, str]]) -> int:
    """How many different sentences speak: one quoted everywhere is one."""
    return len({(e.place.left, e.place.right) for e, _, _ in group})


def _candidate(group: Sequence[tuple[Entry, str, str]], corpus: Sequence[str]) -> Candidate | None:
    forms = {b.casefold() for _, b, _ in group}
    befores, afters = [b.casefold() for _, b, _ in group], [a for _, _, a in group]
    pattern, replacement = _generalised(befores, [a.casefold() for a in afters])
    if pattern is None:
        # one form alone: as it stands most often; a capital that is always there is a name's
        befores = [max(befores, key=befores.count)]
        pattern = _literal(befores[0])
        replacement = max(afters, key=afters.count)
        if any(a[:1].islower() for a in afters):
            replacement = replacement[:1].lower() + replacement[1:]
    evidence = {_sentence(e.place): f"{e.place.left}{e.decision.after}{e.place.right}" for e, _, _ in group}
    slug = _slug(befores[0])
    if not slug:
        return None
    rule = Rule(
        id=f"wording.learned-{slug}",
        find=pattern,
        replace=replacement,
        tier="suggest",
        category="style/unidiomatic",
        severity="minor",
        why=f"reviewers wrote this in {len(evidence)} sentences",
        change=tuple(Change(before=b, after=a) for b, a in list(evidence.items())[:3]),
        keep=tuple(_near_misses(forms, corpus)),
    )
    return Candidate(rule=rule, evidence=tuple(evidence.items()))


def draft(before: str, after: str) -> Rule:
    """A rule as a reviewer's own change would have it, for a person to finish."""
    old, new = core(before, after)
    return Rule(
        id=f"wording.{_slug(old) or 'new'}",
        find=_literal(old),
        replace=new,
        tier="suggest",
        category="style/unidiomatic",
        severity="minor",
        why="the Russian, or the reason",
        change=(Change(before=before, after=after),),
        keep=("a sentence with these words that must stay",),
    )


def _slug(text: str) -> str:
    """A short name for a rule; empty where the text has no Latin letters."""
    return "-".join(re.findall(r"[a-z0-9]+", text.casefold()))[:40].strip("-")


def _literal(text: str) -> str:
    return re.escape(text).replace("\\ ", " ")


def _generalised(befores: list[str], afters: list[str]) -> tuple[str | None, str]:
    """Pattern and replacement with `{v:…}` where a word and its replacement inflect alike; or None.

    rendered help → helped, renders help → helps: `{v:render} help` → `{v:help}`
    """
    old, new = _columns(befores), _columns(afters)
    if old is None or new is None:
        return None, ""
    varying_old = [i for i, column in enumerate(old) if len(set(column)) > 1]
    varying_new = [i for i, column in enumerate(new) if len(set(column)) > 1]
    if len(varying_old) != 1 or len(varying_new) != 1:
        return None, ""
    for kind in ("v", "n", "a"):
        one, other = _one_lemma(old[varying_old[0]], kind), _one_lemma(new[varying_new[0]], kind)
        if one and other:
            return _template(old, varying_old[0], kind, one), _template(new, varying_new[0], kind, other)
    return None, ""


def _columns(texts: list[str]) -> list[tuple[str, ...]] | None:
    """The texts word by word, if all have as many words."""
    split = [t.split() for t in texts]
    return list(zip(*split, strict=True)) if len({len(s) for s in split}) == 1 else None


def _one_lemma(forms: Iterable[str], kind: str) -> str | None:
    shared = set.intersection(*(set(lemmas(f).get(kind, ())) for f in forms))
    return min(shared) if shared else None


def _template(columns: list[tuple[str, ...]], at: int, kind: str, word: str) -> str:
    return " ".join(f"{{{kind}:{word}}}" if i == at else c[0] for i, c in enumerate(columns))


def _near_misses(forms: set[str], corpus: Iterable[str], most: int = 2) -> list[str]:
    """Sentences with the phrase's longest word and without the phrase."""
    word = max((w for f in forms for w in f.split()), key=len)
    holds = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    found: list[str] = []
    for text in corpus:
        for m in holds.finditer(text):
            start, end = text.rfind("\n", 0, m.start()) + 1, text.find("\n", m.end())
            line = text[start : len(text) if end < 0 else end].strip()
            sentence = next((s for s in re.split(r"(?<=[.!?…])\s+", line) if holds.search(s)), "")
            if 0 < len(sentence) <= 200 and not any(f in sentence.casefold() for f in forms):
                found.append(sentence)
                if len(found) == most:
                    return found
    return found
