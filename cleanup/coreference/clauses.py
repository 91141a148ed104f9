"""What do the words around a pronoun say about it?

Start reading at `Clauses.evidence`: some verbs and possessions demand a person,
some a thing. No parser: short patterns over the words next to the pronoun.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile, pairwise, takewhile
from typing import Literal

import regex

from cleanup.coreference.lexicon import PRONOUN_GENDER, Lexicon
from cleanup.patterns import lazy_re, lazy_regex

Case = Literal["subject", "object", "possessive", "reflexive"]
Evidence = Literal["person", "saying", "role", "thing", ""]

_WORD = lazy_re(r"[^\W\d_][\w'’-]*")
_BEFORE_VERB = ("ly", "n't", "n’t")
"""Endings of words before the main verb."""
_TENS = r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
_AGE = lazy_regex(
    rf"\s+(?:is|was|turned|turns)\s+(?:\d{{1,2}}|\p{{L}}+teen|{_TENS})(?:-\w+)?(?:\s+years?\s+old)?"
    r"\s*(?:[.,;!?]|$|when\b|at\b)"
)
_ALOUD = lazy_re(r"\bin (?:an?|his|her) (?:\w+ ){0,2}(?:interview|conversation|speech)\b|\bon (?:the )?air\b")
"""Where only a person speaks; a ministry speaks in a statement."""
_ORDERED = lazy_re(r"\b(?:demand|order|request|secur|seek|urg)(?:e?d|ing|e?s|e)? $")
"""Whose release is a person's, not a film's."""
_PREDICATE_BEFORE = lazy_regex(r"\b(?:is|was|became|remains|remained)\s+$", regex.IGNORECASE)
_ONLY_THINGS = lazy_re(
    r"(?:come|comes|came|enter|enters|entered) into (?:force|effect)\b|(?:take|takes|took) effect\b"
    r"|put into (?:operation|service|production|circulation)\b|(?:go|goes|gone|went) on sale\b"
    r"|(?:leave|leaves|left) (?!the|a\b)(?:\w+ ){1,2}indifferent\b"
)
_RELATIVE = lazy_re(
    r",? (?:(?:[a-z]+ )?of |(?:about|against|at|by|for|from|in|on|to|under|with) )?(?:which|that|whom) $"
)
_CONTENT = lazy_re(
    r" (?:is|was|remains|remained)(?: \w+ly)?,? (?:(?:that|whether|if|how|why|when|where|what|because) )?$"
)
"""What opens the clause that tells the subject: `The question is whether he will come`."""
_NEXT_WORD = lazy_re(r" (\w+)")
_SPEAKER = lazy_regex(r"[,!?…]\s?[\"”»],?\s?[—–-]?\s?(?:the |The )?(?:\p{L}+ ){0,2}(\p{Ll}+) (\p{Ll}+)\b")
"""The noun and the verb after a quotation."""
_NOUN_LEAD = 60
_NOUN_PHRASE = lazy_regex(
    r"(?:(?<=^|[.,:;!?\n“”\"«»—–/)] ?)|\b(\p{Ll}+) )"
    r"(?:[Tt]he |[Tt]his |[Oo]ur |[Oo]fficial )?(?:\p{Ll}{4,} )?$"
)
_VERB_PHRASE = 4
"""Words that may stand between a subject and `himself`: `has long been showing`."""
_PREDICATE = 7
"""Words after the pronoun among which a noun may say who somebody is."""
_SENTENCE_BREAK = lazy_regex(r"[.!?…:;]['\"”»)]*\s|\n")
_CLAUSE_MARK = lazy_regex(r"[;:\"“”«»(]")
_ACCORDING = lazy_regex(r"\b[Aa]ccording to $")
_QUOTED_BEFORE = lazy_regex(r"[,!?…]\s?[\"”»]\s?$")
_FIRST_PERSON = lazy_re(r"\bI(?=['’]| [a-z])|\b(?:[Mm]y|me)\b")
_CLAUSE_BREAK = lazy_re(r"[,—–.!?\n]")
_CURLY_QUOTE = lazy_re(r"[“”«»]")
_PHRASE_MARK = lazy_regex(r"[,—–]|\band\b|\bor\b")
_SUBJECT_LEAD = 4
"""Words that may stand before a subject noun in its phrase: `the new trade agreement`."""
_VERB_LEAD = 30
"""Characters after a pronoun that hold its verb."""
_LOOK_BACK = 170
_LOOK_AHEAD = 90


class Clauses:
    """Reads the clauses of one text."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text = text
        self._lexicon = lexicon

    def evidence(self, start: int, end: int, sentence_end: int, case: Case) -> Evidence:
        """What the words around the pronoun demand, most of all those after it."""
        stop = min(sentence_end, end + _LOOK_AHEAD)
        ahead, words = self._text[end:stop], self._words(end, stop)
        if case == "possessive":
            freed = words[:1] == ["release"] and _ORDERED.search(self._text, max(0, start - 12), start)
            return "person" if freed else self._possession(words[:4])
        if case == "subject":
            if _QUOTED_BEFORE.search(self._text, max(0, start - 4), start):
                return "saying"  # “…,” he summed up
            if self._lexicon.rises_by.match(self._text, end):
                return "thing"
            is_person = _AGE.match(ahead) or self._lexicon.carried.match(ahead) or _ALOUD.search(ahead)
            return "person" if is_person or self._is_person(words) else self._predicate(words)
        return self._lead(start) if case == "object" else ""

    def _lead(self, start: int) -> Evidence:
        """What the words before an object demand: `told him`, `according to him`."""
        look = max(0, start - len("according to "))
        if self._lexicon.told.search(self._text, look, start):
            return "person"
        return "saying" if _ACCORDING.search(self._text, look, start) else ""

    def has_speaker(self, start: int, end: int) -> bool:
        """Whether a quotation of the sentence is somebody's: `“…,” the forecaster stressed`."""
        lex, speakers = self._lexicon, _SPEAKER.finditer(self._text, start, end)
        return any(m[2] in lex.saying_verbs and m[1] not in lex.bodies for m in speakers)

    def agents(self, evidence: Evidence, end: int) -> frozenset[str] | None:
        """The only things that may do what is told: a bill suggests something, a robot sees it."""
        lex = self._lexicon
        if evidence != "saying":
            return lex.bodies if evidence == "role" else None
        words = self._words(end, end + _VERB_LEAD)
        things = lex.bodies | lex.machines if lex.person_sayings.isdisjoint(words) else lex.bodies
        return things if lex.document_sayings.isdisjoint(words) else things | lex.documents

    def may_speak(self, noun_end: int, start: int) -> bool:
        """Whether a noun may say something at `start`: not if it stands in a quotation that ended,
        and not if somebody who is I has spoken since."""
        if _FIRST_PERSON.search(self._text, noun_end, start):
            return False
        mark = _CURLY_QUOTE.search(self._text, noun_end, start)
        return mark[0] not in "”»" if mark else self._text.count('"', noun_end, start) % 2 == 0

    def acts_on_itself(self, noun_end: int, start: int) -> bool:
        """Whether only a verb and its adverbs or preposition stand between a noun and `himself`."""
        words = self._words(noun_end, start)
        barred = self._lexicon.clause_openers | self._lexicon.person_verbs  # nothing kills itself
        return 0 < len(words) <= _VERB_PHRASE and barred.isdisjoint(words) and self._text[noun_end] == " "

    def is_public(self, end: int) -> bool:
        """Whether what is possessed is a state's or a firm's: `her airspace`, `his shareholders`."""
        words = self._words(end, end + _VERB_LEAD)[:3]
        owned = takewhile(lambda w: w not in self._lexicon.phrase_ends, words)
        return not self._lexicon.public_possessions.isdisjoint(owned)

    def owns(self, noun_start: int, noun_end: int, start: int) -> bool:
        """Whether a noun is the subject of the clause that holds a possessive: `the firm sold its plant`."""
        between = self._text[noun_end:start]
        return (
            between.startswith(" ")
            and not between.startswith((" of ", " and "))
            and _CLAUSE_BREAK.search(between) is None
            and not self._new_clause(noun_end, start)
            and self.heads_clause(noun_start)
        )

    def heads_clause(self, noun_start: int) -> bool:
        """Whether a noun may be a subject: `that the firm`, not `the head of the firm`."""
        before = self._text[max(0, noun_start - _NOUN_LEAD) : noun_start]
        lead = _NOUN_PHRASE.search(before)
        return lead is not None and (lead[1] is None or lead[1] in self._lexicon.clause_openers)

    def demands_thing(self, end: int) -> bool:
        """Whether the verb of the subject that ends here demands a thing: `was built`, `expires`."""
        if self._lexicon.rises_by.match(self._text, end):
            return True
        verb = _NEXT_WORD.match(self._text, end)
        if verb is None or verb[1] in self._lexicon.thing_verbs:
            return verb is not None
        if verb[1] not in self._lexicon.opens_predicate:
            return False
        return self._predicate(self._words(end, end + _LOOK_AHEAD)) == "thing"

    def _possession(self, words: list[str]) -> Evidence:
        lex = self._lexicon
        tables: tuple[tuple[frozenset[str], Evidence], ...] = (
            (lex.person_possessions, "person"),
            (lex.roles, "role"),
            (lex.thing_possessions, "thing"),
        )
        for word in words:
            if word in lex.phrase_ends:
                break
            for table, demanded in tables:
                if word in table:
                    return demanded
        return ""

    def _is_person(self, words: list[str]) -> bool:
        """`He is currently the only politician`, `he raised his hand`."""
        lex = self._lexicon
        if words and words[0] in lex.copulas:
            noun = takewhile(lambda w: w not in lex.before_persons, words[1:_PREDICATE])
            if any(w in lex.people for w in noun):
                return True
        owned = (next_word for word, next_word in pairwise(words) if word in ("his", "her"))
        return any(word in lex.person_possessions for word in owned)

    def _predicate(self, words: list[str]) -> Evidence:
        lex = self._lexicon
        main = (i for i, w in enumerate(words) if w not in lex.auxiliaries and not w.endswith(_BEFORE_VERB))
        at = next(main, None)
        if at is None:
            return ""
        verb = words[at]
        passive = not verb.endswith("ing") and not lex.forms_of_be.isdisjoint(words[:at])
        if passive and verb in lex.said_of_things:
            return ""
        if (passive and verb in lex.thing_passives) or _ONLY_THINGS.match(" ".join(words[at : at + 4])):
            return "thing"
        tables: tuple[tuple[frozenset[str], Evidence], ...] = (
            (lex.acting_verbs, "person" if passive else "saying"),
            (lex.saying_verbs, "saying"),
            (lex.person_verbs, "person"),
            (lex.thing_verbs, "thing"),
        )
        return next((demanded for table, demanded in tables if verb in table), "")

    def past_subject(self, start: int, end: int, case: Case) -> int:
        """Up to where people may be meant: the start of a clause whose subject cannot be.

        So in `Maslov was her representative` and `Maslov came to him`.
        """
        text = self._text
        if case == "possessive":
            follows = _WORD.match(text, end + 1)
            is_role = follows is not None and follows[0].lower() in self._lexicon.roles
            if not is_role or not _PREDICATE_BEFORE.search(text, max(0, start - 12), start):
                return start
        elif case != "object":
            return start
        look = max(0, start - _LOOK_BACK)
        breaks = [m.end() for m in _SENTENCE_BREAK.finditer(text, look, start)]
        if not breaks and look:
            return start
        first = breaks[-1] if breaks else look
        return start if self._new_clause(first, start) else first

    def _new_clause(self, start: int, end: int) -> bool:
        marked = _CLAUSE_MARK.search(self._text, start, end) is not None
        return marked or not self._lexicon.clause_openers.isdisjoint(self._words(start, end))

    def may_repeat(self, start: int, end: int, case: Case) -> bool:
        """Whether a noun that ends at `start` may be the pronoun at `end`: as an object not within
        one clause, as a subject not in its own relative clause (`the agreement, which he broke`), nor in
        the clause that tells what it is."""
        if case != "object":
            own = _RELATIVE.fullmatch(self._text, start, end) or _CONTENT.fullmatch(self._text, start, end)
            return own is None
        if _ACCORDING.search(self._text, start, end):
            return False
        return _PHRASE_MARK.search(self._text, start, end) is not None or self._new_clause(start, end)

    def other_pronouns(self, start: int, end: int, gender: int) -> Iterator[int]:
        """The places of he and him where she was asked for, and the reverse."""
        for m in _WORD.finditer(self._text, start, end):
            if PRONOUN_GENDER.get(m[0].lower(), gender) != gender:
                yield m.start()

    def opens(self, sentence_start: int, start: int) -> bool:
        """Whether nothing but a few linking words stands before it in its sentence."""
        lead = self._words(sentence_start, start)
        return len(lead) <= 3 and self._lexicon.function_words.issuperset(lead)

    def is_subject(self, sentence_start: int, noun_start: int) -> bool:
        """Whether a noun may be the subject: no preposition or clause before it."""
        words = self._words(sentence_start, noun_start)
        lead = [*dropwhile(self._lexicon.linking_words.__contains__, words)]
        return len(lead) <= _SUBJECT_LEAD and self._lexicon.phrase_ends.isdisjoint(lead)

    def _words(self, start: int, end: int) -> list[str]:
        return [w.lower() for w in _WORD.findall(self._text, start, end)]
