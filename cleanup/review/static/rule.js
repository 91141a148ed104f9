// The rule page: choose hits, decide on them at once, give the rule another tier.
"use strict";

const hits = [...document.querySelectorAll("input[name=hit]")];
const form = document.getElementById("hits");

document.getElementById("all").addEventListener("change", (event) => {
  for (const hit of hits) hit.checked = event.target.checked;
});

form.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-verdict]");
  if (!button) return;
  const chosen = hits.filter((h) => h.checked);
  if (!chosen.length) return tell("Choose some hits first");
  const byArticle = {};
  for (const { dataset } of chosen) {
    byArticle[dataset.article] ??= [];
    byArticle[dataset.article].push({ id: dataset.id, verdict: button.dataset.verdict, seen: Number(dataset.seen) });
  }
  try {
    const { done, conflicts } = await send(`/rule/${encodeURIComponent(form.dataset.rule)}/decide`, { hits: byArticle });
    tell(`${done} saved` + (conflicts ? `, ${conflicts} decided otherwise by others before` : ""), conflicts > 0);
    setTimeout(() => location.reload(), conflicts ? 3000 : 600);
  } catch (error) {
    tell(`Not saved: ${error.message}`, true);
  }
});

for (const select of document.querySelectorAll("[data-state]")) {
  select.addEventListener("change", async () => {
    const ask = { state: select.value || null, source: select.dataset.source || null };
    try {
      await send(`/rule/${encodeURIComponent(form.dataset.rule)}/state`, ask);
      tell("Saved in the settings; the next run obeys");
    } catch (error) {
      tell(`Not saved: ${error.message}`, true);
    }
  });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-example]");
  if (!button) return;
  try {
    const number = Number(button.dataset.example);
    const { exception } = await send(`/rule/${encodeURIComponent(form.dataset.rule)}/example`, { number });
    button.disabled = true;
    const silent = exception ? `; it is silent from now on where it finds ${exception}` : "";
    tell(`Written into the rule's file; its examples hold${silent}`);
  } catch (error) {
    tell(`Not written: ${error.message}`, true);
  }
});
