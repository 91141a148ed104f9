"""How do our values become JSON that holds every character, broken bytes too?"""

from __future__ import annotations

import json
from typing import Any

import msgspec


def to_json(value: Any, *, indent: int | None = None) -> bytes:
    r"""UTF-8 JSON. A byte that was no UTF-8 (a lone surrogate here) is written as an escape.

    >>> to_json({"a": "ł\udc81"})
    b'{"a":"\xc5\x82\\udc81"}'
    """
    try:
        plain = msgspec.json.encode(value)
    except UnicodeEncodeError:  # msgspec refuses lone surrogates
        data = msgspec.to_builtins(value)
        gaps = (",", ":") if indent is None else (",", ": ")
        text = json.dumps(data, ensure_ascii=False, indent=indent, separators=gaps)
        return text.encode("utf-8", "backslashreplace")
    return plain if indent is None else msgspec.json.format(plain, indent=indent)
