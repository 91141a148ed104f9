"""What are our MQM error types called in LanguageTool, and in ITS 2.0, whose issue types it gives?"""

from __future__ import annotations

from typing import NamedTuple


class Category(NamedTuple):
    """LanguageTool's category, and the ITS issue type that editors colour by."""

    id: str
    name: str
    issue_type: str


_GRAMMAR = ("GRAMMAR", "Grammar", "grammar")
_STYLE = ("STYLE", "Style", "style")
_TYPOGRAPHY = ("TYPOGRAPHY", "Typography")
_WORDS = ("CONFUSED_WORDS", "Commonly Confused Words")
_NAMES = ("PROPER_NOUNS", "Proper Nouns")
_MISC = ("MISC", "Miscellaneous")

CATEGORIES: dict[str, Category] = {
    "accuracy/addition": Category(*_MISC, "addition"),
    "accuracy/mistranslation": Category("FALSE_FRIENDS", "False Friends", "mistranslation"),
    "accuracy/omission": Category("SEMANTICS", "Semantics", "omission"),
    "accuracy/untranslated": Category("SEMANTICS", "Semantics", "untranslated"),
    "audience/culture": Category("SEMANTICS", "Semantics", "locale-specific-content"),
    "design/boilerplate": Category(*_MISC, "addition"),
    "design/layout": Category(*_TYPOGRAPHY, "whitespace"),
    "design/metadata": Category(*_MISC, "addition"),
    "linguistic/agreement": Category(*_GRAMMAR),
    "linguistic/capitalisation": Category("CASING", "Capitalization", "typographical"),
    "linguistic/character-encoding": Category(*_TYPOGRAPHY, "characters"),
    "linguistic/duplication": Category("REPETITIONS", "Repetitions", "duplication"),
    "linguistic/grammar": Category(*_GRAMMAR),
    "linguistic/pronoun": Category(*_GRAMMAR),
    "linguistic/punctuation": Category("PUNCTUATION", "Punctuation", "typographical"),
    "linguistic/spelling": Category("TYPOS", "Possible Typo", "misspelling"),
    "linguistic/word-order": Category(*_GRAMMAR),
    "locale/date-format": Category(*_TYPOGRAPHY, "locale-violation"),
    "locale/number-format": Category(*_TYPOGRAPHY, "locale-violation"),
    "style/awkward": Category(*_STYLE),
    "style/inconsistent": Category(*_STYLE[:2], "inconsistency"),
    "style/unidiomatic": Category(*_STYLE),
    "terminology/inconsistent": Category(*_WORDS, "inconsistency"),
    "terminology/name": Category(*_NAMES, "terminology"),
    "terminology/wrong-term": Category(*_WORDS, "terminology"),
}
"""Every category that a rule can have. The ids are LanguageTool's own, so that clients know them."""
