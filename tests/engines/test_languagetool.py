"""A real LanguageTool server is asked; ailing ones are real sockets that behave badly."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from cleanup import Cleaner
from cleanup.engines import EngineError, languagetool, local
from cleanup.engines.languagetool import LanguageTool
from cleanup.errors import SettingsError
from cleanup.examples import broken_examples
from cleanup.settings import Settings

TEXT = "He go home."


class TestRealServer:
    def test_good_english(self, languagetool: str) -> None:
        assert LanguageTool(languagetool).check("The minister signed the agreement on Tuesday.") == []

    def test_a_slip(self, languagetool: str) -> None:
        (found,) = LanguageTool(languagetool).check(TEXT)
        assert (found.start, found.end, found.rule) == (3, 5, "HE_VERB_AGR")
        assert (found.category, found.replacements[0]) == ("GRAMMAR", "goes")

    def test_astral_characters_before_and_within(self, languagetool: str) -> None:
        text = "😀😀 He go 𝐀. A tset𝐀 is here. \ud800 She go."
        found = [(m.start, text[m.start : m.end]) for m in LanguageTool(languagetool).check(text)]
        assert found == [(6, "go"), (14, "tset𝐀"), (35, "go")]

    def test_any_form_of_the_address(self, languagetool: str) -> None:
        for address in (f"{languagetool}/", f"{languagetool}/v2", f"{languagetool}/v2/check"):
            assert [m.rule for m in LanguageTool(address).check(TEXT)] == ["HE_VERB_AGR"]

    @pytest.mark.parametrize(
        ("only", "found"),
        [
            ([], ["HE_VERB_AGR", "EN_COMPOUNDS_SOUND_TRACK", "IN_WEEKDAY"]),
            (["IN_WEEKDAY"], ["IN_WEEKDAY"]),
            (["EN_COMPOUNDS_SOUND_TRACK"], ["EN_COMPOUNDS_SOUND_TRACK"]),
            (["NO_SUCH"], []),
        ],
    )
    def test_some_rules_alone(self, languagetool: str, only: list[str], found: list[str]) -> None:
        text = "He go home. The sound track is good. They meet in Friday."
        assert [m.rule for m in LanguageTool(languagetool, only=only).check(text)] == found

    def test_every_earned_rule_can_be_asked_for(self, languagetool: str) -> None:
        texts = {
            "COVID_19": "He has covid-19.",
            "DRIVE_THROUGH_HYPHEN": "A drive through restaurant opened.",
            "EN_DIACRITICS_REPLACE_ORTHOGRAPHY_VOILA": "And voila, it works.",
            "IN_THIS_MOMENT": "In this moment, he understood.",
            "UKRAINE_NO_THE": "They live in the Ukraine.",
        }
        tool = LanguageTool(languagetool, only=list(texts))
        assert {rule: [m.rule for m in tool.check(text)] for rule, text in texts.items()} == {
            rule: [rule] for rule in texts
        }

    def test_examples_of_the_rules_that_need_an_engine(self, languagetool: str) -> None:
        rules = Cleaner(Settings(grammar="languagetool", languagetool=languagetool)).rules
        assert [list(broken_examples(rules, i)) for i in sorted(rules.guests)] == [[], [], []]

    def test_its_own_json(self, languagetool: str) -> None:
        answer = LanguageTool(languagetool).ask({"text": f"😀 {TEXT}", "language": "en-GB"})
        assert answer["language"]["code"] == "en-GB"
        assert [m["offset"] for m in answer["matches"]] == [6]

    def test_what_it_refuses(self, languagetool: str) -> None:
        with pytest.raises(EngineError, match=r"refuses: 400 .*tlh"):
            LanguageTool(languagetool).check(TEXT, "tlh")

    def test_nuls_and_no_text(self, languagetool: str) -> None:
        tool = LanguageTool(languagetool)
        assert tool.check("") == []
        assert all(m.end <= 8 for m in tool.check("a\0b\0c\0d\0"))


class TestLocal:
    def test_the_running_one_is_found(self, languagetool: str) -> None:
        assert local.address() == languagetool
        assert [m.rule for m in LanguageTool().check(TEXT)] == ["HE_VERB_AGR"]

    def test_starting_it_twice(self, languagetool: str) -> None:
        before = local.pid_file().read_text()
        assert local.start() == languagetool
        assert local.pid_file().read_text() == before

    def test_one_of_this_process(self, languagetool: str) -> None:
        address = local._own()
        assert address != languagetool
        assert [m.rule for m in LanguageTool(address).check(TEXT)] == ["HE_VERB_AGR"]


Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def ailing(*answers: Answer) -> Iterator[tuple[str, list[str]]]:
    """A server that answers in turn as told, the last for ever; and the requests it saw."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            answers[min(len(seen), len(answers)) - 1](self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()


def says(status: int, body: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.end_headers()
        handler.wfile.write(body.encode())

    return answer


def sleeps(_: BaseHTTPRequestHandler) -> None:
    time.sleep(1)


class TestAilingServers:
    def test_busy_at_first(self) -> None:
        with ailing(says(503, "busy"), says(200, '{"matches": []}')) as (url, seen):
            assert LanguageTool(url).check(TEXT) == []
        assert seen == ["/v2/check"] * 2

    def test_busy_for_ever(self) -> None:
        with ailing(says(503, "busy")) as (url, seen), pytest.raises(EngineError, match="503 busy"):
            LanguageTool(url).check(TEXT)
        assert len(seen) == 3

    @pytest.mark.parametrize("body", ["<html>", "[]", '{"matches": [{}]}', "{}"])
    def test_something_else_that_answers(self, body: str) -> None:
        with (
            ailing(says(200, body)) as (url, _),
            pytest.raises(EngineError, match="does not answer as LanguageTool does"),
        ):
            LanguageTool(url).check(TEXT)

    def test_one_that_hangs_is_left_alone(self) -> None:
        with ailing(sleeps) as (url, seen):
            tool = LanguageTool(url, seconds=0.1)
            for _ in range(3):
                with pytest.raises(EngineError, match="does not answer"):
                    tool.check(TEXT)
        assert len(seen) == 2  # one retry, then silence

    def test_one_that_is_away_is_tried_again_later(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(languagetool, "AWAY_SECONDS", 0.0)
        with ailing(sleeps, sleeps, says(200, '{"matches": []}')) as (url, _):
            tool = LanguageTool(url, seconds=0.1)
            with pytest.raises(EngineError):
                tool.check(TEXT)
            assert tool.check(TEXT) == []

    @pytest.mark.parametrize("url", ["127.0.0.1:8081", "ftp://host", "http://", "nowhere"])
    def test_no_address(self, url: str) -> None:
        with pytest.raises(SettingsError, match="no address of a LanguageTool server"):
            LanguageTool(url)

    def test_the_rest_of_the_article_is_cleaned(self) -> None:
        settings = Settings(grammar="languagetool", languagetool="http://127.0.0.1:9")
        result = Cleaner(settings).clean("He is an leader.")
        assert result.text == "He is a leader."
        (problem,) = result.problems
        assert problem.startswith(
            "no grammar engine here: LanguageTool does not answer at http://127.0.0.1:9: "
        )
