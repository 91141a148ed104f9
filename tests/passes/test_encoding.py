"""The pass `encoding`: what stays, what is mended, how locally, and that one run is enough."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from alone import Alone
from ftfy.badness import MOJIBAKE_CATEGORIES, is_bad
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanup.characters import mojibake
from cleanup.characters.charsets import CharsetGuesser
from cleanup.passes import encoding

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "encoding.yaml").read_text("utf-8"))
ALONE = Alone(encoding)
cleaned = ALONE.cleaned
proposed = ALONE.proposed
GUESSER = CharsetGuesser(ALONE.book.words["encoding.letter-pairs"])


@pytest.mark.parametrize("text", CASES["unchanged"])
def test_leaves_alone(text: str) -> None:
    assert proposed(text) == []


@pytest.mark.parametrize(("before", "after"), CASES["changed"])
def test_changes(before: str, after: str) -> None:
    assert cleaned(before) == after


def test_capitals_and_addresses_are_only_offered() -> None:
    text = "The NAТO summit, the site pаypal.com, and а letter."
    assert [(p.tier, text[p.start : p.end], p.after) for p in proposed(text)] == [
        ("suggest", "NAТO", "NATO"),
        ("suggest", "pаypal", "paypal"),
        ("suggest", "а", "a"),
    ]


def test_changes_are_local() -> None:
    text = "The cafÃ© in KrakÃ³w was â€œfullâ€\x9d, and Pеtrov left."
    assert [(text[p.start : p.end], p.after, p.rule) for p in proposed(text)] == [
        ("Ã©", "é", "encoding.mojibake"),
        ("Ã³", "ó", "encoding.mojibake"),
        ("â€œ", "“", "encoding.mojibake"),
        ("â€\x9d", "”", "encoding.mojibake"),
        ("Pеtrov", "Petrov", "encoding.homoglyph"),
    ]


@pytest.mark.parametrize(
    ("data", "after"),
    [
        (b"He met Ren\xe9 \x96 and \x93Jos\xe9\x94.", "He met René – and “José”."),
        ("Он сказал: приветствую вас".encode("cp1251"), "Он сказал: приветствую вас"),
        ("The sign: Добро пожаловать.".encode("koi8-r"), "The sign: Добро пожаловать."),
        (b"Lost: \xfe.", "Lost: \ufffd."),
    ],
)
def test_bytes_that_are_no_utf8(data: bytes, after: str) -> None:
    assert cleaned(data.decode("utf-8", "surrogateescape")) == after


def test_torn_pairs_are_joined_and_halves_replaced() -> None:
    assert cleaned("a \ud83d\ude00 b \ud83d c") == "a 😀 b \ufffd c"


def test_a_lost_character_is_flagged() -> None:
    assert [(p.rule, p.start, p.after) for p in proposed("The caf\ufffd is open.")] == [
        ("encoding.lost-character", 7, None)
    ]


SENTENCES = (
    "Совет министров утвердил бюджет на следующий год",
    "Жители города вышли на площадь",
    "Верховна Рада ухвалила закон про мову",
    "ЗАЯВЛЕНИЕ ПРЕЗИДЕНТА",
)
READ_AS = ("latin-1", "sloppy-windows-1252", "sloppy-windows-1251", "koi8-u", "cp866")


@pytest.mark.parametrize("written", ["cp1251", "koi8-u", "cp866", "utf-8"])
@pytest.mark.parametrize("read", READ_AS)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_any_charset_read_under_any_other(sentence: str, written: str, read: str) -> None:
    broken = sentence.encode(written, "ignore").decode(read)
    found = GUESSER.repair(broken)
    if broken == sentence.encode(written, "ignore").decode(written):
        assert found is None
    else:
        assert found is not None
        assert found.text == sentence.encode(written, "ignore").decode(written)


ODD = "".join(chr(c) for c in range(0x80, 0x2600) if any(chr(c) in v for v in MOJIBAKE_CATEGORIES.values()))


@given(st.text(alphabet=ODD + "ÂÃаВГРСЎ вЂ aZ.\n ", max_size=8))
@settings(max_examples=500, deadline=None)
def test_suspects_all_that_ftfy_calls_bad(text: str) -> None:
    if is_bad(text):
        assert mojibake.is_suspect(text)


PIECES = ["&amp;", "&lt;", "Ã©", "â€™", "Ð¿Ñ€Ð¸", "Pе", "trov", "\ufffd", "\udce9", "\x00", "e\u0301", " "]
PIECES += ["word", "ﬁ", "Ïðèâåò", "рТЙЧЕФ", "С", "°", "\n", "“", "Ï", "<b>", "\x81", "\ud83d", "\ude00"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(max_examples=300, deadline=None)
def test_is_idempotent(text: str) -> None:
    once = cleaned(text)
    assert [p for p in proposed(once) if p.tier == "auto"] == []


@pytest.mark.parametrize("piece", ["\x00", "Ã", "1", "&amp;", "слово ", "aа", "Ï ", "\udcff ", "e\u0301"])
def test_long_line_is_linear(piece: str) -> None:
    assert len(cleaned("<" + piece * 20_000)) <= len(piece) * 20_000 + 1


@pytest.mark.parametrize("gap", ["x" * 5000, "word " * 1000, "word\n" * 1000])
def test_mends_far_apart_in_a_long_text(gap: str) -> None:
    assert cleaned(f"{gap}itâ€™s {gap}itâ€™s {gap}") == f"{gap}it’s {gap}it’s {gap}"


@pytest.mark.parametrize("topic", ["This is called mojibake.", "It was sent as KOI8-R.", "Use UTF-8."])
def test_only_suggests_in_an_article_about_broken_letters(topic: str) -> None:
    text = f"The bank wrote to JosÃ© of the оПХБЕР project. {topic}"
    assert cleaned(text) == text
    assert {p.tier for p in proposed(text)} == {"suggest"}
