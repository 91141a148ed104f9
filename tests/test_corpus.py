"""Which source learning files an article under."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleanup.errors import SettingsError
from cleanup.learning.corpus import Articles

TEXT = (
    "The talks went on late into the night, the ministers said on Monday, and no one knows when they end. "
    * 4
)
PAGE = (
    '<html><head><title>Talks go on</title><link rel="canonical" href="https://www.primer.org/news/7"/>'
    '<meta property="article:published_time" content="2024-05-03T10:00:00+03:00"></head>'
    f"<body><article><h1>Talks go on</h1><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"
)


def sources(*paths: Path) -> list[tuple[str, str]]:
    return [(d.id, d.source) for d in Articles(paths, by=None, max_bytes=1_000_000)]


class TestSource:
    def test_text_files_are_their_folder_s(self, tmp_path: Path) -> None:
        folder = tmp_path / "vesti"
        folder.mkdir()
        (folder / "a.txt").write_text(TEXT, "utf-8")
        assert sources(folder) == [("a", "vesti")]

    def test_web_page_tells_its_site(self, tmp_path: Path) -> None:
        (tmp_path / "a.html").write_text(PAGE, "utf-8")
        assert sources(tmp_path) == [("a", "primer.org")]

    def test_rows(self, tmp_path: Path) -> None:
        rows = [
            {"id": 1, "html": PAGE},
            {"id": 2, "html": PAGE, "site": "own"},
            {"id": 3, "text": TEXT, "url": "https://www.other.org/a"},
            {"id": 4, "text": TEXT},
            {"id": 5},
        ]
        path = tmp_path / "rows.jsonl"
        path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
        articles = Articles([path], by=None, max_bytes=1_000_000)
        found = [(d.id, d.source) for d in articles]
        assert found == [("1", "primer.org"), ("2", "own"), ("3", "other.org"), ("4", "rows")]
        assert [p.rpartition(": ")[2] for p in articles.problems] == ["neither text nor html"]

    def test_pattern_names_it_where_it_is_found(self, tmp_path: Path) -> None:
        for name in ("tass-1.txt", "1.txt"):
            (tmp_path / name).write_text(TEXT, "utf-8")
        found = Articles([tmp_path], by=r"(?:([a-z]+)-)?\d", max_bytes=1_000_000)
        assert [d.source for d in found] == [tmp_path.name, "tass"]

    @pytest.mark.parametrize(("by", "problem"), [("(", "bad pattern"), ("[a-z]+", "into a group")])
    def test_pattern_that_cannot_name_it_is_refused(self, by: str, problem: str) -> None:
        with pytest.raises(SettingsError, match=problem):
            Articles([], by=by, max_bytes=1)

    def test_day_of_a_page(self, tmp_path: Path) -> None:
        (tmp_path / "a.html").write_text(PAGE, "utf-8")
        [document] = Articles([tmp_path], by=None, max_bytes=1_000_000)
        assert document.day == 739009
