"""What is an article? One text with an id, and what is known about it."""

from __future__ import annotations

import msgspec

Finding = dict[str, str | list[str]]
"""Fields of Meta that one place of a text tells."""


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """A text to clean. `raw` never changes."""

    id: str
    raw: str
    source: str | None = None
    """The text in the source language, when there is one."""
    meta: Finding = {}
    """What is known of it from elsewhere, such as the web page it stood on."""


class Meta(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an article says about itself outside its text; only what was found."""

    title: str | None = None
    date: str | None = None
    """ISO 8601."""
    byline: str | None = None
    place: str | None = None
    agency: str | None = None
    source: str | None = None
    photo_credits: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    translation_credit: str | None = None
    language: str | None = None
    """ISO 639: en."""


def merge_meta(found: list[Finding]) -> Meta:
    """One Meta from the findings of an article, in reading order.

    The first finding of a single value wins; lists collect without repeats.
    """
    values: dict[str, object] = {}
    for finding in found:
        for key, value in finding.items():
            if isinstance(value, list):
                known = values.setdefault(key, [])
                assert isinstance(known, list)
                known.extend(v for v in value if v not in known)
            else:
                values.setdefault(key, value)
    return msgspec.convert(values, Meta)
