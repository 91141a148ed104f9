"""Which hyphens, minus signs and question marks stand where a dash should?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanup.edits import Proposal
from cleanup.page import Page
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.steps import needs

_HYPHEN = lazy_re(" - ")
_NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty"
_HALVES = lazy_regex(
    r"(?<=\b(\p{L}{4,})) - (?:\1|nibud|libo|taki)\b|(?<=\p{Lu}{2}) - \p{Lu}{2}|(?<=\bpress) - "
)
"""Of one word: *где-нибудь*, *чуть-чуть*, *НУ-НС*, *пресс-секретарь*."""
_TWO_NUMBERS = lazy_regex(rf"(?<=\b(?:{_NUMBERS})) - (?=(?:{_NUMBERS})\b)")
_COUNTED = lazy_re(r"\w+ [a-z]")
_BELOW_ZERO = lazy_regex(
    r"(?<=\b(?:from|to|of|and|or|at|about|showed|below|minus|reached)) - \d{1,2}(?!\d)"
    r"(?=(?: (?:to|and|or|in|at) [^.\n]{0,40}?)? ?(?:degrees|°))"
)
"""`from - 5 to - 10 degrees`, where a hyphen is a minus sign."""
_DESIGNATION = lazy_regex(
    r"(?<=\b(?:A[KN]|An|BM|BMD|BMP|BTR|F|GAZ|Il|K[aA]|KamAZ|KAMAZ|L|M|M[Ii]G?|PAK|R|RPG|S|S[uU]|T|T[uU]|U|UAZ|Yak))"
    r" - (?=\d{1,4}[A-Z]{0,3}\b(?! ?(?:[%$€]|percent|million|billion|thousand|goals?|points?)))"
    r"|(?<=\bNo\. \d{1,4}) - (?=F[KZ]Z?\b)"
)
"""Of arms and vehicles: `Su - 35`."""
_COUNTED_WORD = lazy_regex(
    rf"(?<=\b(?:\d{{1,4}}|{_NUMBERS})) - "
    r"(?=(?:stor(?:e?y)|room|year|month|week|day|hour|minute|kilomet(?:er|re)|met(?:er|re)"
    r"|lit(?:er|re)|ton|seat|seater|door|star|percent|member|wheel|point|million|page|fold|strong) "
    r"(?!(?:old|ago|after|before|later|and|or|to|of|by|in|is|was|that|which|when)\b)[a-z]{3})"
)
"""Of one word with its number: `a 5 - storey house`."""
_TORN_NAME = lazy_regex(
    r"(?<=\b(?:Rostov|Komsomolsk|Nikolayevsk|Slavyansk)) - (?=on - )"
    r"|(?<=\b(?:Rostov|Komsomolsk|Nikolayevsk|Slavyansk) - on) - (?=\p{Lu})"
    r"|(?<=\b(?:Alma|Austro|Gorno|Ivano|Kabardino|Karacha(?:y|evo)|Khanty|Nagorno|Naro|Orekhovo|Rimsky|Saltykov|Ulan"
    r"|Ust|Yamalo|Yuzhno)) - (?=\p{Lu}\p{Ll})"
    r"|(?<=\bAsia) - (?=Pacific)|(?<=\bBaden) - (?=Baden)|(?<=\bGuinea) - (?=Bissau)"
    r"|(?<=\bKamensk) - (?=Ural)"
    r"|(?<=\bKam[ie][ae]nets) - (?=Pod)|(?<=\bLeninsk) - (?=Kuzn)|(?<=\bPetropavlovsk) - (?=Kamch)"
    r"|(?<=\b[Pp]ost) - (?=Soviet)|(?<=\bSpassk) - (?=Dal)"
    r"|(?<=\b(?:North|South|north|south)) - (?=(?:[Ee]ast|[Ww]est)(?:ern)?\b)"
)
"""Of one name: `Rostov - on - Don`."""
_SIDE = r"\p{Lu}\p{Ll}{2,9}(?:an|ish|ese|nch|eli|aqi|ani|ek|akh|eek|ech|sh)"
_TWO_NATIONS = lazy_regex(
    rf"(?<=\b{_SIDE}) - (?={_SIDE} (?:border|relations?|wars?|talks|friendship|conflict|agreements?"
    r"|negotiations|cooperation|dialogue|summit|contacts|front|trade|commission|treaty|ties)\b)"
)
"""`the French - German border`"""
_MINUS_BEHIND = lazy_regex(r"(?<=\b(?:of|by|to|from|at|with|than)) - (?=\d)")
"""A hyphen behind a word that ends no clause is a minus sign, or left over."""
_ROW_SIGNS = frozenset("|•·▪●*-")
"""Of rows and lists, in which a hyphen is a sign too."""


@needs(" - ")
def hyphens(page: Page, text: str) -> Iterator[Proposal | None]:
    """`the war - the longest` → `the war – the longest`; `2 - 1` stays."""
    dash = " — " if text.count(" — ") > text.count(" – ") else " – "
    for m in _HYPHEN.finditer(text):
        beside = text[m.start() - 1 : m.start()] + text[m.end() : m.end() + 1]
        apart = len(beside) < 2 or beside.isdigit() or any(c.isspace() or c in _ROW_SIGNS for c in beside)
        if apart or _HALVES.match(text, m.start()) or _BELOW_ZERO.match(text, m.start()):
            continue
        if _MINUS_BEHIND.match(text, m.start()):
            continue
        if _TORN_NAME.match(text, m.start()) or _TWO_NATIONS.match(text, m.start()):
            yield page.propose("punctuation.torn-name", *m.span(), "-")
        elif _DESIGNATION.match(text, m.start()):
            yield page.propose("punctuation.torn-designation", *m.span(), "-")
        elif _COUNTED_WORD.match(text, m.start()):
            yield page.propose("punctuation.torn-counted", *m.span(), "-")
        elif _TWO_NUMBERS.match(text, m.start()):
            if _COUNTED.match(text, m.end()):
                yield page.propose("punctuation.two-numbers", *m.span(), " or ")
        else:
            yield page.propose("punctuation.hyphen-dash", *m.span(), dash)


_MINUS = lazy_re(r"(?:(?<= )|^)−(?= (?:[^\W\d]{2}|[AI] ))", re.MULTILINE)


@needs(r"\x{2212} ", local=True)
def minus_signs(page: Page, text: str) -> Iterator[Proposal | None]:
    """A minus sign before words → `–`; before numbers and letters of a formula it stays."""
    for m in _MINUS.finditer(text):
        yield page.propose("punctuation.hyphen-dash", *m.span(), "–")


_OPENS_CLAUSE = "an?|because|but|he|her|his|I am|its?|our|she|the|their|there|these|they|this|we|which|who"
_GLUED_DASH = lazy_regex(
    rf"(?<=(?<![\w’'-])\p{{Ll}}{{4,}})-"
    rf"(?=(?:(?:{_OPENS_CLAUSE}) (?!(?:and|or)\b)|I[’']m )[\p{{Ll}}\d]|\d{{1,3}}(?:[.,]\d+)?%)"
    r"(?<!\b(?:face|love|make|pick|post|rent|ring|sell|tete)-)"
)


@needs(rf"[a-z]-(?:{_OPENS_CLAUSE}|I.{{1,3}}m) [a-z0-9]|[a-z]-[0-9.,]{{1,6}}%", local=True)
def glued_dashes(page: Page, text: str) -> Iterator[Proposal | None]:
    """`his friend-a local man` → `his friend – a local man`; `a rent-a-car firm` stays."""
    for m in _GLUED_DASH.finditer(text):
        yield page.propose("punctuation.glued-dash", *m.span(), " – ")


_LOST_DASH = lazy_regex(r"(?<=[\p{L}\p{N})”»\"]) \?\? (?=[\p{Ll}\p{N}$€£])")


@needs(r" \?\? ", local=True)
def lost_dashes(page: Page, text: str) -> Iterator[Proposal | None]:
    """`the rate ?? 50 rubles` → `the rate – 50 rubles`; `Why ?? He left.` stays."""
    for m in _LOST_DASH.finditer(text):
        yield page.propose("punctuation.lost-dash", *m.span(), " – ")
