"""Articles of web pages: what is taken, what is kept, and what edits refer to."""

from __future__ import annotations

import io
import json
from pathlib import Path

import msgspec
import pytest

from cleanup.cli import main
from cleanup.edits import undo
from cleanup.errors import ArticleError
from cleanup.files import EXTRACTED_SUFFIX, find_articles, read_raw, read_record
from cleanup.ingest.jsonlines import clean_lines
from cleanup.pipeline import Cleaner
from cleanup.webpage import extract

MOST = 1_000_000
PAGE = """<html lang="en"><head><title>Talks go on in the old town | Example News</title>
<meta property="og:site_name" content="Example News"><meta name="author" content="Anna Orlova">
<meta property="article:published_time" content="2024-05-03T10:00:00+03:00">
<meta name="keywords" content="talks, grain">
</head><body><nav><a href="/">Home</a><a href="/p">Politics</a></nav><article>
<h1>Talks go on in the old town</h1>
<p>The talks between the two sides went on late into the night , the ministers said on Monday.</p>
<h2>The next round</h2>
<p>It was the third round in a month, and the first in which both ministers took part.</p>
<p>Read also: Bread grows dearer in the north</p></article>
<footer>All rights reserved</footer></body></html>"""
TEXT = """Talks go on in the old town
The talks between the two sides went on late into the night , the ministers said on Monday.
The next round
It was the third round in a month, and the first in which both ministers took part.
Read also: Bread grows dearer in the north"""
CLEANED = TEXT.replace(" ,", ",").rpartition("\n")[0]


class TestTextFiles:
    def test_are_no_pages(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(PAGE)
        raw = read_raw(tmp_path / "a.txt", MOST)
        assert (raw.text, raw.encoding, raw.meta) == (PAGE, "utf-8", {})

    def test_same_name_as_a_page_is_refused(self, tmp_path: Path) -> None:
        for name in ("a.txt", "a.html"):
            (tmp_path / name).write_text(PAGE)
        found = find_articles([tmp_path])
        assert ([r.id for r in found.refused], found.articles) == (["a"], [])


class TestPage:
    @pytest.mark.parametrize("page", [PAGE, PAGE.encode(), PAGE.encode("utf-16")])
    def test_article_and_metadata(self, page: str | bytes) -> None:
        found = extract(page, "here")
        assert found.text == TEXT
        assert found.meta | {"date": ""} == {
            "title": "Talks go on in the old town",
            "date": "",
            "byline": "Anna Orlova",
            "source": "Example News",
            "tags": ["talks", "grain"],
        }

    def test_time_and_zone(self) -> None:
        assert extract(PAGE, "here").meta["date"] == "2024-05-03T10:00+03:00"

    @pytest.mark.parametrize("page", ["", "<html></html>", "\0\0", "<" * 1000])
    def test_nothing_there(self, page: str) -> None:
        with pytest.raises(ArticleError, match="here: no article found"):
            extract(page, "here")

    def test_too_large(self, tmp_path: Path) -> None:
        (tmp_path / "a.html").write_text(PAGE)
        with pytest.raises(ArticleError, match="larger than 100 bytes"):
            read_raw(tmp_path / "a.html", 100)


class TestRun:
    def test_keeps_what_edits_refer_to(self, tmp_path: Path) -> None:
        raw, out = tmp_path / "raw", tmp_path / "out"
        raw.mkdir()
        (raw / "a.html").write_text(PAGE)
        assert main(["run", str(raw), "--out", str(out)]) == 0
        extracted = (out / f"a{EXTRACTED_SUFFIX}").read_text()
        cleaned = (out / "a.txt").read_text()
        record = read_record(out, "a")
        assert record is not None
        assert (extracted, cleaned, record.encoding) == (TEXT, CLEANED, "html")
        assert undo(cleaned, [e for e in record.edits if e.in_text]) == extracted
        assert (record.meta.byline, record.meta.tags) == ("Anna Orlova", ("talks", "grain"))
        assert (raw / "a.html").read_text() == PAGE
        assert "cleaned/a.extracted.txt" in (out / "a.diff").read_text()

    def test_row_with_html(self) -> None:
        rows = io.BytesIO(
            json.dumps({"id": 1, "html": PAGE}).encode() + b'\n{"id": 2}\n{"id": 3, "html": ""}\n'
        )
        first, second, third = (msgspec.json.decode(line) for line in clean_lines(rows, Cleaner()))
        assert (first["extracted"], first["text"], first["meta"]["source"]) == (TEXT, CLEANED, "Example News")
        assert second == {"id": 2, "error": "not a row {id, text}: neither `text` nor `html`"}
        assert third == {"id": 3, "error": "row 3: no article found in the web page"}
