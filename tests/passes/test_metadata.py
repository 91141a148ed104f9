"""The pass `metadata`: what a page says of itself goes into `meta`, what an article says stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from alone import Alone

from cleanup.furniture.dates import iso_date
from cleanup.passes import metadata
from cleanup.pipeline import Cleaner, Result
from cleanup.settings import Settings

CASES_FILE = Path(__file__).parents[1] / "cases" / "metadata.yaml"
CASES = yaml.load(CASES_FILE.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  dates stay strings
OTHERS = "encoding spacing residue punctuation names pronouns repetition wording grammar".split()
ALONE = Alone(metadata, "boilerplate")
proposed = ALONE.proposed
CLEANER = Cleaner(Settings(passes_off=tuple(OTHERS)), rules=ALONE.rules)

TITLE = "Talks go on in the old town by the sea"
BODY = [
    "The talks between the two sides went on late into the night, the ministers said.",
    "“We are close, but close is not there,” the older of the two told the press, as Reuters reports.",
    "The other side, which had left the hall an hour before, was said to be ready to come back.",
    "It was the third round in a month, and the first in which both ministers took part.",
    "No one knows when the next one will begin.",
]


def article(*lines: str) -> str:
    return "\n\n".join(lines)


def clean(*lines: str) -> Result:
    return CLEANER.clean(article(*lines))


def found(result: Result) -> Any:
    """The metadata but for the language, which every article has."""
    meta: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(result.meta))
    assert meta.pop("language") == "en"
    return meta


class TestLeavesAlone:
    @pytest.mark.parametrize("line", CASES["keep"])
    def test_line_in_the_body(self, line: str) -> None:
        text = article(TITLE, *BODY[:4], "What next?", *BODY, line, *BODY)
        assert proposed(text) == []

    @pytest.mark.parametrize("line", CASES["keep"])
    def test_line_under_the_headline(self, line: str) -> None:
        edits = clean(TITLE, line, *BODY).edits
        assert [e for e in edits if e.status == "applied" and line != "11 September"] == []

    def test_days_of_a_chronicle(self) -> None:
        text = article(TITLE, "7 May 2024", BODY[0], "8 May 2024", BODY[1], "9 May 2024", BODY[2])
        assert proposed(text) == []

    def test_days_of_a_programme(self) -> None:
        days = ("THURSDAY APRIL 2", "Concert hall, Minsk", "FRIDAY APRIL 17", "Opera, Brest")
        text = article(TITLE, *BODY, *days)
        assert proposed(text) == []

    def test_text_of_one_line(self) -> None:
        assert [proposed(t) for t in ("26 December 2025", "By Anna Petrova", "")] == [[], [], []]


class TestDates:
    @pytest.mark.parametrize(("line", "date"), CASES["dates"].items())
    def test_line_under_the_headline(self, line: str, date: str) -> None:
        result = clean(TITLE, line, *BODY)
        assert result.text == article(TITLE, *BODY)
        assert found(result) == {"title": TITLE, "date": date}

    @pytest.mark.parametrize(
        "text", ["", "in May", "45.45.2025", "31 February 2025", "May 2025", "10.5", "26"]
    )
    def test_no_date(self, text: str) -> None:
        assert iso_date(text) is None

    def test_year_is_never_guessed(self) -> None:
        assert iso_date("May 20") == "--05-20"


class TestLines:
    @pytest.mark.parametrize(("line", "meta"), CASES["lines"].items())
    def test_goes_into_the_metadata(self, line: str, meta: dict[str, Any]) -> None:
        result = clean(TITLE, line, *BODY)
        assert result.text == article(TITLE, *BODY)
        assert found(result) == {"title": TITLE, **meta}

    def test_signature_at_the_foot(self) -> None:
        result = clean(TITLE, *BODY, "By Anna Petrova")
        assert (result.text, result.meta.byline) == (article(TITLE, *BODY), "Anna Petrova")


class TestHeadline:
    @pytest.mark.parametrize(("line", "meta"), CASES["tails"].items())
    def test_tail(self, line: str, meta: dict[str, str]) -> None:
        result = clean(line, *BODY)
        assert result.text == article(meta["title"], *BODY)
        assert found(result) == meta

    def test_bare_outlet_that_the_article_does_not_cite_is_offered(self) -> None:
        found = proposed(article("Talks go on in Vienna - Izvestia", *BODY))
        assert [(p.rule, p.tier) for p in found] == [("metadata.headline-source", "suggest")]

    @pytest.mark.parametrize(
        "line", ["Talks go on in Vienna - Primer", "Talks go on in Vienna | Primer News"]
    )
    def test_outlet_unknown_that_the_headline_below_lacks(self, line: str) -> None:
        result = clean(line, "By Anna Orlova", "Talks go on in Vienna", *BODY)
        assert result.text == article("Talks go on in Vienna", *BODY)
        assert result.meta.source == line[24:]

    def test_headline_in_two_parts_stays(self) -> None:
        text = article("Talks go on in Vienna - Primer", "Talks go on in Vienna today", *BODY)
        assert clean(text).text == text

    def test_full_stop_before_the_speaker(self) -> None:
        assert clean("Talks go on in Vienna. - Lavrov", *BODY).text == article(
            "Talks go on in Vienna - Lavrov", *BODY
        )

    def test_headline_with_a_full_stop(self) -> None:
        assert (
            clean("The town by the sea holds its talks.", *BODY).meta.title
            == "The town by the sea holds its talks."
        )

    @pytest.mark.parametrize(
        "line",
        [
            "Talks go on: ",
            "He came. He saw. He won. He went home again.",
            "Talks go on. They will go on until Monday.",
            "The talks in the town by the sea, which began in May and broke off twice because of storms, "
            "will go on until Monday at noon.",
        ],
    )
    def test_no_title(self, line: str) -> None:
        assert clean(line, *BODY).meta.title is None


class TestDatelines:
    @pytest.mark.parametrize(("start", "meta"), CASES["datelines"].items())
    def test_is_offered(self, start: str, meta: dict[str, str]) -> None:
        text = article(TITLE, start + BODY[0], *BODY[1:])
        assert [(text[p.start : p.end], p.tier, p.meta) for p in proposed(text)] == [(start, "suggest", meta)]


class TestCaptions:
    CAPTION = "The minister of health in the hall of the palace"

    def test_over_a_credit(self) -> None:
        raw = article(TITLE, f"{self.CAPTION}\nPhoto: Anna Petrova", *BODY)
        result = CLEANER.clean(raw)
        assert result.text == article(TITLE, self.CAPTION, *BODY)
        offered = [e for e in result.edits if e.status == "suggested"]
        assert [(e.rule, e.before.startswith(self.CAPTION)) for e in offered] == [("metadata.caption", True)]
        assert found(result)["captions"] == [self.CAPTION]

    def test_with_a_credit(self) -> None:
        text = article(TITLE, f"{self.CAPTION}. Photo: Anna Petrova", *BODY)
        assert [(p.tier, p.meta["photo_credits"]) for p in proposed(text)] == [("suggest", ["Anna Petrova"])]

    def test_paragraph_over_a_credit_stays(self) -> None:
        result = CLEANER.clean(article(TITLE, f"{BODY[0]}\nPhoto: Anna Petrova", *BODY[1:]))
        assert [e.status for e in result.edits] == ["applied"]
        assert result.text == article(TITLE, *BODY)
