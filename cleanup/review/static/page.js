// What every page has: the reviewer's name, the list of keys, notices.
"use strict";

const notice = document.getElementById("notice");

function tell(text, isBad = false) {
  notice.textContent = text;
  notice.className = isBad ? "bad" : "";
}

async function send(address, value) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(value),
  });
  const type = answer.headers.get("Content-Type") || "";
  const body = type.includes("json") ? await answer.json() : { error: await answer.text() };
  if (!answer.ok) throw new Error(body.error || `the server answered ${answer.status}`);
  return body;
}

function isTyping(event) {
  return event.target.closest("input:not([type=checkbox]), textarea, select, dialog[open]") !== null;
}

document.getElementById("help-button").addEventListener("click", () => document.getElementById("help").showModal());

document.addEventListener("keydown", (event) => {
  if (event.key === "?" && !isTyping(event)) document.getElementById("help").showModal();
});

const nameDialog = document.getElementById("name-dialog");
document.getElementById("reviewer").addEventListener("click", () => nameDialog.showModal());
nameDialog.addEventListener("close", async () => {
  if (nameDialog.returnValue !== "save") return;
  const { name } = await send("/name", nameDialog.querySelector("input").value);
  document.querySelector("#reviewer b").textContent = name;
});
