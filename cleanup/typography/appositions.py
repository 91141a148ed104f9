"""Which names stand bare behind an office and its body: *the head of the council Ivan Petrov*?

Start reading at `offices_names`. In Russian the name follows without a mark; in English it is an addition
and stands between commas, and the office has its article.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleanup.edits import Proposal
from cleanup.page import Page, Tables
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.steps import needs

_SIMPLE = (
    "adviser advisor analyst captain chairman chairperson chairwoman champion chief coach commander "
    "commissioner deputy director editor employee envoy expert founder governor head leader manager "
    "mayor medalist medallist member minister ombudsman owner participant president prosecutor rector "
    "representative researcher secretary speaker specialist spokesman spokesperson spokeswoman veteran "
    "winner"
).split()
_OFFICES = "CEO|[Ee]ditor-in-[Cc]hief|[Ss]ecretary[- ][Gg]eneral|" + "|".join(
    f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in _SIMPLE
)
_LAST_WORDS = frozenset([*_SIMPLE, "ceo", "editor-in-chief", "general", "secretary-general"])
_LONGEST = 18
"""Characters of an office."""
_NOT_OF_BODY = (
    "after|are|as|because|been|before|but|by|called|did|does|from|had|has|have|he|if|including|into|is|it"
    "|named|not|on|or|said|says|she|than|that|they|told|was|were|when|where|which|while|who|whose|will|with"
    "|would|aides?|daughter|former|husband|son|wife|widow"
)
_LINK = lazy_re(r" (?:of|for|at|in) (?!(?:State|Staff)\b|\d{4}\b)")
_OFFICE = lazy_regex(rf"(?<![\w’'-])({_OFFICES}) \w+ $")
_NAME = lazy_regex(
    r"(?:(?:[Ll]ieutenant|[Mm]ajor|[Cc]olonel|General|Captain|Admiral|Field|Marshal|Professor)[ -]){0,2}"
    r"(?<![\w’'-])(\p{Lu}\p{Ll}+)(?: \p{Lu}\.)? "
    r"(?!(?:Armed|Bank|Commission|Committee|Company|Council|Court|Department|District|Forces|Group|Ministry|Office|Party|Region|Service|Troops|University)\b)"
    r"\p{Lu}[\p{L}’'-]+"
)
_BODY = lazy_regex(
    rf"(?:(?!(?:{_NOT_OF_BODY})\b|(?!united|combined|armed|applied)[a-z]{{2,}}ed\b)"
    r"(?:[\w’'&“”\"-]+|\([A-Z]{2,6}\)) ){1,14}"
    r"(?<!\b(?:an?|and|at|for|her|his|in|its|late|new|of|the|their|to|[Ff]ormer|[Pp]resident|[Mm]inister|Sir|Dame|Mr\.?|Mrs\.?|Dr\.?"
    r"|album|band|bank|book|brand|club|company|cruiser|film|firm|frigate|fund|group|icebreaker|movie|newspaper"
    r"|novel|opera|play|series|ship|show|song|store|story|submarine|tanker|vessel) )"
)
_HAS_A_RULE = lazy_regex(
    r"[Hh]ead of (?:the )?Ministry of \w+ |[Dd]eputy of the (?:\w+ )?(?:State Duma|Rada)"
    r"|(?:[Pp]resident|[Mm]inister|[Ss]ecretary[- ][Gg]eneral) of (?:the )?\w+ "
    r"(?=\p{Lu}\w+ \p{Lu}\w+\b(?! [\p{Lu}(]))"
)
"""These are turned about by rules of their own: *Health Minister Anna Petrova*."""
_LETTERS = lazy_regex(r"[A-Z]{2,5}|\([A-Z]{2,6}\)")
_REST = lazy_regex(
    r"(?P<mark>[.,;:!?)](?!\w)|$| [–—-] )"
    r"| (?:about|after|also|and|as|at|before|believes|by|called|came|considers|did|during|for|from|gave|had"
    r"|has|held|in|is|made|met|not|on|said|says|sent|spoke|that|thinks|to|told|took|was|went|were|who|will|with"
    r"|would|wrote|[a-z]+ed)\b",
    regex.MULTILINE,
)
_SENTENCE = lazy_regex(r"[^\n]{0,400}?[.!?…:][\"”]?(?:\s|$)")
_REACH = 160
"""Characters from the office to its holder's name, and back to where its phrase begins."""
_PHRASE = lazy_regex(
    r"(?<![\w’'-])(?P<article>(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|[\w-]+(?:[’']s|s[’']))\s)?"
    r"(?P<attributes>(?:(?!(?:according|an?|and|as|by|of|said|stated|that|the|to|told|with) )"
    r"[\w’'-]+ ){0,4})$"
)
_OTHER_PERSON = lazy_regex(
    r"(?:[Aa]dvis[eo]rs?|[Aa]ides?|[Aa]mbassador|[Aa]ssistants?|[Aa]ssociate|[Bb]rother|[Dd]aughter|[Dd]eput(?:y|ies)"
    r"|[Ee]nvoys?|[Ff]ather|[Ff]riend|[Mm]other|[Rr]epresentatives?|[Ss]ecretary|[Ss]on|[Ss]pokes\w+|[Ww]ife)"
    r" (?:of|to|for) $"
)
_LEAD = lazy_regex(
    r"(?:(?:^|[\s,])(?:said|told|added|noted|stated|explained|stressed|emphasi[sz]ed|announced|reported|believes"
    r"|according to|by) |(?P<opener>^|[.!?][\"”]? ))$",
    regex.IGNORECASE,
)
_SMALL = lazy_regex(
    r"\b(?:Acting|Executive|First|Former|General|Honou?red|Permanent|Press|Senior|Editor-in-Chief"
    rf"|{_OFFICES})\b"
)
"""What has no capital behind an article."""


@needs(rf"(?:{_OFFICES}) (?:of|for|at|in) ", local=True)
def offices_names(page: Page, text: str) -> Iterator[Proposal | None]:
    """`the head of the council Ivan Petrov said` → `the head of the council, Ivan Petrov, said`."""
    behind = 0
    for office in _offices(text):
        if office.start() < behind or _HAS_A_RULE.match(text, office.start()):
            continue
        name = _holder(page, text, office.end())
        rest = _REST.match(text, name[1]) if name else None
        found = _opening(page, text, office) if rest else None
        if name is None or rest is None or found is None:
            continue
        behind = name[1]
        at, opening = found if found[1] else (name[0] - 1, "")
        comma = "," if rest["mark"] is None else ""
        body = text[office.end(1) : name[0] - 1] if opening else ""
        after = f"{opening}{body}, {text[slice(*name)]}{comma}"
        yield page.propose("punctuation.office-of-body-name", at, name[1], after)


def _offices(text: str) -> Iterator[regex.Match[str]]:
    """The offices with the word that links them to a body; `re` looks for the links, which is quicker."""
    for link in _LINK.finditer(text):
        words = text[max(0, link.start() - _LONGEST) : link.start()].split()
        if words and words[-1].lower() in _LAST_WORDS:
            office = _OFFICE.search(text, max(0, link.start() - _LONGEST), link.end())
            if office is not None:
                yield office


def given_names(tables: Tables) -> frozenset[str]:
    """First names of men, of women and of either."""
    return frozenset(n for of in ("both", "men", "women") for n in tables(f"pronouns.first_names_of_{of}"))


def _holder(page: Page, text: str, start: int) -> tuple[int, int] | None:
    """Where the first full name behind an office stands, if nothing but a body lies between."""
    given, bodies = page.made(given_names), page.word_set("punctuation.bodies")
    for m in _NAME.finditer(text, start, start + _REACH, overlapped=True):
        body = text[start : m.start()].split()
        if m[1] in given or (body and (body[-1] in bodies or _LETTERS.fullmatch(body[-1]))):
            return m.span() if _BODY.fullmatch(text, start, m.start()) else None
    return None


def _opening(page: Page, text: str, office: regex.Match[str]) -> tuple[int, str] | None:
    """Where the office's phrase begins, and the phrase with the article that it lacks (nothing where it has
    one); None where the name is another's or the place tells too little."""
    low = max(0, office.start() - _REACH)
    low = max(low, text.rfind("\n", low, office.start()) + 1)
    before = text[low : office.start()]
    m = _PHRASE.search(before)
    if m is None or _OTHER_PERSON.search(before[: m.start()]):
        return None
    if m["article"]:
        return m.start(), ""
    lead = _LEAD.search(before[: m.start()])
    if lead is None or office[1].lower() in page.word_set("punctuation.titles"):
        return None
    opens = lead["opener"] is not None
    if opens and not _SENTENCE.match(text, office.end()):  # a headline
        return None
    phrase = _SMALL.sub(lambda w: w[0].lower(), m["attributes"] + office[1])
    if opens and phrase.split()[0] not in page.word_set("pronouns.capitals"):
        phrase = phrase[0].lower() + phrase[1:]
    article = "the"
    if office[1].lower() in page.word_set("punctuation.shared_offices"):
        article = "an" if phrase[0] in "aeiou" else "a"
    return low + m.start(), f"{article.capitalize() if opens else article} {phrase}"
