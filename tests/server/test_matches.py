"""How findings become matches, and bodies lines: the parts of the API that need no server."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from cleanup import Cleaner
from cleanup.decisions import DecisionStore, Place
from cleanup.edits import OWN_RULE, Decision
from cleanup.server import bodies
from cleanup.server.annotated import Annotated, Part
from cleanup.server.answers import Answers, key_of
from cleanup.server.bodies import Bodies
from cleanup.server.languagetool import check
from cleanup.server.ledger import Followed
from cleanup.server.problems import Problem
from cleanup.settings import Settings

RAW = Path(__file__).parent.parent.parent / "raw"


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    """One that only applies, so that all its matches together are its cleaning."""
    weaker = [i for i, c in Cleaner().rules.rules.items() if c.rule.tier != "auto"]
    return Cleaner(Settings(rules=dict.fromkeys(weaker, "off")))


def matches(cleaner: Cleaner, text: str) -> list[dict[str, Any]]:
    form = {"text": text.encode("utf-8", "replace"), "language": "en", "level": "picky"}
    return list(json.loads(check(cleaner, urlencode(form).encode()).body)["matches"])


def corrected(text: str, found: list[dict[str, Any]]) -> str:
    """What an editor makes of a text that takes the first suggestion of all."""
    units = text.encode("utf-16-le")
    for match in sorted(found, key=lambda m: m["offset"], reverse=True):
        start, end = 2 * match["offset"], 2 * (match["offset"] + match["length"])
        units = units[:start] + match["replacements"][0]["value"].encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le")


class TestMatches:
    @pytest.mark.parametrize("path", sorted(RAW.glob("*.txt")), ids=lambda p: p.stem)
    def test_taking_all_of_them_is_cleaning(self, cleaner: Cleaner, path: Path) -> None:
        text = path.read_text("utf-8", errors="replace").replace("\r", "")
        for number, line in enumerate(text.split("\n")):
            result = cleaner.clean(line)
            if all(e.in_text for e in result.edits):
                assert (number, corrected(line, matches(cleaner, line))) == (number, result.text)

    @pytest.mark.parametrize(
        ("text", "marked", "offered"),
        [
            ("It is the the bridge.", "the the", "the"),  # nothing to show: the word before goes with it
            ("A bridge , he said.", " ,", ","),
            ("😀 A bridge ; he said.", " ;", ";"),
        ],
    )
    def test_what_is_marked_and_offered(self, cleaner: Cleaner, text: str, marked: str, offered: str) -> None:
        [match] = matches(cleaner, text)
        units = text.encode("utf-16-le")
        at = 2 * match["offset"]
        assert units[at : at + 2 * match["length"]].decode("utf-16-le") == marked
        assert match["replacements"][0]["value"] == offered

    def test_there_is_an_end_to_them(self, cleaner: Cleaner) -> None:
        form = urlencode({"text": "a word , " * 6000, "language": "en"})
        answer = json.loads(check(cleaner, form.encode()).body)
        assert len(answer["matches"]) == 5000
        assert answer["warnings"] == {"incompleteResults": True}

    def test_a_giant_sentence_is_not_told_again_for_each_of_its_findings(self, cleaner: Cleaner) -> None:
        text = "the word , " * 2000
        found = matches(cleaner, text)
        assert len(found) > 1000
        assert max(len(m["sentence"]) + len(m["context"]["text"]) for m in found) < 1000


text_parts = st.builds(lambda t: Part(text=t), st.text("ab😀 ", max_size=5))
markup_parts = st.builds(
    lambda m, i: Part(markup=m, interpret_as=i), st.text("<>😀", max_size=5), st.text("c\n", max_size=2)
)
parts = st.lists(text_parts | markup_parts, max_size=6)


class TestAnnotated:
    @given(parts)
    def test_a_character_of_text_is_found_where_it_was_sent(self, given: list[Part]) -> None:
        annotated = Annotated(given)
        sent = "".join(p.markup or "" if p.text is None else p.text for p in given).encode("utf-16-le")
        for at, character in enumerate(annotated.plain):
            span = annotated.span(at, at + 1)
            there = sent[2 * span.offset : 2 * (span.offset + span.length)].decode("utf-16-le")
            assert there == character or (span.has_markup and character in "c\n")


def call(*sent: bytes) -> Request:
    """A request whose body comes in these parts."""
    messages = [{"type": "http.request", "body": p, "more_body": True} for p in sent]
    waiting = iter([*messages, {"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        return next(waiting)

    return Request({"type": "http", "method": "POST", "headers": []}, receive)  # type: ignore[arg-type]


def lines(*sent: bytes, most: int = 10) -> list[bytes | None]:
    async def collect() -> list[bytes | None]:
        return [line async for line in Bodies(most, 5).lines(call(*sent))]

    with ThreadPoolExecutor(1) as elsewhere:  # tests of pages leave a loop running in this thread
        return elsewhere.submit(asyncio.run, collect()).result()


class TestLines:
    @pytest.mark.parametrize(
        ("sent", "expected"),
        [
            ([], []),
            ([b"\n\n", b" \r\n"], []),
            ([b"a"], [b"a"]),
            ([b"a\nb\n"], [b"a", b"b"]),
            ([b"a", b"b", b"\nc", b"\n"], [b"ab", b"c"]),
            ([b"1234567890\n12345678901\na\n"], [b"1234567890", None, b"a"]),
            ([b"123456", b"78901", b"2345", b"6\na"], [None, b"a"]),
            ([b"12345678901"], [None]),
        ],
    )
    def test_lines_of_parts(self, sent: list[bytes], expected: list[bytes | None]) -> None:
        assert lines(*sent) == expected

    @given(st.binary(max_size=60), st.lists(st.integers(0, 60), max_size=5))
    def test_however_it_is_cut(self, data: bytes, cuts: list[int]) -> None:
        ends = [0, *sorted(cuts), len(data)]
        pieces = [data[a:b] for a, b in pairwise(ends)]
        expected = [line if len(line) <= 10 else None for line in data.split(b"\n") if line.strip()]
        assert [x for x in lines(*pieces) if x is None or x.strip()] == expected

    def test_there_is_an_end_to_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bodies, "MOST_STREAMED", 100)
        with pytest.raises(Problem, match="more than 100 bytes"):
            lines(*[b"a\n"] * 60)


class TestAnswers:
    def test_the_oldest_make_room(self) -> None:
        answers = Answers(most_bytes=10)
        for name in ("one", "two"):
            answers.keep(key_of(name), b"12345")
        assert answers.get(key_of("one")) == b"12345"  # it is the latest now
        answers.keep(key_of("three"), b"12345")
        assert [answers.get(key_of(n)) for n in ("one", "two", "three")] == [b"12345", None, b"12345"]

    def test_one_that_is_too_large_is_not_kept(self) -> None:
        answers = Answers(most_bytes=10)
        answers.keep(key_of("giant"), b"1" * 11)
        answers.keep(key_of("one"), b"12345")
        assert [answers.get(key_of(n)) for n in ("giant", "one")] == [None, b"12345"]

    def test_parts_are_told_apart(self) -> None:
        assert key_of("ab", "c") != key_of("a", "bc")


def test_following_a_store_tells_what_it_would_load(tmp_path: Path) -> None:
    location = str(tmp_path / "decisions.sqlite")
    with DecisionStore(location) as store:
        followed = Followed(location)
        for verdict in ("accept", "reject"):
            for key in "abc":
                store.record(Place(key=key), Decision(verdict=verdict), who="Ann")
                assert followed.decisions() == store.load()
        for number in (6, 2, 5):
            store.undo(number, who="Ben")
            assert followed.decisions() == store.load()
        store.record(Place(key="d", rule=OWN_RULE, before="x"), Decision(verdict="accept"), who="Ann")
        assert followed.decisions() == store.load()
