"""/v2: what clients of LanguageTool send and get, first as plain HTTP, then with real clients."""

from __future__ import annotations

import json
import socket
from itertools import pairwise
from pathlib import Path
from typing import Any

import language_tool_python
import pylanguagetool.api
import pytest
import requests
from conftest import LibreOffice, Project
from hosting import Serve, Server, problem, serve, server

from cleanup.rules import CATEGORIES as OURS
from cleanup.server.categories import CATEGORIES

TEXT = "😀 In the dry residue, they make an accent on speed. It is a question of price."
FOUND = {
    "wording.dry-residue": ("In the dry residue", ["On balance", "In the end"]),
    "wording.accent": ("make an accent on", ["stress"]),
    "wording.question-price": ("question of price", []),
}


def in_units(text: str, offset: int, length: int) -> str:
    """What a client that counts UTF-16 code units marks."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


def rules(answer: requests.Response) -> list[str]:
    return [m["rule"]["id"] for m in answer.json()["matches"]]


class TestMatches:
    def test_a_good_text_has_none(self, server: Server) -> None:
        assert server.check("Nothing is wrong here.").json()["matches"] == []

    def test_offsets_count_utf16_and_flags_have_no_replacement(self, server: Server) -> None:
        matches = server.check(TEXT).json()["matches"]
        marked = {m["rule"]["id"]: in_units(TEXT, m["offset"], m["length"]) for m in matches}
        offered = {m["rule"]["id"]: [r["value"] for r in m["replacements"]] for m in matches}
        assert {i: (marked[i], offered[i]) for i in marked} == FOUND

    def test_context_and_sentence(self, server: Server) -> None:
        for match in server.check(TEXT * 20).json()["matches"]:
            context = match["context"]
            marked = in_units(TEXT * 20, match["offset"], match["length"])
            assert in_units(context["text"], context["offset"], context["length"]) == marked
            assert marked in match["sentence"]

    def test_the_names_are_those_of_the_real_server(self, server: Server) -> None:
        answer = server.check(TEXT).json()
        assert set(answer) == {"software", "warnings", "language", "matches", "sentenceRanges"}
        assert answer["language"]["code"] == "en-US"
        assert answer["warnings"] == {"incompleteResults": False}
        assert answer["software"]["apiVersion"] == 1
        match = answer["matches"][0]
        assert set(match) == {
            "message", "shortMessage", "replacements", "offset", "length", "context", "sentence", "type",
            "rule", "ignoreForIncompleteSentence", "contextForSureMatch",
        }  # fmt: skip
        assert match["rule"] == {
            "id": "wording.dry-residue",
            "description": "«в сухом остатке»",
            "issueType": "mistranslation",
            "category": {"id": "FALSE_FRIENDS", "name": "False Friends"},
        }

    def test_every_category_of_ours_has_one_there(self) -> None:
        assert set(CATEGORIES) == set(OURS)

    @pytest.mark.parametrize("text", ["", "\n", "\x00", "😀" * 50, "\udc80", "a" * 5000])
    def test_any_text_is_answered(self, server: Server, text: str) -> None:
        form = {"language": "en", "text": text.encode("utf-8", "surrogatepass")}
        answer = requests.post(f"{server.url}/v2/check", data=form, timeout=20)
        assert answer.json()["matches"] == []

    def test_get_is_answered_too(self, server: Server) -> None:
        answer = server.get("/v2/check", params={"language": "en-GB", "text": TEXT})
        assert rules(answer) == list(FOUND)
        assert answer.json()["language"]["name"] == "English (GB)"

    def test_parameters_may_stand_in_the_address(self, server: Server) -> None:
        address = f"{server.url}/v2/check?language=en-GB&level=picky"
        answer = requests.post(address, data={"text": TEXT}, timeout=20)
        assert (rules(answer), answer.json()["language"]["code"]) == (list(FOUND), "en-GB")


class TestParameters:
    @pytest.mark.parametrize(
        ("more", "expected"),
        [
            ({}, list(FOUND)),
            ({"disabledRules": "wording.accent, wording.question-price"}, ["wording.dry-residue"]),
            ({"disabledCategories": "FALSE_FRIENDS"}, []),
            ({"disabledCategories": "FALSE_FRIENDS", "enabledRules": "wording.accent"}, ["wording.accent"]),
            ({"enabledRules": "wording.accent", "enabledOnly": "true"}, ["wording.accent"]),
            ({"enabledCategories": "FALSE_FRIENDS", "enabledOnly": "true"}, list(FOUND)),
            ({"enabledCategories": "TYPOS", "enabledOnly": "true"}, []),
            ({"level": "picky", "motherTongue": "ru", "username": "a", "someday": "new"}, list(FOUND)),
        ],
    )
    def test_which_rules(self, server: Server, more: dict[str, str], expected: list[str]) -> None:
        assert rules(server.check(TEXT, **more)) == expected

    def test_auto_takes_the_variety_that_is_preferred(self, server: Server) -> None:
        answer = server.check(TEXT, language="auto", preferredVariants="de-DE,en-GB").json()
        assert answer["language"]["code"] == "en-GB"
        assert server.check(TEXT, language="auto").json()["language"]["code"] == "en-US"

    @pytest.mark.parametrize(
        ("form", "detail"),
        [
            ({"language": "en-US"}, "give either `text` or `data`"),
            ({"language": "en-US", "text": "a", "data": "{}"}, "give either `text` or `data`"),
            ({"text": "a"}, "`language`: '' is not checked here"),
            ({"text": "a", "language": "de-DE"}, "`language`: 'de-DE' is not checked here"),
            ({"text": "a", "language": "en-US", "preferredVariants": "en-GB"}, "only with language=auto"),
            ({"text": "a", "language": "en", "enabledOnly": "true"}, "needs enabledRules"),
            (
                {"text": "a", "language": "en", "enabledOnly": "true", "disabledRules": "x"},
                "does not go with",
            ),
            ({"text": "a", "language": "en", "level": "high"}, "`level` is default or picky"),
            ({"data": "{", "language": "en"}, "not an annotated text"),
            ({"data": '{"annotation": [{}]}', "language": "en"}, "either `text` or `markup`"),
            ({f"p{i}": "" for i in range(101)}, "not a form"),
        ],
    )
    def test_what_is_refused(self, server: Server, form: dict[str, str], detail: str) -> None:
        assert detail in problem(requests.post(f"{server.url}/v2/check", data=form, timeout=20), 400)


class TestAnnotated:
    def check(self, server: Server, *parts: dict[str, str]) -> list[dict[str, Any]]:
        data = json.dumps({"annotation": parts})
        answer = requests.post(f"{server.url}/v2/check", data={"language": "en", "data": data}, timeout=20)
        return list(answer.json()["matches"])

    def test_markup_is_not_checked_but_counted(self, server: Server) -> None:
        parts = [
            {"text": "😀 "},
            {"markup": "<i title='make an accent on'>"},
            {"text": "In the dry residue,"},
        ]
        sent = "".join(p.get("text", p.get("markup", "")) for p in parts)
        [match] = self.check(server, *parts)
        assert in_units(sent, match["offset"], match["length"]) == "In the dry residue"
        assert match["replacements"][0] == {"value": "On balance"}

    def test_a_finding_across_markup_offers_nothing_that_would_take_it_away(self, server: Server) -> None:
        parts = [
            {"text": "In the "},
            {"markup": "<b>"},
            {"text": "dry residue"},
            {"markup": "</b>"},
            {"text": "."},
        ]
        [match] = self.check(server, *parts)
        assert (match["offset"], match["length"], match["replacements"]) == (0, 21, [])

    def test_markup_that_stands_for_text(self, server: Server) -> None:
        parts = [{"text": "In the dry"}, {"markup": "&nbsp;", "interpretAs": " "}, {"text": "residue."}]
        [match] = self.check(server, *parts)
        assert (match["offset"], match["length"]) == (0, 23)


class TestOtherAddresses:
    def test_languages(self, server: Server) -> None:
        assert {"name": "English (US)", "code": "en", "longCode": "en-US"} in server.get(
            "/v2/languages"
        ).json()

    def test_info(self, server: Server) -> None:
        assert server.get("/v2/info").json()["software"]["name"] == "cleanup"

    def test_healthcheck(self, server: Server) -> None:
        assert server.get("/v2/healthcheck").text == "OK"


class TestRealClients:
    def test_language_tool_python(self, server: Server) -> None:
        with language_tool_python.LanguageTool("en-US", remote_server=server.url) as tool:
            found = {m.rule_id: (m.matched_text, m.replacements) for m in tool.check(TEXT[2:])}
            assert found == FOUND
            assert tool.correct(TEXT[2:]) == "On balance, they stress speed. It is a question of price."
            tool.disabled_rules = {"wording.accent"}
            tool.picky = True
            assert [m.rule_id for m in tool.check(TEXT)] == ["wording.dry-residue", "wording.question-price"]

    def test_pylanguagetool(self, server: Server) -> None:
        address = f"{server.url}/v2/"
        assert "en-GB" in [one["longCode"] for one in pylanguagetool.api.get_languages(address)]
        found = pylanguagetool.api.check(
            TEXT, address, "auto", preferred_variants="en-GB", disabled_rules="wording.accent", picky=True
        )
        assert [m["rule"]["id"] for m in found["matches"]] == [
            "wording.dry-residue",
            "wording.question-price",
        ]
        assert found["language"]["code"] == "en-GB"

    def test_libreoffice(self, server: Server, libreoffice: LibreOffice) -> None:
        """The grammar checker that is built into it, asked as Writer asks it."""
        told = json.loads(libreoffice.ask("proofread.py", f"{server.url}/v2", TEXT))
        assert "en-US" in told["locales"]
        marked = [in_units(TEXT, e["start"], e["length"]) for e in told["errors"]]
        assert [(m, e["suggestions"]) for m, e in zip(marked, told["errors"], strict=True)] == [
            *FOUND.values()
        ]
        assert told["errors"][0]["comment"] == "«в сухом остатке»"


class TestUpstream:
    """A second `cleanup serve` with all our rules stands behind the first, which has three."""

    @pytest.fixture
    def behind(self, serve: Serve, tmp_path: Path) -> Server:
        (tmp_path / "behind").mkdir()
        return serve("--settings", str(self.settings(tmp_path / "behind")))

    def settings(self, folder: Path) -> Path:
        path = folder / "cleanup.toml"
        path.write_text("", "utf-8")
        return path

    def test_its_matches_join_ours_where_they_share_no_text(self, serve: Serve, behind: Server) -> None:
        text = f"{TEXT} The talks continue , he said."
        alone = [m["rule"]["id"] for m in behind.check(text).json()["matches"]]
        assert "wording.dry-residue" in alone
        joined = serve("--upstream", behind.url).check(text).json()
        assert [m["rule"]["id"] for m in joined["matches"]] == [*FOUND, "spacing.before-mark"]
        assert joined["warnings"] == {"incompleteResults": False}

    def test_a_real_languagetool(self, serve: Serve, languagetool: str) -> None:
        text = f"{TEXT} He go home."
        matches = serve("--upstream", languagetool).check(text).json()["matches"]
        marked = {m["rule"]["id"]: in_units(text, m["offset"], m["length"]) for m in matches}
        assert marked["HE_VERB_AGR"] == "go"
        assert {i: marked[i] for i in FOUND} == {i: words for i, (words, _) in FOUND.items()}

    def test_what_is_asked_for_is_passed_on(self, serve: Serve, behind: Server) -> None:
        front = serve("--upstream", f"{behind.url}/v2/")
        answer = front.check(f"{TEXT} Well , yes.", enabledRules="spacing.before-mark", enabledOnly="true")
        assert rules(answer) == ["spacing.before-mark"]

    def test_a_real_languagetool(self, serve: Serve, languagetool: str) -> None:
        text = f"{TEXT} It are so, the speed is a errror."
        joined = serve("--upstream", languagetool).check(text).json()["matches"]
        spans = [(m["offset"], m["offset"] + m["length"]) for m in joined]
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
        found = {m["rule"]["id"]: in_units(text, m["offset"], m["length"]) for m in joined}
        assert found["wording.accent"] == "make an accent on"
        assert found["MORFOLOGIK_RULE_EN_US"] == "errror"
        assert {k for m in joined for k in m} == set(joined[0])  # ours have the very same fields

    def test_where_it_is_away_the_answer_says_so(self, serve: Serve) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        answer = serve("--upstream", f"http://127.0.0.1:{port}").check(TEXT)
        assert rules(answer) == list(FOUND)
        assert answer.json()["warnings"]["incompleteResults"] is True

    def test_an_address_that_is_none(self, project: Project) -> None:
        code, _, told = project.run("serve", "--port", "0", "--upstream", "nowhere")
        assert (code, "no address of a LanguageTool server" in told) == (2, True)
