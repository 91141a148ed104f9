"""Where do articles come from and where do results go? The only reader and writer of raw/ and cleaned/.

Start reading at `find_articles`, `read_raw` and `write_result`. Raw files are never
written. A result file appears whole or not at all.
"""

from __future__ import annotations

import codecs
import glob
import hashlib
import json
import os
import stat
from collections.abc import Iterable
from pathlib import Path

import msgspec

from cleanup.article import Finding, Meta
from cleanup.edits import Edit
from cleanup.errors import ArticleError, SettingsError
from cleanup.pipeline import Result
from cleanup.report.diff import unified
from cleanup.report.jsontext import to_json
from cleanup.score import Score
from cleanup.webpage import SUFFIXES as PAGE_SUFFIXES
from cleanup.webpage import extract, version

RAW = Path("raw")
CLEANED = Path("cleaned")
SUFFIX = ".txt"
SUFFIXES = (SUFFIX, *PAGE_SUFFIXES)
"""What an article's file name ends in; other files of a folder are passed over."""
TABLES = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet", ".csv")
"""What the name of a file of many articles ends in."""
EXTRACTED_SUFFIX = ".extracted.txt"
"""The text of a web page's article, which its edits refer to."""
EDITS_SUFFIX = ".edits.json"


class RawFile(msgspec.Struct, frozen=True):
    """An article's file, not yet read."""

    id: str
    path: Path


class RawText(msgspec.Struct, frozen=True):
    """An article's text as it arrived; `digest` is of its bytes."""

    text: str
    encoding: str
    """`html` for the article of a web page, else how the bytes were read."""
    digest: str
    meta: Finding = {}
    """What the web page says about its article."""


class Refused(msgspec.Struct, frozen=True):
    """An article that could not be taken, and why."""

    id: str
    reason: str


class Found(msgspec.Struct, frozen=True):
    """What the given files and folders hold."""

    articles: list[RawFile]
    refused: list[Refused]
    passed_over: list[Path]
    """Files and folders inside a given folder that are no articles."""
    tables: list[RawFile] = []
    """Files of many articles, where such are looked for."""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What `<id>.edits.json` holds. `made_from` comes first, so that it is read without the rest."""

    made_from: str
    """Hash of the raw bytes, rules, settings, decisions and program the result was made from."""
    id: str
    encoding: str
    """How the raw bytes were read; offsets of edits are code points of that reading."""
    score: Score
    meta: Meta
    problems: tuple[str, ...]
    edits: tuple[Edit, ...]


# --- finding -------------------------------------------------------------------


def find_articles(paths: Iterable[Path], *, tables: bool = False) -> Found:
    """Articles of the files, folders and patterns (`raw/**/*.txt`) given, in order of id.

    A folder's articles are its .txt and .html files, without its subfolders; a file given by
    name is an article whatever it is called, unless `tables` are looked for and it is one.
    Raises SettingsError for a path that is not there.
    """
    files: dict[str, RawFile] = {}  # by real path, so that one file given twice is one article
    refused: list[Refused] = []
    passed_over: list[Path] = []
    kinds = SUFFIXES + TABLES * tables
    for path in paths:
        for entry, inside in _entries_of(path):
            real = os.path.realpath(entry)
            if inside and (not entry.name.endswith(kinds) or (entry.is_dir() and not entry.is_symlink())):
                passed_over.append(entry)
            elif inside and not _is_inside(entry, inside):
                reason = "a symbolic link that leaves its folder; copy the file there instead"
                refused.append(Refused(article_id(entry), f"{entry}: {reason}"))
            else:
                name = entry.name if tables and entry.name.endswith(TABLES) else article_id(entry)
                files.setdefault(real, RawFile(name, entry))
    single, double = _by_id(files.values())
    return Found(
        [f for f in single if not (tables and f.path.name.endswith(TABLES))],
        sorted([*refused, *double], key=lambda r: (r.id, r.reason)),
        passed_over,
        [f for f in single if tables and f.path.name.endswith(TABLES)],
    )


def _by_id(files: Iterable[RawFile]) -> tuple[list[RawFile], list[Refused]]:
    """The files in order of id, without those that share one."""
    by_id: dict[str, list[RawFile]] = {}
    for file in files:
        by_id.setdefault(file.id, []).append(file)
    refused = []
    for name, same in by_id.items():
        if len(same) > 1:
            where = " and ".join(sorted(str(f.path) for f in same))
            refused.append(Refused(name, f"{where}: the same id {name!r} twice; rename all but one"))
    return [same[0] for _, same in sorted(by_id.items()) if len(same) == 1], refused


def _entries_of(path: Path) -> list[tuple[Path, Path | None]]:
    """What a path stands for, and the folder that was given where it lies in one."""
    try:
        is_folder = path.is_dir()
    except OSError as err:  # in a folder that cannot be read, or of a name that no file can have
        raise SettingsError(f"{path}: cannot be read: {err.strerror}") from err
    if is_folder:
        return [(entry, path) for entry in _entries(path)]
    if os.path.lexists(path):
        return [(path, None)]
    if not glob.has_magic(str(path)):
        raise SettingsError(f"{path}: no such file or folder")
    found = sorted(map(Path, glob.glob(str(path), recursive=True)))
    if not found:
        raise SettingsError(f"{path}: no file has such a name")
    return [(entry, entry.parent) for entry in found if not entry.is_dir()]


def article_id(path: Path) -> str:
    """The file name, without .txt or .html."""
    ending = next((s for s in SUFFIXES if path.name.endswith(s)), "")
    return path.name.removesuffix(ending) or path.name


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(p for p in folder.iterdir() if not p.name.startswith("."))
    except OSError as err:
        raise SettingsError(f"{folder}: cannot read the folder: {err.strerror}") from err


def _is_inside(entry: Path, folder: Path) -> bool:
    if not entry.is_symlink():
        return True
    return Path(os.path.realpath(entry)).is_relative_to(os.path.realpath(folder))


# --- reading -------------------------------------------------------------------


def read_raw(path: Path, max_bytes: int) -> RawText:
    """The text of a file, nothing changed or lost. Raises ArticleError with the reason."""
    try:
        info = path.stat()
        if not stat.S_ISREG(info.st_mode):  # opening a pipe would wait for ever
            raise ArticleError(f"{path}: not a regular file")
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as err:
        raise ArticleError(f"{path}: cannot be read: {err.strerror}") from err
    return (
        _page(data, max_bytes, str(path))
        if path.suffix in PAGE_SUFFIXES
        else decode(data, max_bytes, str(path))
    )


def _page(data: bytes, max_bytes: int, where: str) -> RawText:
    """The article of a web page; it depends on the bytes and on the version of the extractor."""
    _refuse_large(data, max_bytes, where)
    digest = hashlib.blake2b(data, digest_size=16, key=version().encode()).hexdigest()
    page = extract(data, where)
    return RawText(page.text, "html", digest, page.meta)


def _refuse_large(data: bytes, max_bytes: int, where: str) -> None:
    if len(data) > max_bytes:
        raise ArticleError(f"{where}: larger than {max_bytes:,} bytes; raise max_bytes in cleanup.toml")


def decode(data: bytes, max_bytes: int, where: str) -> RawText:
    """Bytes as text: UTF-16 if they are, else UTF-8 with each foreign byte as U+DC80…U+DCFF.

    Line ends stay as they are; the encoding pass repairs the foreign bytes.
    """
    _refuse_large(data, max_bytes, where)
    digest = hashlib.blake2b(data, digest_size=16).hexdigest()
    encoding = _utf_16(data)
    if encoding is not None:
        try:
            return RawText(data.decode(encoding).removeprefix("\ufeff"), encoding, digest)
        except UnicodeDecodeError as err:
            raise ArticleError(f"{where}: looks like UTF-16 and is broken at byte {err.start}") from err
    if _is_binary(data):
        raise ArticleError(f"{where}: a binary file, not text; raw articles are plain text")
    return RawText(data.decode("utf-8", "surrogateescape"), "utf-8", digest)


_SAMPLE = 65_536


def _utf_16(data: bytes) -> str | None:
    """utf-16-le or utf-16-be where the byte order mark or the bytes leave no doubt.

    In UTF-16 news text every second byte is 0 (Latin), 4 (Cyrillic) or 32 (“ ” –).
    """
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    sample = data[: min(_SAMPLE, len(data) // 2 * 2)]
    if len(data) % 2 or len(sample) < 8 or 0 not in sample:
        return None
    for encoding, low, high in (
        ("utf-16-le", sample[0::2], sample[1::2]),
        ("utf-16-be", sample[1::2], sample[0::2]),
    ):
        usual = high.count(0) + high.count(4) + high.count(32)
        if high.count(0) and usual >= 0.9 * len(high) and low.count(0) <= 0.01 * len(low):
            return encoding
    return None


_MAGIC = (
    b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF",
    b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"SQLite format 3",
)  # fmt: skip
_CONTROLS = bytes(c for c in range(1, 32) if c not in b"\t\n\v\f\r\x1b\x1c\x1d\x1e\x1f")


def _is_binary(data: bytes) -> bool:
    """By its first bytes, or by control characters, of which text in any 8-bit code has hardly one.

    Every tenth byte of a compressed file is a control character, and none in a thousand of text.
    Stray NULs alone do not make a text binary until every third byte is one.
    """
    if data.startswith(_MAGIC):
        return True
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > max(3, 0.04 * len(sample)) or sample.count(0) > max(8, len(sample) / 3)


# --- writing -------------------------------------------------------------------


def refuse_raw_as_output(out: Path, articles: Iterable[RawFile]) -> None:
    """Raises SettingsError if results would fall among the raw files."""
    real = os.path.realpath(out)
    for article in articles:
        if os.path.realpath(article.path.parent) == real:
            raise SettingsError(f"{out}: holds raw articles, which are never written; give another --out")


def make_folder(folder: Path) -> None:
    """The output folder, made if need be. Raises SettingsError if nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / ".cleanup-probe", b"")
        (folder / ".cleanup-probe").unlink(missing_ok=True)  # two runs may start at once
    except OSError as err:
        raise SettingsError(f"{folder}: cannot be written: {err.strerror}") from err


def write_result(folder: Path, result: Result, *, encoding: str, made_from: str) -> None:
    """<id>.txt, <id>.diff and, last, <id>.edits.json, whose presence says that all is there.

    For a web page <id>.extracted.txt too, the text that the edits and the diff start from.
    """
    record = Record(
        made_from=made_from,
        id=result.id,
        encoding=encoding,
        score=result.score,
        meta=result.meta,
        problems=result.problems,
        edits=result.edits,
    )
    raw = f"{CLEANED}/{result.id}{EXTRACTED_SUFFIX}" if encoding == "html" else f"{RAW}/{result.id}.txt"
    diff = unified(result.raw, result.edits, raw, f"{CLEANED}/{result.id}.txt")
    edits = folder / f"{result.id}{EDITS_SUFFIX}"
    try:
        edits.unlink(missing_ok=True)
        if encoding == "html":
            write_whole(folder / f"{result.id}{EXTRACTED_SUFFIX}", to_bytes(result.raw))
        write_whole(folder / f"{result.id}{SUFFIX}", to_bytes(result.text))
        write_whole(folder / f"{result.id}.diff", to_bytes(diff))
        write_whole(edits, to_json(record, indent=1) + b"\n")
    except OSError as err:
        raise ArticleError(f"{folder / result.id}: the result cannot be written: {err.strerror}") from err


def write_whole(path: Path, data: bytes | Iterable[bytes]) -> None:
    """All of a file or nothing. No fsync: after a power cut a result is simply made again."""
    temporary = path.with_name(f".cleanup-{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.writelines([data] if isinstance(data, bytes) else data)
        temporary.replace(path)
    finally:  # an interrupt (Ctrl-C) comes through here too
        temporary.unlink(missing_ok=True)


def to_bytes(text: str) -> bytes:
    """UTF-8, with each byte that was none as it was."""
    return text.encode("utf-8", "surrogateescape")


# --- results of earlier runs -----------------------------------------------------


def read_record(folder: Path, name: str) -> Record | None:
    """What an earlier run wrote about an article; None if there is nothing, or nothing whole."""
    try:
        data = (folder / f"{name}{EDITS_SUFFIX}").read_bytes()
        if not all((folder / f"{name}{suffix}").is_file() for suffix in (SUFFIX, ".diff")):
            return None
        # msgspec refuses the lone surrogates that stand for broken bytes
        return msgspec.convert(json.loads(data), Record)
    except (OSError, ValueError):
        return None


def cleaned_ids(folder: Path) -> list[str]:
    """Ids of the articles that an output folder holds results of."""
    if not folder.is_dir():
        return []
    return sorted(p.name.removesuffix(EDITS_SUFFIX) for p in folder.glob(f"*{EDITS_SUFFIX}"))
