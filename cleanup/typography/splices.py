"""Where does a comma alone join two sentences?

Russian joins clauses by a comma («Погибли двое, детей среди них нет»); English needs a semicolon
or a stop. What stands before such a comma is a whole sentence (see sentences.py), and so is what stands
behind it: no aside (`, he said`), no echo, nor the second of three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from cleanup.edits import Proposal
from cleanup.page import Page
from cleanup.patterns import lazy_re
from cleanup.steps import needs
from cleanup.typography.sentences import JOINERS, depends, sentence_before

_BE = r"(?:is|are|was|were|will|would|has|have|had|can|cannot|could|did|does|do|must|should)(?:n[’']t)?"
_PAST = (
    "became|began|broke|brought|built|came|caught|died|fell|felt|fought|found|gave|got|grew|held|hit|kept|knew"
    "|led|left|lost|made|met|ran|saw|sent|spent|spoke|stood|taught|took|understood|went|won"
)
_ACTS = (
    "became|began|broke|came|chose|continues|depends|died|drove|exists|fell|flew|fought|gave|grew|happens|knew"
    "|ran|remains|rose|saw|spoke|spread|stood|took|went|wrote"
)
"""Verbs that no noun and no participle looks like."""
_ADVERB = "(?:(?:also|already|always|even|just|never|now|often|only|really|simply|still|then) )?"
_NO_VERBS = (
    "about|alone|all|and|are|as|at|both|but|by|each|for|from|if|in|like|nor|of|on|or|out|than|that|the|to|too"
    "|who|with"
)
_ASIDE = (
    "add|admit|assure|believe|believed|dare|emphasi[sz]e|explain|fear|feel|guess|hear|heard|hope|hoped|imagine"
    "|know|knew|mean|note|promise|recall|remember|remind|repeat|say|see|stress|suppose|suspect|swear|think"
    "|thought|understand|wonder"
)
"""What is said between commas: `it is late, I think, for a walk`."""
_PERSON = (
    rf"(?:I|you|we|they) {_ADVERB}(?!(?:{_NO_VERBS}|{_ASIDE})\b)[a-z]+(?:[’'](?:t|re|ve|ll|m|d))? \w"
    rf"|(?:I|you|we|they|he|she|it|there)[’'](?:m|re|s|ve|ll|d) \w"
    rf"|(?:he|she|it|this) {_ADVERB}(?:{_BE}|{_PAST}|[a-z]{{3,}}ed|[a-z]{{3,}}[^’'s]s) \w"
    rf"|(?:I|we) (?:think|believe|know|hope|am sure) (?:that|it|this|the|he|she|they|we) "
    rf"|(?:there|these|those|nobody|no one|nothing|everything|everyone) {_BE} "
    rf"|(?:all|most|some|none|one|two|many|half) of (?:them|us|these|those) (?:{_BE}|{_ACTS})\b"
)
_DETERMINER = (
    r"(?:the|this|these|those|his|her|its|my|your|their|our|some|many|most|all|both|another|several"
    r"|two|three|four|five|[1-9]\d?)"
)
_LINKS = "of which|of whom|of whose|that|who|whom|whose|which|where|when|kind of|kinds of|sort of"
"""What makes the noun a part of the sentence before it: `a list, the end of which is lost`."""
_NOUN = rf"{_DETERMINER} (?:(?!(?:{_LINKS}|(?:and|but|or) {_BE})\b)[A-Za-z’'-]+ ){{0,5}}?(?:{_BE}|{_ACTS})\b"
_NAME = rf"[A-Z][a-z]\w+(?: [A-Z][a-z]\w+){{0,2}} {_BE} \w"
_BARE = (
    r"(?:[a-z-]+ ){1,3}?(?:(?<=[^s’']s )|(?<=children )|(?<=men )|(?<=people )|(?<=police ))"
    r"(?:are|were|have|had|will|would|can|could|must|should) \w"
)
_AGAIN = r"(?:before|after|since) that,? (?:he|she|it|they|the [a-z]+) "
_CONNECTOR = (
    "(?:at the same time|besides|however|in addition|meanwhile|moreover|nevertheless|otherwise|therefore)"
)
"""What opens a sentence, and joins none: `it was damaged, however, the crew lived`."""
_ASIDE_TOO = "(?:of course|as a result|for example|on the other hand)"
_WHEN = "(?:(?:now|today|later|sometimes|usually|this (?:year|month|week|time)|at (?:first|that time)) )?"
_COMPARED = r"the (?:more|less|worse|better|[a-z]{3,}er)\b"
"""`The longer you wait, the more you pay.`"""
_JOINT = lazy_re(
    rf", (?={_WHEN}(?:{_PERSON}|{_NOUN}|{_NAME})|(?P<bare>{_BARE})|{_AGAIN}"
    rf"|{_CONNECTOR}, (?:{_DETERMINER} |{_PERSON}|{_NAME}|{_BARE})|{_ASIDE_TOO}, (?:{_PERSON}|{_NOUN}))"
    rf"(?<=[\w%], )(?!{_COMPARED})"
)
_OPENING = lazy_re(r"[\w’'-]+(?: [\w’'-]+){0,7}")
"""The first words of a clause, among which its verb is looked for."""
_ECHO = lazy_re(r"[\w’' -]{2,60} (?:is|are|was|were|do|does|did|has|have|had|can|will|would)[.!?]")
"""`The hammer does not beat the iron, the smith does.`"""
_SERIES = lazy_re(r"[^.;:!?\n]{0,120}, (?:and|or)\b")
"""Three clauses and more may stand in a row."""
_INSTEAD = lazy_re(r"(?:it|they|he|she|this|these|I|we|you)(?:[’']| (?:is|are|was|were|has|have|had|will)\b)")
"""`It is not the money, it is the principle.`"""
_DENIED = frozenset(("not", "no", "only", "just", "never"))


@needs(", [A-Za-z0-9]", local=True)
def splices(page: Page, text: str) -> Iterator[Proposal | None]:
    """`Two men were killed, there were no children` → `Two men were killed; there were no children`."""
    for m in _JOINT.finditer(text):
        before = sentence_before(page, text, m.start())
        if before and _opens_another(page, text, m, before):
            yield page.propose("punctuation.comma-splice", m.start(), m.start() + 1, ";")


def _opens_another(page: Page, text: str, m: re.Match[str], before: list[str]) -> bool:
    """Whether what stands behind the comma is a sentence of its own."""
    at = m.end()
    if _SERIES.match(text, at) or _ECHO.match(text, at) or _is_reported(page, text, at):
        return False
    if before[0] == "there" and text.startswith("there", at):  # a list, or a condition
        return False
    if _INSTEAD.match(text, at) and any(w in _DENIED or w.endswith(("n't", "n’t")) for w in before):
        return False
    first = m["bare"] and m["bare"].split(" ", 1)[0]
    return not first or not (first.endswith(("ing", "ed", "ly")) or first in JOINERS or depends(page, first))


def _is_reported(page: Page, text: str, at: int) -> bool:
    """Whether the clause tells who said the sentence before it: `, he explained to us`, `, it is believed`.

    `, it is believed that prices will rise` says something of its own.
    """
    opening = _OPENING.match(text, at)
    words = opening[0].split() if opening else []
    speech, held = page.word_set("spacing.saying"), page.word_set("punctuation.held_true")
    return any((w in speech or w in held) and after != "that" for w, after in pairwise([*words[1:], ""]))
