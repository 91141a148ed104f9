// The article page: move from change to change, decide, undo. A decision shows at once; "saved"
// appears when the server has it on disk. Nothing here knows rules or texts.
"use strict";

const root = document.getElementById("article");
const text = document.getElementById("text");
const savedLine = document.getElementById("saved");
const ownForm = document.getElementById("own");
const ownText = document.getElementById("own-text");
const edits = [...document.querySelectorAll(".edit")];
const byKey = new Map();
for (const edit of edits) {
  if (!byKey.has(edit.dataset.key)) byKey.set(edit.dataset.key, []);
  byKey.get(edit.dataset.key).push(edit);
}
const STATES = ["open", "applied", "accepted", "rejected"];
const SIGNS = { open: "?", applied: "", accepted: "✓", rejected: "✗" };
const undoable = []; // numbers of the decisions taken here, an array for each key press
let current = null;
let stops = "open"; // "open": j and k go to open changes; "all": to every change
let pending = 0;
let line = Promise.resolve(); // requests go one after the other, in the order of the keys
let selected = null;

// --- showing ----------------------------------------------------------------

const stateOf = (edit) => STATES.find((s) => edit.classList.contains(s));
const cardOf = (edit) => document.getElementById(`c-${edit.id.slice(2)}`);

function sign(edit) {
  const state = stateOf(edit);
  edit.querySelector(".sign").textContent = state === "open" && edit.classList.contains("flag") ? "⚑" : SIGNS[state];
}

function setState(edit, state, facts = {}) {
  edit.classList.remove(...STATES);
  edit.classList.add(state);
  edit.setAttribute("aria-label", edit.getAttribute("aria-label").replace(/^\w+/, state));
  if (facts.number !== undefined) edit.dataset.number = facts.number;
  const words = facts.after || facts.wording;
  if (words !== undefined && words !== "") edit.querySelector("ins").textContent = words;
  sign(edit);
  const card = cardOf(edit);
  card.querySelector(".state").textContent = state;
  card.querySelector(".by").textContent = facts.who ? `by ${facts.who}` : "";
}

function showStates(states) {
  for (const [key, facts] of Object.entries(states)) {
    for (const edit of byKey.get(key) || []) setState(edit, facts.state, facts);
  }
  count();
}

function count() {
  const open = edits.filter((e) => e.classList.contains("open")).length;
  document.getElementById("open-count").textContent = open;
  return open;
}

function go(edit, isQuiet = false) {
  if (current) {
    current.classList.remove("current");
    cardOf(current).hidden = true;
  }
  current = edit;
  if (!edit) return;
  edit.classList.add("current");
  cardOf(edit).hidden = false;
  edit.focus({ preventScroll: true });
  edit.scrollIntoView({ block: isQuiet ? "nearest" : "center" });
}

function isStop(edit) {
  if (edit.classList.contains("other")) return false;
  return stops === "all" || edit.classList.contains("open");
}

function move(step, wanted = isStop) {
  const from = current ? edits.indexOf(current) : step > 0 ? -1 : edits.length;
  for (let i = from + step; i >= 0 && i < edits.length; i += step) {
    if (wanted(edits[i])) return go(edits[i]);
  }
  tell(step > 0 ? "No more changes below; n: next article" : "No more changes above");
}

function moveOn() {
  const isOpen = (e) => e.classList.contains("open") && !e.classList.contains("other");
  const after = edits.slice(edits.indexOf(current) + 1).find(isOpen) || edits.find(isOpen);
  if (after) go(after);
  else tell("Nothing is open here; n: next article");
}

// --- deciding ---------------------------------------------------------------

function queued(work) {
  pending += 1;
  savedLine.textContent = "saving …";
  const done = line.then(work).catch((error) => {
    tell(`Not saved: ${error.message}. Load the page again.`, true);
    savedLine.textContent = "";
  }).finally(() => {
    pending -= 1;
    root.dataset.pending = pending;
  });
  root.dataset.pending = pending;
  line = done;
  return done;
}

function decide(chosen, verdict, after = null, wording = undefined) {
  const state = verdict === "accept" ? "accepted" : "rejected";
  const before = chosen.map((e) => [e, stateOf(e)]);
  for (const edit of chosen) {
    for (const twin of byKey.get(edit.dataset.key)) setState(twin, state, { wording });
  }
  count();
  queued(async () => {
    const decisions = chosen.map((e) => ({ id: e.id.slice(2), verdict, after, seen: Number(e.dataset.number) }));
    try {
      const answer = await send("/decide", { article: root.dataset.article, decisions });
      showStates(answer.states);
      if (answer.done.length) undoable.push(answer.done);
      answer.conflicts.forEach(showConflict);
      savedLine.textContent = answer.conflicts.length ? "" : `saved ${answer.done.length}`;
    } catch (error) {
      before.forEach(([edit, was]) => setState(edit, was));
      count();
      throw error;
    }
  });
}

function showConflict(other) {
  for (const edit of byKey.get(other.key) || []) {
    const box = cardOf(edit).querySelector(".conflict");
    const words = other.after ? ` “${other.after}”` : "";
    box.textContent = `${other.who} decided here first: ${other.verdict}${words}. That stands; decide again to replace it.`;
    go(edit);
  }
  tell("Another reviewer decided here first", true);
}

function undo(chosen = undoable.pop() || []) {
  queued(async () => {
    const answer = await send("/undo", { article: root.dataset.article, numbers: chosen });
    if (!answer.keys.length) return tell("Nothing of yours to undo here");
    if (answer.reload) return location.reload();
    showStates(answer.states);
    const back = byKey.get(answer.keys[0]);
    if (back) go(back[0]);
    savedLine.textContent = `undone ${answer.keys.length}`;
  });
}

function sameRule() {
  const rule = current.dataset.rule;
  return edits.filter((e) => e.dataset.rule === rule && ["open", "applied"].includes(stateOf(e)));
}

function alternative(number) {
  const button = cardOf(current).querySelectorAll(".alternative")[number - 1];
  if (!button) return;
  decide([current], "accept", button.dataset.after, button.dataset.after);
  moveOn();
}

const acts = {
  accept() {
    decide([current], "accept");
    moveOn();
  },
  reject() {
    decide([current], "reject");
    moveOn();
  },
  skip: moveOn,
  own: openOwn,
  undo: () => undo(),
  "accept-rule"() {
    decide(sameRule(), "accept");
    moveOn();
  },
  "reject-rule"() {
    decide(sameRule(), "reject");
    moveOn();
  },
  back: () => move(-1),
  on: () => move(1),
  stops() {
    stops = stops === "open" ? "all" : "open";
    document.querySelector("[data-act=stops]").setAttribute("aria-pressed", stops === "open");
    tell(stops === "open" ? "j and k stop at open changes" : "j and k stop at every change");
  },
};
const needsChange = ["accept", "reject", "accept-rule", "reject-rule"];

function act(name) {
  if (needsChange.includes(name) && !current) return tell("Choose a change first: j");
  tell("");
  acts[name]();
}

// --- own wording, for a change or for selected text -----------------------------

function openOwn() {
  selected = readSelection() ?? selected; // the browser tells of a selection only a moment later
  if (!selected && !current) return tell("Choose a change, or select text");
  ownText.value = selected ? selected.words : cardOf(current).querySelector(".offered").value;
  document.getElementById("own-rule").hidden = !selected;
  ownForm.hidden = false;
  ownText.focus();
  ownText.select();
}

function closeOwn() {
  ownForm.hidden = true;
  selected = null;
  if (current) current.focus();
}

function saveOwn() {
  const after = ownText.value;
  const place = selected;
  closeOwn();
  if (!place) {
    decide([current], "accept", after, after);
    return moveOn();
  }
  queued(async () => {
    await send("/change", { article: root.dataset.article, after, ...place.span });
    location.reload();
  });
}

function spot(node, at) {
  // the piece that holds a place of the page, and how far into what is shown the place lies
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const piece = element.closest("#text [data-s]");
  if (!piece) return null;
  const span = [Number(piece.dataset.s), Number(piece.dataset.e)];
  return { span, at, isEdit: piece.classList.contains("edit") };
}

function readSelection() {
  const range = document.getSelection();
  if (range.isCollapsed || !range.rangeCount) return null;
  const { startContainer, startOffset, endContainer, endOffset } = range.getRangeAt(0);
  const first = spot(startContainer, startOffset);
  const last = spot(endContainer, endOffset);
  if (!first || !last) return null;
  return {
    words: range.toString(),
    span: {
      first: first.span,
      first_at: first.isEdit ? 0 : first.at,
      last: last.span,
      last_at: last.isEdit ? 2 ** 30 : last.at, // to the end of the change
    },
  };
}

document.addEventListener("selectionchange", () => {
  if (ownForm.hidden) selected = readSelection();
});

ownForm.addEventListener("submit", (event) => {
  event.preventDefault();
  saveOwn();
});
ownText.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeOwn();
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    saveOwn();
  }
});
document.getElementById("own-cancel").addEventListener("click", closeOwn);
document.getElementById("own-rule").addEventListener("click", () => {
  const query = new URLSearchParams({ before: selected.words, after: ownText.value });
  location.assign(`/candidate?${query}`);
});

// --- keys and pointers ----------------------------------------------------------

const keys = {
  j: "on", k: "back", a: "accept", x: "reject", " ": "skip", e: "own", u: "undo", o: "stops",
  A: "accept-rule", X: "reject-rule",
};

function leave(id, otherwise) {
  const link = document.getElementById(id);
  if (!link) return tell(otherwise);
  line.then(() => link.click()); // what was decided is saved first
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
  if (event.key === " " && event.target.closest("button, summary, a")) return;
  if (event.key in keys) {
    event.preventDefault();
    act(keys[event.key]);
  } else if (event.key === "n") leave("next", "This is the last article");
  else if (event.key === "p") leave("previous", "This is the first article");
  else if (/^[1-9]$/.test(event.key) && current) alternative(Number(event.key));
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (button) return act(button.dataset.act);
  const past = event.target.closest("[data-undo]");
  if (past) return undo([Number(past.dataset.undo)]);
  const other = event.target.closest(".alternative");
  if (other) {
    decide([current], "accept", other.dataset.after, other.dataset.after);
    return moveOn();
  }
  const edit = event.target.closest(".edit");
  if (edit) go(edit, true);
});

window.addEventListener("beforeunload", (event) => {
  if (pending) event.preventDefault();
});

// --- what others decide meanwhile -------------------------------------------------

setInterval(async () => {
  if (pending || document.hidden) return;
  try {
    const query = new URLSearchParams({ seen: root.dataset.seen });
    const answer = await fetch(`/changes/${encodeURIComponent(root.dataset.article)}?${query}`);
    if (answer.status !== 200 || pending) return;
    const { states, seen } = await answer.json();
    root.dataset.seen = seen;
    showStates(states);
  } catch {
    tell("The server does not answer; decisions cannot be saved", true);
  }
}, 4000);

edits.forEach(sign);
count();
const asked = location.hash && document.getElementById(location.hash.slice(1));
const first = asked || edits.find(isStop) || edits[0];
if (first) go(first, !asked);
