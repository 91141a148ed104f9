"""What does an answer of a LanguageTool server hold? The names are its own, in camel case."""

from __future__ import annotations

import msgspec


class _Told(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    pass


class Software(_Told, frozen=True):
    """What answers."""

    name: str
    version: str
    build_date: str = ""
    api_version: int = 1
    premium: bool = False
    premium_hint: str = ""
    status: str = ""


class Info(_Told, frozen=True):
    """The answer of /v2/info."""

    software: Software


class LanguageInfo(_Told, frozen=True):
    """An element of the answer of /v2/languages."""

    name: str
    code: str
    long_code: str


class Warnings(_Told, frozen=True, omit_defaults=True):
    """Whether something is left out."""

    incomplete_results: bool
    incomplete_results_reason: str | None = None


class DetectedLanguage(_Told, frozen=True):
    """The language that the text is in."""

    name: str
    code: str
    confidence: float = 1.0
    source: str = "cleanup"


class Language(_Told, frozen=True):
    """The language that the text was checked as."""

    name: str
    code: str
    detected_language: DetectedLanguage


class Replacement(_Told, frozen=True):
    """One way to put it right."""

    value: str


class Context(_Told, frozen=True):
    """The text around a match, on one line."""

    text: str
    offset: int
    length: int


class MatchType(_Told, frozen=True):
    """Which colour some editors underline in."""

    type_name: str


class RuleCategory(_Told, frozen=True):
    """A group of rules that can be switched off together."""

    id: str
    name: str


class MatchRule(_Told, frozen=True, omit_defaults=True):
    """The rule that found it."""

    id: str
    description: str
    issue_type: str
    category: RuleCategory
    tags: tuple[str, ...] = ()


class Match(_Told, frozen=True):
    """One finding. Offset and length count UTF-16 code units; a flag has no replacements."""

    message: str
    short_message: str
    replacements: tuple[Replacement, ...]
    offset: int
    length: int
    context: Context
    sentence: str
    type: MatchType
    rule: MatchRule
    ignore_for_incomplete_sentence: bool = False
    context_for_sure_match: int = 0


class Answer(_Told, frozen=True):
    """The answer of /v2/check."""

    software: Software
    warnings: Warnings
    language: Language
    matches: list[Match]
    sentence_ranges: list[tuple[int, int]]
