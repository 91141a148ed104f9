"""Where does a comma alone join two sentences?

Russian joins clauses by a comma («Погибли двое, детей среди них нет»); English needs a semicolon
or a stop. A comma is such a joint only where what stands before it is a whole sentence: it opens
with its subject, holds a verb, and no word makes it depend on what follows.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.edits import Proposal
from cleanup.page import Page
from cleanup.patterns import lazy_regex
from cleanup.steps import needs

_SUBJECT = r"(?:he|she|it|they|there|this|these|we|nobody|no one)"
_VERB = (
    r"(?:is|are|was|were|will|would|has|have|had|can|cannot|could|did|does|do|must|should"
    r"|fell|went|died|came|became)"
)
_DETERMINER = (
    r"(?:the|his|her|its|their|our|some|many|most|all|both|another|several|two|three|four|five|[1-9]\d?)"
)
_COMPARED = r"the (?:more|less|worse|better|[a-z]{3,}er)\b"
"""`The longer you wait, the more you pay.`"""
_LINKS = "of which|of whom|of whose|that|who|whom|whose|which|where|when|kind of|kinds of|sort of"
"""What makes the noun a part of the sentence before it: `a list, the end of which is lost`."""
_NOUN = rf"{_DETERMINER} (?:(?!(?:{_LINKS})\b)[a-z’'-]+ ){{0,5}}?(?<!\b(?:and|but|or) )"
_AGAIN = r"(?:before|after|since) that,? (?:he|she|it|they|the [a-z]+) "
_CONNECTOR = (
    "(?:at the same time|besides|however|in addition|meanwhile|moreover|nevertheless|otherwise|therefore)"
)
"""What opens a sentence, and joins none: `it was damaged, however, the crew lived`."""
_JOINT = lazy_regex(
    rf", (?=(?:{_SUBJECT} |{_NOUN}){_VERB}\b|{_AGAIN}|{_CONNECTOR}, (?:{_SUBJECT}|{_DETERMINER}) )"
    rf"(?<=[\w%], )(?!{_COMPARED})"
)
_LAST_MARK = lazy_regex(r"(?r)[.!?…:;\n\"“”«»,()\[\]/|–—]| - ")
_INNER_MARKS = (",", "(", ")", "[", "]", "/", "|", "–", "—", " - ")
_LONGEST = 200
"""Characters of a clause; longer ones hold joints of their own."""
_FEWEST_WORDS = 4
_ECHO = lazy_regex(r"[\w’' -]{2,60} (?:is|are|was|were|do|does|did|has|have|had|can|will|would)[.!?]")
"""`The hammer does not beat the iron, the smith does.`"""
_SERIES = lazy_regex(r"[^.;:!?\n]{0,120}, (?:and|or)\b")
"""Three clauses and more may stand in a row."""
_WORD = lazy_regex(r"[\w'’-]+")
_JOINERS = frozenset(("and", "but", "or", "so", "yet"))
"""After these the comma opens a parenthesis: `and, it must be said, he left`."""


@needs(
    rf", (?:{_SUBJECT}|{_DETERMINER}) (?:[a-z\x{{2019}}'-]+ ){{0,5}}"
    rf"(?:is|are|was|were|wi|wo|ha|ca|co|di|do|must|sh|fe|we|be)|, (?:before|after|since) that"
    rf"|, {_CONNECTOR}, ",
    local=True,
)
def splices(page: Page, text: str) -> Iterator[Proposal | None]:
    """`Two men were killed, there were no children` → `Two men were killed; there were no children`."""
    for m in _JOINT.finditer(text):
        clause = _clause_before(page, text, m.start())
        again = clause[:1] == ["there"] and text.startswith("there", m.end())  # a list, or a condition
        told = _SERIES.match(text, m.end()) or _ECHO.match(text, m.end())
        if not again and not told and _is_sentence(page, clause):
            yield page.propose("punctuation.comma-splice", m.start(), m.start() + 1, ";")


def _clause_before(page: Page, text: str, at: int) -> list[str]:
    """The words from the start of the sentence to the comma at `at`, but for an adverbial that opens
    it (`As a result of the fire,`); none where a comma or a bracket stands among them."""
    low = max(0, at - _LONGEST)
    mark = _LAST_MARK.search(text, low, at)
    end = at
    if mark and mark[0] == ",":
        end = mark.start()
        mark = _LAST_MARK.search(text, low, end)
    if (mark and mark[0] in _INNER_MARKS) or (low and not mark):
        return []
    start = mark.end() if mark else 0
    opening = text[start:end].lstrip("’) \n")
    words = _WORD.findall(opening.lower())
    if not opening[:1].isupper():
        return []
    if end == at:
        return words
    verbs = page.word_set("punctuation.finite_verbs")
    adverbial = words[0] in page.word_set("punctuation.adverbial_openers") and verbs.isdisjoint(words)
    return _WORD.findall(text[end:at].lower()) if adverbial else []


def _is_sentence(page: Page, words: list[str]) -> bool:
    """Whether the words are a subject and its verb, and nothing makes them depend on what follows."""
    if len(words) < _FEWEST_WORDS or words[0].endswith("ed"):
        return False
    if words[0] in page.word_set("punctuation.clause_openers"):
        return False
    verbs = page.word_set("punctuation.finite_verbs")
    finite = any(w in verbs or w.endswith("ed") for w in words[1:-1])
    whole = words[-1] not in _JOINERS
    return finite and whole and page.word_set("punctuation.subordinators").isdisjoint(words)
