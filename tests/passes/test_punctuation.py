"""The pass `punctuation`: what stays, what changes, and that one run is enough."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from alone import Alone, accepted
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanup.passes import propose, punctuation

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "punctuation.yaml").read_text("utf-8"))
ALONE = Alone(punctuation, "spacing")  # `spacing` has the verbs of saying
cleaned = ALONE.cleaned


@pytest.mark.parametrize("text", CASES["unchanged"])
def test_leaves_alone(text: str) -> None:
    assert cleaned(text) == text


@pytest.mark.parametrize(("before", "after"), CASES["changed"])
def test_changes(before: str, after: str) -> None:
    assert cleaned(before) == after


@pytest.mark.parametrize("text", CASES["unchanged"])
def test_offers_nothing(text: str) -> None:
    assert ALONE.proposed(text) == []


@pytest.mark.parametrize(("before", "after"), CASES["offered"])
def test_offers(before: str, after: str) -> None:
    """Each by a proposal that a person accepts."""
    proposed = ALONE.proposed(before)
    assert (accepted(before, proposed), {p.tier for p in proposed}) == (after, {"suggest"})


PIECES = [*" \"“”«»„'’,.;:!?()–—-\n", " - ", ", - ", "\u00a0", "\u202f", "“", '"', ",,", "Ed.", "..."]
PIECES += "word Then said he 20 thousand 5 300 % May 18 2016 iron Curtain".split()


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@settings(max_examples=400, deadline=None)
def test_is_idempotent(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once


def test_says_what_it_cannot_be_sure_of() -> None:
    text = "On 11 May they met. On June 9 and July 2 they left. It was 1.5 thousand rubles.."
    page = ALONE.page(text)
    assert [(p.rule, p.tier, p.after) for p in propose(punctuation, page)] == [
        ("punctuation.doubled", "suggest", "."),
        ("punctuation.number-word", "suggest", "1,500"),
        ("punctuation.date-order", "suggest", "May 11"),
    ]


def test_long_line_is_linear() -> None:
    text = '"a, - he said. - b" 1 300 «c» ' * 5_000
    assert len(cleaned(text)) < len(text) * 1.1


WHOLE = [
    "If two men were killed, there were no children with them.",
    "In the north of the town, there were no victims.",
    "He knows it is late, he is told.",
    "The roof fell, the wall cracked, there was no water, and the lights went out.",
    "Two men were killed, and there were no children with them.",
    "The mayor, he is told, was killed.",
    "Located in the north of the town and opened last year, the hall is empty.",
    "The longer you are in the hall, the more they will know.",
    "They published a list of names, the end of which was lost.",
    "The bank bought a house, a place that was empty.",
    "He met the men of the town, the kind of people that are often late.",
    "The guests were late, the hosts were early, and the hall was empty.",
    "If earlier, tubs were of wood, they are of steel now.",
    "Since the driver cannot see the road, the car must know the way.",
    "In the year I met my husband, I was a cook in the town.",
    "It did not stand still, it has grown.",
    "It is late, I think, for a walk in the park.",
    "He went home, it is believed, before the fire began.",
    "Prices for bread will rise in May, he explained to the paper.",
    "The hall is safe for children, she stresses in an interview.",
    "The road will be closed until autumn, Orlov has explained to us.",
    "The house is ready for winter, the mayor of the town complained to us.",
    "And because the hall is old, and the roof is bad, they will leave.",
    "He was ready but faced with a choice, he left the town.",
    "One hundred years ago, the town was small.",
    "The deal is so large that in the end, the bank will lose.",
]
SPLICED = [
    "Now we are all fresh, we have no pain.",
    "– She came from the north in May, I liked her songs.",
    "But it depends on the trainer, he will decide in the end.",
    "The film shows the war, my father saw it at home.",
    "We were told about the fire on Monday, at first nobody was hurt.",
    "There were six men on board, all of them died.",
    "The shops are empty in May, it is believed that prices will rise.",
    "He was on the road at that time, Orlov was at home.",
    "Two men were killed, there were no children with them.",
    "As a result of the fire, two men were killed, there were no children with them.",
    "The guard hit him in the face, he fell to the ground.",
    "The bus turned over on the road, 13 citizens were hurt.",
    "The lowest pension is 100 rubles, the highest pension is 900 rubles.",
    "He was appointed in 2016, before that he headed a bank.",
    "The man died at the scene, many people were hurt.",
    "He tried to steal the car, the police are looking for him.",
]


@pytest.mark.parametrize("text", WHOLE)
def test_a_comma_within_a_sentence_stays(text: str) -> None:
    assert [p for p in propose(punctuation, ALONE.page(text)) if p.rule == "punctuation.comma-splice"] == []


@pytest.mark.parametrize("text", SPLICED)
def test_a_comma_between_sentences_is_offered_a_semicolon(text: str) -> None:
    found = [p for p in propose(punctuation, ALONE.page(text)) if p.rule == "punctuation.comma-splice"]
    assert [(p.start, p.after, p.tier) for p in found] == [(text.rindex(", "), ";", "suggest")]


def test_many_clauses_in_a_line_are_linear() -> None:
    assert cleaned("he is, " * 20_000) == "he is, " * 20_000
