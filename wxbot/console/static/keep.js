// What somebody typed outlives an expired session, a closed lid and a slipped finger, as long as the tab stays open.
// Forms with data-keep are noted in the tab's own storage; where the page shows something else, it is offered again.

const PREFIX = "keep:";
const SENT = "keep-sent";
const words = document.body.dataset;

// By the whole address: /broadcasts/new?kind=text and ?kind=image are two forms.
const keyOf = (form, place) => `${PREFIX}${location.pathname}${location.search}#${form.id || place}`;
const skipped = (field) => !field.name || ["hidden", "password", "file", "submit", "button"].includes(field.type);
const valueOf = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value);

function taken(form) {
  return [...form.elements].filter((field) => !skipped(field)).map((field) => [field.name, valueOf(field)]);
}

function put(form, values) {
  const fields = [...form.elements].filter((field) => !skipped(field));
  fields.forEach((field, place) => {
    const [name, value] = values[place] ?? [];
    if (name !== field.name) return;
    if (typeof value === "boolean") field.checked = value;
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function button(label, look, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `btn btn-sm btn-${look}`;
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function offer(form, key, values) {
  const bar = document.createElement("div");
  bar.className = "alert alert-warning kept";
  bar.setAttribute("role", "status");
  const said = document.createElement("span");
  said.textContent = words.keptSaid;
  const end = () => { sessionStorage.removeItem(key); bar.remove(); };
  bar.append(said, button(words.keptRestore, "primary", () => { put(form, values); end(); }), button(words.keptDrop, "outline-secondary", end));
  form.before(bar);
}

function watch(form, place) {
  const key = keyOf(form, place);
  const shown = JSON.stringify(taken(form));
  const kept = sessionStorage.getItem(key);
  if (kept && kept !== shown) offer(form, key, JSON.parse(kept));
  else sessionStorage.removeItem(key);
  let changed = false;
  form.addEventListener("input", () => {
    changed = JSON.stringify(taken(form)) !== shown;
    if (changed) sessionStorage.setItem(key, JSON.stringify(taken(form)));
  });
  form.addEventListener("submit", () => { changed = false; sessionStorage.setItem(SENT, key); });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

// A form that was sent led to another page: it arrived, unless that page asks to sign in first or tells of trouble, or
// somebody came back from a page that never loaded. Letters lead back to the page on which they were written.
const sent = sessionStorage.getItem(SENT);
const [opened] = performance.getEntriesByType("navigation");
const lost = document.querySelector(".door, .trouble") || opened?.type === "back_forward";
sessionStorage.removeItem(SENT);
if (sent && !lost) sessionStorage.removeItem(sent);
document.querySelectorAll("form[data-keep]").forEach(watch);
