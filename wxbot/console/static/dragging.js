// Dragging a button of the menu by its grip: rows within and between columns, columns among themselves. The editor is
// told by an event, ``moved``, since a script that imports another would get an old one from the browser's cache.

const LOOKS = ["over-before", "over-after"];
const columns = document.querySelector("[data-columns]");
const most = Number(columns.closest("form").dataset.below);

let dragged = null;

const roomIn = (column) => column.querySelectorAll("[data-row]").length < most;
const clear = () => columns.querySelectorAll(LOOKS.map((look) => `.${look}`).join()).forEach((each) => each.classList.remove(...LOOKS));

// Only the grip begins a drag, so that words in the fields can be selected.
columns.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest(".slot-grip");
  const holder = grip && (grip.closest("[data-row]") ?? grip.closest("[data-column]"));
  if (holder) holder.draggable = true;
});
columns.addEventListener("pointerup", () => { columns.querySelectorAll("[draggable]").forEach((each) => each.removeAttribute("draggable")); });

columns.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[draggable]");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
  dragged.querySelector("[data-slot]").classList.add("dragged");
});

// Where it would fall: beside which row or column, and on which side of it.
function aim(event) {
  const column = event.target.closest("[data-column]");
  if (!dragged || !column) return null;
  if (dragged.matches("[data-column]")) {
    return column === dragged ? null : { beside: column, before: left(event, column) };
  }
  if (!column.contains(dragged) && !roomIn(column)) return null;
  const row = event.target.closest("[data-row]");
  if (row === dragged) return null;
  return row ? { beside: row, before: above(event, row) } : { into: column.querySelector("[data-rows]") };
}

const left = (event, holder) => { const box = holder.getBoundingClientRect(); return event.clientX < box.left + box.width / 2; };
const above = (event, holder) => { const box = holder.getBoundingClientRect(); return event.clientY < box.top + box.height / 2; };

columns.addEventListener("dragover", (event) => {
  clear();
  const target = aim(event);
  if (!target) return;
  event.preventDefault();
  const shown = target.beside?.matches("[data-row]") ? target.beside.querySelector("[data-slot]") : target.beside ?? target.into;
  shown.classList.add(target.before ? "over-before" : "over-after");
});

columns.addEventListener("drop", (event) => {
  const target = aim(event);
  if (!target) return;
  event.preventDefault();
  if (target.into) target.into.append(dragged);
  else target.beside[target.before ? "before" : "after"](dragged);
  columns.dispatchEvent(new Event("moved"));
});

columns.addEventListener("dragend", () => {
  clear();
  dragged?.removeAttribute("draggable");
  dragged?.querySelector("[data-slot]").classList.remove("dragged");
  dragged = null;
});
