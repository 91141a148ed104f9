"""An item pipeline of Scrapy. Start reading at `CleanPipeline`.

    ITEM_PIPELINES = {"cleanup.ingest.scrapy.CleanPipeline": 300}

An item with `text` (or `html`, a page whose article is taken) gets `cleaned`, `edits`, `meta` and
`score`, or `error` with the reason; an item of a class that declares its fields gets those of them
that it declares. `CLEANUP_COLUMNS = {"text": "body", "id": "url"}` says what items call theirs.
"""

from __future__ import annotations

from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler

from cleanup.ingest.records import BadRow, Columns, record_of
from cleanup.ingest.snapshot import Snapshot


class CleanPipeline:
    """Cleans items as they are scraped; what has neither text nor page goes through as it is."""

    def __init__(self, crawler: Crawler, snapshot: Snapshot) -> None:
        self._stats = crawler.stats
        self._columns = Columns(**{"id": "url", **crawler.settings.getdict("CLEANUP_COLUMNS")})
        self._cleaner = snapshot.cleaner()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy makes its pipelines so."""
        return cls(crawler, Snapshot.take())

    def process_item(self, item: Any) -> Any:
        """Clean one item. A defect is told in the item and in the statistics, and the crawl goes on."""
        adapter = ItemAdapter(item)
        row = self._columns.row(adapter.asdict(), "")
        if isinstance(row, BadRow) and not {self._columns.text, self._columns.html} & set(adapter):
            return item
        record = record_of(row, self._cleaner)
        self._count("failed" if record.error else "cleaned")
        added = {"cleaned": record.text, "extracted": record.extracted, "error": record.error}
        for name in ("edits", "meta", "score"):
            added[name] = getattr(record, name)
        for name, value in added.items():
            if value is not None and self._takes(adapter, name):
                adapter[name] = value
        return item

    @staticmethod
    def _takes(adapter: ItemAdapter, name: str) -> bool:
        return isinstance(adapter.item, dict) or name in adapter.field_names()

    def _count(self, what: str) -> None:
        if self._stats is not None:
            self._stats.inc_value(f"cleanup/{what}")
