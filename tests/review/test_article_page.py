"""The review page in a real browser: every key, every filter, two reviewers, hostile text."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Project
from playwright.sync_api import Browser, Page, expect
from stage import Server, news, opened, reading, saved, serve

from cleanup.decisions import DecisionStore


@pytest.fixture
def server(news: Project, serve: Callable[..., Server]) -> Server:
    return serve(news)


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    context, page = opened(browser, server)
    errors: list[str] = []
    page.on("pageerror", lambda e: errors.append(str(e)))
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def article(page: Page, server: Server) -> Page:
    page.goto(f"{server.origin}/article/a")
    page.wait_for_selector(".edit.current")
    return page


def states(page: Page) -> list[str]:
    """The state of each change, in the order of the text."""
    names = page.eval_on_selector_all(
        ".edit",
        "es => es.map(e => ['open','applied','accepted','rejected'].find(s => e.classList.contains(s)))",
    )
    assert isinstance(names, list)
    return names


def verdicts(server: Server) -> list[tuple[str, str, str | None, str]]:
    with DecisionStore(server.root / "cleaned" / "decisions.sqlite") as store:
        current = sorted(store.current().values(), key=lambda e: e.number)
        return [(e.place.before, e.decision.verdict, e.decision.after, e.who) for e in current]


class TestKeys:
    def test_nothing_is_decided_by_moving(self, article: Page, server: Server) -> None:
        for key in ["j", "j", "k", " ", "o", "j", "j", "j", "k", "?"]:
            article.keyboard.press(key)
        assert states(article) == ["applied", "open", "open", "open"]
        assert verdicts(server) == []

    def test_next_and_previous(self, article: Page) -> None:
        current = article.locator(".edit.current del")
        expect(current).to_have_text("make an accent on")
        article.keyboard.press("j")
        expect(current).to_have_text("question of price")
        article.keyboard.press("k")
        expect(current).to_have_text("make an accent on")
        article.keyboard.press("o")
        article.keyboard.press("k")
        expect(current).to_have_text("In the dry residue")

    def test_accept_and_reject_show_at_once_and_go_on(self, article: Page, server: Server) -> None:
        article.keyboard.press("a")
        assert states(article)[1] == "accepted"
        expect(article.locator(".edit.current del")).to_have_text("question of price")
        article.keyboard.press("x")
        assert states(article) == ["applied", "accepted", "rejected", "open"]
        saved(article)
        expect(article.locator("#saved")).to_have_text("saved 1")
        assert verdicts(server) == [
            ("make an accent on", "accept", None, "Ann"),
            ("question of price", "reject", None, "Ann"),
        ]

    def test_skip(self, article: Page) -> None:
        article.keyboard.press(" ")
        expect(article.locator(".edit.current del")).to_have_text("question of price")

    def test_own_wording(self, article: Page, server: Server) -> None:
        article.keyboard.press("e")
        expect(article.locator("#own-text")).to_have_value("stress")
        article.locator("#own-text").fill("prefer {{ x }}")
        article.keyboard.press("Enter")
        saved(article)
        assert verdicts(server) == [("make an accent on", "accept", "prefer {{ x }}", "Ann")]
        article.reload()
        expect(article.locator(".edit.accepted ins")).to_have_text("prefer {{ x }}")

    def test_escape_leaves_the_own_wording(self, article: Page, server: Server) -> None:
        article.keyboard.press("e")
        article.keyboard.press("Escape")
        expect(article.locator("#own")).to_be_hidden()
        assert verdicts(server) == []

    def test_another_wording_on_offer(self, article: Page, server: Server) -> None:
        for key in ["o", "k", "1"]:
            article.keyboard.press(key)
        saved(article)
        assert verdicts(server) == [("In the dry residue", "accept", "In the end", "Ann")]

    def test_undo_one_after_the_other(self, article: Page, server: Server) -> None:
        for key in ["a", "x", "u", "u"]:
            article.keyboard.press(key)
        saved(article)
        expect(article.locator("#open-count")).to_have_text("3")
        assert verdicts(server) == []

    def test_undo_after_a_restart(
        self, article: Page, server: Server, browser: Browser, serve: Callable[..., Server], news: Project
    ) -> None:
        article.keyboard.press("a")
        article.keyboard.press("x")
        saved(article)
        server.stop()
        again = serve(news)
        context, page = opened(browser, again)
        page.goto(f"{again.origin}/article/a")
        page.keyboard.press("u")
        expect(page.locator("#open-count")).to_have_text("2")
        assert [v[:2] for v in verdicts(again)] == [("make an accent on", "accept")]
        context.close()

    @pytest.mark.parametrize(("key", "verdict"), [("A", "accept"), ("X", "reject")])
    def test_a_whole_rule(self, article: Page, server: Server, key: str, verdict: str) -> None:
        article.keyboard.press(key)
        saved(article)
        assert [v[:2] for v in verdicts(server)] == [("make an accent on", verdict)] * 2
        article.keyboard.press("u")
        expect(article.locator("#open-count")).to_have_text("3")
        assert verdicts(server) == []

    def test_next_and_previous_article(self, article: Page) -> None:
        article.keyboard.press("n")
        article.wait_for_url("**/article/b")
        article.keyboard.press("p")
        article.wait_for_url("**/article/a")

    def test_help(self, article: Page) -> None:
        article.keyboard.press("?")
        expect(article.locator("#help")).to_be_visible()


class TestMouse:
    def test_buttons(self, article: Page, server: Server) -> None:
        article.locator("[data-act=accept]").click()
        article.locator("[data-act=reject]").click()
        saved(article)
        assert [v[1] for v in verdicts(server)] == ["accept", "reject"]

    def test_select_text_and_change_it(self, article: Page, server: Server) -> None:
        article.evaluate(
            """() => {
                const pieces = [...document.querySelectorAll(".t")];
                const piece = pieces.find(t => t.textContent.includes("Nobody"));
                const at = piece.textContent.indexOf("Nobody");
                getSelection().setBaseAndExtent(piece.firstChild, at, piece.firstChild, at + 11);
            }"""
        )
        article.keyboard.press("e")
        expect(article.locator("#own-text")).to_have_value("Nobody else")
        article.locator("#own-text").fill("No one")
        with article.expect_navigation():
            article.keyboard.press("Enter")
        expect(article.locator(".edit.accepted ins")).to_have_text("No one")
        assert verdicts(server) == [("Nobody else", "accept", "No one", "Ann")]

    def test_the_run_obeys(self, article: Page, news: Project) -> None:
        article.keyboard.press("A")
        saved(article)
        news.call("run")
        assert b"They stress speed" in news.results()["a.txt"]


class TestQueue:
    @pytest.fixture
    def queue(self, reading: tuple[Page, str]) -> Page:
        page, origin = reading
        page.goto(origin)
        return page

    def rows(self, page: Page) -> list[str]:
        return [n.strip() for n in page.locator("tbody th a").all_inner_texts()]

    def test_unfiltered(self, queue: Page) -> None:
        assert self.rows(queue) == ["a", "b", "hostile"]

    @pytest.mark.parametrize(
        ("field", "value", "left"),
        [
            ("rule", "wording.dry-residue", ["a"]),
            ("category", "accuracy/mistranslation", ["a", "b", "hostile"]),
            ("tier", "auto", ["a"]),
            ("tier", "flag", ["a", "b"]),
            ("status", "applied", ["a"]),
            ("source", "unknown", ["a", "b", "hostile"]),
        ],
    )
    def test_choices(self, queue: Page, field: str, value: str, left: list[str]) -> None:
        queue.select_option(f"[name={field}]", value)
        expect(queue.locator("#list > p")).to_have_text(f"{len(left)} of 3 articles")
        assert self.rows(queue) == left
        queue.wait_for_url(f"**{field}=**")

    def test_search_and_dates(self, queue: Page) -> None:
        queue.fill("[name=q]", "STRENGTH")
        expect(queue.locator("#list > p")).to_have_text("1 of 3 articles")
        queue.fill("[name=q]", "")
        queue.fill("[name=since]", "2020-01-01")
        expect(queue.locator("#list > p")).to_have_text("0 of 3 articles")

    def test_sorting(self, queue: Page) -> None:
        queue.select_option("[name=sort]", "gain")
        queue.wait_for_url("**sort=gain**")
        assert self.rows(queue)[0] == "a"

    def test_a_filter_goes_along_into_the_article(self, queue: Page) -> None:
        queue.goto(f"{queue.url}?tier=flag")
        queue.locator("tbody th a").first.click()
        expect(queue.locator(".edit.current del")).to_have_text("question of price")
        queue.keyboard.press("n")
        queue.wait_for_url("**/article/b?tier=flag")

    def test_progress(self, page: Page, server: Server) -> None:
        page.goto(f"{server.origin}/article/a")
        page.keyboard.press("A")
        saved(page)
        page.goto(server.origin)
        # two here, and the sentence that b has too
        expect(page.locator(".progress")).to_contain_text("3 of 7 changes decided")


class TestTwoReviewers:
    def test_a_conflict_is_shown_and_not_overwritten(
        self, article: Page, browser: Browser, server: Server
    ) -> None:
        context, other = opened(browser, server)
        other.click("#reviewer")
        other.fill("#name-dialog input", "Bob")
        other.click("#name-dialog [value=save]")
        expect(other.locator("#reviewer b")).to_have_text("Bob")
        other.goto(f"{server.origin}/article/a")
        article.keyboard.press("a")
        saved(article)
        other.keyboard.press("x")
        expect(other.locator(".card:not([hidden]) .conflict")).to_contain_text(
            "Ann decided here first: accept"
        )
        assert [(v[1], v[3]) for v in verdicts(server)] == [("accept", "Ann")]
        other.keyboard.press("x")  # now knowing it
        saved(other)
        assert [(v[1], v[3]) for v in verdicts(server)] == [("reject", "Bob")]
        other.locator(".card:not([hidden]) summary").click()
        context.close()

    def test_the_same_verdict_is_no_conflict(self, article: Page, browser: Browser, server: Server) -> None:
        context, other = opened(browser, server)
        other.goto(f"{server.origin}/article/a")
        article.keyboard.press("a")
        saved(article)
        other.keyboard.press("a")
        saved(other)
        expect(other.locator("#saved")).to_have_text("saved 1")
        context.close()

    def test_what_another_decides_appears_by_itself(
        self, article: Page, browser: Browser, server: Server
    ) -> None:
        context, other = opened(browser, server)
        other.goto(f"{server.origin}/article/a")
        article.keyboard.press("a")
        expect(other.locator("#open-count")).to_have_text("2", timeout=9000)
        context.close()


class TestRulePage:
    def test_reject_a_selection(self, page: Page, server: Server) -> None:
        page.goto(f"{server.origin}/rule/wording.accent")
        assert page.locator("[name=hit]").count() == 5
        page.locator("[name=hit]").nth(0).check()
        page.locator("[name=hit]").nth(2).check()
        page.click("[data-verdict=reject]")
        expect(page.locator(".hits td:nth-child(3)", has_text="rejected")).to_have_count(2)
        assert [v[1] for v in verdicts(server)] == ["reject"] * 2
        expect(page.locator(".facts-table")).to_contain_text("0 of 2 accepted")

    def test_accept_all(self, page: Page, server: Server) -> None:
        page.goto(f"{server.origin}/rule/wording.accent")
        page.check("#all")
        page.click("[data-verdict=accept]")
        expect(page.locator(".hits td:nth-child(3)", has_text="accepted")).to_have_count(5)

    def test_switch_it_off_for_this_project(self, page: Page, server: Server) -> None:
        page.goto(f"{server.origin}/rule/wording.accent")
        page.select_option("#state", "off")
        expect(page.locator("#notice")).to_contain_text("Saved in the settings")
        settings = (server.root / "cleanup.toml").read_text("utf-8")
        assert settings.endswith('[rules]\n"wording.accent" = "off"\n')

    def test_switch_it_off_for_one_source(
        self, project: Project, browser: Browser, serve: Callable[..., Server]
    ) -> None:
        settings = project.root / "cleanup.toml"
        text = settings.read_text("utf-8").replace('["small"]', '["en", "small"]').replace('"metadata", ', "")
        settings.write_text(text, "utf-8")
        for name in ("Interfax", "TASS"):
            news = f"In the dry residue, they lost.\n\nThe game was long.\n\nSource: {name}\n"
            project.write(f"{name}.txt", news)
        server = serve(project)
        context, page = opened(browser, server)
        page.goto(f"{server.origin}/rule/wording.dry-residue")
        page.get_by_label("From TASS").select_option("off")
        expect(page.locator("#notice")).to_contain_text("Saved in the settings")
        page.reload()
        expect(page.get_by_label("From TASS")).to_have_value("off")
        expect(page.get_by_label("In this project")).to_have_value("")
        context.close()
        assert settings.read_text("utf-8").endswith('[sources."TASS"]\n"wording.dry-residue" = "off"\n')
        assert project.call("run")[0] == 0
        results = project.results()
        assert results["Interfax.txt"].startswith(b"On balance")
        assert results["TASS.txt"].startswith(b"In the dry residue")

    def test_a_rejected_place_becomes_a_near_miss(self, page: Page, server: Server) -> None:
        page.goto(f"{server.origin}/article/a")
        page.keyboard.press("x")
        saved(page)
        page.goto(f"{server.origin}/rule/wording.accent")
        page.locator("summary", has_text="could be examples").click()
        page.click("[data-example]")  # the rule fires here, so it takes an exception
        expect(page.locator("#notice")).to_contain_text("silent from now on")
        pack = (server.root / "packs/small/wording.yaml").read_text("utf-8")
        assert 'keep: [She has an accent., "They make an accent on speed in spring."]' in pack
        assert "unless: " in pack


class TestHistory:
    def test_any_single_decision_can_be_undone(self, article: Page, server: Server) -> None:
        for key in ["a", "x", "o", "k"]:
            article.keyboard.press(key)
        saved(article)
        article.locator(".card:not([hidden]) summary", has_text="History").click()
        article.locator(".card:not([hidden]) [data-undo]").first.click()
        expect(article.locator("#saved")).to_have_text("undone 1")
        assert len(verdicts(server)) == 1


class TestHostileText:
    def test_it_is_shown_and_never_run(self, page: Page, server: Server) -> None:
        asked: list[str] = []
        page.on("request", lambda r: asked.append(r.url))
        for address in (
            "/",
            "/article/hostile",
            "/article/hostile?view=side",
            "/rule/wording.accent",
            "/dashboard",
        ):
            page.goto(server.origin + address)
            assert page.title() != "run"
            assert page.locator("main img, main script, main b:has-text('speed')").count() == 0
        assert all(url.startswith(server.origin) for url in asked)
        page.goto(f"{server.origin}/article/hostile")
        text = page.locator("#text").inner_text()
        assert '<script>document.title = "run"</script>' in text
        assert "{{ 7 * 7 }} {% raw %} <U+202E>laog a<U+202C> with ␀ and <U+200B> and" in text

    def test_own_words_are_shown_and_never_run(self, page: Page, server: Server) -> None:
        page.goto(f"{server.origin}/article/hostile")
        page.keyboard.press("e")
        page.fill("#own-text", "<img src=x onerror=document.title=1> {{ 7 * 7 }}")
        page.keyboard.press("Enter")
        saved(page)
        page.reload()
        expect(page.locator(".edit.accepted ins")).to_have_text(
            "<img src=x onerror=document.title=1> {{ 7 * 7 }}"
        )
        assert page.locator("main img").count() == 0


class TestExport:
    def test_every_form(self, article: Page) -> None:
        for form in ("txt", "diff", "html", "docx", "json", "sarif"):
            with article.expect_download() as download:
                article.locator(f"a[href^='/export/{form}/']").first.click()
            path = download.value.path()
            data = path.read_bytes()
            assert download.value.suggested_filename == f"a.{form}"
            if form in ("json", "sarif"):
                json.loads(data)
            elif form == "docx":
                assert data.startswith(b"PK")
            else:
                assert b"On balance" in data


class TestSurvival:
    def test_what_the_page_confirmed_outlives_a_kill(
        self, article: Page, server: Server, serve: Callable[..., Server], news: Project
    ) -> None:
        for confirmed in range(1, 4):
            article.keyboard.press("a")
            saved(article)
            server.stop(signal.SIGKILL)
            assert len(verdicts(server)) == confirmed
            server = serve(news)
            article.goto(server.link)
            article.wait_for_selector("#list")
            article.goto(f"{server.origin}/article/a")
            article.wait_for_selector(".edit.current")


class TestAccessible:
    @pytest.mark.parametrize(
        "address", ["/", "/article/a", "/article/a?view=side", "/rules", "/rule/wording.accent", "/dashboard"]
    )
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_axe_finds_nothing(self, reading: tuple[Page, str], address: str, scheme: str) -> None:
        page, origin = reading
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(origin + address)
        found = Axe().run(page)
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found.response["violations"]] == []
