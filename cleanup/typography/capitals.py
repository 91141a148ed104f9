"""Which names are half small (`half_names`, `abbreviated`, `portfolios`,
`designations`), which words are no names at all (`arms_kinds`, `strays`)?

Statistical engines gave the head of such a name its capital and left the words before it small
(`the national Bank`, `International monetary Fund`). Nobody else writes so. And from an abbreviation
such as ЗРК they make `Anti-Aircraft Missile systems`, as if the kind of a weapon were its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from cleanup.edits import Proposal, Tier
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
    sure = page.word_set("punctuation.sure_halves")
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
            tier: Tier = "auto" if f"{words[-1]} {m[0]}" in sure else "suggest"
            yield page.propose("punctuation.half-name", start, m.start() - 1, before.title(), tier=tier)


_SMALL_WORDS = frozenset("and at by for from in of on the to with".split())
_ABBREVIATED = lazy_re(r"(?<=[a-z,] )[A-Z][a-z-]{1,20} (?:[A-Za-z][a-z-]{0,20} ){1,7}\(([A-Z]{3,8})\)")


@needs(r"[a-z] \([A-Z]{3,8}\)", local=True)
def abbreviated(page: Page, text: str) -> Iterator[Proposal | None]:
    """`the Federal security service (FSB)` → `the Federal Security Service (FSB)`, by the letters of its
    abbreviation, of which one may be Russian; `the Hubble constant (HC)` stays."""
    heads = page.word_set("punctuation.heads")
    for m in _ABBREVIATED.finditer(text):
        words = m[0].split()[:-1]
        named = [w for w in words if w not in _SMALL_WORDS]
        foreign = sum(w[0].upper() != letter for w, letter in zip(named, m[1], strict=False))
        fits = len(named) == len(m[1]) and foreign <= 1
        whole = [w if w in _SMALL_WORDS else w[0].upper() + w[1:] for w in words]
        if fits and words[-1].lower() in heads and whole != words:
            yield page.propose("punctuation.half-name", m.start(), m.end() - len(m[1]) - 3, " ".join(whole))


@lru_cache(maxsize=2)
def _portfolios(names: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile(
        r"(?<=\bMinist(?:ry|er) of )\L<names>(?:(?:,|,? and) \L<names>)*\b(?! [a-z]+s\b| care\b)",
        names=list(names),
    )


@needs(r"Minist(?:ry|er) of [a-z]", local=True)
def portfolios(page: Page, text: str) -> Iterator[Proposal | None]:
    """`the Ministry of health` → `the Ministry of Health`; `a ministry of health` stays."""
    for m in _portfolios(page.words("punctuation.portfolios")).finditer(text):
        yield page.propose("punctuation.portfolio", *m.span(), m[0].title().replace(" And ", " and "))


_AIRCRAFT = {
    "AN": "2|12|14|22|24|26|30|32|70|72|74|124|140|148|158|178|225",
    "IL": "18|20|22|28|38|62|76|78|80|86|96|103|112|114",
    "KA": "25|26|27|28|29|31|32|50|52|60|62|226",
    "MI": "1|2|4|8|10|14|17|24|25|26|28|34|35|38|171",
    "SU": "7|9|15|17|22|24|25|26|27|29|30|31|33|34|35|37|47|57|75",
    "TU": "4|16|22|95|104|114|124|128|134|142|144|154|160|204|214|334",
    "YAK": "7|9|18|38|40|42|52|130|141|152",
}
"""Of the Soviet and Russian design bureaus. MI5 and MI6 are services, IL-2 a protein, SU-85 a gun."""
_DESIGNATION = "|".join(f"(?:{b}|{b.lower()})-(?:{types})" for b, types in _AIRCRAFT.items())
_MISSPELT = lazy_re(rf"(?<![\w’'./-])(?:{_DESIGNATION})(?=[A-Z]{{0,5}}\b)(?!-)")


@needs("|".join(f"{b}-|[^A-Za-z]{b.lower()}-" for b in _AIRCRAFT), local=True)
def designations(page: Page, text: str) -> Iterator[Proposal | None]:
    """`The MI-8 and su-35` → `The Mi-8 and Su-35`; in a line of capitals it stays."""
    for m in _MISSPELT.finditer(text):
        line = text[max(0, m.start() - 30) : m.start()] + text[m.end() : m.end() + 30]
        if any(c.islower() for c in line):
            yield page.propose("punctuation.aircraft", *m.span(), m[0].capitalize())


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
_OWN = "current|famous|former|her|his|its|local|new|our|own|regional|their|young"
_ANY = rf"[a-z],? (?:(?:another|any|each|every|no|an?) (?:[a-z]+ )?|(?:{_OWN}) )"
_VERB = r"(?:[a-z]+(?:ed|ing|[^s]s)|can|had|may|must|that|which|who|will|would)\b"
_IDIOM = (
    r"(?:[a-z],? |[“\"])"
    r"(?:(?:that|this|same|some|long) Time|of Course|for Example|in Fact|in General|at Least|as Well)"
)
_MANY = (
    "Actors|Agencies|Agreements|Ambassadors|Banks|Changes|Citizens|Companies|Courts|Departments|Deputies|Directors|Doctors"
    "|Events|Experts|Governors|Judges|Laws|Mayors|Measures|Ministers|Officers|Prosecutors|Senators|States|Treaties"
)
_SOME = (
    rf"[a-z],? (?:all|few|foreign|leading|many|numerous|other|several|some|such|these|those|various|{_OWN}) "
)
_ADVERBS = "Already|Although|Because|However|Lately|Recently|Sometimes|Therefore|There|They|Whereas"
_RESUMED = "A|After|And|As|At|Because|Before|But|For|He|If|It|On|She|The|There|They|This|We|When|Where"
"""Words of grammar behind a comma, or speech that ends in one, where nothing begins."""
_POSTS = "Author|Chair|Chairman|Director|Founder|Host|Investor|Owner|Pilot|Producer"
_COMPASS = "(?:North|South)(?:-?[Ee]ast|-?[Ww]est)?|East|West"
_OWN_POINTS = "England|France|Ireland|Scotland|Wales"
"""Whose North, South or West is a name of its own."""
_SIDES = "Central|Eastern|Northern|Southern|Western"
_STRAY = lazy_regex(
    rf"(?:{_THINGS})(?=[,.;]| {_VERB}| of (?!\p{{Lu}}|the ))(?<={_ANY}(?:{_THINGS}))"
    rf"|(?:{_MANY})(?=[,.;]| [a-z]{{3,}}\b)(?<={_SOME}(?:{_MANY}))"
    rf"|(?:{_ADVERBS})(?= [a-z])(?<=[a-z]{{2}} (?:{_ADVERBS}))"
    rf"|(?:Course|Example|Fact|General|Least|Time|Well)(?= (?!magazine\b)[a-z]|,)(?<={_IDIOM})"
    rf"|(?:{_RESUMED})(?= [a-z])(?<=[a-z)],[\"”]? (?:{_RESUMED}))"
    r"|Board(?=,| (?!of\b)[a-z])(?<= on Board)"
    rf"|(?:{_POSTS})(?=,| of | \p{{Lu}})(?<=\bco-(?:{_POSTS}))"
    rf"|(?:{_COMPASS})(?= of (?!{_OWN_POINTS})(?:\p{{Lu}}|the (?:country|region|city|republic|district)\b))"
    rf"(?<=\b(?:[Aa]cross|[Ff]rom|[Ii]n|[Tt]hroughout) the (?:{_COMPASS}))"
    rf"|(?:{_SIDES})(?= (?:regions|parts|outskirts)\b| part of)(?<= in the (?:{_SIDES}))"
)


@needs(
    rf"{_ANY}(?:{_THINGS})[^a-z]|{_SOME}(?:{_MANY})[^a-z]|[a-z][a-z] (?:{_ADVERBS}) [a-z]|{_IDIOM}[ ,]"
    rf"|[a-z)],[\"”]? (?:{_RESUMED}) [a-z]| on Board[ ,]|co-(?:{_POSTS})[ ,]"
    rf"|(?:cross|rom|[Ii]n|hroughout) the (?:{_COMPASS}) of "
    rf"| in the (?:{_SIDES}) (?:regions|parts|outskirts|part of)",
    local=True,
)
def strays(page: Page, text: str) -> Iterator[Proposal | None]:
    """`any Ambassador`, `until that Time` → `any ambassador`, `until that time`."""
    for m in _STRAY.finditer(text):
        yield page.propose("punctuation.stray-capital", *m.span(), m[0].lower())
