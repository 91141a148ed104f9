"""How is the API described? For programs as OpenAPI, for people as one page that needs no network.

The paths stand in openapi.yaml beside this file; the schemas are made of the very values that
the code reads and writes, so they cannot differ from what it does.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from markupsafe import Markup, escape

from cleanup import __version__
from cleanup.patterns import lazy_re
from cleanup.server import articles, languagetool, protocol

_CODE = lazy_re("`([^`]+)`")
_HERE = Path(__file__).parent
_REF = "#/components/schemas/"
_VALUES = (
    articles.Batch,
    articles.Checked,
    articles.Cleaned,
    articles.Failed,
    protocol.Answer,
    protocol.Info,
    protocol.LanguageInfo,
)
_REFUSALS = ("400", "401", "403", "404", "405", "408", "413", "415", "422", "500", "503")


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document."""
    import yaml  # what only describes waits until somebody asks: together it takes 0.3 s at the start

    from cleanup.server import deciding

    found: dict[str, Any] = yaml.safe_load((_HERE / "openapi.yaml").read_text("utf-8"))
    values = (*_VALUES, deciding.Ask, deciding.Decided, deciding.Listed)
    found["info"]["version"] = __version__
    _, schemas = msgspec.json.schema_components(values, ref_template=_REF + "{name}")
    found["components"]["schemas"] |= schemas
    # of a row at least one is there; msgspec has no word for that
    schemas["Row"]["anyOf"] = [
        {"required": [name], "properties": {name: {"type": "string"}}} for name in ("text", "html")
    ]
    form, check = found["components"]["schemas"]["Form"], found["paths"]["/v2/check"]
    form["properties"]["language"]["enum"] += languagetool.LANGUAGES
    check["get"] = _as_query(check["post"], form)
    for operation in (o for path in found["paths"].values() for o in path.values()):
        for status in _REFUSALS:
            operation["responses"].setdefault(status, {"$ref": "#/components/responses/Problem"})
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(found))
    return plain


def _as_query(operation: dict[str, Any], form: dict[str, Any]) -> dict[str, Any]:
    """The same operation with a text in its address, as older clients ask."""
    parameters = [
        {"name": name, "in": "query", "required": name in ("text", "language"), "schema": schema}
        for name, schema in form["properties"].items()
        if name != "data"
    ]
    told = {k: v for k, v in operation.items() if k != "requestBody"}
    own = {"operationId": "languageToolCheckQuery", "summary": "Check a short text in the address"}
    return {**told, **own, "parameters": parameters}


def _marked(text: str) -> Markup:
    """A description, what stands in backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped before


@cache
def page() -> str:
    """The same for people."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["marked"] = _marked
    return environment.get_template("reference.html").render(api=document())
