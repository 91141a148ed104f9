"""A person put into a table of names: refused, in its place, found in texts."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from conftest import Project

from cleanup.errors import RulesError
from cleanup.onomastics.gazetteer import Person, load_tables
from cleanup.onomastics.lookup import Gazetteer
from cleanup.onomastics.newnames import add_person
from cleanup.rules import rules_folder

ZOE = Person("Zoë Quarles", ("Зои Кварлз",), "f", "GB", "minister", ())


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"name": "Zoë"}, "two words or more"),
        ({"name": "Zoë\tQuarles"}, "a field is empty, or holds a tab"),
        ({"office": " "}, "a field is empty"),
        ({"russian": ("Zoi Kvarlz",)}, "not in Cyrillic letters: Zoi Kvarlz"),
        ({"country": "UK"}, "country UK is none of AE, "),
        ({"name": "Keir Starmer"}, "is in the tables already"),
        ({"name": "Kir Starmer"}, "would be taken for a spelling of Keir Starmer"),
    ],
)
def test_what_cannot_be_right_is_refused(tmp_path: Path, change: dict[str, str], problem: str) -> None:
    fields = {f: getattr(ZOE, f) for f in Person.__struct_fields__} | change
    with pytest.raises(RulesError, match=problem):
        add_person(Person(**fields), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_goes_to_its_place_and_is_found(tmp_path: Path) -> None:
    add_person(ZOE, tmp_path)
    path = add_person(
        Person("Adam Quarles", ("Адам Кварлз",), "m", "GB", "actor", ("Ade Quarles",)), tmp_path
    )
    assert path.read_text("utf-8").splitlines()[1:] == [
        "Adam Quarles\tАдам Кварлз\tm\tGB\tactor\tAde Quarles",
        "Zoë Quarles\tЗои Кварлз\tf\tGB\tminister",
    ]
    gazetteer = Gazetteer(load_tables((rules_folder(), tmp_path)))
    (mention,) = gazetteer.read("Zoi Kvarlz").mentions
    assert [gazetteer.tables.people[p].name for p in mention.people] == ["Zoë Quarles"]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that not even root can read")
def test_a_table_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "names").mkdir()
    (tmp_path / "names" / "people.tsv").symlink_to("/proc/self/mem")
    with pytest.raises(RulesError, match=r"people\.tsv: cannot be read: "):
        load_tables((rules_folder(), tmp_path))


def test_on_the_command_line(project: Project) -> None:
    entry = ("Zoë Quarles", "Зои Кварлз", "--gender", "f", "--country", "GB", "--office", "minister")
    assert project.call("names", "add", *entry) == (
        0,
        "Zoë Quarles is in packs/names/people.tsv\n".encode(),
        "",
    )
    code, _, err = project.call("names", "add", *entry)
    assert (code, err) == (2, "cleanup: Zoë Quarles: is in the tables already\n")
    _, _, err = project.call("names", "add", *entry, "--to", "other")
    assert 'rule_folders = ["other"]' in err


def test_a_new_name_makes_old_results_stale(project: Project) -> None:
    project.write("a.txt", "Nothing to do.\n")
    assert "1 cleaned, 0 up to date" in project.call("run")[1].decode()
    assert "0 cleaned, 1 up to date" in project.call("run")[1].decode()
    add_person(ZOE, project.root / "packs")
    assert "1 cleaned, 0 up to date" in project.call("run")[1].decode()
