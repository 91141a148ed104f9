r"""Which simpler pattern finds every place where a rule's pattern may match?

Start reading at `simplify`. Hyperscan reads a text once for thousands of patterns, but knows
no look-around, no back-references and, on bytes, no letters beyond ASCII. The simpler pattern
leaves those out: it matches wherever the rule's own does, and hardly anywhere else. What may
stand at the end but need not is cut off, so that one place is told once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from cleanup.literals import Node, parse

_HIGH = r"\x80-\xff"
"""The bytes of characters beyond ASCII."""
_SPACE = rf"[\t\x0b-\x0d\x1c-\x20{_HIGH}]*"
"""What may stand around a line; some spaces are beyond ASCII."""
_MOST_SPELT = 8
"""Characters beyond ASCII that are spelt out in a class; more of them are any such characters."""
_MOST_COUNTED = 4
"""Repeats that are counted; more are any number, which makes a small automaton."""
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_WORD = frozenset(c for c in map(chr, range(128)) if c.isalnum() or c == "_")
_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    op.CATEGORY_DIGIT: str.isdigit,
    op.CATEGORY_NOT_DIGIT: lambda c: not c.isdigit(),
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_NOT_SPACE: lambda c: not c.isspace(),
    op.CATEGORY_WORD: _WORD.__contains__,
    op.CATEGORY_NOT_WORD: lambda c: c not in _WORD,
}


def simplify(
    pattern: str,
    lists: dict[str, tuple[str, ...]] | None = None,
    *,
    caseless: bool = True,
    line: bool = False,
) -> str:
    r"""A pattern for the bytes of a text that ends within every match of `pattern`, or right behind it.

    A lookahead at the end counts as part of the match. With `line` it matches whole lines.

    >>> simplify(r"\b(?:old|new)(?! age) \w+"), simplify("€5 residues?", caseless=False)
    ('(?i)\\b(?:old|new) (?:[0-9A-Z_a-z]|[\\x80-\\xff]+)', '(?:\\xe2\\x82\\xac)5 residue')
    """
    items = [*parse(pattern, lists or {})]
    body = _Walk(caseless=caseless).sequence(items, tail=not line)
    if line:
        body = f"^{_SPACE}(?:{body}){_SPACE}$"
    elif items[:1] == [(op.AT, op.AT_BEGINNING)]:
        body = f"^{body}"
    return f"(?i){body}" if caseless else body


class _Class(NamedTuple):
    """One character: of ASCII, or of those beyond that are spelt out, or any beyond."""

    ascii: frozenset[str]
    spelt: frozenset[str]
    high: bool

    def one(self) -> str:
        """Pattern of one such character."""
        options = [_bytewise(group) for group in _by_length(self.spelt)]
        if self.high or len(self.spelt) > _MOST_SPELT:
            options = [f"[{_HIGH}]+"]
        if self.ascii:
            options.insert(0, _set(self.ascii))
        return options[0] if len(options) == 1 and (self.ascii or self.high) else f"(?:{'|'.join(options)})"

    def several(self) -> str:
        """Pattern of a byte of such characters."""
        return "[" + _ranges(self.ascii) + (_HIGH if self.high or self.spelt else "") + "]"


class _Walk:
    """One walk over the tree of a pattern."""

    def __init__(self, *, caseless: bool) -> None:
        self._caseless = caseless

    def sequence(self, items: Sequence[Node], *, tail: bool) -> str:
        """The items as one pattern; at the `tail` what need not stand there is left out."""
        parts: list[str] = []
        for i in range(len(items) - 1, -1, -1):
            code, arg = items[i]
            if code is op.AT:
                part = self._position(arg, items[:i], items[i + 1 :], tail=tail)
            elif code is op.ASSERT:
                part = self.sequence([*arg[1]], tail=True) if tail and arg[0] > 0 else ""
            else:
                part = self._node(code, arg, tail=tail)
            if part:
                tail = False
                parts.append(part)
        return "".join(reversed(parts))

    def _node(self, code: Any, arg: Any, *, tail: bool) -> str:
        out = ""
        if (one := self._class(code, arg)) is not None:
            out = one.one()
        elif code is op.SUBPATTERN:
            out = self._group(*arg, tail=tail)
        elif code is op.ATOMIC_GROUP:
            out = self.sequence([*arg], tail=tail)
        elif code is op.BRANCH:
            branches = [self.sequence([*b], tail=tail) for b in arg[1]]
            if not (tail and "" in branches):
                out = f"(?:{'|'.join(dict.fromkeys(branches))})"
        elif code in _REPEATS:
            out = self._repeat(*arg, tail=tail)
        elif code is op.GROUPREF and not tail:
            out = r"[^\n]*"
        return out

    def _group(self, _number: Any, add: int, remove: int, items: Iterable[Node], *, tail: bool) -> str:
        caseless = (self._caseless or bool(add & re.IGNORECASE)) and not remove & re.IGNORECASE
        if caseless == self._caseless:
            return self.sequence([*items], tail=tail)
        inner = _Walk(caseless=caseless).sequence([*items], tail=tail)
        return f"(?{'i' if caseless else '-i'}:{inner})" if inner else ""

    def _repeat(self, least: int, most: Any, body: Sequence[Node], *, tail: bool) -> str:
        body = [*body]
        if tail:
            return self.sequence(body, tail=True) if least else ""
        one = self.sequence(body, tail=False)
        if not one or least == most == 1:
            return one
        simple = self._class(*body[0]) if len(body) == 1 else None
        if most > 1 and simple is not None and (simple.high or simple.spelt):
            return simple.several() + ("+" if least else "*")
        if most == 1:
            return f"(?:{one})?"
        if most <= _MOST_COUNTED:
            return f"(?:{one}){{{least},{most}}}"
        return f"(?:{one})" + ("+" if least else "*")

    def _class(self, code: Any, arg: Any) -> _Class | None:
        """The characters that a node of one character matches."""
        if code is op.IN:
            return _members(arg, caseless=self._caseless)
        if code is op.LITERAL:
            return _members([(code, arg)], caseless=self._caseless)
        if code in (op.NOT_LITERAL, op.ANY):
            left_out = ord("\n") if code is op.ANY else arg
            return _members([(op.NEGATE, None), (op.LITERAL, left_out)], caseless=self._caseless)
        return None

    def _position(self, at: Any, before: Sequence[Node], after: Sequence[Node], *, tail: bool) -> str:
        if at is op.AT_BOUNDARY:
            # beside a word character of ASCII a boundary of letters is one of bytes too
            sure = self._is_word(after) or self._is_word(before[::-1], last=True)
            return r"\b" if sure else ""
        return "$" if at is op.AT_END and tail else ""  # Hyperscan knows no anchor amid a pattern

    def _is_word(self, items: Sequence[Node], *, last: bool = False) -> bool:
        """Whether the first of the items (in either direction) begins with a word character of ASCII."""
        for i, (code, arg) in enumerate(items):
            found = self._class(code, arg)
            if found is not None:
                return not found.high and not found.spelt and found.ascii <= _WORD
            if code is op.SUBPATTERN or code is op.ATOMIC_GROUP:
                inner = [*(arg[3] if code is op.SUBPATTERN else arg)]
                return self._is_word(inner[::-1] if last else inner, last=last)
            if code is op.BRANCH:
                return all(self._is_word([*b][::-1] if last else [*b], last=last) for b in arg[1])
            if code in _REPEATS:
                body = [*arg[2]][::-1] if last else [*arg[2]]
                rest = arg[0] > 0 or self._is_word(items[i + 1 :], last=last)
                return self._is_word(body, last=last) and rest
            if code is op.GROUPREF:
                return False
        return False


def _members(items: Sequence[Node], *, caseless: bool) -> _Class:
    chars: set[str] = set()
    high = negated = False
    for code, arg in items:
        if code is op.NEGATE:
            negated = True
        elif code is op.LITERAL:
            chars.add(chr(arg))
        elif code is op.RANGE:
            chars.update(map(chr, range(arg[0], min(arg[1], 127) + 1)))
            high |= arg[1] > 127
        else:
            chars.update(filter(_CATEGORIES[arg], map(chr, range(128))))
            high = True
    if caseless:
        chars.update([v for c in chars for v in (c.lower(), c.upper()) if len(v) == 1])
    plain = frozenset(c for c in chars if c.isascii())
    if negated:
        return _Class(frozenset(map(chr, range(128))) - plain, frozenset(), high=True)
    small = frozenset(map(str.lower, plain)) if caseless else plain
    return _Class(small, frozenset(chars) - plain, high)


def _by_length(characters: frozenset[str]) -> list[list[bytes]]:
    encoded = sorted((c.encode("utf-8", "replace") for c in characters), key=lambda b: (len(b), b))
    return [[*group] for _, group in groupby(encoded, key=len)]


def _bytewise(encoded: list[bytes]) -> str:
    """Pattern of any of some characters of as many bytes: both cases of a letter are one chain."""
    return "".join(_set(frozenset(map(chr, column))) for column in zip(*encoded, strict=True))


def _plain(character: str) -> str:
    plain = character.isascii() and (character.isalnum() or character == " ")
    return character if plain else f"\\x{ord(character):02x}"


def _set(characters: frozenset[str]) -> str:
    return _plain(min(characters)) if len(characters) == 1 else f"[{_ranges(characters)}]"


def _ranges(characters: frozenset[str]) -> str:
    codes = sorted(map(ord, characters))
    out: list[str] = []
    for start in (c for c in codes if c == 0 or chr(c - 1) not in characters):
        end = start
        while chr(end + 1) in characters:
            end += 1
        out.append(f"\\x{start:02x}" + (f"-\\x{end:02x}" if end > start else ""))
    return "".join(out)
