"""What does each address of the review page answer? Start reading at `make_app`.

Pages are made on the server; what changes on them comes as JSON (decisions) or as a piece
of a page (htmx). Handlers run one after the other, so the desk needs no locks.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, unquote

import jinja2
import msgspec
from starlette.applications import Starlette
from starlette.requests import Request as Call
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from cleanup.decisions import Entry
from cleanup.errors import CleanupError
from cleanup.learning.learn import Example, draft, examples
from cleanup.learning.rulefiles import add_example, as_yaml, set_rule_state
from cleanup.report.jsontext import to_json
from cleanup.report.marked import pieces, rows, shown, shown_change
from cleanup.report.rules import measured
from cleanup.review.desk import STATES, Answer, Desk, Folder, Item, OwnChange, Request
from cleanup.review.exchange import FORMS, export
from cleanup.review.figures import dashboard, hits, rule_figures, rule_rows, tiers
from cleanup.review.queue import choices, filter_of, queue
from cleanup.settings import RuleState

_HERE = Path(__file__).parent
REVIEWER = "cleanup-reviewer"
"""The cookie that holds the name a reviewer gave."""
MOST_HITS = 1000
"""Hits shown on a rule's page: more is a job for the filters."""
VIEWS = ("inline", "side", "raw", "clean")


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """What the article page sends to decide."""

    article: str
    decisions: list[Request]


class AskUndo(msgspec.Struct, frozen=True, kw_only=True):
    """What the article page sends to undo; without numbers the reviewer's last decision there."""

    article: str
    numbers: list[int] = []


class AskHits(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions on a rule's hits, by article."""

    hits: dict[str, list[Request]]


class AskExample(msgspec.Struct, frozen=True, kw_only=True):
    """The number of the decision whose sentence is to become an example."""

    number: int


class AskState(msgspec.Struct, frozen=True, kw_only=True):
    """A rule's tier for this project, or for one source alone; None: nothing of its own."""

    state: RuleState | None
    source: str | None = None


class AskChange(msgspec.Struct, frozen=True, kw_only=True):
    """A change of the reviewer's own: the spans of the pieces where the selection begins and ends,
    and how many UTF-16 units (JavaScript's measure) of what is shown lie before it in each."""

    article: str
    first: tuple[int, int]
    first_at: int
    last: tuple[int, int]
    last_at: int
    after: str


def make_app(desk: Desk, who: str) -> Starlette:
    """The application, without the gate before it."""
    pages = Pages(desk, who)
    static = StaticFiles(directory=_HERE / "static")
    routes = [
        Route("/", pages.queue),
        Route("/article/{name:path}", pages.article),
        Route("/decide", pages.decide, methods=["POST"]),
        Route("/undo", pages.undo, methods=["POST"]),
        Route("/change", pages.change, methods=["POST"]),
        Route("/changes/{name:path}", pages.changes),
        Route("/history/{key}", pages.history),
        Route("/rules", pages.rules),
        Route("/rule/{rule}", pages.rule),
        Route("/rule/{rule}/decide", pages.decide_hits, methods=["POST"]),
        Route("/rule/{rule}/state", pages.set_state, methods=["POST"]),
        Route("/rule/{rule}/example", pages.add_example, methods=["POST"]),
        Route("/candidate", pages.candidate),
        Route("/dashboard", pages.dashboard),
        Route("/export/{form}/{name:path}", pages.export),
        Route("/name", pages.rename, methods=["POST"]),
        Mount("/static", static),
    ]
    return Starlette(routes=routes, exception_handlers={CleanupError: _told})


async def _told(_: Call, err: Exception) -> Response:
    return _json({"error": str(err)}, 409)


def _json(value: Any, status: int = 200) -> Response:
    return Response(to_json(value), status, media_type="application/json")


def templates() -> jinja2.Environment:
    """The templates; all text that goes into them is escaped."""
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(
        shown=lambda t: shown(t or ""),
        change=lambda t: shown_change(t or ""),
        address=lambda t: quote(t, safe=""),
        day=lambda t: t[:10],
        minute=lambda t: t[:16].replace("T", " "),
    )
    return found


class Pages:
    """The handlers, over one desk."""

    def __init__(self, desk: Desk, who: str) -> None:
        self.desk = desk
        self._who = who
        self._templates = templates()

    def who(self, call: Call) -> str:
        """The reviewer's name: the one given in this browser, else that of the command line."""
        return shown(unquote(call.cookies.get(REVIEWER, ""))).strip()[:60] or self._who

    def page(self, call: Call, template: str, **values: Any) -> Response:
        """A page, or for htmx the part of it that changes."""
        is_part = call.headers.get("hx-request") == "true"
        made = self._templates.get_template(template)
        context = {"who": self.who(call), "part": is_part, **values}
        return HTMLResponse(made.render(context).encode("utf-8", "replace"))

    async def queue(self, call: Call) -> Response:
        """The queue."""
        self.desk.sync()
        chosen = filter_of(call.query_params)
        found = queue(self.desk, chosen)
        return self.page(call, "queue.html", queue=found, chosen=chosen, choices=choices(self.desk))

    async def article(self, call: Call) -> Response:
        """One article with its changes."""
        self.desk.sync()
        folder = self.desk.open(call.path_params["name"])
        if folder is None:
            return HTMLResponse("No such article. <a href='/'>Queue</a>", 404)
        chosen = filter_of(call.query_params)
        view = call.query_params.get("view", "inline")
        by_id = {i.edit.id: i for i in self.desk.items(folder)}
        laid_out = pieces(folder.raw, folder.edits)
        names = [r.folder.name for r in queue(self.desk, chosen).rows]
        at = names.index(folder.name) if folder.name in names else -1
        return self.page(
            call,
            "article.html",
            folder=folder,
            chosen=chosen,
            view=view if view in VIEWS else "inline",
            views=VIEWS,
            rows=list(rows(folder.raw, laid_out)),
            order=[i for p in laid_out if p.edit for i in (by_id[e.id] for e in (p.edit, *p.others))],
            items=by_id,
            rules=self.desk.rules,
            seen=self.desk.version,
            text=self.desk.result(folder).text if view == "clean" else "",
            previous=names[at - 1] if at > 0 else None,
            next=names[at + 1] if at + 1 < len(names) else None,
            position=at + 1,
            total=len(names),
        )

    async def decide(self, call: Call) -> Response:
        """Store decisions; answers only when they are on disk."""
        ask = await _read(call, Ask)
        self.desk.sync()
        folder = self._folder(ask.article)
        answer = self.desk.decide(folder, ask.decisions, who=self.who(call))
        by_id = dict(zip((e.id for e in folder.edits), folder.keys, strict=True))
        return self._answer(folder, answer, {by_id[d.id] for d in ask.decisions})

    async def change(self, call: Call) -> Response:
        """Store a change of the reviewer's own."""
        ask = await _read(call, AskChange)
        folder = self._folder(ask.article)
        start = _raw_offset(folder.raw, ask.first, ask.first_at)
        end = _raw_offset(folder.raw, ask.last, ask.last_at)
        change = OwnChange(start=start, end=end, after=ask.after)
        return self._answer(folder, self.desk.change(folder, change, who=self.who(call)), set())

    async def undo(self, call: Call) -> Response:
        """Take decisions back."""
        ask = await _read(call, AskUndo)
        folder = self._folder(ask.article)
        last = self.desk.last_of(folder, self.who(call))
        numbers = ask.numbers or ([last] if last is not None else [])
        undone = self.desk.undo(numbers, who=self.who(call))
        # the page does not know what a rule had offered where somebody chose other words
        reload = any(e.decision.after is not None or e.place.key not in folder.keys for e in undone)
        keys = [e.place.key for e in undone]
        return _json({"keys": keys, "states": self._states(folder, set(keys)), "reload": reload})

    async def changes(self, call: Call) -> Response:
        """What stands decided in an article, if anything has changed since the page last looked."""
        self.desk.sync()
        if call.query_params.get("seen") == self.desk.version:
            return Response(status_code=204)
        folder = self._folder(call.path_params["name"])
        return _json({"states": self._states(folder, set(folder.keys)), "seen": self.desk.version})

    async def history(self, call: Call) -> Response:
        """Everything ever decided on one place."""
        entries = self.desk.store.history(call.path_params["key"])
        return self.page(call, "history.html", entries=entries)

    async def rules(self, call: Call) -> Response:
        """All rules that found something, with what reviewers made of it."""
        self.desk.sync()
        return self.page(call, "rules.html", rows=rule_rows(self.desk))

    async def rule(self, call: Call) -> Response:
        """One rule: what it says, how often it was right, where it fired."""
        self.desk.sync()
        rule_id = call.path_params["rule"]
        chosen = filter_of({**call.query_params, "rule": rule_id})
        found = hits(self.desk, chosen)
        return self.page(
            call,
            "rule.html",
            rule_id=rule_id,
            rule=self.desk.rules.get(rule_id),
            origin=self.desk.origin(rule_id),
            figures=rule_figures(self.desk, rule_id),
            measured=measured(rule_id),
            tiers=tiers(self.desk, rule_id),
            examples=self._examples(rule_id),
            hits=found[:MOST_HITS],
            total=len(found),
            chosen=chosen,
            states=STATES,
        )

    async def decide_hits(self, call: Call) -> Response:
        """Accept or reject hits of a rule in many articles at once."""
        ask = await _read(call, AskHits)
        self.desk.sync()
        wanted = [(self._folder(name), requests) for name, requests in ask.hits.items()]
        answer = self.desk.decide_all(wanted, who=self.who(call))
        return _json({"done": len(answer.done), "conflicts": len(answer.conflicts)})

    async def set_state(self, call: Call) -> Response:
        """Give a rule another tier in cleanup.toml, or switch it off; the next run obeys."""
        ask = await _read(call, AskState)
        set_rule_state(call.path_params["rule"], ask.state, self.desk.settings_file, source=ask.source)
        return _json({"state": ask.state})

    async def add_example(self, call: Call) -> Response:
        """Make a decided sentence an example of its rule, if the rule does what it says."""
        ask = await _read(call, AskExample)
        rule_id = call.path_params["rule"]
        found = next((e for e in self._examples(rule_id) if e.number == ask.number), None)
        if found is None:
            raise CleanupError("this is an example already, or its decision was undone")
        path = Path(self.desk.origin(rule_id).rpartition(":")[0])
        exception = add_example(path, found, self.desk.settings)
        return _json({"number": ask.number, "exception": exception})

    def _examples(self, rule_id: str) -> list[Example]:
        entries = [e for e in self.desk.entries.values() if e.place.rule == rule_id]
        return list(examples(entries, self.desk.rules))

    async def candidate(self, call: Call) -> Response:
        """A change of the reviewer's own, as the beginning of a rule."""
        before, after = (call.query_params.get(k, "")[:500] for k in ("before", "after"))
        return self.page(call, "candidate.html", yaml=as_yaml(draft(before, after)))

    async def dashboard(self, call: Call) -> Response:
        """What a team looks at."""
        self.desk.sync()
        return self.page(call, "dashboard.html", figures=dashboard(self.desk))

    async def export(self, call: Call) -> Response:
        """An article as decided, as a file."""
        self.desk.sync()
        folder, form = self._folder(call.path_params["name"]), call.path_params["form"]
        if form not in FORMS:
            raise CleanupError(f"forms are {', '.join(FORMS)}")
        with_suggestions = call.query_params.get("suggestions") == "1"
        data = export(self.desk, folder, form, with_suggestions=with_suggestions)
        name = quote(f"{folder.name}.{form}")
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(data, media_type=FORMS[form], headers=headers)

    async def rename(self, call: Call) -> Response:
        """Remember the reviewer's name in this browser."""
        name = await _read(call, str)
        answer = _json({"name": name})
        answer.set_cookie(REVIEWER, quote(name.strip()[:60]), httponly=True, samesite="strict")
        return answer

    def _folder(self, name: str) -> Folder:
        if name not in self.desk.folders:
            raise CleanupError("no such article")
        return self.desk.folders[name]

    def _answer(self, folder: Folder, answer: Answer, keys: set[str]) -> Response:
        conflicts = [_spoken(e) for e in answer.conflicts]
        return _json({"done": answer.done, "conflicts": conflicts, "states": self._states(folder, keys)})

    def _states(self, folder: Folder, keys: set[str]) -> dict[str, Any]:
        return {i.key: _state(i) for i in self.desk.items(folder) if i.key in keys}


def _state(item: Item) -> dict[str, Any]:
    said = _spoken(item.entry) if item.entry else {}
    return {"state": item.state, "number": item.number, **said}


def _spoken(entry: Entry) -> dict[str, Any]:
    said = {"verdict": entry.decision.verdict, "after": shown_change(entry.decision.after or "")}
    return {"key": entry.place.key, "number": entry.number, "who": entry.who, "at": entry.at, **said}


def _raw_offset(raw: str, span: tuple[int, int], units: int) -> int:
    """Where in raw the place lies that has so many UTF-16 units of the piece before it as shown."""
    start, end = span
    if not 0 <= start <= end <= len(raw):
        raise CleanupError("the article has changed since it was opened; load it again")
    for at in range(start, end):
        if units <= 0:
            return at
        units -= len(shown(raw[at]).encode("utf-16-le", "replace")) // 2
    return end


_Kind = TypeVar("_Kind")


async def _read(call: Call, kind: type[_Kind]) -> _Kind:
    """The JSON body as a value. Raises CleanupError for anything else."""
    try:
        return msgspec.json.decode(await call.body(), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as err:
        raise CleanupError(f"not understood: {err}") from err
