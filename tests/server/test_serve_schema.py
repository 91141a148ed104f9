"""Does the API do what its description says, whatever is sent? Schemathesis makes the requests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import requests
import schemathesis
from conftest import Project
from hosting import Server
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import positive_data_acceptance

from cleanup.server.openapi import document

EXAMPLES = 15
"""Requests made up for each address, beside those for each corner of its schema; ten seconds in all."""

schema = schemathesis.openapi.from_dict(document(), config=SchemathesisConfig.from_dict({"seed": 7}))
schema.config.generation.update(max_examples=EXAMPLES, deterministic=True)


@schemathesis.serializer("application/x-ndjson")
def as_lines(_: Any, value: Any) -> bytes:
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "surrogatepass")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    found = Server(Project(tmp_path_factory.mktemp("schema")).root)
    yield found.url
    assert found.stop() == 0


@schema.parametrize()
@hypothesis.settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
def test_no_defect_and_no_answer_beyond_the_schema(case: schemathesis.Case, address: str) -> None:
    # no schema says which HTML holds an article, or which text is JSON, so what fits it may be refused
    case.call_and_validate(base_url=address, excluded_checks=[positive_data_acceptance])


def test_the_document_is_served(address: str) -> None:
    assert requests.get(f"{address}/openapi.json", timeout=20).json() == document()


def refs(value: Any) -> Iterator[str]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        if key == "$ref":
            yield inner
        yield from refs(inner)


def test_every_name_in_it_is_explained() -> None:
    parts = document()["components"]
    known = {f"#/components/{kind}/{name}" for kind in ("schemas", "responses") for name in parts[kind]}
    assert set(refs(document())) <= known
