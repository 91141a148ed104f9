"""The pass `wording`: rules inflect with what they find, and one article has one spelling.

The examples of the rules themselves are run for all passes together.
"""

from __future__ import annotations

import pytest
from alone import Alone, accepted

from cleanup.edits import Proposal, settle
from cleanup.passes import wording

ALONE = Alone(wording)


def proposed(text: str) -> list[Proposal]:
    return settle(ALONE.proposed(text))


@pytest.mark.parametrize(
    "text",
    [
        "The official Moscow marathon starts at nine.",
        "She was photographed against the background of the sea.",
        "The judge rendered a verdict, and the council adopted a resolution.",
        "He enjoyed a good start to the season and took the first place he saw.",
        "The Ukraine war has lasted for years.",
        "Residents of the Rostov region and of Kharkiv Oblast were warned.",
        "The colour of the paint and the color of the sky differ.",
        "Trains in the Berlin direction are late.",
        "Hackers broke into a power station. Later the facility came under attack again.",
        "The only warehouse of the port caught fire.",
        "She crashed into the tree that he had planted.",
        "",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert proposed(text) == []


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("He will put forward his candidacy for mayor.", "He will run for mayor."),
        ("He has adopted this decision.", "He has made this decision."),
        ("Adopting the final decision took a day.", "Making the final decision took a day."),
        ("The firm was carrying out the construction of roads.", "The firm was building roads."),
        ("The firm carries out the sale of paint.", "The firm sells paint."),
        ("The official Ottawa is silent.", "Official Ottawa is silent."),
        ("A tram slammed into the yellow truck.", "A tram slammed into a yellow truck."),
        ("The oil depot caught fire. The depot burned.", "An oil depot caught fire. The depot burned."),
        (
            "The defence of the harbour, a favourite theme, is at the center.",
            "The defence of the harbour, a favourite theme, is at the centre.",
        ),
    ],
)
def test_changes(text: str, after: str) -> None:
    assert accepted(text, proposed(text)) == after


def test_names_the_rule() -> None:
    (proposal,) = proposed("They fired cassette munitions.")
    assert (proposal.rule, proposal.tier, proposal.after) == (
        "wording.cassette-munitions",
        "auto",
        "cluster munitions",
    )
