"""Word documents: what goes out is the text with its changes, and what comes back are decisions."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import LibreOffice
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from cleanup import Article, Cleaner, Result
from cleanup.errors import ArticleError
from cleanup.report.docx import plain, spans, write_docx
from cleanup.report.reviewed import read_docx, verdicts

ROOT = Path(__file__).parent.parent.parent
FOLDERS = [ROOT / "raw", ROOT.parent / "shared" / "articles"]
ARTICLES = sorted(p for f in FOLDERS for p in f.glob("*.txt"))
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
RAW = (
    "Title line\n\nIn the dry residue , we lost the game in Paris.\nRead also: Something else\n"
    "They render assistance ; he left.\n\tThe last plain sentence stays here as it was.\n"
)


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


def read(path: Path) -> str:
    return path.read_text("utf-8", errors="surrogateescape")


def document(data: bytes) -> Any:
    return parse_xml(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))


def changed(data: bytes, change: Callable[[Any], None]) -> bytes:
    """The document after `change` of its body."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                root = parse_xml(content)
                change(root)
                content = etree.tostring(root)
            new.writestr(name, content)
    return out.getvalue()


def resolve(root: Any, *, accept: bool) -> None:
    """Accept or reject every tracked change, as Word does."""
    gone, stays = (qn("w:del"), qn("w:ins")) if accept else (qn("w:ins"), qn("w:del"))
    for paragraph in list(root.iter(qn("w:p"))):
        end = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
        joins = end is not None and end.find(gone) is not None
        if end is not None:
            end.getparent().remove(end)
        for change in list(paragraph):
            if change.tag == gone:
                paragraph.remove(change)
            elif change.tag == stays:
                for run in change:
                    for text in run.iter(qn("w:delText")):
                        text.tag = qn("w:t")
                    change.addprevious(run)
                paragraph.remove(change)
        following = paragraph.getnext()
        if joins and following is not None:
            for n, child in enumerate(c for c in list(paragraph) if c.tag != qn("w:pPr")):
                following.insert(n + (following.find(qn("w:pPr")) is not None), child)
            paragraph.getparent().remove(paragraph)


def rewrite(old: str, new: str) -> Callable[[Any], None]:
    def change(root: Any) -> None:
        for text in root.iter(qn("w:t")):
            text.text = (text.text or "").replace(old, new)

    return change


class TestWrite:
    @pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
    def test_all_accepted_is_the_cleaned_text_and_all_rejected_the_raw_one(
        self, path: Path, cleaner: Cleaner
    ) -> None:
        result = cleaner.clean(Article(id=path.stem, raw=read(path)))
        data = write_docx(result, AT)
        yes = changed(data, lambda root: resolve(root, accept=True))
        no = changed(data, lambda root: resolve(root, accept=False))
        assert read_docx(yes).text == plain(result.text)
        assert read_docx(no).text == plain(result.raw)

    def test_every_change_has_author_date_and_reason(self, cleaner: Cleaner) -> None:
        result = cleaner.clean(Article(id="a", raw=RAW))
        data = write_docx(result, AT)
        marks = [c for t in ("w:ins", "w:del") for c in document(data).iter(qn(t))]
        assert {m.get(qn("w:author")) for m in marks} == {"cleanup"}
        assert {m.get(qn("w:date"))[:13] for m in marks} == {"2026-03-01T12"}
        comments = zipfile.ZipFile(io.BytesIO(data)).read("word/comments.xml").decode()
        assert "«в сухом остатке»" in comments
        assert "[wording.dry-residue]" in comments

    def test_hostile_text_makes_sound_xml(self, cleaner: Cleaner) -> None:
        raw = "A <w:p> & \x00\x08 \udc80 ]]> {{ x }} \ufffe end .\r\nNext\tline\x0b\n"
        result = cleaner.clean(Article(id="\udc80<", raw=raw))
        yes = changed(write_docx(result, AT), lambda root: resolve(root, accept=True))
        assert read_docx(yes).text == plain(result.text)


def decided(result: Result, data: bytes) -> list[tuple[str, str | None, str, str | None]]:
    found = verdicts(result, read_docx(data))
    return [(result.raw[v.start : v.end], v.edit.rule if v.edit else None, v.verdict, v.after) for v in found]


class TestRead:
    @pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
    @pytest.mark.parametrize("with_suggestions", [False, True])
    def test_what_is_still_tracked_is_undecided(
        self, path: Path, with_suggestions: bool, cleaner: Cleaner
    ) -> None:
        result = cleaner.clean(Article(id=path.stem, raw=read(path)))
        assert decided(result, write_docx(result, AT, with_suggestions=with_suggestions)) == []

    @pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
    @pytest.mark.parametrize("accept", [True, False])
    def test_all_at_once(self, path: Path, accept: bool, cleaner: Cleaner) -> None:
        result = cleaner.clean(Article(id=path.stem, raw=read(path)))
        data = changed(write_docx(result, AT), lambda root: resolve(root, accept=accept))
        tracked = [s for s in spans(result, with_suggestions=False) if s.is_tracked]
        found = list(verdicts(result, read_docx(data)))
        assert [v.edit for v in found] == [s.edit for s in tracked]
        assert {v.verdict for v in found} <= {"accept" if accept else "reject"}
        assert {v.after for v in found} <= {None}

    def test_the_reviewers_own_words(self, cleaner: Cleaner) -> None:
        result = cleaner.clean(Article(id="a", raw=RAW))
        data = changed(write_docx(result, AT), lambda root: resolve(root, accept=True))
        data = changed(data, rewrite("plain sentence", "simple sentence"))
        assert decided(result, data)[-1] == ("plain", None, "accept", "simple")

    def test_suggestions_come_back_too(self, cleaner: Cleaner) -> None:
        result = cleaner.clean(Article(id="a", raw=RAW))
        data = write_docx(result, AT, with_suggestions=True)
        data = changed(data, lambda root: resolve(root, accept=True))
        assert ("In the dry residue", "wording.dry-residue", "accept", None) in decided(result, data)

    def test_a_reviewers_own_tracked_changes_count_as_made(self, cleaner: Cleaner) -> None:
        result = cleaner.clean(Article(id="a", raw="Nothing to do in this sentence.\n"))

        def insert(root: Any) -> None:
            run = next(r for r in root.iter(qn("w:r")))
            mine = etree.SubElement(run.getparent(), qn("w:ins"))
            mine.set(qn("w:author"), "Ann")
            mine.append(parse_xml(etree.tostring(run).replace(b"Nothing to do in this", b" Another")))

        back = read_docx(changed(write_docx(result, AT), insert))
        assert back.text == "Nothing to do in this sentence. Another sentence.\n"

    @pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04"])
    def test_what_is_no_document_is_refused(self, data: bytes) -> None:
        with pytest.raises(ArticleError, match="not a Word document"):
            read_docx(data)


def without_comments(data: bytes) -> bytes:
    """LibreOffice without its windows (libreoffice-writer-nogui) cannot open a view with comments."""

    def change(root: Any) -> None:
        for tag in ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"):
            for mark in list(root.iter(qn(tag))):
                mark.getparent().remove(mark)

    return changed(data, change)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory, cleaner: Cleaner) -> list[tuple[Result, Path]]:
    folder = tmp_path_factory.mktemp("documents")
    made = []
    for path in ARTICLES:
        result = cleaner.clean(Article(id=path.stem, raw=read(path)))
        file = folder / f"{path.stem}.docx"
        file.write_bytes(write_docx(result, AT))
        made.append((result, file))
    return made


class TestLibreOffice:
    def test_the_number_of_tracked_changes(
        self, documents: list[tuple[Result, Path]], libreoffice: LibreOffice, tmp_path: Path
    ) -> None:
        command = [
            *libreoffice.command,
            "--convert-to",
            "fodt",
            "--outdir",
            str(tmp_path),
            *(str(f) for _, f in documents),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        for result, file in documents:
            opened = (tmp_path / f"{file.stem}.fodt").read_text("utf-8")
            tracked = [s for s in spans(result, with_suggestions=False) if s.is_tracked]
            expected = sum(bool(s.out) + bool(s.into) for s in tracked)
            assert (result.id, len(re.findall(r"<text:changed-region", opened))) == (result.id, expected)

    def test_accepting_all_gives_the_cleaned_text_and_rejecting_all_the_raw_one(
        self,
        documents: list[tuple[Result, Path]],
        libreoffice: LibreOffice,
        tmp_path: Path,
    ) -> None:
        files = []
        for _, file in documents:
            bare = tmp_path / file.name
            bare.write_bytes(without_comments(file.read_bytes()))
            files.append(str(bare))
        said = libreoffice.ask("accept_all.py", *files)
        for (result, _), line in zip(documents, said.splitlines(), strict=True):
            opened = json.loads(line)
            assert (result.id, opened["accepted"]) == (result.id, plain(result.text))
            assert (result.id, opened["rejected"]) == (result.id, plain(result.raw))
