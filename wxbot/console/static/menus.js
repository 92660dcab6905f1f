// The menu editor without a round trip: buttons move at once, by their own buttons or by dragging, bytes are counted
// while one types, and the phone shows what the menu will look like. Without this script the form does the same itself.

const form = document.querySelector("#menu");
const columns = form.querySelector("[data-columns]");
const kept = form.querySelector("[data-kept]");
const MOST = { column: Number(form.dataset.top), row: Number(form.dataset.below) };
const FIELDS = ["name", "type", "key", "url"];
const encoder = new TextEncoder();

const columnsOf = () => [...columns.querySelectorAll(":scope > [data-column]")];
const rowsOf = (column) => [...column.querySelectorAll("[data-row]")];
const slotOf = (holder) => holder.querySelector("[data-slot]");
const fieldOf = (slot, name) => slot.querySelector(`[data-field="${name}"]`);

function fresh(name) {
  const template = document.querySelector(`template[data-new-${name}]`);
  return template.content.firstElementChild.cloneNode(true);
}

// The menu as a value, which outlives the page in the form's own kept field, and its way back.
const taken = (holder) => Object.fromEntries(FIELDS.map((name) => [name, fieldOf(slotOf(holder), name).value]));
const read = () => columnsOf().map((column) => ({ ...taken(column), below: rowsOf(column).map(taken) }));

function filled(holder, values) {
  FIELDS.forEach((name) => { fieldOf(slotOf(holder), name).value = values[name] ?? ""; });
  return holder;
}

function draw(menu) {
  columns.replaceChildren(...menu.slice(0, MOST.column).map((values) => {
    const column = filled(fresh("column"), values);
    const rows = (values.below ?? []).slice(0, MOST.row).map((below) => filled(fresh("row"), below));
    column.querySelector("[data-rows]").append(...rows);
    return column;
  }));
}

// After every change: the fields' names, what can be pressed, the counters, the phone.
function settle() {
  columnsOf().forEach((column, place, all) => {
    const rows = rowsOf(column);
    named(slotOf(column), `${place}`, { left: place > 0, right: place < all.length - 1 });
    slotOf(column).classList.toggle("parent", rows.length > 0);
    column.querySelector(":scope > [data-act=add]").disabled = rows.length >= MOST.row;
    rows.forEach((row, below) => named(slotOf(row), `${place}-${below}`, {
      up: below > 0, down: below < rows.length - 1,
      left: place > 0 && roomIn(all[place - 1]), right: place < all.length - 1 && roomIn(all[place + 1]),
    }));
  });
  form.querySelector("[data-act=add][value=add]").disabled = columnsOf().length >= MOST.column;
  preview();
}

const roomIn = (column) => rowsOf(column).length < MOST.row;

function named(slot, place, can) {
  FIELDS.forEach((name) => { fieldOf(slot, name).name = `b-${place}-${name}`; });
  slot.querySelectorAll("[data-act]").forEach((button) => {
    button.value = `${button.dataset.act}-${place}`;
    button.disabled = can[button.dataset.act] === false;
  });
  told(slot);
}

const labels = new Map([...form.querySelectorAll("[data-suggested] option")].map((option) => [option.value, option.textContent]));

function told(slot) {
  const [name, type, key, url] = FIELDS.map((field) => fieldOf(slot, field));
  const count = encoder.encode(name.value.trim()).length;
  const bytes = slot.querySelector("[data-bytes]");
  bytes.textContent = `${count}/${name.dataset.most}`;
  bytes.classList.toggle("over", count > Number(name.dataset.most));
  slot.querySelector(".slot-name").textContent = name.value.trim() || form.dataset.unnamed;
  const view = type.value === "view";
  slot.querySelector("[data-for=key]").hidden = view;
  slot.querySelector("[data-for=url]").hidden = !view;
  const target = view ? url.value : labels.get(key.value) ?? key.value;
  slot.querySelector(".slot-target").textContent = slot.classList.contains("parent") ? "" : target;
}

function preview() {
  const open = form.querySelector("[data-preview] details[open]")?.dataset.place;
  const bar = element("ul", "phone-menu", ...read().map((button, place) => element("li", "", shown(button, place, open))));
  form.querySelector("[data-preview]").replaceChildren(bar);
}

function shown(button, place, open) {
  if (!button.below.length) return element("span", "phone-key", button.name);
  const list = element("ul", "", ...button.below.map((below) => element("li", "", below.name)));
  const details = element("details", "", element("summary", "", button.name), list);
  details.name = "phone-menu";
  details.dataset.place = place;
  details.open = open === String(place);
  return details;
}

function element(name, look, ...inside) {
  const made = document.createElement(name);
  if (look) made.className = look;
  made.append(...inside);
  return made;
}

// Everything that changes the menu ends here; the form hears of it, so that it is kept.
function changed() {
  settle();
  kept.value = JSON.stringify(read());
  kept.dispatchEvent(new Event("input", { bubbles: true }));
}

const ACTS = {
  up: (holder) => holder.previousElementSibling?.before(holder),
  down: (holder) => holder.nextElementSibling?.after(holder),
  left: (holder) => sideways(holder, "previousElementSibling", "before"),
  right: (holder) => sideways(holder, "nextElementSibling", "after"),
  remove: (holder) => holder.remove(),
};

function sideways(holder, sibling, where) {
  if (holder.matches("[data-column]")) holder[sibling]?.[where](holder);
  else holder.closest("[data-column]")[sibling]?.querySelector("[data-rows]").append(holder);
}

function add(column) {
  const made = fresh(column ? "row" : "column");
  (column?.querySelector("[data-rows]") ?? columns).append(made);
  slotOf(made).open = true;
  return made;
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (!button) return;
  event.preventDefault();
  const holder = button.closest("[data-row]") ?? button.closest("[data-column]");
  if (button.dataset.act === "add") {
    const made = add(button.closest("[data-column]"));
    changed();
    fieldOf(slotOf(made), "name").focus();
  } else {
    ACTS[button.dataset.act](holder);
    changed();
    if (button.isConnected && !button.disabled) button.focus();
  }
});

form.addEventListener("input", (event) => {
  if (event.target === kept) return event.isTrusted || restore();
  if (!event.target.matches("[data-field]")) return undefined;
  if (event.target.dataset.field === "key") suggest(event.target.value);
  return changed();
});

// What the tab kept of an interrupted edit comes back through the kept field.
function restore() {
  try {
    const menu = JSON.parse(kept.value);
    if (JSON.stringify(menu) !== JSON.stringify(read())) { draw(menu); settle(); }
  } catch { /* It was not written by this page. */ }
}

let asked;
function suggest(words) {
  clearTimeout(asked);
  asked = setTimeout(async () => {
    const answer = await fetch(`${form.dataset.keys}?${new URLSearchParams({ words })}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const found = await answer.json();
    const options = found.map(({ key, label }) => { const made = element("option", "", label); made.value = key; labels.set(key, label); return made; });
    form.querySelector("[data-suggested]").replaceChildren(...options);
    columnsOf().flatMap((column) => [column, ...rowsOf(column)]).forEach((holder) => told(slotOf(holder)));
  }, 200);
}

form.classList.add("scripted");
columns.addEventListener("moved", changed);
settle();
