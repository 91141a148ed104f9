"""Pairing a translation with its source: what is paired, and what is rather not."""

from __future__ import annotations

from cleanup.article import Article
from cleanup.coreference.bitext import Bitext
from cleanup.page import Page, RuleSet
from cleanup.rules import RuleBook
from cleanup.settings import Settings

RULES = RuleSet(RuleBook(rules=(), words={}), Settings())


def beside(text: str, source: str, place: str) -> str | None:
    """The source of the unit that holds a word of the text."""
    unit = Bitext(Page(text, Article(id="", raw=text), RULES, set()), source).at(text.index(place))
    return source[unit.source[0] : unit.source[1]] if unit else None


def test_leaves_apart_lines_of_unlike_length() -> None:
    text = "The bridge was closed.\n\nThe mayor promised to open it again before the winter comes."
    source = "Мост закрыли.\n\nДа."
    assert beside(text, source, "mayor") is None


def test_leaves_apart_a_line_that_nothing_holds_in_place() -> None:
    text = "The mayor promised to open the bridge again before winter."
    source = "Реклама на нашем сайте стоит недорого, звоните нам.\nМэр пообещал снова открыть мост до зимы."
    assert beside(text, source, "mayor") is None


def test_pairs_line_by_line_where_there_are_as_many() -> None:
    text, source = "One.\n\nTwo was long.\nThree.", "Раз.\nДва было длинным.\n\n\nТри."
    assert beside(text, source, "Two") == "Два было длинным."


def test_pairs_sentences_where_a_line_has_as_many() -> None:
    text, source = "The bridge was closed. It is old.", "Мост закрыли. Он старый."
    assert beside(text, source, "It is") == "Он старый."


def test_pairs_whole_lines_where_sentences_were_joined() -> None:
    text, source = "The bridge was closed, as it is old.", "Мост закрыли. Он старый."
    assert beside(text, source, "it is") == source


def test_finds_the_line_again_by_its_numbers_after_lines_were_removed() -> None:
    text = "In 1987 the plant made 340 tons of steel.\nIt was closed in 2012 by ArcelorMittal."
    source = (
        "Подписывайтесь на наш канал!\nВ 1987 году завод выпускал 340 тонн стали.\n"
        "Читайте также\nВ 2012 году его закрыла ArcelorMittal."
    )
    assert beside(text, source, "It was") == "В 2012 году его закрыла ArcelorMittal."


def test_does_not_pair_books() -> None:
    assert beside("word\n" * 1000 + "end", "слово\n" * 1000, "end") is None


def test_an_empty_source_has_no_units() -> None:
    assert beside("One.", "", "One") is None
