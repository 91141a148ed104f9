"""Which choices does a user have? One typed object; every default says why.

A user's `cleanup.toml` overrides the keys it names and no others; a key that is
not below is an error.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec

from cleanup.errors import SettingsError

FILE_NAME = "cleanup.toml"

RuleState = Literal["off", "auto", "suggest", "flag"]
Grammar = Literal["off", "embedded", "languagetool"]
NameSpelling = Literal["majority", "canonical", "bgn", "ap", "un"]


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that can be set."""

    packs: tuple[str, ...] = ("any", "en", "ru-en")
    """Rule packs, in loading order; the ones for Russian → English news."""

    rule_folders: tuple[str, ...] = ()
    """Folders with packs of the user's own, loaded after ours."""

    rules: dict[str, RuleState] = {}
    """Rule id → `off` or a tier other than the rule's own. Nothing by default."""

    sources: dict[str, dict[str, RuleState]] = {}
    """Source or agency, as an article's metadata names it → the same for its articles alone, where
    one site's habits differ from the rest. Nothing by default."""

    passes_off: tuple[str, ...] = ()
    """Passes left out. None: every pass earns its place on real articles."""

    name_spelling: NameSpelling = "majority"
    """Which of several spellings of one name in an article stays. `majority`, the article's own,
    by default: another house's article keeps that house's custom. `canonical` is the spelling of
    the tables of names; `ap`, `bgn` and `un` are those of the Associated Press, of BGN/PCGN and of
    the United Nations, where the tables hold the name. A name spelt in one way only stays."""

    grammar: Grammar = "off"
    """Which grammar engine is heard besides our own rules. `off`, since the machine translations of
    today hold few slips that an engine finds (docs/decisions/012-engines.md), and an engine reads
    20 kB a second where all our passes read a thousand."""

    languagetool: str = ""
    """Address of the LanguageTool server for `grammar = "languagetool"`. By default the one that
    answers on this machine (port 8081), else one is started for the run."""

    languagetool_seconds: Annotated[float, msgspec.Meta(gt=0)] = 20.0
    """Longest wait for its answer; 20 kB take a second where nobody else asks."""

    rule_seconds: Annotated[float, msgspec.Meta(gt=0)] = 0.5
    """Longest time one rule may take in one article; a sound rule needs about 0.00001 s."""

    decisions: str = ""
    """Where reviewers' decisions are kept: an SQLite file or a database URL. By default
    decisions.sqlite beside the results, so that one folder holds all that came of the work."""

    max_bytes: Annotated[int, msgspec.Meta(gt=0)] = 200_000_000
    """Largest raw file read. An article is a few kB; beyond this it is a mistake or an attack."""


def read_settings(path: Path | None = None) -> Settings:
    """Settings from `path`, or from ./cleanup.toml where there is one, else the defaults.

    Raises SettingsError for a missing file, bad TOML, an unknown key or a wrong type.
    """
    if path is None:
        path = Path(FILE_NAME)
        if not path.is_file():
            return Settings()
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Settings)
    except OSError as err:
        raise SettingsError(f"{path}: cannot read the settings: {err.strerror}") from err
    except (msgspec.DecodeError, UnicodeDecodeError) as err:
        known = ", ".join(Settings.__struct_fields__)
        raise SettingsError(f"{path}: {err}. Known keys: {known}") from err
