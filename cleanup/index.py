"""Where in a text do literals of rules stand? Start reading at `LiteralIndex.hits`."""

from __future__ import annotations

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, chain
from pathlib import Path

import msgspec

from cleanup import cache
from cleanup.literals import Sought
from cleanup.matchtexts import LONGEST
from cleanup.rules import Compiled
from cleanup.scanner import Scanner

Hit = tuple[int, int, int]
"""Number of a rule; start and end of one of its literals, from the start of the part of the text that was
looked through. A plain tuple: there are many."""


_GROUPS = {"wording": "wording", "residue": "lines", "boilerplate": "lines", "metadata": "lines"}
"""Passes whose literals are looked for together; those of all others are, too. Wording has nine tenths of
all literals and is asked for once in most articles; passes that take lines away see the most texts."""


class _Table(msgspec.Struct, frozen=True):
    """The literals of a group of passes, and the rules that each of them speaks for, all in numbers: a start
    reads them at once, where it would make 80,000 lists."""

    scanner: str
    sizes: bytes
    """Characters of each literal that lie in a match."""
    behind: bytes
    """Characters of each literal that lie behind a match."""
    owners: bytes
    """Rules, those of the first literal first."""
    starts: bytes
    """Where each literal's owners begin, and where the last end."""


def group_of(pass_name: str) -> str:
    """The passes whose literals are looked for with this one's, under one name."""
    return _GROUPS.get(pass_name, "words")


class _Owners(dict[int, tuple[int, int, tuple[int, ...]]]):
    """Lengths and rules of each literal that was found before; few ever are."""

    def __init__(self, table: _Table) -> None:
        super().__init__()
        self._sizes, self._behind, self._rules, self._starts = (
            array("I", numbers) for numbers in (table.sizes, table.behind, table.owners, table.starts)
        )

    def __missing__(self, literal: int) -> tuple[int, int, tuple[int, ...]]:
        rules = self._rules[self._starts[literal] : self._starts[literal + 1]]
        found = self[literal] = self._sizes[literal], self._behind[literal], tuple(rules)
        return found


class _Index:
    """A table made ready to be asked."""

    def __init__(self, table: _Table, scanner: Scanner) -> None:
        self._owners = _Owners(table)
        self._scanner = scanner

    def hits(self, folded: str, start: int, end: int) -> list[Hit]:
        """The hits that begin in folded[start:end]; a line end stands at either end of the text."""
        owners, found = self._owners, list[Hit]()
        low = max(0, start - LONGEST)
        shift, length = low - 1 - start, end - start
        for literal, place in self._scanner.places(f"\n{folded[low : end + LONGEST]}\n"):
            size, behind, rules = owners[literal]
            until = shift + place - behind
            at = until - size
            if 0 <= at < length:
                for rule in rules:
                    found.append((rule, at, until))
        return found


class LiteralIndex:
    """The literals of rules by group of passes, found all at once. Holds no state of any text."""

    def __init__(self, rules: Sequence[Compiled], key: str) -> None:
        """`key` names the files the rules come from, where the index may be kept; else it is empty."""
        self._rules = rules
        self._passes = [c.rule.pass_name for c in rules]
        self._indexes: dict[str, _Index] = {}
        """Of the groups that asked so far."""
        self._tables = self._kept_tables(key) if key else self._make_tables()

    def hits(self, folded: str, group: str, start: int, end: int) -> dict[str, list[Hit]]:
        """Hits of the group's rules that begin in folded[start:end], for each pass by rule and place.

        A text is looked through for the many rules of one pass when that pass runs, and not again
        for each change that the passes before it make.
        """
        found: dict[str, list[Hit]] = {}
        if group in self._tables:
            for hit in sorted(self._index(group).hits(folded, start, end)):
                found.setdefault(self._passes[hit[0]], []).append(hit)
        return found

    def _index(self, group: str) -> _Index:
        if group not in self._indexes:
            table = self._tables[group]
            scanner = Scanner.of_key(table.scanner)
            if scanner is None:
                self._make_tables()
            else:
                self._indexes[group] = _Index(table, scanner)
        return self._indexes[group]

    def _kept_tables(self, key: str) -> dict[str, _Table]:
        made_of = [key, cache.key_of([Path(__file__)]), *(c.rule.id for c in self._rules)]
        digest = hashlib.blake2b("\0".join(made_of).encode(), digest_size=16).hexdigest()
        return cache.made("index", digest, dict[str, _Table], self._make_tables)

    def _make_tables(self) -> dict[str, _Table]:
        """The tables of all groups, and their indexes."""
        owners: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for i, compiled in enumerate(self._rules):
            assert compiled.needle is not None
            for literal in compiled.needle.literals:
                owners[group_of(compiled.rule.pass_name)][literal].append(i)
        tables = {}
        for name, rules in owners.items():
            sought = [*map(Sought.of, rules)]
            scanner = Scanner([s.text for s in sought], literal=True)
            tables[name] = _Table(
                scanner=scanner.key,
                sizes=array("I", (s.size for s in sought)).tobytes(),
                behind=array("I", (s.behind for s in sought)).tobytes(),
                owners=array("I", chain.from_iterable(rules.values())).tobytes(),
                starts=array("I", accumulate(map(len, rules.values()), initial=0)).tobytes(),
            )
            self._indexes[name] = _Index(tables[name], scanner)
        return tables
