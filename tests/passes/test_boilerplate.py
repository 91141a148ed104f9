"""The pass `boilerplate`: what stays in an article, what goes, and how removed lines fit together."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from alone import Alone
from hypothesis import given
from hypothesis import strategies as st

from cleanup.draft import Draft
from cleanup.edits import settle
from cleanup.passes import ORDER, boilerplate, pass_name
from cleanup.pipeline import Cleaner
from cleanup.settings import Settings

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "boilerplate.yaml").read_text("utf-8"))
ALONE = Alone(boilerplate, "metadata")
proposed = ALONE.proposed
cleaned = ALONE.cleaned

PASSES = [pass_name(p) for p in ORDER]

POINTER = "Read also: Why the old bridge was closed"
TITLE = "Talks go on in the old town by the sea"
BODY = [
    "The talks between the two sides went on late into the night, the ministers said on Monday.",
    "“We are close to an agreement, but close is not there,” the older of the two told reporters.",
    "The other side, which had left the hall an hour before, was said to be ready to come back.",
    "It was the third round in a month, and the first in which both ministers took part.",
]
ABOVE = ["Home", "News", "Politics", "World", "Sport", "Culture", "Search", "Log in", "Menu", "Weather"]
BELOW = ["Share", "Facebook", "Telegram", "Related articles", "Bread grows dearer", "About us", "Contacts"]


def article(*lines: str) -> str:
    return "\n\n".join(lines)


HARD = yaml.safe_load((Path(__file__).parents[1] / "cases" / "boilerplate_hard.yaml").read_text("utf-8"))


class TestHardSet:
    """Both passes, in twelve languages: look-alikes are kept, 95 % of the lines go."""

    CLEANER = Cleaner(Settings(passes_off=tuple(p for p in PASSES if p not in {"boilerplate", "metadata"})))

    @pytest.mark.parametrize("language", HARD["keep"])
    def test_look_alikes_stay(self, language: str) -> None:
        for line in HARD["keep"][language]:
            text = article(TITLE, BODY[0], BODY[1], line, BODY[2], BODY[3])
            assert self.CLEANER.clean(text).text == text
            assert self.CLEANER.clean(line).text == line

    def test_lines_of_sites_go(self) -> None:
        texts = [article(TITLE, *BODY, line) for lines in HARD["remove"].values() for line in lines]
        left = [text for text in texts if self.CLEANER.clean(text).text != article(TITLE, *BODY)]
        assert len(texts) >= 700
        assert len(left) <= 0.05 * len(texts)


class TestLeavesAlone:
    @pytest.mark.parametrize("line", CASES["keep"])
    def test_line_in_the_body(self, line: str) -> None:
        text = article(TITLE, BODY[0], BODY[1], line, BODY[2], BODY[3])
        assert cleaned(text) == text

    @pytest.mark.parametrize("line", CASES["keep"])
    def test_line_alone(self, line: str) -> None:
        assert cleaned(line) == line

    def test_list_at_the_end(self) -> None:
        text = article(TITLE, *BODY, *(f"Town {i}: {i} houses" for i in range(30)))
        assert cleaned(text) == text

    def test_chronicle_on_a_page(self) -> None:
        days = [
            line for i in range(2, 7) for line in (f"May {i}, 2024", f"{BODY[i % 4]} {BODY[(i + 1) % 4]}")
        ]
        text = "\n".join([*ABOVE, TITLE, *BODY, *days, *BELOW])
        assert cleaned(text) == "\n".join([TITLE, *BODY, *days])

    def test_interview_with_short_answers(self) -> None:
        text = "\n".join([TITLE, *BODY, *(["— Why?", "— No."] * 20), BODY[0]])
        assert cleaned(text) == text

    def test_menu_of_an_article_in_a_page(self) -> None:
        table = [
            "Country",
            "Grain",
            "Oil",
            "Gas",
            "Norway",
            "12 t",
            "3 t",
            "4 t",
            "Poland",
            "9 t",
            "2 t",
            "5 t",
        ]
        text = "\n".join([*ABOVE, TITLE, *BODY, *table, *BODY, *BELOW])
        assert cleaned(text) == "\n".join([TITLE, *BODY, *table, *BODY])

    def test_votes_under_their_labels(self) -> None:
        votes = [line for i in range(20) for line in ("Photo:", f"{i}1 votes", BODY[i % 4])]
        text = article(TITLE, *BODY, *votes)
        assert "11 votes" in cleaned(text)

    def test_crosshead_that_is_a_label(self) -> None:
        text = article(TITLE, *BODY[:2], "Video", *BODY[2:])
        assert cleaned(text) == text

    def test_list_of_bulleted_names(self) -> None:
        text = article(TITLE, *BODY, *(f"* Minister {chr(65 + i)}" for i in range(20)), BODY[0])
        assert cleaned(text) == text

    def test_replies_of_a_dialogue(self) -> None:
        lines = [f"The {who} said:" for who in ("mayor", "judge", "guard")]
        text = "\n".join([*ABOVE, TITLE, *(x for line in lines for x in (line, *BODY)), *BELOW])
        assert cleaned(text) == "\n".join([TITLE, *(x for line in lines for x in (line, *BODY))])

    @given(st.lists(st.sampled_from([*BODY, "What next?", "A crosshead", ""]), max_size=40))
    def test_any_article_of_sentences(self, lines: list[str]) -> None:
        text = "\n".join(lines)
        assert [p for p in proposed(text) if p.tier == "auto" and "headline" not in p.rule] == []

    def test_answer_with_its_full_stop(self) -> None:
        text = article(TITLE, *BODY, "Next.", "Comments.")
        assert cleaned(text) == text

    @pytest.mark.parametrize(
        "line", ["Talks go on in the old town", "Talks go on: in the old town by the sea."]
    )
    def test_line_like_the_headline(self, line: str) -> None:
        text = article(TITLE, BODY[0], line, BODY[1])
        assert cleaned(text) == text


class TestRemoves:
    @pytest.mark.parametrize("line", CASES["remove"])
    def test_line_at_the_foot(self, line: str) -> None:
        assert cleaned(article(TITLE, *BODY, POINTER, line)) == article(TITLE, *BODY)

    @pytest.mark.parametrize(
        "line", ["© 2024 Primer Media. All rights reserved.", "Advertisement", "Follow Primer on Facebook."]
    )
    def test_line_that_needs_company_is_offered_alone(self, line: str) -> None:
        text = article(TITLE, *BODY, line)
        assert cleaned(text) == text
        assert [p.tier for p in proposed(text)] == ["suggest"]

    @pytest.mark.parametrize("line", CASES["remove"])
    def test_once_is_enough(self, line: str) -> None:
        once = cleaned(article(TITLE, *BODY, line))
        assert cleaned(once) == once

    def test_menus_around_an_article(self) -> None:
        assert cleaned("\n".join([*ABOVE, TITLE, *BODY, *BELOW])) == "\n".join([TITLE, *BODY])

    def test_teasers_with_their_dates(self) -> None:
        teasers = [
            line
            for i in range(2, 7)
            for line in (
                f"Bread grows dearer in town {i}",
                f"May {i}, 2024",
                f"The price rose, the mayor of town {i} said.",
            )
        ]
        text = "\n".join([*ABOVE, TITLE, *BODY, "Share", *teasers, *BELOW])
        assert cleaned(text) == "\n".join([TITLE, *BODY])

    def test_rules_of_the_comments(self) -> None:
        notices = [
            "Your personal data will only be disclosed to third parties for the purposes of spam filtering.",
            "You may revoke this consent at any time, in which case your personal data will be deleted.",
            "The moderators have the right to delete comments that break the rules, and to block an account.",
        ]
        text = "\n".join([*ABOVE, TITLE, *BODY, "Leave a Reply", *notices, *BELOW])
        assert cleaned(text) == "\n".join([TITLE, *BODY])

    @pytest.mark.parametrize(
        "head",
        [
            "* {} on March {}, 2024 at 4:47 pm said:",
            "{} пишет:\n{} марта 2024, 14:35",
            "{}. {} März 2024 um 17:05 Uhr schrieb:",
            "{} el {} de marzo de 2024 a las 9:12 dijo:",
            "{} le {} mars 2024 à 16:20 dit :",
            "{}\n{}.03.2024 14:35",
            "{}\nMarch {}, 2024 at 9:51 am",
        ],
    )
    def test_long_comments(self, head: str) -> None:
        names = ["Anna", "Oleg Ivanov", "guest", "Maria K."]
        comments = [c for i, name in enumerate(names, 3) for c in (head.format(name, i), *BODY[:3])]
        text = "\n".join([*ABOVE, TITLE, *BODY, "Comments", *comments, *BELOW])
        assert cleaned(text) == "\n".join([TITLE, *BODY])

    def test_article_with_many_tables_is_only_offered(self) -> None:
        rows = [f"{i}:00 | 200 | {i * 7} | false" for i in range(40)]
        told = [f"{line} {other}" for line in BODY for other in BODY if line != other]
        parts = [line for i in range(0, 12, 2) for line in (*told[i : i + 2], *rows)]
        text = "\n".join([*ABOVE, TITLE, *parts, *BODY, *BELOW])
        assert {p.tier for p in proposed(text) if p.rule == "boilerplate.menu"} <= {"suggest"}
        assert all(line in cleaned(text) for line in told)

    def test_a_book_with_a_few_labels_is_no_page(self) -> None:
        told = [f"{line} So it went in the year {year}." for year in range(500, 2000) for line in BODY]
        book = "\n".join([TITLE, *told, *ABOVE, "So it ended", *BODY])
        assert "So it ended" in cleaned(book)
        assert "So it ended" not in cleaned("\n".join([TITLE, *told[-400:], *ABOVE, "So it ended", *BODY]))

    def test_menu_in_an_unknown_language(self) -> None:
        menu = [
            "* Uutisia",
            "+ Kotimaa",
            "+ Ulkomaat",
            "* Urheilua",
            "+ Jalkapallo",
            "+ Hiihto",
            "* Viihdettä",
        ]
        text = "\n".join([*menu, TITLE, *BODY, *BODY, *BODY, *BODY])
        assert cleaned(text) == "\n".join([TITLE, *BODY, *BODY, *BODY, *BODY])

    def test_byline_over_the_body_is_left_to_metadata(self) -> None:
        text = "\n".join([*ABOVE, TITLE, "By Anna Orlova", *BODY, *BELOW])
        assert cleaned(text) == "\n".join([TITLE, "By Anna Orlova", *BODY])

    def test_label_that_stands_twice(self) -> None:
        text = article(TITLE, BODY[0], "Video", BODY[1], "Video", *BODY[2:])
        assert cleaned(text) == article(TITLE, *BODY)

    def test_name_over_the_body(self) -> None:
        text = "\n".join([*ABOVE, TITLE, "Anna Orlova", *BODY, *BELOW])
        assert cleaned(text) == "\n".join([TITLE, *BODY])

    def test_standfirst_stays_with_its_headline(self) -> None:
        standfirst = "Both ministers speak of a breakthrough that is near."
        text = "\n".join([*ABOVE, TITLE, standfirst, "Facebook", "Telegram", *BODY, *BELOW])
        assert cleaned(text) == "\n".join([TITLE, standfirst, *BODY])

    def test_says_why(self) -> None:
        text = "\n".join([*ABOVE, TITLE, *BODY, *BELOW])
        menus = [p for p in proposed(text) if p.rule == "boilerplate.menu"]
        assert menus[0].message.startswith("10 lines outside the article (-")
        assert "label ×" in menus[0].message

    def test_code_is_no_label_with_a_count(self) -> None:
        text = article(TITLE, *BODY, "x = 1", BODY[0], "x = 1", BODY[1])
        assert cleaned(text) == text

    def test_share_bar_in_the_body(self) -> None:
        text = article(BODY[0], "Google+ Pinterest LinkedIn Tumblr +", BODY[1])
        assert cleaned(text) == article(BODY[0], BODY[1])

    @pytest.mark.parametrize("line", [TITLE, TITLE.upper(), f"“{TITLE}”", f"{TITLE}!"])
    def test_headline_repeated_in_the_body(self, line: str) -> None:
        text = article(TITLE, *BODY, *BODY, line, *BODY)
        assert cleaned(text) == article(TITLE, *BODY, *BODY, *BODY)

    def test_headline_said_twice_under_a_notice(self) -> None:
        notice = "By using this site you agree to the processing of your personal data."
        assert cleaned(article(notice, TITLE, TITLE, *BODY)) == article(TITLE, *BODY)

    def test_headline_behind_a_trail(self) -> None:
        assert cleaned(article(f"Home News {TITLE}", TITLE, *BODY)) == article(TITLE, *BODY)

    def test_headline_that_ends_in_a_name_of_the_next_line(self) -> None:
        text = article("Interview with Anna Petrova", "Anna Petrova", *BODY)
        assert cleaned(text) == text

    def test_headline_said_twice(self) -> None:
        assert cleaned(article(TITLE, TITLE, *BODY)) == article(TITLE, *BODY)

    def test_pointer_inside_a_paragraph(self) -> None:
        text = article(TITLE, BODY[0] + " Subscribe to our Telegram channel!", BODY[1])
        assert cleaned(text) == article(TITLE, BODY[0], BODY[1])


class TestKeepsWhatLinesTell:
    def test_tags_and_links_of_menus(self) -> None:
        below = [*BELOW, "Tags:", "grain", "old town", "Share", "Our channel: https://t.me/example_site"]
        text = "\n".join([*ABOVE, TITLE, *BODY, *below])
        found = [p.meta for p in proposed(text) if p.rule == "boilerplate.menu"]
        assert found == [{}, {"tags": ["grain", "old town"], "links": ["https://t.me/example_site"]}]

    def test_no_tags_without_their_label(self) -> None:
        text = "\n".join([*ABOVE, TITLE, *BODY, *BELOW])
        assert [p.meta for p in proposed(text) if p.rule == "boilerplate.menu"] == [{}, {}]

    def test_tags_one_by_one(self) -> None:
        found = [p.meta for p in proposed(article(TITLE, *BODY, "Tags: grain, #talks; Minsk"))]
        assert found == [{"tags": ["grain", "talks", "Minsk"]}]

    def test_links(self) -> None:
        found = [
            p.meta for p in proposed(article(TITLE, *BODY, "Read us on Telegram https://t.me/example_site"))
        ]
        assert found == [{"links": ["https://t.me/example_site"]}]


class TestStrayTitles:
    def test_crosshead_stays(self) -> None:
        text = article(TITLE, BODY[0], "How the two sides came to the talks", BODY[1], BODY[2])
        assert proposed(text) == []

    def test_line_under_a_stamp_of_the_article_stays(self) -> None:
        assert [p.rule for p in proposed(article(TITLE, "Today, 19:00", "How bread grew dear", *BODY))] == []

    def test_sentence_under_a_stamp_stays(self) -> None:
        assert [p.rule for p in proposed(article(TITLE, *BODY, "May 9, 12:00", *BODY))] == []

    def test_title_under_a_stamp_is_offered(self) -> None:
        stray = "How the prices of bread rose in the spring"
        found = proposed(article(TITLE, *BODY, "Yesterday, 19:00", stray, BODY[1]))
        assert [(p.rule, p.tier) for p in found] == [("boilerplate.embedded-title", "suggest")]

    def test_attributed_title_is_offered(self) -> None:
        stray = "Prices of bread will rise again in spring - Petrov"
        found = proposed(article(TITLE, BODY[0], stray, BODY[1]))
        assert [(p.rule, p.tier) for p in found] == [("boilerplate.embedded-title", "suggest")]

    def test_last_line_after_a_removed_pointer_is_offered(self) -> None:
        stray = "How the price of bread changes the course of talks"
        raw = article(TITLE, *BODY, "Read also: Bread grows dearer in the north", stray)
        found = proposed(article(TITLE, *BODY, stray), raw)
        assert [(p.rule, p.tier) for p in found] == [("boilerplate.embedded-title", "suggest")]

    def test_last_line_of_an_untouched_text_stays(self) -> None:
        text = article(TITLE, *BODY, "How the price of bread changes the course of talks")
        assert proposed(text) == []


class TestRemovedNeighbours:
    LINES = ("Leave a reply", "Advertisement", "Share this article")

    @pytest.mark.parametrize("end", ["", "\n", "\n\n", "\r\n"])
    @pytest.mark.parametrize("gap", ["\n", "\n\n", "\n \n\n"])
    def test_each_can_be_refused_alone(self, gap: str, end: str) -> None:
        text = gap.join([BODY[0], *self.LINES]) + end
        removals = settle(proposed(text))
        assert [text[p.start : p.end].strip() for p in removals] == list(self.LINES)
        for kept, line in zip(removals, self.LINES, strict=True):
            draft = Draft(text)
            draft.take(p for p in removals if p is not kept)
            assert draft.text.split() == [*BODY[0].split(), *line.split()]
            assert draft.text.splitlines()[0] == BODY[0]
            assert line in draft.text.splitlines()

    @given(st.lists(st.sampled_from([BODY[0], "", " ", *LINES]), max_size=12))
    def test_nothing_else_goes(self, lines: list[str]) -> None:
        text = "\n".join([*lines, POINTER])
        assert cleaned(text).split() == BODY[0].split() * lines.count(BODY[0])


class TestInsideAPage:
    """What stands between the paragraphs of a flattened page, and what a live report needs."""

    def test_invitations_do_not_end_the_article(self) -> None:
        inside = [BODY[0], "Read also: Bread grows dearer", BODY[1], "Follow us on Telegram", *BODY[2:]]
        assert cleaned("\n".join([*ABOVE, TITLE, *inside, *BELOW])) == "\n".join([TITLE, *BODY])

    def test_times_of_a_live_report_stay(self) -> None:
        live = [line for i, text in enumerate(BODY) for line in (f"{18 - i}:40", text)]
        assert cleaned("\n".join([*ABOVE, TITLE, *live, *BELOW])) == "\n".join([TITLE, *live])

    def test_short_last_answer_stays(self) -> None:
        page = "\n".join([*ABOVE, TITLE, *BODY, "— Thank you.", "— Sleep well.", *BELOW])
        assert cleaned(page) == "\n".join([TITLE, *BODY, "— Thank you.", "— Sleep well."])

    def test_captions_go_into_the_metadata(self) -> None:
        caption = "The hall of the talks in May (Photo: Primer)"
        page = "\n".join([*ABOVE, TITLE, BODY[0], caption, *BODY[1:], *BELOW])
        assert cleaned(page) == "\n".join([TITLE, *BODY])
        assert {"captions": [caption]} in [p.meta for p in proposed(page)]

    def test_headlines_under_their_label(self) -> None:
        listed = ["Related", "Bread grows dearer in the north", "Floods stop the trains in the south"]
        page = "\n".join([*ABOVE, TITLE, BODY[0], *listed, *BODY[1:], *BELOW])
        assert cleaned(page) == "\n".join([TITLE, *BODY])

    def test_headlines_in_an_ordinary_article_are_offered(self) -> None:
        listed = ["Bread grows dearer in the north", "Floods stop the trains in the south"]
        found = proposed(article(TITLE, BODY[0], "Read also:", *listed, *BODY[1:]))
        assert [(p.rule, p.tier) for p in found] == [
            ("boilerplate.pointed-list", "suggest"),
            ("boilerplate.pointed-list", "suggest"),
            ("boilerplate.read-also-label", "auto"),
        ]

    @pytest.mark.parametrize("line", ["What next for the town", "Bread grows dearer in the north."])
    def test_one_line_or_a_sentence_under_a_label_stays(self, line: str) -> None:
        assert cleaned(article(TITLE, BODY[0], "Read also:", line, *BODY[1:])) == article(
            TITLE, BODY[0], line, *BODY[1:]
        )
