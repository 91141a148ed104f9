"""Which `He` of an answer is the one who answers?

Start reading at `question`. Russian leaves «я» out («Учился в Москве»), and an engine that knows
one sentence at a time puts `he`. It is `I` where the answer takes up the verb of a question to `you`.
"""

from __future__ import annotations

import re

from cleanup.coreference.lexicon import Lexicon
from cleanup.coreference.mentions import Mentions
from cleanup.patterns import lazy_re

_LONGEST = 600
"""Characters of a question."""
_SPEAKER = r"(?:[—–-]+[ \t]*|[A-Z][\w.’'-]*+(?: [A-Z][\w.’'-]*+){0,2}: ?)?"
_SPEAKS = lazy_re(_SPEAKER)
_LEAD = lazy_re(rf"\n\s*{_SPEAKER}(?:(?:Yes|No|Well|Of course), )?")
"""What stands between the question and the pronoun: a dash or the speaker's name."""
_ADVERB = (
    "(?:(?:actually|also|already|always|even|ever|first|just|never|now|often|personally|really|still|then"
    "|usually|very|yet) )?"
)
_ASKED = lazy_re(
    rf"\b(?P<auxiliary>do|did|have|had|are|were) you {_ADVERB}(?P<verb>[a-z]+)\b[^.!?]*\?[\"”»)]*\Z",
    re.IGNORECASE,
)
_SAID = lazy_re(rf"(?P<gap> {_ADVERB})(?P<verb>[a-z]+)(?: {_ADVERB}(?P<main>[a-z]+))?\b")
_OF_I = {"is": "am", "has": "have", "was": "was", "had": "had"}


def question(text: str, start: int, gender: int, mentions: Mentions) -> re.Match[str] | None:
    """What the reader's `you` is asked in the line before, where the pronoun at `start` opens the answer.

    None where it names somebody of the pronoun's gender.
    """
    line = text.rfind("\n", max(0, start - _LONGEST), start)
    before = text[max(0, line - _LONGEST) : max(0, line)].rstrip()
    end = max(0, line - _LONGEST) + len(before)
    if not before or _LEAD.fullmatch(text, end, start) is None:
        return None
    first = text.rfind("\n", max(0, end - _LONGEST), end) + 1
    asked = _ASKED.search(text, first, end)
    speaks = _SPEAKS.match(text, first, end)
    first = speaks.end() if speaks else first
    if asked is None or any(mentions.has_person(*span, gender) for span in _around(asked, first)):
        return None
    return asked


def _around(asked: re.Match[str], first: int) -> tuple[tuple[int, int], ...]:
    """The question without its verb, which may be a noun elsewhere: `Do you cook?`"""
    return (first, asked.start()), (asked.end("verb"), asked.end())


def taken_up(text: str, end: int, asked: re.Match[str] | None, lexicon: Lexicon) -> tuple[int, str] | None:
    """Where the words end that `I …` replaces, and these, if the verb there is the one asked for.

    `Did you study?` – `He studied` → `I`; `Do you cook?` – `He often cooks` → `I often cook`.
    """
    said = asked and _SAID.match(text, end)
    if not asked or not said:
        return None
    verb, base = said["verb"], asked["verb"].lower()
    if asked["auxiliary"].lower() in ("do", "did"):
        if verb in lexicon.pasts(base):
            return end, "I"
        return (said.end("verb"), f"I{said['gap']}{base}") if verb in (f"{base}s", f"{base}es") else None
    if verb in _OF_I and said["main"] == base:
        return said.end("verb"), f"I{said['gap']}{_OF_I[verb]}"
    return (end, "I") if verb == base else None
