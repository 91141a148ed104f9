"""Reading raw/ and writing cleaned/: nothing changed, nothing lost, nothing half-written."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from cleanup.article import Meta
from cleanup.edits import Edit
from cleanup.errors import ArticleError, SettingsError
from cleanup.files import cleaned_ids, decode, find_articles, read_raw, read_record, write_result
from cleanup.pipeline import Result
from cleanup.score import score

MOST = 1_000_000
NEWS = "Переговоры “идут” – как обычно.\nNews, as ever.\n"


def result_of(raw: str, before: str, after: str) -> Result:
    at = raw.index(before)
    edit = Edit(
        id="e1",
        start=at,
        end=at + len(before),
        before=before,
        after=after,
        rule="wording.x",
        category="accuracy/mistranslation",
        severity="minor",
        tier="auto",
        status="applied",
        confidence=1.0,
        message="",
    )
    text = raw.replace(before, after, 1)
    return Result(id="a", raw=raw, text=text, edits=(edit,), meta=Meta(), score=score(raw, [edit]))


class TestDecode:
    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"plain\n",
            b"lone \r and \r\n and \n ends",
            "accents é, Привет, 𝒳, \u00a0".encode(),
            b"\xef\xbb\xbfa mark at the front",
            b"not UTF-8: \xff\xfe\x80",
            "Новости".encode("koi8-r"),
            "Новости мира за сегодня".encode("cp1251"),
            b"a \x00 stray NUL in a text",
            b"\x00",
        ],
    )
    def test_utf_8_keeps_every_byte(self, data: bytes) -> None:
        raw = decode(data, MOST, "x")
        assert raw.encoding == "utf-8"
        assert raw.text.encode("utf-8", "surrogateescape") == data

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    @pytest.mark.parametrize("text", [NEWS, "Only Latin here, twelve words or so.", "Новости: Москва и мир"])
    def test_utf_16_with_and_without_mark(self, encoding: str, mark: str, text: str) -> None:
        raw = decode((mark + text).encode(encoding), MOST, "x")
        assert (raw.text, raw.encoding) == (text, encoding)

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"%PDF-1.7\n text inside", "binary"),
            (b"\x89PNG\r\n\x1a\n" + bytes(200), "binary"),
            (bytes(range(256)) * 20, "binary"),
            (bytes(1000), "binary"),
            (b"\xff\xfea", "broken at byte 2"),
            (b"x" * (MOST + 1), "larger than 1,000,000 bytes"),
        ],
    )
    def test_refused(self, data: bytes, reason: str) -> None:
        with pytest.raises(ArticleError, match=reason):
            decode(data, MOST, "raw/x.txt")


class TestFind:
    def test_txt_files_of_a_folder_in_order(self, tmp_path: Path) -> None:
        for name in ("b.txt", "two words.txt", "ёж.txt", "a.md", ".hidden.txt", "photo.jpg"):
            (tmp_path / name).write_bytes(b"")
        (tmp_path / "sub.txt").mkdir()
        (tmp_path / "sub").mkdir()
        found = find_articles([tmp_path])
        assert [f.id for f in found.articles] == ["b", "two words", "ёж"]
        assert [p.name for p in found.passed_over] == ["a.md", "photo.jpg", "sub", "sub.txt"]
        assert found.refused == []

    def test_one_file_given_twice_is_one_article(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes(b"")
        found = find_articles([tmp_path, tmp_path / "a.txt", tmp_path / ".." / tmp_path.name])
        assert [f.id for f in found.articles] == ["a"]

    def test_one_id_in_two_folders_is_refused_and_the_rest_stay(self, tmp_path: Path) -> None:
        for name in ("x/a.txt", "y/a.txt", "y/b.txt"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(b"")
        found = find_articles([tmp_path / "x", tmp_path / "y"])
        assert [f.id for f in found.articles] == ["b"]
        [refused] = found.refused
        assert (
            refused.reason
            == f"{tmp_path}/x/a.txt and {tmp_path}/y/a.txt: the same id 'a' twice; rename all but one"
        )

    def test_links_may_stay_inside_their_folder_only(self, tmp_path: Path) -> None:
        raw = tmp_path / "raw"
        raw.mkdir()
        (tmp_path / "secret.txt").write_bytes(b"")
        (raw / "a.txt").write_bytes(b"")
        (raw / "out.txt").symlink_to(tmp_path / "secret.txt")
        (raw / "loop.txt").symlink_to(raw / "loop.txt")
        found = find_articles([raw])
        assert [f.id for f in found.articles] == ["a", "loop"]
        assert [(r.id, "leaves its folder" in r.reason) for r in found.refused] == [("out", True)]
        with pytest.raises(ArticleError, match="cannot be read"):
            read_raw(raw / "loop.txt", MOST)

    def test_a_path_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsError, match="no such file or folder"):
            find_articles([tmp_path / "nope"])

    def test_a_pipe_is_no_article(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.txt")
        with pytest.raises(ArticleError, match="not a regular file"):
            read_raw(tmp_path / "pipe.txt", MOST)


class TestWrite:
    def test_three_files_and_back(self, tmp_path: Path) -> None:
        result = result_of("one \udcff two\r\n", "two", "2")
        write_result(tmp_path, result, encoding="utf-8", made_from="abc")
        assert sorted(p.name for p in tmp_path.iterdir()) == ["a.diff", "a.edits.json", "a.txt"]
        assert (tmp_path / "a.txt").read_bytes() == b"one \xff 2\r\n"
        assert (tmp_path / "a.diff").read_bytes() == (
            b"--- raw/a.txt\n+++ cleaned/a.txt\n@@ -1,1 +1,1 @@\n-one \xff two\r\n+one \xff 2\r\n"
        )
        record = read_record(tmp_path, "a")
        assert record is not None
        assert (record.made_from, record.id, record.edits) == ("abc", "a", result.edits)
        assert cleaned_ids(tmp_path) == ["a"]

    def test_the_hash_comes_first(self, tmp_path: Path) -> None:
        write_result(tmp_path, result_of("x", "x", "y"), encoding="utf-8", made_from="abc")
        assert (tmp_path / "a.edits.json").read_bytes().startswith(b'{\n "made_from": "abc",\n "id": "a"')

    def test_broken_bytes_are_valid_json(self, tmp_path: Path) -> None:
        write_result(tmp_path, result_of("x\udcff", "x\udcff", "y"), encoding="utf-8", made_from="abc")
        assert rb'"before": "x\udcff"' in (tmp_path / "a.edits.json").read_bytes()
        assert read_record(tmp_path, "a") is not None

    @pytest.mark.parametrize("damage", [b"", b"{", b'{"made_from": 1}', b"\xff"])
    def test_a_damaged_record_is_no_record(self, tmp_path: Path, damage: bytes) -> None:
        write_result(tmp_path, result_of("x", "x", "y"), encoding="utf-8", made_from="abc")
        (tmp_path / "a.edits.json").write_bytes(damage)
        assert read_record(tmp_path, "a") is None

    def test_a_missing_text_is_no_record(self, tmp_path: Path) -> None:
        write_result(tmp_path, result_of("x", "x", "y"), encoding="utf-8", made_from="abc")
        (tmp_path / "a.txt").unlink()
        assert read_record(tmp_path, "a") is None

    def test_a_link_in_the_output_is_replaced_not_followed(self, tmp_path: Path) -> None:
        (tmp_path / "raw.txt").write_text("raw")
        out = tmp_path / "out"
        out.mkdir()
        (out / "a.txt").symlink_to(tmp_path / "raw.txt")
        write_result(out, result_of("x", "x", "y"), encoding="utf-8", made_from="abc")
        assert ((tmp_path / "raw.txt").read_text(), (out / "a.txt").read_text()) == ("raw", "y")

    def test_a_name_too_long_is_told(self, tmp_path: Path) -> None:
        result = msgspec.structs.replace(result_of("x", "x", "y"), id="n" * 250)
        with pytest.raises(ArticleError, match="cannot be written"):
            write_result(tmp_path, result, encoding="utf-8", made_from="abc")
        assert list(tmp_path.iterdir()) == []
