"""Standoff edits: what settles, what composes, what maps back to raw."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanup.draft import Draft
from cleanup.edits import (
    Decision,
    Edit,
    Proposal,
    apply,
    decision_key,
    mark_exclusions,
    settle,
    undo,
)

TEXTS = st.text(alphabet="aé \r\n\u00a0\u0301😀.x", max_size=40)


def proposal(
    start: int, end: int, after: str | None, *, rule: str = "test.rule", tier: str = "auto"
) -> Proposal:
    return Proposal(
        start=start,
        end=end,
        after=after,
        rule=rule,
        category="style/awkward",
        severity="minor",
        tier=tier,  # type: ignore[arg-type]
        message="because",
    )


@st.composite
def proposals_for(draw: st.DrawFn, text: str) -> list[Proposal]:
    spans = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, 6)), max_size=5))
    afters = st.one_of(st.none(), st.text(alphabet="bß \n😀", max_size=5))
    made = []
    for n, (start, length) in enumerate(spans):
        tier = draw(st.sampled_from(["auto", "suggest", "flag"]))
        after = None if tier == "flag" else draw(afters) or ""
        made.append(proposal(start, min(len(text), start + length), after, rule=f"test.r{n}", tier=tier))
    return made


def applied_directly(text: str, proposals: list[Proposal]) -> str:
    for p in reversed([p for p in settle(proposals) if p.tier == "auto"]):
        text = text[: p.start] + (p.after or "") + text[p.end :]
    return text


class TestSettle:
    def test_neighbours_both_stay(self) -> None:
        both = [proposal(0, 2, "x"), proposal(2, 4, "y")]
        assert settle(both) == both

    def test_nothing_stays_nothing(self) -> None:
        assert settle([]) == []

    def test_stronger_tier_beats_longer_span(self) -> None:
        strong, long = proposal(2, 3, "x"), proposal(0, 9, "y", tier="suggest")
        assert settle([long, strong]) == [strong]

    def test_longer_span_beats_earlier(self) -> None:
        early, long = proposal(0, 3, "x"), proposal(2, 9, "y")
        assert settle([early, long]) == [long]

    def test_insertion_shares_text_with_what_it_touches(self) -> None:
        insertion, after_it = proposal(3, 3, "x"), proposal(3, 5, "y")
        assert settle([insertion, after_it]) == [after_it]

    def test_other_wording_for_one_span_becomes_an_alternative(self) -> None:
        (kept,) = settle([proposal(0, 3, "x", rule="a.a"), proposal(0, 3, "y", rule="b.b")])
        assert (kept.after, kept.alternatives) == ("x", ("y",))

    @given(st.data())
    def test_order_of_proposals_does_not_matter(self, data: st.DataObject) -> None:
        some = data.draw(proposals_for("a" * 30))
        shuffled = data.draw(st.permutations(some))
        assert settle(shuffled) == settle(some)


class TestDraft:
    @given(st.data())
    def test_rounds_compose_to_one_set_of_raw_edits(self, data: st.DataObject) -> None:
        raw = data.draw(TEXTS)
        draft = Draft(raw)
        for _ in range(data.draw(st.integers(1, 5))):
            some = data.draw(proposals_for(draft.text))
            expected = applied_directly(draft.text, some)
            _, left = draft.take(some)
            assert draft.text == expected
            assert apply(raw, draft.applied) == draft.text
            assert undo(draft.text, draft.applied) == raw
            assert all(raw[e.start : e.end] == e.before for e in [*draft.applied, *left])
            ends = [0, *(e.end for e in draft.applied)]
            assert all(e.start >= end for e, end in zip(draft.applied, ends, strict=False))

    @given(st.data())
    def test_an_open_edit_gives_what_it_offers(self, data: st.DataObject) -> None:
        raw = data.draw(TEXTS)
        draft = Draft(raw)
        draft.take(data.draw(proposals_for(raw)))
        text = draft.text
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        _, (edit,) = draft.take([proposal(start, end, "NEW", tier="suggest")])
        others = [e for e in draft.applied if edit.id not in shared_ids(edit, e)]
        assert apply(raw, [*others, edit]) == text[:start] + "NEW" + text[end:]

    @pytest.mark.parametrize("place", [0, 1])
    def test_an_open_edit_excludes_an_insertion_it_covers(self, place: int) -> None:
        draft = Draft("a")
        draft.take([proposal(place, place, "b")])
        _, (over,) = draft.take([proposal(0, 2, "NEW", tier="suggest")])
        _, (beside,) = draft.take([proposal(1 - place, 2 - place, "NEW", tier="suggest")])
        assert shared_ids(over, draft.applied[0]) == (over.id,)
        assert shared_ids(beside, draft.applied[0]) == ()

    def test_edit_inside_an_earlier_one_joins_it(self) -> None:
        draft = Draft("one two three")
        draft.take([proposal(0, 7, "1 2 and")])
        draft.take([proposal(2, 3, "two", rule="late.rule")])
        (edit,) = draft.applied
        assert (edit.before, edit.after, edit.rule) == ("one two", "1 two and", "test.rule")

    def test_deletion_beside_an_edit_stays_apart(self) -> None:
        draft = Draft("one two three")
        draft.take([proposal(0, 4, "")])
        draft.take([proposal(0, 3, "TWO")])
        assert [(e.before, e.after) for e in draft.applied] == [("one ", ""), ("two", "TWO")]

    def test_two_edits_in_one_earlier_span_join(self) -> None:
        draft = Draft("abc def")
        draft.take([proposal(0, 7, "ABC DEF")])
        draft.take([proposal(0, 1, "x"), proposal(6, 7, "y")])
        (edit,) = draft.applied
        assert edit.after == "xBC DEy"

    def test_edits_that_cancel_out_leave_no_trace(self) -> None:
        draft = Draft("abc")
        draft.take([proposal(1, 2, "x")])
        draft.take([proposal(1, 2, "b")])
        assert (draft.text, list(draft.applied)) == ("abc", [])


def shared_ids(edit: Edit, other: Edit) -> tuple[str, ...]:
    """Ids `other` excludes when marked together with `edit`."""
    marked = {e.id: e for e in mark_exclusions([edit, other])}
    return marked[other.id].excludes


class TestApply:
    def test_refuses_overlap(self) -> None:
        one, two = edit_of("abcd", 0, 3), edit_of("abcd", 2, 4)
        with pytest.raises(ValueError, match="overlaps"):
            apply("abcd", [one, two])

    def test_refuses_another_text(self) -> None:
        with pytest.raises(ValueError, match="does not fit"):
            apply("xyz", [edit_of("abcd", 0, 3)])


def edit_of(raw: str, start: int, end: int) -> Edit:
    draft = Draft(raw)
    draft.take([proposal(start, end, "new")])
    return draft.applied[0]


class TestDecisions:
    RAW = "one two three four five six"

    def key(self) -> str:
        return decision_key("test.rule", self.RAW, 8, 13)

    def test_unmentioned_edits_keep_their_tier(self) -> None:
        draft = Draft(self.RAW, {"another key": Decision(verdict="reject")})
        draft.take([proposal(8, 13, "3")])
        assert draft.text == "one two 3 four five six"

    def test_rejected_stays_out(self) -> None:
        draft = Draft(self.RAW, {self.key(): Decision(verdict="reject")})
        _, (edit,) = draft.take([proposal(8, 13, "3")])
        assert (draft.text, edit.status) == (self.RAW, "rejected")

    def test_accepted_suggestion_goes_in(self) -> None:
        draft = Draft(self.RAW, {self.key(): Decision(verdict="accept")})
        draft.take([proposal(8, 13, "3", tier="suggest")])
        assert [(e.status, e.after) for e in draft.applied] == [("accepted", "3")]

    def test_own_wording_replaces_a_flag(self) -> None:
        draft = Draft(self.RAW, {self.key(): Decision(verdict="accept", after="III")})
        draft.take([proposal(8, 13, None, tier="flag")])
        assert draft.text == "one two III four five six"

    def test_nothing_rewrites_a_reviewers_words_unasked(self) -> None:
        draft = Draft(self.RAW, {self.key(): Decision(verdict="accept", after="III")})
        draft.take([proposal(8, 13, "3")])
        _, left = draft.take([proposal(8, 11, "4", rule="other.rule")])
        assert "III" in draft.text
        assert [e.status for e in left] == ["suggested"]
        assert draft.take([proposal(8, 11, "again")]) == ([], [])

    def test_key_survives_a_changed_neighbourhood_elsewhere(self) -> None:
        refetched = "A new lead paragraph.\n" + self.RAW
        assert decision_key("test.rule", refetched, 30, 35) == self.key()


class TestExclusions:
    def test_apart_exclude_nothing(self) -> None:
        marked = mark_exclusions([edit_of("abcdef", 0, 2), edit_of("abcdef", 2, 4)])
        assert [e.excludes for e in marked] == [(), ()]

    def test_overlapping_name_each_other(self) -> None:
        one, two = edit_of("abcdef", 0, 3), edit_of("abcdef", 2, 4)
        marked = mark_exclusions([two, one])
        assert [e.excludes for e in marked] == [(two.id,), (one.id,)]


def test_two_passes_that_offer_the_same_speak_once() -> None:
    one, twin, other = (
        msgspec.structs.replace(edit_of("abcdef", 0, 2), id=i, rule=r, after=a, status="suggested")
        for i, r, a in (("1", "names.x", "X"), ("2", "wording.x", "X"), ("3", "wording.y", "Y"))
    )
    assert [e.rule for e in mark_exclusions([one, twin, other])] == ["names.x", "wording.y"]
