"""How does a person come into a table of names? `add_person`; see gazetteer.py for the table."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from cleanup.errors import RulesError
from cleanup.onomastics.gazetteer import Person, load_tables, rows_of
from cleanup.onomastics.lookup import Gazetteer
from cleanup.patterns import lazy_regex
from cleanup.rules import rules_folder

_HEAD = (
    "# People. Columns: English, Russian forms (;), gender, country, office, other English spellings (;).\n"
)
_RUSSIAN = lazy_regex(r"[\p{Cyrillic}’' -]+")


def add_person(person: Person, folder: Path) -> Path:
    """Put a person into names/people.tsv of a rule folder, in its place in the order; returns the file.

    Raises RulesError, and leaves the file, where the entry cannot be right or is there already.
    """
    book = Gazetteer(load_tables((rules_folder(), folder)))
    if problem := next(_problems(person, book), None):
        raise RulesError(f"{person.name}: {problem}")
    path = folder / "names" / "people.tsv"
    russian, also = ";".join(person.russian), ";".join(person.also)
    row = [person.name, russian, person.gender, person.country, person.office, also]
    rows = sorted([*rows_of(folder, path.name), row])
    old = path.read_text("utf-8") if path.exists() else _HEAD
    head = "".join(line for line in old.splitlines(keepends=True) if line.startswith("#"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        new.write_text(head + "".join("\t".join(r).rstrip() + "\n" for r in rows), "utf-8")
        os.replace(new, path)
    except OSError as err:
        raise RulesError(f"{path}: cannot be written: {err.strerror}") from err
    return path


def _problems(person: Person, book: Gazetteer) -> Iterator[str]:
    """What is wrong with an entry."""
    fields = (person.name, *person.russian, person.office, *person.also)
    if not all(f.strip() and f.isprintable() and ";" not in f for f in fields):
        yield "a field is empty, or holds a tab, a line end or a semicolon"
    if len(person.words) == 1:
        yield "give the full name, two words or more"
    if wrong := [r for r in person.russian if not _RUSSIAN.fullmatch(r)]:
        yield f"not in Cyrillic letters: {wrong[0]}"
    if person.country not in book.tables.countries:
        yield f"country {person.country} is none of {', '.join(sorted(book.tables.countries))}"
    if any(p.name == person.name for p in book.tables.people):
        yield "is in the tables already"
    for mention in book.read(person.name).mentions:
        if len(mention.fits) > 1 and set(mention.fits) != {"same"}:
            other = book.tables.people[mention.people[0]].name
            yield f"would be taken for a spelling of {other}; add it to that entry's other spellings"
