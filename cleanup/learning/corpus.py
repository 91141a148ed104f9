"""Which articles are there to learn from, and of which source is each?

Start reading at `Articles`. A folder holds .txt and .html files; a .jsonl file holds rows
{"id", "text" or "html"[, "site" or "url"][, "date"]}. A web page tells its own site.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import regex

from cleanup.article import Finding
from cleanup.errors import ArticleError, SettingsError
from cleanup.files import RawFile, find_articles, read_raw
from cleanup.furniture.dates import DATE, iso_date
from cleanup.learning.recurring import Document
from cleanup.patterns import lazy_regex
from cleanup.webpage import WebPage, extract

ROWS_SUFFIX = ".jsonl"
_DATE = lazy_regex(DATE, regex.IGNORECASE)
_TOP = 1_000
"""Characters from the top in which a page tells its own date."""


class _Row(msgspec.Struct):
    id: str | int
    text: str | None = None
    html: str = ""
    site: str = ""
    url: str = ""
    date: str = ""


class Articles:
    """The articles of files and folders, to be read as often as needed, one at a time."""

    def __init__(self, paths: Iterable[Path], *, by: str | None, max_bytes: int) -> None:
        """`by` is a pattern whose first group, found in an article's id, names its source.

        Raises SettingsError for a path that is not there, or where it is no such pattern.
        """
        paths = list(paths)
        self._rows = [p for p in paths if _holds_rows(p)]
        found = find_articles(p for p in paths if not _holds_rows(p))
        self._files: list[RawFile] = found.articles
        self.problems = {r.reason for r in found.refused}
        """What could not be read, in words."""
        self._by = _with_group(by) if by is not None else None
        self._max_bytes = max_bytes

    def __len__(self) -> int:
        count = len(self._files)
        for path in self._rows:
            with path.open("rb") as file:
                count += sum(1 for _ in file)
        return count

    def __iter__(self) -> Iterator[Document]:
        for file in self._files:
            try:
                raw = read_raw(file.path, self._max_bytes)
            except ArticleError as err:
                self.problems.add(str(err))
            else:
                source = _site(raw.meta) or file.path.parent.name or "."
                yield self._document(file.id, raw.text, source, str(raw.meta.get("date", "")))
        for path in self._rows:
            yield from self._from_rows(path)

    def _from_rows(self, path: Path) -> Iterator[Document]:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    row = msgspec.convert(json.loads(line), _Row)
                    page = _page_of(row, f"{path}:{number}")
                except ArticleError as err:
                    self.problems.add(str(err))
                except ValueError as err:
                    self.problems.add(f"{path}:{number}: not a row {{id, text}}: {err}")
                else:
                    site = row.site or _host(row.url) or _site(page.meta) or path.stem
                    date = row.date or str(page.meta.get("date", ""))
                    yield self._document(str(row.id), page.text, site, date)

    def _document(self, name: str, text: str, source: str, date: str) -> Document:
        found = self._by.search(name) if self._by is not None else None
        return Document(name, (found and found[1]) or source, text, _day(date, name, text[:_TOP]))


def _holds_rows(path: Path) -> bool:
    return path.suffix == ROWS_SUFFIX and os.path.isfile(path)


def _with_group(by: str) -> regex.Pattern[str]:
    try:
        pattern = regex.compile(by)
    except regex.error as err:
        raise SettingsError(f"--by {by}: bad pattern: {err}") from err
    if not pattern.groups:
        raise SettingsError(f"--by {by}: put what names the source into a group, as in ([a-z]+)-")
    return pattern


def _page_of(row: _Row, where: str) -> WebPage:
    """The row's text, or the article of its web page."""
    if row.text is None and not row.html:
        raise ValueError("neither text nor html")
    return WebPage(row.text, {}) if row.text is not None else extract(row.html, where)


def _host(url: str) -> str:
    return urlsplit(url).netloc.removeprefix("www.")


def _site(meta: Finding) -> str:
    """The site that a web page names: the host of its own link, else its source."""
    links = meta.get("links")
    host = _host(links[0]) if isinstance(links, list) and links else ""
    return host or str(meta.get("source", ""))


def _day(*tellers: str) -> int | None:
    """The first day that one of the texts tells, with its year."""
    for text in tellers:
        for m in islice(_DATE.finditer(text), 3):
            iso = iso_date(m[0])
            if iso is not None and iso[0].isdigit():
                return datetime.date.fromisoformat(iso[:10]).toordinal()
    return None
