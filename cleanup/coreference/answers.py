"""Which `He` of an answer is the one who answers?

Start reading at `Answers.speaker`. Russian leaves «я» out («Учился в Москве»), and an engine that knows
one sentence at a time puts `he`. It is `I` where the answer takes up the verb of a question to `you`,
and in the sentences that go on from there.
"""

from __future__ import annotations

import re

from cleanup.coreference.lexicon import PRONOUN_GENDER, Lexicon
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
_GOES_ON = lazy_re(r"[^\n]*[.!?…] (?:(?:And|But|Then|So) )?")
"""Up to the pronoun of a later sentence of the same paragraph."""
_OF_I = {"is": "am", "has": "have", "was": "was", "had": "had"}


class Answers:
    """Judges the subjects `he` and `she` of one page, to be asked in reading order."""

    def __init__(self, text: str, lexicon: Lexicon, mentions: Mentions) -> None:
        self._text = text
        self._lexicon = lexicon
        self._mentions = mentions
        self._last: re.Match[str] | None = None
        """The last pronoun that was the speaker."""

    def question(self, pronoun: re.Match[str]) -> re.Match[str] | None:
        """What `you` are asked in the line before, where the pronoun opens the answer.

        None where it names somebody of the pronoun's gender.
        """
        text, start = self._text, pronoun.start()
        line = text.rfind("\n", max(0, start - _LONGEST), start)
        before = text[max(0, line - _LONGEST) : max(0, line)].rstrip()
        end = max(0, line - _LONGEST) + len(before)
        if not before or _LEAD.fullmatch(text, end, start) is None:
            return None
        first = text.rfind("\n", max(0, end - _LONGEST), end) + 1
        asked = _ASKED.search(text, first, end)
        speaks = _SPEAKS.match(text, first, end)
        if asked is None or self._names(speaks.end() if speaks else first, asked.start(), pronoun):
            return None
        # without the verb, which may be a noun elsewhere: `Do you cook?`
        return None if self._names(asked.end("verb"), end, pronoun) else asked

    def speaker(self, pronoun: re.Match[str], asked: re.Match[str] | None) -> tuple[int, str] | None:
        """Where the words end that `I …` replaces, and these, if the pronoun is the one who answers.

        `Did you study?` – `He studied` → `I`; `Do you cook?` – `He often cooks` → `I often cook`.
        """
        said = _SAID.match(self._text, pronoun.end())
        if said is None:
            return None
        found = self._taken_up(said, asked) if asked else self._going_on(said, pronoun)
        if found:
            self._last = pronoun
        return found

    def _taken_up(self, said: re.Match[str], asked: re.Match[str]) -> tuple[int, str] | None:
        verb, base = said["verb"], asked["verb"].lower()
        if asked["auxiliary"].lower() in ("do", "did"):
            if verb in (f"{base}s", f"{base}es"):
                return said.end("verb"), f"I{said['gap']}{base}"
            return (said.start(), "I") if verb in self._lexicon.pasts(base) else None
        if said["main"] == base:
            return _of_i(said)
        return (said.start(), "I") if verb == base else None

    def _going_on(self, said: re.Match[str], pronoun: re.Match[str]) -> tuple[int, str] | None:
        last, start = self._last, pronoun.start()
        if last is None or last[0].lower() != pronoun[0].lower() or start - last.end() > _LONGEST:
            return None
        if not _GOES_ON.fullmatch(self._text, last.end(), start) or self._names(last.end(), start, pronoun):
            return None
        present = said["verb"].endswith("s") and said["verb"] not in _OF_I
        return None if present else _of_i(said)

    def _names(self, start: int, end: int, pronoun: re.Match[str]) -> bool:
        return self._mentions.has_person(start, end, PRONOUN_GENDER[pronoun[0].lower()])


def _of_i(said: re.Match[str]) -> tuple[int, str]:
    """`I` with what becomes of the verb: ` is` → `I am`, ` stood` → `I`."""
    verb = _OF_I.get(said["verb"])
    return (said.end("verb"), f"I{said['gap']}{verb}") if verb else (said.start(), "I")
