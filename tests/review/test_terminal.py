"""The terminal: the same decisions, a change at a time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import Project

from cleanup.cli_review import _desk
from cleanup.decisions import DecisionStore
from cleanup.review.desk import Desk
from cleanup.review.terminal import walk

NEWS = "In the dry residue, we lost.\nThey make an accent on speed\u202e. It is a question of price.\n"


@pytest.fixture
def desk(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    project.write("a.txt", NEWS)
    monkeypatch.chdir(project.root)
    with _desk((), project.cleaned, None) as found:
        yield found


def go(desk: Desk, keys: str) -> tuple[int, str]:
    """How many decisions, and all that was said."""
    said: list[str] = []
    pressed = iter(keys)
    done = walk(desk, "Ann", lambda t: said.append(t.plain), lambda: next(pressed), lambda _: "press")
    return done, "\n".join(said)


def decisions(project: Project) -> list[tuple[str, str, str | None]]:
    with DecisionStore(project.cleaned / "decisions.sqlite") as store:
        entries = sorted(store.current().values(), key=lambda e: e.number)
        return [(e.place.before, e.decision.verdict, e.decision.after) for e in entries]


@pytest.mark.parametrize("keys", ["q", "  ", "?q", "juq"])
def test_looking_decides_nothing(desk: Desk, project: Project, keys: str) -> None:
    assert go(desk, keys)[0] == 0
    assert decisions(project) == []


def test_n_leaves_the_rest_of_an_article(desk: Desk) -> None:
    done, said = go(desk, "n")
    assert (done, "Nothing more is open." in said, "question of price-]" in said) == (0, True, False)


def test_accept_and_reject(desk: Desk, project: Project) -> None:
    done, said = go(desk, "ax")
    assert done == 2
    assert decisions(project) == [
        ("make an accent on", "accept", None),
        ("question of price", "reject", None),
    ]
    assert "They [-make an accent on-]{+stress+} speed" in said
    assert "\u202e" not in said


def test_own_wording_and_undo(desk: Desk, project: Project) -> None:
    assert go(desk, "euq")[0] == 0
    assert decisions(project) == []
    go(desk, "eq")
    assert decisions(project) == [("make an accent on", "accept", "press")]
