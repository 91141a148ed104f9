"""Which line or sentence begins small (`first_line`, `small_paragraphs`, `small_articles`, `small_turns`),
and which word got its capital (`capital_verbs`, `speaker_capitals`, `swapped`)?

Statistical engines put capitals back by a model of their own. It took the first words of a
quotation for the middle of a sentence, and its verb for the beginning: `“we Want to see it,” he said`.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.edits import Proposal, Tier
from cleanup.page import Page
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.steps import needs

_FIRST_LINE = lazy_regex(r"\s*(a|\p{Ll}[\p{Ll}’'-]+) \p{L}[^\n]*")
_FEW_WORDS = 4


@needs(r"\A[^!-~]*(?:[a-z]|[^\x00-\x7f])")
def first_line(page: Page, text: str) -> Iterator[Proposal | None]:
    """`explosions were heard in the city` as a headline begins with a capital."""
    m = _FIRST_LINE.match(text[:500])
    if m is None or m[0].count(" ") < _FEW_WORDS or "\n" not in text:
        return
    if m[1].split("-")[0] not in page.words("punctuation.particles"):
        # a verb or an adverb first: more than a capital may have been lost
        tier: Tier = "suggest" if m[1] in page.words("punctuation.cut_openers") else "auto"
        yield page.propose(
            "punctuation.headline-case", m.start(1), m.start(1) + 1, m[1][0].upper(), tier=tier
        )


_SMALL_PARAGRAPH = lazy_re(
    r"\n[“\"]?([^\W\d_A-Z](?:\w|[’'-])*),? (?=[^\n/][^\n]{60,2000}[.!?…][”\"]?(?:\n|$))"
)
_CLOSED = lazy_re(r"([.!?…:])[”\"’)]?\n?\Z")


@needs(r"[.!?:”\"’)]\n\n?[“\"]?[a-z]|…\n\n?[“\"]?[a-z]", local=True)
def small_paragraphs(page: Page, text: str) -> Iterator[Proposal | None]:
    """`nationwide, the vote was held` as a paragraph begins with a capital, `“we agreed on it` too."""
    for m in _SMALL_PARAGRAPH.finditer(text):
        stop, first = _CLOSED.search(text[max(0, m.start() - 3) : m.start()]), m[1]
        small = first.islower() and first.split("-")[0] not in page.words("punctuation.particles")
        if stop and small:
            tier: Tier = "suggest" if stop[1] == ":" else "auto"  # an entry of a list may be small
            start = m.start(1)
            yield page.propose("punctuation.small-paragraph", start, start + 1, first[0].upper(), tier=tier)


_DETERMINER = "(?:the|an?|this|these|those|another|some|each|every|our|their|his)"
_SMALL_DETERMINER = lazy_re(
    rf"(?:\A|(?<=\n)|(?<=[a-z]{{3}}[.!?] ))({_DETERMINER}) ([A-Z][a-z]{{2,}})(?= [a-z])"
)


@needs(rf"(?:\A|\n|[a-z][.!?] ){_DETERMINER} [A-Z]", local=True)
def small_articles(page: Page, text: str) -> Iterator[Proposal | None]:
    """`It fell. the Driver of it` → `It fell. The driver of it`; `the Volga` → `The Volga`."""
    nouns, shortened = page.word_set("punctuation.nouns"), page.word_set("punctuation.shortened")
    for m in _SMALL_DETERMINER.finditer(text):
        noun = m[2].lower() in nouns
        if not noun and m[1] != "the":
            continue
        before = text[max(0, m.start() - 14) : m.start()].split()
        if m.start() == 0 or text[m.start() - 1] == "\n":
            sure = len(text[m.start() :].partition("\n")[0]) > _SPEAKER
        elif before and before[-1].strip(".") in shortened:
            continue
        else:
            sure = True
        whole = f"{m[1].capitalize()} {m[2].lower() if noun else m[2]}"
        tier: Tier = "auto" if noun and sure else "suggest"
        yield page.propose("punctuation.small-article", *m.span(), whole, tier=tier)


_SMALL_TURN = lazy_re(r"(?<=[^,;:”\"]\n)[–—-] ?([a-z])[a-z’']*,? [^\n]{8,2000}")
_SENTENCES = lazy_re(r"\?$|[.!?…] [A-Z]")
"""A question, or more than one sentence: no entry of a list."""
_ATTRIBUTION = 4
"""Words behind a dash among which a verb of speech tells who spoke in the line above."""


@needs(r"\n[–—-] ?[a-z]", local=True)
def small_turns(page: Page, text: str) -> Iterator[Proposal | None]:
    """`– what are your plans?` as a turn begins with a capital; `– bread;` in a list stays."""
    saying = page.word_set("spacing.saying")
    for m in _SMALL_TURN.finditer(text):
        first = m[0].split()[: _ATTRIBUTION + 1]
        if _SENTENCES.search(m[0]) and not any(w.strip(",.") in saying for w in first):
            yield page.propose("punctuation.small-turn", *m.span(1), m[1].upper())


_AFTER_PRONOUN = lazy_re(
    r"(?<![\w’'.])(I|we|they|he|she|it|you) ([A-Z][a-z]{1,11})"
    r"(?=(?:n[’']t)? (?:I|[a-z][\w’'-]*)(?:[,.?!]| [a-z]))"
)


@needs(r"[^A-Za-z](?:I|we|they|he|she|it|you) [A-Z][a-z]", local=True)
def capital_verbs(page: Page, text: str) -> Iterator[Proposal | None]:
    """`we Want to see` → `we want to see`; `we Russians are` and `I Googled it` stay."""
    verbs = page.word_set("punctuation.finite_verbs") | page.word_set("punctuation.spoken_verbs")
    for m in _AFTER_PRONOUN.finditer(text):
        if m[2].lower() in verbs:
            tier: Tier = "suggest" if m[1] == "I" else "auto"  # a title may be meant: I Want to be free
            yield page.propose(
                "punctuation.verb-capital", m.start(2), m.start(2) + 1, m[2][0].lower(), tier=tier
            )


_SPEAKER = 60
"""Characters of a speaker between two halves of what is said."""
_BROKEN_OFF = lazy_re(r"\w,[”\"] [^“”\".!?\n]{3,50}\Z")
_GOING_ON = "(?:Are|Can|Could|Did|Does|Do|Had|Has|Have|Is|Must|Need|Should|Think|Wants?|Was|Were|Will|Would)"
_RESUMED = lazy_re(rf", [“\"]({_GOING_ON})(?=(?:n[’']t)? [a-z])(?![^.!“”\"\n]*\?)")


@needs(rf", [“\"]{_GOING_ON}[ n]", local=True)
def resumed_verbs(page: Page, text: str) -> Iterator[Proposal | None]:
    """`“We,” he said, “Want to see it` → `“We,” he said, “want to see it`."""
    for m in _RESUMED.finditer(text):
        if _BROKEN_OFF.search(text[max(0, m.start() - _SPEAKER) : m.start()]):
            yield page.propose("punctuation.verb-capital", m.start(1), m.start(1) + 1, m[1][0].lower())


_SAID = lazy_re(
    r"[\"”](?:(?<=\w.)|(?<=\w[!?,].))(?P<dash>,? ?[-–—] ?|, | )(?P<verb>[A-Z][a-z]{3,10})"
    r"(?= (?:the|an?|his|her|one) [A-Za-z]| (?:he|she)\b| [A-Z][a-z])(?![^.\n]{0,40}:)"
)
_SPEAKER_FIRST = lazy_re(
    r"[\"”] (?<=[a-z],..)(?P<first>He|She|They|We|It|His|Her|An?|The(?= [a-z]))(?= [a-z])"
)
_ASKED_FIRST = lazy_re(
    r"[\"”] (?<=\w[!?]..)(?P<first>He|She|They)(?= (?:exclaimed|wondered|shouted|cried|asked|joked|laughed)"
    r"(?:[.,]| (?:with|quietly|angrily|loudly|rhetorically|indignantly)\b))"
)


_WORDS_BEHIND = lazy_re(r"(?: [A-Za-z’'-]+){1,6}")


@needs(r"[A-Za-z0-9][!?,]?[\"”](?: |, |,? ?[-–—] ?)[A-Z]", local=True)
def speaker_capitals(page: Page, text: str) -> Iterator[Proposal | None]:
    """`“Why?” Asked Petrov` → `“Why?” asked Petrov`, `“Yes,” He said` → `“Yes,” he said`."""
    said, saying = page.word_set("punctuation.said"), page.word_set("spacing.saying")
    for m in _SAID.finditer(text):
        mark = text[m.start() - 1] if text[m.start() - 1] in "!?," else ""
        if m["verb"].lower() in said and (mark or m["dash"] != " "):
            whole = f"{mark or ','}{m[0][0]} {m['verb'].lower()}"
            yield page.propose("punctuation.said-capital", m.start() - len(mark), m.end(), whole)
    for m in _SPEAKER_FIRST.finditer(text):
        if _says(text, m.end(), saying):
            yield page.propose("punctuation.said-capital", *m.span("first"), m["first"].lower())
    for m in _ASKED_FIRST.finditer(text):
        yield page.propose("punctuation.asked-capital", *m.span("first"), m["first"].lower())


def _says(text: str, at: int, saying: frozenset[str]) -> bool:
    """Whether one of the next words, before any mark, is a verb of saying."""
    run = _WORDS_BEHIND.match(text, at, at + _SPEAKER)
    return run is not None and any(word in saying for word in run[0].split())


_WORDS = (
    "A|An|And|At|But|For|He|If|In|It|On|She|The|Their|There|These|They|This|To|We|What|When|With|You|Your"
)
"""Words of grammar, which have a capital only where something begins."""
_FIRST_WORDS = r"[a-z’'-]*,?(?: [a-z][a-z’'-]*,?){0,5}"
_SWAPPED = lazy_re(rf"[“\"](?<![^\s(].)([a-z]{_FIRST_WORDS}) ({_WORDS})(?= [a-z])")
_LATE = lazy_re(rf"\n([A-Za-z]{_FIRST_WORDS}) ({_WORDS})(?= [a-z][^\n]{{50,2000}}[.!?…][”\"]?(?:\n|$))")


@needs(rf"[a-z],? (?:{_WORDS}) [a-z]", local=True)
def swapped(page: Page, text: str) -> Iterator[Proposal | None]:
    """`“at the moment We are` → `“At the moment we are`, `Earlier In the week` → `Earlier in the week`."""
    for m in _SWAPPED.finditer(text):
        whole = f"{m[1][0].upper()}{m[1][1:]} {m[2].lower()}"
        yield page.propose("punctuation.swapped-capital", m.start(1), m.end(2), whole)
    openers = page.word_set("punctuation.clause_openers")
    for m in _LATE.finditer(text):
        if m[1].split()[0].rstrip(",").lower() in openers:  # `Summary A diet may help.` is a label
            yield page.propose("punctuation.swapped-capital", *m.span(2), m[2].lower())
