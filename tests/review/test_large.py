"""A full desk: 500 articles with 10,000 open changes; and one hundred decisions by keyboard."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Project
from playwright.sync_api import Browser, Page, expect
from stage import Server, opened, saved
from test_gate import Client

from cleanup.decisions import DecisionStore

ARTICLES, CHANGES = 500, 20
NOUNS = ["speed", "work", "trade", "trust", "peace", "music", "water", "roads", "books", "games"]
FILLER = "This long sentence of an ordinary article has nothing that any rule could want to change. "


def article(number: int, changes: int = CHANGES) -> str:
    lines = [
        f"They make an accent on {NOUNS[i % 10]} number {number} of {i}. {FILLER}" for i in range(changes)
    ]
    return "\n\n".join(lines)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    project = Project(tmp_path_factory.mktemp("full"))
    for number in range(ARTICLES):
        project.write(f"{number:03}.txt", article(number))
    project.write("long.txt", article(999, 300))  # 43 kB
    server = Server(project.root)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def page(full: Server, browser: Browser) -> Iterator[Page]:
    context, page = opened(browser, full)
    yield page
    context.close()


def test_the_queue_holds_them_all(page: Page) -> None:
    expect(page.locator("#list > p")).to_have_text("501 of 501 articles")
    expect(page.locator(".progress")).to_contain_text("0 of 10300 changes decided")


MEASURE = """async (keys) => {
    // the time from a key until the browser has painted what it did
    const times = [];
    for (const key of keys) {
        const start = performance.now();
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        times.push(performance.now() - start);
    }
    return times;
}"""


def test_each_key_shows_within_a_tenth_of_a_second(page: Page, full: Server) -> None:
    page.goto(f"{full.origin}/article/long")
    page.wait_for_selector(".edit.current")
    times = page.evaluate(MEASURE, ["j", "k", "a", "x", "j", "a", "o", "j", "x", "k", "a", "a"])
    saved(page)
    assert sorted(times)[len(times) // 2] < 100
    assert max(times) < 300  # a shared machine may stop for a moment


def test_a_page_of_50_kb_is_served_in_time(full: Server) -> None:
    client = Client(full)
    headers = {"Host": client.host, "Cookie": client.cookie}
    times = []
    for _ in range(5):
        start = time.perf_counter()
        assert client.ask("GET", "/article/long", headers)[0] == 200
        times.append(time.perf_counter() - start)
    assert min(times) < 0.3


def test_a_hundred_decisions_by_keyboard(page: Page, full: Server) -> None:
    page.goto(f"{full.origin}/article/007")
    page.wait_for_selector(".edit.current")
    store = Path(full.root / "cleaned" / "decisions.sqlite")
    before = decisions(store)
    start = time.perf_counter()
    for number in range(5):
        if number:
            page.keyboard.press("n")
            page.wait_for_url(f"**/article/{number + 7:03}")
            page.wait_for_selector(".edit.current")
        for i in range(CHANGES):
            page.keyboard.press("ax"[i % 2])
    saved(page)
    assert time.perf_counter() - start < 20
    assert decisions(store) - before == 100


def decisions(store: Path) -> int:
    with DecisionStore(store) as opened_store:
        return len(opened_store.history())


def test_a_rule_with_ten_thousand_hits(page: Page, full: Server) -> None:
    page.goto(f"{full.origin}/rule/wording.accent")
    expect(page.locator("main h2")).to_contain_text("Hits: 10300, the first 1000 shown")
    page.check("#all")
    start = time.perf_counter()
    with page.expect_navigation():
        page.click("[data-verdict=accept]")
    assert time.perf_counter() - start < 10
    expect(page.locator(".facts-table")).to_contain_text("accepted; the true share")
