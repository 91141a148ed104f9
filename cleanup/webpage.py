"""What is the article of a web page, and what does the page say about it? Start reading at `extract`.

trafilatura finds the article; its text is what the passes see and what offsets refer to. It
comes with the extra `html` and takes half a second to import, so it waits for the first page.
"""

from __future__ import annotations

from typing import NamedTuple

from cleanup.article import Finding
from cleanup.errors import ArticleError
from cleanup.patterns import lazy_re

SUFFIXES = (".html", ".htm")
_MISSING = "web pages need trafilatura: pip install 'mt-cleanup[html]'"
_STAMP = lazy_re(
    r'(?:article:published_time|datePublished)"[^<>]{0,40}?(?:content="|:\s*")(\d{4}-\d\d-\d\dT[^"]{4,30})"'
)
_STAMP_ISO = lazy_re(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
_HEAD = 200_000
"""Characters in which a page's head with its date lies."""
_TITLE_LINES = 3
"""Lines from the top among which the text itself may bear the headline."""


class WebPage(NamedTuple):
    """The text of a page's article, paragraphs on lines of their own, and its metadata."""

    text: str
    meta: Finding


def version() -> str:
    """trafilatura's, on which the text of a page depends. Raises ArticleError where there is none."""
    from importlib import metadata  # late: it reads as much as all the rest of this module

    try:
        return metadata.version("trafilatura")
    except metadata.PackageNotFoundError as err:
        raise ArticleError(_MISSING) from err


def extract(page: bytes | str, where: str) -> WebPage:
    """The article of a page. Raises ArticleError where there is none."""
    version()
    from trafilatura import bare_extraction

    found = bare_extraction(page, with_metadata=True, include_comments=False)
    if found is None or isinstance(found, dict) or not found.text:
        raise ArticleError(f"{where}: no article found in the web page")
    title = (found.title or "").strip()
    text: str = found.text
    if title and title not in "\n".join(text.split("\n")[:_TITLE_LINES]):
        text = f"{title}\n{text}"
    singles = {
        "title": title,
        "date": _date(page, found.date or ""),
        "byline": found.author,
        "source": found.sitename or found.hostname,
        "language": found.language,
    }
    meta: Finding = {field: value for field, value in singles.items() if value}
    if tags := [t.strip() for group in found.tags or () for t in group.split(",") if t.strip()]:
        meta["tags"] = tags
    if found.url:
        meta["links"] = [found.url]
    return WebPage(text, meta)


def _date(page: bytes | str, day: str) -> str:
    """The day, with time and zone where the page tells them; trafilatura tells the day alone.

    >>> _date('<meta property="article:published_time" content="2024-05-03T10:00:00+03:00">', "2024-05-03")
    '2024-05-03T10:00+03:00'
    """
    head = page[:_HEAD]
    text = head if isinstance(head, str) else head.decode("utf-8", "replace")
    stamp = _STAMP.search(text)
    iso = _STAMP_ISO.match(stamp[1]) if stamp is not None else None
    if iso is None or not iso[1].startswith(day):
        return day
    return iso[1] + (iso[2] or "").replace("Z", "+00:00")
