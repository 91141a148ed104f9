"""The tables of names: what is refused, what a user's folder adds."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleanup.errors import RulesError
from cleanup.onomastics.gazetteer import load_tables, read_tables
from cleanup.onomastics.lookup import Gazetteer
from cleanup.rules import rules_folder


def test_line_with_too_many_fields_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "people.tsv"
    table.write_text("# head\nA\tА\tm\tGB\tminister\t\textra\n", "utf-8")
    with pytest.raises(RulesError, match=r"people\.tsv:2: expected 6 fields"):
        read_tables([table])


def test_every_person_has_a_russian_form_and_a_known_country() -> None:
    tables = load_tables((rules_folder(),))
    assert [p.name for p in tables.people if not p.russian or p.gender not in ("m", "f")] == []
    assert sorted({p.country for p in tables.people} - tables.countries.keys()) == []


def test_user_folder_adds_people(tmp_path: Path) -> None:
    (tmp_path / "names").mkdir()
    (tmp_path / "names" / "people.tsv").write_text("Zoë Quarles\tЗои Кварлз\tf\tGB\tminister\n", "utf-8")
    gazetteer = Gazetteer(load_tables((rules_folder(), tmp_path)))
    (mention,) = gazetteer.read("Zoi Kvarlz").mentions
    assert [gazetteer.tables.people[p].name for p in mention.people] == ["Zoë Quarles"]


def test_right_names_are_read_as_right() -> None:
    gazetteer = Gazetteer(load_tables((rules_folder(),)))
    fits = {
        p.name: {f for m in gazetteer.read(p.name).mentions for f in m.fits} for p in gazetteer.tables.people
    }
    assert [n for n, f in fits.items() if f - {"same"} and "." not in n] == []


def test_lesser_towns_add_to_the_places_and_name_their_source() -> None:
    table = rules_folder() / "names" / "towns.tsv"
    lines = table.read_text("utf-8").splitlines()
    towns = [line.split("\t")[0] for line in lines if not line.startswith("#")]
    places = [p for p in load_tables((rules_folder(),)).places if not p.minor]
    assert "GeoNames (https://www.geonames.org, CC BY 4.0)" in "".join(lines[:3])
    assert set(towns) & {form for p in places for form in (p.name, *p.also)} == set()
    assert len(towns) > 3000


def test_right_names_of_places_are_no_garbled_ones() -> None:
    gazetteer = Gazetteer(load_tables((rules_folder(),)))
    names = {p.name for p in gazetteer.tables.places}
    assert {n: gazetteer.read(n).places for n in names if gazetteer.read(n).places} == {}
