"""Which names are half small (`half_names`), which words are no names at all (`arms_kinds`, `strays`)?

Statistical engines gave the head of such a name its capital and left the words before it small
(`the national Bank`, `International monetary Fund`). Nobody else writes so. And from an abbreviation
such as ЗРК they make `Anti-Aircraft Missile systems`, as if the kind of a weapon were its name.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.edits import Proposal
from cleanup.page import Page
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.steps import needs

_HEADS = (
    "Academy|Agency|Assembly|Association|Bank|Chamber|Commission|Committee|Day|Duma|Federation|Fund|Guard"
    "|Inspectorate|Institute|Organi[sz]ation|Party|Rada|Reserve|Service|Tribunal|Union|University"
)
_HEAD = lazy_regex(
    rf"(?:{_HEADS})\b(?![-’'][A-Za-z]{{2}})(?<=(?:^|[^\w-])((?:[A-Za-z]{{3,20}} ){{1,4}})(?:{_HEADS}))"
)
_BARE = lazy_re(rf" (?:{_HEADS})\b")
"""Heads alone: `re` finds them many times as fast as `regex`."""


@needs(rf"[a-z] (?:{_HEADS})[^a-z]", local=True)
def half_names(page: Page, text: str) -> Iterator[Proposal | None]:
    """`the national Bank` → `the National Bank`; `a new Bank` and `the national bank` stay."""
    near, far = page.word_set("punctuation.modifiers"), page.word_set("punctuation.far_modifiers")
    for bare in _BARE.finditer(text):
        m = _HEAD.match(text, bare.start() + 1)
        if m is None:
            continue
        words = m[1].split()
        small = 0
        while small < len(words) and (words[-small - 1] in near or (small and words[-small - 1] in far)):
            small += 1
        if small:
            before = " ".join(words[-small:])
            start = m.start() - len(before) - 1
            yield page.propose("punctuation.half-name", start, m.start() - 1, before.title())


_KINDS = (
    "Aerial|Air|Amphibious|Anti-(?:[Aa]ircraft|[Ss]hip|[Tt]ank)|Armou?red|Artillery|Ballistic|Battle|Combat|Cruise"
    "|Defen[cs]e|Fighting|Guided|Heavy|Hypersonic|Infantry|Landing|Launch|Light|Loitering|Main|Man-[Pp]ortable|Missile"
    "|(?:Long|Medium|Short)-[Rr]ange|Multi-?(?:[Pp]urpose|[Rr]ole)|Multiple|Operational(?:-[Tt]actical)?|Portable"
    "|Reconnaissance|Rocket|Self-[Pp]ropelled|Strike|Supersonic|Surface-to-(?:[Aa]ir|[Ss]urface)|Tactical|Tank|Tracked"
    "|Transport|Unmanned"
)
_RUN = rf"(?:{_KINDS})(?: (?:{_KINDS}))+"
_ARMS_KINDS = lazy_regex(
    rf"(?<=[a-z],? (?:[A-Z][\w.-]{{1,20}} ){{0,2}}){_RUN}(?=(?: [A-Z][\w-]*){{0,2}} ([a-z]+)\b(?! \())"
)


@needs(rf"[a-z,] (?:[A-Z][A-Za-z.-]+ ){{0,2}}{_RUN} ", local=True)
def arms_kinds(page: Page, text: str) -> Iterator[Proposal | None]:
    """`the Main Battle tanks` → `the main battle tanks`; `the Main Battle Tank` stays."""
    arms = page.word_set("punctuation.arms")
    for m in _ARMS_KINDS.finditer(text):
        if m[1] in arms:
            yield page.propose("punctuation.arms-kind", *m.span(), m[0].lower())


_THINGS = (
    "Agreement|Ambassador|Bank|Chairman|Commission|Committee|Company|Contract|Court|Department|Deputy|Director|Fund"
    "|Governor|Hotel|Institute|Law|Mayor|Ministry|Plant|Prosecutor|Protocol|Scam|Secretary|Treaty|University|Virus"
)
_ANY = r"[a-z],? (?:another|any|each|every|no|an?) (?:[a-z]+ )?"
_VERB = r"(?:[a-z]+(?:ed|ing|[^s]s)|can|had|may|must|that|which|who|will|would)\b"
_IDIOM = (
    r"(?:[a-z],? |[“\"])"
    r"(?:(?:that|this|same|some|long) Time|of Course|for Example|in Fact|in General|at Least|as Well)"
)
_MANY = "Agreements|Ambassadors|Banks|Changes|Citizens|Companies|Courts|Events|Laws|Measures|States|Treaties"
_SOME = r"[a-z],? (?:few|many|numerous|other|several|such|these|those|various) "
_ADVERBS = "Already|Although|Because|However|Lately|Recently|Sometimes|Therefore|There|They|Whereas"
_STRAY = lazy_regex(
    rf"(?:{_THINGS})(?=[,.;]| {_VERB}| of (?!\p{{Lu}}|the ))(?<={_ANY}(?:{_THINGS}))"
    rf"|(?:{_MANY})(?=[,.;]| [a-z]{{3,}}\b)(?<={_SOME}(?:{_MANY}))"
    rf"|(?:{_ADVERBS})(?= [a-z])(?<=[a-z]{{2}} (?:{_ADVERBS}))"
    rf"|(?:Course|Example|Fact|General|Least|Time|Well)(?= (?!magazine\b)[a-z]|,)(?<={_IDIOM})"
)


@needs(
    rf"{_ANY}(?:{_THINGS})[^a-z]|{_SOME}(?:{_MANY})[^a-z]|[a-z][a-z] (?:{_ADVERBS}) [a-z]|{_IDIOM}[ ,]",
    local=True,
)
def strays(page: Page, text: str) -> Iterator[Proposal | None]:
    """`any Ambassador`, `until that Time` → `any ambassador`, `until that time`."""
    for m in _STRAY.finditer(text):
        yield page.propose("punctuation.stray-capital", *m.span(), m[0].lower())
