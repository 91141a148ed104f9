"""Make the pictures of the review page anew: `.venv/bin/python docs/pictures/make.py`.

Needs the development tools (`make test` installs them) and Debian's chromium.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
RAW = HERE.parent.parent / "raw"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]


def decide(page: Page, origin: str, name: str) -> None:
    """Go through an article as a reviewer would."""
    page.goto(f"{origin}/article/{name}")
    page.wait_for_selector(".edit.current")
    for number in range(int(page.inner_text("#open-count"))):
        page.keyboard.press("x" if number == 2 else "a")
    page.wait_for_selector("#article[data-pending='0']")


def take(page: Page, origin: str) -> None:
    """The four pictures."""
    names = page.locator("tbody th small").all_inner_texts()
    for name in names[1:3]:
        decide(page, origin, name)
    pages = {"queue": "/", "article": f"/article/{names[0]}", "rule": "/rule/spacing.before-mark"}
    for picture, address in {**pages, "dashboard": "/dashboard"}.items():
        page.goto(origin + address)
        page.wait_for_load_state("load")
        page.screenshot(path=HERE / f"{picture}.png")


def main() -> None:
    """Serve a copy of the samples and take the pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shutil.copytree(RAW, Path(folder) / "raw")
        command = [sys.executable, "-m", "cleanup", "review", "--no-browser", "--as", "Ann"]
        server = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)  # noqa: S603
        assert server.stdout is not None
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1200, "height": 760})
        page.goto(found[0])
        page.wait_for_selector("#list")
        page.wait_for_load_state("load")
        take(page, found[0].partition("/?")[0])
        browser.close()
        server.terminate()
        server.wait()


main()
