"""The item pipeline in a real crawl of a site on this machine."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from articles import CLEANED, TEXT, expected
from conftest import Project

from cleanup.ingest.snapshot import Snapshot

SPIDER = """
from dataclasses import dataclass
import scrapy

@dataclass
class Page:
    url: str
    body: str
    cleaned: str = ""
    error: str = ""

class News(scrapy.Spider):
    name = "news"

    def start_requests(self):
        yield scrapy.Request(self.site + "/index.html")

    async def start(self):
        for request in self.start_requests():
            yield request

    def parse(self, response):
        for link in response.css("a::attr(href)").getall():
            yield response.follow(link, self.parse_article)
        yield {"links": len(response.css("a"))}

    def parse_article(self, response):
        text = response.css("pre::text").get()
        item = {"url": response.url, "body": text} if "a" in response.url[-6:] else Page(response.url, text)
        yield item
        yield {"url": response.url + "#page", "html": response.text}
"""
PAGE = "<html><body><h1>News</h1><article><pre>{}</pre></article></body></html>"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "site"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.html").write_text(PAGE.format(f"{name}. {TEXT}"), "utf-8")
    (folder / "index.html").write_text('<a href="a.html">a</a> <a href="b.html">b</a>', "utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_items_of_a_crawl_are_cleaned(project: Project, snapshot: Snapshot, site: str) -> None:
    (project.root / "news.py").write_text(SPIDER, "utf-8")
    settings = {
        "ITEM_PIPELINES": json.dumps({"cleanup.ingest.scrapy.CleanPipeline": 300}),
        "CLEANUP_COLUMNS": json.dumps({"text": "body"}),
        "TELNETCONSOLE_ENABLED": "False",
    }
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "runspider",
        "news.py",
        "-a",
        f"site={site}",
        "-o",
        "items.jsonl",
    ]
    command += [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    done = subprocess.run(command, cwd=project.root, check=True, capture_output=True, text=True, timeout=60)
    items = [json.loads(line) for line in (project.root / "items.jsonl").read_text("utf-8").splitlines()]
    by_url = {item.get("url"): item for item in items}
    assert len(items) == 5
    assert by_url[None] == {"links": 2}
    a, b = (by_url[f"{site}/{name}.html"] for name in "ab")
    [record] = expected([{"id": a["url"], "text": a["body"]}], snapshot)
    assert a == {
        "url": a["url"], "body": f"a. {TEXT}", "cleaned": record.text,
        "edits": record.edits, "meta": record.meta, "score": record.score,
    }  # fmt: skip
    assert b == {"url": b["url"], "body": f"b. {TEXT}", "cleaned": f"b. {CLEANED}", "error": ""}
    page = by_url[f"{site}/a.html#page"]
    assert "On balance, we lost." in page["cleaned"]
    assert "'cleanup/cleaned': 4" in done.stderr
