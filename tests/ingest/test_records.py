"""Rows in, records out: the bytes that every adapter and engine must give."""

from __future__ import annotations

import json

import msgspec
import pytest
from articles import CLEANED, ODD, ODD_CLEANED, TEXT

from cleanup.ingest.jsonlines import pack, record_from, unpack
from cleanup.ingest.records import COLUMNS, BadRow, Columns, Record, Row, digest_of, record_of
from cleanup.ingest.snapshot import Snapshot


class TestColumns:
    def test_other_columns_are_left_alone(self) -> None:
        assert Columns().row({"id": 7, "text": "x", "url": 3}) == Row(id=7, text="x")

    def test_names_of_ones_own(self) -> None:
        columns = Columns(id="url", text="body", source="ru")
        assert columns.row({"url": "u", "body": "x", "ru": "х", "text": 3}) == Row(
            id="u", text="x", source="х"
        )

    def test_a_number_where_there_is_no_id(self) -> None:
        assert Columns().row({"text": "x"}, 4) == Row(id=4, text="x")

    @pytest.mark.parametrize(
        ("values", "name", "error"),
        [
            ({"id": 1}, 1, "not a row {id, text}: neither `text` nor `html`"),
            ({"id": 1, "text": None}, 1, "not a row {id, text}: neither `text` nor `html`"),
            ({"id": 1, "text": 5}, 1, "not a row {id, text}: Expected `str | null`, got `int` - at `$.text`"),
            (
                {"text": "x"},
                None,
                "not a row {id, text}: Expected `int | float | str`, got `null` - at `$.id`",
            ),
        ],
    )
    def test_what_is_no_row(self, values: dict[str, object], name: object, error: str) -> None:
        assert Columns().row(values) == BadRow(id=name, error=error)


class TestRecord:
    def test_a_text_with_nothing_to_do(self, snapshot: Snapshot) -> None:
        record = record_of(Row(id=1, text="All is well.\n"), snapshot.cleaner())
        assert (record.text, record.edits, record.meta, record.error) == ("All is well.\n", "[]", "{}", None)

    def test_a_text(self, snapshot: Snapshot) -> None:
        record = record_of(Row(id=1, text=TEXT), snapshot.cleaner())
        assert record.text == CLEANED
        assert [e["rule"] for e in json.loads(record.edits or "")] == [
            "wording.dry-residue", "wording.accent", "wording.question-price",
        ]  # fmt: skip
        assert record.tally() == {
            ("auto", "accuracy/mistranslation", "applied"): 1,
            ("suggest", "accuracy/mistranslation", "suggested"): 1,
            ("flag", "accuracy/mistranslation", "flagged"): 1,
        }

    def test_a_line_is_json_in_one_order(self, snapshot: Snapshot) -> None:
        record = record_of(Row(id="é", text=ODD), snapshot.cleaner())
        value = json.loads(record.line())
        assert list(value) == ["id", "text", "edits", "meta", "score"]
        assert (value["id"], value["text"]) == ("é", ODD_CLEANED)
        assert value["edits"] == json.loads(record.edits or "")

    def test_there_and_back(self, snapshot: Snapshot) -> None:
        record = record_of(Row(id=7.5, text=ODD), snapshot.cleaner())
        assert record_from(record.line()) == record
        failed = Record(id=[1], error="no")
        assert record_from(failed.line()) == failed

    @pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
    def test_packed_and_unpacked(self, snapshot: Snapshot, suffix: str) -> None:
        records = [record_of(Row(id=n, text=t), snapshot.cleaner()) for n, t in enumerate([TEXT, ODD, ""])]
        assert list(unpack(pack(records, suffix), suffix)) == records
        assert pack(records, suffix) == pack(records, suffix)

    def test_broken_bytes_stay_in_json_and_are_told_in_tables(self, snapshot: Snapshot) -> None:
        record = record_of(Row(id=1, text="a\udc81b"), snapshot.cleaner())
        assert json.loads(record.line())["text"] == "a\udc81b"
        assert record.valid() == Record(
            id="1", error="holds bytes that are no text, which only JSON lines can keep"
        )

    def test_a_row_of_a_table(self, snapshot: Snapshot) -> None:
        values = record_of(Row(id=7, text=TEXT), snapshot.cleaner()).values()
        assert tuple(values) == COLUMNS
        assert (values["id"], values["text"], values["error"]) == ("7", CLEANED, None)

    def test_a_web_page(self, snapshot: Snapshot) -> None:
        paragraphs = (
            "<p>In the dry residue, we lost the match.</p><p>Another paragraph of it follows here.</p>"
        )
        page = f"<html><body><article>{paragraphs}</article></body></html>"
        record = record_of(Row(id=1, html=page), snapshot.cleaner())
        assert (record.extracted or "").startswith("In the dry residue, we lost the match.")
        assert (record.text or "").startswith("On balance, we lost the match.")

    def test_a_text_too_large(self, snapshot: Snapshot) -> None:
        settings = msgspec.structs.replace(snapshot.settings, max_bytes=9)
        cleaner = msgspec.structs.replace(snapshot, settings=settings).cleaner()
        assert record_of(Row(id=1, text="0123456789"), cleaner) == Record(
            id=1, error="row 1: larger than 9 bytes; raise max_bytes in cleanup.toml"
        )


def test_a_digest_tells_rows_and_bases_apart() -> None:
    rows = [
        Row(id=1, text="x"), Row(id="1", text="x"), Row(id=1, text="y"), Row(id=1, text="x", source="x"),
        Row(id=1, html="x"), Row(id=1, text="\udc81"), BadRow(id=1, error="x"),
    ]  # fmt: skip
    digests = {digest_of(row, basis) for row in rows for basis in ("a", "b")}
    assert len(digests) == 2 * len(rows)
    assert digest_of(rows[0], "a") == digest_of(Row(id=1, text="x"), "a")
