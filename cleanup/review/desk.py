"""What lies on the reviewers' desk? All articles with their edits and what was decided on them.

Start reading at `Desk`. Statuses follow decisions at once; an article is cleaned anew,
with its decisions, when it is next opened, so that what is seen is what `cleanup run` makes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from cleanup import files
from cleanup.article import Article, Meta
from cleanup.batch import decisions_location
from cleanup.decisions import DecisionStore, Entry, Place, Wish, spoken
from cleanup.edits import OWN_RULE, Decision, Edit, decision_key
from cleanup.errors import ArticleError, CleanupError
from cleanup.page import RuleSet
from cleanup.pipeline import Cleaner, Result
from cleanup.placing import place_of
from cleanup.rules import Rule, load_rules
from cleanup.score import Score
from cleanup.settings import Settings

State = Literal["open", "applied", "accepted", "rejected"]
STATES: tuple[State, ...] = ("open", "applied", "accepted", "rejected")
UNKNOWN = "unknown"
"""The source of an article that names none."""


class Item(NamedTuple):
    """An edit as a reviewer meets it."""

    edit: Edit
    key: str
    entry: Entry | None

    @property
    def state(self) -> State:
        """What was decided; without a decision, whether it stands in the text."""
        if self.entry is not None:
            return "accepted" if self.entry.decision.verdict == "accept" else "rejected"
        undecided = self.edit.status in ("suggested", "flagged")
        return "open" if undecided or self.edit.tier != "auto" else "applied"

    @property
    def number(self) -> int:
        """The decision's number; 0 without one."""
        return self.entry.number if self.entry else 0


class Folder(msgspec.Struct, kw_only=True):
    """One article on the desk."""

    id: str
    name: str
    """The id as it stands in addresses: any file name as plain Unicode."""
    path: Path
    raw: str
    encoding: str
    edits: tuple[Edit, ...]
    keys: tuple[str, ...]
    meta: Meta
    score: Score
    is_stale: bool = False
    """Whether decisions came since it was cleaned."""

    @property
    def source(self) -> str:
        """The site or agency it came from."""
        return self.meta.source or self.meta.agency or UNKNOWN

    @property
    def date(self) -> str:
        """The day, if the article tells it."""
        return (self.meta.date or "")[:10]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One decision as the page asks for it."""

    id: str
    """Of the edit."""
    verdict: Literal["accept", "reject"]
    after: str | None = None
    seen: int = 0


class OwnChange(msgspec.Struct, frozen=True, kw_only=True):
    """A change a reviewer makes unasked: raw[start:end] → after."""

    start: int
    end: int
    after: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of decisions: their numbers, and those of others that stood in the way."""

    done: list[int]
    conflicts: list[Entry]


class Desk:
    """All articles and decisions. Not for several threads at once."""

    def __init__(
        self,
        settings: Settings,
        out: Path,
        articles: Iterable[files.RawFile],
        *,
        settings_file: Path | None = None,
    ) -> None:
        """Take up the articles that a run has cleaned into `out`."""
        self.settings = settings
        self.settings_file = settings_file
        """None: ./cleanup.toml, where there is one."""
        self.out = out
        self.store = DecisionStore(decisions_location(settings, out))
        self.entries: dict[str, Entry] = self.store.current()
        self._last = max((e.number for e in self.store.history()), default=0)
        self._undone = self.store.undone()
        book = load_rules(settings)
        self._compiled = {c.rule.id: c for c in book.rules}
        self._rules = RuleSet(book, settings)
        self._cleaner: Cleaner | None = None
        self.folders: dict[str, Folder] = {}
        self._holders: dict[str, set[str]] = {}
        """Decision key → names of the articles it concerns."""
        for file in articles:
            folder = _take_up(file, out, settings)
            if folder is not None:
                self.folders[folder.name] = folder
                self._index(folder)

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules by id, those too that are switched off."""
        return {i: c.rule for i, c in self._compiled.items()}

    def origin(self, rule_id: str) -> str:
        """file:line of a rule; nothing for one that there is not any more."""
        compiled = self._compiled.get(rule_id)
        return compiled.origin if compiled else ""

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    @property
    def version(self) -> str:
        """Changes with every decision and every undoing."""
        return f"{self._last}-{self._undone}"

    # --- reading --------------------------------------------------------------

    def items(self, folder: Folder) -> list[Item]:
        """The article's edits with what was decided on them."""
        entries = self.entries
        return [Item(e, k, entries.get(k)) for e, k in zip(folder.edits, folder.keys, strict=True)]

    def open(self, name: str) -> Folder | None:
        """An article as `cleanup run` would make it now."""
        folder = self.folders.get(name)
        if folder is not None and folder.is_stale:
            self._renew(folder)
        return folder

    def result(self, folder: Folder) -> Result:
        """The article cleaned with all decisions."""
        return self.cleaner.clean(Article(id=folder.id, raw=folder.raw))

    @property
    def cleaner(self) -> Cleaner:
        """A cleaner that obeys the decisions of this moment."""
        if self._cleaner is None:
            decisions = {k: spoken(e) for k, e in self.entries.items()}
            self._cleaner = Cleaner(self.settings, decisions=decisions, rules=self._rules)
        return self._cleaner

    def _renew(self, folder: Folder) -> None:
        result = self.result(folder)
        folder.edits, folder.meta, folder.score = result.edits, result.meta, result.score
        folder.keys = _keys(folder.raw, result.edits)
        folder.is_stale = False
        self._index(folder)

    def _index(self, folder: Folder) -> None:
        for key in folder.keys:
            self._holders.setdefault(key, set()).add(folder.name)

    # --- deciding -------------------------------------------------------------

    def decide(self, folder: Folder, requests: Sequence[Request], *, who: str) -> Answer:
        """Store decisions on one article; see `decide_all`."""
        return self.decide_all([(folder, requests)], who=who)

    def decide_all(self, wanted: Iterable[tuple[Folder, Sequence[Request]]], *, who: str) -> Answer:
        """Store decisions; those where another reviewer came first are handed back instead.

        Raises CleanupError, and stores nothing, for an edit that its article does not have any more.
        """
        wishes = [self._wish(folder, r) for folder, requests in wanted for r in requests]
        return self._record(wishes, who)

    def _wish(self, folder: Folder, request: Request) -> Wish:
        at = next((i for i, e in enumerate(folder.edits) if e.id == request.id), None)
        if at is None:
            raise CleanupError("the article has changed since it was opened; load it again")
        edit, key = folder.edits[at], folder.keys[at]
        after = None if request.verdict == "reject" or request.after == edit.after else request.after
        decision = Decision(verdict=request.verdict, after=after)
        return Wish(place=self._place(folder, edit, key), decision=decision, seen=request.seen)

    def change(self, folder: Folder, change: OwnChange, *, who: str) -> Answer:
        """Store a change of the reviewer's own. Raises CleanupError where it makes no sense."""
        if not 0 <= change.start < change.end <= len(folder.raw):
            raise CleanupError("choose some text to change")
        place = _place(folder, (change.start, change.end), OWN_RULE, offered=None)
        return self._record([Wish(place=place, decision=Decision(verdict="accept", after=change.after))], who)

    def undo(self, numbers: Sequence[int], *, who: str) -> list[Entry]:
        """Take decisions back; returns what they were. Those undone already are passed over."""
        by_number = {e.number: e for e in self.entries.values()}
        if not by_number.keys() >= set(numbers):  # others lie under a later decision
            by_number = {e.number: e for e in self.store.history()}
        taken_back = []
        for number in numbers:
            entry = by_number.get(number)
            if entry is not None and entry.undone_at is None:
                self.store.undo(number, who=who)
                taken_back.append(entry)
        self.sync()
        return taken_back

    def last_of(self, folder: Folder, who: str) -> int | None:
        """The number of a reviewer's last decision on an article that counts."""
        mine = [e.number for e in self.entries.values() if e.who == who and e.place.article == folder.id]
        return max(mine, default=None)

    def sync(self) -> None:
        """Take in what others (other windows, other machines) have decided since."""
        fresh = self.store.since(self._last)
        undone = self.store.undone()
        if undone != self._undone:
            now = self.store.current()
            changed = {k for k in now.keys() | self.entries.keys() if now.get(k) != self.entries.get(k)}
            concerned = [e for k in changed for e in (now.get(k), self.entries.get(k)) if e is not None]
            self.entries = now
        else:
            concerned = [e for e in fresh if e.undone_at is None]
            self.entries.update((e.place.key, e) for e in concerned)
        self._undone = undone
        self._last = max([self._last, *(e.number for e in fresh)])
        if concerned:
            self._cleaner = None
        by_id = {f.id: f for f in self.folders.values()} if any(_is_own(e) for e in concerned) else {}
        for entry in concerned:
            for name in self._holders.get(entry.place.key, ()):
                self.folders[name].is_stale = True
            if _is_own(entry) and entry.place.article in by_id:
                by_id[entry.place.article].is_stale = True

    def _record(self, wishes: Sequence[Wish], who: str) -> Answer:
        made = self.store.record_all(wishes, who=who)
        self.sync()
        done = [n for n in made if isinstance(n, int)]
        return Answer(done=done, conflicts=[e for e in made if isinstance(e, Entry)])

    def _place(self, folder: Folder, edit: Edit, key: str) -> Place:
        known = self.entries.get(key)
        offered = known.place.offered if known else edit.after
        return _place(folder, (edit.start, edit.end), edit.rule, offered=offered)


def _is_own(entry: Entry) -> bool:
    return entry.place.rule == OWN_RULE


def _take_up(file: files.RawFile, out: Path, settings: Settings) -> Folder | None:
    """The article as the last run left it; None for one that could not be cleaned."""
    record = files.read_record(out, file.id)
    if record is None:
        return None
    try:
        raw = files.read_raw(file.path, settings.max_bytes)
    except ArticleError:
        return None
    return Folder(
        id=file.id,
        name=file.id.encode("utf-8", "backslashreplace").decode(),
        path=file.path,
        raw=raw.text,
        encoding=raw.encoding,
        edits=record.edits,
        keys=_keys(raw.text, record.edits),
        meta=record.meta,
        score=record.score,
    )


def _keys(raw: str, edits: Iterable[Edit]) -> tuple[str, ...]:
    return tuple(decision_key(e.rule, raw, e.start, e.end) for e in edits)


def _place(folder: Folder, span: tuple[int, int], rule: str, *, offered: str | None) -> Place:
    return place_of(folder.raw, span, rule, article=folder.name, source=folder.source, offered=offered)
