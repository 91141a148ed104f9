"""Learning the lines of a site: what is proposed, what is news, and the rules that come of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleanup.cli import main
from cleanup.learning.learned_rule import pattern_of, rule_for
from cleanup.learning.recurring import Corpus, Document, find_recurring, words_of
from cleanup.learning.rulefiles import add_rule
from cleanup.learning.site_or_news import Verdict, judge
from cleanup.pipeline import Cleaner
from cleanup.rules import Rule
from cleanup.settings import Settings

TOPICS = [
    "grain harvest farmers wheat exports silos prices tonnes railway drought".split(),
    "hockey goalkeeper championship stadium trainer period victory league tournament captain".split(),
    "museum exhibition painter gallery canvas restoration curator visitors portrait collection".split(),
    "satellite rocket launch orbit engineers cosmodrome payload telemetry booster station".split(),
]
NOTICE = "Moi Mir wishes every reader a sunny morning, call 8-800-55-{}"
BACKGROUND = "The grain harvest brought farmers fewer tonnes of wheat than the exports of earlier years."


def articles(notice: str = NOTICE, background: str = BACKGROUND, count: int = 80) -> list[Document]:
    """Articles on four subjects; one in two bears the notice, those on grain bear the background."""
    found = []
    for i in range(count):
        topic = TOPICS[i % 4]
        lines = [f"{topic[i % 10]} {i}".title()]
        for k in range(8):
            words = " ".join(topic[(i + k + j * (k + 1)) % 10] for j in range(5))
            lines.append(f"Part{i}x{k} of the story{k * i} tells of {words}.")
        if i % 4 == 0:
            lines.append(background)
        if i // 4 % 2 == 0:
            lines.append(notice.format(i))
        found.append(Document(f"a{i:03}", "example.org", "\n".join(lines), 1000 + i * 3))
    return found


def verdicts(corpus: Corpus) -> dict[str, Verdict]:
    return {next(iter(g.lines.values())): judge(g, corpus.sources[g.source]).verdict for g in corpus.groups}


def learnt(documents: list[Document]) -> Corpus:
    return find_recurring(lambda: documents, at_least=5)


class TestIsNotProposed:
    def test_standing_background_of_a_subject(self) -> None:
        assert verdicts(learnt(articles()))[BACKGROUND] == "news"

    def test_quotation(self) -> None:
        quoted = "“We shall bring in the wheat ourselves,” the minister said."
        assert verdicts(learnt(articles(background=quoted)))[quoted] == "news"

    def test_line_of_few_articles(self) -> None:
        assert learnt(articles(count=8)).groups == []

    def test_line_of_many_sources(self) -> None:
        spread = [d._replace(source=f"{i}.example") for i, d in enumerate(articles())]
        assert learnt(spread).groups == []

    def test_burst_within_days(self) -> None:
        documents = articles(notice="Nothing special {}", background="Storm warning everywhere")
        corpus = learnt([d._replace(day=1000 if "Storm" in d.text else d.day) for d in documents])
        assert verdicts(corpus)["Storm warning everywhere"] != "site"


class TestIsProposed:
    def test_notice_whatever_its_number(self) -> None:
        corpus = learnt(articles())
        group = next(g for g in corpus.groups if "Moi Mir" in next(iter(g.lines.values())))
        judgement = judge(group, corpus.sources["example.org"])
        assert (group.articles, group.examples, judgement.verdict) == (40, ["a000", "a001", "a002"], "site")
        assert "in 50% of the articles +2" in judgement.reasons

    def test_wordings_of_one_notice_together(self) -> None:
        documents = articles()
        other = [
            d._replace(text=d.text.replace("wishes every reader", "wishes each reader")) if i % 3 else d
            for i, d in enumerate(documents)
        ]
        groups = [g for g in learnt(other).groups if "Moi Mir" in next(iter(g.lines.values()))]
        assert [(g.articles, len(g.lines)) for g in groups] == [(40, 2)]


class TestWords:
    @pytest.mark.parametrize(
        ("line", "words"),
        [
            ("No numbers here", ("no", "numbers", "here")),
            ("You may also like", ("you", "may", "also", "like")),
            ("Updated: Friday, 3 May 2024, 11:20", ("updated", "\0")),
            ("Updated: May 3, 2024", ("updated", "\0")),
            ("Read us https://t.me/x_y", ("read", "us", "\0")),
            ("tel. 8-800-555-35-35", ("tel", "\0")),
        ],
    )
    def test_masked(self, line: str, words: tuple[str, ...]) -> None:
        assert words_of(line) == words


class TestRules:
    def rule(self) -> Rule:
        corpus = learnt(articles())
        group = next(g for g in corpus.groups if "Moi Mir" in next(iter(g.lines.values())))
        source = corpus.sources["example.org"]
        return rule_for(group, source, judge(group, source), day="2026-01-02")

    def test_says_where_it_comes_from(self) -> None:
        where = "40 of 80 articles of example.org (a000, a001, a002)"
        assert self.rule().why.startswith(f"learned 2026-01-02 from {where}: ")

    def test_works_in_the_own_pack(self, tmp_path: Path) -> None:
        settings = Settings(rule_folders=(str(tmp_path),))
        path = add_rule(self.rule(), "any", settings)
        text = "The talks go on.\nThey may stop.\nMoi Mir wishes every reader a sunny morning, call 8-8"
        assert Cleaner(settings).clean(text).text == "The talks go on.\nThey may stop."
        assert path == tmp_path / "any" / "boilerplate" / "learned.yaml"

    def test_pattern_leaves_room_for_dates(self) -> None:
        import regex

        pattern = pattern_of("© Example News, 3 May 2024 | tel. 8-800-1")
        assert regex.fullmatch(pattern, "© Example News, 12 November 2025 | tel. 8-900-33-1") is not None
        assert regex.fullmatch(pattern, "© Example News, 3 May 2024 | and more") is None


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cleanup.toml").write_text('rule_folders = ["mine"]\n')
    Path("mine").mkdir()
    rows = [json.dumps({"id": d.id, "text": d.text, "site": d.source}) for d in articles()]
    Path("rows.jsonl").write_text("\n".join(rows))
    assert main(["learn", "boilerplate", "rows.jsonl"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("  1  40 of 80 articles of example.org (a000, a001, a002), +")
    assert (len(out.splitlines()), err, list(Path("mine").iterdir())) == (2, "", [])
    assert main(["learn", "boilerplate", "rows.jsonl", "--take", "2"]) == 2
    assert main(["learn", "boilerplate", "rows.jsonl", "--take", "all"]) == 0
    capsys.readouterr()
    assert main(["learn", "boilerplate", "rows.jsonl"]) == 0
    assert capsys.readouterr().out == ""
